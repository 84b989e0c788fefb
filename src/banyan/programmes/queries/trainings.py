"""Trainings that mentors and readers have had, and how long each counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet
from django.utils.translation import get_language, pgettext

from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Membership
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.programmes.models import Application, Programme, TrainingRecord
from banyan.programmes.queries.designs import blueprint_named
from banyan.programmes.standings import TRAINING_KEEPER, TRAINING_READERS
from banyan.programmes.states import ApplicationStatus, ProgrammeStatus
from banyan.ui.prepared import PreparedOne
from blueprint import Blueprint, Training, TrainingState, TrainingStatus, lasting, training_state

READING = "reading"  # the training of those who judge what teachers hand in
IN_POOL = (ApplicationStatus.MATCHABLE, ApplicationStatus.RESTING)


@dataclass(frozen=True, slots=True)
class Learning:
    """A training of one person: what it is, how it stands, and every time it was held."""

    code: str
    title: str
    hint: str
    refresh: str
    hours: int | None
    required: bool
    state: TrainingState
    records: list[TrainingRecord]

    @property
    def tone(self) -> str:
        return TONES[self.state.status]

    @property
    def word(self) -> str:
        return word_of(self.state.status)


TONES = {
    TrainingStatus.MISSING: "terracotta",
    TrainingStatus.LATER: "sky",
    TrainingStatus.VALID: "leaf",
    TrainingStatus.SOON: "marigold",
    TrainingStatus.RUN_OUT: "terracotta",
}


def word_of(status: TrainingStatus) -> str:
    return {
        TrainingStatus.MISSING: pgettext("training", "Not held yet"),
        TrainingStatus.LATER: pgettext("training", "In the first months"),
        TrainingStatus.VALID: pgettext("training", "Counts"),
        TrainingStatus.SOON: pgettext("training", "Runs out soon"),
        TrainingStatus.RUN_OUT: pgettext("training", "Has run out"),
    }[status]


def design_of(programme: Programme) -> Blueprint:
    return blueprint_named(programme.blueprint, programme.blueprint_version)


def before_first_teacher(programme: Programme) -> list[str]:
    """Codes of the trainings without which nobody in this programme mentors: what its orientation
    consists of."""
    return [
        one.code
        for one in design_of(programme).training
        if one.required and one.first_within_months is None
    ]


def held_last(
    programme_id: int, people: Collection[int], codes: Collection[str], on: date
) -> dict[tuple[int, str], date]:
    """By person and code, the last day on which it was held, up to that day. One query."""
    rows = TrainingRecord.objects.filter(
        programme_id=programme_id, person_id__in=people, code__in=codes, held_on__lte=on
    )
    found = rows.values_list("person_id", "code").annotate(Max("held_on")).order_by()
    return {(person, code): day for person, code, day in found}


def states_of(
    programme_id: int, asked: Sequence[Training], people: Collection[int], on: date
) -> dict[int, dict[str, TrainingState]]:
    """By mentor and code, how each of these trainings stands. At most two queries."""
    held = held_last(programme_id, people, [one.code for one in asked], on)
    return states_from(asked, people, held, accepted_on(programme_id, asked, people), on)


def accepted_on(
    programme_id: int, asked: Sequence[Training], people: Collection[int]
) -> dict[int, date]:
    """By mentor, the day on which her application was decided. One query, or none where no training
    is asked for only after a while."""
    if not any(one.first_within_months for one in asked):
        return {}
    rows = Application.objects.filter(
        programme_id=programme_id, person_id__in=people, decided_at__isnull=False
    ).order_by("decided_at")
    return {person: at.date() for person, at in rows.values_list("person_id", "decided_at") if at}


def states_from(
    asked: Sequence[Training],
    people: Collection[int],
    held: Mapping[tuple[int, str], date],
    accepted: Mapping[int, date],
    on: date,
) -> dict[int, dict[str, TrainingState]]:
    """As `states_of`, from what is known."""
    return {
        person: {
            one.code: training_state(one, held.get((person, one.code)), accepted.get(person), on)
            for one in asked
        }
        for person in people
    }


def learnings_of(viewer: Viewer, application: Application) -> list[Learning]:
    """Every training of the programme as it stands for a mentor whose place the viewer may see."""
    asked = design_of(application.programme).training
    if not asked:
        return []
    rows = _records(viewer, application.programme, application.person_id)
    today, decided = viewer.today, application.decided_at
    held = {row.code: row.held_on for row in reversed(rows) if row.held_on <= today}
    accepted = decided.date() if decided else None
    locale = get_language() or "en"
    return [
        Learning(
            code=one.code,
            title=one.title.in_(locale),
            hint=one.hint.in_(locale) if one.hint else "",
            refresh=one.refresh.in_(locale) if one.refresh else "",
            hours=one.hours,
            required=one.required,
            state=training_state(one, held.get(one.code), accepted, today),
            records=[row for row in rows if row.code == one.code],
        )
        for one in asked
    ]


def _records(viewer: Viewer, programme: Programme, person: int) -> list[TrainingRecord]:
    rows = TrainingRecord.objects.filter(
        TRAINING_READERS.where(viewer), programme=programme, person_id=person
    )
    return list(rows.select_related("recorded_by").order_by("-held_on", "-pk"))


def record(viewer: Viewer, pk: int) -> TrainingRecord:
    """For whoever runs the programme. Raises DoesNotExist for everybody else."""
    found: TrainingRecord = _record.one(viewer, pk)
    return found


@PreparedOne
def _record(viewer: Viewer) -> QuerySet[TrainingRecord]:
    rows = TrainingRecord.objects.filter(TRAINING_KEEPER.where(viewer))
    return rows.select_related("person", "programme__organisation")


def lacking(application: Application, states: dict[str, TrainingState]) -> str:
    """A word for what is amiss with the required trainings of a mentor, or nothing."""
    asked = [one.code for one in design_of(application.programme).training if one.required]
    for status in (TrainingStatus.MISSING, TrainingStatus.RUN_OUT, TrainingStatus.SOON):
        if any(states[code].status == status for code in asked if code in states):
            return word_of(status)
    return ""


# Readers


def months_of_readers(programme: Programme) -> int | None:
    """For how many months the training of a reader counts; none where readers need none."""
    asked = [one.training_valid_months for one in design_of(programme).reviews]
    return min((months for months in asked if months), default=None)


def readers_of(programme: Programme, on: date) -> QuerySet[Person]:
    """Everybody who holds the role of a reader above, at or under the place of the programme."""
    place = programme.organisation
    near = Q(organisation_id__in=place.ancestor_ids) | Q(
        organisation__path__startswith=f"{place.path}/"
    )
    held = Membership.objects.filter(
        near, Q(ends_on__isnull=True) | Q(ends_on__gt=on), role=Role.REVIEWER, starts_on__lte=on
    )
    return Person.objects.filter(pk__in=held.values("person_id")).order_by("name", "pk")


def reader_states(
    programme: Programme, people: Collection[int], months: int | None, on: date
) -> dict[int, TrainingState]:
    """How the training of each of these readers stands. One query."""
    held = held_last(programme.pk, people, [READING], on)
    return {person: lasting(months, held.get((person, READING)), on) for person in people}


# For the platform's own look


@dataclass(frozen=True, slots=True)
class RunningOut:
    """A training of a person that runs out, or has run out."""

    programme: Programme
    person: Person
    code: str
    title: str
    state: TrainingState
    link: str


def running_out(today: date) -> Iterator[RunningOut]:
    """Of every open programme: trainings of mentors and readers that run out soon or have."""
    watched = (TrainingStatus.SOON, TrainingStatus.RUN_OUT)
    programmes = Programme.objects.filter(status=ProgrammeStatus.OPEN)
    for programme in programmes.select_related("organisation").order_by("pk"):
        asked = [one for one in design_of(programme).training if one.required]
        timed = [one for one in asked if one.valid_months]
        pool = Application.objects.filter(programme=programme, status__in=IN_POOL)
        places = {row.person_id: row for row in pool.select_related("person") if timed}
        for person, states in states_of(programme.pk, timed, list(places), today).items():
            place = places[person]
            for one in timed:
                if states[one.code].status in watched:
                    title = one.title.in_(place.person.locale or "en")
                    link = f"/applications/{place.pk}/"
                    yield RunningOut(
                        programme, place.person, one.code, title, states[one.code], link
                    )
        if months := months_of_readers(programme):
            readers = {one.pk: one for one in readers_of(programme, today)}
            for pk, state in reader_states(programme, list(readers), months, today).items():
                if state.status in watched:
                    yield RunningOut(programme, readers[pk], READING, "", state, "/readings/")


def still_running_out(programme: int, person: int, code: str, held_on: str) -> bool:
    """Whether nobody has recorded a later training since."""
    rows = TrainingRecord.objects.filter(programme_id=programme, person_id=person, code=code)
    last = rows.aggregate(last=Max("held_on"))["last"]
    return last is not None and last.isoformat() == held_on


def coordinators_of(programme: Programme, on: date) -> set[int]:
    """Ids of the people who run the programme on that day."""
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        role=Role.COORDINATOR,
        organisation_id__in=programme.organisation.ancestor_ids,
        starts_on__lte=on,
    )
    return set(held.values_list("person_id", flat=True))
