"""What the stages of a programme have brought about by now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from banyan.demo.actions.world import World
from banyan.kernel.viewer import Viewer
from banyan.programmes import actions as programmes
from banyan.programmes.models import Programme
from banyan.programmes.queries.stages import keys_of, records_of, stages_of

EARLY = 4  # days before a stage is due on which its last paper is there
RECENT = 30  # what fell due since then is still being worked on


def prepare(programme: Programme, coordinator: Callable[[float], Viewer], days_ago: float) -> None:
    """Everything that must exist before the programme opens."""
    by = coordinator(days_ago)
    known = records_of(programme)
    for state in stages_of(programme, known.values(), by.today):
        if state.stage.before_opening:
            for key in keys_of(state.stage):
                if key in known:
                    continue
                programmes.record_artefact(programme, key, by.today, by=by)


def go_on(
    world: World, programme: Programme, coordinator: Callable[[float], Viewer], opened: int
) -> None:
    """Whatever fell due since it opened, `opened` days ago, a little before its day."""
    today = world.now.date()
    known = records_of(programme)
    for state in stages_of(programme, known.values(), today):
        if state.due_on is None or state.due_on > today - timedelta(days=RECENT):
            continue
        days_ago = min(opened, (today - state.due_on).days + EARLY)
        by = coordinator(days_ago)
        for key in keys_of(state.stage):
            if key not in known:
                programmes.record_artefact(programme, key, by.today, by=by)
