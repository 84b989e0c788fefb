"""The stages of a programme: what exists already, and how each stage stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from banyan.programmes.models import Programme, StageRecord
from banyan.programmes.queries.designs import blueprint_named
from blueprint import Artefact, Blueprint, Stage, StageFacts, StageState, stages


def records_of(programme: Programme) -> dict[str, StageRecord]:
    """What is on record, by key: "stage/artefact", or "stage" where a stage has no artefacts."""
    rows = StageRecord.objects.filter(programme=programme).select_related("written_by")
    return {row.key: row for row in rows}


def stages_of(
    programme: Programme, records: Iterable[StageRecord], today: date
) -> tuple[StageState, ...]:
    """How each stage of the blueprint stands on a day."""
    facts = StageFacts(
        programme_starts_on=programme.starts_on,
        programme_ends_on=programme.ends_on,
        artefacts={record.key: record.done_on for record in records},
    )
    return stages(_design(programme), facts, today)


def keys_of(stage: Stage) -> dict[str, Artefact | None]:
    """What a stage brings about, by key; the stage itself where it names nothing."""
    if not stage.artefacts:
        return {stage.code: None}
    return {f"{stage.code}/{artefact.code}": artefact for artefact in stage.artefacts}


def piece_of(programme: Programme, key: str) -> tuple[Stage, Artefact | None]:
    """The stage and artefact of a key. Raises StageRecord.DoesNotExist where there is none."""
    for stage in _design(programme).stages:
        if key in (pieces := keys_of(stage)):
            return stage, pieces[key]
    raise StageRecord.DoesNotExist(key)


def keys_for(programme: Programme, document: str) -> list[str]:
    """Keys of what stages bring about that is this document."""
    return [
        key
        for stage in _design(programme).stages
        for key, artefact in keys_of(stage).items()
        if artefact and artefact.document == document
    ]


def needed_to_open(programme: Programme) -> list[str]:
    """Keys of what must exist before the programme opens."""
    return [
        key for stage in _design(programme).stages if stage.before_opening for key in keys_of(stage)
    ]


def _design(programme: Programme) -> Blueprint:
    return blueprint_named(programme.blueprint, programme.blueprint_version)
