"""How a viewer may stand to work that was handed in, and to a reading of it.

Work is of a pair; the application of a mentor that readers judge is of the applicant alone.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.mentoring.standings import apart
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at


def _author(way: str, name: str) -> Standing:
    """Of the work at the end of this way, such as "submission__"."""
    pupil = person_at(f"{way}mentorship__mentee", name, _("the teacher"))
    applicant = person_at(f"{way}application__person", name, _("the applicant"))
    return Standing(
        name=name,
        words=pupil.words,
        holds=lambda viewer, row: pupil.holds(viewer, row) or applicant.holds(viewer, row),
        where=lambda viewer: pupil.where(viewer) | applicant.where(viewer),
        named=lambda row: _name(pupil, row) or _name(applicant, row),
    )


def _name(standing: Standing, row: object) -> str:
    return standing.named(row) if standing.named else ""


def _assigner(way: str, name: str) -> Standing:
    """A coordinator who is one of the two, or the applicant, does not learn who reads: somebody
    else of the area assigns."""
    of_school = role_over(Role.COORDINATOR, f"{way}mentorship__school__path", "")
    of_programme = role_over(
        Role.COORDINATOR, f"{way}application__programme__organisation__path", ""
    )
    both = _author(way, name) | person_at(f"{way}mentorship__mentor", name, "")
    return Standing(
        name=name,
        words=_("the coordinators who look for its readers"),
        holds=lambda viewer, row: (
            (of_school.holds(viewer, row) or of_programme.holds(viewer, row))
            and not both.holds(viewer, row)
        ),
        where=lambda viewer: (
            (of_school.where(viewer) | of_programme.where(viewer)) & ~both.where(viewer)
        ),
    )


AUTHOR = _author("", "AUTHOR")
AUTHORS_MENTOR = person_at("mentorship__mentor", "AUTHORS_MENTOR", _("the mentor"))
SUBMISSION_PAIR = AUTHOR | AUTHORS_MENTOR
# Whoever appraises, manages or pays her reads none of her work, even as her mentor.
AUTHORS_CONFIDANT = apart(AUTHORS_MENTOR, "AUTHORS_CONFIDANT", "mentorship__mentee")
SUBMISSION_READERS = AUTHOR | AUTHORS_CONFIDANT
ASSIGNER = _assigner("", "ASSIGNER")
SUBMISSION_KNOWERS = SUBMISSION_PAIR | ASSIGNER

_GIVEN_TO = person_at("reader", "GIVEN_TO", _("the reader"))
# Whoever is no reader of any programme any more reads no work that was given to them before.
READER = Standing(
    name="READER",
    words=_GIVEN_TO.words,
    holds=lambda viewer, r: viewer.has(Role.REVIEWER) and _GIVEN_TO.holds(viewer, r),
    where=lambda viewer: _GIVEN_TO.where(viewer) if viewer.has(Role.REVIEWER) else Q(pk__in=[]),
)
READING_ASSIGNER = _assigner("submission__", "READING_ASSIGNER")

DISPUTANT = _author("submission__", "DISPUTANT")
_TEACHER_OF_IT = "submission__mentorship__mentee"
DISPUTANTS_MENTOR = apart(
    person_at("submission__mentorship__mentor", "DISPUTANTS_MENTOR", _("the mentor")),
    "DISPUTANTS_MENTOR",
    _TEACHER_OF_IT,
)
DECIDER = apart(_assigner("submission__", "DECIDER"), "DECIDER", _TEACHER_OF_IT)
DISPUTE_PARTIES = DISPUTANT | DISPUTANTS_MENTOR | DECIDER
