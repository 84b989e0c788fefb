"""Words as PDF, drawn by typst: text that can be copied, in every script of ours. What people wrote
goes in as data, never as markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
PAGES = HERE / "drawings" / "pages.typ"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with what stands under it: a line in small letters, then label and text of each
    piece; a label may be empty. `level` is 2 for a part, 3 for what lies in one."""

    heading: str
    pieces: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""
    level: int = 2


def language_of_paper() -> str:
    """The active language, as typst names it: it knows a region by another name."""
    return (get_language() or "en").partition("-")[0]


def pages(title: str, lead: str, blocks: list[Block], *, by: str) -> bytes:
    """Headings and words in the active language. `by` is whose paper it is, in the footer."""
    given = {
        "lang": language_of_paper(),
        "title": title,
        "lead": lead,
        "by": by,
        "blocks": [asdict(block) for block in blocks],
    }
    return draw(PAGES, given)


def draw(template: Path, given: Mapping[str, Any]) -> bytes:
    """An accessible PDF (PDF/UA-1), which holds every letter as text that can be copied.

    Where a name needs letters that our fonts lack, the fonts of the machine are asked too, and the
    promise is not made. The template reads `given`, with `fallback`, as JSON of its input `data`.
    """
    ours = [str(FONTS)]
    try:
        return typst.compile(
            str(template),
            font_paths=ours,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps({**given, "fallback": False})},
            pdf_standards="ua-1",
        )
    except typst.TypstError:
        any_font = {"data": json.dumps({**given, "fallback": True})}
        return typst.compile(str(template), font_paths=ours, sys_inputs=any_font)
