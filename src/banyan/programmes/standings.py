"""How a viewer may stand to programmes, cohorts, enrolments and applications."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role

PROGRAMME_COORDINATOR = role_over(
    Role.COORDINATOR, "organisation__path", _("the coordinators of the programme")
)
COHORT_COORDINATOR = role_over(
    Role.COORDINATOR, "programme__organisation__path", _("the coordinators of the programme")
)

ENROLLED = Standing(
    name="ENROLLED",
    words=_("the teacher"),
    holds=lambda viewer, e: viewer.is_somebody and e.person_id == viewer.person_id,
    where=lambda viewer: Q(person_id=viewer.person_id),
    named=lambda e: str(e.person),
)
ENROLMENT_COORDINATOR = role_over(
    Role.COORDINATOR, "school__path", _("the coordinators of the school")
)
ENROLMENT_READERS = ENROLLED | ENROLMENT_COORDINATOR

APPLICANT = Standing(
    name="APPLICANT",
    words=_("the applicant"),
    holds=lambda viewer, a: viewer.is_somebody and a.person_id == viewer.person_id,
    where=lambda viewer: Q(person_id=viewer.person_id),
    named=lambda a: str(a.person),
)
SCREENER = role_over(
    Role.COORDINATOR, "programme__organisation__path", _("the coordinators of the programme")
)
APPLICATION_READERS = APPLICANT | SCREENER
