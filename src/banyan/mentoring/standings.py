"""How a viewer may stand to a mentorship, a request, a session."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Seat
from banyan.mentoring.states import SeatStatus, SessionKind
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
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
    who = join_names(you + others)
    return gettext("%(readers)s can read this.") % {"readers": who[:1].upper() + who[1:]}


MENTOR = Standing(
    name="MENTOR",
    words=_("the mentor"),
    holds=lambda viewer, m: viewer.is_somebody and m.mentor_id == viewer.person_id,
    where=lambda viewer: Q(mentor_id=viewer.person_id),
    named=lambda m: str(m.mentor),
)
MENTEE = Standing(
    name="MENTEE",
    words=_("the teacher"),
    holds=lambda viewer, m: viewer.is_somebody and m.mentee_id == viewer.person_id,
    where=lambda viewer: Q(mentee_id=viewer.person_id),
    named=lambda m: str(m.mentee),
)
COORDINATOR = role_over(Role.COORDINATOR, "school__path", _("the coordinators of the school"))
PAIR = MENTOR | MENTEE
INVOLVED = PAIR | COORDINATOR
ENDER = Standing(
    name="ENDER",
    words=_("whoever ended the pair"),
    holds=lambda viewer, m: viewer.is_somebody and m.ended_by_id == viewer.person_id,
    where=lambda viewer: Q(ended_by_id=viewer.person_id),
    named=lambda m: str(m.ended_by or ""),
)
# The other one of the two is not among them: they are words in confidence.
END_WORDS_READERS = ENDER | COORDINATOR

ASKER = Standing(
    name="ASKER",
    words=_("the teacher who asks"),
    holds=lambda viewer, r: viewer.is_somebody and r.teacher_id == viewer.person_id,
    where=lambda viewer: Q(teacher_id=viewer.person_id),
    named=lambda r: str(r.teacher),
)
ASKED = Standing(
    name="ASKED",
    words=_("the mentor who is asked"),
    holds=lambda viewer, r: viewer.is_somebody and r.mentor_id == viewer.person_id,
    where=lambda viewer: Q(mentor_id=viewer.person_id),
    named=lambda r: str(r.mentor),
)
REQUEST_PARTIES = ASKER | ASKED

HOST = Standing(
    name="HOST",
    words=_("the mentor"),
    holds=lambda viewer, s: viewer.is_somebody and s.host_id == viewer.person_id,
    where=lambda viewer: Q(host_id=viewer.person_id),
    named=lambda s: str(s.host),
)
SESSION_MENTEE = Standing(
    name="SESSION_MENTEE",
    words=_("the teacher"),
    holds=lambda viewer, s: (
        viewer.is_somebody
        and s.mentorship is not None
        and s.mentorship.mentee_id == viewer.person_id
    ),
    where=lambda viewer: Q(mentorship__mentee_id=viewer.person_id),
    named=lambda s: str(s.mentorship.mentee) if s.mentorship else "",
)


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
