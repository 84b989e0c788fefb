"""Strengths and needs of a teacher: what each source found, kept apart, and how it moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.records import Reading, Words, at_hand, known_together, records
from banyan.mentoring.states import RecordKind
from banyan.people.models import Person
from banyan.practice.models import Assessment
from banyan.practice.states import LevelOfPractice, Source
from banyan.programmes.queries.frameworks import framework, frameworks, named_in, written_in
from blueprint.frameworks import Framework

NEUTRAL = "banyan_practice"  # asks for nothing that any one programme asks for
SAID = ":said"  # after the code of an element: the sentence beside its level
MOST_WAVES = 24  # of one teacher on one page
MOST_NAMED = 5  # strengths, and needs, of one source at the top of the page


@dataclass(frozen=True, slots=True)
class Element:
    """What a level is said of: an item of a framework that is not made of others."""

    code: str
    title: str
    area: str


def elements(found: Framework, locale: str) -> list[Element]:
    """In the order of the framework, in the reader's language where it has it."""
    language = written_in(found, locale)
    return [
        Element(
            item.code,
            item.title.in_(language),
            above[0].title.in_(language) if above else "",
        )
        for item, above in found.walk()
        if not item.items
    ]


def edition(found: Framework) -> str:
    """As it is kept beside an assessment."""
    return f"{found.code}@{found.version}"


def framework_of(kept: str) -> Framework:
    """The edition that was kept. Raises DoesNotExist where there is none such."""
    code, _at, version = kept.partition("@")
    return framework(code, version)


def to_choose_from(pair: Mentorship | None) -> list[Framework]:
    """The frameworks that the blueprint of the pair names; where none does, the neutral one."""
    named = named_in(blueprint_of(pair.cohort)) if pair is not None else []
    return named or [one for one in frameworks() if one.code == NEUTRAL]


def has_about_her(viewer: Viewer, person_id: int, *kinds: RecordKind) -> QuerySet[Record]:
    """Records of these kinds that belong to one teacher, as far as the viewer may read them."""
    return records(viewer, *kinds).filter(owner_id=person_id)


@dataclass(frozen=True, slots=True)
class Wave:
    """One assessment by one source, as its viewer may read it."""

    reading: Reading
    source: Source
    framework: str
    on: date
    by: Person
    levels: Mapping[str, int]

    @property
    def pk(self) -> int:
        return self.reading.record.pk

    def said(self, code: str) -> str:
        return str(self.reading.words.get(f"{code}{SAID}", ""))

    @property
    def strengths(self) -> str:
        return str(self.reading.words.get("strengths", ""))

    @property
    def needs(self) -> str:
        return str(self.reading.words.get("needs", ""))


def levels_in(words: Words) -> dict[str, int]:
    """The levels of an assessment by element; what is no level is none."""
    wanted = {level.value for level in LevelOfPractice}
    return {code: value for code, value in words.items() if value in wanted and value is not True}


def waves(viewer: Viewer, person_id: int) -> list[Wave]:
    """What was found of this teacher, oldest first, of the newest assessments that the viewer may
    read. A fixed number of queries."""
    newest = has_about_her(viewer, person_id, RecordKind.NEED).filter(assessment__isnull=False)
    found = newest.select_related("assessment", "written_by")[:MOST_WAVES]
    told = known_together(viewer, found)
    return sorted((_wave(viewer, one) for one in told), key=lambda one: (one.on, one.pk))


def _wave(viewer: Viewer, reading: Reading) -> Wave:
    row = reading.record
    kept: Assessment = row.assessment
    return Wave(
        reading=reading,
        source=Source(kept.source),
        framework=kept.framework,
        on=row.begun_at.astimezone(viewer.zone).date(),
        by=row.written_by,
        levels=levels_in(reading.words),
    )


@dataclass(frozen=True, slots=True)
class Side:
    """What one source found last, and what it found before that."""

    source: Source
    last: Wave
    before: Wave | None
    strengths: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One element as one source sees it."""

    label: object  # the level in words; empty where it did not look
    said: str
    before: object  # another level that it had in the wave before, in words; else empty


@dataclass(frozen=True, slots=True)
class Line:
    element: Element
    beside: tuple[tuple[Cell, Side], ...]  # what each source sees


def sides(found: Iterable[Wave], of: Framework, locale: str) -> list[Side]:
    """Each source with its newest wave on this framework. No source is weighed against another."""
    titles = {one.code: one.title for one in elements(of, locale)}
    told = []
    for source in Source:
        own = [one for one in found if one.source == source and one.framework == edition(of)]
        if own:
            last, before = own[-1], own[-2] if len(own) > 1 else None
            told.append(Side(source, last, before, *_named(last.levels, titles)))
    return told


def _named(
    levels: Mapping[str, int], titles: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The strongest and the weakest elements, by title, in the order of the framework."""
    known = [(levels[code], title) for code, title in titles.items() if code in levels]
    high = sorted((one for one in known if one[0] > LevelOfPractice.WITH_HELP), key=_highest)
    low = sorted((one for one in known if one[0] <= LevelOfPractice.WITH_HELP), key=_lowest)
    return (
        tuple(title for _level, title in high[:MOST_NAMED]),
        tuple(title for _level, title in low[:MOST_NAMED]),
    )


def _highest(one: tuple[int, str]) -> int:
    return -one[0]


def _lowest(one: tuple[int, str]) -> int:
    return one[0]


def lines(told: Iterable[Side], of: Framework, locale: str) -> list[Line]:
    """Every element that any of these sources looked at, each source beside the others."""
    told = list(told)
    return [
        Line(one, tuple((_cell(side, one.code), side) for side in told))
        for one in elements(of, locale)
        if any(one.code in side.last.levels for side in told)
    ]


def _cell(side: Side, code: str) -> Cell:
    now = side.last.levels.get(code)
    was = side.before.levels.get(code) if side.before is not None else None
    return Cell(_word(now), side.last.said(code), _word(was) if now and was and was != now else "")


def _word(level: int | None) -> object:
    return LevelOfPractice(level).label if level else ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A record that shows something of an element, as the viewer may know of it."""

    element: str
    record: Record


def assessment(viewer: Viewer, reading: Reading) -> tuple[Assessment, list[Shown]]:
    """What is kept beside this record, and what it rests on, element by element, as far as the
    viewer may read it. Raises DoesNotExist for a record that is no assessment. One query, and one
    more where it rests on anything."""
    rows = Assessment.objects.filter(record_id=reading.record.pk).values_list(
        "pk", "source", "framework",
        "record__came_from__evidence__element", "record__came_from__earlier_id",
    )  # fmt: skip
    found = list(rows)
    if not found:
        raise Assessment.DoesNotExist
    pk, source, edition_kept = found[0][:3]
    kept = Assessment(pk=pk, record=reading.record, source=source, framework=edition_kept)
    shows = [(element, earlier) for *_kept, element, earlier in found if element]
    if not (shows and reading.whole):
        return kept, []
    known = {one.pk: one for one in records(viewer).filter(pk__in={pk for _code, pk in shows})}
    return kept, [Shown(code, known[pk]) for code, pk in sorted(shows) if pk in known]


def can_be_evidence(viewer: Viewer, found: Record) -> QuerySet[Record]:
    """Those at hand that can show something of an element."""
    return at_hand(viewer, found).exclude(kind__in=[RecordKind.NEED, RecordKind.WELL_BEING])


@dataclass(frozen=True, slots=True)
class Said:
    """One element of one view, to be read."""

    element: Element
    label: object
    said: str


def said(reading: Reading, of: Framework, locale: str) -> list[Said]:
    """What a view holds of each element of its framework; those without a word are left out."""
    levels = levels_in(reading.words)
    return [
        Said(one, _word(levels.get(one.code)), str(reading.words.get(f"{one.code}{SAID}", "")))
        for one in elements(of, locale)
        if one.code in levels or reading.words.get(f"{one.code}{SAID}")
    ]
