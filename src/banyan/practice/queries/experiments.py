"""How far each experiment has come: derived from which of its sections are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Record
from banyan.mentoring.states import RecordKind
from banyan.practice.queries.hub import shared_with
from banyan.practice.states import ExperimentStage as E

_FOLLOWING = (("evidence", E.WEIGHED), ("did", E.DONE), ("expect", E.PLANNED))


def stage_of(words: Mapping[str, Any]) -> E:
    """Of what is written: what was decided, else the last of the sections that has a word."""
    if words.get("decision") in (E.KEEP, E.ADAPT, E.DROP):
        return E(words["decision"])
    return next((stage for code, stage in _FOLLOWING if words.get(code)), E.BEGUN)


def experiments(viewer: Viewer) -> QuerySet[Record]:
    """Those that the viewer reads, newest first, each with its `stage` where she reads all of it.
    Of the words, only which sections there are, and what was decided."""
    decided = [
        When(is_whole=True, words__decision=one.value, then=Value(one.value))
        for one in (E.KEEP, E.ADAPT, E.DROP)
    ]
    written = [
        When(is_whole=True, words__has_key=code, then=Value(stage.value))
        for code, stage in _FOLLOWING
    ]
    begun = When(is_whole=True, then=Value(E.BEGUN.value))
    return shared_with(viewer, RecordKind.EXPERIMENT).annotate(
        stage=Case(*decided, *written, begun, default=Value(""), output_field=CharField())
    )
