"""Who may do what to enrolments, applications and uploaded lists, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, Rule, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Organisation
from banyan.organisations.queries import ties_of
from banyan.organisations.queries.reporting import reports_to
from banyan.organisations.rules import comes_from_elsewhere, manages_nobody_here, or_system
from banyan.organisations.states import ImportStatus
from banyan.people.rules import platform
from banyan.programmes.models import Application, Cohort, Enrolment, PeopleImport, Programme
from banyan.programmes.registry import found_by_readers
from banyan.programmes.rules.programmes import rules_of
from banyan.programmes.standings import (
    APPLICANT,
    APPLICATION_READERS,
    COHORT_COORDINATOR,
    ENROLLED,
    ENROLMENT_COORDINATOR,
    ENROLMENT_READERS,
    IMPORT_COORDINATOR,
    SCREENER,
)
from banyan.programmes.states import HOUR_CODES, Advice, ProgrammeStatus, Speaks, Sure
from banyan.programmes.states import ApplicationStatus as A
from banyan.programmes.states import EnrolmentStatus as E

runs_cohort = COHORT_COORDINATOR.otherwise(_("Only a coordinator of this programme can do this."))
teacher = ENROLLED.otherwise(_("Only the teacher can do this."))
school_coordinator = ENROLMENT_COORDINATOR.otherwise(
    _("Only a coordinator of this teacher’s school can do this.")
)
brings_in = IMPORT_COORDINATOR.otherwise(_("Only a coordinator of this programme can do this."))
either = ENROLMENT_READERS.otherwise(_("Only the teacher or a coordinator can do this."))
applicant = APPLICANT.otherwise(_("Only the applicant can do this."))
screener = SCREENER.otherwise(_("Only a coordinator of this programme can do this."))
holder = APPLICATION_READERS.otherwise(_("Only the mentor or a coordinator can do this."))


def not_closed(viewer: Viewer, c: Cohort) -> Decision:
    if c.programme.status != ProgrammeStatus.CLOSED:
        return ALLOWED
    return denied(_("This programme is closed. Open it again to take people in."))


def inside(cohort: Cohort, school: Organisation) -> Decision:
    """Whether a school lies in the area of the cohort's programme."""
    area = cohort.programme.organisation.path or ""
    if school.path == area or (school.path or "").startswith(area + "/"):
        return ALLOWED
    return denied(_("This school is not in the area of the programme."))


def choosable(
    programme: Programme,
    *,
    domains: Iterable[str] = (),
    languages: Iterable[str] = (),
    subjects: Iterable[str] = (),
    stages: Iterable[str] = (),
    hours: Iterable[str] = (),
    traits: Iterable[str] = (),
    asks: Iterable[str] = (),
    says: Iterable[str] = (),
) -> Decision:
    """Whether every code is one that the programme's blueprint, or the week, knows."""
    rules = rules_of(programme)
    inclusion = {entry.code for entry in rules.vocabularies.inclusion}
    known: list[tuple[Iterable[str], set[str], object]] = [
        (domains, {d.code for d in rules.domains}, _("“%(code)s” is no domain here.")),
        (
            languages,
            {entry.code for entry in rules.vocabularies.languages},
            _("“%(code)s” is no language here."),
        ),
        (
            subjects,
            {entry.code for entry in rules.vocabularies.subjects},
            _("“%(code)s” is no subject here."),
        ),
        (
            stages,
            {entry.code for entry in rules.vocabularies.stages},
            _("“%(code)s” is no stage of school here."),
        ),
        (hours, set(HOUR_CODES), _("“%(code)s” is no time of the week.")),
        (
            traits,
            {trait.code for trait in rules.traits},
            _("“%(code)s” is nothing that this programme tells teachers apart by."),
        ),
        ((*asks, *says), inclusion, _("“%(code)s” is nothing that this programme asks about.")),
    ]
    for said, choices, sentence in known:
        for code in said:
            if code not in choices:
                return denied(str(sentence) % {"code": code})
    return ALLOWED


def on_the_scales(levels: Mapping[str, str], sure: Mapping[str, int]) -> Decision:
    """Whether languages and domains have levels that there are."""
    if set(levels.values()) <= set(Speaks.values) and set(sure.values()) <= set(Sure.values):
        return ALLOWED
    return denied(_("Choose a level from the list."))


def few_enough(programme: Programme, needs: Sequence[str]) -> Decision:
    """The blueprint's most domains that one teacher may name."""
    most = rules_of(programme).teacher.most_domains
    if len(set(needs)) != len(needs):
        return denied(_("Choose each domain once."))
    if len(needs) <= most:
        return ALLOWED
    return denied(
        ngettext("Choose at most %(most)d domain.", "Choose at most %(most)d domains.", most)
        % {"most": most}
    )


def bearable(programme: Programme, capacity: int, hours_a_month: int) -> Decision:
    """The blueprint's most teachers at a time and hours a month; 0 is “not said yet”."""
    mentor = rules_of(programme).mentor
    if capacity > mentor.caseload.maximum:
        most = mentor.caseload.maximum
        return denied(
            ngettext(
                "A mentor takes at most %(most)d teacher at a time.",
                "A mentor takes at most %(most)d teachers at a time.",
                most,
            )
            % {"most": most}
        )
    if hours_a_month > mentor.hours_a_month.maximum:
        most = mentor.hours_a_month.maximum
        return denied(
            ngettext(
                "A mentor gives at most %(most)d hour a month.",
                "A mentor gives at most %(most)d hours a month.",
                most,
            )
            % {"most": most}
        )
    return ALLOWED


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
    asked = any(evidence.required for evidence in rules_of(a.programme).mentor.evidence)
    if asked and not a.evidence.exists():
        return denied(_("Add at least one piece of evidence of your experience."))
    return ALLOWED


def not_oneself(viewer: Viewer, a: Application) -> Decision:
    if a.person_id != viewer.person_id:
        return ALLOWED
    return denied(_("Nobody decides on their own application."))


def read_by_enough(viewer: Viewer, a: Application) -> Decision:
    """As many reviewers as the blueprint asks for, each a different person."""
    asked = rules_of(a.programme).mentor.reviewers
    given = len(a.reviews.all())
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
    if any(review.advice == Advice.REFUSE for review in a.reviews.all()):
        return denied(_("A reviewer advises against it. Settle that between the reviewers first."))
    return ALLOWED


def is_draft(viewer: Viewer, a: Application) -> Decision:
    if a.status == A.DRAFT:
        return ALLOWED
    return denied(_("This application has been sent; it can no longer be changed."))


def in_pool(viewer: Viewer, a: Application) -> Decision:
    if a.status in (A.ACCEPTED, A.ORIENTED, A.MATCHABLE, A.RESTING):
        return ALLOWED
    return denied(_("This is for mentors who have been accepted."))


def under_review(viewer: Viewer, a: Application) -> Decision:
    if a.status == A.SCREENED:
        return ALLOWED
    return denied(_("This application is not with the reviewers now."))


def apart(viewer: Viewer, a: Application) -> Decision:
    """Where the blueprint asks for it: the rules by which work is read hold for applications."""
    if a.organisation is None or not rules_of(a.programme).mentor.reviewers_apart:
        return ALLOWED
    oversees = viewer.has_reports and reports_to(a.person_id, viewer.person_id, viewer.today)
    ties = ties_of(viewer.grants, a.organisation.path or "", oversees=oversees)
    return comes_from_elsewhere(ties) and manages_nobody_here(ties)


def _screener(readers: bool, reason: object) -> Rule:
    """A coordinator of the programme, where readers judge applications or where they do not."""

    def rule(viewer: Viewer, a: Application) -> Decision:
        if (rules_of(a.programme).mentor.review is not None) != readers:
            return denied(reason)
        return screener(viewer, a)

    rule.standing = SCREENER  # type: ignore[attr-defined]  # read by docs/roles.md
    return rule


where_they_judge = _screener(False, _("In this programme readers judge applications."))
where_readers_judge = _screener(True, _("In this programme coordinators judge applications."))


def found_good(viewer: Viewer, a: Application) -> Decision:
    """Not even the platform accepts whom readers do not."""
    if found_by_readers(a.pk) is True:
        return ALLOWED
    return denied(_("Its readers have not accepted this application."))


def found_wanting(viewer: Viewer, a: Application) -> Decision:
    if found_by_readers(a.pk) is False:
        return ALLOWED
    return denied(_("Its readers have not turned this application down."))


def has_directory(viewer: Viewer, a: Application) -> Decision:
    if rules_of(a.programme).mentor.public_directory:
        return ALLOWED
    return denied(_("This programme has no public directory."))


def of_another(viewer: Viewer, e: Enrolment) -> Decision:
    if e.person_id != viewer.person_id:
        return ALLOWED
    return denied(_("Nobody decides on their own enrolment."))


def taking_part(viewer: Viewer, e: Enrolment) -> Decision:
    if e.status in (E.INVITED, E.ENROLLED):
        return ALLOWED
    return denied(_("This enrolment is over; it can no longer be changed."))


def undecided(viewer: Viewer, row: PeopleImport) -> Decision:
    if row.status == ImportStatus.CHECKED:
        return ALLOWED
    return denied(_("This list has been dealt with already."))


APPLICATION = Lifecycle(
    "application",
    A,
    initial=A.DRAFT,
    moved_on=_("This application has moved on since you opened the page."),
    moves=[
        #    verb        from                                     to            who        needs
        Move("submit",   (A.DRAFT,),                              A.SUBMITTED,  applicant, (is_open, experienced, complete), pgettext_lazy("button", "Send the application")),
        Move("screen",   (A.SUBMITTED,),                          A.SCREENED,   where_they_judge,  (not_oneself, experienced), pgettext_lazy("button", "Pass to the reviewers")),
        Move("pass_on",  (A.SUBMITTED,),                          A.READ,       where_readers_judge, (not_oneself, experienced), pgettext_lazy("button", "Pass to the readers")),
        Move("accept",   (A.SCREENED,),                           A.ACCEPTED,   screener,  (not_oneself, read_by_enough, advised), pgettext_lazy("button", "Accept as a mentor")),
        Move("refuse",   (A.SUBMITTED, A.SCREENED),               A.REFUSED,    screener,  (not_oneself,), pgettext_lazy("button", "Do not accept")),
        Move("admit",     (A.READ,),                              A.ACCEPTED,   platform, (found_good,), pgettext_lazy("button", "Accept as a mentor")),
        Move("turn_down", (A.READ,),                              A.REFUSED,    platform, (found_wanting,), pgettext_lazy("button", "Do not accept")),
        Move("reinstate", (A.REFUSED,),                           A.ACCEPTED,   platform, (found_good,), pgettext_lazy("button", "Accept as a mentor")),
        Move("orient",   (A.ACCEPTED,),                           A.ORIENTED,   screener,  (not_oneself,), pgettext_lazy("button", "Record the orientation")),
        Move("activate", (A.ORIENTED,),                           A.MATCHABLE,  screener,  (not_oneself,), pgettext_lazy("button", "Open for teachers")),
        Move("rest",     (A.MATCHABLE,),                          A.RESTING,    holder, (), pgettext_lazy("button", "Take no new teachers for now")),
        Move("return",   (A.RESTING,),                            A.MATCHABLE,  holder, (), pgettext_lazy("button", "Take teachers again")),
        Move("withdraw", (A.DRAFT, A.SUBMITTED, A.SCREENED, A.READ, A.ACCEPTED, A.ORIENTED, A.MATCHABLE, A.RESTING), A.WITHDRAWN, applicant, (), pgettext_lazy("button", "Withdraw")),
    ],
)  # fmt: skip

ENROLMENT = Lifecycle(
    "enrolment",
    E,
    initial=E.INVITED,
    moved_on=_("This enrolment has moved on since you opened the page."),
    moves=[
        Move("confirm",  (E.INVITED,),              E.ENROLLED,  either, (), pgettext_lazy("button", "Join the programme")),
        Move("complete", (E.ENROLLED,),             E.COMPLETED, school_coordinator, (of_another,), pgettext_lazy("button", "Mark as completed")),
        Move("withdraw", (E.INVITED, E.ENROLLED),   E.WITHDRAWN, either, (), pgettext_lazy("button", "Leave the programme")),
        Move("rejoin",   (E.WITHDRAWN,),            E.ENROLLED,  school_coordinator, (of_another,), pgettext_lazy("button", "Take back in")),
    ],
)  # fmt: skip

COHORT_RIGHTS = Rights(
    "cohort",
    [
        Right(
            "enrol",
            or_system(runs_cohort),
            (not_closed,),
            pgettext_lazy("button", "Enrol a teacher"),
        ),
        Right("match", runs_cohort),
        Right(
            "move",
            or_system(runs_cohort),
            (not_closed,),
            pgettext_lazy("button", "Move the cohort"),
        ),
    ],
)
ENROLMENT_RIGHTS = Rights(
    "enrolment",
    [
        Right(
            "change",
            or_system(either),
            (taking_part,),
            pgettext_lazy("button", "Change these answers"),
        ),
        Right("ask", teacher, (taking_part,)),  # what she asks for in confidence
        Right("read_hopes", either),
    ],
)
APPLICATION_RIGHTS = Rights(
    "application",
    [
        Right(
            "change", applicant, (is_draft,), pgettext_lazy("button", "Go on with the application")
        ),
        Right("adjust", applicant, (in_pool,), pgettext_lazy("button", "Change what you offer")),
        Right(
            "publish",
            applicant,
            (in_pool, has_directory),
            pgettext_lazy("button", "Choose what the directory shows"),
        ),
        Right("read_motivation", holder),
        Right("read_reviews", screener, (not_oneself,)),
        Right(
            "review",
            screener,
            (not_oneself, apart, under_review),
            pgettext_lazy("button", "Write a review"),
        ),
    ],
)
IMPORT_RIGHTS = Rights("import", [Right("decide", or_system(brings_in), (undecided,))])
