"""Documents as PDF, drawn by typst. What people wrote goes in as data, never as markup."""

from __future__ import annotations

from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import segno

from banyan.credentials.queries.content import Content
from banyan.ui.paper import draw

HERE = Path(__file__).parent
TEMPLATE = HERE / "paper" / "document.typ"


def pdf(content: Content, *, by: str, check: tuple[str, str, str] | None = None) -> bytes:
    """An accessible PDF (PDF/UA-1), which holds every letter as text that can be copied.

    `by` is whose paper it is, in the footer; `check` the address of a page that confirms it, with
    the words beside the code and those for whoever does not see it. Letters that our fonts lack
    are drawn as `banyan.ui.paper.draw` says.
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
    return draw(TEMPLATE, given)


def qr(address: str) -> str:
    """The address as a QR code, in SVG."""
    drawn = BytesIO()
    segno.make(address, micro=False).save(drawn, kind="svg", border=2, scale=4)
    return drawn.getvalue().decode()
