"""Short meetings: the whole table for those who run them, for each guest her own sheet, and of what
people said afterwards only how many did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Q, QuerySet

from banyan.kernel.viewer import Viewer
from banyan.matching.models import Impression, Rota, RotaPlace, ShortMeeting
from banyan.matching.queries.listing import Ranked
from banyan.matching.standings import IMPRESSED, ROTA_COORDINATOR, ROTA_GUEST
from banyan.matching.states.rotas import Feeling, Invited, RotaStatus
from banyan.mentoring.queries.mentorships import waiting_for_match
from banyan.organisations.models import Organisation
from banyan.organisations.states import Level
from banyan.people.models import Person
from banyan.programmes.models import Application, Cohort, Enrolment
from banyan.programmes.standings import ENROLMENT_COORDINATOR
from banyan.programmes.states import ApplicationStatus, EnrolmentStatus, Side
from banyan.ui import words
from banyan.ui.prepared import Given, PreparedRows
from matchmaker.heeding import COULD, RATHER_NOT, WOULD, Said

HEEDED_FOR = timedelta(days=60)  # after its answers closed; then they are forgotten
WEIGHT = {Feeling.WOULD: WOULD, Feeling.COULD: COULD, Feeling.RATHER_NOT: RATHER_NOT}


# The clock of a rota


def turn_starts(rota: Rota, turn: int) -> datetime:
    """When this turn begins, 1 for the first."""
    return rota.starts_at + timedelta(minutes=(turn - 1) * (rota.minutes + rota.pause))


def ends_at(rota: Rota) -> datetime:
    """When the last meeting is over; of a rota without turns, when it begins."""
    if not rota.turns:
        return rota.starts_at
    return turn_starts(rota, rota.turns) + timedelta(minutes=rota.minutes)


def turns_begun(rota: Rota, now: datetime) -> int:
    """How many turns have begun: they are not touched any more."""
    if now < rota.starts_at:
        return 0
    step = timedelta(minutes=rota.minutes + rota.pause)
    return min(rota.turns, (now - rota.starts_at) // step + 1)


# For those who run them


def rotas_of(viewer: Viewer, cohort: Cohort) -> QuerySet[Rota]:
    return Rota.objects.filter(ROTA_COORDINATOR.where(viewer), cohort=cohort).order_by(
        "-starts_at", "-pk"
    )


def rota(viewer: Viewer, pk: int) -> Rota:
    """Raises DoesNotExist for one of a programme that the viewer does not coordinate."""
    rows = Rota.objects.filter(ROTA_COORDINATOR.where(viewer))
    return rows.select_related("cohort__programme__organisation").get(pk=pk)


def mentors_to_invite(cohort: Cohort) -> list[tuple[int, str]]:
    """Id and name of every mentor of the pool of a cohort that the viewer has been given."""
    rows = Application.objects.filter(
        programme_id=cohort.programme_id, status=ApplicationStatus.MATCHABLE
    )
    return list(rows.order_by("person__name", "pk").values_list("person_id", "person__name"))


def teachers_to_invite(
    viewer: Viewer, cohort: Cohort, invited: str, area: Organisation | None = None
) -> list[Enrolment]:
    """Enrolments of those who are to come, of one area or of all."""
    if invited == Invited.WAITING:
        rows = waiting_for_match(viewer, cohort)
    else:
        rows = Enrolment.objects.filter(
            ENROLMENT_COORDINATOR.where(viewer), cohort=cohort, status=EnrolmentStatus.ENROLLED
        ).select_related("person", "school")
    if area is not None:
        path = area.path or ""
        rows = rows.filter(Q(school__path=path) | Q(school__path__startswith=f"{path}/"))
    return list(rows.order_by("person__name", "pk"))


def areas_of(cohort: Cohort) -> list[tuple[int, str]]:
    """Id and name of the districts and schools of the teachers of a cohort that the viewer has been
    given: districts first. Two queries."""
    paths = Organisation.objects.filter(
        pk__in=Enrolment.objects.filter(cohort=cohort).values("school")
    ).values_list("path", flat=True)
    ids = {int(pk) for path in paths for pk in (path or "").split("/") if pk}
    rows = Organisation.objects.filter(pk__in=ids, level__in=(Level.DISTRICT, Level.SCHOOL))
    named = sorted((each.level != Level.DISTRICT, each.name, each.pk) for each in rows)
    return [(pk, name) for _school, name, pk in named]


def enrolments_in(found: Rota, people: Collection[int]) -> list[Enrolment]:
    """Of the cohort of a rota: the enrolments of these people that still stand."""
    rows = Enrolment.objects.filter(
        cohort=found.cohort_id, person__in=people, status=EnrolmentStatus.ENROLLED
    )
    return list(rows.select_related("person", "school").order_by("person_id"))


def places_of(found: Rota) -> list[RotaPlace]:
    """Everybody who takes part, mentors first, by name. One query."""
    rows = RotaPlace.objects.filter(rota=found).select_related("person")
    return list(rows.order_by("side", "person__name", "pk"))


def place_in(found: Rota, pk: int) -> RotaPlace:
    """One of them. Raises DoesNotExist."""
    return RotaPlace.objects.select_related("person").get(rota=found, pk=pk)


@dataclass(frozen=True, slots=True)
class Cell:
    """Whom a mentor meets in a turn, "" for nobody; `missed` when one of the two is not there."""

    teacher: str = ""
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A line of the whole table: a cell for each mentor."""

    number: int
    at: datetime
    cells: list[Cell]
    is_past: bool

    @property
    def clock(self) -> str:
        return words.clock(self.at)


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table of a rota: a column for each mentor, a line for each turn."""

    mentors: list[RotaPlace]
    teachers: list[RotaPlace]
    turns: list[Turn]
    fewer: list[tuple[str, int]]  # teachers who are there with fewer meetings, and how many

    @property
    def loose(self) -> bool:
        """Whether somebody would sit alone in a turn to come, because another is not there."""
        return any(cell.missed for turn in self.turns if not turn.is_past for cell in turn.cells)


def table_of(found: Rota, now: datetime) -> Table:
    """Of a rota that the viewer has been given. Two queries."""
    places = places_of(found)
    mentors = [each for each in places if each.side == Side.MENTOR]
    teachers = [each for each in places if each.side == Side.TEACHER]
    of = {each.person_id: each for each in places}
    cells: dict[tuple[int, int], Cell] = {}
    count: dict[int, int] = defaultdict(int)
    for meeting in ShortMeeting.objects.filter(rota=found):
        two = of[meeting.mentor_id], of[meeting.teacher_id]
        missed = not all(was_there(each, meeting.turn) for each in two)
        cells[meeting.turn, meeting.mentor_id] = Cell(two[1].person.name, missed)
        count[meeting.teacher_id] += not missed
    begun = turns_begun(found, now)
    turns = [
        Turn(
            number,
            turn_starts(found, number),
            [cells.get((number, each.person_id), Cell()) for each in mentors],
            number <= begun,
        )
        for number in range(1, found.turns + 1)
    ]
    fewer = [
        (each.person.name, count[each.person_id])
        for each in teachers
        if each.last_turn is None and count[each.person_id] < found.most
    ]
    return Table(mentors, teachers, turns, fewer)


def answered(found: Rota) -> Ranked:
    """How many people have met somebody, and how many of them have said something. Never what,
    nor who. Two queries."""
    people = {place.person_id for place, _others in _met(found)}
    said = Impression.objects.filter(rota=found).values_list("person_id", flat=True).distinct()
    return Ranked(len(people), len(people & set(said)))


def rotas_to_heed(cohort: Cohort, now: datetime) -> list[Rota]:
    """Held ones of a cohort that the viewer has been given, whose answers are all in and not
    forgotten; the latest first."""
    rows = Rota.objects.filter(
        cohort=cohort,
        status=RotaStatus.HELD,
        answers_until__lte=now,
        answers_until__gt=now - HEEDED_FOR,
    )
    return list(rows.order_by("-starts_at", "-pk"))


# For those who take part


@dataclass(frozen=True, slots=True)
class Line:
    """A line of somebody's sheet: when, with whom and where; nobody: a pause."""

    turn: int
    at: datetime
    until: datetime
    other: str
    room: str
    met: bool = False  # it has begun, and both are there

    @property
    def hours(self) -> str:
        """From when to when, in the reader's zone."""
        return f"{words.clock(self.at)} – {words.clock(self.until)}"


def own_place(viewer: Viewer, rota_id: int) -> RotaPlace:
    """Raises DoesNotExist for whoever does not take part, and before it is announced."""
    rows = RotaPlace.objects.filter(ROTA_GUEST.where(viewer), rota=rota_id)
    return rows.select_related("rota__cohort__programme__organisation", "person").get()


def own_places(viewer: Viewer) -> QuerySet[RotaPlace]:
    """Where the viewer takes part or took part, the latest first."""
    rows = RotaPlace.objects.filter(ROTA_GUEST.where(viewer)).select_related("rota__cohort")
    return rows.order_by("-rota__starts_at", "-pk")


def sheet_of(place: RotaPlace, now: datetime) -> list[Line]:
    """Her turns from her first meeting to her last. Two queries."""
    found = place.rota
    rows = ShortMeeting.objects.filter(_mine(place)).select_related("mentor", "teacher")
    places = {each.person_id: each for each in RotaPlace.objects.filter(rota=found)}
    begun = turns_begun(found, now)
    by_turn = {meeting.turn: meeting for meeting in rows}
    if not by_turn:
        return []
    lines = []
    for turn in range(min(by_turn), max(by_turn) + 1):
        at = turn_starts(found, turn)
        meeting = by_turn.get(turn)
        until = at + timedelta(minutes=found.minutes)
        if meeting is None:
            lines.append(Line(turn, at, until, "", ""))
            continue
        other = str(meeting.mentor if place.side == Side.TEACHER else meeting.teacher)
        two = places[meeting.mentor_id], places[meeting.teacher_id]
        met = turn <= begun and all(was_there(each, turn) for each in two)
        lines.append(Line(turn, at, until, other, two[0].room, met))
    return lines


def _mine(place: RotaPlace) -> Q:
    side = "teacher" if place.side == Side.TEACHER else "mentor"
    return Q(**{"rota": place.rota_id, side: place.person_id})


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """Whom somebody has met in a rota, and what she has said of them so far."""

    place: RotaPlace
    met: list[Person]
    said: dict[int, str]

    @property
    def rota(self) -> Rota:
        return self.place.rota


def own_answers(viewer: Viewer, rota_id: int) -> OwnAnswers:
    """Raises DoesNotExist for whoever does not take part. Four queries."""
    place = own_place(viewer, rota_id)
    begun = turns_begun(place.rota, viewer.now)
    others = next((o for p, o in _met(place.rota, begun) if p.person_id == place.person_id), set())
    said = Impression.objects.filter(IMPRESSED.where(viewer), rota=rota_id)
    return OwnAnswers(
        place,
        list(Person.objects.filter(pk__in=others).order_by("name", "pk")),
        dict(said.values_list("other_id", "feeling")),
    )


def _met(found: Rota, begun: int | None = None) -> list[tuple[RotaPlace, set[int]]]:
    """Everybody who has met somebody, with whom: of turns that have begun (all, where it is not
    given), in which both were there. Two queries."""
    places = {each.person_id: each for each in RotaPlace.objects.filter(rota=found)}
    met: dict[int, set[int]] = defaultdict(set)
    for meeting in ShortMeeting.objects.filter(rota=found):
        both = [places[meeting.mentor_id], places[meeting.teacher_id]]
        if (begun is None or meeting.turn <= begun) and all(
            was_there(each, meeting.turn) for each in both
        ):
            met[meeting.mentor_id].add(meeting.teacher_id)
            met[meeting.teacher_id].add(meeting.mentor_id)
    return [(places[person], others) for person, others in sorted(met.items())]


def was_there(place: RotaPlace, turn: int) -> bool:
    return place.first_turn <= turn and (place.last_turn is None or turn <= place.last_turn)


# What rounds, notices and jobs need to know: they have no viewer


def said_in(rota_id: int | None, fewest: int) -> Said | None:
    """What was said, for the computation of a round alone; None where fewer than `fewest` people
    said something, so that no pair tells what one of them said."""
    if rota_id is None:
        return None
    rows = list(
        Impression.objects.filter(rota=rota_id).values_list("side", "person", "other", "feeling")
    )
    if len({person for _side, person, _other, _said in rows}) < fewest:
        return None
    teachers = {(str(p), str(o)): WEIGHT[Feeling(f)] for s, p, o, f in rows if s == Side.TEACHER}
    mentors = {(str(o), str(p)): WEIGHT[Feeling(f)] for s, p, o, f in rows if s == Side.MENTOR}
    return Said(teachers, mentors)


def told_rota(pk: int) -> Rota:
    return Rota.objects.select_related("cohort__programme__organisation").get(pk=pk)


def state_of(pk: int) -> str | None:
    return Rota.objects.filter(pk=pk).values_list("status", flat=True).first()


def takes_part(pk: int, person_id: int, now: datetime) -> bool:
    """Whether somebody is still expected in what is announced and has not begun."""
    return RotaPlace.objects.filter(
        rota=pk, person=person_id, last_turn=None, rota__status=RotaStatus.ANNOUNCED,
        rota__starts_at__gt=now,
    ).exists()  # fmt: skip


def can_answer(pk: int, now: datetime) -> bool:
    rows = Rota.objects.filter(pk=pk, status=RotaStatus.HELD, answers_until__gt=now)
    return rows.exists()


def first_meetings(found: Rota) -> Mapping[int, datetime | None]:
    """By person who is expected: when her first meeting begins, None where she has none."""
    first: dict[int, int] = {}
    for meeting in ShortMeeting.objects.filter(rota=found).order_by("turn"):
        for person in (meeting.mentor_id, meeting.teacher_id):
            first.setdefault(person, meeting.turn)
    people = RotaPlace.objects.filter(rota=found, last_turn=None)
    return {
        person: turn_starts(found, first[person]) if person in first else None
        for person in people.values_list("person_id", flat=True)
    }


def who_met(found: Rota) -> list[int]:
    return [place.person_id for place, _others in _met(found)]


def announced_between(first: datetime, last: datetime) -> list[Rota]:
    return [each for each in _announced_until(until=last) if each.starts_at > first]


@PreparedRows
def _announced_until() -> QuerySet[Rota]:
    until = Given("until", DateTimeField())
    rows = Rota.objects.filter(status=RotaStatus.ANNOUNCED, starts_at__lte=until)
    return rows.select_related("cohort__programme__organisation").order_by("starts_at", "pk")


def run_over(now: datetime) -> list[Rota]:
    """Announced ones whose last meeting is over."""
    return [each for each in _announced_until(until=now) if ends_at(each) <= now]


def to_forget(now: datetime) -> QuerySet[Any]:
    """What was said so long ago that no round heeds it any more."""
    return Impression.objects.filter(rota__answers_until__lte=now - HEEDED_FOR)
