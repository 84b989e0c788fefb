"""What one person is asked after a session, and whose answer is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    DateTimeField,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)
from django.utils.translation import get_language
from django.utils.translation import gettext as _

import blueprint
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Seat, Session
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.standings import SESSION_PARTIES
from banyan.mentoring.states import SeatStatus, SessionStatus
from banyan.notifications.queries import told_by_key
from banyan.people.models import Person
from banyan.programmes.states import Side
from banyan.surveys.models import Response
from banyan.surveys.queries.settled import CHANGE_FOR
from banyan.surveys.standings import AUTHOR
from banyan.trail.actions import subject_of
from banyan.trail.queries import timeline
from banyan.ui.pieces import Answer, Entry
from banyan.ui.prepared import ANYBODY, Given, PreparedOne, PreparedRows
from banyan.ui.words import number

MOST_WORDS = 4000  # characters in confidence
ASK_FOR = timedelta(days=21)  # after that nobody remembers a session well enough to be asked
# A participant was there when she says so; while she has not said, when the mentor says so.
WAS_THERE = Q(own_minutes__gt=0) | Q(own_minutes__isnull=True, host_minutes__gt=0)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one person is asked after one session, and what she has said already."""

    session: Session
    person_id: int
    side: Side
    was_there: bool
    given: Response | None

    @property
    def questions(self) -> tuple[blueprint.Question, ...]:
        """In the blueprint's order, of themes and of words in confidence one each.

        Words that are not confidential would have no reader, so nobody is asked for them.
        """
        found: list[blueprint.Question] = []
        feedback = blueprint_of(self.session.cohort).feedback
        for question in feedback.mentor if self.side == Side.MENTOR else feedback.teacher:
            again = question.kind in ("themes", "text") and question.kind in {
                known.kind for known in found
            }
            readerless = question.kind == "text" and not question.confidential
            if not again and not readerless:
                found.append(question)
        return tuple(found)


def _whole(sessions: QuerySet[Session]) -> QuerySet[Session]:
    return sessions.select_related(
        "cohort__programme", "school", "host", "mentorship__mentee"
    ).prefetch_related(Prefetch("places", Seat.objects.order_by("pk")))


def session_to_answer(viewer: Viewer, pk: int) -> Session:
    """A session that the viewer is a part of. Raises DoesNotExist for everybody else."""
    found: Session = _session_to_answer.one(viewer, pk)
    return found


@PreparedOne
def _session_to_answer(viewer: Viewer) -> QuerySet[Session]:
    return _whole(Session.objects.filter(SESSION_PARTIES.where(viewer)))


def asked(viewer: Viewer, session: Session) -> Asked:
    """The mentor of a session answers her own questions; everybody else in it the teacher's."""
    hosts = session.host_id == viewer.person_id
    seats = Seat.objects.filter(
        WAS_THERE, session=session, person_id=viewer.person_id, status=SeatStatus.SEATED
    )
    return Asked(
        session=session,
        person_id=viewer.person_id,
        side=Side.MENTOR if hosts else Side.TEACHER,
        was_there=hosts or seats.exists(),
        given=Response.objects.filter(session=session, person_id=viewer.person_id).first(),
    )


def as_given(what: Asked) -> Response:
    """What was given, or the row that will be: to say who reads it before it is written."""
    if what.given is not None:
        return what.given
    return Response(session=what.session, person_id=what.person_id, side=what.side)


def means_need(session: Session) -> int:
    """How many different people must have answered before a mean is shown."""
    return blueprint_of(session.cohort).feedback.means_need


def confidential_notice(session: Session) -> str:
    language = get_language() or "en"
    return blueprint_of(session.cohort).feedback.confidential_notice.in_(language)


# What she said, in words


def answers_in_words(what: Asked) -> list[Answer]:
    """Questions of scales and choices with the answer given."""
    language = get_language() or "en"
    given = what.given.answers if what.given else {}
    return [
        Answer(question.text.in_(language), _in_words(question, given[question.code], language))
        for question in what.questions
        if question.code in given
    ]


def _in_words(question: blueprint.Question, answer: int | str, language: str) -> str:
    if question.kind == "scale":
        return _("%(value)s of 5") % {"value": number(int(answer))}
    titles = {option.code: option.title.in_(language) for option in question.options}
    return titles.get(str(answer), str(answer))


def themes_in_words(what: Asked) -> list[str]:
    language = get_language() or "en"
    ticked = what.given.themes if what.given else []
    themes = blueprint_of(what.session.cohort).feedback.themes
    return [theme.title.in_(language) for theme in themes if theme.code in ticked]


def changeable_until(what: Asked) -> datetime | None:
    return what.given.given_at + CHANGE_FOR if what.given else None


def readings(what: Asked) -> list[Entry]:
    """Who read what the viewer wrote in confidence, newest first."""
    if what.given is None or not what.given.in_confidence:
        return []
    lines = timeline([subject_of(what.given)])
    names = dict(
        Person.objects.filter(pk__in={line.actor_id for line in lines}).values_list("pk", "name")
    )
    return [
        Entry(line.happened_at, "", line.sentence.format(actor=names.get(line.actor_id, "")))
        for line in lines
    ]


# Lists


@dataclass(frozen=True, slots=True)
class Due:
    """A session about which the viewer has not said anything yet."""

    session_id: int
    others: str  # with whom it was, or what it was about, when it was a group
    starts_at: datetime


def feedback_due(viewer: Viewer, *, limit: int = 20) -> list[Due]:
    """Sessions of the last three weeks about which the viewer has not said anything yet, newest
    first. She was the mentor, or had a seat and was there. One query."""
    due = _feedback_due(
        limit, person=viewer.person_id, now=viewer.now, asked_from=viewer.now - ASK_FOR
    )
    return [Due(s.pk, _others(viewer, s), s.starts_at) for s in due]


@PreparedRows
def _feedback_due(limit: int) -> QuerySet[Any, Any]:
    seats = Seat.objects.filter(
        WAS_THERE, session=OuterRef("pk"), person_id=ANYBODY.person_id, status=SeatStatus.SEATED
    )
    said = Response.objects.filter(session=OuterRef("pk"), person_id=ANYBODY.person_id)
    rows = Session.objects.filter(
        Q(host_id=ANYBODY.person_id) | Exists(seats),
        ~Exists(said),
        status=SessionStatus.HELD,
        ends_at__gt=Given("asked_from", DateTimeField()),
        ends_at__lte=ANYBODY.now,
    )
    return rows.order_by("-starts_at", "pk").values_list(
        "pk", "starts_at", "topic", "host_id", "host__name", "mentorship__mentee__name", named=True
    )[:limit]


def _others(viewer: Viewer, row: Any) -> str:
    """As `with_whom`, of a row of `_feedback_due`."""
    if row.host_id != viewer.person_id:
        return str(row.host__name)
    return str(row.mentorship__mentee__name or row.topic)


def with_whom(viewer: Viewer, session: Session) -> str:
    """The other one of the session; for the mentor of a group, what it was about."""
    if session.host_id != viewer.person_id:
        return str(session.host)
    return str(session.mentorship.mentee) if session.mentorship else session.topic


def own_feedback(viewer: Viewer) -> QuerySet[Response]:
    """What the viewer has said, newest first."""
    return (
        Response.objects.filter(AUTHOR.where(viewer))
        .select_related("session__host", "session__mentorship__mentee")
        .order_by("-given_at", "pk")
    )


# What the notice needs to know: it has no viewer


def has_answered(session_id: int, person_id: int) -> bool:
    return Response.objects.filter(session_id=session_id, person_id=person_id).exists()


@dataclass(frozen=True, slots=True)
class Missing:
    """A held session, and the people of it who have not said anything yet."""

    session: Session
    people: tuple[int, ...]


@PreparedRows
def _unanswered(untold: str) -> QuerySet[Session]:
    host_said = Response.objects.filter(session=OuterRef("pk"), person=OuterRef("host"))
    host = ~Exists(host_said) & ~told_by_key("host", f"{untold}:", "=pk")
    rows = Session.objects.filter(
        Q(host) | Exists(_seats_unanswered(untold).filter(session=OuterRef("pk"))),
        status=SessionStatus.HELD,
        ends_at__gt=Given("asked_from", DateTimeField()),
        ends_at__lte=ANYBODY.now,
    )
    people = rows.annotate(asks_host=host).select_related("cohort__programme")
    return people.order_by("ends_at", "pk")


def _seats_unanswered(untold: str) -> QuerySet[Seat]:
    said = Response.objects.filter(session=OuterRef("session"), person=OuterRef("person"))
    told = told_by_key("person", f"{untold}:", "=session_id")
    return Seat.objects.filter(WAS_THERE, ~Exists(said), ~told, status=SeatStatus.SEATED)


def unanswered(now: datetime, *, untold: str) -> list[Missing]:
    """Held sessions whose blueprint's hours of patience are over, within the time to ask, and who
    of them has neither said anything nor been told by a notice of this kind.

    Two queries, however many sessions.
    """
    sessions = _unanswered(untold, now=now, asked_from=now - ASK_FOR)
    if not sessions:
        return []
    prefetch_related_objects(sessions, Prefetch("places", _seats_unanswered(untold)))
    found = []
    for session in sessions:
        patience = timedelta(hours=blueprint_of(session.cohort).nudges.feedback_due_hours)
        people = {seat.person_id for seat in session.places.all()}
        if session.asks_host:
            people.add(session.host_id)
        if people and session.ends_at + patience <= now:
            found.append(Missing(session, tuple(sorted(people))))
    return found
