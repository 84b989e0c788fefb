"""A cohort tried out before its mentors are there: who would wait, hours, money, whom to look for.

Nothing here is kept. People come as kinds with a count, and only as kinds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain, groupby, repeat
from operator import attrgetter

from django.utils.translation import get_language, gettext

import blueprint
from banyan.kernel.viewer import Viewer
from banyan.mentoring.queries.mentorships import waiting_for_match
from banyan.mentoring.queries.proposals import offering
from banyan.programmes.models import Cohort
from matchmaker.problem import Criteria, Mentor, Teacher
from matchmaker.supply import Demand, Forecast, Offer, forecast, profiles

MOST_KINDS = 10  # of teachers, and of mentors, on one page
MINUTES = 60
WEEKS_OF_A_YEAR, MONTHS_OF_A_YEAR = 52, 12


@dataclass(frozen=True, slots=True)
class Asking:
    """So many teachers who ask for this, in this language; codes of the blueprint, "" for any."""

    count: int
    domain: str
    language: str


@dataclass(frozen=True, slots=True)
class Giving:
    """So many mentors who offer this: each takes `seats` teachers and gives `hours` a month."""

    count: int
    domains: tuple[str, ...]
    languages: tuple[str, ...]
    seats: int
    hours: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What the programme asks and pays: hours a month that one teacher takes, months in all, money
    for an hour and for a mentor, seats of a new mentor, and whether a mentor offers the need."""

    hours: Decimal
    months: int
    rate: Decimal
    stipend: Decimal
    new_seats: int
    needs_offered: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A need and a language, in words, of which some would wait; `nobody`: no seat at all is there
    for them."""

    need: str
    language: str
    count: int
    nobody: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many mentors of a kind to look for, one after the other, in words; how many more teachers
    would then have a mentor, and how many would still wait."""

    mentors: int
    need: str
    language: str
    placed: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Supply:
    """What would come of it. `idle`: seats that mentors would offer and have no hours for."""

    teachers: int
    placed: int
    seats: int
    idle: int
    hours_needed: Decimal
    hours_given: Decimal
    hours_there: Decimal
    money: Decimal
    waits: tuple[Waiting, ...]
    wanted: tuple[Wanted, ...]

    @property
    def waiting(self) -> int:
        return self.teachers - self.placed


@dataclass(frozen=True, slots=True)
class Titles:
    """The domains and languages of a blueprint by code, in the reader's language; "" for any."""

    domains: Mapping[str, str]
    languages: Mapping[str, str]


def titles_of(rules: blueprint.Blueprint) -> Titles:
    locale = get_language() or "en"
    spoken = rules.vocabularies.languages
    return Titles(
        {"": gettext("Any need"), **{each.code: each.title.in_(locale) for each in rules.domains}},
        {"": "", **{each.code: each.title.in_(locale) for each in spoken}},
    )


def seats_for(giving: Giving, hours: Decimal) -> int:
    """How many teachers such a mentor takes: her seats, or as many as her hours allow."""
    return min(giving.seats, int(giving.hours // hours)) if hours else giving.seats


def tried(
    rules: blueprint.Blueprint, asking: Sequence[Asking], giving: Sequence[Giving], terms: Terms
) -> Supply:
    """What would come of these teachers and mentors by the hard rules of the blueprint that such
    kinds can keep: the need, and a language in common. Everything else is taken to fit."""
    titles = titles_of(rules)
    criteria = Criteria(
        shared_language=rules.matching.rules.shared_language, shared_domain=terms.needs_offered
    )
    demand = [
        Demand(
            Teacher(str(at), domains=_some(each.domain), languages=_some(each.language)), each.count
        )
        for at, each in enumerate(asking)
    ]
    offers = [
        Offer(
            Mentor(
                str(at),
                capacity=seats_for(each, terms.hours),
                domains=each.domains,
                languages=each.languages,
            ),
            each.count,
        )
        for at, each in enumerate(giving)
    ]
    found = forecast(
        demand,
        offers,
        criteria,
        profiles=profiles(demand, terms.new_seats, criteria),
    )
    teachers, waiting = sum(each.count for each in asking), sum(found.waiting)
    placed = teachers - waiting
    seats = sum(each.count * each.mentor.capacity for each in offers)
    whole = terms.hours * terms.months
    return Supply(
        teachers=teachers,
        placed=placed,
        seats=seats,
        idle=sum(each.count * each.seats for each in giving) - seats,
        hours_needed=teachers * whole,
        hours_given=placed * whole,
        hours_there=Decimal(sum(each.count * each.hours for each in giving) * terms.months),
        money=(
            placed * whole * terms.rate + sum(each.count for each in giving) * terms.stipend
        ).quantize(Decimal(1), rounding=ROUND_HALF_UP),
        waits=tuple(
            Waiting(titles.domains[each.domain], titles.languages[each.language], count, nobody)
            for each, count, nobody in zip(asking, found.waiting, found.nobody, strict=True)
            if count
        ),
        wanted=_wanted(found, titles),
    )


def _wanted(found: Forecast, titles: Titles) -> tuple[Wanted, ...]:
    """Whom to look for; those of one kind who follow each other are told together."""
    told = []
    for profile, some in groupby(found.recruits, key=attrgetter("mentor")):
        each = list(some)
        told.append(
            Wanted(
                len(each),
                titles.domains["".join(profile.domains)],
                titles.languages["".join(profile.languages)],
                sum(one.placed for one in each),
                sum(each[-1].waiting),
            )
        )
    return tuple(told)


def _some(code: str) -> tuple[str, ...]:
    return (code,) if code else ()


# Where to begin


def usual_hours(rules: blueprint.Blueprint) -> Decimal:
    """Hours a month that one teacher takes by the doses of the blueprint, the most of them; what
    goes by modules is not counted. 0 where there is none."""
    months = rules.relationship.months.default
    minutes = {
        "week": Decimal(WEEKS_OF_A_YEAR) / MONTHS_OF_A_YEAR,
        "month": Decimal(1),
        "year": Decimal(1) / MONTHS_OF_A_YEAR,
        "programme": Decimal(1) / months,
    }
    doses = [
        dose.minutes * minutes[dose.per]
        for dose in rules.doses
        if dose.of == "pair" and dose.per in minutes
    ]
    return (max(doses, default=Decimal(0)) / MINUTES).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Counted:
    """Those who wait in a cohort and the free mentors of its pool, by kind, the commonest first;
    and how many of either are of rarer kinds than the page has rows for."""

    asking: tuple[Asking, ...]
    giving: tuple[Giving, ...]
    teachers_left: int
    mentors_left: int


def counted(viewer: Viewer, cohort: Cohort) -> Counted:
    """Five queries. A teacher counts by her first need and language, a mentor by her first two of
    each, the seats that nobody has, and her hours."""
    teachers = Counter(
        (next((need.domain for need in each.needs.all()), ""), next(iter(each.languages), ""))
        for each in waiting_for_match(viewer, cohort).prefetch_related("needs")
    )
    pool = offering(cohort).prefetch_related("expertise", "fluencies")
    mentors = Counter(
        (
            tuple(known.domain for known in each.expertise.all())[:2],
            tuple(known.language for known in each.fluencies.all())[:2],
            max(0, each.capacity - each.held),
            each.hours_a_month,
        )
        for each in pool
    )
    asking = sorted(teachers.items(), key=lambda each: (-each[1], each[0]))
    giving = sorted(mentors.items(), key=lambda each: (-each[1], each[0]))
    return Counted(
        tuple(Asking(count, *kind) for kind, count in asking[:MOST_KINDS]),
        tuple(Giving(count, *kind) for kind, count in giving[:MOST_KINDS]),
        sum(count for _kind, count in asking[MOST_KINDS:]),
        sum(count for _kind, count in giving[MOST_KINDS:]),
    )


def two(codes: Sequence[str]) -> tuple[str, str]:
    """The first two codes, "" for each that is missing."""
    first, second, *_ = chain(codes, repeat("", 2))
    return first, second
