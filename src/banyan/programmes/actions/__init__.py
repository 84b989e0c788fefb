"""Everything that changes programmes, enrolments and the mentor pool."""

from banyan.programmes.actions.applications import (
    accept,
    activate,
    add_evidence,
    change_application,
    nominate,
    orient,
    publish,
    refuse,
    remove_evidence,
    rest,
    return_to_pool,
    review,
    screen,
    start_application,
    submit,
    withdraw_application,
)
from banyan.programmes.actions.consents import give_consent, record_consent, withdraw_consent
from banyan.programmes.actions.designs import copy_blueprint, publish_design, save_design
from banyan.programmes.actions.enrolments import (
    change_enrolment,
    complete_enrolment,
    confirm_enrolment,
    enrol,
    enrol_by_hand,
    rejoin_enrolment,
    withdraw_enrolment,
)
from banyan.programmes.actions.imports import import_people
from banyan.programmes.actions.programmes import (
    add_cohort,
    close_programme,
    move_cohort,
    open_programme,
    start_programme,
)
from banyan.programmes.actions.stages import record_artefact, take_back
from banyan.programmes.actions.trainings import record_training, take_back_training
from banyan.programmes.actions.uploads import (
    apply_import,
    discard_import,
    go_on_with_import,
    keep_import,
)

__all__ = [
    "accept",
    "activate",
    "add_cohort",
    "add_evidence",
    "apply_import",
    "change_application",
    "change_enrolment",
    "close_programme",
    "complete_enrolment",
    "confirm_enrolment",
    "copy_blueprint",
    "discard_import",
    "enrol",
    "enrol_by_hand",
    "give_consent",
    "go_on_with_import",
    "import_people",
    "keep_import",
    "move_cohort",
    "nominate",
    "open_programme",
    "orient",
    "publish",
    "publish_design",
    "record_artefact",
    "record_consent",
    "record_training",
    "refuse",
    "rejoin_enrolment",
    "remove_evidence",
    "rest",
    "return_to_pool",
    "review",
    "save_design",
    "screen",
    "start_application",
    "start_programme",
    "submit",
    "take_back",
    "take_back_training",
    "withdraw_application",
    "withdraw_consent",
    "withdraw_enrolment",
]
