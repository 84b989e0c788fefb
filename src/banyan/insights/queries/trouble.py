"""Pairs that need their coordinator, the most urgent first, each with why and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.insights.queries.sheets import PAGE_SIZE, Sheet
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Request, Seat, Session
from banyan.mentoring.queries.mentorships import UNANSWERED
from banyan.mentoring.standings import COORDINATOR
from banyan.mentoring.states import (
    LIVE,
    SEATED,
    MentorshipForm,
    MentorshipStatus,
    RequestStatus,
    SessionStatus,
)
from banyan.organisations.states import Role
from banyan.programmes.models import Cohort
from banyan.trail.models import Event
from banyan.ui import words

QUIET_DAYS = 21
LATELY = timedelta(days=60)  # what is over stays in the list this long
PLANNED = (SessionStatus.PROPOSED, SessionStatus.CONFIRMED)
PAST = (SessionStatus.HELD, SessionStatus.MISSED)

# Reasons, the most urgent first.
ORDER = (
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
) -> Sheet[Trouble]:
    """Page `number` of the pairs in the schools that the viewer coordinates. Two queries.

    Sorted by the most urgent reason, then by the last sign of life, the longest ago first.
    """
    number = min(max(1, number), 1000)
    until = number * size + 1
    pairs, requests = _pairs(viewer), _requests(viewer)
    if cohort is not None:
        pairs, requests = pairs.filter(cohort=cohort), requests.filter(cohort=cohort)
    found = [(pair.rank, pair.sign_of_life, pair) for pair in pairs[:until]]
    found += [(_rank("request_expired"), one.expires_at, one) for one in requests[:until]]
    found.sort(key=lambda entry: (entry[0], entry[1], entry[2].pk))
    shown = [entry[2] for entry in found[:until][(number - 1) * size : number * size]]
    rows = tuple(
        _of_pair(viewer, row) if isinstance(row, Mentorship) else _of_request(viewer, row)
        for row in shown
    )
    return Sheet(rows, number, len(found) > number * size)


def _rank(code: str) -> int:
    return ORDER.index(code)


def _pairs(viewer: Viewer) -> QuerySet[Any]:
    """Pairs with at least one reason; each reason is a boolean column of its code."""
    long_ago = viewer.now - timedelta(days=QUIET_DAYS)
    sessions = Session.objects.filter(mentorship=OuterRef("pk"))
    past = sessions.filter(status__in=PAST).order_by("-starts_at", "-pk")
    held = past.filter(status=SessionStatus.HELD)
    differing = (
        Seat.objects.filter(
            session__mentorship=OuterRef("pk"),
            own_minutes__isnull=False,
            host_minutes__isnull=False,
        )
        .exclude(own_minutes=F("host_minutes"))
        .exclude(session__status=SessionStatus.CANCELLED)
        .order_by("session__starts_at")
    )
    resumed = Event.objects.filter(
        verb="mentorship.resume", subject=OuterRef("in_trail"), happened_at__gt=long_ago
    )
    later = Mentorship.objects.filter(
        cohort=OuterRef("cohort"),
        mentee=OuterRef("mentee"),
        form=MentorshipForm.PAIR,
        status__in=SEATED,
    )
    rows = Mentorship.objects.filter(COORDINATOR.where(viewer)).annotate(
        in_trail=Concat(Value("mentorship:"), Cast("pk", CharField()), output_field=CharField()),
        last_held_at=Subquery(held.values("starts_at")[:1]),
        last_came_to=Subquery(past.values("status")[:1]),
        before_came_to=Subquery(past.values("status")[1:2]),
        missed_since=Subquery(past.values("starts_at")[1:2]),
        differ_since=Subquery(differing.values("session__starts_at")[:1]),
        planned=Exists(sessions.filter(status__in=PLANNED, ends_at__gt=viewer.now)),
        resumed_lately=Exists(resumed),
        has_another=Exists(later),
    )
    silent = Q(last_held_at__lte=long_ago) | Q(
        last_held_at__isnull=True, starts_on__lte=viewer.today - timedelta(days=QUIET_DAYS)
    )
    missed = SessionStatus.MISSED
    conditions = {
        # A mentor who coordinates too is not told here what her own teacher would like.
        "wants_another": Q(
            ~Q(mentor_id=viewer.person_id),
            status=MentorshipStatus.ENDED,
            wants_another=True,
            has_another=False,
            ends_on__gt=viewer.today - LATELY,
        ),
        "missed_twice": Q(status__in=LIVE, last_came_to=missed, before_came_to=missed),
        "quiet": Q(silent, status=MentorshipStatus.ACTIVE, planned=False, resumed_lately=False),
        "unanswered": Q(status__in=UNANSWERED, answer_by__lte=viewer.now),
        "differ": Q(status__in=LIVE, differ_since__isnull=False),
        "pause_over": Q(status=MentorshipStatus.PAUSED, paused_until__lte=viewer.today),
    }
    return (
        rows.annotate(
            rank=Case(*(When(q, then=Value(_rank(code))) for code, q in conditions.items())),
            sign_of_life=Coalesce("last_held_at", "proposed_at"),
            **{
                f"is_{code}": Case(When(q, then=Value(True)), default=Value(False))
                for code, q in conditions.items()
            },
        )
        .filter(rank__isnull=False)
        .defer("end_words")
        .select_related("mentor", "mentee", "school", "cohort")
        .order_by("rank", "sign_of_life", "pk")
    )


def _requests(viewer: Viewer) -> QuerySet[Request]:
    """Requests that ended because nobody answered: that they did, never what was asked."""
    return (
        Request.objects.filter(
            COORDINATOR.where(viewer),
            status=RequestStatus.EXPIRED,
            expires_at__gt=viewer.now - LATELY,
        )
        .defer("text", "answer")
        .select_related("mentor", "teacher", "school", "cohort")
        .order_by("expires_at", "pk")
    )


def _of_pair(viewer: Viewer, pair: Any) -> Trouble:
    codes = [code for code in ORDER if getattr(pair, f"is_{code}", False)]
    return Trouble(
        mentorship_id=pair.pk,
        mentor=str(pair.mentor),
        teacher=str(pair.mentee),
        school=str(pair.school),
        cohort=str(pair.cohort),
        reasons=tuple(_reason(viewer, pair, code) for code in codes),
    )


def _reason(viewer: Viewer, pair: Any, code: str) -> Reason:
    """Each reason in a sentence, with the day since which it holds on the viewer's calendar."""
    if code == "quiet":
        since = _day(viewer, pair.last_held_at or pair.starts_on)
        days = (viewer.today - since).days
        sentence = ngettext(
            "No session for %(count)s day, and none is planned.",
            "No session for %(count)s days, and none is planned.",
            days,
        ) % {"count": words.number(days)}
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


def _of_request(viewer: Viewer, request: Request) -> Trouble:
    sentence = _("A request for guidance ended without an answer.")
    return Trouble(
        mentorship_id=None,
        mentor=str(request.mentor),
        teacher=str(request.teacher),
        school=str(request.school),
        cohort=str(request.cohort),
        reasons=(Reason("request_expired", sentence, _day(viewer, request.expires_at)),),
    )


def _day(viewer: Viewer, at: date | datetime) -> date:
    return at.astimezone(viewer.zone).date() if isinstance(at, datetime) else at
