from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.matching.states.choosing import IN_CONFIDENCE as IN_CONFIDENCE
from banyan.matching.states.choosing import OURS as OURS
from banyan.matching.states.choosing import PROMISED as PROMISED
from banyan.matching.states.choosing import RANKINGS as RANKINGS
from banyan.matching.states.choosing import UNSETTLED as UNSETTLED
from banyan.matching.states.choosing import WAITING as WAITING
from banyan.matching.states.choosing import ChoiceStatus as ChoiceStatus
from banyan.matching.states.counting import Counted as Counted
from banyan.matching.states.counting import Gender as Gender
from banyan.matching.states.sentences import SENTENCES as SENTENCES
from banyan.programmes.states import Bar


class RoundStatus(models.TextChoices):
    """A matching run, which nobody but coordinators sees before it is published."""

    DRAFT = "draft", pgettext_lazy("round", "Draft")
    PUBLISHING = "publishing", pgettext_lazy("round", "Publishing")
    PUBLISHED = "published", pgettext_lazy("round", "Published")
    DISCARDED = "discarded", pgettext_lazy("round", "Discarded")


OPEN = (RoundStatus.DRAFT, RoundStatus.PUBLISHING)  # one at a time in a cohort
TOLD = (RoundStatus.PUBLISHING, RoundStatus.PUBLISHED)  # whose pairs hear of it


class WishKind(models.TextChoices):
    """What a coordinator lays down before the best pairs are sought."""

    PIN = "pin", pgettext_lazy("wish", "These two together")
    FORBID = "forbid", pgettext_lazy("wish", "Not these two")


class Objective(models.TextChoices):
    """What the best answer is: the names are the matchmaker's, explained in its `objectives`."""

    MOST_MATCHED = "most_matched", _("A mentor for as many teachers as possible")
    TOTAL_FIT = "total_fit", _("The best fit in all")
    FAIREST = "fairest", _("The weakest fits first")
    BALANCED = "balanced", _("Work shared evenly among mentors")
    STABLE = "stable", _("Nobody would rather change")


AIMS: dict[str, object] = {  # what each means, for whoever chooses
    Objective.MOST_MATCHED.value: _(
        "As many teachers as possible have a mentor. Of all such answers, this is the one that fits"
        " best in all. It is the usual aim."
    ),
    Objective.TOTAL_FIT.value: _(
        "All pairs together fit as well as they can, even where more teachers go on waiting"
        " for that."
    ),
    Objective.FAIREST.value: _(
        "As many teachers as possible have a mentor. Then the pairs that fit least are made as good"
        " as they can be, before any pair that fits well gets better."
    ),
    Objective.BALANCED.value: _(
        "As many teachers as possible have a mentor. A mentor gets one teacher more than others"
        " only where that fits clearly better."
    ),
    Objective.STABLE.value: _(
        "No teacher and mentor who are not a pair would both fit better with each other than with"
        " whom they have. More teachers may go on waiting for that."
    ),
}


class Skip(models.TextChoices):
    """Why publication left a pair out: the world had moved on since the pair was found."""

    PAIRED = "paired", _("The teacher has a mentor or a proposal already.")
    NOT_WAITING = "not_waiting", _("The teacher is not waiting for a mentor any more.")
    RESTING = "resting", _("The mentor takes no new teachers now.")
    FULL = "full", _("The mentor has no free seat any more.")
    RULED_OUT = "ruled_out", _("A rule keeps these two apart now.")
    BARRED = "barred", _("One of the two lacks what the programme asks for, such as a consent.")


class LotteryStatus(models.TextChoices):
    """Lots of a round: first the list is fixed, then the seed is made up, never the other way."""

    FROZEN = "frozen", pgettext_lazy("lottery", "List frozen")
    DRAWN = "drawn", pgettext_lazy("lottery", "Drawn")
    SET_ASIDE = "set_aside", pgettext_lazy("lottery", "Set aside")


LIVE_LOTTERIES = (LotteryStatus.FROZEN, LotteryStatus.DRAWN)  # one at a time in a round


class Grouping(models.TextChoices):
    """Among whom lots are drawn: each group has seats in proportion to its teachers."""

    ALL = "all", pgettext_lazy("grouping", "Everybody together")
    DISTRICT = "district", pgettext_lazy("grouping", "Each district by itself")
    SCHOOL_TYPE = "school_type", pgettext_lazy("grouping", "Each kind of school by itself")


class ByLot(models.TextChoices):
    """Why a teacher of a round with lots has no part in it."""

    WAITS = (
        "waits_by_lot",
        _("Lots were drawn, and this teacher waits: seats were too few for all."),
    )
    LATE = "after_the_list", _("This teacher came after the list for the lots was frozen.")


class Fit(models.TextChoices):
    """How well a pair fits, in words: see `queries.reasons` for where each begins."""

    VERY_GOOD = "very_good", pgettext_lazy("fit", "Very good fit")
    GOOD = "good", pgettext_lazy("fit", "Good fit")
    FAIR = "fair", pgettext_lazy("fit", "Fair fit")
    WEAK = "weak", pgettext_lazy("fit", "Weak fit")


class Relation(models.TextChoices):
    """What else, beyond the matchmaker's own rules, keeps a mentor and a teacher apart.

    The last three are rules of the matchmaker by now: earlier rounds have kept their pairs so. Two
    of whom the mentor's state is not known are still kept apart by the last one.
    """

    PRINCIPAL = "principal", _("the mentor is the teacher’s own principal")
    ADMINISTRATOR = "administrator", _("the mentor administers the teacher’s school")
    NODAL_OFFICER = "nodal_officer", _("the mentor answers for the teacher’s area")
    EVALUATOR = "evaluator", _("the mentor evaluates the teacher")
    LINE_MANAGER = "line_manager", _("the mentor is the teacher’s line manager")
    EARLIER_PAIR = "earlier_pair", _("they have been proposed to each other before")
    NO_SHARED_DOMAIN = "no_shared_domain", _("the mentor offers none of the teacher’s needs")
    NO_SHARED_STAGE = "no_shared_stage", _("they have no stage of school in common")
    OTHER_STATE = "other_state", _("they are in different states")


# Of these codes the truth is not known, which is neither for nor against.
UNKNOWN = frozenset({"place_unknown", "experience_unknown", "fluency_unknown"})
# Why somebody who waits, or offers, is not in the problem that the matchmaker is given.
BARS: dict[str, object] = {
    Bar.NO_CONSENT.value: _("There is no consent yet, which this programme asks for first."),
    Bar.UNTRAINED.value: _("A training that comes before the first teacher is not recorded."),
    Bar.RUN_OUT.value: _("A training has run out and has to be renewed first."),
    **{each.value: each.label for each in ByLot},
}
