"""Lots as they are drawn and read: the list, what follows from the seed, and who is told what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, Min, OuterRef, QuerySet
from django.utils.translation import gettext as _

from banyan.kernel.viewer import Viewer
from banyan.matching.models import Lot, Lottery, Round
from banyan.matching.queries.choosing import promised
from banyan.matching.queries.suppressing import Tally, told_of
from banyan.matching.standings import LOT_READERS, LOTTERY_COORDINATOR, LOTTERY_COUNTERS
from banyan.matching.states import LIVE_LOTTERIES, TOLD, ByLot, Grouping, LotteryStatus
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of, waiting_for_match
from banyan.mentoring.queries.proposals import offering
from banyan.mentoring.states import MentorshipForm
from banyan.organisations.models import Organisation
from banyan.organisations.states import SchoolType
from banyan.programmes.models import Cohort
from banyan.ui.paging import Page, slice_of
from matchmaker.lottery import Ballot, drawn, in_one_line

FEWEST = 5  # people of either group behind any numbers that officials are told, or more
TOGETHER = "\n"  # no code of a group: those that are told as one


# Of a round: whether a list waits for its lots to be drawn.
FROZEN = Exists(Lottery.objects.filter(round=OuterRef("pk"), status=LotteryStatus.FROZEN))


def list_frozen(round_: Round) -> bool:
    """Whether a list of this round waits for its lots to be drawn: as the row was read, if it was
    read with it, and otherwise asked now."""
    read: bool | None = getattr(round_, "list_frozen", None)
    if read is None:
        return Round.objects.filter(FROZEN, pk=round_.pk).exists()
    return read


# Which lots there are


def lotteries(viewer: Viewer) -> QuerySet[Lottery]:
    """Lots of the rounds that the viewer coordinates."""
    return _with_round(Lottery.objects.filter(LOTTERY_COORDINATOR.where(viewer)))


def _with_round(rows: QuerySet[Lottery]) -> QuerySet[Lottery]:
    return rows.select_related(
        "round__cohort__programme__organisation", "frozen_by", "drawn_by"
    ).defer("round__problem")


def lottery(viewer: Viewer, pk: int) -> Lottery:
    """Raises DoesNotExist for one of a programme that the viewer does not coordinate."""
    return lotteries(viewer).get(pk=pk)


def lottery_to_count(viewer: Viewer, pk: int) -> Lottery:
    """One that was drawn, whose numbers the viewer may be told. Raises DoesNotExist else."""
    rows = _with_round(Lottery.objects.filter(LOTTERY_COUNTERS.where(viewer)))
    return rows.exclude(seed="").get(pk=pk)


def lotteries_told(viewer: Viewer) -> QuerySet[Lottery]:
    """Lots that count in published rounds, the newest first, where the viewer may be told their
    numbers."""
    rows = _with_round(Lottery.objects.filter(LOTTERY_COUNTERS.where(viewer)))
    told = rows.filter(status=LotteryStatus.DRAWN, round__status__in=TOLD)
    return told.order_by("-drawn_at", "-pk")


def lotteries_beside(viewer: Viewer, round_: Round) -> tuple[Lottery | None, list[Lottery]]:
    """The lots that count in this round, None where there are none; and all others of its cohort,
    the newest first. One query."""
    rows = lotteries(viewer).filter(round__cohort=round_.cohort_id).order_by("-frozen_at", "-pk")
    live, others = None, []
    for each in rows:
        if each.round_id == round_.pk and each.status in LIVE_LOTTERIES:
            live = each
        else:
            others.append(each)
    return live, others


def drawn_before(cohort: Cohort) -> bool:
    """Whether lots were drawn in this cohort that nobody has set aside."""
    return Lottery.objects.filter(round__cohort=cohort, status=LotteryStatus.DRAWN).exists()


def lot(viewer: Viewer, pk: int) -> Lot:
    """Raises DoesNotExist for one that is not the viewer's to read."""
    rows = Lot.objects.filter(LOT_READERS.where(viewer))
    return rows.select_related(
        "teacher", "lottery__round__cohort__programme__organisation"
    ).defer("lottery__round__problem").get(pk=pk)  # fmt: skip


# Before the list is frozen


@dataclass(frozen=True, slots=True)
class Room:
    """How many wait and how many seats are free, before rules and consents are looked at."""

    waiting: int
    seats: int

    @property
    def is_enough(self) -> bool:
        """Nobody has to wait for want of a seat: there is nothing to draw lots for."""
        return self.waiting <= self.seats


def room_of(viewer: Viewer, cohort: Cohort) -> Room:
    """A mentor who takes nobody new has no seat, and takes none of another's; nor is a seat free
    that was promised to somebody. Three queries."""
    pool = offering(cohort).values_list("capacity", "held", "person_id")
    given = promised(cohort.programme_id)
    waiting = waiting_for_match(viewer, cohort).order_by().count()
    return Room(waiting, sum(max(0, seats - held - given[pk]) for seats, held, pk in pool))


def group_of(grouping: str, school: Organisation, place: tuple[str, str]) -> str:
    """In which group a teacher of this school is drawn; `place` is its district and state."""
    if grouping == Grouping.SCHOOL_TYPE:
        return school.school_type
    if grouping == Grouping.DISTRICT:
        return district_in_words(*place)
    return ""


def district_in_words(district: str, state: str) -> str:
    """With its state, for two may have districts of one name; in one line, as lists have it."""
    return in_one_line(", ".join(each for each in (district, state) if each))


def group_word(lottery: Lottery, group: str) -> str:
    """A group in words; nothing where there is but one."""
    if lottery.grouping == Grouping.SCHOOL_TYPE and group in SchoolType.values:
        return str(SchoolType(group).label)
    return group


# What follows from the list and the seed


def ballot_of(lottery: Lottery) -> Ballot:
    """The frozen list, as its rows have it; its digest is the lottery's own, or somebody has
    changed rows behind the product's back. One query."""
    rows = Lot.objects.filter(lottery=lottery).values_list("number", "group")
    return Ballot(lottery.seats, {str(number): group for number, group in rows})


@dataclass(frozen=True, slots=True)
class Share:
    """A group of a lottery by its code, how many were on the list, go first, and wait."""

    group: str
    people: int
    first: int
    waits: int


@dataclass(frozen=True, slots=True)
class Draw:
    """What a list and a seed come to: places by number of the lot, those who go first, shares."""

    places: Mapping[int, int]
    first: frozenset[int]
    shares: tuple[Share, ...]
    digest: str

    @property
    def waits(self) -> int:
        return len(self.places) - len(self.first)


def draw_of(lottery: Lottery) -> Draw:
    """What was drawn. One query."""
    ballot = ballot_of(lottery)
    lots = drawn(ballot, lottery.seed)
    people, first = Counter(ballot.tickets.values()), Counter(x.group for x in lots if x.first)
    return Draw(
        places={int(each.ticket): each.place for each in lots},
        first=frozenset(int(each.ticket) for each in lots if each.first),
        shares=tuple(
            Share(group, count, first[group], count - first[group])
            for group, count in sorted(people.items())
        ),
        digest=ballot.digest,
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A teacher of a lottery, as those who run it see her."""

    teacher: str
    school: str
    group: str
    number: int
    place: int
    first: bool


def drawn_in(lottery: Lottery, draw: Draw, first: bool, page: str | None) -> Page[Drawn]:
    """A page of those who go first, or of those who wait, by group and place. One query."""
    numbers = [number for number in draw.places if (number in draw.first) == first]
    some = slice_of(numbers, page)
    rows = Lot.objects.filter(lottery=lottery, number__in=list(some))
    told = {row.number: row for row in _told(lottery, draw, rows)}
    return Page([told[number] for number in some], some.number, some.has_next)


def _told(lottery: Lottery, draw: Draw, rows: QuerySet[Lot]) -> Iterable[Drawn]:
    for each in rows.select_related("teacher", "school"):
        yield Drawn(
            each.teacher.name,
            each.school.name,
            group_word(lottery, each.group),
            each.number,
            draw.places[each.number],
            each.number in draw.first,
        )


# The round that follows


def without_part(
    round_: Round, waiting: Collection[int], pinned: Collection[int]
) -> dict[int, ByLot]:
    """Which of these waiting teachers have no part in a round because lots were drawn.

    Pairs that were set before the list was frozen are not on it, and stay. One query where no lots
    are drawn, two where there are.
    """
    found = Lottery.objects.filter(round=round_, status=LotteryStatus.DRAWN).first()
    if found is None:
        return {}
    rows = dict(Lot.objects.filter(lottery=found).values_list("number", "teacher_id"))
    first = {rows[number] for number in draw_of(found).first}
    listed = set(rows.values())
    return {
        teacher: ByLot.WAITS if teacher in listed else ByLot.LATE
        for teacher in waiting
        if teacher not in first and (teacher in listed or teacher not in pinned)
    }


def who_waits(round_id: int) -> dict[int, int]:
    """The lot of each teacher who waits by the lots of a round; nothing where none were drawn."""
    found = Lottery.objects.filter(round_id=round_id, status=LotteryStatus.DRAWN).first()
    if found is None:
        return {}
    first = draw_of(found).first
    rows = Lot.objects.filter(lottery=found).values_list("teacher_id", "pk", "number")
    return {teacher: pk for teacher, pk, number in rows if number not in first}


# Those who went first and those who wait, compared


@dataclass(frozen=True, slots=True)
class Compared:
    """A teacher of one of the two groups, and since when she has had a mentor in this cohort."""

    drawn: Drawn
    paired_on: date | None


def compared(lottery: Lottery) -> list[Compared]:
    """Everybody on the list, for those who run the programme: both groups as they were drawn,
    whatever became of them. Three queries."""
    draw = draw_of(lottery)
    pairs = Mentorship.objects.filter(
        cohort=lottery.round.cohort_id, form=MentorshipForm.PAIR, starts_on__isnull=False
    )
    since = dict(pairs.values_list("mentee_id").annotate(Min("starts_on")).order_by())
    rows = Lot.objects.filter(lottery=lottery)
    teachers = dict(rows.values_list("number", "teacher_id"))
    told = sorted(
        _told(lottery, draw, rows), key=lambda each: (not each.first, each.group, each.place)
    )
    return [Compared(each, since.get(teachers[each.number])) for each in told]


def fewest_of(lottery: Lottery) -> int:
    """How many people of either group are behind any numbers that officials are told of these
    lots, at least: as many as the blueprint asks for, where that is more than our own."""
    return max(FEWEST, blueprint_of(lottery.round.cohort).visibility.aggregate_needs)


def in_words(lottery: Lottery, shares: Iterable[Share]) -> list[Share]:
    """The same with groups called as readers know them."""
    names = {TOGETHER: _("Other groups together")}
    return [
        replace(each, group=names.get(each.group) or group_word(lottery, each.group))
        for each in shares
    ]


def shares_told(shares: Iterable[Share], fewest: int) -> list[Share]:
    """The shares as officials are told them, without a number of fewer than `fewest` people: the
    same in every language.

    Groups in which fewer go first or wait are told together, as `TOGETHER`; where these are too few
    still, with the smallest of the others, so that nothing can be worked out by subtraction.
    Nothing is told where all together are too few.
    """
    by_group = {each.group: each for each in shares}
    groups = {group: Tally(each.people, each.first) for group, each in by_group.items()}
    everybody = _sum(by_group.values())
    whole = Tally(everybody.people, everybody.first)
    told = told_of(groups, whole, fewest, both=True)
    rest = _sum([each for group, each in by_group.items() if group not in told])
    if rest.people and min(rest.first, rest.waits) < fewest:
        return []
    found = [by_group[group] for group in sorted(told)]
    return [*found, rest] if rest.people else found


def first_by_group(round_: Round) -> dict[str, dict[str, int | None]]:
    """How many of each group go first by the lots of a round, by what they were grouped; None of a
    group whose number officials are not told. Nothing where they are told nothing of any group.
    One query, two where there are groups."""
    rows = Lottery.objects.filter(round=round_.pk, status=LotteryStatus.DRAWN)
    found = rows.exclude(grouping=Grouping.ALL).first()
    if found is None:
        return {}
    found.round = round_
    shares = draw_of(found).shares
    told = {each.group for each in shares_told(shares, fewest_of(found))}
    if not told:
        return {}
    return {
        found.grouping: {each.group: each.first if each.group in told else None for each in shares}
    }


def _sum(shares: Collection[Share]) -> Share:
    return Share(
        TOGETHER,
        sum(each.people for each in shares),
        sum(each.first for each in shares),
        sum(each.waits for each in shares),
    )
