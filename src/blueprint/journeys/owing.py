"""What many pairs owe by the calendar, told without walking the steps of each."""

import datetime as dt

from blueprint.journeys.calendar import leaves
from blueprint.journeys.doses import doses
from blueprint.journeys.facts import DoseState, Facts
from blueprint.journeys.plan import plan_of
from blueprint.language import Blueprint


def owed(blueprint: Blueprint, facts: Facts, today: dt.date) -> tuple[DoseState, ...]:
    """The same states as in `journey` of every dose that is not of a module: of weeks, months,
    years and the whole time. It takes a tenth of the time, for no step is looked at."""
    day = today.toordinal()
    asked = tuple(dose for dose in blueprint.doses if dose.per != "module")
    soon = plan_of(blueprint).due_soon_days
    return doses(asked, facts, (), leaves(facts.holds, day), day, soon)
