"""What notices and jobs need to know of sessions. They have no viewer, and read no content."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    DateTimeField,
    Exists,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)

from banyan.mentoring.models import (
    Leave,
    Mentorship,
    OtherTime,
    Seat,
    Session,
)
from banyan.mentoring.queries.mentorships import coordinators_over
from banyan.mentoring.queries.sessions.one import CONFIDENTIAL, PLANNED
from banyan.mentoring.queries.times import ahead
from banyan.mentoring.states import (
    MentorshipStatus,
    SeatStatus,
    SessionMode,
    SessionStatus,
)
from banyan.notifications.queries import told_by_key
from banyan.organisations.models import Organisation
from banyan.organisations.queries import Closing, Closings, closings
from banyan.organisations.states import Level
from banyan.programmes.queries import cohorts_by
from banyan.trail.models import Event
from banyan.trail.queries import id_of
from banyan.ui.paging import in_lots
from banyan.ui.prepared import ANYBODY, TODAY, Given, PreparedRows, each, given_each, size_of
from blueprint import Blueprint

AT_A_TIME = 500  # pairs in memory
LIVELY = (SessionStatus.CONFIRMED, SessionStatus.HELD)  # signs of life of a pair
SEATED, WAITING = SeatStatus.SEATED.value, SeatStatus.WAITING.value
# What a prepared query is given: a row, and moments.
THIS = Given("pk", IntegerField())
AFTER, UNTIL = Given("after", DateTimeField()), Given("until", DateTimeField())


def told_of(subject: str) -> Session:
    """The session that an event of the trail is about ("session:42"), without its content, and what
    it takes to tell of it: its people, and its programme by its blueprint."""
    session: Session | None = next(iter(_told_of(pk=id_of(subject))), None)
    if session is None:
        raise Session.DoesNotExist(subject)
    return session


@PreparedRows
def _told_of() -> QuerySet[Session]:
    rows = Session.objects.defer(*CONFIDENTIAL)
    rows = rows.select_related("host", "mentorship__mentee", "cohort__programme")
    return rows.filter(pk=THIS).order_by()


def people_of(session: Session) -> list[int]:
    """Person ids of those who come: the mentor and everybody with a seat."""
    return [session.host_id, *(person for (person,) in _in_seats(SEATED, pk=session.pk))]


@PreparedRows
def _in_seats(status: str) -> QuerySet[Seat, Any]:
    return Seat.objects.filter(session_id=THIS, status=status).values_list("person_id")


def times_of(session: Session) -> list[datetime]:
    """When a proposed session could begin, the first of them first."""
    return [session.starts_at, *(at for (at,) in _other_times(pk=session.pk))]


@PreparedRows
def _other_times() -> QuerySet[OtherTime, Any]:
    rows = OtherTime.objects.filter(session_id=THIS).order_by("starts_at")
    return rows.values_list("starts_at")


def unanswered(now: datetime) -> list[Session]:
    """Times proposed to one of a pair and not answered for a day or longer."""
    found: list[Session] = _unanswered(until=now - timedelta(days=1))
    prefetch_related_objects(found, "others", "places")
    return found


@PreparedRows
def _unanswered() -> QuerySet[Session]:
    rows = Session.objects.filter(
        status=SessionStatus.PROPOSED, mentorship__isnull=False, proposed_at__lte=UNTIL
    )
    people = rows.select_related("host", "school", "mentorship__mentee", "cohort__programme")
    return people.defer(*CONFIDENTIAL).order_by("proposed_at", "pk")


def nearest_coordinators(school: Organisation, day: date) -> list[int]:
    """Those of the smallest area around the school: a nation's coordinator is not told of every
    school that has one of its own."""
    return nearest_of(coordinators_over([school], on=day))


def nearest_of(paths: Mapping[int, list[str]]) -> list[int]:
    """Of coordinators and the paths that they cover, those of the smallest area."""
    nearest = max((max(map(len, held)) for held in paths.values()), default=0)
    return [person for person, held in paths.items() if max(map(len, held)) == nearest]


def waiting_for(session: Session) -> list[int]:
    """Person ids of those on the waiting list."""
    return [person for (person,) in _in_seats(WAITING, pk=session.pk)]


def _back_on(today: date) -> Subquery:
    """The day on which both of a pair are back, of the leaves that have begun; none without."""
    begun = Leave.objects.filter(
        Q(person=OuterRef("mentor")) | Q(person=OuterRef("mentee")), starts_on__lte=today
    )
    return Subquery(begun.order_by("-ends_on").values("ends_on")[:1])


def nothing_planned(mentorship_id: int, now: datetime) -> bool:
    """Whether a pair is active, neither is away, and no session of it is still to come."""
    return bool(_nothing_planned(pk=mentorship_id, now=now, today=now.date()))


@PreparedRows
def _nothing_planned() -> QuerySet[Mentorship, Any]:
    planned = Session.objects.filter(
        ahead(ANYBODY.now), mentorship=OuterRef("pk"), status__in=PLANNED
    )
    rows = Mentorship.objects.filter(~Exists(planned), pk=THIS, status=MentorshipStatus.ACTIVE)
    not_away = Q(back_on__isnull=True) | Q(back_on__lte=TODAY)
    return rows.alias(back_on=_back_on(TODAY)).filter(not_away).values_list("pk")


def stands(pk: int, now: datetime) -> tuple[str, datetime] | None:
    """How a session that can still begin stands, and the first of its times; None when its times
    have passed, when it is gone or its pair has ended."""
    return next(iter(_stands(pk=pk, now=now)), None)


@PreparedRows
def _stands() -> QuerySet[Session, Any]:
    of_active = Q(mentorship=None) | Q(mentorship__status=MentorshipStatus.ACTIVE)
    rows = Session.objects.filter(ahead(ANYBODY.now), of_active, pk=THIS)
    return rows.order_by().values_list("status", "starts_at")


def lacks_link(pk: int) -> bool:
    """Whether a session is online and nobody knows where."""
    return Session.objects.filter(pk=pk, mode=SessionMode.ONLINE, meeting_url="").exists()


def planned_of(mentorship_id: int, after: datetime) -> list[Session]:
    """What this pair had planned for later than this, the nearest first."""
    return list(
        Session.objects.filter(ahead(after), mentorship_id=mentorship_id, status__in=PLANNED)
        .defer(*CONFIDENTIAL)
        .select_related("mentorship", "school")
        .order_by("starts_at", "pk")
    )


def unsaid(pk: int, person_id: int) -> bool:
    """Whether this person has yet to say how long a session was."""
    return bool(_unsaid(pk=pk, person=person_id))


@PreparedRows
def _unsaid() -> QuerySet[Seat, Any]:
    own = Q(person_id=ANYBODY.person_id, own_minutes=None)
    of_host = Q(session__host_id=ANYBODY.person_id, host_minutes=None)
    rows = Seat.objects.filter(own | of_host, session_id=THIS, status=SeatStatus.SEATED)
    return rows.order_by().values_list("pk")[:1]


def confirmed_between(
    after: datetime, until: datetime, cohorts: Collection[int], *, untold: tuple[str, ...]
) -> list[Session]:
    """Confirmed sessions of these cohorts that begin in (after, until], of pairs that are active
    and of groups, of which somebody has no notice by this key (see `told_by_key`)."""
    size = size_of(cohorts)
    given = each("cohort", cohorts, size)
    return _confirmed_between(size, untold, after=after, until=until, **given)


@PreparedRows
def _confirmed_between(size: int, untold: tuple[str, ...]) -> QuerySet[Session]:
    return _some_untold(
        Session.objects.filter(
            Q(mentorship=None) | Q(mentorship__status=MentorshipStatus.ACTIVE),
            cohort__id__in=given_each("cohort", size),
            status=SessionStatus.CONFIRMED,
            starts_at__gt=AFTER,
            starts_at__lte=UNTIL,
        ).order_by("starts_at", "pk"),
        Q(),
        Q(),
        untold,
    )


def ended_between(after: datetime, until: datetime, *, untold: tuple[str, ...]) -> list[Session]:
    """Planned sessions that ended in (after, until], of which somebody has yet to say how long it
    was, and has no notice by this key (see `told_by_key`)."""
    return _ended_between(untold, after=after, until=until)


@PreparedRows
def _ended_between(untold: tuple[str, ...]) -> QuerySet[Session]:
    seats = Seat.objects.filter(session=OuterRef("pk"), status=SeatStatus.SEATED)
    return _some_untold(
        Session.objects.filter(
            status=SessionStatus.CONFIRMED, ends_at__gt=AFTER, ends_at__lte=UNTIL
        ).order_by("ends_at", "pk"),
        Q(Exists(seats.filter(host_minutes=None))),
        Q(own_minutes=None),
        untold,
    )


def _some_untold(
    rows: QuerySet[Session], of_host: Q, of_seat: Q, key: tuple[str, ...]
) -> QuerySet[Session]:
    """Those of which the mentor, where `of_host` holds, or somebody with a seat for which
    `of_seat` holds has no notice by this key."""
    in_seat = tuple(
        part.replace("=pk", "=session_id").replace("=sequence", "=session__sequence")
        for part in key
    )
    seats = Seat.objects.filter(
        of_seat,
        ~told_by_key("person", *in_seat),
        session=OuterRef("pk"),
        status=SeatStatus.SEATED,
    )
    people = rows.filter(Q(of_host, ~told_by_key("host", *key)) | Exists(seats))
    return people.defer(*CONFIDENTIAL).select_related(
        "host", "mentorship__mentee", "cohort__programme"
    )


@dataclass(frozen=True, slots=True)
class Quiet:
    """An active pair without a sign of life since that day, and with nothing planned. `days` are
    those since then on which the school was not closed."""

    mentorship: Mentorship
    since: date
    days: int


def quiet_pairs(now: datetime) -> Iterator[list[Quiet]]:
    """Active pairs with nothing planned ahead, and how long ago they last met, had a session
    confirmed, began, went on after a pause, or were both back from leave: whichever is the latest.
    Those of whom that is sooner than their blueprint asks after are left out. While one of the two
    is away, nobody asks, and days on which the teacher's school is closed are not counted. Some
    pairs at a time, those with the lowest ids first: one query, and three for each lot."""
    today = now.date()
    silent = Q()
    for days, cohorts in cohorts_by(_first_asked).items():
        if days is not None:
            silent |= Q(cohort__in=cohorts) & _silent_since(today - timedelta(days=days))
    if not silent:
        return
    lively = Q(sessions__status__in=LIVELY)
    planned = Session.objects.filter(ahead(now), mentorship=OuterRef("pk"), status__in=PLANNED)
    rows = (
        Mentorship.objects.filter(~Exists(planned), status=MentorshipStatus.ACTIVE)
        .annotate(back_on=_back_on(today))
        .filter(silent)
        .annotate(last_at=Max("sessions__starts_at", filter=lively))
        .select_related("mentor", "mentee", "school", "cohort__programme")
        .only(
            "mentor__name", "mentee__name", "school__path", "starts_on", "cohort__blueprint",
            "cohort__blueprint_version", "cohort__programme__blueprint",
        )
    )  # fmt: skip
    for pairs in in_lots(rows, AT_A_TIME):
        yield _silences([(pair, pair.back_on, pair.last_at) for pair in pairs], today)


def _first_asked(design: Blueprint) -> int | None:
    """After how many days without a sign somebody is asked first; None where nobody ever is."""
    return min(design.nudges.quiet_mentor_days, default=None)


def _silent_since(day: date) -> Q:
    """Whether a pair has given no sign after this day, in what a database can compare: when it
    went on after a pause is for `_silences`."""
    lately = Session.objects.filter(
        mentorship=OuterRef("pk"),
        status__in=LIVELY,
        starts_at__gte=datetime.combine(day + timedelta(days=1), time.min, UTC),
    )
    back = Q(back_on__isnull=True) | Q(back_on__lte=day)
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
    return ~Exists(lately) & begun & back


def _silences(
    pairs: list[tuple[Mentorship, date | None, datetime | None]], today: date
) -> list[Quiet]:
    resumed = dict(
        Event.objects.filter(
            verb="mentorship.resume", subject__in=[f"mentorship:{pair.pk}" for pair, *_ in pairs]
        )
        .values_list("subject")
        .annotate(Max("happened_at"))
    )
    since = []
    for pair, back_on, last_at in pairs:
        signs = [day for day in (pair.starts_on, back_on) if day]
        moments = (last_at, resumed.get(f"mentorship:{pair.pk}"))
        signs += [moment.date() for moment in moments if moment]
        if signs:
            since.append((pair, max(signs)))
    if not since:
        return []
    schools = {pair.school_id for pair, _day in since}
    closed = _closings(schools, min(day for _pair, day in since), today)
    return [
        Quiet(pair, day, days_open(day, today, closed.over(pair.school.path or "")))
        for pair, day in since
    ]


def _closings(schools: Iterable[int], since: date, until: date) -> Closings:
    """What is closed between two days, above schools and at these ones. One query."""
    among = ~Q(organisation__level=Level.SCHOOL) | Q(organisation__in=schools)
    return closings(among, since, until + timedelta(days=1))


def days_open(since: date, until: date, closed: Iterable[Closing]) -> int:
    """How many of the days after one, up to and with another, are not closed."""
    first, days = since + timedelta(days=1), 0
    for one in sorted(closed, key=lambda one: one.period.starts_on):
        begins, ends = one.period.starts_on, one.period.ends_on or date.max
        days += max(0, (min(begins, until + timedelta(days=1)) - first).days)
        first = max(first, ends)
    return days + max(0, (until - first).days + 1)
