"""A workshop that takes place at this moment, led by Meera; Arun has a seat in it."""

from __future__ import annotations

from datetime import timedelta

from banyan.programmes.models import Programme
from banyan.training import actions
from banyan.training.models import Workshop
from tests.conftest import NOW, Cast
from tests.walk.moments import at

HOUR = timedelta(hours=1)


def gather(programme: Programme, cast: Cast) -> Workshop:
    devi = at(cast.devi, 5)
    workshop = actions.plan(
        programme, "Reading aloud", at(cast.devi, -9).today, by=devi, audience="teachers"
    )
    site = actions.add_site(
        workshop, "Ahmedabad", 9, cast.meera, "Asia/Kolkata", by=devi, place="Hall 2"
    )
    actions.add_day(site, NOW - HOUR, NOW + HOUR, by=devi)
    actions.add_day(site, NOW + 24 * HOUR, NOW + 26 * HOUR, by=devi)
    actions.open_workshop(workshop, by=devi)
    actions.add_resource(workshop, "To read before", "https://example.org/read", by=devi)
    actions.take_seat(workshop, site, by=at(cast.arun, 4))
    return workshop
