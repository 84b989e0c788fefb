"""How a viewer may stand to a mentorship, a request, a session."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.mentoring.models import Seat
from banyan.mentoring.states import SeatStatus
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role

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
SEATED = Standing(
    name="SEATED",
    words=_("those who have a seat"),
    holds=lambda viewer, s: (
        viewer.is_somebody
        and any(
            seat.person_id == viewer.person_id and seat.status != SeatStatus.LEFT
            for seat in s.places.all()
        )
    ),
    where=lambda viewer: Q(
        pk__in=Seat.objects.filter(person_id=viewer.person_id)
        .exclude(status=SeatStatus.LEFT)
        .values("session_id")
    ),
)
SESSION_COORDINATOR = role_over(
    Role.COORDINATOR, "school__path", _("the coordinators of the school")
)
SESSION_PAIR = HOST | SESSION_MENTEE
SESSION_PARTIES = HOST | SESSION_MENTEE | SEATED
