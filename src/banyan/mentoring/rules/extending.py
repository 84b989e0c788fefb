"""How much longer than its cohort a pair may last, by its blueprint, and who grants it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.rules.coordinating import coordinator, not_of_the_pair
from banyan.mentoring.rules.endings import last_day, lives, not_announced
from banyan.mentoring.states import MentorshipForm
from banyan.ui import words
from blueprint import counted


def latest_day(m: Mentorship) -> date:
    """The latest day to which one extension can bring it."""
    span = blueprint_of(m.cohort).relationship.extension
    return counted(last_day(m), span) if span else last_day(m)


def extendable(viewer: Viewer, m: Mentorship) -> Decision:
    if m.form == MentorshipForm.PAIR and blueprint_of(m.cohort).relationship.extension:
        return ALLOWED
    return denied(_("This programme knows no extension."))


def not_too_often(viewer: Viewer, m: Mentorship) -> Decision:
    if m.extensions < blueprint_of(m.cohort).relationship.extension_times:
        return ALLOWED
    return denied(_("This pair has been extended as often as the programme allows."))


def within_limits(viewer: Viewer, m: Mentorship, until: date) -> Decision:
    """Later than it would end anyway, and no later than the blueprint allows."""
    if last_day(m) < until <= latest_day(m):
        return ALLOWED
    said = {"first": words.day(last_day(m)), "last": words.day(latest_day(m))}
    return denied(gettext("Choose a day after %(first)s, up to %(last)s at the latest.") % said)


EXTENDING_RIGHTS = Rights(
    "extending",
    [
        Right(
            "extend",
            coordinator,
            (not_of_the_pair, lives, extendable, not_announced, not_too_often),
            pgettext_lazy("button", "Extend"),
        )
    ],
)
