"""What keeps people from being matched until it is mended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from banyan.programmes.models import Cohort
from banyan.programmes.queries.consents import holding, is_asked
from banyan.programmes.states import Bar


def bars(cohort: Cohort, side: str, people: Collection[int], *, on: date) -> dict[int, Bar]:
    """By person: what keeps her from being matched in this cohort on this side, where something
    does. No query where the blueprint asks for nothing."""
    found: dict[int, Bar] = {}
    if is_asked(cohort, side):
        given = holding(cohort, side, people)
        found |= {person: Bar.NO_CONSENT for person in people if person not in given}
    return found
