"""How a viewer may stand to a round and to a proposal."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.matching.states import TOLD
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role

COORDINATOR = role_over(
    Role.COORDINATOR,
    "cohort__programme__organisation__path",
    _("the coordinators of the programme"),
)
PROPOSAL_COORDINATOR = role_over(
    Role.COORDINATOR,
    "round__cohort__programme__organisation__path",
    _("the coordinators of the programme"),
)
# The two people of a proposal see it once it is proposed to them, and not a moment before.
PROPOSED = Standing(
    name="PROPOSED",
    words=_("the mentor and the teacher (once it is published)"),
    holds=lambda viewer, p: (
        viewer.is_somebody
        and p.round.status in TOLD
        and p.mentorship_id is not None
        and viewer.person_id in (p.teacher_id, p.mentor_id)
    ),
    where=lambda viewer: (
        Q(round__status__in=TOLD, mentorship__isnull=False)
        & (Q(teacher_id=viewer.person_id) | Q(mentor_id=viewer.person_id))
    ),
)
PROPOSAL_READERS = PROPOSED | PROPOSAL_COORDINATOR
