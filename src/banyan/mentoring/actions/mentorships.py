"""A pair from its proposal to its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import DateField, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext

from banyan.kernel.decision import Refused, Stale, denied
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Hold, Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of, proposed
from banyan.mentoring.rules import (
    MENTORSHIP,
    PROPOSAL_RIGHTS,
    all_done,
    later_day,
    not_principal_by_now,
)
from banyan.mentoring.snapshot import journey_of
from banyan.mentoring.states import EndReason, MentorshipForm, MentorshipStatus
from banyan.organisations.models import Organisation
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from banyan.trail import actions as trail


@transaction.atomic
def propose(
    mentor: Person,
    mentee: Person,
    cohort: Cohort,
    school: Organisation,
    domains: Sequence[str],
    *,
    by: Viewer,
    form: str = MentorshipForm.PAIR,
) -> Mentorship:
    """Ask these two whether they would like to work together; takes a seat of the mentor.

    `school` is the teacher's. Raises Refused, with the sentence, for whoever does not run the
    programme and where a pair cannot be: no free seat, one's own principal, a pair already.
    """
    form = MentorshipForm(form)
    facts = proposed(mentor, mentee, cohort, school, form=form, on=by.today)
    PROPOSAL_RIGHTS.decide(by, facts, "propose").or_refuse()
    answer_days = blueprint_of(cohort).relationship.answer_within_days
    try:
        with transaction.atomic():
            mentorship = Mentorship.objects.create(
                form=form,
                mentor=mentor,
                mentee=mentee,
                cohort=cohort,
                school=school,
                domains=list(domains),
                proposed_at=by.now,
                answer_by=by.now + timedelta(days=answer_days),
            )
    except IntegrityError as taken:  # another mentor was proposed to her at the same moment
        sentence = gettext("%(name)s has a mentor or a proposal already.") % {"name": mentee}
        raise Refused(denied(sentence)) from taken
    trail.record(
        verb="mentorship.propose",
        subject=trail.subject_of(mentorship),
        scope=school.path or "",
        by=by,
    )
    return mentorship


def accept(mentorship: Mentorship, *, by: Viewer) -> Mentorship:
    """One of the two says yes; with the second yes the pair is active from today.

    When both say yes in the same moment, the later yes is the second one. Raises Refused when the
    mentor has become the teacher's principal since the proposal.
    """
    not_principal_by_now(by, mentorship).or_refuse()
    if mentorship.status == MentorshipStatus.PROPOSED:
        try:
            return _move(mentorship, "accept", by=by, first_accepted_by_id=by.person_id)
        except Stale:
            mentorship.refresh_from_db(fields=["status", "first_accepted_by"])
    return _move(mentorship, "confirm", by=by, starts_on=by.today)


def decline(mentorship: Mentorship, *, by: Viewer) -> Mentorship:
    """One of the two would rather not; the seat is free again and nobody is asked why."""
    return _move(mentorship, "decline", by=by)


def withdraw_proposal(mentorship: Mentorship, *, by: Viewer) -> Mentorship:
    """The coordinator takes the proposal back."""
    return _move(mentorship, "withdraw", by=by)


def pause(mentorship: Mentorship, until: date, *, by: Viewer) -> Mentorship:
    """Rest until a day to come; the seat stays taken. Nothing goes on by itself."""
    MENTORSHIP.decide(by, mentorship, "pause").or_refuse()
    later_day(by, until).or_refuse()
    with transaction.atomic():
        paused = _move(mentorship, "pause", by=by, paused_until=until)
        Hold.objects.create(mentorship=mentorship, begins_on=by.today)
    return paused


@transaction.atomic
def resume(mentorship: Mentorship, *, by: Viewer) -> Mentorship:
    """Go on after a pause. What was due meanwhile is due as much later."""
    _end_hold(mentorship, by)
    return _move(mentorship, "resume", by=by, paused_until=None)


def complete(mentorship: Mentorship, *, by: Viewer) -> Mentorship:
    """The pair has done what it was for; today is its last day. Raises Refused, with what is
    missing, where the blueprint says what it takes and the journey is not there yet."""
    MENTORSHIP.decide(by, mentorship, "complete").or_refuse()
    all_done(by, mentorship, journey_of(mentorship, by.today)).or_refuse()
    return _move(mentorship, "complete", by=by, ends_on=_last_day(mentorship, by))


@transaction.atomic
def end(
    mentorship: Mentorship, reason: str, words: str, wants_another: bool, *, by: Viewer
) -> Mentorship:
    """Stop early, without blame. `reason` is an EndReason (ValueError otherwise); `words` are in
    confidence to the coordinator; with `wants_another` the teacher waits for a new mentor."""
    _end_hold(mentorship, by)
    return _move(
        mentorship,
        "end",
        by=by,
        ends_on=_last_day(mentorship, by),
        paused_until=None,
        end_reason=EndReason(reason).value,
        end_words=words.strip(),
        ended_by_id=by.person_id,
        wants_another=wants_another,
    )


def _end_hold(mentorship: Mentorship, by: Viewer) -> None:
    """A hold that began later in the day of somebody further east ends on the day it began."""
    Hold.objects.filter(mentorship=mentorship, ends_on__isnull=True).update(
        ends_on=Greatest("begins_on", Value(by.today, DateField()))
    )


def _last_day(mentorship: Mentorship, by: Viewer) -> date:
    """Today, unless for `by`, further west, the day on which it began is still to come."""
    return max(by.today, mentorship.starts_on or by.today)


def _move(mentorship: Mentorship, verb: str, *, by: Viewer, **changes: object) -> Mentorship:
    scope = mentorship.school.path or ""
    return trail.move(mentorship, MENTORSHIP, verb, by=by, scope=scope, **changes)
