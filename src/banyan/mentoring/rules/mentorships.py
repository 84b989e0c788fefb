"""Who may do what to a pair, and when: proposed, accepted, paused, completed, ended."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.proposals import Proposed, bar_of, heads
from banyan.mentoring.queries.requests import Asking
from banyan.mentoring.rules.coordinating import coordinator, not_of_the_pair
from banyan.mentoring.rules.endings import asks_for_notice, its_last_day_is_over, may_end
from banyan.mentoring.rules.rematches import REMATCHING_RIGHTS, overseer
from banyan.mentoring.standings import (
    END_WORDS_READERS,
    INVOLVED,
    PAIR,
    PAIR_WORDS_READERS,
)
from banyan.mentoring.states import SEATED, MentorshipForm
from banyan.mentoring.states import MentorshipStatus as S
from banyan.organisations.queries.reporting import reports_to
from banyan.people.rules import platform
from banyan.programmes.rules import runs_cohort, unbarred
from banyan.programmes.states import Side
from banyan.ui.words import join_names, number
from blueprint import Completion, Journey, Status

UNDONE = (Status.NOT_YET, Status.OPEN, Status.DUE_SOON, Status.OVERDUE, Status.ON_HOLD)

pair = PAIR.otherwise(_("Only the mentor and the teacher can do this."))
pair_words_readers = PAIR_WORDS_READERS.otherwise(
    _("Only the mentor and the teacher can do this, and no mentor with power over the teacher.")
)
involved = INVOLVED.otherwise(_("Only the pair or their coordinator can do this."))
end_words_readers = END_WORDS_READERS.otherwise(
    _("Only a coordinator of this school and whoever wrote this can read it.")
)


def not_the_first(viewer: Viewer, m: Mentorship) -> Decision:
    """The second yes must come from the other one."""
    if m.first_accepted_by_id != viewer.person_id:
        return ALLOWED
    return denied(_("You have accepted already; now the other one is asked."))


def begun(viewer: Viewer, m: Mentorship) -> Decision:
    if m.starts_on is not None and m.starts_on <= viewer.today:
        return ALLOWED
    return denied(_("It has not begun yet."))


def running(viewer: Viewer, m: Mentorship) -> Decision:
    if m.status == S.ACTIVE:
        return ALLOWED
    return denied(_("This is possible only while the pair is active."))


def runs_programme(viewer: Viewer, p: Proposed) -> Decision:
    """Pairs are proposed by those who run the programme."""
    return runs_cohort(viewer, p.cohort)


def cohort_runs(viewer: Viewer, p: Proposed | Asking) -> Decision:
    if viewer.today < p.cohort.ends_on:
        return ALLOWED
    return denied(_("This cohort has come to its end."))


def not_with_oneself(viewer: Viewer, p: Proposed) -> Decision:
    if p.mentor.pk != p.mentee.pk:
        return ALLOWED
    return denied(_("Nobody can be their own mentor."))


_OWN_PRINCIPAL = _("Nobody can be mentored by the principal of their own school.")


def not_own_principal(viewer: Viewer, p: Proposed | Asking) -> Decision:
    """A rule of the house, whatever the blueprint says: nobody is mentored by their principal."""
    return denied(_OWN_PRINCIPAL) if p.heads_school else ALLOWED


_OWN_SENIOR = _("Nobody can be mentored by somebody who appraises or manages them.")


def not_own_senior(viewer: Viewer, p: Proposed | Asking) -> Decision:
    """The other rule of the house: by nobody to whom the teacher reports."""
    return denied(_OWN_SENIOR) if p.oversees else ALLOWED


def no_power_by_now(viewer: Viewer, m: Mentorship) -> Decision:
    """The same two when a proposal is answered: the mentor may have come to power meanwhile. Asked
    by the action alone, since pages with many proposals would ask once for each."""
    if heads(m.mentor, m.school, on=viewer.today):
        return denied(_OWN_PRINCIPAL)
    return denied(_OWN_SENIOR) if reports_to(m.mentee_id, m.mentor_id, viewer.today) else ALLOWED


def mentor_unbarred(viewer: Viewer, p: Proposed) -> Decision:
    """She has given the consent that the programme asks of her, and what else it asks is there."""
    return unbarred(p.mentor, p.mentor_bar)


def teacher_unbarred(viewer: Viewer, p: Proposed) -> Decision:
    return unbarred(p.mentee, p.mentee_bar)


def both_unbarred_by_now(viewer: Viewer, m: Mentorship) -> Decision:
    """The same when a proposal is answered: a consent may have been withdrawn meanwhile. Asked by
    the action alone, as above."""
    sides = ((Side.MENTOR, m.mentor), (Side.TEACHER, m.mentee))
    for side, person in sides:
        bar = bar_of(m.cohort, side, person.pk, on=viewer.today)
        if not (decision := unbarred(person, bar)):
            return decision
    return ALLOWED


def takes_teachers(viewer: Viewer, p: Proposed) -> Decision:
    if p.place is not None:
        return ALLOWED
    return denied(gettext("%(name)s takes no new teachers now.") % {"name": p.mentor})


def takes_part(viewer: Viewer, p: Proposed) -> Decision:
    if p.enrolled:
        return ALLOWED
    return denied(
        gettext("%(name)s is not enrolled in this cohort from this school.") % {"name": p.mentee}
    )


def one_at_a_time(viewer: Viewer, p: Proposed) -> Decision:
    if p.form != MentorshipForm.PAIR or not p.has_pair:
        return ALLOWED
    return denied(gettext("%(name)s has a mentor or a proposal already.") % {"name": p.mentee})


def has_seat(viewer: Viewer, p: Proposed) -> Decision:
    """No more pairs than the mentor said she can take."""
    if p.form != MentorshipForm.PAIR or (p.place and p.seats_taken < p.place.capacity):
        return ALLOWED
    return denied(gettext("%(name)s has no free place for a teacher.") % {"name": p.mentor})


def another_may_be_found(viewer: Viewer, m: Mentorship) -> Decision:
    """At once, for another pairing; where the blueprint asks for notice, that is given first."""
    if asks_for_notice(m):
        return denied(_("By the rules of this programme, an early end is announced first."))
    return REMATCHING_RIGHTS.decide(viewer, m, "find")


def seated(viewer: Viewer, m: Mentorship) -> Decision:
    if m.status in SEATED:
        return ALLOWED
    return denied(_("This pair is over."))


def has_forms(viewer: Viewer, m: Mentorship) -> Decision:
    """Guidance on one question is a form of its own."""
    if m.form == MentorshipForm.PAIR and len(blueprint_of(m.cohort).relationship.forms) > 1:
        return ALLOWED
    return denied(_("This programme has one form of mentoring only."))


def later_day(viewer: Viewer, until: date) -> Decision:
    """A pause ends on a day to come."""
    return ALLOWED if until > viewer.today else denied(_("Choose a day after today."))


def all_done(viewer: Viewer, m: Mentorship, found: Journey | None) -> Decision:
    """A pair is completed when everything is there that the blueprint asks for: steps done or
    waived, modules, minutes; where it asks for nothing, when its time is over. What somebody may
    waive she waives, with a reason; what is not there otherwise is an end, not a completion."""
    completion = blueprint_of(m.cohort).completion
    if found is None or completion is None or found.ready:
        return ALLOWED
    left = _left(completion, found)
    if not left:
        return denied(
            _("The time of this pair is not over yet. You can end it early, with a reason.")
        )
    return denied(
        ngettext(
            "%(count)d thing is still to be done: %(things)s.",
            "%(count)d things are still to be done: %(things)s.",
            len(left),
        )
        % {"count": len(left), "things": join_names(left[:MOST_NAMED])}
    )


MOST_NAMED = 4  # of what is missing, in one sentence


def _left(completion: Completion, found: Journey) -> list[str]:
    """Titles of what completion asks for and the journey does not have yet."""
    language = get_language() or "en"
    whole = completion.steps == "all"
    steps = [
        state.step.title.in_(language)
        for state in found.steps
        if state.step.required and state.status in UNDONE and (whole or state.module)
    ]
    if not whole:  # a module tells for its steps
        steps = [
            state.module.title.in_(language)
            for state in found.modules
            if completion.modules == "all" and state.status in UNDONE
        ]
    return [*dict.fromkeys(steps), *_doses_left(completion, found, language)]


def _doses_left(completion: Completion, found: Journey, language: str) -> list[str]:
    """Of each dose that is asked for, what is held of what is wanted over all its times: a thin
    month is made up for by a fuller one."""
    said = []
    for code in completion.doses:
        mine = [one for one in found.doses if one.dose.code == code and one.dose.required]
        held, wanted = sum(one.held for one in mine), sum(one.wanted for one in mine)
        few = sum(one.contacts for one in mine) < sum(one.wanted_contacts for one in mine)
        if mine and (held < wanted or few):
            said.append(
                gettext("%(dose)s (%(held)s of %(wanted)s minutes)")
                % {
                    "dose": mine[0].dose.title.in_(language),
                    "held": number(held),
                    "wanted": number(wanted),
                }
            )
    return said


MENTORSHIP = Lifecycle(
    "mentorship",
    S,
    initial=S.PROPOSED,
    moved_on=_("This pair has moved on since you opened the page. Here is how it stands now."),
    moves=[
        #    verb        from                            to                who          needs
        Move("accept",   (S.PROPOSED,),                  S.HALF_ACCEPTED,  pair,        (), pgettext_lazy("button", "Accept")),
        Move("confirm",  (S.HALF_ACCEPTED,),             S.ACTIVE,         pair,        (not_the_first,), pgettext_lazy("button", "Accept")),
        Move("decline",  (S.PROPOSED, S.HALF_ACCEPTED),  S.DECLINED,       pair,        (), pgettext_lazy("button", "Decline")),
        Move("withdraw", (S.PROPOSED, S.HALF_ACCEPTED),  S.DECLINED,       coordinator, (), pgettext_lazy("button", "Withdraw the proposal")),
        Move("pause",    (S.ACTIVE,),                    S.PAUSED,         involved,    (), pgettext_lazy("button", "Pause")),
        Move("resume",   (S.PAUSED,),                    S.ACTIVE,         involved,    (), pgettext_lazy("button", "Go on")),
        Move("complete", (S.ACTIVE,),                    S.COMPLETED,      coordinator, (not_of_the_pair, begun), pgettext_lazy("button", "Complete")),
        Move("end",      (S.ACTIVE, S.PAUSED),           S.ENDED,          may_end,     (), pgettext_lazy("button", "End early")),
        Move("rematch",  (S.ACTIVE, S.PAUSED),           S.ENDED,          overseer,    (another_may_be_found,), pgettext_lazy("button", "Find another mentor")),
        Move("part",     (S.ACTIVE, S.PAUSED),           S.ENDED,          platform,    (its_last_day_is_over,), pgettext_lazy("button", "End early")),
    ],
)  # fmt: skip
MENTORSHIP_RIGHTS = Rights(
    "mentorship",
    [
        Right("propose_session", pair_words_readers, (running,)),
        Right("tick_step", pair_words_readers),
        Right("read_content", pair_words_readers),  # agendas, logs and steps: nobody else, ever
        Right("read_end_words", end_words_readers),
        Right(
            "change_form",
            coordinator,
            (not_of_the_pair, seated, has_forms),
            pgettext_lazy("button", "Change the form"),
        ),
    ],
)
PROPOSAL_RIGHTS = Rights(
    "proposal",
    [
        Right(
            "propose",
            runs_programme,
            (
                cohort_runs,
                not_with_oneself,
                not_own_principal,
                not_own_senior,
                takes_part,
                one_at_a_time,
                takes_teachers,
                mentor_unbarred,
                teacher_unbarred,
                has_seat,
            ),
        ),
    ],
)
