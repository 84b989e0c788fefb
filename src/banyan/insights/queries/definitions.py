"""What each number means, in one sentence each: the page that every number leads to."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Definition:
    """`key` is the anchor on the page of numbers."""

    key: str
    name: object
    sentence: object


ALL = (
    Definition(
        "invited",
        _("Invited"),
        _("Teachers who were invited to the cohort or enrolled in it, and have not left."),
    ),
    Definition(
        "enrolled",
        _("Enrolled"),
        _("Teachers who take part in the cohort now or have completed it."),
    ),
    Definition(
        "proposed",
        _("Mentor proposed"),
        _(
            "Enrolled teachers to whom a mentor of the cohort was proposed at least once, "
            "whatever came of it."
        ),
    ),
    Definition(
        "active",
        _("Both said yes"),
        _(
            "Enrolled teachers with a pair of the cohort that both accepted, also when it has"
            " ended since."
        ),
    ),
    Definition(
        "met",
        _("Met at least once"),
        _(
            "Enrolled teachers with at least one session of their pair that both sides say "
            "took place."
        ),
    ),
    Definition(
        "met_this_month",
        _("Met this month"),
        _(
            "Enrolled teachers with a session of their pair this month, on your calendar, "
            "that both sides say took place."
        ),
    ),
    Definition(
        "needs",
        _("Needs by domain"),
        _(
            "Enrolled teachers who named the domain among their needs; a teacher counts once "
            "for each domain named."
        ),
    ),
    Definition(
        "mentored",
        _("With a mentor"),
        _("Teachers whose pair is active or paused today."),
    ),
    Definition(
        "held",
        _("Sessions held"),
        _(
            "Sessions of two people that both sides say took place; group sessions have no "
            "school and are not counted by place."
        ),
    ),
    Definition(
        "minutes",
        _("Agreed minutes"),
        _(
            "Minutes of held sessions on which both sides agree; while they differ, the "
            "session adds none."
        ),
    ),
    Definition(
        "led",
        _("Hours led"),
        _(
            "Agreed minutes of the sessions you led; a group session counts once, as long as "
            "the longest that you and one participant agree on."
        ),
    ),
    Definition(
        "received",
        _("Hours of mentoring"),
        _("Agreed minutes of the sessions you had a seat in."),
    ),
    Definition(
        "load",
        _("Teachers you mentor"),
        _(
            "Pairs that are proposed, active or paused, of as many as you said you can take; "
            "guidance on one question takes no seat."
        ),
    ),
    Definition(
        "pairs-in-trouble",
        _("Pairs that need you"),
        _(
            "Pairs with no session for 21 days and none planned, two sessions missed in a "
            "row, a proposal or request without an answer in time, a pause past its day, "
            "minutes that differ, a teacher who would like another mentor, or a mentor who has "
            "come to power over the teacher’s school."
        ),
    ),
    Definition(
        "feedback-mean",
        _("Mean of feedback"),
        _(
            "The mean of teachers’ answers, from 1 to 5, over all your sessions. An answer "
            "counts a week after it was given, and only in a step with answers of at least "
            "two other people, so that no change of the mean tells what one person said."
        ),
    ),
    Definition(
        "feedback-themes",
        _("Themes in feedback"),
        _(
            "How many different people ticked a theme, counted once a month. Numbers under 5 "
            "are not shown; where that would be a single one, the smallest of the others is "
            "not shown either."
        ),
    ),
)


def definitions() -> tuple[Definition, ...]:
    """Every number that a page shows, in the order in which people meet them."""
    return ALL
