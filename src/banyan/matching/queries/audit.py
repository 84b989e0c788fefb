"""Whom a round gave a mentor and how well they fit, group by group, and never one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from banyan.matching.models import Proposal, Round
from banyan.matching.queries.reasons import PERFECT, Telling
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.organisations.states import SchoolType
from banyan.ui.words import number
from matchmaker.problem import Problem

NOT_GIVEN = ""  # the group of those who have not said


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


Teacher = tuple[str, int | None]  # id as text, and the score of her pair


def audit_of(round_: Round, problem: Problem) -> Audit:
    """The audit of a round by the problem that it answered; one query. Teachers who were kept from
    being matched, for want of a consent or a training, are not in that problem."""
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
    said: list[tuple[str, Mapping[str, str], dict[str, tuple[str, ...]]]] = [
        (_("School type"), types, {one.id: (found[one.id][1],) for one in asked}),
        (pgettext("level", "District"), {}, {one.id: (one.district,) for one in asked}),
        (
            _("Language that is given first"),
            telling.titles["languages"],
            {one.id: one.languages[:1] for one in asked},
        ),
        (_("Subject"), telling.titles["subjects"], {one.id: one.subjects for one in asked}),
        (_("Stage of school"), telling.titles["stages"], {one.id: one.stages for one in asked}),
    ]
    return Audit(
        fewest,
        _group(_("Everybody"), list(scores.values()), fewest),
        tuple(_table(title, titles, given, scores, fewest) for title, titles, given in said),
    )


def _table(
    title: str,
    titles: Mapping[str, str],
    given: Mapping[str, tuple[str, ...]],
    scores: Mapping[str, int | None],
    fewest: int,
) -> Table:
    groups: dict[str, list[int | None]] = defaultdict(list)
    for teacher_id, codes in given.items():
        for code in set(codes) - {NOT_GIVEN} or {NOT_GIVEN}:
            groups[code].append(scores[teacher_id])
    several = sum(map(len, groups.values())) > len(given)
    sizes = {code: len(members) for code, members in groups.items()}
    told = told_of(sizes, len(given), fewest)
    names = {code: titles.get(code, code) or _("Not given") for code in groups}
    order = sorted(groups, key=lambda code: (code == NOT_GIVEN, names[code]))
    found = tuple(
        _group(names[code], groups[code], fewest)
        if code in told
        else Group(names[code], None, None, None, None)
        for code in order
    )
    return Table(title, found, _differs(found), several)


def told_of(sizes: Mapping[str, int], everybody: int, fewest: int) -> set[str]:
    """The groups of which it can be told how they fared, without telling of fewer than `fewest`
    people: neither of a group, nor of everybody but that group, nor of all those that are not told,
    whom one could count by taking the others from everybody."""
    hidden = {
        code for code, size in sizes.items() if size < fewest or 0 < everybody - size < fewest
    }
    for code in sorted(set(sizes) - hidden, key=lambda code: (sizes[code], code)):
        if not 0 < sum(sizes[one] for one in hidden) < fewest:
            break
        hidden.add(code)
    return set(sizes) - hidden


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
            _("The share with a mentor goes from %(low)s %% (%(least)s) to %(high)s %% (%(most)s).")
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
    ]  # fmt: skip


def lines_of(audit: Audit) -> Iterator[list[str]]:
    """The audit as lines of a spreadsheet; cells that are not told are empty."""
    for title, groups in [("", (audit.whole,)), *((one.title, one.groups) for one in audit.tables)]:
        for one in groups:
            numbers = (one.teachers, one.matched, one.share, one.median)
            yield [title, one.name, *("" if each is None else str(each) for each in numbers)]
