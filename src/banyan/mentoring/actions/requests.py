"""A request for guidance, from asking to its answer or its end."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from banyan.kernel.decision import Refused, denied
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Request
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.requests import asking
from banyan.mentoring.rules import ASKING_RIGHTS, REQUEST, both_unbarred_by_now
from banyan.mentoring.states import MentorshipForm, MentorshipStatus
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from banyan.trail import actions as trail


@transaction.atomic
def ask(mentor: Person, cohort: Cohort, domain: str, text: str, *, by: Viewer) -> Request:
    """The viewer, a teacher of this cohort, asks a listed mentor for guidance on one domain.

    `text` stays between the two. It expires after the blueprint's days. Raises Refused where
    the rules say no, and for a domain in which this mentor offers no guidance.
    """
    facts = asking(by, mentor, cohort)
    ASKING_RIGHTS.decide(by, facts, "ask").or_refuse()
    if domain not in facts.domains:
        sentence = gettext("%(name)s offers no guidance on this.") % {"name": mentor}
        raise Refused(denied(sentence))
    assert facts.enrolment is not None  # noqa: S101 - the rule above lets nobody else through
    days = blueprint_of(cohort).request.expires_after_days
    try:
        with transaction.atomic():
            request = Request.objects.create(
                teacher_id=by.person_id,
                mentor=mentor,
                cohort=cohort,
                school=facts.enrolment.school,
                domain=domain,
                text=text.strip(),
                asked_at=by.now,
                expires_at=by.now + timedelta(days=days),
            )
    except IntegrityError as again:  # the same button in two tabs
        sentence = gettext("You have asked %(name)s already. Please wait for the answer.")
        raise Refused(denied(sentence % {"name": mentor})) from again
    trail.record(
        verb="request.ask", subject=trail.subject_of(request), scope=_scope(request), by=by
    )
    return request


@transaction.atomic
def accept_request(request: Request, *, by: Viewer) -> Request:
    """The mentor says yes: guidance on this one domain begins today, as a mentorship of its own
    that takes no seat. Returns the request with its mentorship. Raises Refused when the consent of
    either has been withdrawn meanwhile."""
    REQUEST.decide(by, request, "accept").or_refuse()
    guidance = Mentorship(
        form=MentorshipForm.GUIDANCE,
        mentor_id=request.mentor_id,
        mentee_id=request.teacher_id,
        cohort_id=request.cohort_id,
        school_id=request.school_id,
        status=MentorshipStatus.ACTIVE,
        domains=[request.domain],
        proposed_at=request.asked_at,
        first_accepted_by_id=request.teacher_id,
        starts_on=by.today,
    )
    both_unbarred_by_now(by, guidance).or_refuse()
    guidance.save(force_insert=True)
    return trail.move(
        request,
        REQUEST,
        "accept",
        by=by,
        scope=_scope(request),
        answered_at=by.now,
        mentorship=guidance,
    )


def decline_request(request: Request, answer: str, *, by: Viewer) -> Request:
    """The mentor says no, with a few words for the teacher."""
    return trail.move(
        request,
        REQUEST,
        "decline",
        by=by,
        scope=_scope(request),
        answered_at=by.now,
        answer=answer.strip(),
    )


def withdraw_request(request: Request, *, by: Viewer) -> Request:
    """The teacher takes the request back."""
    return trail.move(request, REQUEST, "withdraw", by=by, scope=_scope(request))


def expire_request(request: Request, *, by: Viewer) -> Request:
    """Nobody answered in time; only the platform itself says so."""
    return trail.move(request, REQUEST, "expire", by=by, scope=_scope(request))


def _scope(request: Request) -> str:
    return request.school.path or ""
