"""Who may ask whom for guidance, and what may become of the request."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Request
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.requests import Asking
from banyan.mentoring.rules.mentorships import cohort_runs, not_own_principal, not_own_senior
from banyan.mentoring.rules.records import not_under_power
from banyan.mentoring.standings import (
    ASKED,
    ASKER,
    REQUEST_WORDS_READERS,
)
from banyan.mentoring.states import RequestStatus as R
from banyan.people.rules import platform
from banyan.programmes.rules import unbarred

asker = ASKER.otherwise(_("Only the teacher who asked can do this."))
asked = ASKED.otherwise(_("Only the mentor who was asked can do this."))
request_words_readers = REQUEST_WORDS_READERS.otherwise(
    _("Only the two people of this request can do this, and no mentor with power over the teacher.")
)


def in_time(viewer: Viewer, r: Request) -> Decision:
    return ALLOWED if viewer.now < r.expires_at else denied(_("This request has expired."))


def not_over_the_teacher(viewer: Viewer, r: Request) -> Decision:
    """She may have come to power since she was asked."""
    return not_under_power(viewer, r.teacher_id)


def overdue(viewer: Viewer, r: Request) -> Decision:
    return ALLOWED if viewer.now >= r.expires_at else denied(_("This request has not expired yet."))


def learner(viewer: Viewer, a: Asking) -> Decision:
    """Whoever asks is enrolled in a cohort of the mentor's programme."""
    if viewer.is_somebody and a.enrolment is not None:
        return ALLOWED
    return denied(_("Only teachers enrolled in this mentor’s programme can ask for guidance."))


def programme_open(viewer: Viewer, a: Asking) -> Decision:
    return ALLOWED if a.is_open else denied(_("This programme is not open now."))


def asks_another(viewer: Viewer, a: Asking) -> Decision:
    if a.mentor.pk != a.teacher_id:
        return ALLOWED
    return denied(_("You cannot ask yourself for guidance."))


def can_be_asked(viewer: Viewer, a: Asking) -> Decision:
    if a.place is not None:
        return ALLOWED
    return denied(gettext("%(name)s takes no requests now.") % {"name": a.mentor})


def mentor_can_guide(viewer: Viewer, a: Asking) -> Decision:
    return unbarred(a.mentor, a.mentor_bar)


def has_consented(viewer: Viewer, a: Asking) -> Decision:
    if a.teacher_bar is None:
        return ALLOWED
    return denied(_("This programme asks for your consent first. You give it on your own page."))


def not_asked_already(viewer: Viewer, a: Asking) -> Decision:
    if not a.asked_already:
        return ALLOWED
    return denied(
        gettext("You have asked %(name)s already. Please wait for the answer.") % {"name": a.mentor}
    )


def few_waiting(viewer: Viewer, a: Asking) -> Decision:
    """The blueprint's most requests that one teacher may have waiting."""
    if a.waiting < blueprint_of(a.cohort).request.most_open:
        return ALLOWED
    return denied(
        _("You have as many requests waiting as can wait at once. Withdraw one, or wait a little.")
    )


def not_overloaded(viewer: Viewer, a: Asking) -> Decision:
    """Requests and guidance together stay within the blueprint's largest caseload."""
    if a.load < blueprint_of(a.cohort).mentor.caseload.maximum:
        return ALLOWED
    return denied(
        gettext("%(name)s has as many requests now as one person can answer. Try again later.")
        % {"name": a.mentor}
    )


REQUEST = Lifecycle(
    "request",
    R,
    initial=R.OPEN,
    moved_on=_("This request has been answered or has expired since you opened the page."),
    moves=[
        Move("accept",   (R.OPEN,), R.ACCEPTED,  asked,    (in_time, not_over_the_teacher), pgettext_lazy("button", "Accept and find a time")),
        Move("decline",  (R.OPEN,), R.DECLINED,  asked,    (not_over_the_teacher,), pgettext_lazy("button", "Decline kindly")),
        Move("withdraw", (R.OPEN,), R.WITHDRAWN, asker,    (), pgettext_lazy("button", "Withdraw the request")),
        Move("expire",   (R.OPEN,), R.EXPIRED,   platform, (overdue,), pgettext_lazy("button", "Expire")),
    ],
)  # fmt: skip
ASKING_RIGHTS = Rights(
    "asking",
    [
        Right(
            "ask",
            learner,
            (
                programme_open,
                cohort_runs,
                asks_another,
                not_own_principal,
                not_own_senior,
                can_be_asked,
                mentor_can_guide,
                has_consented,
                not_asked_already,
                few_waiting,
                not_overloaded,
            ),
        ),
    ],
)
REQUEST_RIGHTS = Rights("request", [Right("read_text", request_words_readers)])
