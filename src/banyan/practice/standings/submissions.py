"""How a viewer may stand to work that was handed in, and to a reading of it."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at

AUTHOR = person_at("mentorship__mentee", "AUTHOR", _("the teacher"))
AUTHORS_MENTOR = person_at("mentorship__mentor", "AUTHORS_MENTOR", _("the mentor"))
SUBMISSION_PAIR = AUTHOR | AUTHORS_MENTOR
_OF_SCHOOL = role_over(
    Role.COORDINATOR, "mentorship__school__path", _("the coordinators of the school")
)
# A coordinator who is one of the two does not learn who reads: somebody else of the area assigns.
ASSIGNER = Standing(
    name="ASSIGNER",
    words=_("the coordinators of the school who are not of the pair"),
    holds=lambda viewer, s: _OF_SCHOOL.holds(viewer, s) and not SUBMISSION_PAIR.holds(viewer, s),
    where=lambda viewer: _OF_SCHOOL.where(viewer) & ~SUBMISSION_PAIR.where(viewer),
)
SUBMISSION_KNOWERS = SUBMISSION_PAIR | ASSIGNER

_GIVEN_TO = person_at("reader", "GIVEN_TO", _("the reader"))
# Whoever is no reader of any programme any more reads no work that was given to them before.
READER = Standing(
    name="READER",
    words=_GIVEN_TO.words,
    holds=lambda viewer, r: viewer.has(Role.REVIEWER) and _GIVEN_TO.holds(viewer, r),
    where=lambda viewer: _GIVEN_TO.where(viewer) if viewer.has(Role.REVIEWER) else Q(pk__in=[]),
)
READING_ASSIGNER = Standing(
    name="READING_ASSIGNER",
    words=ASSIGNER.words,
    holds=lambda viewer, r: r.submission is not None and ASSIGNER.holds(viewer, r.submission),
    where=lambda viewer: (
        role_over(Role.COORDINATOR, "submission__mentorship__school__path", "").where(viewer)
        & ~Q(submission__mentorship__mentee_id=viewer.person_id)
        & ~Q(submission__mentorship__mentor_id=viewer.person_id)
    ),
)

DISPUTANT = person_at("submission__mentorship__mentee", "DISPUTANT", _("the teacher"))
DISPUTANTS_MENTOR = person_at(
    "submission__mentorship__mentor", "DISPUTANTS_MENTOR", _("the mentor")
)
DECIDER = Standing(
    name="DECIDER",
    words=ASSIGNER.words,
    holds=lambda viewer, d: ASSIGNER.holds(viewer, d.submission),
    where=READING_ASSIGNER.where,
)
DISPUTE_PARTIES = DISPUTANT | DISPUTANTS_MENTOR | DECIDER
