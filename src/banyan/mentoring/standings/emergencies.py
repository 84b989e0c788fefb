"""How a viewer may stand to an emergency access."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.mentoring.standings.power import apart
from banyan.mentoring.states import EmergencyStatus
from banyan.organisations.standings import role_over, under
from banyan.organisations.states import Role
from banyan.people.standings import person_at

# In an emergency one safeguarding officer asks, and somebody else who answers for the area opens.
EMERGENCY_ASKER = person_at("asked_by", "EMERGENCY_ASKER", _("whoever asked"))
_ANSWERS_FOR = role_over(Role.SAFEGUARDING, "mentorship__school__path", "") | role_over(
    Role.ADMINISTRATOR, "mentorship__school__path", ""
)
_OF_THE_PAIR = person_at("mentorship__mentor", "", "") | person_at("mentorship__mentee", "", "")
EMERGENCY_OPENER = Standing(
    name="EMERGENCY_OPENER",
    words=_("the other safeguarding officers and administrators of the area"),
    holds=lambda viewer, e: (
        _ANSWERS_FOR.holds(viewer, e) and not (EMERGENCY_ASKER | _OF_THE_PAIR).holds(viewer, e)
    ),
    where=lambda viewer: (
        _ANSWERS_FOR.where(viewer) & ~(EMERGENCY_ASKER | _OF_THE_PAIR).where(viewer)
    ),
)
EMERGENCY_TOLD = Standing(
    name="EMERGENCY_TOLD",
    words=_("the two of the pair once they are told"),
    holds=lambda viewer, e: e.told_at is not None and _OF_THE_PAIR.holds(viewer, e),
    where=lambda viewer: Q(told_at__isnull=False) & _OF_THE_PAIR.where(viewer),
)
_ASKER_IN_TIME = Standing(
    name="EMERGENCY_READER",
    words=_("whoever asked, while it is open"),
    holds=lambda viewer, e: (
        EMERGENCY_ASKER.holds(viewer, e)
        and e.status == EmergencyStatus.OPEN
        and e.until > viewer.now
        and viewer.holds(Role.SAFEGUARDING, over=e.mentorship.school.path)
    ),
    where=lambda viewer: (
        EMERGENCY_ASKER.where(viewer)
        & Q(status=EmergencyStatus.OPEN, until__gt=viewer.now)
        & under("mentorship__school__path", viewer.scopes(Role.SAFEGUARDING))
    ),
)
EMERGENCY_READER = apart(_ASKER_IN_TIME, "EMERGENCY_READER", "mentorship__mentee")
EMERGENCY_KNOWERS = EMERGENCY_ASKER | EMERGENCY_OPENER | EMERGENCY_TOLD
SAFEGUARDING = role_over(
    Role.SAFEGUARDING, "school__path", _("the safeguarding officers of the area")
)
