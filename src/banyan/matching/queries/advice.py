"""What would change an answer: for a teacher without a mentor, for all of them, for a free seat."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from banyan.matching.models import Proposal, Round
from banyan.matching.queries.reasons import Line, Lines, reason_lines, telling
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.people.models import Person

PEOPLE = ("teacher", "mentor")  # placeholders that hold somebody's id


def relaxations(round_: Round, proposal: Proposal) -> list[Line]:
    """Single changes that would each give this teacher a mentor and take none from anybody, those
    first for which the fewest others would get another mentor. A query where there are any."""
    names = names_in(proposal.relaxations)
    return reason_lines(proposal.relaxations, blueprint_of(round_.cohort), names)


def advice(round_: Round) -> Lines:
    """Which new mentors would place the most teachers of those without one, the most first."""
    kept = round_.summary.get("advice")
    return telling(blueprint_of(round_.cohort))(json.dumps(kept)) if kept else ()


def names_in(reasons: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The names of the people of whom these reasons speak, by id as text; no query for nobody."""
    return names_of(
        {
            str(value)
            for reason in reasons
            for name, value in reason["params"].items()
            if name in PEOPLE
        }
    )


def names_of(ids: Collection[str]) -> dict[str, str]:
    """Names by id as text; no query for nobody."""
    if not ids:
        return {}
    rows = Person.objects.filter(pk__in=[int(each) for each in ids]).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}
