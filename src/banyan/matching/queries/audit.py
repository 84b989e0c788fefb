"""Whom a round gave a mentor and how well they fit, group by group, and never one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from banyan.matching.models import Proposal, Round
from banyan.matching.queries.counting import ByGender
from banyan.matching.queries.lots import district_in_words, first_by_group
from banyan.matching.queries.reasons import PERFECT, Telling
from banyan.matching.queries.suppressing import NOT_GIVEN, Tally, told_of
from banyan.matching.states import Grouping
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.organisations.states import SchoolType
from banyan.ui.words import number
from matchmaker.problem import Problem


@dataclass(frozen=True, slots=True)
class Group:
    """Some teachers of a round: how many, how many of them have a mentor, and the median of how
    well those fit. All is None of a group that cannot be told without telling of a few people, and
    the median where too few have a mentor."""

    name: str
    teachers: int | None
    matched: int | None
    share: int | None  # percent, rounded down
    median: int | None  # percent of the best possible fit, rounded down


@dataclass(frozen=True, slots=True)
class Table:
    """The groups by one thing, by name; those who have not said come last. `differs` says in words
    how far they are apart, nothing where fewer than two are told."""

    title: str
    groups: tuple[Group, ...]
    differs: str
    several: bool  # somebody may be in several groups

    @property
    def told(self) -> list[Group]:
        return [one for one in self.groups if one.teachers is not None]

    @property
    def not_told(self) -> list[str]:
        """The names of the groups of which nothing is told."""
        return [one.name for one in self.groups if one.teachers is None]


@dataclass(frozen=True, slots=True)
class Audit:
    """Everybody who could be matched in a round, and the groups among them. There are no tables
    where all together are too few."""

    fewest: int
    whole: Group
    tables: tuple[Table, ...]


Scores = Mapping[str, int | None]  # of the pair of each teacher, by id as text


@dataclass(frozen=True, slots=True)
class Asked:
    """Something to count by: what it is called, its groups in words by code, the codes of each
    teacher, and how many of each group the lots of this round tell, where they were drawn by it."""

    title: str
    titles: Mapping[str, str]
    given: Mapping[str, Sequence[str]]
    by_lot: Mapping[str, int | None] | None = None


def audit_of(round_: Round, problem: Problem) -> Audit:
    """The audit of a round by the problem that it answered; two queries, three where lots were
    drawn in groups. Teachers who were kept from being matched, for want of a consent or a training,
    are not in that problem."""
    fewest = blueprint_of(round_.cohort).visibility.aggregate_needs
    rows = Proposal.objects.filter(round=round_).values_list(
        "teacher_id", "score", "school__school_type"
    )
    found = {str(pk): (score, school_type) for pk, score, school_type in rows}
    asked = [one for one in problem.teachers if one.id in found]
    scores = {one.id: found[one.id][0] for one in asked}
    if len(asked) < fewest:
        return Audit(fewest, Group(_("Everybody"), None, None, None, None), ())
    telling = Telling(blueprint_of(round_.cohort))
    types = {one.value: str(one.label) for one in SchoolType}
    lots = first_by_group(round_)
    said = [
        Asked(
            _("School type"),
            types,
            {one.id: [found[one.id][1]] for one in asked},
            lots.get(Grouping.SCHOOL_TYPE),
        ),
        Asked(
            pgettext("level", "District"),
            {},
            {one.id: [district_in_words(one.district, one.state)] for one in asked},
            lots.get(Grouping.DISTRICT),
        ),
        Asked(
            _("Language that is given first"),
            telling.titles["languages"],
            {one.id: one.languages[:1] for one in asked},
        ),
        Asked(_("Subject"), telling.titles["subjects"], {one.id: one.subjects for one in asked}),
        Asked(
            _("Stage of school"), telling.titles["stages"], {one.id: one.stages for one in asked}
        ),
    ]
    return Audit(
        fewest,
        _group(_("Everybody"), list(scores.values()), fewest),
        tuple(table_of(one, scores, fewest) for one in said),
    )


def table_of(asked: Asked, scores: Scores, fewest: int) -> Table:
    """The groups by one thing, each told or not: see `suppressing`. Where none can be told, none
    is named either."""
    groups: dict[str, list[int | None]] = defaultdict(list)
    for teacher_id, codes in asked.given.items():
        for code in set(codes) - {NOT_GIVEN} or {NOT_GIVEN}:
            groups[code].append(scores[teacher_id])
    several = sum(map(len, groups.values())) > len(asked.given)
    told = told_of(
        {code: _tally(members) for code, members in groups.items()},
        _tally([scores[teacher_id] for teacher_id in asked.given]),
        fewest,
        several=several,
        elsewhere=asked.by_lot,
    )
    names = {code: asked.titles.get(code, code) or _("Not given") for code in groups}
    order = sorted(groups, key=lambda code: (code == NOT_GIVEN, names[code]))
    found = tuple(
        _group(names[code], groups[code], fewest)
        if code in told
        else Group(names[code], None, None, None, None)
        for code in (order if told else ())
    )
    return Table(asked.title, found, _differs(found), several)


def _tally(scores: Sequence[int | None]) -> Tally:
    return Tally(len(scores), sum(score is not None for score in scores))


def _group(name: str, scores: Sequence[int | None], fewest: int) -> Group:
    fits = [score for score in scores if score is not None]
    return Group(
        name,
        len(scores),
        len(fits),
        100 * len(fits) // len(scores),
        median_low(fits) * 100 // PERFECT if len(fits) >= fewest else None,
    )


def _differs(groups: Sequence[Group]) -> str:
    """The lowest and the highest share, and what one person weighs in the smaller of the two."""
    told = [one for one in groups if one.share is not None]
    if len(told) < 2:
        return ""
    low = min(told, key=lambda one: (one.matched or 0) / (one.teachers or 1))
    high = max(told, key=lambda one: (one.matched or 0) / (one.teachers or 1))
    if low.share == high.share:
        return _("The share with a mentor is the same in all of these groups.")
    few = min(low, high, key=lambda one: one.teachers or 0)
    points = -(-100 // (few.teachers or 1))
    return " ".join(
        [
            _("The share with a mentor goes from %(low)s%% (%(least)s) to %(high)s%% (%(most)s).")
            % {
                "low": number(low.share or 0),
                "least": low.name,
                "high": number(high.share or 0),
                "most": high.name,
            },
            ngettext(
                "One teacher weighs %(count)s point in the smaller of these two groups.",
                "One teacher weighs %(count)s points in the smaller of these two groups.",
                points,
            )
            % {"count": number(points)},
        ]
    )


def heads() -> list[str]:
    """What stands above the columns of `lines_of`."""
    return [
        _("By"), _("Group"), _("Teachers"), _("With a mentor"),
        _("Share with a mentor, percent"), _("Median fit, percent"),
        _("Fit better than the middle pair"),
    ]  # fmt: skip


def lines_of(audit: Audit, gender: ByGender) -> Iterator[list[str]]:
    """The audit as lines of a spreadsheet, with what is told by gender; cells that are not told
    are empty."""
    for title, groups in [("", (audit.whole,)), *((one.title, one.groups) for one in audit.tables)]:
        for one in groups:
            numbers = (one.teachers, one.matched, one.share, one.median, None)
            yield [title, one.name, *map(_cell, numbers)]
    for each in gender.groups:
        counted = (each.teachers, each.matched, each.share, None, each.better)
        yield [_("Gender"), each.name, *map(_cell, counted)]


def _cell(number: int | None) -> str:
    return "" if number is None else str(number)
