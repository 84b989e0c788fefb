"""Lists of sessions, and the minutes that were held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import (
    Mentorship,
    NextStep,
    Seat,
    Session,
)
from banyan.mentoring.queries.doses import day_there
from banyan.mentoring.queries.sessions.one import PLANNED, state_in_words
from banyan.mentoring.queries.times import ahead, another_ahead, next_other, others_ahead
from banyan.mentoring.standings import (
    COHORT_MENTOR,
    COHORT_TEACHER,
    HOST,
    PAIR_WORDS_READERS,
    SESSION_PARTIES,
    SESSION_READERS,
    WAITING,
    under_power,
)
from banyan.mentoring.states import (
    MentorshipStatus,
    SeatStatus,
    SessionKind,
    SessionMode,
    SessionStatus,
)
from banyan.programmes.models import Cohort
from banyan.programmes.queries.designs import blueprint_named
from banyan.ui.prepared import ANYBODY, Given, PreparedRows
from banyan.ui.words import home_zone


@dataclass(frozen=True, slots=True)
class Line:
    """One session in a list. `topic` is empty for whoever may not read it."""

    id: int
    kind: str
    status: str
    status_label: str
    tone: str
    mode_label: str
    topic: str
    starts_at: datetime
    ends_at: datetime
    host_zone: str  # IANA zones of the people concerned, so that a page can say its own
    other_zone: str
    others: str  # with whom, in a word or two
    seats: int
    seats_taken: int
    proposed_by_viewer: bool
    other_times: int = 0  # still to come, at which a proposed one could be as well
    counted_minutes: int = 0  # that count; only where a pair's own are listed

    @property
    def is_group(self) -> bool:
        return self.kind == SessionKind.GROUP

    @property
    def day(self) -> date:
        """On which it begins for the teacher."""
        return day_there(self.starts_at, self.other_zone)

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


# What a line is made of, and no more: a list of whole rows costs twice as much.
PARTS = (
    "pk", "kind", "status", "mode", "starts_at", "ends_at", "seats", "seats_taken",
    "cohort__blueprint", "cohort__blueprint_version", "cohort__programme__blueprint",
    "proposed_by_id", "host_id", "host__name", "host__time_zone", "mentorship_id",
    "mentorship__mentee_id", "mentorship__mentee__name", "mentorship__mentee__time_zone",
)  # fmt: skip


def _parts(rows: QuerySet[Session], now: datetime, *more: str, words: bool = True) -> QuerySet[Any]:
    """Rows for `_lines`; with their topics only for those who may read them. Of a session that is
    proposed for several times, how many beside the first are still to come, and the next."""
    others = others_ahead(now).order_by().values("session")
    count = others.annotate(count=Count("pk")).values("count")
    rows = rows.annotate(others_ahead=Coalesce(Subquery(count), 0), next_other=next_other(now))
    more = ("others_ahead", "next_other", *more)
    return rows.values_list(*PARTS, *more, *(["topic"] if words else []), named=True)


def _begins(row: Any, now: datetime) -> datetime:
    """When a session begins; where the first of several proposed times has passed, the next."""
    passed = row.next_other is not None and row.starts_at <= now
    return row.next_other if passed else row.starts_at  # type: ignore[no-any-return]


def _lines(viewer: Viewer, rows: Iterable[Any], *, words: bool = True) -> list[Line]:
    found = list(rows)
    closed = under_power(viewer, {row.mentorship__mentee_id for row in found} - {None})
    return [
        Line(
            id=row.pk,
            kind=row.kind,
            status=row.status,
            status_label=label,
            tone=tone,
            mode_label=str(SessionMode(row.mode).label),
            topic=row.topic if words and not _closed(viewer, row, closed) else "",
            starts_at=begins,
            ends_at=ends,
            host_zone=row.host__time_zone,
            other_zone=row.mentorship__mentee__time_zone or home_zone(),
            others=_others(viewer, row),
            seats=row.seats,
            seats_taken=row.seats_taken,
            proposed_by_viewer=row.proposed_by_id == viewer.person_id,
            other_times=row.others_ahead - (begins != row.starts_at),
            counted_minutes=getattr(row, "counted", 0),
        )
        for row in found
        for begins in [_begins(row, viewer.now)]
        for ends in [begins + (row.ends_at - row.starts_at)]
        for label, tone in [state_in_words(row, viewer.now, _confirm_within(row), ends_at=ends)]
    ]


def _confirm_within(row: Any) -> int:
    """The days in which the blueprint of a session asks both to confirm it."""
    code = row.cohort__blueprint or row.cohort__programme__blueprint
    return blueprint_named(code, row.cohort__blueprint_version).session.confirm_within_days


def _closed(viewer: Viewer, row: Any, under: Collection[int]) -> bool:
    """Whether its words are closed to the viewer, as to a mentor who has power over her teacher."""
    return row.host_id == viewer.person_id and row.mentorship__mentee_id in under


def zone_of_the_others(session: Session) -> str:
    """The zone of those who come: the teacher's, and for a group the one of most people here."""
    return session.mentorship.mentee.time_zone if session.mentorship else home_zone()


def _others(viewer: Viewer, row: Any) -> str:
    if row.mentorship_id is None:
        return _("your group") if row.host_id == viewer.person_id else str(row.host__name)
    if row.host_id == viewer.person_id:
        return str(row.mentorship__mentee__name)
    if row.mentorship__mentee_id == viewer.person_id:
        return str(row.host__name)
    return _("%(mentor)s and %(teacher)s") % {
        "mentor": row.host__name,
        "teacher": row.mentorship__mentee__name,
    }


def _mine(viewer: Viewer) -> QuerySet[Session]:
    return Session.objects.filter(SESSION_PARTIES.where(viewer) | WAITING.where(viewer))


def coming_and_to_say(viewer: Viewer) -> tuple[list[Line], list[Line]]:
    """The viewer's own sessions that are planned and not over, the next one first. And those that
    are over, of which she has not said how long she was there, or of which the two say different
    minutes, the newest first. One query."""
    lines = _lines(viewer, _coming_and_to_say(person=viewer.person_id, now=viewer.now))
    lines.sort(key=lambda line: line.starts_at)
    return (
        [line for line in lines if line.ends_at > viewer.now],
        [line for line in reversed(lines) if line.ends_at <= viewer.now],
    )


@PreparedRows
def _coming_and_to_say() -> QuerySet[Any]:
    coming = _mine(ANYBODY).filter(_not_over(ANYBODY.now))
    first = coming.order_by("starts_at").values("pk")[:50]
    last = _to_say().order_by("-starts_at").values("pk")[:20]
    return _parts(Session.objects.filter(Q(pk__in=first) | Q(pk__in=last)), ANYBODY.now)


def _not_over(now: datetime) -> Q:
    return Q(Q(ends_at__gt=now) | Q(another_ahead(now)), status__in=PLANNED)


def to_answer(viewer: Viewer) -> list[Line]:
    """Times that the other one proposed and the viewer has not answered. One query."""
    rows = (
        _mine(viewer)
        .filter(
            ahead(viewer.now),
            status=SessionStatus.PROPOSED,
            mentorship__status=MentorshipStatus.ACTIVE,
        )
        .exclude(proposed_by_id=viewer.person_id)
    )
    return _lines(viewer, _parts(rows, viewer.now).order_by("starts_at")[:20])


def _to_say() -> QuerySet[Session]:
    me = ANYBODY.person_id
    seats = Seat.objects.filter(status=SeatStatus.SEATED)
    differ = Q(own_minutes__isnull=False, host_minutes__isnull=False, accounted_minutes=None)
    hers = seats.filter(Q(own_minutes=None) | differ, person_id=me)
    led = seats.filter(Q(host_minutes=None) | differ, session__host_id=me)
    return (
        Session.objects.filter(
            Q(pk__in=hers.values("session_id")) | Q(pk__in=led.values("session_id")),
            ~another_ahead(ANYBODY.now),
            ends_at__lte=ANYBODY.now,
        )
        .exclude(status=SessionStatus.CANCELLED)
        .exclude(kind=SessionKind.GROUP, status=SessionStatus.PROPOSED)
    )


def earlier(viewer: Viewer) -> QuerySet[Any]:
    """The viewer's own sessions that are over or called off, the newest first; for paging."""
    rows = _mine(viewer).exclude(_not_over(viewer.now))
    return _parts(rows, viewer.now).order_by("-starts_at", "-pk")


def earlier_lines(viewer: Viewer, rows: Iterable[Any]) -> list[Line]:
    """Rows of `earlier` as a page shows them."""
    return _lines(viewer, rows)


def open_groups(viewer: Viewer) -> list[Line]:
    """Group sessions of the viewer's cohorts that she has no place in yet. One query."""
    taken = Seat.objects.filter(person_id=viewer.person_id).exclude(status=SeatStatus.LEFT)
    rows = (
        Session.objects.filter(
            COHORT_TEACHER.where(viewer),
            status=SessionStatus.CONFIRMED,
            starts_at__gt=viewer.now,
        )
        .exclude(Q(pk__in=taken.values("session_id")) | HOST.where(viewer))
        .order_by("starts_at")
    )
    return _lines(viewer, _parts(rows, viewer.now)[:50])


def of_mentorship(viewer: Viewer, mentorship: Mentorship) -> list[Line]:
    """Every session of a pair that the viewer may know of, the newest first; topics only for the
    two of them. One query."""
    counted = Seat.objects.filter(session=OuterRef("pk"), accounted_minutes__gt=0)
    rows = Session.objects.filter(SESSION_READERS.where(viewer), mentorship=mentorship).annotate(
        counted=Case(
            When(
                status=SessionStatus.HELD,
                then=Coalesce(
                    Subquery(counted.values("accounted_minutes")[:1]),
                    0,
                    output_field=IntegerField(),
                ),
            ),
            default=0,
            output_field=IntegerField(),
        )
    )
    own = PAIR_WORDS_READERS.holds(viewer, mentorship)
    rows = _parts(rows, viewer.now, "counted", words=own)
    return _lines(viewer, rows.order_by("-starts_at", "-pk"), words=own)


def open_steps(viewer: Viewer, mentorship: Mentorship) -> list[NextStep]:
    """Steps of the viewer's own pair that are not done yet, the oldest first."""
    if not PAIR_WORDS_READERS.holds(viewer, mentorship):
        return []
    return _open_steps(pair=mentorship.pk)


@PreparedRows
def _open_steps() -> QuerySet[NextStep]:
    pair = Given("pair", IntegerField())
    rows = NextStep.objects.filter(mentorship_id=pair, done_on__isnull=True)
    return rows.order_by("written_at", "pk")


def cohort_to_invite(viewer: Viewer) -> Cohort:
    """The newest of `cohorts_to_invite`. Raises DoesNotExist when there is none."""
    return cohorts_to_invite(viewer).earliest("-starts_on", "name")


def cohorts_to_invite(viewer: Viewer) -> QuerySet[Cohort]:
    """Cohorts that run today and whose teachers the viewer, as a mentor, may invite."""
    return (
        Cohort.objects.filter(COHORT_MENTOR.where(viewer), ends_on__gt=viewer.today)
        .select_related("programme__organisation")
        .order_by("-starts_on", "name")
    )


_BY_WHAT = ("cohort__blueprint", "cohort__blueprint_version", "cohort__programme__blueprint")


def for_calendar(viewer: Viewer, *, since: datetime) -> QuerySet[Session]:
    """The viewer's own sessions from `since` on, for a calendar program: times and how they stand.
    Not those for which she only waits. With the blueprint of each, whose words it is told in."""
    return (
        Session.objects.filter(SESSION_PARTIES.where(viewer), starts_at__gte=since)
        .select_related("cohort__programme")
        .only("pk", "starts_at", "ends_at", "status", "sequence", *_BY_WHAT)
        .order_by("starts_at", "pk")
    )


# Minutes, for whoever counts: those of `kernel.attendance`.


@dataclass(frozen=True, slots=True)
class Held:
    """Sessions that took place, and their minutes that count."""

    sessions: int = 0
    minutes: int = 0


def _held(by: str, *where: Q) -> dict[int, Held]:
    """A session counts once, with the longest stay that counts. One query."""
    rows = (
        Seat.objects.filter(
            *where,
            status=SeatStatus.SEATED,
            session__status=SessionStatus.HELD,
            accounted_minutes__gt=0,
        )
        .values_list("session_id", by)
        .annotate(minutes=Max("accounted_minutes"))
    )
    counted: dict[int, Held] = defaultdict(Held)
    for _session, key, minutes in rows:
        so_far = counted[key]
        counted[key] = Held(so_far.sessions + 1, so_far.minutes + minutes)
    return dict(counted)


def held_of(lines: Iterable[Line]) -> Held | None:
    """What a pair held, from the lines of its page; None for nothing."""
    met = [line.counted_minutes for line in lines if line.counted_minutes]
    return Held(len(met), sum(met)) if met else None


def minutes_by_mentorship(mentorships: Iterable[int]) -> dict[int, Held]:
    """Mentorship id → what the pair held."""
    return _held("session__mentorship_id", Q(session__mentorship_id__in=list(mentorships)))
