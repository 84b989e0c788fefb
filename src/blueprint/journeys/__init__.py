"""What follows for a pair, and for a programme, from its blueprint and the facts.

Nothing about progress is stored that can be derived; it is derived here, and the same way for
every page, mail and count. No clock and no database: the day is an argument.
"""

from blueprint.journeys.calendar import counted, least_days
from blueprint.journeys.facts import (
    REASONS,
    DoseState,
    Facts,
    Hold,
    Journey,
    ModuleState,
    OtherPair,
    Reason,
    StageFacts,
    StageState,
    Status,
    StepState,
)
from blueprint.journeys.owing import owed
from blueprint.journeys.pay import TrancheState, months_begun, tranches
from blueprint.journeys.stages import stages
from blueprint.journeys.trials import pulse_opens, trial_ends
from blueprint.journeys.walk import journey

__all__ = [
    "REASONS",
    "DoseState",
    "Facts",
    "Hold",
    "Journey",
    "ModuleState",
    "OtherPair",
    "Reason",
    "StageFacts",
    "StageState",
    "Status",
    "StepState",
    "TrancheState",
    "counted",
    "journey",
    "least_days",
    "months_begun",
    "owed",
    "pulse_opens",
    "stages",
    "tranches",
    "trial_ends",
]
