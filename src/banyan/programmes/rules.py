"""Who may do what to programmes, enrolments and applications, and when. The whole answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

import blueprint
from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.programmes.models import Application, Programme
from banyan.programmes.standings import (
    APPLICANT,
    APPLICATION_READERS,
    COHORT_COORDINATOR,
    ENROLLED,
    ENROLMENT_COORDINATOR,
    ENROLMENT_READERS,
    PROGRAMME_COORDINATOR,
    SCREENER,
)
from banyan.programmes.states import Advice, ProgrammeStatus
from banyan.programmes.states import ApplicationStatus as A
from banyan.programmes.states import EnrolmentStatus as E
from banyan.programmes.states import ProgrammeStatus as P

runs_it = PROGRAMME_COORDINATOR.otherwise(_("Only a coordinator of this programme can do this."))
runs_cohort = COHORT_COORDINATOR.otherwise(_("Only a coordinator of this programme can do this."))
teacher = ENROLLED.otherwise(_("Only the teacher can do this."))
school_coordinator = ENROLMENT_COORDINATOR.otherwise(
    _("Only a coordinator of this teacher’s school can do this.")
)
either = ENROLMENT_READERS.otherwise(_("Only the teacher or a coordinator can do this."))
applicant = APPLICANT.otherwise(_("Only the applicant can do this."))
screener = SCREENER.otherwise(_("Only a coordinator of this programme can do this."))
holder = APPLICATION_READERS.otherwise(_("Only the mentor or a coordinator can do this."))


def rules_of(programme: Programme) -> blueprint.Blueprint:
    """The blueprint that a programme is run by, at its pinned version."""
    return blueprint.get(programme.blueprint, programme.blueprint_version)


def is_open(viewer: Viewer, a: Application) -> Decision:
    if a.programme.status == ProgrammeStatus.OPEN:
        return ALLOWED
    return denied(_("This programme is not taking applications now."))


def experienced(viewer: Viewer, a: Application) -> Decision:
    """The blueprint's minimum of years in the field."""
    least = rules_of(a.programme).mentor.minimum_years
    if a.years is not None and a.years >= least:
        return ALLOWED
    return denied(
        ngettext(
            "A mentor of this programme needs at least %(years)d year of experience.",
            "A mentor of this programme needs at least %(years)d years of experience.",
            least,
        )
        % {"years": least}
    )


def complete(viewer: Viewer, a: Application) -> Decision:
    """What a reviewer needs before an application can be read."""
    if not a.expertise.exists():
        return denied(_("Choose at least one domain in which you can help."))
    if not a.fluencies.exists():
        return denied(_("Choose at least one language in which you can mentor."))
    if a.capacity < 1 or a.hours_a_month < 1:
        return denied(_("Say how many teachers you can take and how many hours a month you have."))
    if rules_of(a.programme).mentor.evidence_required and not a.evidence.exists():
        return denied(_("Add at least one piece of evidence of your experience."))
    return ALLOWED


def not_oneself(viewer: Viewer, a: Application) -> Decision:
    if a.person_id != viewer.person_id:
        return ALLOWED
    return denied(_("Nobody decides on their own application."))


def read_by_enough(viewer: Viewer, a: Application) -> Decision:
    """As many reviewers as the blueprint asks for, each a different person."""
    asked = rules_of(a.programme).mentor.reviewers
    given = a.reviews.count()
    if given >= asked:
        return ALLOWED
    return denied(
        ngettext(
            "%(count)d more reviewer has to read this application first.",
            "%(count)d more reviewers have to read this application first.",
            asked - given,
        )
        % {"count": asked - given}
    )


def advised(viewer: Viewer, a: Application) -> Decision:
    if a.reviews.filter(advice=Advice.REFUSE).exists():
        return denied(_("A reviewer advises against it. Settle that between the reviewers first."))
    return ALLOWED


APPLICATION = Lifecycle(
    "application",
    A,
    initial=A.DRAFT,
    moved_on=_("This application has moved on since you opened the page."),
    moves=[
        #    verb        from                                     to            who        needs
        Move("submit",   (A.DRAFT,),                              A.SUBMITTED,  applicant, (is_open, experienced, complete), pgettext_lazy("button", "Send the application")),
        Move("screen",   (A.SUBMITTED,),                          A.SCREENED,   screener,  (not_oneself, experienced), pgettext_lazy("button", "Pass to the reviewers")),
        Move("accept",   (A.SCREENED,),                           A.ACCEPTED,   screener,  (not_oneself, read_by_enough, advised), pgettext_lazy("button", "Accept as a mentor")),
        Move("refuse",   (A.SUBMITTED, A.SCREENED),               A.REFUSED,    screener,  (not_oneself,), pgettext_lazy("button", "Do not accept")),
        Move("orient",   (A.ACCEPTED,),                           A.ORIENTED,   screener,  (), pgettext_lazy("button", "Record the orientation")),
        Move("activate", (A.ORIENTED,),                           A.MATCHABLE,  screener,  (), pgettext_lazy("button", "Open for teachers")),
        Move("rest",     (A.MATCHABLE,),                          A.RESTING,    holder, (), pgettext_lazy("button", "Take no new teachers for now")),
        Move("return",   (A.RESTING,),                            A.MATCHABLE,  holder, (), pgettext_lazy("button", "Take teachers again")),
        Move("withdraw", (A.DRAFT, A.SUBMITTED, A.SCREENED, A.ACCEPTED, A.ORIENTED, A.MATCHABLE, A.RESTING), A.WITHDRAWN, applicant, (), pgettext_lazy("button", "Withdraw")),
    ],
)  # fmt: skip

ENROLMENT = Lifecycle(
    "enrolment",
    E,
    initial=E.INVITED,
    moved_on=_("This enrolment has moved on since you opened the page."),
    moves=[
        Move("confirm",  (E.INVITED,),              E.ENROLLED,  either, (), pgettext_lazy("button", "Join the programme")),
        Move("complete", (E.ENROLLED,),             E.COMPLETED, school_coordinator, (), pgettext_lazy("button", "Mark as completed")),
        Move("withdraw", (E.INVITED, E.ENROLLED),   E.WITHDRAWN, either, (), pgettext_lazy("button", "Leave the programme")),
        Move("rejoin",   (E.WITHDRAWN,),            E.ENROLLED,  school_coordinator, (), pgettext_lazy("button", "Take back in")),
    ],
)  # fmt: skip

PROGRAMME = Lifecycle(
    "programme",
    P,
    initial=P.DRAFT,
    moved_on=_("This programme has moved on since you opened the page."),
    moves=[
        Move("open",  (P.DRAFT, P.CLOSED), P.OPEN,   runs_it, (), pgettext_lazy("button", "Open the programme")),
        Move("close", (P.OPEN,),           P.CLOSED, runs_it, (), pgettext_lazy("button", "Close the programme")),
    ],
)  # fmt: skip

PROGRAMME_RIGHTS = Rights(
    "programme",
    [
        Right("change", runs_it),
        Right("add_cohort", runs_it),
    ],
)
COHORT_RIGHTS = Rights("cohort", [Right("enrol", runs_cohort), Right("match", runs_cohort)])
ENROLMENT_RIGHTS = Rights("enrolment", [Right("change", either), Right("read_hopes", either)])
APPLICATION_RIGHTS = Rights(
    "application",
    [
        Right("change", applicant),
        Right("publish", applicant),
        Right("review", screener, (not_oneself,)),
    ],
)
