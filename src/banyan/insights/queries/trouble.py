"""Pairs that need their coordinator, the most urgent first, each with why and since when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import add
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Rematch, Request, Seat, Session
from banyan.mentoring.queries.conflicts import in_conflict, lines, power_named, powers
from banyan.mentoring.queries.mentorships import UNANSWERED
from banyan.mentoring.standings import COORDINATOR
from banyan.mentoring.states import (
    LIVE,
    SEATED,
    MentorshipForm,
    MentorshipStatus,
    RematchStatus,
    RequestStatus,
    SessionStatus,
)
from banyan.organisations.states import Role
from banyan.programmes.models import Cohort
from banyan.trail.models import Event
from banyan.ui import words
from banyan.ui.paging import PAGE_SIZE, Page
from banyan.ui.prepared import ANYBODY, TODAY, Given, PreparedFor

QUIET_DAYS = 21
LATELY = timedelta(days=60)  # what is over stays in the list this long
PLANNED = (SessionStatus.PROPOSED, SessionStatus.CONFIRMED)
PAST = (SessionStatus.HELD, SessionStatus.MISSED)

# Reasons, the most urgent first.
ORDER = (
    "conflict",
    "rematch",
    "wants_another",
    "missed_twice",
    "quiet",
    "unanswered",
    "request_expired",
    "differ",
    "pause_over",
)


@dataclass(frozen=True, slots=True)
class Reason:
    """`code` is one of ORDER; `sentence` says it without anybody's words and without blame."""

    code: str
    sentence: str
    since: date


@dataclass(frozen=True, slots=True)
class Trouble:
    """A pair, or a request that became none. `mentorship_id` is None for a request."""

    mentorship_id: int | None
    mentor: str
    teacher: str
    school: str
    cohort: str
    reasons: tuple[Reason, ...]  # the most urgent first


def coordinates(viewer: Viewer) -> bool:
    return viewer.has(Role.COORDINATOR)


def pairs_in_trouble(
    viewer: Viewer, *, cohort: Cohort | None = None, number: int = 1, size: int = PAGE_SIZE
) -> Page[Trouble]:
    """Page `number` of the pairs in the schools that the viewer coordinates. Two queries.

    Sorted by the most urgent reason, then by the next most urgent, then by the last sign of life,
    the longest ago first.
    """
    number = min(max(1, number), 1000)
    until = number * size + 1
    given = {
        "long_ago": viewer.now - timedelta(days=QUIET_DAYS),
        "quiet_day": viewer.today - timedelta(days=QUIET_DAYS),
        "lately": viewer.today - LATELY,
        "lately_at": viewer.now - LATELY,
        "cohort": cohort.pk if cohort else None,
    }
    found: list[tuple[Any, Callable[[Viewer, Any], Trouble], Any]] = [
        ((-pair.weight, pair.sign_of_life, pair.pk), _of_pair, pair)
        for pair in _pairs(viewer, cohort is not None, until, **given)
        if pair.weight
    ]
    found += [
        ((-_weight("request_expired"), one.expires_at, one.pk), _of_request, one)
        for one in _requests(viewer, cohort is not None, until, **given)
    ]
    found.sort(key=lambda entry: entry[0])
    shown = found[:until][(number - 1) * size : number * size]
    rows = tuple(say(viewer, row) for _order, say, row in shown)
    return Page(rows, number, len(found) > number * size)


def _weight(code: str) -> int:
    """A power of two, so that a sum tells its parts, and one reason outweighs all less urgent."""
    return 1 << (len(ORDER) - 1 - ORDER.index(code))


# What is to be known of a pair, from what it did. In each condition the cheapest part comes first:
# a database that finds it false does not ask for the others.


def _asked() -> QuerySet[Rematch]:
    """Wishes for another pairing that wait for an answer, the first first."""
    rows = Rematch.objects.filter(mentorship=OuterRef("pk"), status=RematchStatus.OPEN)
    return rows.order_by("asked_at", "pk")


def _past() -> QuerySet[Session]:
    sessions = Session.objects.filter(mentorship=OuterRef("pk"), status__in=PAST)
    return sessions.order_by("-starts_at", "-pk")


def _differing() -> QuerySet[Seat]:
    """Seats of sessions of the pair for which the two say different minutes that nobody has
    settled, the first first."""
    differ = Seat.objects.filter(
        session__mentorship=OuterRef("pk"),
        own_minutes__isnull=False,
        host_minutes__isnull=False,
        accounted_minutes=None,
    )
    return differ.exclude(session__status=SessionStatus.CANCELLED).order_by("session__starts_at")


def _conditions() -> dict[str, Q]:
    now, today = Given("now", DateTimeField()), Given("today", DateField())
    long_ago = Given("long_ago", DateTimeField())
    sessions = Session.objects.filter(mentorship=OuterRef("pk"))
    resumed = Event.objects.filter(
        verb="mentorship.resume",
        subject=Concat(Value("mentorship:"), Cast(OuterRef("pk"), CharField())),
        happened_at__gt=long_ago,
    )
    later = Mentorship.objects.filter(
        cohort=OuterRef("cohort"),
        mentee=OuterRef("mentee"),
        form=MentorshipForm.PAIR,
        status__in=SEATED,
    )
    lively = sessions.filter(
        Q(status=SessionStatus.HELD, starts_at__gt=long_ago)
        | Q(status__in=PLANNED, ends_at__gt=now)
    )
    missed = SessionStatus.MISSED
    return {
        "conflict": Q(status__in=SEATED) & (Q(Exists(powers(today))) | Q(Exists(lines(today)))),
        # A mentor who coordinates too is not told here what her own teacher would like.
        "wants_another": Q(
            status=MentorshipStatus.ENDED,
            wants_another=True,
            ends_on__gt=Given("lately", DateField()),
        )
        & ~Q(mentor_id=Given("person", IntegerField()))
        & ~Q(Exists(later)),
        "missed_twice": Q(status__in=LIVE)
        & Q(Exact(Subquery(_past().values("status")[:1]), missed))
        & Q(Exact(Subquery(_past().values("status")[1:2]), missed)),
        "quiet": Q(status=MentorshipStatus.ACTIVE, starts_on__lte=Given("quiet_day", DateField()))
        & ~Q(Exists(lively))
        & ~Q(Exists(resumed)),
        # In confidence: a coordinator who is one of the two does not learn of it.
        "rematch": Q(status__in=LIVE)
        & ~Q(mentor_id=ANYBODY.person_id)
        & ~Q(mentee_id=ANYBODY.person_id)
        & Q(Exists(_asked())),
        "unanswered": Q(status__in=UNANSWERED, answer_by__lte=now),
        "differ": Q(status__in=LIVE) & Q(Exists(_differing())),
        "pause_over": Q(status=MentorshipStatus.PAUSED, paused_until__lte=today),
    }


def _weights() -> Combinable:
    """The sum of the weights of all reasons, and 0 where there is none."""
    weights = [
        Case(When(q, then=Value(_weight(code))), default=Value(0))
        for code, q in _conditions().items()
    ]
    return reduce(add, weights)


def _sign_of_life() -> Coalesce:
    held = _past().filter(status=SessionStatus.HELD)
    return Coalesce(Subquery(held.values("starts_at")[:1]), F("proposed_at"))


def _of(cohort: bool) -> Q:
    return Q(cohort_id=Given("cohort", IntegerField())) if cohort else Q()


@PreparedFor
def _pairs(viewer: Viewer, of_cohort: bool, until: int) -> QuerySet[Any]:
    """Pairs, those with the heaviest reasons first. Whoever reads the rows stops where `weight`
    is 0: a condition on it would have the database work it out twice."""
    return (
        Mentorship.objects.filter(COORDINATOR.where(viewer) & _of(of_cohort))
        .annotate(
            weight=_weights(),
            sign_of_life=_sign_of_life(),
            **in_conflict(TODAY),
            missed_since=Subquery(_past().values("starts_at")[1:2]),
            rematch_since=Subquery(_asked().values("asked_at")[:1]),
            differ_since=Subquery(_differing().values("session__starts_at")[:1]),
        )
        .order_by("-weight", "sign_of_life", "pk")
        .values_list(
            "pk", "weight", "sign_of_life", "proposed_at", "missed_since", "differ_since",
            "rematch_since",
            "answer_by", "starts_on", "ends_on", "paused_until", "power_since", "power_role",
            "mentor__name", "mentee__name", "school__name", "cohort__name", named=True,
        )[:until]
    )  # fmt: skip


@PreparedFor
def _requests(viewer: Viewer, of_cohort: bool, until: int) -> QuerySet[Any]:
    """Requests that ended because nobody answered: that they did, never what was asked."""
    return (
        Request.objects.filter(
            COORDINATOR.where(viewer) & _of(of_cohort),
            status=RequestStatus.EXPIRED,
            expires_at__gt=Given("lately_at", DateTimeField()),
        )
        .order_by("expires_at", "pk")
        .values_list(
            "pk", "expires_at", "mentor__name", "teacher__name", "school__name", "cohort__name",
            named=True,
        )[:until]
    )  # fmt: skip


def _of_pair(viewer: Viewer, pair: Any) -> Trouble:
    codes = [code for code in ORDER if pair.weight & _weight(code)]
    return Trouble(
        mentorship_id=pair.pk,
        mentor=pair.mentor__name,
        teacher=pair.mentee__name,
        school=pair.school__name,
        cohort=pair.cohort__name,
        reasons=tuple(_reason(viewer, pair, code) for code in codes),
    )


def _reason(viewer: Viewer, pair: Any, code: str) -> Reason:
    """Each reason in a sentence, with the day since which it holds on the viewer's calendar."""
    if code == "quiet":
        met = pair.sign_of_life != pair.proposed_at  # else the proposal is the last sign of life
        since = _day(viewer, pair.sign_of_life if met else pair.starts_on)
        days = (viewer.today - since).days
        sentence = ngettext(
            "No session for %(count)s day, and none is planned.",
            "No session for %(count)s days, and none is planned.",
            days,
        ) % {"count": words.number(days)}
    elif code == "conflict":
        since = _day(viewer, pair.power_since)
        sentence = _("The mentor has power over the teacher: %(role)s.") % {
            "role": power_named(pair.power_role)
        }
    elif code == "rematch":
        since = _day(viewer, pair.rematch_since)
        sentence = _("Another pairing is asked for, in confidence.")
    elif code == "missed_twice":
        since = _day(viewer, pair.missed_since)
        sentence = _("The last two sessions did not take place.")
    elif code == "unanswered":
        since = _day(viewer, pair.answer_by)
        sentence = _("The proposal was to be answered by %(day)s.") % {"day": words.day(since)}
    elif code == "differ":
        since = _day(viewer, pair.differ_since)
        sentence = _("The two say different minutes for the session of %(day)s.") % {
            "day": words.day(since)
        }
    elif code == "pause_over":
        since = _day(viewer, pair.paused_until)
        sentence = _("The pause was to end on %(day)s.") % {"day": words.day(since)}
    else:
        since = _day(viewer, pair.ends_on)
        sentence = _("The pair has ended, and the teacher would like another mentor.")
    return Reason(code, sentence, since)


def _of_request(viewer: Viewer, request: Any) -> Trouble:
    sentence = _("A request for guidance ended without an answer.")
    return Trouble(
        mentorship_id=None,
        mentor=request.mentor__name,
        teacher=request.teacher__name,
        school=request.school__name,
        cohort=request.cohort__name,
        reasons=(Reason("request_expired", sentence, _day(viewer, request.expires_at)),),
    )


def _day(viewer: Viewer, at: date | datetime) -> date:
    return at.astimezone(viewer.zone).date() if isinstance(at, datetime) else at
