"""A pair from its proposal to its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from banyan.kernel.decision import Decision, Stale
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions.moving import change, end_hold, move
from banyan.mentoring.actions.rematches import carry_plans
from banyan.mentoring.models import Hold, Mentorship
from banyan.mentoring.queries.endings import decline_reasons, first_day
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.proposals import Proposed, Wanted, proposed
from banyan.mentoring.queries.relations import stored_form
from banyan.mentoring.rules import (
    MENTORSHIP,
    MENTORSHIP_RIGHTS,
    PROPOSAL_RIGHTS,
    both_unbarred_by_now,
    later_day,
    no_power_by_now,
)
from banyan.mentoring.states import MentorshipForm, MentorshipStatus
from banyan.organisations.models import Organisation
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from banyan.trail import actions as trail

TRIES = 3  # to propose pairs that somebody else proposes at the same moment


@dataclass(frozen=True, slots=True)
class Proposing:
    """What came of wanting a pair: the pair, or the decision against it with what was known."""

    facts: Proposed
    decision: Decision
    mentorship: Mentorship | None = None


def propose(
    mentor: Person,
    mentee: Person,
    cohort: Cohort,
    school: Organisation,
    domains: Sequence[str],
    *,
    by: Viewer,
    form: str = MentorshipForm.PAIR,
    blueprint_form: str = "",
) -> Mentorship:
    """Ask these two whether they would like to work together; takes a seat of the mentor.

    `school` is the teacher's; `blueprint_form` is a form of mentoring of the blueprint, its
    default one if not given (ValueError for one that it lacks). Raises Refused, with the sentence,
    for whoever does not run the programme and where a pair cannot be: no free seat, one's own
    principal, a pair already.
    """
    wanted = Wanted(mentor, mentee, school, tuple(domains))
    (found,) = propose_all([wanted], cohort, by=by, form=form, blueprint_form=blueprint_form)
    found.decision.or_refuse()
    assert found.mentorship is not None  # noqa: S101  # follows from the decision
    return found.mentorship


def propose_all(
    wanted: Sequence[Wanted],
    cohort: Cohort,
    *,
    by: Viewer,
    form: str = MentorshipForm.PAIR,
    blueprint_form: str = "",
) -> list[Proposing]:
    """Propose each of these pairs that can be, in the order given, all in one transaction.

    The same rules as for one, in as many queries; of two who want the last seat of a mentor the
    first gets it. Where somebody else proposes one of them at the same moment, everything is
    looked at again. Raises Stale should that happen time and again.
    """
    stored = stored_form(blueprint_of(cohort), blueprint_form)
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _propose_all(wanted, cohort, MentorshipForm(form), stored, by)
        except IntegrityError:  # another mentor was proposed to one of them at the same moment
            continue
    raise Stale(gettext("Somebody else proposes these pairs right now. Please try again."))


def _propose_all(
    wanted: Sequence[Wanted], cohort: Cohort, form: MentorshipForm, stored: str, by: Viewer
) -> list[Proposing]:
    answer_by = by.now + timedelta(days=blueprint_of(cohort).relationship.answer_within_days)
    given: Counter[int] = Counter()  # seats that this very call takes
    asked: set[int] = set()  # and whom it proposes to somebody
    found = []
    for each, facts in zip(wanted, proposed(wanted, cohort, form=form, on=by.today), strict=True):
        known = replace(
            facts,
            seats_taken=facts.seats_taken + given[each.mentor.pk],
            has_pair=facts.has_pair or each.mentee.pk in asked,
        )
        decision = PROPOSAL_RIGHTS.decide(by, known, "propose")
        if not decision:
            found.append(Proposing(known, decision))
            continue
        given[each.mentor.pk] += 1
        asked.add(each.mentee.pk)
        mentorship = Mentorship(
            form=form,
            mentor=each.mentor,
            mentee=each.mentee,
            cohort=cohort,
            school=each.school,
            domains=list(each.domains),
            proposed_at=by.now,
            answer_by=answer_by,
            blueprint_form=stored,
        )
        found.append(Proposing(known, decision, mentorship))
    made = [each.mentorship for each in found if each.mentorship is not None]
    Mentorship.objects.bulk_create(made)
    about = [(trail.subject_of(each), each.school.path or "") for each in made]
    trail.record_all(verb="mentorship.propose", about=about, by=by)
    return found


def accept(mentorship: Mentorship, *, by: Viewer) -> Mentorship:
    """One of the two says yes; with the second yes the pair is active from today, or, where the
    teacher still has a mentor who leaves on an announced day, from the day after. What she chose to
    take along from an earlier pair goes on in it from its first day.

    When both say yes in the same moment, the later yes is the second one. Raises Refused when the
    mentor has become the teacher's principal since the proposal, or a consent was withdrawn.
    """
    no_power_by_now(by, mentorship).or_refuse()
    both_unbarred_by_now(by, mentorship).or_refuse()
    if mentorship.status == MentorshipStatus.PROPOSED:
        try:
            return move(mentorship, "accept", by=by, first_accepted_by_id=by.person_id)
        except Stale:
            mentorship.refresh_from_db(fields=["status", "first_accepted_by"])
    starts_on = (
        first_day(mentorship, by.today) if mentorship.form == MentorshipForm.PAIR else by.today
    )
    with transaction.atomic():
        begun = move(mentorship, "confirm", by=by, starts_on=starts_on)
        carry_plans(by=by, mentee=mentorship.mentee_id)
    return begun


def decline(mentorship: Mentorship, *, by: Viewer, reason: str = "") -> Mentorship:
    """One of the two would rather not; the seat is free again. `reason` is one of the blueprint,
    for the coordinators alone, or nothing: nobody has to say why. Raises ValueError for another."""
    if reason and reason not in dict(decline_reasons(mentorship)):
        raise ValueError(f"{reason} is no reason of this blueprint")
    return move(mentorship, "decline", by=by, decline_reason=reason, ended_by_id=by.person_id)


def withdraw_proposal(mentorship: Mentorship, *, by: Viewer) -> Mentorship:
    """The coordinator takes the proposal back."""
    return move(mentorship, "withdraw", by=by)


def change_form(mentorship: Mentorship, form: str, *, by: Viewer) -> Mentorship:
    """Go on in another form of the blueprint (ValueError for one that it lacks): its journey is
    from now on that of this form, and what is done stays done."""
    MENTORSHIP_RIGHTS.decide(by, mentorship, "change_form").or_refuse()
    design = blueprint_of(mentorship.cohort)
    stored = stored_form(design, form)
    default = design.relationship.default_form
    before = mentorship.blueprint_form or default
    changes = {"blueprint_form": stored}
    return change(mentorship, "change_form", changes, by=by, before=before, after=stored or default)


def pause(mentorship: Mentorship, until: date, *, by: Viewer) -> Mentorship:
    """Rest until a day to come; the seat stays taken. Nothing goes on by itself."""
    MENTORSHIP.decide(by, mentorship, "pause").or_refuse()
    later_day(by, until).or_refuse()
    with transaction.atomic():
        paused = move(mentorship, "pause", by=by, paused_until=until)
        Hold.objects.create(mentorship=mentorship, begins_on=by.today)
    return paused


@transaction.atomic
def resume(mentorship: Mentorship, *, by: Viewer) -> Mentorship:
    """Go on after a pause. What was due meanwhile is due as much later."""
    end_hold(mentorship, by)
    return move(mentorship, "resume", by=by, paused_until=None)
