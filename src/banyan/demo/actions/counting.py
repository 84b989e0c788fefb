"""Hours that Arun claims, and parts of pay that mentors of other programmes have earned."""

from __future__ import annotations

from banyan.credentials import actions as credentials
from banyan.credentials.queries import hours, stipends
from banyan.demo import words
from banyan.demo.actions.world import World
from banyan.mentoring.models import Mentorship
from banyan.mentoring.states import LIVE
from banyan.organisations.models import Membership
from banyan.organisations.states import Role
from banyan.programmes.models import Cohort


def count(world: World) -> None:
    claim_hours(world)
    pay_mentors(world)


def claim_hours(world: World) -> None:
    """One session is awarded; a course that Arun took waits for Meera."""
    meera, arun, devi = (world.cast[name] for name in ("meera", "arun", "devi"))
    rows = Mentorship.objects.filter(mentor=meera, mentee=arun, status__in=LIVE)
    pair = rows.select_related("mentor", "mentee", "school", "cohort__programme").get()
    by = world.seen(arun, world.at(6))
    found = hours.unclaimed(by, pair)[-1:]
    if found:
        made = credentials.claim_hours(pair, "knowledge_and_practice", by=by, sessions=found)
        credentials.attest_hours(made, by=world.seen(meera, world.at(5)))
        credentials.award_hours(made, by=world.seen(devi, world.at(4)))
    credentials.claim_hours(
        pair,
        "professional_growth",
        by=world.seen(arun, world.at(2)),
        minutes=120,
        happened_on=world.at(9).date(),
        evidence=words.COURSE,
    )


def pay_mentors(world: World) -> None:
    """What is earned is proposed by one coordinator; the second one approves the first of it."""
    for cohort in Cohort.objects.select_related("programme__organisation").order_by("pk"):
        if stipends.pay_of(cohort) is None:
            continue
        run_by = Membership.objects.filter(
            role=Role.COORDINATOR, organisation=cohort.programme.organisation
        ).select_related("person")
        first, second = (each.person for each in run_by.order_by("pk")[:2])
        by = world.seen(first, world.at(2))
        for each in stipends.payees(by, cohort, None):
            for number, offer in enumerate(one for one in each.offers if one.earned):
                pay = stipends.pay_of(cohort)
                whole = stipends.minor(pay.currency, pay.least) if pay else 0
                line = credentials.propose_stipend(offer, whole, by=by)
                if number == 0:
                    credentials.approve_stipend(line, by=world.seen(second, world.at(1)))
