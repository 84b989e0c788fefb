"""What should happen in a mentoring programme, and by when, as a file that people can read.

blueprint.load(Path("ours.yaml"))      # a Blueprint, or Invalid with every problem
blueprint.check(Path("ours.yaml"))     # the problems, each with its line and its cure
blueprint.library()["in_nmm"]          # what comes with the product
"""

from blueprint.checking import Invalid, Problem, check, load
from blueprint.coherence import HOUSE
from blueprint.journeys import (
    REASONS,
    DoseState,
    Facts,
    Hold,
    Journey,
    ModuleState,
    Reason,
    StageFacts,
    StageState,
    Status,
    StepState,
    journey,
    stages,
)
from blueprint.language import (
    Audience,
    Blueprint,
    Coded,
    Domain,
    Evidence,
    Exposure,
    Language,
    Level,
    LogSection,
    Party,
    Provenance,
    Question,
    Record,
    Source,
    Stage,
    Step,
    Word,
)
from blueprint.shelf import get, library, schema
from blueprint.text import Text

__all__ = [
    "HOUSE",
    "REASONS",
    "Audience",
    "Blueprint",
    "Coded",
    "Domain",
    "DoseState",
    "Evidence",
    "Exposure",
    "Facts",
    "Hold",
    "Invalid",
    "Journey",
    "Language",
    "Level",
    "LogSection",
    "ModuleState",
    "Party",
    "Problem",
    "Provenance",
    "Question",
    "Reason",
    "Record",
    "Source",
    "Stage",
    "StageFacts",
    "StageState",
    "Status",
    "Step",
    "StepState",
    "Text",
    "Word",
    "check",
    "get",
    "journey",
    "library",
    "load",
    "schema",
    "stages",
]
