"""The words of a blueprint in the reader's language, for codes that rows hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.programmes.models import Application, Enrolment, Programme
from banyan.programmes.queries import blueprint_named
from banyan.programmes.rules import rules_of
from banyan.programmes.states import Format, PartOfDay, Speaks, Sure, Weekday
from blueprint import Blueprint, library

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Words:
    """Choices of each list as (code, title), in the order of the blueprint."""

    domains: dict[str, str]
    hints: dict[str, str]
    languages: dict[str, str]
    subjects: dict[str, str]
    stages: dict[str, str]
    traits: dict[str, str]  # of teachers
    inclusion: dict[str, str]  # what may be asked for in confidence

    def say(self, field: str, codes: Iterable[str]) -> list[str]:
        """Titles for codes; a code that the blueprint no longer has stands for itself."""
        if field == "hours":
            return [hour(code) for code in codes]
        titles: dict[str, str] = getattr(self, field)
        return [titles.get(code, code) for code in codes]


def hour(code: str) -> str:
    """ "mon-evening" as people say it."""
    day, _dash, part = code.partition("-")
    if day not in Weekday.values or part not in PartOfDay.values:
        return code
    # Translators: a stretch of the week, such as "Monday evening".
    return _("%(day)s %(part)s") % {
        "day": Weekday(day).label,
        "part": str(PartOfDay(part).label).lower(),
    }


def words_of(programme: Programme) -> Words:
    """The vocabulary of a programme in the active language."""
    return _words(rules_of(programme), get_language() or "en")


def words_of_all() -> Words:
    """The vocabulary of every blueprint on the shelf together, in the active language."""
    locale = get_language() or "en"
    every = [_words(found, locale) for _code, found in sorted(library().items())]
    joined: dict[str, dict[str, str]] = {}
    for name in ("domains", "hints", "languages", "subjects", "stages", "traits", "inclusion"):
        joined[name] = {}
        for one in reversed(every):
            joined[name] = getattr(one, name) | joined[name]
    return Words(**joined)


@lru_cache(maxsize=32)
def _spoken(code: str, version: str, locale: str) -> Words:
    rules = blueprint_named(code, version)
    lists = rules.vocabularies
    return Words(
        domains={entry.code: entry.title.in_(locale) for entry in rules.domains},
        hints={entry.code: entry.hint.in_(locale) for entry in rules.domains if entry.hint},
        languages={entry.code: entry.title.in_(locale) for entry in lists.languages},
        subjects={entry.code: entry.title.in_(locale) for entry in lists.subjects},
        stages={entry.code: entry.title.in_(locale) for entry in lists.stages},
        traits={
            trait.code: trait.title.in_(locale) for trait in rules.traits if trait.of == "teacher"
        },
        inclusion={entry.code: entry.title.in_(locale) for entry in lists.inclusion},
    )


def _words(rules: Blueprint, locale: str) -> Words:
    return _spoken(rules.code, rules.version, locale)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that somebody said of themselves: a question and an answer in words.

    `ranked` answers are in an order that matters.
    """

    name: str
    question: str
    answers: tuple[str, ...]
    ranked: bool = False


def said_by_teacher(enrolment: Enrolment) -> list[Said]:
    """What a teacher says of herself, without her hopes; needs must be prefetched."""
    words = words_of(enrolment.cohort.programme)
    rows = enrolment.needs.all()
    needs = words.say("domains", [need.domain for need in rows])
    sure = _levels(words, "domains", Sure, {need.domain: need.level for need in rows})
    again = (_("Gladly, if she takes teachers again"),) if enrolment.again else ()
    return [
        Said("domains", _("Would like help with"), tuple(needs), ranked=True),
        Said("domain_levels", _("How sure of it"), sure),
        Said("traits", _("What applies here"), tuple(words.say("traits", enrolment.traits))),
        *_said(
            words, enrolment, {code: enrolment.levels.get(code) for code in enrolment.languages}
        ),
        Said("again", _("A mentor of an earlier pair"), again),
    ]


def said_by_mentor(application: Application) -> list[Said]:
    """What a mentor says of herself, without what only reviewers read."""
    words = words_of(application.programme)
    rows = application.expertise.all()
    domains = words.say("domains", [one.domain for one in rows])
    sure = _levels(words, "domains", Sure, {one.domain: one.level for one in rows})
    school = (str(application.organisation),) if application.organisation else ()
    return [
        Said("domains", _("Can help with"), tuple(domains), ranked=True),
        Said("domain_levels", _("How sure of it"), sure),
        Said("organisation", _("Works at"), school),
        *_said(
            words, application, {one.language: one.level for one in application.fluencies.all()}
        ),
        Said("capacity", _("Teachers at a time"), _number(application.capacity)),
        Said("hours_a_month", _("Hours a month"), _number(application.hours_a_month)),
    ]


def said_in_public(application: Application) -> list[Said]:
    """Of a listed mentor: domains and languages, and what she chose to add; nothing else."""
    shown = {"domains", "languages", *application.publishes}
    return [one for one in said_by_mentor(application) if one.name in shown and one.answers]


def _said(
    words: Words, row: Enrolment | Application, spoken: Mapping[str, str | None]
) -> list[Said]:
    return [
        Said("languages", _("Languages"), tuple(words.say("languages", spoken)), ranked=True),
        Said("levels", _("How well"), _levels(words, "languages", Speaks, spoken)),
        Said("subjects", _("Subjects"), tuple(words.say("subjects", row.subjects))),
        Said("stages", _("Stages of school"), tuple(words.say("stages", row.stages))),
        Said("years", _("Years of experience"), _number(row.years)),
        Said("hours", _("Usually free"), tuple(words.say("hours", row.hours))),
        Said("format", _("Would rather meet"), (str(Format(row.format).label),)),
    ]


def _levels(
    words: Words,
    field: str,
    scale: type[Speaks] | type[Sure],
    levels: Mapping[str, Any],  # on this scale, or nothing
) -> tuple[str, ...]:
    """Of what somebody has said how far along she is: "Hindi: Everyday talk (B1)"."""
    said = {code: level for code, level in levels.items() if level}
    return tuple(
        # Translators: a language or a domain, and how far along somebody is in it.
        _("%(what)s: %(level)s") % {"what": what, "level": scale(level).label}
        for what, level in zip(words.say(field, said), said.values(), strict=True)
    )


def _number(value: int | None) -> tuple[str, ...]:
    return (str(value),) if value else ()
