"""What can be done to work handed in and to what is kept of practice: one function a verb."""

from banyan.practice.actions.anchors import give_anchor, retire_anchor, write_anchor
from banyan.practice.actions.applications import hand_in_application
from banyan.practice.actions.contexts import begin_context, begin_intake
from banyan.practice.actions.needs import add_evidence, begin_assessment
from banyan.practice.actions.submissions import (
    MOST_WORDS,
    assign_all,
    assign_by_load,
    assign_reader,
    change_reading,
    decide,
    decide_dispute,
    decline_reading,
    finish_reading,
    hand_in,
    lapse,
    raise_dispute,
    reassign,
    release_reader,
    return_submission,
    sign_off,
    withdraw_dispute,
    withdraw_submission,
)
from banyan.practice.actions.well_being import give_check, turn_off, turn_on

__all__ = [
    "MOST_WORDS",
    "add_evidence",
    "assign_all",
    "assign_by_load",
    "assign_reader",
    "begin_assessment",
    "begin_context",
    "begin_intake",
    "change_reading",
    "decide",
    "decide_dispute",
    "decline_reading",
    "finish_reading",
    "give_anchor",
    "give_check",
    "hand_in",
    "hand_in_application",
    "lapse",
    "raise_dispute",
    "reassign",
    "release_reader",
    "retire_anchor",
    "return_submission",
    "sign_off",
    "turn_off",
    "turn_on",
    "withdraw_dispute",
    "withdraw_submission",
    "write_anchor",
]
