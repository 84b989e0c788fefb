"""Mentors of the pilot keep hours in which their teachers book them; some would rather be asked."""

from __future__ import annotations

from datetime import timedelta

from banyan.demo.actions.world import World
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship
from banyan.mentoring.states import MentorshipStatus
from banyan.programmes.models import Cohort

EVENINGS = ((0, 2), (1, 3), (2, 4), (1, 4))
EVERY_THIRD = 3  # proposes times instead


def keep_hours(world: World, cohort: Cohort) -> None:
    """Two evenings a week; Meera every school day but the one on which her choir sings, and not on
    the days of a wedding."""
    live = Mentorship.objects.filter(cohort=cohort, status=MentorshipStatus.ACTIVE)
    mentors = {pair.mentor_id: pair.mentor for pair in live.select_related("mentor").order_by("pk")}
    meera = world.cast["meera"]
    for number, mentor in enumerate(mentors.values()):
        if mentor != meera and number % EVERY_THIRD:
            by = world.seen(mentor, world.at(30))
            mentoring.add_hours(EVENINGS[number % len(EVENINGS)], 17 * 60, 19 * 60, by=by)
    by = world.seen(meera, world.at(30))
    mentoring.add_hours((0, 1, 2, 3, 4), 16 * 60, 18 * 60, by=by)
    mentoring.add_hours((5,), 10 * 60, 12 * 60, by=by)
    mentoring.set_limits("online", "", 15, 12, 6, by=by)
    today = by.today + timedelta(days=30)
    choir = today + timedelta(days=(3 - today.weekday()) % 7)
    mentoring.set_day(choir, None, by=world.seen(meera, world.at(2)))
    wedding = today + timedelta(days=16)
    mentoring.take_leave(wedding, wedding + timedelta(days=3), by=world.seen(meera, world.at(2)))
