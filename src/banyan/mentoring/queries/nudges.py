"""Who has said “not now”, until when; what was tried before a pair came to its coordinator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

from django.db.models import BigIntegerField, DateField, DateTimeField, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import get_language

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, NotNow
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.standings import NOT_NOW_READERS, NOT_NOW_SAYER, OVERSEER
from banyan.mentoring.states import LIVE, Nudge
from banyan.notifications.models import Notice
from banyan.ui import words
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
    "question.closing": Nudge.QUESTION,
}
LATELY = timedelta(days=60)
SHOWN = 6  # the latest reminders: more days than these say no more


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
    """What whoever oversees a pair is told of it: who said not now, and who was reminded of a
    silence when."""

    said: list[tuple[str, date]] = field(default_factory=list)  # name, until
    reminded: list[tuple[str, datetime]] = field(default_factory=list)  # name, when

    def reminders(self) -> dict[str, str]:
        """In words: the `names` of the reminded, each once, and the `days` of the last of it."""
        days = dict.fromkeys(words.day(at, "short") for _name, at in self.reminded[-SHOWN:])
        names = dict.fromkeys(name for name, _at in self.reminded)
        return {"names": words.join_names(names), "days": words.join_names(days)}


def tried_of(viewer: Viewer, pairs: Collection[int]) -> dict[int, Tried]:
    """Of these pairs, those that the viewer coordinates and is none of: that somebody said not now
    to being reminded of a silence, and when they were reminded of it; why stays in confidence.
    Two queries however many."""
    rows = Mentorship.objects.filter(OVERSEER.where(viewer), pk__in=list(pairs))
    two = {pk: both for pk, *both in rows.values_list("pk", "mentor_id", "mentee_id")}
    return _tried_of(viewer, two)


def tried_with(viewer: Viewer, pair: Mentorship) -> Tried | None:
    """The same of one pair that is at hand, in one query; none, and no query, for whoever does not
    oversee it. None where nothing was tried."""
    if not OVERSEER.holds(viewer, pair):
        return None
    return _tried_of(viewer, {pair.pk: (pair.mentor_id, pair.mentee_id)}).get(pair.pk)


def _tried_of(viewer: Viewer, two: Mapping[int, Collection[int]]) -> dict[int, Tried]:
    """Of pairs that the viewer may be told this of, each with its two. One query, in which each
    row was either said, until a day, or told at a moment."""
    day, moment = Value(None, DateField()), Value(None, DateTimeField())
    said = NotNow.objects.filter(
        mentorship__in=list(two), nudge=Nudge.QUIET, until__gt=viewer.today
    ).values_list("mentorship_id", "person__name", "until", moment)
    told = Notice.objects.filter(
        person_id__in={person for both in two.values() for person in both},
        kind__in=[kind for kind, nudge in KINDS.items() if nudge == Nudge.QUIET],
        created_at__gt=viewer.now - LATELY,
    ).values_list(
        Cast(KT("data__mentorship"), BigIntegerField()), "person__name", day, "created_at"
    )
    found: dict[int, Tried] = defaultdict(Tried)
    for pk, name, until, at in said.union(told, all=True):
        if pk not in two:  # she was reminded of another of her pairs
            continue
        if until is not None:
            found[pk].said.append((name, until))
        else:
            found[pk].reminded.append((name, at))
    for tried in found.values():
        tried.said.sort(key=itemgetter(1))
        tried.reminded.sort(key=itemgetter(1))
    return found


# What jobs need to know: they have no viewer


def resting(nudge: Nudge, pairs: Collection[int], today: date) -> set[tuple[int, int]]:
    """Pair and person, of all who would rather not be reminded of this today. One query."""
    if not pairs:
        return set()
    size = size_of(pairs)
    rows = _resting(nudge.value, size, today=today, **each("pair", pairs, size))
    return {(pair, person) for pair, person in rows}


def who_rests(nudge: Nudge, people: Collection[int], today: date) -> set[int]:
    """Of these people, all who would rather not be reminded of this today, in whichever of their
    pairs they said so. One query."""
    rows = NotNow.objects.filter(person__in=people, nudge=nudge, until__gt=today)
    return set(rows.values_list("person_id", flat=True))


def pairs_that_run(teachers: Collection[int]) -> dict[int, int]:
    """The latest pair of each of these teachers that runs or rests: where she can say “not now”.
    One query."""
    rows = Mentorship.objects.filter(mentee__in=teachers, status__in=LIVE).order_by("pk")
    return dict(rows.values_list("mentee_id", "pk"))


@PreparedRows
def _resting(nudge: str, size: int) -> QuerySet[NotNow, Any]:
    rows = NotNow.objects.filter(
        mentorship__id__in=given_each("pair", size), nudge=nudge, until__gt=TODAY
    )
    return rows.values_list("mentorship_id", "person_id")
