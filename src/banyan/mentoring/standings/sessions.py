"""How a viewer may stand to a session: to know of it, and to read what is said in it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Seat
from banyan.mentoring.standings.power import apart
from banyan.mentoring.states import SeatStatus, SessionKind
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at
from banyan.programmes.models import Enrolment
from banyan.programmes.states import EnrolmentStatus

HOST = person_at("host", "HOST", _("the mentor"))
SESSION_MENTEE = person_at("mentorship__mentee", "SESSION_MENTEE", _("the teacher"))


def _placed(status: SeatStatus, name: str, words: object) -> Standing:
    """The standing of those whose place in a session has this status."""
    return Standing(
        name=name,
        words=words,
        holds=lambda viewer, s: (
            viewer.is_somebody
            and any(
                seat.person_id == viewer.person_id and seat.status == status
                for seat in s.places.all()
            )
        ),
        where=lambda viewer: Q(
            pk__in=Seat.objects.filter(person_id=viewer.person_id, status=status).values(
                "session_id"
            )
        ),
    )


def _enrolments(viewer: Viewer) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(person_id=viewer.person_id, status=EnrolmentStatus.ENROLLED)


SEATED = _placed(SeatStatus.SEATED, "SEATED", _("those who have a seat"))
WAITING = _placed(SeatStatus.WAITING, "WAITING", _("those on the waiting list"))
COHORT_TEACHER = Standing(
    name="COHORT_TEACHER",
    words=_("the teachers of the cohort"),
    holds=lambda viewer, s: (
        viewer.is_somebody
        and s.kind == SessionKind.GROUP
        and _enrolments(viewer).filter(cohort_id=s.cohort_id).exists()
    ),
    where=lambda viewer: Q(
        kind=SessionKind.GROUP, cohort_id__in=_enrolments(viewer).values("cohort_id")
    ),
)
SESSION_COORDINATOR = role_over(
    Role.COORDINATOR, "school__path", _("the coordinators of the school")
)
SESSION_PAIR = HOST | SESSION_MENTEE
SESSION_PARTIES = HOST | SESSION_MENTEE | SEATED
# The same without a mentor who has come to power over her teacher's school: that they meet, when
# and how long stays hers to know and to say.
HOST_CONFIDANT = apart(HOST, "HOST_CONFIDANT", "mentorship__mentee")
SESSION_PAIR_WORDS = HOST_CONFIDANT | SESSION_MENTEE
SESSION_WORDS_READERS = HOST_CONFIDANT | SESSION_MENTEE | SEATED
SEAT_HOLDERS = SEATED | WAITING
SESSION_READERS = SESSION_PARTIES | WAITING | COHORT_TEACHER | SESSION_COORDINATOR

# A coordinator who is of the session herself leaves what is to be settled in it to another one.
SESSION_SETTLER = Standing(
    name="SESSION_SETTLER",
    words=_("the coordinators of the school who are not of the session"),
    holds=lambda viewer, s: (
        SESSION_COORDINATOR.holds(viewer, s) and not SESSION_PARTIES.holds(viewer, s)
    ),
    where=lambda viewer: SESSION_COORDINATOR.where(viewer) & ~SESSION_PARTIES.where(viewer),
)

COHORT_MENTOR = role_over(
    Role.MENTOR, "programme__organisation__path", _("the mentors of the programme")
)
