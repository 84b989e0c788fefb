"""How a viewer may stand to a question, to its answer, and to what the two made public of it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Question
from banyan.mentoring.standings.power import apart
from banyan.mentoring.states import QuestionStatus
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at
from banyan.programmes.models import Expertise
from banyan.programmes.states import ApplicationStatus

QUESTION_ASKER = person_at("teacher", "QUESTION_ASKER", _("the teacher who asks"))
QUESTION_MENTOR = apart(
    person_at("mentor", "QUESTION_MENTOR", _("the mentor who has taken it")),
    "QUESTION_MENTOR",
    "teacher",
)


def _can_help(viewer: Viewer, question: Question) -> bool:
    """Her place in the pool of the programme, and the domain among those she can help in."""
    return (
        viewer.is_somebody
        and question.status == QuestionStatus.OPEN
        and question.teacher_id != viewer.person_id
        and Expertise.objects.filter(
            application__person_id=viewer.person_id,
            application__programme=question.cohort.programme_id,
            application__status=ApplicationStatus.MATCHABLE,
            domain=question.domain,
        ).exists()
    )


def _where_can_help(viewer: Viewer) -> Q:
    mine = Expertise.objects.filter(
        application__person_id=viewer.person_id,
        application__programme=OuterRef("cohort__programme"),
        application__status=ApplicationStatus.MATCHABLE,
        domain=OuterRef("domain"),
    )
    return Q(status=QuestionStatus.OPEN) & ~Q(teacher_id=viewer.person_id) & Q(Exists(mine))


# Before somebody has taken it: without a name, to whom the question is put.
QUESTION_ELIGIBLE = apart(
    Standing(
        name="QUESTION_ELIGIBLE",
        words=_("the mentors of the programme who can help with it while none has taken it"),
        holds=_can_help,
        where=_where_can_help,
    ),
    "QUESTION_ELIGIBLE",
    "teacher",
)
QUESTION_PARTIES = QUESTION_ASKER | QUESTION_MENTOR
QUESTION_READERS = QUESTION_ASKER | QUESTION_MENTOR | QUESTION_ELIGIBLE

PUBLIC_READERS = Standing(
    name="PUBLIC_READERS",
    words=_("everybody who signs in here"),
    holds=lambda viewer, row: viewer.is_somebody and row.published_at is not None,
    where=lambda viewer: Q(published_at__isnull=False) if viewer.is_somebody else Q(pk__in=[]),
)


# Of the programme's place, not of the school: or what she may take down would tell her which school
# a question comes from.
PUBLIC_KEEPER = role_over(
    Role.COORDINATOR,
    "question__cohort__programme__organisation__path",
    _("the coordinators of the place that runs the programme"),
)
PUBLIC_WRITERS = apart(
    person_at("question__mentor", "PUBLIC_MENTOR", _("the mentor who has taken it")),
    "PUBLIC_WRITERS",
    "question__teacher",
) | person_at("question__teacher", "PUBLIC_TEACHER", _("the teacher who asks"))
# Of one turn, as of what is made public of it: the two of its question.
TURN_PARTIES = PUBLIC_WRITERS
