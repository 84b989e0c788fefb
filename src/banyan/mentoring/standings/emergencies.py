"""How a viewer may stand to an emergency access."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.mentoring.standings.power import apart
from banyan.mentoring.states import EmergencyStatus
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at

# In an emergency one safeguarding officer asks, and somebody else who answers for the area opens.
EMERGENCY_ASKER = person_at("asked_by", "EMERGENCY_ASKER", _("whoever asked"))
_SCHOOLS = ("mentorship__school__path", "question__school__path")
_ANSWERS_FOR = reduce(
    or_,
    (
        role_over(role, school, "")
        for role in (Role.SAFEGUARDING, Role.ADMINISTRATOR)
        for school in _SCHOOLS
    ),
)
_TEACHERS = ("mentorship__mentee", "question__teacher")
_OF_THE_TWO = reduce(
    or_,
    (person_at(path, "", "") for path in ("mentorship__mentor", "question__mentor", *_TEACHERS)),
)
EMERGENCY_OPENER = Standing(
    name="EMERGENCY_OPENER",
    words=_("the other safeguarding officers and administrators of the area"),
    holds=lambda viewer, e: (
        _ANSWERS_FOR.holds(viewer, e) and not (EMERGENCY_ASKER | _OF_THE_TWO).holds(viewer, e)
    ),
    where=lambda viewer: (
        _ANSWERS_FOR.where(viewer) & ~(EMERGENCY_ASKER | _OF_THE_TWO).where(viewer)
    ),
)
EMERGENCY_TOLD = Standing(
    name="EMERGENCY_TOLD",
    words=_("the two whose words they are, once they are told"),
    holds=lambda viewer, e: e.told_at is not None and _OF_THE_TWO.holds(viewer, e),
    where=lambda viewer: Q(told_at__isnull=False) & _OF_THE_TWO.where(viewer),
)
_GUARDS = reduce(or_, (role_over(Role.SAFEGUARDING, school, "") for school in _SCHOOLS))
_ASKER_IN_TIME = Standing(
    name="EMERGENCY_READER",
    words=_("whoever asked, while it is open"),
    holds=lambda viewer, e: (
        EMERGENCY_ASKER.holds(viewer, e)
        and e.status == EmergencyStatus.OPEN
        and e.until > viewer.now
        and _GUARDS.holds(viewer, e)
    ),
    where=lambda viewer: (
        EMERGENCY_ASKER.where(viewer)
        & Q(status=EmergencyStatus.OPEN, until__gt=viewer.now)
        & _GUARDS.where(viewer)
    ),
)
EMERGENCY_READER = reduce(
    lambda base, teacher: apart(base, "EMERGENCY_READER", teacher), _TEACHERS, _ASKER_IN_TIME
)
EMERGENCY_KNOWERS = EMERGENCY_ASKER | EMERGENCY_OPENER | EMERGENCY_TOLD
SAFEGUARDING = role_over(
    Role.SAFEGUARDING, "school__path", _("the safeguarding officers of the area")
)
