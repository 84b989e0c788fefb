"""Which step of a journey is done by what of practice."""

from __future__ import annotations

from typing import Any

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.records import records_of_pair
from banyan.mentoring.standings import RECORD_WHOLE
from banyan.mentoring.states import RecordKind
from blueprint import Blueprint, Step


def that_show(viewer: Viewer, pair: Mentorship, kinds: tuple[RecordKind, ...]) -> list[Any]:
    """Records of these kinds that the pair has, and the viewer reads whole, the newest first: what
    a step can be done by. One query; none where there are no kinds."""
    if not kinds:
        return []
    return list(records_of_pair(viewer, pair, *kinds).filter(RECORD_WHOLE.where(viewer))[:100])


def talks_around(design: Blueprint, key: str) -> tuple[list[str], list[str]]:
    """The conversations that belong to the observation of this key, by their own keys: those after
    which it comes, and those that come after it. None where the blueprint names none."""
    module, _slash, rest = key.rpartition("/")
    code, _hash, number = rest.partition("#")
    seen = next((one for one in design.steps if one.code == code), None)
    if seen is None or seen.kind != "observation":
        return [], []
    talks = [
        one
        for one in design.steps
        if one.kind == "conversation" and (not one.modules or module in one.modules)
    ]

    def key_of(one: Step) -> str:
        place = f"{module}/" if one.modules else ""
        return f"{place}{one.code}" + (f"#{number}" if number and one.every else "")

    return (
        [key_of(one) for one in talks if one.code in seen.after],
        [key_of(one) for one in talks if code in one.after],
    )


def talk_of_observation(design: Blueprint, step: Step) -> str:
    """For a conversation: "before" or "after" the observation to which it belongs, else ""."""
    if step.kind != "conversation":
        return ""
    watched = [one for one in design.steps if one.kind == "observation"]
    if any(step.code in one.after for one in watched):
        return "before"
    return "after" if any(one.code in step.after for one in watched) else ""
