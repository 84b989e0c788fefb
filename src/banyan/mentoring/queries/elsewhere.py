"""Where people are busy beside their sessions, and in what words each of them is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.people.registry import held_time

Span = tuple[datetime, datetime]  # from and until


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """That somebody is busy at one of the times that were asked for. What it is, only she reads."""

    person: Person
    time: Span
    title: str

    def in_the_way(self, viewer: Viewer) -> str:
        """Why this time cannot be had."""
        if self.person.pk == viewer.person_id:
            said = _("“%(title)s” stands in your calendar at that time. Choose another time.")
            return said % {"title": self.title}
        said = _("%(name)s has no time then. Choose another time.")
        return said % {"name": self.person.name}

    def to_consider(self, viewer: Viewer, when: str) -> str:
        """What whoever has put a session there may not have thought of."""
        if self.person.pk == viewer.person_id:
            said = _(
                "“%(title)s” stands in your calendar, too: %(when)s. The time stands all the same; "
                "you can also choose another one."
            )
            return said % {"title": self.title, "when": when}
        said = _(
            "%(name)s has something else then: %(when)s. The time stands if it suits you both; "
            "you can also propose another one."
        )
        return said % {"name": self.person.name, "when": when}


def elsewhere(people: Collection[Person], times: Sequence[Span], viewer: Viewer) -> list[Elsewhere]:
    """At which of these times these people are busy elsewhere: in the order of the times, and at
    each what is the viewer's own first. One query."""
    by_id = {person.pk: person for person in people}
    begins, ends = min(at for at, _until in times), max(until for _at, until in times)
    rows = [
        held.values_list("whose", "held_from", "held_until", "held_by")
        for held in held_time(list(by_id), begins, ends)
    ]
    if not rows:
        return []
    first, *others = rows
    held = sorted(
        set(first.union(*others, all=True)),
        key=lambda row: (row[0] != viewer.person_id, row[1], row[3]),
    )
    return [
        Elsewhere(by_id[whose], (at, until), str(title))
        for at, until in times
        for whose, held_from, held_until, title in held
        if held_from < until and at < held_until
    ]
