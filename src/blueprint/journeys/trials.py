"""When the trial of a pair is over, and when it is asked how the two fit."""

import datetime as dt
from collections.abc import Iterable

from blueprint.journeys.calendar import add, leaves, moved, shift
from blueprint.journeys.facts import Hold
from blueprint.language import Relationship


def trial_ends(
    relationship: Relationship, starts_on: dt.date, holds: Iterable[Hold], today: dt.date
) -> dt.date | None:
    """The day on which each of a pair that began on `starts_on` is asked whether to go on; none
    where there is no trial. Days on hold make it later by as many."""
    if relationship.trial is None:
        return None
    begins = starts_on.toordinal()
    ends = add(begins, *shift(relationship.trial))
    return dt.date.fromordinal(moved(ends, begins, leaves(holds, today.toordinal())))


def pulse_opens(days: int, starts_on: dt.date, holds: Iterable[Hold], today: dt.date) -> dt.date:
    """The day on which each of a pair that began on `starts_on` is asked how the two fit, so many
    days on. Days on hold make it later by as many."""
    begins = starts_on.toordinal()
    opens = add(begins, 0, days, 0)
    return dt.date.fromordinal(moved(opens, begins, leaves(holds, today.toordinal())))
