"""Who may say what about a session, and who may read it. The whole answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.standings import PAIR, SESSION_PARTIES
from banyan.mentoring.states import MentorshipStatus, SessionStatus
from banyan.surveys.queries.asking import Asked
from banyan.surveys.queries.fits import FitAsked
from banyan.surveys.queries.settled import CHANGE_FOR
from banyan.surveys.standings import AUTHOR, CONFIDANT, FIT_AUTHOR
from banyan.surveys.states import FitStatus

author = AUTHOR.otherwise(_("Only the one who wrote it can read this."))
confidant = CONFIDANT.otherwise(_("These words are for the coordinators of the school."))


# Whoever was to be in the session, on either side.
party = SESSION_PARTIES.otherwise(_("Only people of this session can do this."), of="session")


def held(viewer: Viewer, a: Asked) -> Decision:
    if a.session.status == SessionStatus.HELD:
        return ALLOWED
    return denied(_("Feedback follows when both of you have said that you met."))


def was_there(viewer: Viewer, a: Asked) -> Decision:
    if a.was_there:
        return ALLOWED
    return denied(_("Only those who were there can give feedback."))


def changeable(viewer: Viewer, a: Asked) -> Decision:
    if a.given is None or viewer.now < a.given.given_at + CHANGE_FOR:
        return ALLOWED
    return denied(_("Your feedback is a week old and counts now. It cannot be changed any more."))


FEEDBACK = Rights(
    "feedback",
    [
        Right("give",   party, (held, was_there, changeable), pgettext_lazy("button", "Give feedback")),
        Right("change", party, (held, was_there, changeable), pgettext_lazy("button", "Change my feedback")),
    ],
)  # fmt: skip
RESPONSE_RIGHTS = Rights(
    "response",
    [
        Right("read", author),  # the answers: nobody else, ever, one by one
        Right("read_confidence", confidant),
    ],
)


# How the two fit: each of them, alone, while the pair works and the time for it is open.
one_of_the_two = PAIR.otherwise(_("Only the mentor and the teacher can do this."), of="pair")
fit_author = FIT_AUTHOR.otherwise(_("Only the one who wrote it can read this."))


def works(viewer: Viewer, a: FitAsked) -> Decision:
    if a.pair.status == MentorshipStatus.ACTIVE:
        return ALLOWED
    return denied(_("This is possible only while the pair is active."))


def still_open(viewer: Viewer, a: FitAsked) -> Decision:
    """Whoever is late may answer until the last day; what was answered may be changed a week."""
    if a.given is None or a.given.status == FitStatus.NOT_NOW:
        if a.opens_on <= viewer.today <= a.last_on:
            return ALLOWED
        return denied(_("The time for these questions is over."))
    if viewer.now < a.given.given_at + CHANGE_FOR:
        return ALLOWED
    return denied(_("Your answers are a week old and count now. They cannot be changed any more."))


def nothing_said(viewer: Viewer, a: FitAsked) -> Decision:
    return ALLOWED if a.given is None else denied(_("You have answered already."))


FIT = Rights(
    "fit",
    [
        Right("answer",  one_of_the_two, (works, still_open), pgettext_lazy("button", "Send my answers")),
        Right("not_now", one_of_the_two, (works, still_open, nothing_said), pgettext_lazy("button", "Not now")),
    ],
)  # fmt: skip
FIT_RIGHTS = Rights("fit pulse", [Right("read", fit_author)])
