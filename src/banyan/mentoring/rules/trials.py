"""Who says what at the end of a trial, and what follows: each alone, and none is to blame."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.viewer import Viewer
from banyan.mentoring.queries.trials import Trying
from banyan.mentoring.rules.coordinating import acts_as
from banyan.mentoring.standings import PAIR
from banyan.mentoring.states import LIVE
from banyan.mentoring.states import TrialStatus as S
from banyan.people.rules import platform

one_of_the_two = PAIR.otherwise(_("Only the mentor and the teacher can do this."), of="pair")


def overseer(viewer: Viewer, t: Trying) -> Decision:
    return acts_as(
        viewer, t.pair, "coordinator", _("Only a coordinator of this school can do this.")
    )


def still_together(viewer: Viewer, t: Trying) -> Decision:
    if t.pair.status in LIVE and t.pair.ends_early_on is None:
        return ALLOWED
    return denied(_("This is possible only while the pair is active."))


def not_said(viewer: Viewer, t: Trying) -> Decision:
    return ALLOWED if t.own is None else denied(_("You have answered already."))


def in_time(viewer: Viewer, t: Trying) -> Decision:
    if t.opens_on <= viewer.today <= t.last_on:
        return ALLOWED
    return denied(_("The time to answer is over, and the pair goes on."))


def time_is_over(viewer: Viewer, t: Trying) -> Decision:
    if t.last_on < viewer.today:
        return ALLOWED
    return denied(_("There is still time to answer."))


_ANSWER = (still_together, not_said, in_time)
_YES = pgettext_lazy("button", "Yes, I would like to go on")
_NO = pgettext_lazy("button", "I would rather not")

TRIAL = Lifecycle(
    "trial",
    S,
    initial=S.ASKED,
    moved_on=_("This trial has its outcome already."),
    moves=[
        #    verb       from                      to           who             needs
        Move("say_yes", (S.ASKED,),               S.ONE_YES,   one_of_the_two, _ANSWER, _YES),
        Move("agree",   (S.ONE_YES,),             S.GOES_ON,   one_of_the_two, _ANSWER, _YES),
        Move("say_no",  (S.ASKED, S.ONE_YES),     S.DOUBTED,   one_of_the_two, _ANSWER, _NO),
        # What the other one says then is kept, and changes nothing that she could see.
        Move("add",     (S.DOUBTED,),             S.DOUBTED,   one_of_the_two, _ANSWER, _YES),
        Move("go_on",   (S.DOUBTED,),             S.GOES_ON,   overseer,       (still_together,), pgettext_lazy("button", "They go on after all")),
        # Whoever says nothing goes on.
        Move("lapse",   (S.ASKED, S.ONE_YES),     S.GOES_ON,   platform,       (still_together, time_is_over), pgettext_lazy("button", "They go on after all")),
    ],
)  # fmt: skip
