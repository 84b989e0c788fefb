"""Who has said “not now”, until when; what was tried before a pair came to its coordinator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, NotNow
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.standings import NOT_NOW_READERS, NOT_NOW_SAYER, OVERSEER
from banyan.mentoring.states import Nudge
from banyan.notifications.models import Notice
from banyan.ui.prepared import TODAY, PreparedRows, each, given_each, size_of
from blueprint import not_now_reasons

# What is told to remind somebody, by kind of reminder.
KINDS = {
    "session.quiet_mentor": Nudge.QUIET,
    "session.quiet_pair": Nudge.QUIET,
    "step.due": Nudge.STEP,
    "step.late": Nudge.STEP,
    "session.attendance": Nudge.MINUTES,
    "feedback.due": Nudge.FEEDBACK,
}
LATELY = timedelta(days=60)


def reasons_of(pair: Mentorship) -> list[tuple[str, str]]:
    """The reasons of its blueprint, or of the house: code and words, in their order."""
    language = get_language() or "en"
    found = not_now_reasons(blueprint_of(pair.cohort))
    return [(one.code, one.title.in_(language)) for one in found]


def said_of(viewer: Viewer, pair: Mentorship) -> list[NotNow]:
    """What was said of this pair, is not over, and the viewer may read with its reason."""
    rows = NotNow.objects.filter(NOT_NOW_READERS.where(viewer), mentorship=pair)
    rows = rows.filter(until__gt=viewer.today).select_related("person")
    return list(rows.order_by("until", "pk"))


def not_now(viewer: Viewer, pk: int) -> NotNow:
    """The viewer's own. Raises DoesNotExist for everybody else."""
    rows = NotNow.objects.filter(NOT_NOW_SAYER.where(viewer))
    return rows.select_related("person", "mentorship__school").get(pk=pk)


@dataclass(slots=True)
class Tried:
    """What a list of pairs says of one: who said not now, and of what they were reminded when."""

    said: list[tuple[str, date]] = field(default_factory=list)  # name, until
    reminded: list[tuple[str, datetime]] = field(default_factory=list)  # name, when


def tried_of(viewer: Viewer, pairs: Collection[int]) -> dict[int, Tried]:
    """Of these pairs, those that the viewer coordinates and is none of: that somebody said not now
    to being reminded of a silence, and when they were reminded of it; why stays in confidence.
    Three queries however many."""
    found: dict[int, Tried] = defaultdict(Tried)
    rows = Mentorship.objects.filter(OVERSEER.where(viewer), pk__in=list(pairs))
    two = dict[int, tuple[int, int]]()
    for pk, mentor, mentee in rows.values_list("pk", "mentor_id", "mentee_id"):
        two[pk] = mentor, mentee
    said: QuerySet[NotNow] = NotNow.objects.filter(
        mentorship__in=list(two), nudge=Nudge.QUIET, until__gt=viewer.today
    )
    for pk, name, until in said.order_by("until", "pk").values_list(
        "mentorship_id", "person__name", "until"
    ):
        found[pk].said.append((name, until))
    quiet = [kind for kind, nudge in KINDS.items() if nudge == Nudge.QUIET]
    told = Notice.objects.filter(
        person_id__in={person for both in two.values() for person in both},
        kind__in=quiet,
        created_at__gt=viewer.now - LATELY,
    )
    for data, name, at in told.order_by("created_at", "pk").values_list(
        "data", "person__name", "created_at"
    ):
        if data.get("mentorship") in two:
            found[data["mentorship"]].reminded.append((name, at))
    return found


# What jobs need to know: they have no viewer


def resting(nudge: Nudge, pairs: Collection[int], today: date) -> set[tuple[int, int]]:
    """Pair and person, of all who would rather not be reminded of this today. One query."""
    if not pairs:
        return set()
    size = size_of(pairs)
    rows = _resting(nudge.value, size, today=today, **each("pair", pairs, size))
    return {(pair, person) for pair, person in rows}


@PreparedRows
def _resting(nudge: str, size: int) -> QuerySet[NotNow, Any]:
    rows = NotNow.objects.filter(
        mentorship__id__in=given_each("pair", size), nudge=nudge, until__gt=TODAY
    )
    return rows.values_list("mentorship_id", "person_id")
