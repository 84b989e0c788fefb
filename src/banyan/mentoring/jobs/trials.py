"""The end of trials, looked at by the clock: both are asked, reminded once, and go on."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring.actions.trials import lapse_trial
from banyan.mentoring.queries.doses import day_there
from banyan.mentoring.queries.trials import Trying, trials_open
from banyan.mentoring.states import TrialStatus
from banyan.notifications.actions import Telling, tell_each, telling
from banyan.programmes.queries import design_of
from banyan.trail.registry import every

REMIND_BEFORE = 2  # days before the last one to answer
LATE = 14  # days after the last one to answer; who passed it long ago has gone on without a word


def ask_after_trials() -> int:
    """Ask each of a pair whose trial is over, once, and once more near the last day, whoever has
    not answered. When that is over and nobody said no, the pair goes on. Returns how many notices
    are new."""
    now = timezone.now()
    by = system(now)
    asked: list[Telling] = []
    for found, answered in trials_open(by.today):
        if by.today <= found.last_on:
            asked += _asked(found, answered, now)
        elif by.today <= found.last_on + timedelta(days=LATE) and _over_for_both(found, now):
            _lapsed(found, by)
    return tell_each(asked, now=now)


def _asked(found: Trying, answered: set[int], now: datetime) -> list[Telling]:
    pair = found.pair
    near = now.date() >= found.last_on - timedelta(days=REMIND_BEFORE)
    kind = "trial.reminder" if near else "trial.asked"
    asked = []
    for person, other in ((pair.mentor_id, pair.mentee), (pair.mentee_id, pair.mentor)):
        if person in answered:
            continue
        asked += telling(
            [person],
            kind,
            key=f"{kind}:{pair.pk}",
            link=reverse("mentoring:trial", args=[pair.pk]),
            mentorship=pair.pk,
            blueprint=design_of(pair),
            other=other.name,
            answer_on=found.last_on.isoformat(),
        )
    return asked


def _over_for_both(found: Trying, now: datetime) -> bool:
    """Whether the last day to answer is over on the calendar of each: further west it lasts
    longer than here."""
    both = (found.pair.mentor, found.pair.mentee)
    return all(day_there(now, one.time_zone) > found.last_on for one in both)


def _lapsed(found: Trying, by: Viewer) -> None:
    if found.status == TrialStatus.DOUBTED:
        return  # a coordinator decides
    try:
        lapse_trial(found, by=by)
    except (Refused, Stale):  # answered or ended while this job was on its way to it
        return


every(60, "banyan.mentoring.jobs.trials.ask_after_trials")
