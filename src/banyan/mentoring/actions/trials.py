"""The end of a trial: each says alone whether to go on."""

from __future__ import annotations

from django.db import transaction

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Trial, TrialAnswer
from banyan.mentoring.queries.trials import Trying, under_lock
from banyan.mentoring.rules.trials import TRIAL
from banyan.mentoring.states import TrialStatus
from banyan.trail import actions as trail


def verb_of(status: str, goes_on: bool) -> str:
    """Which move an answer is, from where the trial stands."""
    if status == TrialStatus.DOUBTED:
        return "add"
    if not goes_on:
        return "say_no"
    return "say_yes" if status == TrialStatus.ASKED else "agree"


@transaction.atomic
def answer_trial(found: Trying, goes_on: bool, *, by: Viewer) -> Trial:
    """Say whether one would like to go on; the other one does not read it. With the second yes
    nothing changes for the pair; with a no its coordinators are asked. Raises Refused for whoever
    has answered already."""
    now = under_lock(found, by)
    verb = verb_of(now.status, goes_on)
    trial = _move(now, verb, by)
    TrialAnswer.objects.create(trial=trial, person_id=by.person_id, goes_on=goes_on, said_at=by.now)
    return trial


@transaction.atomic
def go_on(found: Trying, *, by: Viewer) -> Trial:
    """The coordinator has spoken with them: they go on, although one had said no."""
    return _move(under_lock(found, by), "go_on", by)


@transaction.atomic
def lapse_trial(found: Trying, *, by: Viewer) -> Trial:
    """The time to answer is over and nobody said no: they go on. Only the platform does this."""
    return _move(under_lock(found, by), "lapse", by)


def _move(now: Trying, verb: str, by: Viewer) -> Trial:
    scope = now.pair.school.path or ""
    # Of the trial and not of the pair: its timeline must not tell one what the other one said.
    trial = trail.move(now.trial, TRIAL, verb, by=by, scope=scope, on=now)
    if trial.status == TrialStatus.GOES_ON:
        about = trail.subject_of(now.pair)
        trail.record(verb="mentorship.tried", subject=about, scope=scope, by=by)
    return trial
