"""What pairs have on record of the steps of their journeys, and the holds that move their days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

from django.db.models import CharField, DateField, Value
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Hold, Mentorship, StepRecord
from banyan.mentoring.queries.doses import (
    IN_GROUP,
    in_groups,
    minutes_of,
    other_pairs,
    with_mentor,
)
from banyan.mentoring.standings import COORDINATOR, STEP_WORDS_READERS
from banyan.mentoring.states import MentorshipForm, MentorshipStatus, StepStatus
from banyan.programmes.models import Cohort, Enrolment
from banyan.ui import words
from blueprint import Blueprint, OtherPair, Question, Step, StepState


@dataclass(frozen=True, slots=True)
class OnRecord:
    """Everything stored from which the journey of one pair is derived."""

    done: Mapping[str, date] = field(default_factory=dict)
    waived: Mapping[str, date] = field(default_factory=dict)
    holds: tuple[tuple[date, date | None], ...] = ()
    traits: frozenset[str] = frozenset()
    minutes: tuple[tuple[date, int], ...] = ()
    earlier: Mapping[str, tuple[str, date]] = field(default_factory=dict)
    """By step key: what the teacher's earlier pairs of this cohort have done or waived."""
    group_minutes: tuple[tuple[date, int], ...] = ()
    """Of groups that the mentor led and the teacher attended, where the blueprint counts them."""
    others: tuple[OtherPair, ...] = ()
    """The mentor's other pairs of this cohort, where the blueprint counts over all of them."""


@dataclass(frozen=True, slots=True)
class Doing:
    """One step of one pair: what the blueprint asks, how it stands today, what is on record."""

    pair: Mentorship
    design: Blueprint
    step: Step
    state: StepState
    record: StepRecord

    @property
    def status(self) -> str:
        return self.record.status


def on_record(pairs: Iterable[Mentorship]) -> dict[int, OnRecord]:
    """By id of the pair. The caller has loaded the pairs through a viewer's query; no words are
    read. Three queries for any number of pairs, and those of `other_pairs`."""
    by_id = {pair.pk: pair for pair in pairs}
    traits = _traits(by_id.values())
    minutes = minutes_of(by_id)
    others = other_pairs(by_id.values())
    return {
        pk: _put_together(
            by_id[pk],
            rows,
            traits.get((by_id[pk].cohort_id, by_id[pk].mentee_id), ()),
            minutes[pk],
            others[pk],
        )
        for pk, rows in _rows(by_id.values()).items()
    }


def on_record_of(pair: Mentorship, minutes: Iterable[tuple[date, int]]) -> OnRecord:
    """The same for a pair of `queries.mentorship`, which has its traits, when the page knows the
    minutes already. One query, and those of `other_pairs`."""
    traits: list[str] = getattr(pair, "traits", None) or []
    others = other_pairs([pair])[pair.pk]
    return _put_together(pair, _rows([pair])[pair.pk], traits, minutes, others)


_Row = tuple[int, str, str, date | None, date | None, int, int]


def _rows(pairs: Iterable[Mentorship]) -> dict[int, list[_Row]]:
    """Steps (key, status, day) and holds ("", first day, day of the end), told apart by the key;
    those of earlier pairs of the same teacher and cohort by the id of the pair; groups as
    `in_groups` says. One query."""
    each = list(pairs)
    found: dict[int, list[_Row]] = {pair.pk: [] for pair in each}
    going_on = {pair.pk for pair in each if pair.status != MentorshipStatus.ENDED}
    of_teacher: dict[tuple[int, int], list[int]] = defaultdict(list)
    for pair in each:
        of_teacher[pair.cohort_id, pair.mentee_id].append(pair.pk)
    steps = StepRecord.objects.filter(mentorship__in=found).exclude(status=StepStatus.BLANK)
    holds = Hold.objects.filter(mentorship__in=found).annotate(
        no_key=Value("", CharField()), no_status=Value("", CharField())
    )
    earlier = StepRecord.objects.filter(
        mentorship__mentee__in={pair.mentee_id for pair in each},
        mentorship__cohort__in={pair.cohort_id for pair in each},
        mentorship__form=MentorshipForm.PAIR,
        mentorship__status=MentorshipStatus.ENDED,
        status__in=[StepStatus.DONE, StepStatus.WAIVED],
    ).exclude(mentorship__in=found)
    whose = ("mentorship__cohort_id", "mentorship__mentee_id")
    step = ("mentorship_id", "key", "status", "done_on", Value(None, DateField()), *whose)
    rows = steps.values_list(*step).union(
        holds.values_list("mentorship_id", "no_key", "no_status", "begins_on", "ends_on", *whose),
        earlier.values_list(*step),
        *in_groups(each),
        all=True,
    )
    by_id = {pair.pk: pair for pair in each}
    for row in rows:
        for pk in of_teacher[row[5], row[6]]:
            if row[2] == IN_GROUP:
                if row[3] is not None and with_mentor(by_id[pk], row[0], row[3]):
                    found[pk].append(row)
            elif row[0] == pk or (row[0] < pk and row[1] and row[0] not in going_on):
                found[pk].append(row)
    return found


def _put_together(
    pair: Mentorship,
    rows: Iterable[_Row],
    traits: Iterable[str],
    minutes: Iterable[tuple[date, int]],
    others: Iterable[OtherPair],
) -> OnRecord:
    done: dict[str, date] = {}
    waived: dict[str, date] = {}
    holds: list[tuple[date, date | None]] = []
    earlier: dict[str, tuple[str, date]] = {}
    groups: list[tuple[date, int]] = []
    for of, key, status, on, until, _cohort, _teacher in rows:
        if on is None:
            continue  # a draft
        if status == IN_GROUP:
            groups.append((on, int(key)))
            continue
        if of != pair.pk:
            earlier[key] = max(earlier.get(key, (status, on)), (status, on), key=itemgetter(1))
            continue
        if not key:
            holds.append((on, until))
        elif status == StepStatus.DONE:
            done[key] = on
        else:
            waived[key] = on
    return OnRecord(
        done,
        waived,
        tuple(sorted(holds, key=itemgetter(0))),
        frozenset(traits),
        tuple(minutes),
        earlier,
        tuple(sorted(groups)),
        tuple(others),
    )


def _traits(pairs: Iterable[Mentorship]) -> dict[tuple[int, int], frozenset[str]]:
    wanted = {(pair.cohort_id, pair.mentee_id) for pair in pairs}
    rows = Enrolment.objects.filter(
        cohort_id__in={cohort for cohort, _ in wanted}, person_id__in={who for _, who in wanted}
    ).values_list("cohort_id", "person_id", "traits")
    return {(cohort, who): frozenset(traits) for cohort, who, traits in rows}


def record_of(viewer: Viewer, pair: Mentorship, key: str) -> StepRecord:
    """What is on record of one step; a new row, not saved, where there is nothing yet.

    For whoever may not read the words they are empty: the database does not hand them out. Why a
    step was waived is for everybody who is involved: the caller has loaded the pair.
    """
    rows = StepRecord.objects.filter(mentorship=pair, key=key)
    found = rows.filter(STEP_WORDS_READERS.where(viewer)).select_related("written_by").first()
    if found is None:
        found = rows.defer("words").select_related("written_by").first()
        if found is None:
            return StepRecord(mentorship=pair, key=key)
        found.words = {}
    found.mentorship = pair
    return found


def reads_words(viewer: Viewer, record: StepRecord) -> bool:
    return STEP_WORDS_READERS.holds(viewer, record)


def undone(pk: int, key: str) -> bool:
    """Whether this step of this pair is neither done nor waived."""
    return not StepRecord.objects.filter(
        mentorship_id=pk, key=key, status__in=[StepStatus.DONE, StepStatus.WAIVED]
    ).exists()


def running_pairs(at_a_time: int) -> Iterator[list[Mentorship]]:
    """Every active pair, for the platform's own look, some at a time."""
    rows = Mentorship.objects.filter(
        status=MentorshipStatus.ACTIVE, form=MentorshipForm.PAIR
    ).select_related("mentor", "mentee", "school", "cohort__programme")
    last = 0
    while found := list(rows.filter(pk__gt=last).defer("end_words").order_by("pk")[:at_a_time]):
        yield found
        if len(found) < at_a_time:
            return  # nobody is left, and there is no need to ask
        last = found[-1].pk


def pairs_of_cohort(viewer: Viewer, cohort: Cohort) -> list[Mentorship]:
    """The pairs of a cohort in the schools that this viewer coordinates, that run or have run."""
    rows = Mentorship.objects.filter(
        COORDINATOR.where(viewer),
        cohort=cohort,
        form=MentorshipForm.PAIR,
        starts_on__isnull=False,
    )
    people = rows.select_related("mentor", "mentee", "cohort__programme")
    return list(people.defer("end_words").order_by("pk"))


def questions_of(design: Blueprint, step: Step) -> tuple[Question, ...]:
    """The questionnaire of a step; empty where it has none."""
    found = (one.questions for one in design.instruments if one.code == step.instrument)
    return next(found, ())


def evidence_key(design: Blueprint, step: Step, code: str) -> str:
    """What a piece of evidence is kept as among the words of its step: a prompt or question may be
    called so already, and no code has a hyphen."""
    asked = {one.code for one in step.prompts}
    asked |= {one.code for one in questions_of(design, step)}
    key = f"evidence_{code}"
    return f"evidence-{code}" if key in asked else key


def title_of(state: StepState) -> str:
    """The step's name in the reader's language, with its number from the second time on."""
    title = state.step.title.in_(get_language() or "en")
    if state.number < 2:
        return title
    return _("%(step)s, %(number)s") % {"step": title, "number": words.number(state.number)}
