"""Pairs at the end of their trial: what each viewer may know of it, and whom the jobs ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Trial, TrialAnswer
from banyan.mentoring.queries.doses import rests_of
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.steps import running_pairs
from banyan.mentoring.states import LIVE, MentorshipForm, TrialStatus
from banyan.programmes.queries import cohorts_by
from blueprint import Blueprint, least_days, trial_ends
from blueprint import Hold as Rest

AT_A_TIME = 500  # pairs in memory


@dataclass(frozen=True, slots=True)
class Trying:
    """A pair whose trial is over, or soon will be, on one day."""

    pair: Mentorship
    trial: Trial
    opens_on: date  # from this day each is asked
    last_on: date  # the last day to answer
    own: bool | None  # what the viewer has said; never what the other one has

    @property
    def status(self) -> str:
        return self.trial.status


def trying(viewer: Viewer, pair: Mentorship, rests: Iterable[Rest] | None = None) -> Trying | None:
    """How the trial of a pair stands that the viewer may know of; None where there is none, or
    while it still lasts. Two queries from the day on which it may be over, one where its `rests`
    are known."""
    opens_on = _opens_on(pair, (), viewer.today)
    if opens_on is None or opens_on > viewer.today:
        return None
    if rests is None:
        rests = rests_of([pair.pk])[pair.pk]
    opens_on = _opens_on(pair, rests, viewer.today)
    if opens_on is None or opens_on > viewer.today:
        return None
    own = TrialAnswer.objects.filter(trial__mentorship=pair, person_id=viewer.person_id)
    found = (
        Trial.objects.filter(mentorship=pair)
        .annotate(own=Subquery(own.values("goes_on")[:1]))
        .first()
    )
    said: bool | None = getattr(found, "own", None)
    return _trying(pair, found or Trial(mentorship=pair), opens_on, said)


def under_lock(found: Trying, viewer: Viewer) -> Trying:
    """The same with the stored row, which nobody else changes until the transaction ends."""
    Trial.objects.get_or_create(mentorship=found.pair)
    stored = Trial.objects.select_for_update().get(mentorship=found.pair)
    own = TrialAnswer.objects.filter(trial=stored, person_id=viewer.person_id)
    said = own.values_list("goes_on", flat=True).first()
    return Trying(found.pair, stored, found.opens_on, found.last_on, said)


def _opens_on(pair: Mentorship, holds: Iterable[Rest], today: date) -> date | None:
    if pair.form != MentorshipForm.PAIR or pair.starts_on is None:
        return None
    return trial_ends(blueprint_of(pair.cohort).relationship, pair.starts_on, holds, today)


def _trying(pair: Mentorship, trial: Trial, opens_on: date, own: bool | None) -> Trying:
    days = blueprint_of(pair.cohort).relationship.answer_within_days
    return Trying(pair, trial, opens_on, opens_on + timedelta(days=days), own)


# What notices and jobs need to know: they have no viewer


def trials_open(today: date) -> Iterator[tuple[Trying, set[int]]]:
    """Every pair that goes on, whose trial is over and has no outcome yet, with the ids of those
    who have answered. Some at a time: one query, and four for each lot; none but the first where
    no trial is over."""
    begun = Q()
    for days, cohorts in cohorts_by(_least_days).items():
        if days is not None:  # days on hold make it later, never sooner
            begun |= Q(cohort__in=cohorts, starts_on__lte=today - timedelta(days=days))
    if not begun:
        return
    settled = Trial.objects.filter(mentorship=OuterRef("pk"), status=TrialStatus.GOES_ON)
    open_ = Q(begun, ~Exists(settled), ends_early_on__isnull=True)
    for pairs in running_pairs(AT_A_TIME, open_):
        yield from _open(pairs, today)


def _least_days(design: Blueprint) -> int | None:
    trial = design.relationship.trial
    return None if trial is None else least_days(trial)


def _open(pairs: list[Mentorship], today: date) -> Iterator[tuple[Trying, set[int]]]:
    ids = [pair.pk for pair in pairs]
    rests = rests_of(ids)
    stored = {each.mentorship_id: each for each in Trial.objects.filter(mentorship__in=ids)}
    answered: dict[int, set[int]] = defaultdict(set)
    said = TrialAnswer.objects.filter(trial__mentorship__in=ids)
    for pk, person in said.values_list("trial__mentorship_id", "person_id"):
        answered[pk].add(person)
    for pair in pairs:
        trial = stored.get(pair.pk) or Trial(mentorship=pair)
        opens_on = _opens_on(pair, rests[pair.pk], today)
        if opens_on is None or opens_on > today:
            continue
        if trial.status in (TrialStatus.ASKED, TrialStatus.ONE_YES, TrialStatus.DOUBTED):
            yield _trying(pair, trial, opens_on, None), answered[pair.pk]


def owes_answer(pair_id: int, person_id: int) -> bool:
    """Whether this one of a running pair has not said yet whether to go on."""
    runs = Mentorship.objects.filter(pk=pair_id, status__in=LIVE, ends_early_on=None).exists()
    settled = Trial.objects.filter(mentorship=pair_id, status=TrialStatus.GOES_ON).exists()
    said = TrialAnswer.objects.filter(trial__mentorship=pair_id, person_id=person_id).exists()
    return runs and not settled and not said


def doubted(pair_id: int) -> bool:
    """Whether somebody of a running pair would rather not go on, and nothing is decided yet."""
    return Trial.objects.filter(
        mentorship=pair_id,
        mentorship__status__in=LIVE,
        mentorship__ends_early_on=None,
        status=TrialStatus.DOUBTED,
    ).exists()


def tried(pk: int) -> Mentorship:
    """The pair of a trial."""
    rows = Mentorship.objects.filter(trial=pk).defer("end_words")
    return rows.select_related("mentor", "mentee", "school", "cohort__programme").get()
