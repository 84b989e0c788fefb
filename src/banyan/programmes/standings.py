"""How a viewer may stand to programmes, cohorts, enrolments and applications."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at
from banyan.programmes.states import ApplicationStatus, ProgrammeStatus

PROGRAMME_COORDINATOR = role_over(
    Role.COORDINATOR, "organisation__path", _("the coordinators of the programme")
)
COHORT_COORDINATOR = role_over(
    Role.COORDINATOR, "programme__organisation__path", _("the coordinators of the programme")
)
ANYBODY = Standing(
    name="ANYBODY",
    words=_("everybody who has signed in"),
    holds=lambda viewer, p: viewer.is_somebody and p.status != ProgrammeStatus.DRAFT,
    where=lambda viewer: ~Q(status=ProgrammeStatus.DRAFT) if viewer.is_somebody else Q(pk__in=[]),
)
PROGRAMME_READERS = ANYBODY | PROGRAMME_COORDINATOR


# She coordinates a part of the programme's area: she sees the cohort's people of that part.
AREA_COORDINATOR = Standing(
    name="AREA_COORDINATOR",
    words=_("the coordinators of the schools in it"),
    holds=lambda viewer, c: c.programme.organisation.path in viewer.above(Role.COORDINATOR),
    where=lambda viewer: Q(programme__organisation__path__in=viewer.above(Role.COORDINATOR)),
)
COHORT_READERS = COHORT_COORDINATOR | AREA_COORDINATOR

ENROLLED = person_at("person", "ENROLLED", _("the teacher"))
ENROLMENT_COORDINATOR = role_over(
    Role.COORDINATOR, "school__path", _("the coordinators of the school")
)
ENROLMENT_READERS = ENROLLED | ENROLMENT_COORDINATOR

APPLICANT = person_at("person", "APPLICANT", _("the applicant"))
_RUNS_ITS_PROGRAMME = role_over(
    Role.COORDINATOR, "programme__organisation__path", _("the coordinators of the programme")
)
# A draft is its author's alone.
SCREENER = Standing(
    name="SCREENER",
    words=_RUNS_ITS_PROGRAMME.words,
    holds=lambda viewer, a: (
        a.status != ApplicationStatus.DRAFT and _RUNS_ITS_PROGRAMME.holds(viewer, a)
    ),
    where=lambda viewer: _RUNS_ITS_PROGRAMME.where(viewer) & ~Q(status=ApplicationStatus.DRAFT),
)
APPLICATION_READERS = APPLICANT | SCREENER
CONSENTER = person_at("person", "CONSENTER", _("the person who gave it"))
CONSENT_KEEPER = role_over(
    Role.COORDINATOR,
    "cohort__programme__organisation__path",
    _("the coordinators of the programme"),
)
CONSENT_READERS = CONSENTER | CONSENT_KEEPER
LEARNER = person_at("person", "LEARNER", _("the person who was trained"))
TRAINING_KEEPER = role_over(
    Role.COORDINATOR, "programme__organisation__path", _("the coordinators of the programme")
)
TRAINING_READERS = LEARNER | TRAINING_KEEPER
IMPORT_COORDINATOR = role_over(
    Role.COORDINATOR,
    "cohort__programme__organisation__path",
    _("the coordinators of the programme"),
)
DESIGN_KEEPER = role_over(
    Role.ADMINISTRATOR, "organisation__path", _("the administrators of this area")
) | role_over(Role.COORDINATOR, "organisation__path", _("the coordinators of this area"))
# What the public directory shows, to anybody at all: mentors who are open and wish to be listed.
PUBLIC = Standing(
    name="PUBLIC",
    words=_("everybody, signed in or not"),
    holds=lambda viewer, a: a.listed and a.status == ApplicationStatus.MATCHABLE,
    where=lambda viewer: Q(listed=True, status=ApplicationStatus.MATCHABLE),
)
