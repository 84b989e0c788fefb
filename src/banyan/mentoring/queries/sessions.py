"""Reading sessions: that they are, what is in them, and what stands in the way of a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Exists, F, Max, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import (
    AgendaItem,
    Mentorship,
    NextStep,
    Seat,
    Session,
    SessionLog,
)
from banyan.mentoring.standings import (
    COHORT_MENTOR,
    COHORT_TEACHER,
    HOST,
    PAIR,
    SESSION_PARTIES,
    SESSION_READERS,
    WAITING,
)
from banyan.mentoring.states import (
    LIVE,
    MentorshipStatus,
    SeatStatus,
    SessionKind,
    SessionMode,
    SessionStatus,
)
from banyan.organisations.standings import under
from banyan.programmes.models import Cohort
from banyan.trail.models import Event
from banyan.trail.queries import id_of
from banyan.ui.words import home_zone

# In these a session holds its time: nobody of it can be elsewhere.
HOLDS_ITS_TIME = (SessionStatus.PROPOSED, SessionStatus.CONFIRMED, SessionStatus.HELD)
PLANNED = (SessionStatus.PROPOSED, SessionStatus.CONFIRMED)
TONES = {
    SessionStatus.PROPOSED: "marigold",
    SessionStatus.CONFIRMED: "sky",
    SessionStatus.HELD: "leaf",
}
CONFIDENTIAL = Session.Privacy.confidential


def state_in_words(session: Session, now: datetime) -> tuple[str, str]:
    """What to call a session's state at this moment, and its tone.

    A time that has passed while nobody settled what came of it is no longer "confirmed".
    """
    status = SessionStatus(session.status)
    if session.ends_at <= now and status == SessionStatus.CONFIRMED:
        return pgettext("session", "Not settled yet"), "marigold"
    if session.ends_at <= now and status == SessionStatus.PROPOSED:
        return pgettext("session", "Never confirmed"), ""
    return str(status.label), TONES.get(status, "")


def clashing(
    people: Iterable[int], starts_at: datetime, ends_at: datetime, *, but: int | None = None
) -> QuerySet[Session]:
    """Sessions in which one of these people is busy at some moment of [starts_at, ends_at).

    Two intervals overlap when each begins before the other ends; back to back is no overlap.
    What a pair had planned before it ended holds nobody. `but` leaves out one session, the one
    that is being moved.
    """
    ids = list(people)
    seats = Seat.objects.filter(person_id__in=ids, status=SeatStatus.SEATED)
    return Session.objects.filter(
        Q(host_id__in=ids) | Q(pk__in=seats.values("session_id")),
        Q(mentorship=None) | Q(mentorship__status__in=LIVE) | Q(status=SessionStatus.HELD),
        status__in=HOLDS_ITS_TIME,
        starts_at__lt=ends_at,
        ends_at__gt=starts_at,
    ).exclude(pk=but or 0)  # no row has that id


# One session


def session(viewer: Viewer, pk: int) -> Session:
    """The session with this id, without a word of its content. Raises DoesNotExist for everybody
    who may not even know of it."""
    return (
        Session.objects.filter(SESSION_READERS.where(viewer))
        .defer(*CONFIDENTIAL)
        .select_related(
            "host",
            "school",
            "cohort__programme__organisation",
            "cancelled_by",
            "mentorship__mentor",
            "mentorship__mentee",
        )
        .prefetch_related(
            Prefetch("places", Seat.objects.select_related("person").order_by("taken_at", "pk"))
        )
        .get(pk=pk)
    )


@dataclass(frozen=True, slots=True)
class Content:
    """What only the people of a session read."""

    topic: str
    place: str
    meeting_url: str
    cancel_reason: str
    agenda: tuple[AgendaItem, ...]
    log: SessionLog | None
    steps: tuple[NextStep, ...]  # agreed in this session
    open_before: tuple[NextStep, ...]  # agreed earlier and not done yet, the oldest first


def content(viewer: Viewer, session: Session) -> Content | None:
    """None for whoever may know that there is a session, and no more. Three queries."""
    if not SESSION_PARTIES.holds(viewer, session):
        return None
    row = Session.objects.select_related("log__written_by").get(pk=session.pk)
    steps = list(
        NextStep.objects.filter(mentorship_id=session.mentorship_id or 0)
        .filter(
            Q(session=session) | Q(done_on__isnull=True, session__starts_at__lt=session.starts_at)
        )
        .select_related("session")
        .defer(*(f"session__{name}" for name in CONFIDENTIAL))
        .order_by("session__starts_at", "pk")
    )
    return Content(
        topic=row.topic,
        place=row.place,
        meeting_url=row.meeting_url,
        cancel_reason=row.cancel_reason,
        agenda=tuple(session.agenda.select_related("author").order_by("added_at", "pk")),
        log=getattr(row, "log", None),
        steps=tuple(step for step in steps if step.session_id == session.pk),
        open_before=tuple(step for step in steps if step.session_id != session.pk),
    )


def content_of_pair(viewer: Viewer, session: Session) -> Content:
    """The same, for pages that only people of the session open. Raises DoesNotExist otherwise."""
    found = content(viewer, session)
    if found is None:
        raise Session.DoesNotExist
    return found


def meeting_url(viewer: Viewer, session: Session) -> str:
    """Where an online session takes place. Raises DoesNotExist where there is nothing to join."""
    rows = Session.objects.filter(
        SESSION_PARTIES.where(viewer), mode=SessionMode.ONLINE, status__in=PLANNED
    ).exclude(meeting_url="")
    return str(rows.values_list("meeting_url", flat=True).get(pk=session.pk))


def announced_topic(viewer: Viewer, session: Session) -> str:
    """What a group is about is told to the whole cohort; of a pair it is for the two alone."""
    if session.kind != SessionKind.GROUP:
        return ""
    return session.topic if (WAITING | COHORT_TEACHER).holds(viewer, session) else ""


def names_in(session: Session) -> dict[int, str]:
    """Person id → name of everybody in a session, from rows that are loaded already."""
    people = [session.host, *(seat.person for seat in session.places.all())]
    return {person.pk: person.name for person in people}


@dataclass(frozen=True, slots=True)
class Said:
    """One seat as one side sees it: what she said of it, and what the other one said."""

    other: str
    mine: int | None
    theirs: int | None

    @property
    def state(self) -> str:
        """`unsaid`, `alone` (the other one has yet to say), `agreed` or `differ`."""
        if self.mine is None:
            return "unsaid"
        if self.theirs is None:
            return "alone"
        return "agreed" if self.mine == self.theirs else "differ"


def seats_to_say(viewer: Viewer, session: Session) -> list[Seat]:
    """The seats of which this viewer says the minutes: all for the mentor, else her own."""
    host = HOST.holds(viewer, session)
    return [
        seat
        for seat in session.places.all()
        if seat.status == SeatStatus.SEATED and (host or seat.person_id == viewer.person_id)
    ]


def place_in_line(viewer: Viewer, session: Session) -> int:
    """The viewer's place on the waiting list, from 1; 0 when she does not wait."""
    waiting = [s.person_id for s in session.places.all() if s.status == SeatStatus.WAITING]
    return waiting.index(viewer.person_id) + 1 if viewer.person_id in waiting else 0


def attendance(viewer: Viewer, session: Session) -> list[Said]:
    """What was said of the minutes, as this viewer may know it; nothing for outsiders."""
    if HOST.holds(viewer, session):
        seats = seats_to_say(viewer, session)
        return [Said(s.person.name, s.host_minutes, s.own_minutes) for s in seats]
    return [
        Said(session.host.name, seat.own_minutes, seat.host_minutes)
        for seat in seats_to_say(viewer, session)
    ]


def agreed_minutes(session: Session) -> int | None:
    """How long a session was that took place, as both sides say; None while they do not agree."""
    if session.status != SessionStatus.HELD:
        return None
    agreed = [s.agreed_minutes for s in session.places.all() if s.agreed_minutes]
    return max(agreed, default=None)


def step(viewer: Viewer, pk: int) -> NextStep:
    """A next step of one of the viewer's own pairs. Raises DoesNotExist for everybody else."""
    own = Mentorship.objects.filter(PAIR.where(viewer))
    return NextStep.objects.select_related("mentorship", "session__school").get(
        pk=pk, mentorship__in=own
    )


# Lists


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

    @property
    def is_group(self) -> bool:
        return self.kind == SessionKind.GROUP

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


def _lines(viewer: Viewer, rows: Iterable[Session], *, words: bool) -> list[Line]:
    return [
        Line(
            id=row.pk,
            kind=row.kind,
            status=row.status,
            status_label=label,
            tone=tone,
            mode_label=str(SessionMode(row.mode).label),
            topic=row.topic if words else "",
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            host_zone=row.host.time_zone,
            other_zone=zone_of_the_others(row),
            others=_others(viewer, row),
            seats=row.seats,
            seats_taken=row.seats_taken,
            proposed_by_viewer=row.proposed_by_id == viewer.person_id,
        )
        for row in rows
        for label, tone in [state_in_words(row, viewer.now)]
    ]


def zone_of_the_others(session: Session) -> str:
    """The zone of those who come: the teacher's, and for a group the one of most people here."""
    return session.mentorship.mentee.time_zone if session.mentorship else home_zone()


def _others(viewer: Viewer, row: Session) -> str:
    if row.mentorship is None:
        return _("your group") if row.host_id == viewer.person_id else row.host.name
    if row.host_id == viewer.person_id:
        return row.mentorship.mentee.name
    if row.mentorship.mentee_id == viewer.person_id:
        return row.host.name
    return _("%(mentor)s and %(teacher)s") % {
        "mentor": row.host.name,
        "teacher": row.mentorship.mentee.name,
    }


def _mine(viewer: Viewer) -> QuerySet[Session]:
    return Session.objects.filter(
        SESSION_PARTIES.where(viewer) | WAITING.where(viewer)
    ).select_related("host", "mentorship__mentee")


def coming(viewer: Viewer) -> list[Line]:
    """The viewer's own sessions that are planned and not over, the next one first. One query."""
    rows = _mine(viewer).filter(status__in=PLANNED, ends_at__gt=viewer.now).order_by("starts_at")
    return _lines(viewer, rows[:50], words=True)


def sessions_due(viewer: Viewer, day: date) -> list[Line]:
    """The viewer's own planned sessions that begin on this day of her own calendar. One query."""
    begins = datetime.combine(day, time(), tzinfo=viewer.zone).astimezone(UTC)
    ends = datetime.combine(day + timedelta(days=1), time(), tzinfo=viewer.zone).astimezone(UTC)
    rows = _mine(viewer).filter(status__in=PLANNED, starts_at__gte=begins, starts_at__lt=ends)
    return _lines(viewer, rows.order_by("starts_at"), words=True)


def to_answer(viewer: Viewer) -> list[Line]:
    """Times that the other one proposed and the viewer has not answered. One query."""
    rows = (
        _mine(viewer)
        .filter(
            status=SessionStatus.PROPOSED,
            starts_at__gt=viewer.now,
            mentorship__status=MentorshipStatus.ACTIVE,
        )
        .exclude(proposed_by_id=viewer.person_id)
    )
    return _lines(viewer, rows.order_by("starts_at")[:20], words=True)


def to_say(viewer: Viewer) -> list[Line]:
    """Sessions that are over, of which the viewer has not said how long she was there, or of
    which the two say different minutes. The newest first. One query."""
    seats = Seat.objects.filter(session=OuterRef("pk"), status=SeatStatus.SEATED)
    mine = seats.filter(person_id=viewer.person_id)
    both_said = Q(own_minutes__isnull=False, host_minutes__isnull=False)
    differ = both_said & ~Q(own_minutes=F("host_minutes"))
    rows = (
        _mine(viewer)
        .filter(ends_at__lte=viewer.now)
        .exclude(status=SessionStatus.CANCELLED)
        .exclude(kind=SessionKind.GROUP, status=SessionStatus.PROPOSED)
        .filter(
            Exists(mine.filter(Q(own_minutes__isnull=True) | differ))
            | (HOST.where(viewer) & Exists(seats.filter(Q(host_minutes__isnull=True) | differ)))
        )
    )
    return _lines(viewer, rows.order_by("-starts_at")[:20], words=True)


def earlier(viewer: Viewer) -> QuerySet[Session]:
    """The viewer's own sessions that are over or called off, the newest first; for paging."""
    return (
        _mine(viewer)
        .exclude(status__in=PLANNED, ends_at__gt=viewer.now)
        .order_by("-starts_at", "-pk")
    )


def earlier_lines(viewer: Viewer, rows: Iterable[Session]) -> list[Line]:
    """Rows of `earlier` as a page shows them."""
    return _lines(viewer, rows, words=True)


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
        .select_related("host", "mentorship__mentee")
    )
    return _lines(viewer, rows.order_by("starts_at")[:50], words=True)


def of_mentorship(viewer: Viewer, mentorship: Mentorship) -> list[Line]:
    """Every session of a pair that the viewer may know of, the newest first; topics only for the
    two of them. One query."""
    rows = Session.objects.filter(SESSION_READERS.where(viewer), mentorship=mentorship)
    own = PAIR.holds(viewer, mentorship)
    if not own:
        rows = rows.defer(*CONFIDENTIAL)
    rows = rows.select_related("host", "mentorship__mentee").order_by("-starts_at", "-pk")
    return _lines(viewer, rows, words=own)


def open_steps(viewer: Viewer, mentorship: Mentorship) -> list[NextStep]:
    """Steps of the viewer's own pair that are not done yet, the oldest first."""
    if not PAIR.holds(viewer, mentorship):
        return []
    rows = NextStep.objects.filter(mentorship=mentorship, done_on__isnull=True)
    return list(rows.order_by("written_at", "pk"))


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


# Minutes, for whoever counts. Only what both sides say in agreement counts.


@dataclass(frozen=True, slots=True)
class Held:
    """Sessions that took place, and their minutes as both sides agree."""

    sessions: int = 0
    minutes: int = 0


def _held(by: str, *where: Q) -> dict[int, Held]:
    """A session counts once, with the longest agreed stay. One query."""
    rows = (
        Seat.objects.filter(
            *where,
            status=SeatStatus.SEATED,
            session__status=SessionStatus.HELD,
            own_minutes=F("host_minutes"),
            own_minutes__gt=0,
        )
        .values_list("session_id", by)
        .annotate(minutes=Max("own_minutes"))
    )
    counted: dict[int, Held] = defaultdict(Held)
    for _session, key, minutes in rows:
        so_far = counted[key]
        counted[key] = Held(so_far.sessions + 1, so_far.minutes + minutes)
    return dict(counted)


def minutes_by_mentor(mentors: Iterable[int], *, since: datetime | None = None) -> dict[int, Held]:
    """Person id of the mentor → what she held, in pairs and groups."""
    where = Q(session__host_id__in=list(mentors))
    if since is not None:
        where &= Q(session__starts_at__gte=since)
    return _held("session__host_id", where)


def minutes_by_mentorship(mentorships: Iterable[int]) -> dict[int, Held]:
    """Mentorship id → what the pair held."""
    return _held("session__mentorship_id", Q(session__mentorship_id__in=list(mentorships)))


def minutes_by_school(scopes: Iterable[str]) -> dict[int, Held]:
    """Organisation id of the teacher's school → what its pairs held, under these paths."""
    return _held("session__school_id", under("session__school__path", scopes))


# What notices and jobs need to know: they have no viewer


def told_of(subject: str) -> Session:
    """The session that an event of the trail is about ("session:42"), without its content."""
    return (
        Session.objects.defer(*CONFIDENTIAL)
        .select_related("host", "mentorship__mentee")
        .get(pk=id_of(subject))
    )


def for_calendar(viewer: Viewer, *, since: datetime) -> QuerySet[Session]:
    """The viewer's own sessions from `since` on, for a calendar program: times and how they stand.
    Not those for which she only waits."""
    return (
        Session.objects.filter(SESSION_PARTIES.where(viewer), starts_at__gte=since)
        .only("pk", "starts_at", "ends_at", "status", "sequence")
        .order_by("starts_at", "pk")
    )


def people_of(session: Session) -> list[int]:
    """Person ids of those who come: the mentor and everybody with a seat."""
    seats = Seat.objects.filter(session=session, status=SeatStatus.SEATED)
    return [session.host_id, *seats.values_list("person_id", flat=True)]


def waiting_for(session: Session) -> list[int]:
    """Person ids of those on the waiting list."""
    seats = Seat.objects.filter(session=session, status=SeatStatus.WAITING)
    return list(seats.values_list("person_id", flat=True))


def nothing_planned(mentorship_id: int, now: datetime) -> bool:
    """Whether a pair is active and no session of it is still to come."""
    planned = Session.objects.filter(
        mentorship=OuterRef("pk"), status__in=PLANNED, starts_at__gt=now
    )
    return Mentorship.objects.filter(
        ~Exists(planned), pk=mentorship_id, status=MentorshipStatus.ACTIVE
    ).exists()


def stands(pk: int) -> tuple[str, datetime] | None:
    """How a session stands and when it begins; None when it is gone or its pair has ended."""
    rows = Session.objects.filter(
        Q(mentorship=None) | Q(mentorship__status=MentorshipStatus.ACTIVE), pk=pk
    )
    return rows.values_list("status", "starts_at").first()


def planned_of(mentorship_id: int, after: datetime) -> list[Session]:
    """What this pair had planned for later than this, the nearest first."""
    return list(
        Session.objects.filter(mentorship_id=mentorship_id, status__in=PLANNED, starts_at__gt=after)
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


def confirmed_between(after: datetime, until: datetime) -> list[Session]:
    """Confirmed sessions that begin in (after, until], of pairs that are active and of groups."""
    return list(
        Session.objects.filter(
            Q(mentorship=None) | Q(mentorship__status=MentorshipStatus.ACTIVE),
            status=SessionStatus.CONFIRMED,
            starts_at__gt=after,
            starts_at__lte=until,
        )
        .defer(*CONFIDENTIAL)
        .select_related("host", "mentorship__mentee", "cohort__programme")
        .order_by("starts_at", "pk")
    )


def ended_between(after: datetime, until: datetime) -> list[Session]:
    """Planned sessions that ended in (after, until], of which somebody has yet to say."""
    seats = Seat.objects.filter(session=OuterRef("pk"), status=SeatStatus.SEATED)
    return list(
        Session.objects.filter(
            Exists(seats.filter(Q(own_minutes=None) | Q(host_minutes=None))),
            status=SessionStatus.CONFIRMED,
            ends_at__gt=after,
            ends_at__lte=until,
        )
        .defer(*CONFIDENTIAL)
        .select_related("host", "mentorship__mentee", "cohort__programme")
        .order_by("ends_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class Quiet:
    """An active pair without a sign of life since that day, and with nothing planned."""

    mentorship: Mentorship
    since: date
    days: int


def quiet_pairs(now: datetime) -> list[Quiet]:
    """Active pairs with nothing planned ahead, and how long ago they last met, had a session
    confirmed, began, or went on after a pause: whichever is the latest. Two queries."""
    sessions = Session.objects.filter(mentorship=OuterRef("pk"))
    ahead = sessions.filter(status__in=PLANNED, starts_at__gt=now)
    lively = Q(sessions__status__in=[SessionStatus.CONFIRMED, SessionStatus.HELD])
    pairs = list(
        Mentorship.objects.filter(~Exists(ahead), status=MentorshipStatus.ACTIVE)
        .annotate(last_at=Max("sessions__starts_at", filter=lively))
        .select_related("mentor", "mentee", "school", "cohort__programme")
        .order_by("pk")
    )
    resumed = dict(
        Event.objects.filter(
            verb="mentorship.resume", subject__in=[f"mentorship:{pair.pk}" for pair in pairs]
        )
        .values_list("subject")
        .annotate(Max("happened_at"))
    )
    found = []
    for pair in pairs:
        signs = [pair.starts_on] if pair.starts_on else []
        moments = (pair.last_at, resumed.get(f"mentorship:{pair.pk}"))
        signs += [moment.date() for moment in moments if moment]
        if signs:
            found.append(Quiet(pair, max(signs), (now.date() - max(signs)).days))
    return found
