"""How a round comes out by gender, in numbers that tell nothing of one person.

Whoever reads these numbers knows by name who was in the round, who has a mentor and how well each
pair fits. So every number here counts, among people whom she knows, those who gave one answer; and
it must not be few of them, nor all but a few.

1. A count is made once, when the round is published, of what has been said by then, and kept as it
   is told. A draft has none: of two looks at it, one before and one after somebody answered, the
   difference would be her answer.
2. Nobody is counted twice, in whichever round or programme: of two counts of nearly the same people
   the difference would be the answer of those few. Whoever was counted, told or not, is left out of
   every later count.
3. People stand in classes: those without a mentor; those with one, and of these those who fit
   better than the middle pair. A class of fewer than twice the fewest is put together with the next
   one. Where only one class is left, nothing is counted. This depends on no answer.
4. A group is told if the fewest at least are in it, and in none of its classes are they fewer; and
   if the same holds of everybody else together (`suppressing.told_of`, class by class).
5. Where only one group is told, it is women or men, and in each class the fewest at least gave
   another answer: whoever found out who has answered at all would else know that all of these did
   alike.
6. Groups are always the same three, so that the name of one says of nobody that she is in it.

That is k-anonymity of each class with no class that is all of one group (homogeneity: A.
Machanavajjhala et al., "l-diversity", ACM TKDD 2007).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import TypedDict

from django.utils.translation import gettext

from banyan.kernel.viewer import Viewer
from banyan.matching.models import GenderCount, GenderSaid, Proposal, Round
from banyan.matching.queries.suppressing import Tally, told_of
from banyan.matching.standings import GENDER_SAYER
from banyan.matching.states import TOLD, Counted, Gender
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Enrolment
from banyan.programmes.standings import ENROLLED
from banyan.programmes.states import EnrolmentStatus

FEWEST = 5  # people in each number, also where a blueprint asks for fewer
NOT_IN = (EnrolmentStatus.WITHDRAWN, EnrolmentStatus.COMPLETED)


@dataclass(frozen=True, slots=True)
class OwnGender:
    """What the viewer says of herself in a cohort, nothing where she says nothing; and whether she
    is asked now."""

    cohort: Cohort
    person_id: int
    said: GenderSaid | None
    is_asked: bool

    @property
    def version(self) -> int:
        """How it stands: another number after each change."""
        return self.said.pk if self.said else 0


def own_gender(viewer: Viewer, cohort_id: int) -> OwnGender:
    """Raises DoesNotExist for whoever is not asked in this cohort and has said nothing in it. Two
    queries."""
    if not viewer.is_somebody:
        raise Cohort.DoesNotExist
    with_programme = "cohort__programme__organisation"
    said = (
        GenderSaid.objects.filter(GENDER_SAYER.where(viewer), cohort=cohort_id)
        .select_related(with_programme)
        .first()
    )
    enrolled = (
        Enrolment.objects.filter(ENROLLED.where(viewer), cohort=cohort_id)
        .exclude(status__in=NOT_IN)
        .select_related(with_programme)
        .first()
    )
    asked = enrolled is not None and counts_gender(enrolled.cohort)
    if said is None and (enrolled is None or not asked):
        raise Cohort.DoesNotExist
    cohort = said.cohort if said else enrolled.cohort  # type: ignore[union-attr]  # one of the two
    return OwnGender(cohort, viewer.person_id, said, asked)


def counts_gender(cohort: Cohort) -> bool:
    return blueprint_of(cohort).visibility.counts_gender


class Row(TypedDict):
    """A group: how many teachers, how many of them have a mentor, and how many fit better than the
    middle pair; None of what is not told of anybody."""

    group: str
    teachers: int
    matched: int | None
    better: int | None


class Counts(TypedDict):
    """What is kept of a count: the rows that are told, of one group with everybody else, or of
    three, or none."""

    rows: list[Row]


Answers = Mapping[int, str]  # by person: what she said; nobody who has said nothing
Fits = Mapping[int, int | None]  # by person: how well she fits with her mentor, None without one


def fewest_of(cohort: Cohort) -> int:
    return max(FEWEST, blueprint_of(cohort).visibility.aggregate_needs)


def to_count(round_: Round) -> Fits:
    """The teachers of a round who have never been counted. Whoever else publishes a round with one
    of them waits until this transaction ends. Two queries."""
    mine = Proposal.objects.filter(round=round_)
    people = Person.objects.filter(pk__in=mine.values("teacher")).order_by("pk")
    list(people.select_for_update(no_key=True).values_list("pk"))
    before = Proposal.objects.filter(round__gender_count__isnull=False).values("teacher")
    asked = {each["id"] for each in round_.problem.get("teachers", ())}
    rows = mine.exclude(teacher__in=before).values_list("teacher_id", "score")
    return {pk: score for pk, score in rows if str(pk) in asked}


def said_of(round_: Round) -> Answers:
    """What the teachers of a round have said, for counts alone. One query."""
    teachers = Proposal.objects.filter(round=round_).values("teacher")
    rows = GenderSaid.objects.filter(cohort=round_.cohort_id, person__in=teachers)
    return dict(rows.values_list("person_id", "gender"))


def classes_of(fits: Fits, fewest: int) -> dict[str, set[int]]:
    """The classes by which these people can be counted, whatever they have said: `matched` are
    those with a mentor, `better` those who fit better than the middle pair. Each has twice the
    fewest, and so has what is left of those above it. Empty where there is none."""
    enough = 2 * fewest
    scores = [score for score in fits.values() if score is not None]
    matched = {pk for pk, score in fits.items() if score is not None}
    middle = median_low(scores) if scores else 0
    better = {pk for pk, score in fits.items() if score is not None and score > middle}
    found = {}
    if min(len(matched), len(fits) - len(matched)) >= enough:
        found["matched"] = matched
    above = matched if found else set(fits)
    if min(len(better), len(above) - len(better)) >= enough:
        found["better"] = better
    return found


def counts_of(fits: Fits, said: Answers, fewest: int) -> Counts | None:
    """What can be told of these people; None where nothing is counted, whatever they have said."""
    classes = classes_of(fits, fewest)
    if not classes:
        return None
    groups = {pk: _group(said.get(pk, "")) for pk in fits}
    told = set(_GROUPS)
    parts = _parts(classes, fits)
    for part in parts:
        told &= _told(groups, part, fewest)
    rows = [_row(group, [pk for pk in fits if groups[pk] == group], classes) for group in _GROUPS]
    if told == set(_GROUPS):
        return {"rows": rows}
    if not told or min(_otherwise(said, part, told) for part in parts) < fewest:
        return {"rows": []}
    (shown,) = (row for row in rows if row["group"] in told)
    others = [pk for pk in fits if groups[pk] not in told]
    return {"rows": [shown, _row(Counted.OTHERS.value, others, classes)]}


_GROUPS = (Counted.WOMAN.value, Counted.MAN.value, Counted.NOT_SAID.value)


def _group(said: str) -> str:
    return said if said in (Gender.WOMAN, Gender.MAN) else Counted.NOT_SAID.value


def _parts(classes: Mapping[str, set[int]], fits: Fits) -> list[set[int]]:
    """The classes taken apart: everybody is in one of them."""
    matched = classes.get("matched", set(fits))
    better = classes.get("better", set())
    found = [set(fits) - matched, matched - better, better]
    return [part for part in found if part]


def _told(groups: Mapping[int, str], part: set[int], fewest: int) -> set[str]:
    people = Counter(groups.values())
    inside = Counter(groups[pk] for pk in part)
    return told_of(
        {group: Tally(people[group], inside[group]) for group in _GROUPS},
        Tally(len(groups), len(part)),
        fewest,
        both=True,
    )


def _otherwise(said: Answers, part: set[int], told: set[str]) -> int:
    """How many in this part gave an answer that is not the one told: none if the group that is told
    is of those who gave no word."""
    if told == {Counted.NOT_SAID.value}:
        return 0
    return sum(said.get(pk, "") not in {"", *told} for pk in part)


def _row(group: str, people: Sequence[int], classes: Mapping[str, set[int]]) -> Row:
    def number(name: str) -> int | None:
        return len(classes[name].intersection(people)) if name in classes else None

    return {
        "group": group,
        "teachers": len(people),
        "matched": number("matched"),
        "better": number("better"),
    }


@dataclass(frozen=True, slots=True)
class Shares:
    """A group in words, with its numbers and the shares of its teachers in percent, rounded down;
    None of what is not told."""

    name: str
    teachers: int
    matched: int | None
    better: int | None

    @property
    def share(self) -> int | None:
        return None if self.matched is None else 100 * self.matched // self.teachers

    @property
    def better_share(self) -> int | None:
        return None if self.better is None else 100 * self.better // self.teachers


@dataclass(frozen=True, slots=True)
class ByGender:
    """What a round tells by gender, and in words why it tells nothing."""

    groups: tuple[Shares, ...]
    why_not: str


def by_gender(round_: Round) -> ByGender:
    """Of a round that the viewer has been given; a query where it is published."""
    if not counts_gender(round_.cohort):
        return ByGender((), gettext("This programme asks nobody, so it is not counted."))
    if round_.status not in TOLD:
        return ByGender(
            (),
            gettext(
                "It is counted once, when the round is published, by what teachers have said by "
                "then. A draft tells nothing: two looks at it could tell what somebody has said."
            ),
        )
    kept = GenderCount.objects.filter(round=round_).first()
    if kept is None:
        return ByGender(
            (),
            gettext(
                "It was not counted. That takes at least %(least)s teachers of whom no count has "
                "been made before, and enough of them without a mentor, or with a weaker fit."
            )
            % {"least": 4 * fewest_of(round_.cohort)},
        )
    rows: list[Row] = kept.counts["rows"]
    if not rows:
        nothing = gettext("Nothing can be told by this without telling of a few people.")
        return ByGender((), nothing)
    return ByGender(
        tuple(
            Shares(str(Counted(row["group"]).label), row["teachers"], row["matched"], row["better"])
            for row in rows
        ),
        "",
    )
