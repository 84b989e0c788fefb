"""What notices and jobs need to know of sessions. They have no viewer, and read no content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

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
from blueprint import Blueprint

AT_A_TIME = 500  # pairs in memory
LIVELY = (SessionStatus.CONFIRMED, SessionStatus.HELD)  # signs of life of a pair


def told_of(subject: str) -> Session:
    """The session that an event of the trail is about ("session:42"), without its content."""
    return (
        Session.objects.defer(*CONFIDENTIAL)
        .select_related("host", "mentorship__mentee")
        .get(pk=id_of(subject))
    )


def people_of(session: Session) -> list[int]:
    """Person ids of those who come: the mentor and everybody with a seat."""
    seats = Seat.objects.filter(session=session, status=SeatStatus.SEATED)
    return [session.host_id, *seats.values_list("person_id", flat=True)]


def times_of(session: Session) -> list[datetime]:
    """When a proposed session could begin, the first of them first."""
    others = OtherTime.objects.filter(session=session).order_by("starts_at")
    return [session.starts_at, *others.values_list("starts_at", flat=True)]


def unanswered(now: datetime) -> list[Session]:
    """Times proposed to one of a pair and not answered for a day or longer."""
    return list(
        Session.objects.filter(
            status=SessionStatus.PROPOSED,
            mentorship__isnull=False,
            proposed_at__lte=now - timedelta(days=1),
        )
        .defer(*CONFIDENTIAL)
        .select_related("host", "school", "mentorship__mentee", "cohort__programme")
        .prefetch_related("others", "places")
        .order_by("proposed_at", "pk")
    )


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
    seats = Seat.objects.filter(session=session, status=SeatStatus.WAITING)
    return list(seats.values_list("person_id", flat=True))


def _back_on(now: datetime) -> Subquery:
    """The day on which both of a pair are back, of the leaves that have begun; none without."""
    begun = Leave.objects.filter(
        Q(person=OuterRef("mentor")) | Q(person=OuterRef("mentee")), starts_on__lte=now.date()
    )
    return Subquery(begun.order_by("-ends_on").values("ends_on")[:1])


def _not_away(now: datetime) -> Q:
    return Q(back_on__isnull=True) | Q(back_on__lte=now.date())


def nothing_planned(mentorship_id: int, now: datetime) -> bool:
    """Whether a pair is active, neither is away, and no session of it is still to come."""
    planned = Session.objects.filter(ahead(now), mentorship=OuterRef("pk"), status__in=PLANNED)
    return (
        Mentorship.objects.filter(
            ~Exists(planned), pk=mentorship_id, status=MentorshipStatus.ACTIVE
        )
        .alias(back_on=_back_on(now))
        .filter(_not_away(now))
        .exists()
    )


def stands(pk: int, now: datetime) -> tuple[str, datetime] | None:
    """How a session that can still begin stands, and the first of its times; None when its times
    have passed, when it is gone or its pair has ended."""
    rows = Session.objects.filter(
        ahead(now), Q(mentorship=None) | Q(mentorship__status=MentorshipStatus.ACTIVE), pk=pk
    )
    return rows.values_list("status", "starts_at").first()


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
    seats = Seat.objects.filter(session_id=pk, status=SeatStatus.SEATED)
    return (
        seats.filter(person_id=person_id, own_minutes=None).exists()
        or seats.filter(session__host_id=person_id, host_minutes=None).exists()
    )


def confirmed_between(
    after: datetime, until: datetime, cohorts: Iterable[int], *, untold: tuple[str, ...]
) -> list[Session]:
    """Confirmed sessions of these cohorts that begin in (after, until], of pairs that are active
    and of groups, of which somebody has no notice by this key (see `told_by_key`)."""
    return _some_untold(
        Session.objects.filter(
            Q(mentorship=None) | Q(mentorship__status=MentorshipStatus.ACTIVE),
            cohort__in=cohorts,
            status=SessionStatus.CONFIRMED,
            starts_at__gt=after,
            starts_at__lte=until,
        ).order_by("starts_at", "pk"),
        Q(),
        Q(),
        untold,
    )


def ended_between(after: datetime, until: datetime, *, untold: tuple[str, ...]) -> list[Session]:
    """Planned sessions that ended in (after, until], of which somebody has yet to say how long it
    was, and has no notice by this key (see `told_by_key`)."""
    seats = Seat.objects.filter(session=OuterRef("pk"), status=SeatStatus.SEATED)
    return _some_untold(
        Session.objects.filter(
            status=SessionStatus.CONFIRMED, ends_at__gt=after, ends_at__lte=until
        ).order_by("ends_at", "pk"),
        Q(Exists(seats.filter(host_minutes=None))),
        Q(own_minutes=None),
        untold,
    )


def _some_untold(
    rows: QuerySet[Session], of_host: Q, of_seat: Q, key: tuple[str, ...]
) -> list[Session]:
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
    return list(
        people.defer(*CONFIDENTIAL).select_related(
            "host", "mentorship__mentee", "cohort__programme"
        )
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
        .annotate(back_on=_back_on(now))
        .filter(silent)
        .annotate(last_at=Max("sessions__starts_at", filter=lively))
        .select_related("mentor", "mentee", "school", "cohort__programme")
        .defer("end_words")
    )
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
