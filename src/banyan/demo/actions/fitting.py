"""How pairs of the pilot say they fit, thirty days on: most have answered, one is asked today, and
somebody would rather have another mentor."""

from __future__ import annotations

import random
from datetime import timedelta

from django.db.models import Exists, OuterRef

from banyan.demo import words
from banyan.demo.actions.world import World
from banyan.demo.places import HOME_SCHOOL
from banyan.kernel.viewer import system
from banyan.matching import snapshot
from banyan.matching.models import Proposal
from banyan.matching.queries.rematches import finding
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries.rematches import PLANS, leaving, plans_of
from banyan.mentoring.states import MentorshipStatus, Tier
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.models import Cohort
from banyan.surveys import actions as surveys
from banyan.surveys.queries.fits import FitAsked, fit_asked, later_reasons, own_pair

BEGAN = 33  # days ago: the pair that is asked now


def live_together(world: World, cohort: Cohort) -> None:
    """What pairs of the rounds have said. By a chance of each pair's own, so that what comes after
    in the world stays as it was; a good prediction helps a little, as far as anybody knows."""
    rows = Mentorship.objects.filter(
        cohort=cohort, status=MentorshipStatus.ACTIVE, starts_on__isnull=False
    )
    scores = dict(
        Proposal.objects.filter(mentorship__in=rows).values_list("mentorship_id", "score")
    )
    for pair in rows.select_related("mentor", "mentee").order_by("pk"):
        began = (world.now.date() - pair.starts_on).days if pair.starts_on else 0
        score = scores.get(pair.pk)
        if score is None or began < BEGAN + 10:
            continue
        chance = random.Random(pair.pk)  # noqa: S311  # invented people need no secrets
        for person in (pair.mentee, pair.mentor):
            known = person in world.cast.values()
            if known or chance.random() < 0.8:
                _answer(world, pair, person, chance, score, began - 31 - chance.randrange(5))


def _answer(
    world: World,
    pair: Mentorship,
    person: Person,
    chance: random.Random,
    score: int,
    days_ago: float,
) -> None:
    by = world.seen(person, world.at(days_ago, 19))
    found = fit_asked(by, own_pair(by, pair.pk))
    if found is None:  # rested meanwhile: its thirtieth day comes later
        return
    if chance.random() < 0.06 and person not in world.cast.values():
        because, _title = chance.choice(later_reasons(found))
        surveys.fit_not_now(found, because, by=by)
        return
    surveys.answer_fit(found, _scales(found, chance, score), by=by)


def _scales(found: FitAsked, chance: random.Random, score: int) -> dict[str, int]:
    like = 3.3 + score / 10_000 + chance.gauss(0, 0.7)
    return {
        question.code: min(5, max(1, round(like + chance.gauss(0, 0.5))))
        for question in found.questions
    }


def begin_lately(world: World, cohort: Cohort) -> None:
    """Meera has one more teacher, since little more than a month: both are asked today how they
    fit, and neither has said anything."""
    meera = world.cast["meera"]
    devi = world.seen(world.cast["devi"], world.at(BEGAN + 3))
    place, school = world.schools[HOME_SCHOOL]
    name, email = world.names.one(place.languages)
    one = people.add_person(name, email=email, by=devi)
    since = devi.today
    organisations.give_role(
        one, school, Role.TEACHER, by=system(devi.now), starts_on=since - timedelta(days=30)
    )
    programmes.enrol(
        cohort, one, school, by=devi, needs=["classroom_management"], languages=["gu", "hi", "en"],
        stages=["middle"], years=2, confirmed=True,
    )  # fmt: skip
    made = mentoring.propose(meera, one, cohort, school, ["classroom_management"], by=devi)
    for person in (meera, one):
        rows = Mentorship.objects.select_related("mentor", "mentee", "school", "cohort__programme")
        by = world.seen(person, world.at(BEGAN, 12))
        mentoring.accept(rows.get(pk=made.pk), by=by)


def wish_for_another(world: World, cohort: Cohort) -> None:
    """A teacher of Devi's has asked for another mentor three days ago, in confidence, and chosen
    what would go along: one for whom there is somebody to choose from."""
    pair = _with_choice(world, cohort)
    if pair is None:
        return
    by = world.seen(pair.mentee, world.at(3, 20))
    mentoring.ask_rematch(pair, "better_fit_elsewhere", words.WISHES_FOR_ANOTHER, by=by)
    found = leaving(by, pair.pk)
    plans = [plan.pk for plan in plans_of(by, pair)]
    later = world.seen(pair.mentee, by.now + timedelta(minutes=30))
    mentoring.choose_plans(found, plans[:2], by=later)


def _of_omar(world: World) -> list[int]:
    """Schools of his district: the wish is one for Devi."""
    omar = world.seen(world.cast["omar"], world.now)
    return [
        school.pk
        for _place, school in world.schools.values()
        if omar.holds(Role.COORDINATOR, over=school.path or "")
    ]


def _with_choice(world: World, cohort: Cohort) -> Mentorship | None:
    """A pair of nobody known, rather one with plans, whose teacher could have others too."""
    known = [person.pk for person in world.cast.values()]
    devi = world.seen(world.cast["devi"], world.at(3))
    kept = Record.objects.filter(mentorship=OuterRef("pk"), kind__in=PLANS, tier=Tier.PAIR)
    rows = (
        Mentorship.objects.filter(
            cohort=cohort, status=MentorshipStatus.ACTIVE, ends_early_on__isnull=True
        )
        .exclude(mentee__in=known)
        .exclude(mentor__in=known)
        .exclude(school__in=_of_omar(world))
        .annotate(has_plans=Exists(kept))
        .select_related("mentor", "mentee", "school", "cohort__programme__organisation")
        .order_by("-has_plans", "pk")
    )
    for pair in rows[:40]:
        taken = snapshot.leaving(devi, pair)
        if len(finding(pair, taken.problem, taken.barred_teachers, taken.people).choices) > 1:
            return pair
    return None


def fit_together(world: World, cohort: Cohort) -> None:
    """All of it, once the months are lived."""
    live_together(world, cohort)
    begin_lately(world, cohort)
    wish_for_another(world, cohort)
