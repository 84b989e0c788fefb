"""Well-being: what is one's own, where help is, and numbers for whoever counts many."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from banyan.kernel.viewer import Viewer
from banyan.mentoring.queries.records import Reading, known_together, own_records
from banyan.mentoring.states import RecordKind
from banyan.practice.models import Pulse, WellBeing
from banyan.practice.standings.well_being import PULSE_COUNTER
from blueprint import Blueprint

DATA = Path(__file__).parents[1] / "data"
LATELY = 12  # checks of one's own on one page


def switch(viewer: Viewer) -> WellBeing | None:
    """The viewer's own, whether on or off; None where she has never turned it on."""
    return WellBeing.objects.filter(person_id=viewer.person_id).first()


def own_checks(viewer: Viewer) -> list[Reading]:
    """The viewer's own, newest first."""
    return known_together(viewer, own_records(viewer, RecordKind.WELL_BEING)[:LATELY])


@dataclass(frozen=True, slots=True)
class Signpost:
    """Somewhere to turn to."""

    name: str
    numbers: tuple[str, ...]
    about: str
    web: str = ""
    languages: str = ""
    hours: str = ""

    @property
    def site(self) -> str:
        """Its address, as short as people say it."""
        return self.web.removeprefix("https://").rstrip("/")


@dataclass(frozen=True, slots=True)
class Signposts:
    """Those of a country, or of a programme."""

    of: str
    lines: tuple[Signpost, ...]


@cache
def _countries() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((DATA / "signposts.yaml").read_text("utf-8"))
    return found


def signposts(zone: str, language: str) -> list[Signposts]:
    """Where somebody who lives in this time zone finds help, in her language; all countries that
    are known, where hers is not among them."""
    here = [one for one in _countries() if zone in one["zones"]]
    return [
        Signposts(
            _in(one["country"], language),
            tuple(
                Signpost(
                    _in(line["name"], language),
                    tuple(line["numbers"]),
                    _in(line["about"], language),
                )
                for line in one["lines"]
            ),
        )
        for one in here or _countries()
    ]


def signposts_named_in(designs: Iterable[Blueprint], language: str) -> list[Signposts]:
    """Those that programmes name themselves, in her language as far as their blueprints have it;
    what several editions of a blueprint say alike, once."""
    found = [
        Signposts(
            design.title.in_(language),
            tuple(
                Signpost(
                    post.title.in_(language),
                    post.telephones,
                    post.about.in_(language),
                    post.web or "",
                    ", ".join(design.language(code).title.in_(language) for code in post.languages),
                    post.hours.in_(language) if post.hours else "",
                )
                for post in design.signposts
            ),
        )
        for design in designs
        if design.signposts
    ]
    return list(dict.fromkeys(found))


def _in(said: Mapping[str, str], language: str) -> str:
    return said.get(language.partition("-")[0]) or said["en"]


@cache
def _distress() -> re.Pattern[str]:
    lists: dict[str, list[str]] = yaml.safe_load((DATA / "distress.yaml").read_text("utf-8"))
    phrases = sorted({_plain(one) for each in lists.values() for one in each}, key=len)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, reversed(phrases))) + ")")


def _plain(text: str) -> str:
    """As people write it, one way or the other: small, ё as е, apostrophes alike, one blank."""
    small = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return " ".join(small.replace("’", "'").replace("`", "'").split())


def sounds_distressed(texts: Iterable[str]) -> bool:
    """Whether a word in any of these texts is one at which help is offered. It is asked when a page
    is drawn for whoever wrote it, kept nowhere, and told to nobody."""
    return any(_distress().search(_plain(text)) for text in texts)


@dataclass(frozen=True, slots=True)
class Counted:
    """One check as it is counted; without answers where they were taken back."""

    area: int
    area_name: str
    person: int
    answers: Mapping[str, int] | None


def to_be_counted(viewer: Viewer, *, before: datetime) -> list[Counted]:
    """Every check of the areas that the viewer coordinates whole, given before this moment, in the
    order of giving. For counting many together and nothing else. One query."""
    rows = Pulse.objects.filter(PULSE_COUNTER.where(viewer), given_at__lt=before)
    return [
        Counted(area, name, person, None if taken_back else answers)
        for area, name, person, answers, taken_back in rows.order_by("given_at", "pk").values_list(
            "area_id", "area__name", "person_id", "answers", "taken_back_at"
        )
    ]
