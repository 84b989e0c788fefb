"""With whom people would rather not be paired: by name, in confidence, and heeded by rounds."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, Exists, Q, Value, When

from banyan.kernel.viewer import Viewer
from banyan.matching.models import Apart, Round
from banyan.matching.standings import APART_READERS, ASKS_APART
from banyan.mentoring.queries.mentorships import waiting_for_match
from banyan.people.models import Person
from banyan.programmes.models import Application, Enrolment, Programme
from banyan.programmes.queries import programme as programme_of
from banyan.programmes.states import ApplicationStatus, EnrolmentStatus

MOST = 10  # names that one may give in a programme
# Words before a name that people leave out when they speak of somebody.
TITLES = frozenset({
    "dr", "mr", "mrs", "ms", "prof", "shri", "shrimati", "smt", "sri", "kumari", "डॉ", "श्री",
    "श्रीमती", "सुश्री", "प्रो",
})  # fmt: skip
NOT_IN = (EnrolmentStatus.WITHDRAWN, EnrolmentStatus.COMPLETED)
OVER = (ApplicationStatus.REFUSED, ApplicationStatus.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class OwnApart:
    """What the viewer has asked for in a programme in which she takes part."""

    programme: Programme
    person_id: int
    rows: list[Apart]

    @property
    def names(self) -> list[str]:
        return [row.name for row in self.rows]

    @property
    def version(self) -> int:
        """How it stands: another number after each change."""
        return max((row.pk for row in self.rows), default=0)


def own_apart(viewer: Viewer, code: str) -> OwnApart:
    """Raises DoesNotExist for whoever neither teaches nor mentors in the programme of this code."""
    found = programme_of(viewer, code)
    person = viewer.person_id if viewer.is_somebody else 0
    if not Programme.objects.filter(_takes_part(person, found.pk), pk=found.pk).exists():
        raise Programme.DoesNotExist
    rows = Apart.objects.filter(ASKS_APART.where(viewer), programme=found).order_by("pk")
    return OwnApart(found, person, list(rows))


def _takes_part(person: int, programme_id: int) -> Q:
    """Whether this person teaches or mentors in the programme, whatever the row."""
    enrolled = Enrolment.objects.filter(cohort__programme=programme_id, person=person)
    offers = Application.objects.filter(programme=programme_id, person=person)
    return Q(Exists(enrolled.exclude(status__in=NOT_IN))) | Q(
        Exists(offers.exclude(status__in=OVER))
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody of a round asks not to be paired with whom she calls so; and who that is."""

    person: str
    name: str
    meant: list[str]


def asked_in(viewer: Viewer, round_: Round) -> list[Asked]:
    """What those who wait, and mentors of the pool, ask for, by name. Whoever is meant herself does
    not read it: nobody reads what names her or shares a word with her name, unless it is certain
    that somebody else is meant; and whoever takes part in the programme herself reads only what is
    certain, since "our coordinator" may be her. Four queries."""
    teachers = waiting_for_match(viewer, round_.cohort).values("person")
    mentors = Application.objects.filter(
        programme_id=round_.cohort.programme_id, status=ApplicationStatus.MATCHABLE
    ).values("person")
    rows = list(
        Apart.objects.filter(
            APART_READERS.where(viewer),
            Q(person__in=teachers) | Q(person__in=mentors),
            programme_id=round_.cohort.programme_id,
        )
        .select_related("person")
        .order_by("person__name", "pk")
    )
    if not rows:
        return []
    sides = [set(side.values_list("person_id", flat=True)) for side in (teachers, mentors)]
    part = Case(
        When(_takes_part(viewer.person_id, round_.cohort.programme_id), then=Value(True)),
        default=Value(False),
    )
    people = Person.objects.annotate(viewer_takes_part=part)
    named = people.in_bulk([*set.union(*sides), viewer.person_id])
    partly = named[viewer.person_id].viewer_takes_part
    herself = Named([named[viewer.person_id]])
    others = [Named(named[pk] for pk in side) for side in reversed(sides)]  # of teachers: mentors
    found = []
    for row in rows:
        of_others = [
            other for side, other in zip(sides, others, strict=True) if row.person_id in side
        ]
        could_be_her = herself.meant(row.name) or (
            (partly or herself.shares_a_word(row.name))
            and not any(other.certain(row.name) for other in of_others)
        )
        if could_be_her and row.person_id != viewer.person_id:
            continue
        meant = {pk for other in of_others for pk in other.meant(row.name)} - {row.person_id}
        found.append(Asked(row.person.name, row.name, sorted(named[pk].name for pk in meant)))
    return found


def rather_not(
    asked: Mapping[int, Collection[str]], teachers: Collection[Person], mentors: Collection[Person]
) -> dict[int, set[int]]:
    """By teacher, the mentors with whom she is not to be paired: whichever of the two asked for it,
    which this does not tell."""
    found: dict[int, set[int]] = defaultdict(set)
    if not asked:
        return found
    of_teachers, of_mentors = Named(teachers), Named(mentors)
    for person in teachers:
        for said in asked.get(person.pk, ()):
            found[person.pk].update(of_mentors.meant(said))
    for person in mentors:
        for said in asked.get(person.pk, ()):
            for teacher_id in of_teachers.meant(said):
                found[teacher_id].add(person.pk)
    return found


class Named:
    """People, to be found by what somebody calls them.

    Meant is whose whole name stands in what was said, titles aside, or whose address it is: "Meera
    Iyer from Sangod" means everybody who is called Meera Iyer. Of several of one name all are
    meant, since it is better to keep one too many apart.
    """

    def __init__(self, people: Iterable[Person]) -> None:
        self._addressed: dict[str, int] = {}
        self._called: dict[str, list[tuple[frozenset[str], int]]] = defaultdict(list)
        self._names: dict[int, frozenset[str]] = {}
        for person in people:
            if person.email:
                self._addressed[person.email.casefold()] = person.pk
            if name := frozenset(words_in(person.name)) - TITLES:
                self._called[min(name)].append((name, person.pk))
                self._names[person.pk] = name

    def meant(self, said: str) -> set[int]:
        """Their ids."""
        there = frozenset(words_in(said))
        found = {pk for word in there for name, pk in self._called.get(word, ()) if name <= there}
        found |= {
            self._addressed[part] for part in said.casefold().split() if part in self._addressed
        }
        return found

    def certain(self, said: str) -> set[int]:
        """The same, where nothing else is said that could mean somebody else: names and addresses
        of those who are meant, and titles."""
        found = self.meant(said)
        parts = [part for part in said.split() if part.casefold() not in self._addressed]
        names = frozenset(word for pk in found for word in self._names.get(pk, ()))
        return found if frozenset(words_in(" ".join(parts))) <= names | TITLES else set()

    def shares_a_word(self, said: str) -> bool:
        """Whether a word of anybody's name is said."""
        words = frozenset(words_in(said)) - TITLES
        return any(not words.isdisjoint(name) for name in self._names.values())


def words_in(text: str) -> list[str]:
    """The words of a name when habits of spelling are taken away."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    letters = (sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in folded)
    return "".join(letters).split()
