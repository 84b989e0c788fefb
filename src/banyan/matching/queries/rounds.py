"""Rounds as those who run a programme see them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, cast

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from banyan.kernel.viewer import Viewer
from banyan.matching.models import Proposal, Round, Wish
from banyan.matching.queries.board import TABS, narrowed
from banyan.matching.queries.lots import FROZEN
from banyan.matching.queries.prices import answered, is_quick, move_price, pairs_of
from banyan.matching.queries.reasons import (
    WEAK_BELOW,
    Line,
    Lines,
    Score,
    Telling,
    in_brief,
    score_of,
    scoring,
    stored,
    telling,
)
from banyan.matching.standings import COORDINATOR
from banyan.matching.states import BARS, Skip, WishKind
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.states import SEATED, MentorshipForm
from banyan.people.models import Person
from banyan.programmes.models import Application, Cohort
from banyan.programmes.states import ApplicationStatus
from banyan.ui.paging import Page, page_asked, page_of
from banyan.ui.prepared import Given, PreparedFor, PreparedRows, each, given_each, size_of
from matchmaker.problem import Problem
from matchmaker.weighing import Weighing

ALTERNATIVES = 10


# Rounds


def rounds(viewer: Viewer) -> QuerySet[Round]:
    """The rounds of programmes that the viewer coordinates; without what is large and read on few
    pages, such as their problems."""
    return (
        Round.objects.filter(COORDINATOR.where(viewer))
        .defer("problem", "loads")
        .select_related("cohort__programme__organisation")
        .annotate(list_frozen=FROZEN)
    )


def rounds_of(viewer: Viewer, cohort: Cohort) -> QuerySet[Round]:
    found = rounds(viewer).filter(cohort=cohort).select_related("opened_by")
    return found.order_by("-number")


def matching_round(viewer: Viewer, pk: int) -> Round:
    """Raises DoesNotExist for one of a programme that the viewer does not coordinate."""
    for found in _matching_round(viewer, pk=pk):
        return found  # type: ignore[no-any-return]
    raise Round.DoesNotExist


@PreparedFor
def _matching_round(viewer: Viewer) -> QuerySet[Round]:
    return rounds(viewer).filter(pk=Given("pk", IntegerField()))


def whole_round(viewer: Viewer, pk: int) -> Round:
    """With its problem, for the pages that weigh."""
    return rounds(viewer).defer(None).get(pk=pk)


def problem_of(round_: Round) -> Problem | None:
    """The problem that was answered, as it was asked; None before the first answer."""
    return Problem.from_json(json.dumps(round_.problem)) if round_.problem else None


# Proposals of a round, for those who run it


def tab_of(round_: Round, asked: str) -> str:
    """The list to show: the one asked for, or else first what needs a person."""
    known = ("unmatched", "weak", "pairs", "skipped", *TABS)
    return asked if asked in known else "unmatched" if round_.summary.get("unmatched") else "pairs"


def proposals_in(round_: Round, tab: str, named: str = "", *, page: str | None = None) -> Page[Any]:
    """A page of the proposals of a round that the viewer has been given, by school and name: what
    a list shows of them. One query.

    `tab`: unmatched, weak, skipped, pairs or one of `board.TABS`; `named`: a part of the name of
    the teacher, of the mentor or of the school.
    """
    if not named and tab not in TABS:
        return page_asked(lambda start, end: _proposals_in(tab, start, end, round=round_.pk), page)
    rows = _listed(round_.pk, tab)
    if named:
        rows = rows.filter(
            Q(school__name__icontains=named)
            | Q(teacher__name__icontains=named)
            | Q(mentor__name__icontains=named)
        )
    if tab not in TABS:
        return page_of(_shown(rows), page)
    return page_of(_shown(narrowed(round_, tab, rows), "why"), page)


@PreparedRows
def _proposals_in(tab: str, start: int, end: int) -> QuerySet[Any]:
    return _shown(_listed(cast(int, Given("round", IntegerField())), tab))[start:end]


def _listed(round_id: int, tab: str) -> QuerySet[Any]:
    rows = Proposal.objects.filter(round_id=round_id).annotate(
        kept=Cast("reasons", TextField())  # told at once from the text, or known by it
    )
    if tab == "unmatched":
        rows = rows.filter(mentor__isnull=True)
    elif tab == "weak":
        rows = rows.filter(mentor__isnull=False, score__lt=WEAK_BELOW)
    elif tab == "skipped":
        rows = rows.exclude(skipped="")
    elif tab not in TABS:
        rows = rows.filter(mentor__isnull=False)
    return rows.order_by("score", "school__name", "teacher__name", "pk")


def _shown(rows: QuerySet[Any], *more: str) -> QuerySet[Any]:
    return rows.values_list(
        "pk", "score", "kept", "skipped", "teacher_id", "mentor_id",
        "teacher__name", "school__name", "mentor__name", "mentorship__status", *more, named=True,
    )  # fmt: skip


def proposal_of(round_: Round, teacher_id: int) -> Proposal:
    """The row of one teacher in a round that the viewer has been given."""
    rows = Proposal.objects.select_related("teacher", "school", "mentor")
    return rows.get(round=round_, teacher_id=teacher_id)


def mentor_in(round_: Round, mentor_id: int) -> Person:
    """Somebody whom the pool of this round's programme holds, or held when it was answered."""
    in_pool = Application.objects.filter(
        programme_id=round_.cohort.programme_id, person=OuterRef("pk")
    ).exclude(status=ApplicationStatus.DRAFT)
    return Person.objects.get(Exists(in_pool), pk=mentor_id)


def wishes_of(round_: Round) -> QuerySet[Wish]:
    return (
        Wish.objects.filter(round=round_)
        .select_related("teacher", "mentor", "made_by")
        .order_by("kind", "teacher__name", "mentor__name")
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One teacher of a round as the workbench shows her; of `wish`, a WishKind or nothing."""

    pk: int
    teacher_id: int
    teacher: str
    school: str
    mentor_id: int | None
    mentor: str
    status: str  # of the pair that both were told of; nothing before
    score: Score | None
    lines: Lines
    wish: str
    chosen: bool  # the wish is that of the two themselves
    skipped: str


def wishes_for(round_: Round, teacher_id: int) -> list[Wish]:
    """The wishes for one teacher."""
    return list(
        Wish.objects.filter(round=round_, teacher_id=teacher_id)
        .select_related("mentor")
        .only("kind", "teacher", "mentor__name")
        .order_by("kind", "mentor__name")
    )


def is_pinned(round_: Round, teacher_id: int, mentor_id: int) -> bool:
    """Whether these two are to be together in this round."""
    rows = Wish.objects.filter(round=round_, teacher=teacher_id, mentor=mentor_id)
    return rows.filter(kind=WishKind.PIN).exists()


def rows_of(round_: Round, proposals: Iterable[Any]) -> list[Row]:
    """Rows of `proposals_in` with their reasons in words, and what is wished for each pair.
    One query."""
    found = list(proposals)
    teachers = [p.teacher_id for p in found]
    size = size_of(teachers)
    wished = {
        (wish.teacher_id, wish.mentor_id): (wish.kind, wish.request_id is not None)
        for wish in (
            _wished(size, round=round_.pk, **each("teacher", teachers, size)) if found else ()
        )
    }
    told, scored, no_wish = telling(blueprint_of(round_.cohort)), scoring(), ("", False)
    return [
        Row(
            pk=p.pk,
            teacher_id=p.teacher_id,
            teacher=p.teacher__name,
            school=p.school__name,
            mentor_id=p.mentor_id,
            mentor=p.mentor__name or "",
            status=p.mentorship__status or "",
            score=scored(p.score),
            lines=told(p.kept),
            wish=wish,
            chosen=chosen,
            skipped=str(Skip(why).label) if why else "",
        )
        for p in found
        for why in [p.skipped or getattr(p, "why", "")]
        for wish, chosen in [wished.get((p.teacher_id, p.mentor_id), no_wish)]
    ]


@PreparedRows
def _wished(size: int) -> QuerySet[Any]:
    rows = Wish.objects.filter(
        round_id=Given("round", IntegerField()), teacher__id__in=given_each("teacher", size)
    )
    return rows.values_list("teacher_id", "mentor_id", "kind", "request_id", named=True)


# Another mentor for one teacher


@dataclass(frozen=True, slots=True)
class Alternative:
    """A mentor who could be this teacher's, with the seats that no proposal of the round takes."""

    mentor: Person
    score: Score | None
    lines: Lines
    chosen: bool
    free: int
    price: tuple[str, ...]  # of putting the two together; nothing where it is not asked for

    @property
    def brief(self) -> Lines:
        return in_brief(self.lines)[0]

    @property
    def more(self) -> Lines:
        return in_brief(self.lines)[1]


def alternatives(
    round_: Round, proposal: Proposal, wishes: Iterable[Wish], *, priced: bool = False
) -> list[Alternative]:
    """The best mentors for one teacher whom no rule takes from her, best first.

    Weighed by the problem that the round last answered, with the wishes for her of now. `priced`,
    for one of whom nothing is wished: each says what it would change to put the two together, where
    that is quickly known.
    """
    problem = problem_of(round_)
    teacher_id = str(proposal.teacher_id)
    if problem is None or teacher_id not in {t.id for t in problem.teachers}:
        return []
    forbidden = frozenset(
        (str(wish.teacher_id), str(wish.mentor_id))
        for wish in wishes
        if wish.kind == WishKind.FORBID
    )
    quick = priced and is_quick(problem)
    asked = problem if quick else replace(problem, pins=frozenset(), forbidden=forbidden)
    weighing = Weighing(asked)
    best = weighing.candidates(teacher_id)[:ALTERNATIVES]
    people = Person.objects.in_bulk([int(pair.mentor_id) for pair in best])
    prices: dict[int, tuple[str, ...]] = {}
    if quick:
        pairs = pairs_of(round_)
        given = Counter(mentor_id for _teacher, mentor_id in pairs)
        now = answered(weighing, pairs)
        for pk, mentor in people.items():
            prices[pk] = move_price(now, round_.cohort, proposal.teacher, mentor).sentences
    else:
        given = _given(round_, people)
    seats = {mentor.id: mentor.capacity for mentor in problem.mentors}
    words = Telling(blueprint_of(round_.cohort))
    return [
        Alternative(
            mentor=people[int(pair.mentor_id)],
            score=score_of(pair.score),
            lines=tuple(words.lines(stored(pair.fits, "for") + stored(pair.misses, "against"))),
            chosen=int(pair.mentor_id) == proposal.mentor_id,
            free=max(0, seats[pair.mentor_id] - given[int(pair.mentor_id)]),
            price=prices.get(int(pair.mentor_id), ()),
        )
        for pair in best
    ]


def _given(round_: Round, mentor_ids: Iterable[int]) -> Counter[int]:
    """Seats of these mentors that proposals of the round take."""
    counts = (
        Proposal.objects.filter(round=round_, mentor_id__in=list(mentor_ids))
        .values_list("mentor_id")
        .annotate(Count("pk"))
        .order_by()
    )
    return Counter({mentor_id: count for mentor_id, count in counts if mentor_id is not None})


# Mentors of a round


@dataclass(frozen=True, slots=True)
class Load:
    """A mentor's seats: who has them already, whom the round adds, how many stay free, and why."""

    mentor: Person
    now: list[str]
    proposed: list[str]
    free: int
    why: list[Line]


def left_out(round_: Round) -> list[tuple[Person, str]]:
    """Mentors of the pool who were not in this round, by name, with the reason in words."""
    why = {pk: str(BARS[code]) for pk, code in round_.summary.get("barred", ())}
    there = Person.objects.filter(pk__in=why).order_by("name", "pk") if why else ()
    return [(person, why[person.pk]) for person in there]


def mentors_of(round_: Round, problem: Problem, show: str = "") -> QuerySet[Person]:
    """Those who had seats to give when the round was answered, by name. `show`: idle, to whom it
    proposes nobody, or full, whose seats it takes all; a query more for full."""
    seats = {int(mentor.id): mentor.capacity for mentor in problem.mentors}
    rows = Person.objects.order_by("name", "pk")
    proposed = Proposal.objects.filter(round=round_, mentor=OuterRef("pk"))
    if show == "idle":
        return rows.filter(~Exists(proposed), pk__in=seats)
    if show == "full":
        given = _given(round_, seats)
        return rows.filter(pk__in=[pk for pk, count in seats.items() if given[pk] >= count])
    return rows.filter(pk__in=seats)


def loads_of(round_: Round, problem: Problem, mentors: Iterable[Person]) -> list[Load]:
    """The seats of these mentors; two queries."""
    there = {mentor.pk: mentor for mentor in mentors}
    proposed: dict[int, list[str]] = {pk: [] for pk in there}
    now: dict[int, list[str]] = {pk: [] for pk in there}
    for mentor_id, name in (
        Proposal.objects.filter(round=round_, mentor_id__in=there, skipped="")
        .order_by("teacher__name")
        .values_list("mentor_id", "teacher__name")
    ):
        if mentor_id is not None:
            proposed[mentor_id].append(name)
    taught = Mentorship.objects.filter(
        mentor_id__in=there,
        cohort__programme_id=round_.cohort.programme_id,
        form=MentorshipForm.PAIR,
        status__in=SEATED,
    ).exclude(proposal__round=round_)
    for mentor_id, name in taught.order_by("mentee__name").values_list("mentor_id", "mentee__name"):
        now[mentor_id].append(name)
    seats = {int(mentor.id): mentor.capacity for mentor in problem.mentors}
    words = Telling(blueprint_of(round_.cohort))
    return [
        Load(
            mentor,
            now[pk],
            proposed[pk],
            max(0, seats[pk] - len(proposed[pk])),
            words.lines(round_.loads.get(str(pk), ())),
        )
        for pk, mentor in there.items()
    ]
