"""How a viewer may stand to a mentorship, a request, a session."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Seat
from banyan.mentoring.states import SeatStatus, SessionKind, StepReaders
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at
from banyan.programmes.models import Enrolment
from banyan.programmes.states import EnrolmentStatus
from banyan.ui.words import join_names


def readers(standing: Standing, viewer: Viewer, row: Any) -> str:
    """Who can read this record, as a sentence: "You and Meera Iyer can read this."

    Made of the standing that filters the record, so that the label cannot say anything else.
    """
    parts = standing.each()
    you = (
        [pgettext("reader", "You")] if any(p.named and p.holds(viewer, row) for p in parts) else []
    )
    others = [
        p.named(row) if p.named else str(p.words)
        for p in parts
        if not (p.named and p.holds(viewer, row))
    ]
    sentence = gettext("%(readers)s can read this.") % {"readers": join_names(you + others)}
    return sentence[:1].upper() + sentence[1:]


MENTOR = person_at("mentor", "MENTOR", _("the mentor"))
MENTEE = person_at("mentee", "MENTEE", _("the teacher"))
COORDINATOR = role_over(Role.COORDINATOR, "school__path", _("the coordinators of the school"))
PAIR = MENTOR | MENTEE
INVOLVED = PAIR | COORDINATOR
# A coordinator who is one of the two is there as that one: somebody else of the area decides.
OVERSEER = Standing(
    name="OVERSEER",
    words=_("the coordinators of the school who are not of the pair"),
    holds=lambda viewer, m: COORDINATOR.holds(viewer, m) and not PAIR.holds(viewer, m),
    where=lambda viewer: COORDINATOR.where(viewer) & ~PAIR.where(viewer),
)
# Who stands for a party of the blueprint. What the head of the school or an official has to do, the
# coordinator records: they have no standing to the pair.
PARTIES: dict[str, Standing] = {
    "teacher": MENTEE,
    "mentor": MENTOR,
    "both": PAIR,
    "coordinator": OVERSEER,
    "principal": OVERSEER,
    "nodal_officer": OVERSEER,
    "reviewer": OVERSEER,
}
# What a mentor earns, and does for her other teachers, is not this teacher's to know.
PAY_READERS = MENTOR | OVERSEER
ENDER = person_at("ended_by", "ENDER", _("whoever ended the pair"))
# The other one of the two is not among them: they are words in confidence.
END_WORDS_READERS = ENDER | OVERSEER


def _step_reader(base: Standing, readers: tuple[StepReaders, ...], name: str) -> Standing:
    """Of those who stand so to the pair, whoever may read what is written in this step."""
    return Standing(
        name=name,
        words=base.words,
        holds=lambda viewer, r: r.readers in readers and base.holds(viewer, r),
        where=lambda viewer: Q(readers__in=readers) & base.where(viewer),
        named=base.named,
    )


_WITH_PAIR = (StepReaders.PAIR, StepReaders.INVOLVED)
STEP_AUTHOR = person_at("written_by", "STEP_AUTHOR", _("whoever wrote it"))
STEP_MENTOR = _step_reader(
    person_at("mentorship__mentor", "STEP_MENTOR", _("the mentor")), _WITH_PAIR, "STEP_MENTOR"
)
STEP_MENTEE = _step_reader(
    person_at("mentorship__mentee", "STEP_MENTEE", _("the teacher")), _WITH_PAIR, "STEP_MENTEE"
)
STEP_COORDINATOR = _step_reader(
    role_over(Role.COORDINATOR, "mentorship__school__path", _("the coordinators of the school")),
    (StepReaders.INVOLVED,),
    "STEP_COORDINATOR",
)
STEP_WORDS_READERS = STEP_AUTHOR | STEP_MENTOR | STEP_MENTEE | STEP_COORDINATOR
# The same, told apart: a label names nobody who does not read this one.
STEP_READERS: dict[str, Standing] = {
    StepReaders.OWN: STEP_AUTHOR,
    StepReaders.PAIR: STEP_MENTOR | STEP_MENTEE,
    StepReaders.INVOLVED: STEP_MENTOR | STEP_MENTEE | STEP_COORDINATOR,
}

ASKER = person_at("teacher", "ASKER", _("the teacher who asks"))
ASKED = person_at("mentor", "ASKED", _("the mentor who is asked"))
REQUEST_PARTIES = ASKER | ASKED

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
SEAT_HOLDERS = SEATED | WAITING
SESSION_READERS = SESSION_PARTIES | WAITING | COHORT_TEACHER | SESSION_COORDINATOR

COHORT_MENTOR = role_over(
    Role.MENTOR, "programme__organisation__path", _("the mentors of the programme")
)
