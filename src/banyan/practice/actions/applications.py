"""Applications of mentors that readers judge like work, and what follows from what they find."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from banyan.kernel.viewer import Viewer, system
from banyan.practice.models import Submission
from banyan.practice.queries.applying import words_of_application
from banyan.practice.queries.works import OfApplicant
from banyan.practice.rules import APPLYING
from banyan.programmes import actions as programmes
from banyan.programmes.models import Application
from banyan.programmes.queries import design_of
from banyan.trail import actions as trail

ANSWERS = {
    "succeed": programmes.admit,
    "decide_successful": programmes.admit,
    "send_back": programmes.turn_down,
    "decide_not_yet": programmes.turn_down,
    "overturn": programmes.reinstate,
}


def hand_in_application(application: Application, *, by: Viewer) -> Submission | None:
    """Keep what the applicant wrote, as it is now, and let it be read. None when it was handed in
    at the same moment by another way; Refused where readers do not judge it."""
    APPLYING.decide(by, application, "hand_in").or_refuse()
    try:
        with transaction.atomic():
            made = Submission.objects.create(
                application=application,
                attempt=1,
                design=design_of(application),
                words=words_of_application(application),
                handed_in_at=by.now,
            )
            trail.record(
                verb="submission.hand_in",
                subject=trail.subject_of(made),
                scope=application.programme.organisation.path or "",
                by=by,
            )
    except IntegrityError:
        return None
    return made


def answer(handed: OfApplicant, verb: str, *, by: Viewer) -> None:
    """The outcome accepts the mentor, or does not."""
    ANSWERS[verb](handed.application, by=system(by.now))
