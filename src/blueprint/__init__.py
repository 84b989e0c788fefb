"""What should happen in a mentoring programme, and by when, as a file that people can read.

blueprint.load(Path("ours.yaml"))      # a Blueprint, or Invalid with every problem
blueprint.check(Path("ours.yaml"))     # the problems, each with its line and its cure
blueprint.library()["in_nmm"]          # what comes with the product
"""

from blueprint.checking import Invalid, Problem, check, load
from blueprint.coherence import HOUSE
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
    Provenance,
    Question,
    Record,
    Source,
    Word,
)
from blueprint.shelf import get, library, schema
from blueprint.text import Text

__all__ = [
    "HOUSE",
    "Audience",
    "Blueprint",
    "Coded",
    "Domain",
    "Evidence",
    "Exposure",
    "Invalid",
    "Language",
    "Level",
    "LogSection",
    "Problem",
    "Provenance",
    "Question",
    "Record",
    "Source",
    "Text",
    "Word",
    "check",
    "get",
    "library",
    "load",
    "schema",
]
