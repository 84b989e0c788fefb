"""How one element of a framework has moved over the waves, source by source, with its gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from banyan.practice.queries.needs import Element, Wave, edition, elements, framework_of
from banyan.practice.states import LevelOfPractice, Source
from banyan.ui import charts, words


@dataclass(frozen=True, slots=True)
class Choice:
    spelling: str  # "code@version/element"
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Movement:
    """One element, drawn; and those that could be drawn instead."""

    title: str
    choices: tuple[Choice, ...]
    chart: charts.LevelChart
    sentences: tuple[tuple[Wave, str], ...]  # newest first


def movement(found: Sequence[Wave], asked: str, locale: str) -> Movement | None:
    """Of the element that is asked for as "code@version/element", else of the first that was
    looked at in the newest wave. None where nothing was looked at."""
    known = _looked_at(found, locale)
    if not known:
        return None
    spelling = asked if asked in known else next(iter(known))
    kept, element = known[spelling]
    waves = [one for one in found if one.framework == kept]
    times = [(float(one.on.toordinal()), words.day(one.on, "short")) for one in waves]
    tracks = {
        str(source.label): {
            at: one.levels.get(element.code) for at, one in enumerate(waves) if one.source == source
        }
        for source in Source
        if any(one.source == source for one in waves)
    }
    return Movement(
        title=element.title,
        choices=tuple(
            Choice(one, item.title, one == spelling) for one, (_kept, item) in known.items()
        ),
        chart=charts.levels(
            element.title,
            times,
            [str(level.label) for level in LevelOfPractice],
            tracks,
            missing=_("Not looked at"),
        ),
        sentences=tuple(
            (one, one.said(element.code)) for one in reversed(waves) if one.said(element.code)
        ),
    )


def _looked_at(found: Sequence[Wave], locale: str) -> dict[str, tuple[str, Element]]:
    """Every element with a level in any wave, of the newest framework first, by spelling."""
    known: dict[str, tuple[str, Element]] = {}
    for kept in dict.fromkeys(one.framework for one in reversed(found)):
        of = framework_of(kept)
        seen = {code for one in found if one.framework == kept for code in one.levels}
        known |= {
            f"{edition(of)}/{one.code}": (kept, one)
            for one in elements(of, locale)
            if one.code in seen
        }
    return known
