"""The ledger of a person: all pairs that she is or was in, each with what it owes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from banyan.credentials.queries import cohort_ledger
from banyan.credentials.queries.ledger import Entry, Sums, entries, once, sums
from banyan.credentials.queries.owing import Due, Owed
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.steps import OnRecord, on_record
from banyan.mentoring.snapshot import facts_of
from banyan.mentoring.standings import COORDINATOR, PAIR
from banyan.mentoring.states import MentorshipForm
from blueprint import Dose, owed


@dataclass(frozen=True, slots=True)
class Line:
    """A pair with its columns; `due` is None where its blueprint asks nothing by the calendar."""

    pair: Mentorship
    sums: Sums
    due: Due | None


@dataclass(frozen=True, slots=True)
class Account:
    """All pairs of a person, the newest first, and what she gave or had in all of them together: a
    group stands in the line of each pair, and once in `given`."""

    lines: list[Line]
    given: list[Entry]
    has_shared: bool

    @property
    def total(self) -> Sums:
        return sums(self.given)


def own(viewer: Viewer) -> Account:
    """The viewer's own pairs that run or have run."""
    return _account(viewer, _rows().filter(PAIR.where(viewer)))


def of_person(viewer: Viewer, person_id: int) -> Account:
    """Those of somebody else, in the schools that the viewer coordinates. Raises DoesNotExist where
    there are none."""
    hers = Q(mentor=person_id) | Q(mentee=person_id)
    found = _account(viewer, _rows().filter(COORDINATOR.where(viewer), hers))
    if not found.lines:
        raise Mentorship.DoesNotExist(f"no pair of {person_id}")
    return found


def _rows() -> QuerySet[Mentorship]:
    rows = Mentorship.objects.filter(form=MentorshipForm.PAIR, starts_on__isnull=False)
    people = rows.select_related("mentor", "mentee", "school", "cohort__programme")
    return people.defer("end_words").order_by("-starts_on", "-pk")


def _account(viewer: Viewer, rows: QuerySet[Mentorship]) -> Account:
    pairs = list(rows)
    found, stored = entries(viewer, pairs), on_record(pairs)
    hers: dict[int, list[Entry]] = defaultdict(list)
    for entry in found:
        hers[entry.pair].append(entry)
    lines = [
        Line(pair, sums(hers[pair.pk]), _due(viewer.today, pair, hers[pair.pk], stored[pair.pk]))
        for pair in pairs
    ]
    given = once(found)
    return Account(lines, given, len(given) < len(found))


def _due(today: date, pair: Mentorship, met: Sequence[Entry], record: OnRecord) -> Due | None:
    """By the first of the doses that are asked of each pair: the same as in the ledger of its
    cohort."""
    dose: Dose | None = next(iter(cohort_ledger.doses_of(pair.cohort)), None)
    if dose is None:
        return None
    asks = blueprint_of(pair.cohort).model_copy(update={"doses": (dose,)})
    minutes = [
        (one.day, one.sums.credited)
        for one in met
        if one.sums.credited and (dose.groups or not one.is_group)
    ]
    return Owed(owed(asks, facts_of(pair, record), today), today).due_by_day(pair, minutes)
