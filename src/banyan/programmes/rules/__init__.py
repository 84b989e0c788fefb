"""Who may do what to programmes, enrolments and applications, and when. The whole answer."""

from banyan.programmes.rules.consents import CONSENT, CONSENTING, unbarred
from banyan.programmes.rules.designs import DESIGN, DESIGN_RIGHTS, mistakes_in
from banyan.programmes.rules.people import (
    APPLICATION,
    APPLICATION_RIGHTS,
    COHORT_RIGHTS,
    ENROLMENT,
    ENROLMENT_RIGHTS,
    IMPORT_RIGHTS,
    bearable,
    choosable,
    experienced,
    few_enough,
    inside,
    on_the_scales,
    runs_cohort,
)
from banyan.programmes.rules.programmes import (
    PLACE_RIGHTS,
    PROGRAMME,
    PROGRAMME_RIGHTS,
    rules_of,
)
from banyan.programmes.rules.trainings import TRAINING_RIGHTS

__all__ = [
    "APPLICATION",
    "APPLICATION_RIGHTS",
    "COHORT_RIGHTS",
    "CONSENT",
    "CONSENTING",
    "DESIGN",
    "DESIGN_RIGHTS",
    "ENROLMENT",
    "ENROLMENT_RIGHTS",
    "IMPORT_RIGHTS",
    "PLACE_RIGHTS",
    "PROGRAMME",
    "PROGRAMME_RIGHTS",
    "TRAINING_RIGHTS",
    "bearable",
    "choosable",
    "experienced",
    "few_enough",
    "inside",
    "mistakes_in",
    "on_the_scales",
    "rules_of",
    "runs_cohort",
    "unbarred",
]
