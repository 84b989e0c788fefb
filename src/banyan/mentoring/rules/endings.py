"""Who may end a pair before its time, and what the blueprint asks for first."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.rules.coordinating import not_of_the_pair
from banyan.mentoring.standings import COORDINATOR, ENDER, INVOLVED, OVERSEER, PARTIES
from banyan.mentoring.states import LIVE, MentorshipForm
from banyan.ui import words
from blueprint import EarlyExit, counted


def exit_of(m: Mentorship) -> EarlyExit | None:
    """The rule by which this pair ends early; guidance on one question has none."""
    return blueprint_of(m.cohort).relationship.early_exit if _is_pair(m) else None


def _is_pair(m: Mentorship) -> bool:
    return m.form == MentorshipForm.PAIR


def last_day(m: Mentorship) -> date:
    """The last day of a pair that goes on as it should: of the cohort, or later by extension."""
    return m.extended_to or m.cohort.last_on


def earliest_end(m: Mentorship, today: date) -> date:
    """The first day that can be the last one, when the end is announced today."""
    found = _after_notice(m, today)
    return max(found, m.starts_on or found)


def _after_notice(m: Mentorship, today: date) -> date:
    rule = exit_of(m)
    return counted(today, rule.notice) if rule else today


def asks_for_notice(m: Mentorship) -> bool:
    """Whether an end is told to the other side before it takes effect."""
    return _after_notice(m, date(2024, 1, 1)) > date(2024, 1, 1)  # any day would do


def _named(viewer: Viewer, m: Mentorship, rule: EarlyExit) -> bool:
    return any(PARTIES[party].holds(viewer, m) for party in rule.by)


def may_end(viewer: Viewer, m: Mentorship) -> Decision:
    """Whoever the blueprint names, each of those involved where it names nobody; and at once,
    where it asks for notice, only whom it lets do that for somebody's safety."""
    if not INVOLVED.holds(viewer, m):
        return denied(_("Only the pair or their coordinator can do this."))
    rule = exit_of(m)
    if rule is None:
        return ALLOWED
    if asks_for_notice(m):
        if any(PARTIES[party].holds(viewer, m) for party in rule.at_once):
            return ALLOWED
        return denied(_("By the rules of this programme, an early end is announced first."))
    if _named(viewer, m, rule) or OVERSEER.holds(viewer, m):
        return ALLOWED
    return denied(_NOT_NAMED)


_NOT_NAMED = _("By the rules of this programme, this is for somebody else to do.")


def may_announce(viewer: Viewer, m: Mentorship) -> Decision:
    rule = exit_of(m)
    if rule is not None and _named(viewer, m, rule):
        return ALLOWED
    return denied(_NOT_NAMED)


def lives(viewer: Viewer, m: Mentorship) -> Decision:
    if m.status in LIVE:
        return ALLOWED
    return denied(_("This is possible only while the pair is active."))


def takes_notice(viewer: Viewer, m: Mentorship) -> Decision:
    if asks_for_notice(m):
        return ALLOWED
    return denied(_("In this programme a pair ends at once; nothing is announced before."))


def not_announced(viewer: Viewer, m: Mentorship) -> Decision:
    if m.ends_early_on is None:
        return ALLOWED
    said = {"day": words.day(m.ends_early_on)}
    return denied(gettext("The end is announced already, for %(day)s.") % said)


def announced(viewer: Viewer, m: Mentorship) -> Decision:
    if m.ends_early_on is not None:
        return ALLOWED
    return denied(_("No end is announced."))


def announced_by_her(viewer: Viewer, m: Mentorship) -> Decision:
    """Whoever is of the pair takes back only what she announced herself."""
    return ALLOWED if ENDER.holds(viewer, m) else not_of_the_pair(viewer, m)


def its_last_day_is_over(viewer: Viewer, m: Mentorship) -> Decision:
    if m.ends_early_on is not None and m.ends_early_on < viewer.today:
        return ALLOWED
    return denied(_("The day for which the end is announced is not over yet."))


def far_enough(viewer: Viewer, m: Mentorship, day: date) -> Decision:
    """The last day leaves the other side as long as the blueprint says, and is one on which the
    pair would still be together: whoever is leaving does not keep a mentor from who comes after."""
    first = earliest_end(m, viewer.today)
    if day < first:
        return denied(gettext("The earliest last day is %(day)s.") % {"day": words.day(first)})
    latest = max(first, last_day(m))
    if day <= latest:
        return ALLOWED
    said = {"day": words.day(latest)}
    return denied(
        gettext("The latest last day is %(day)s: after it the pair is over anyway.") % said
    )


def followed(m: Mentorship) -> Decision:
    """Why an announced end stands, once somebody comes after."""
    said = {"teacher": m.mentee}
    return denied(gettext("%(teacher)s has another mentor or a proposal already.") % said)


def explained(viewer: Viewer, m: Mentorship, said: str) -> Decision:
    """Whoever ends a pair at once where the blueprint asks for notice says why, in words."""
    if said or not asks_for_notice(m):
        return ALLOWED
    return denied(_("Say why it cannot wait for the notice."))


ENDING_RIGHTS = Rights(
    "ending",
    [
        Right(
            "give_notice",
            may_announce,
            (lives, takes_notice, not_announced),
            pgettext_lazy("button", "Announce an early end"),
        ),
        Right(
            "take_notice_back",
            (ENDER | COORDINATOR).otherwise(
                _("Only whoever announced the end, or a coordinator, can take it back.")
            ),
            (lives, announced, announced_by_her),
            pgettext_lazy("button", "Take the announcement back"),
        ),
    ],
)
