"""Numbers over the contexts below, and the rows behind each of them."""

from banyan.insights.queries.definitions import Definition, definitions
from banyan.insights.queries.funnel import Funnel, Stage, funnel, needs_by_domain, stage_rows
from banyan.insights.queries.indicators import (
    Reading,
    Standing,
    indicators_of_cohort,
    indicators_of_programme,
)
from banyan.insights.queries.lived import FEWEST as FEWEST_PAIRS
from banyan.insights.queries.lived import FEWEST_EACH, Prediction, prediction, says
from banyan.insights.queries.load import Hours, Led, Load, hours_led, hours_of, mentor_load
from banyan.insights.queries.schools import (
    Counts,
    PlaceCounts,
    place,
    places_above,
    school_counts,
    starting_places,
    total_counts,
)
from banyan.insights.queries.trouble import Reason, Trouble, coordinates, pairs_in_trouble
from banyan.insights.queries.well_being import FEWEST, Area, Mean, well_being

__all__ = [
    "FEWEST",
    "FEWEST_EACH",
    "FEWEST_PAIRS",
    "Area",
    "Counts",
    "Definition",
    "Funnel",
    "Hours",
    "Led",
    "Load",
    "Mean",
    "PlaceCounts",
    "Prediction",
    "Reading",
    "Reason",
    "Stage",
    "Standing",
    "Trouble",
    "coordinates",
    "definitions",
    "funnel",
    "hours_led",
    "hours_of",
    "indicators_of_cohort",
    "indicators_of_programme",
    "mentor_load",
    "needs_by_domain",
    "pairs_in_trouble",
    "place",
    "places_above",
    "prediction",
    "says",
    "school_counts",
    "stage_rows",
    "starting_places",
    "total_counts",
    "well_being",
]
