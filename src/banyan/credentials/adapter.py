"""Documents as PDF, drawn by typst. What people wrote goes in as data, never as markup."""

from __future__ import annotations

import json
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import segno
import typst

from banyan.credentials.queries.content import Content

HERE = Path(__file__).parent
TEMPLATE = HERE / "paper" / "document.typ"
FONTS = HERE / "fonts"


def pdf(content: Content, *, by: str, check: tuple[str, str, str] | None = None) -> bytes:
    """An accessible PDF (PDF/UA-1), which holds every letter as text that can be copied.

    `by` is whose paper it is, in the footer; `check` the address of a page that confirms it, with
    the words beside the code and those for whoever does not see it. Where a name needs letters
    that our fonts lack, the fonts of the machine are asked too, and the promise is not made.
    """
    given = asdict(content) | {
        "lang": content.language.partition("-")[0],  # typst knows a region by another name
        "by": by,
        "footer": by,
        "signatures": [asdict(line) for line in content.lines],
        "certificate": check is not None,
        "check": {
            "url": check[0],
            "text": check[1],
            "alt": check[2],
            "qr": qr(check[0]),
        }
        if check
        else None,
    }
    ours = [str(FONTS)]
    try:
        return typst.compile(
            str(TEMPLATE),
            font_paths=ours,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(given | {"fallback": False})},
            pdf_standards="ua-1",
        )
    except typst.TypstError:
        any_font = {"data": json.dumps(given | {"fallback": True})}
        return typst.compile(str(TEMPLATE), font_paths=ours, sys_inputs=any_font)


def qr(address: str) -> str:
    """The address as a QR code, in SVG."""
    drawn = BytesIO()
    segno.make(address, micro=False).save(drawn, kind="svg", border=2, scale=4)
    return drawn.getvalue().decode()
