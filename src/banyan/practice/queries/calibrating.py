"""To whom an anchor can be given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from banyan.organisations.queries import ties
from banyan.people.models import Person
from banyan.practice.models import Anchor, Reading
from banyan.practice.queries.candidates import is_reader_at
from banyan.programmes.queries.trainings import readers_of


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Somebody who could judge an anchor, and what stands in her way."""

    anchor: Anchor
    person: Person
    is_reviewer: bool
    coordinates: bool  # the programme
    has_it: bool


def readers_for(anchor: Anchor, *, on: date) -> list[Calibrated]:
    """Every reader of its programme, by name. Three queries."""
    return calibrated(anchor, list(readers_of(anchor.programme, on)), on=on)


def calibrated(anchor: Anchor, people: Sequence[Person], *, on: date) -> list[Calibrated]:
    place = anchor.programme.organisation
    bound = ties([person.pk for person in people], place.path or "", on)
    having = set(Reading.objects.filter(anchor=anchor).values_list("reader_id", flat=True))
    return [
        Calibrated(
            anchor,
            person,
            is_reviewer=is_reader_at(bound[person.pk].roles, place),
            coordinates=bound[person.pk].coordinates,
            has_it=person.pk in having,
        )
        for person in people
    ]
