"""Short meetings in the story of the walk: everybody of the cohort met some days ago."""

from __future__ import annotations

from datetime import timedelta

from banyan.matching.actions import rotas
from banyan.matching.models import Impression, Rota
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from tests.conftest import NOW
from tests.walk.moments import at, later
from tests.walk.secrets import SECRETS


def meet_shortly(cohort: Cohort, devi: Person, mentors: list[Person], bina: Person) -> Rota:
    """They are held, and people can still say how it was: Bina has."""
    plan = rotas.Plan(
        name="Getting to know you",
        starts_at=NOW - timedelta(days=3),
        time_zone="Asia/Kolkata",
        minutes=10,
        pause=2,
        most=4,
        invited="all",
        place="The hall",
    )
    made = rotas.plan(cohort, plan, [each.pk for each in mentors], by=at(devi, 5))
    rotas.announce(made, by=at(devi, 5))
    rotas.hold(made, by=later(at(devi, 2), NOW - timedelta(days=2)))
    Impression.objects.create(
        rota=made, person=bina, side="teacher", other=mentors[0], feeling=SECRETS["said"]
    )
    return made
