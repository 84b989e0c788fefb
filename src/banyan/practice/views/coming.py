"""What comes next in an observation, said to one of its two."""

from __future__ import annotations

from django.utils.translation import gettext as _

from banyan.kernel.viewer import Viewer
from banyan.practice.queries import observations as queries
from banyan.practice.queries.observations import Cycle
from banyan.practice.standings import OBSERVATION_PAIR, OBSERVER
from banyan.practice.states import Direction
from banyan.practice.states import ObservationStatus as S


def is_asked_to_be_visited(viewer: Viewer, found: Cycle) -> bool:
    """Whether a colleague would like to see a lesson of hers, and she has not answered."""
    row = found.observation
    waits = row.direction == Direction.VISIT and row.status == S.PLANNED
    return waits and row.planned_by_id == row.observer_id and not OBSERVER.holds(viewer, row)


def next_in_words(viewer: Viewer, found: Cycle) -> str:
    """What comes next, and from whom."""
    row, own = found.observation, OBSERVATION_PAIR.holds(viewer, found.observation)
    said = {"name": queries.other_of(row, viewer.person_id).name}
    observes, learns = OBSERVER.holds(viewer, row), found.learner_id == viewer.person_id
    planned = row.planned_by_id == viewer.person_id
    sentences = {
        S.PLANNED: _("Now %(name)s has to agree.")
        if planned
        else _(
            "%(name)s would like to see a lesson of yours, to learn from it. Agree, change the "
            "plan, or say: not this time. Nobody asks why, and nobody else learns of it."
        )
        if is_asked_to_be_visited(viewer, found)
        else _("%(name)s has planned this. Agree to it, or change the plan."),
        S.AGREED: _("Open the tools on your phone before the lesson: they work without a network.")
        if observes
        else _("%(name)s comes to see the lesson. Teach as you always do."),
        S.OBSERVED: _what_it_shows(viewer, found),
        S.ANALYSED: _("Now comes the feedback: a strength, and at most two steps.")
        if observes
        else _("%(name)s writes the feedback now."),
        S.FEEDBACK: _what_to_answer(found, learns),
        S.ANSWERED: _("Your next session opens with the steps that will be tried.")
        if found.record.mentorship_id is not None
        else _("When you meet next, ask each other how it went."),
    }
    return str(sentences.get(S(row.status), "")) % said if own else ""


def _what_to_answer(found: Cycle, learns: bool) -> str:
    if not found.steps:
        return _("Read it, and answer.") if learns else _("Now %(name)s reads it, and answers.")
    if learns:
        return _("Say what you think of each step.")
    return _("Now %(name)s says what to do with each step.")


def has_said(viewer: Viewer, found: Cycle) -> bool:
    """Whether she has written what the evidence shows, and can still change it."""
    return found.status == S.OBSERVED and bool(_both(viewer, found)[0])


def _both(viewer: Viewer, found: Cycle) -> tuple[str, str]:
    """What she says that it shows, and what the other one says."""
    said = found.said("shows_observed"), found.said("shows_observer")
    return said[::-1] if OBSERVER.holds(viewer, found.observation) else said


def _what_it_shows(viewer: Viewer, found: Cycle) -> str:
    mine, theirs = _both(viewer, found)
    if mine and theirs:
        return _(
            "Both of you have written what the evidence shows. Talk about it, and say so here."
        )
    if mine:
        return _("You have written what the evidence shows. Now %(name)s does.")
    return _("Now each of you writes what the evidence shows, and you talk about it.")
