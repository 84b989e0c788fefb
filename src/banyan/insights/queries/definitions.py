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
            "Minutes of held sessions on which both sides agree, or at which a coordinator has "
            "settled them; while they differ, the session adds none."
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
        "measure-teachers_in_pairs",
        _("Indicator: teachers in pairs"),
        _(
            "Of the teachers who were enrolled at some time of the year named, those whose pair ran"
            " at some time of it."
        ),
    ),
    Definition(
        "measure-pairs_meeting",
        _("Indicator: pairs that meet"),
        _(
            "Of the pairs that ran in that time, those with a session in it that both sides say"
            " took place. The blueprint may count the last seven days only."
        ),
    ),
    Definition(
        "measure-minutes_held",
        _("Indicator: credited minutes"),
        _(
            "Minutes of the sessions of pairs in that time that count: both sides agree on them, or"
            " a coordinator has settled them. In the ledger they stand under “Credited”, not under"
            " “Held”. The blueprint may count the last whole month only, or the mean for each pair"
            " that ran."
        ),
    ),
    Definition(
        "measure-steps_in_time",
        _("Indicator: steps in time"),
        _(
            "Of the steps of pairs whose last day lay in that time and is over, those that were"
            " done by it. Steps that were waived or rest do not count."
        ),
    ),
    Definition(
        "measure-modules_completed",
        _("Indicator: modules completed"),
        _("Of all modules that the pairs of that time need, those complete by its end."),
    ),
    Definition(
        "measure-pairs_completed",
        _("Indicator: pairs that completed"),
        _("Of the pairs that came to an end in that time, those that completed the programme."),
    ),
    Definition(
        "measure-teachers_satisfied",
        _("Indicator: satisfaction of teachers"),
        _(
            "Teachers’ answers from 1 to 5 after sessions: their mean, or the share of answers of 4"
            " and 5. Counted once a month, a week after it was over, and only in steps with"
            " answers of as many people as the blueprint asks for. Who did not answer is not in"
            " it."
        ),
    ),
    Definition(
        "measure-mentors_satisfied",
        _("Indicator: satisfaction of mentors"),
        _("The same, of mentors’ answers after their sessions."),
    ),
    Definition(
        "measure-mentors_trained",
        _("Indicator: mentors trained"),
        _(
            "Of the mentors of pairs that ran in that time, those whose required trainings all"
            " counted on its last day."
        ),
    ),
    Definition(
        "measure-applications_decided",
        _("Indicator: applications decided"),
        _(
            "Of the applications to mentor in the programme that waited for a decision in that"
            " time, those that got one."
        ),
    ),
    Definition(
        "measure-requests_answered",
        _("Indicator: requests answered"),
        _(
            "Of the requests for guidance of that time that are over and were not taken back, those"
            " that were accepted or declined before they expired."
        ),
    ),
    Definition(
        "measure-stated_by_coordinator",
        _("Indicator: counted by the coordinator"),
        _(
            "What lies outside Banyan, such as teachers who are still in their district a year"
            " later or children in mentoring. Banyan does not measure it."
        ),
    ),
    Definition(
        "pairs-in-trouble",
        _("Pairs that need you"),
        _(
            "Pairs with no session for 21 days and none planned, two sessions missed in a "
            "row, a proposal or request without an answer in time, a pause past its day, "
            "minutes that differ, somebody who asks for another pairing, a teacher who would like "
            "another mentor, or a mentor who has come to power over the teacher."
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
