"""One session: that it is, what is in it, and what stands in the way of a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import (
    AgendaItem,
    Joining,
    Mentorship,
    NextStep,
    OtherTime,
    Seat,
    Session,
    SessionLog,
)
from banyan.mentoring.standings import (
    COHORT_TEACHER,
    HOST,
    PAIR_WORDS_READERS,
    SESSION_READERS,
    SESSION_SETTLER,
    SESSION_WORDS_READERS,
    WAITING,
    mentor_in_power,
)
from banyan.mentoring.states import (
    LIVE,
    SeatStatus,
    SessionKind,
    SessionMode,
    SessionStatus,
)
from banyan.people.queries import typed_at
from banyan.ui.prepared import Given, PreparedOne, PreparedRows, each, given_each, size_of

# In these a session holds its time: nobody of it can be elsewhere.
HOLDS_ITS_TIME = (SessionStatus.PROPOSED, SessionStatus.CONFIRMED, SessionStatus.HELD)
PLANNED = (SessionStatus.PROPOSED, SessionStatus.CONFIRMED)
TONES = {
    SessionStatus.PROPOSED: "marigold",
    SessionStatus.CONFIRMED: "sky",
    SessionStatus.HELD: "leaf",
}
CONFIDENTIAL = Session.Privacy.confidential


def state_in_words(
    session: Any, now: datetime, within: int, *, ends_at: datetime | None = None
) -> tuple[str, str]:
    """What to call a session's state at this moment, and its tone; of a session or a row of one.
    `ends_at` is the end of another time at which a proposed one can still be.

    A time that has passed while nobody settled what came of it is no longer "confirmed"; when it
    has not been confirmed `within` the days of its blueprint either, it says so. It still can be.
    """
    status, ends_at = SessionStatus(session.status), ends_at or session.ends_at
    if ends_at <= now and status == SessionStatus.CONFIRMED:
        if ends_at + timedelta(days=within) <= now:
            return pgettext("session", "Not confirmed"), ""
        return pgettext("session", "Not settled yet"), "marigold"
    if ends_at <= now and status == SessionStatus.PROPOSED:
        return pgettext("session", "Never confirmed"), ""
    return str(status.label), TONES.get(status, "")


def is_busy(
    people: Collection[int], starts_at: datetime, ends_at: datetime, *, but: int | None = None
) -> bool:
    """Whether there is a session that `clashing` finds."""
    size = size_of(people)
    given = each("person", people, size)
    return bool(_busy(size, starts_at=starts_at, ends_at=ends_at, but=but or 0, **given))


@PreparedRows
def _busy(size: int) -> QuerySet[Session, Any]:
    moments: list[Any] = [Given(name, DateTimeField()) for name in ("starts_at", "ends_at")]
    but: Any = Given("but", IntegerField())
    rows = clashing(given_each("person", size), *moments, but=but)
    return rows.order_by().values_list("pk")[:1]


def clashing(
    people: Iterable[int], starts_at: datetime, ends_at: datetime, *, but: int | None = None
) -> QuerySet[Session]:
    """Sessions in which one of these people is busy at some moment of [starts_at, ends_at).

    Two intervals overlap when each begins before the other ends; back to back is no overlap.
    What a pair had planned before it ended holds nobody. `but` leaves out one session, the one
    that is being moved.
    """
    ids = list(people)
    seats = Seat.objects.filter(person__id__in=ids, status=SeatStatus.SEATED)
    others = OtherTime.objects.filter(
        session=OuterRef("pk"), starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    return Session.objects.filter(
        Q(host__id__in=ids) | Q(pk__in=seats.values("session_id")),
        Q(mentorship=None) | Q(mentorship__status__in=LIVE) | Q(status=SessionStatus.HELD),
        Q(starts_at__lt=ends_at, ends_at__gt=starts_at) | Exists(others),
        status__in=HOLDS_ITS_TIME,
    ).exclude(pk=but or 0)  # no row has that id


def session(viewer: Viewer, pk: int) -> Session:
    """The session with this id, without a word of its content. Raises DoesNotExist for everybody
    who may not even know of it."""
    found: Session = _session.one(viewer, pk)
    return found


def with_words(viewer: Viewer, found: Session) -> Session:
    """The same session, with what it is about and where, for whoever reads its words. One query."""
    if SESSION_WORDS_READERS.holds(viewer, found):
        found.refresh_from_db(fields=["topic", "place", "meeting_url"])
    return found


@PreparedOne
def _session(viewer: Viewer) -> QuerySet[Session]:
    others = OtherTime.objects.filter(session=OuterRef("pk")).order_by("pk").values("starts_at")
    return (
        Session.objects.filter(SESSION_READERS.where(viewer))
        .defer(*CONFIDENTIAL)
        .annotate(
            **mentor_in_power("mentorship__mentee", "host", viewer.today),
            second_at=Subquery(others[:1]),
            third_at=Subquery(others[1:2]),
        )
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
    )


@dataclass(frozen=True, slots=True)
class Content:
    """What only the people of a session read."""

    topic: str
    place: str
    meeting_url: str
    cancel_reason: str
    moved_reason: str
    agenda: tuple[AgendaItem, ...]
    log: SessionLog | None
    steps: tuple[NextStep, ...]  # agreed in this session
    open_before: tuple[NextStep, ...]  # agreed earlier and not done yet, the oldest first
    item: tuple[Sequence[str], ...]  # of the agenda, that the viewer has typed and not sent
    joined: tuple[
        tuple[str, datetime], ...
    ]  # mentor and teacher who pressed "join": no sign of staying


def content(viewer: Viewer, session: Session, *, item_at: str) -> Content | None:
    """None for whoever may know that there is a session, and no more; with what the viewer has
    typed into the form at `item_at`. Three queries."""
    if not SESSION_WORDS_READERS.holds(viewer, session):
        return None
    rows = Session.objects.select_related("log__written_by")
    pair = session.mentorship
    other = pair.mentee if pair else None
    row = rows.annotate(
        item=typed_at(viewer, item_at),
        host_joined=_joined_at(session.host_id),
        other_joined=_joined_at(other.pk if other else 0),
    ).get(pk=session.pk)
    joined = [(session.host.name, row.host_joined)]
    if other is not None:
        joined.append((other.name, row.other_joined))
    steps = steps_at(viewer, session)
    return Content(
        topic=row.topic,
        place=row.place,
        meeting_url=row.meeting_url,
        cancel_reason=row.cancel_reason,
        moved_reason=row.moved_reason,
        agenda=agenda_of(session),
        log=getattr(row, "log", None),
        steps=steps.here,
        open_before=steps.open_before,
        item=tuple(row.item or ()),
        joined=tuple((name, at) for name, at in joined if at is not None),
    )


def _joined_at(person: int) -> Subquery:
    rows = Joining.objects.filter(session=OuterRef("pk"), person_id=person)
    return Subquery(rows.values("joined_at")[:1])


def agenda_of(session: Session) -> tuple[AgendaItem, ...]:
    return tuple(session.agenda.select_related("author").order_by("added_at", "pk"))


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a pair as they stand at one of its sessions, the oldest first."""

    here: tuple[NextStep, ...]  # agreed in this session
    open_before: tuple[NextStep, ...]  # agreed earlier and not done yet
    done_since: tuple[NextStep, ...]  # agreed earlier and done since this session began


def steps_at(viewer: Viewer, session: Session) -> Steps:
    """One query. The caller has seen to it that the viewer is one of the session."""
    began_on = session.starts_at.astimezone(viewer.zone).date()
    open_then = Q(done_on__isnull=True) | Q(done_on__gte=began_on)
    rows = list(
        NextStep.objects.filter(mentorship_id=session.mentorship_id or 0)
        .filter(
            Q(session=session)
            | Q(open_then, session__starts_at__lt=session.starts_at)
            | Q(open_then, session=None, written_at__lt=session.ends_at)
        )
        .select_related("session__school", "mentorship")
        .defer(*(f"session__{name}" for name in CONFIDENTIAL))
        .order_by(F("session__starts_at").asc(nulls_last=True), "pk")
    )
    earlier = [step for step in rows if step.session_id != session.pk]
    return Steps(
        here=tuple(step for step in rows if step.session_id == session.pk),
        open_before=tuple(step for step in earlier if step.done_on is None),
        done_since=tuple(step for step in earlier if step.done_on is not None),
    )


def meeting_url(viewer: Viewer, session: Session) -> str:
    """Where an online session takes place. Raises DoesNotExist where there is nothing to join."""
    rows = Session.objects.filter(
        SESSION_WORDS_READERS.where(viewer), mode=SessionMode.ONLINE, status__in=PLANNED
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
    """One seat as one side sees it: what she said of it, what the other one said, and at what a
    coordinator has settled it."""

    other: str
    mine: int | None
    theirs: int | None
    settled: int | None = None
    reason: str = ""

    @property
    def state(self) -> str:
        """`unsaid`, `alone` (the other one has yet to say), `agreed`, `settled` or `differ`."""
        if self.mine is None:
            return "unsaid"
        if self.theirs is None:
            return "alone"
        if self.mine == self.theirs:
            return "agreed"
        return "differ" if self.settled is None else "settled"


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
        return [
            Said(s.person.name, s.host_minutes, s.own_minutes, s.settled_minutes, s.settled_reason)
            for s in seats
        ]
    return [
        Said(
            session.host.name,
            seat.own_minutes,
            seat.host_minutes,
            seat.settled_minutes,
            seat.settled_reason,
        )
        for seat in seats_to_say(viewer, session)
    ]


def counted_minutes(session: Session) -> int | None:
    """The minutes of a session that took place; None while nothing counts."""
    if session.status != SessionStatus.HELD:
        return None
    return max((s.counts for s in session.places.all() if s.counts), default=None)


def differing(viewer: Viewer, session: Session) -> list[Seat]:
    """Seats of which the two say different minutes, for the coordinators who may settle them one
    day; nothing for anybody else. Of `session`, as `session` gives it; no query."""
    if not SESSION_SETTLER.holds(viewer, session):
        return []
    return [s for s in session.places.all() if s.status == SeatStatus.SEATED and s.differs]


def _both_said(seat: Seat) -> bool:
    return seat.own_minutes is not None and seat.host_minutes is not None


def differing_seat(viewer: Viewer, session: Session, pk: int) -> Seat:
    """One of `differing`. Raises Stale where these two say the same by now, or another has settled
    it, and Seat.DoesNotExist for anything else."""
    found = next((seat for seat in differing(viewer, session) if seat.pk == pk), None)
    if found is not None:
        return found
    said = [s for s in session.places.all() if s.status == SeatStatus.SEATED and _both_said(s)]
    if SESSION_SETTLER.holds(viewer, session) and pk in {seat.pk for seat in said}:
        raise Stale(_("The two say the same by now, or it is settled."))
    raise Seat.DoesNotExist


def step(viewer: Viewer, pk: int) -> NextStep:
    """A next step of one of the viewer's own pairs. Raises DoesNotExist for everybody else."""
    own = Mentorship.objects.filter(PAIR_WORDS_READERS.where(viewer))
    return NextStep.objects.select_related("mentorship__school", "session__school").get(
        pk=pk, mentorship__in=own
    )
