"""Why two people fit, and why they do not: codes in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import get_language

import blueprint
from banyan.matching.states import (
    BARS,
    OURS,
    RANKINGS,
    SENTENCES,
    UNKNOWN,
    Fit,
    Objective,
    Relation,
)
from banyan.organisations.states import SchoolType
from banyan.programmes.queries import blueprint_named
from banyan.programmes.states import Format, PartOfDay, Speaks, Weekday
from banyan.ui import words
from banyan.ui.dialect import spoken
from matchmaker.outcome import Reason

PERFECT = 10_000  # the score of a pair in which the teacher gets all that was asked for
# Where each word for a fit begins, of PERFECT, and its colour. They are our own; a pair with the
# last one deserves a second look.
WEAK_BELOW = 5000
FITS = (
    (8000, Fit.VERY_GOOD, "leaf"),
    (6500, Fit.GOOD, "leaf"),
    (WEAK_BELOW, Fit.FAIR, "sky"),
    (0, Fit.WEAK, "marigold"),
)


EVERY = {**BARS, **OURS, **SENTENCES}  # what can be told of a pair, by code


@dataclass(frozen=True, slots=True)
class Score:
    """How well a pair fits: percent of the best possible fit, rounded down, and in a word."""

    percent: int
    word: str
    tone: str


def score_of(score: int | None) -> Score | None:
    """A stored score as people read it; None where there is no pair."""
    return scoring()(score)


def scoring() -> Callable[[int | None], Score | None]:
    """`score_of` for a list: its few words are asked for once."""
    words_of: dict[Fit, str] = {}

    def told(score: int | None) -> Score | None:
        if score is None:
            return None
        word, tone = next((word, tone) for least, word, tone in FITS if score >= least)
        if word not in words_of:
            words_of[word] = str(word.label)
        return Score(score * 100 // PERFECT, words_of[word], tone)

    return told


class Line(NamedTuple):
    """One reason in the reader's language; `kind` is "for", "against" or "unknown"."""

    text: str
    kind: str


Lines = tuple[Line, ...]


@lru_cache(maxsize=2048)
def in_brief(lines: Lines) -> tuple[Lines, Lines]:
    """The two strongest reasons for and the first against; and the others."""
    for_ = [line for line in lines if line.kind == "for"][:2]
    against = [line for line in lines if line.kind != "for"][:1]
    first = (*for_, *against)
    return first, tuple(line for line in lines if line not in first)


def told_apart(people: Sequence[Sequence[Line]]) -> tuple[Lines, list[tuple[Lines, Lines]]]:
    """What is told of each of several people, once; and of each what else is, in brief and the rest
    of it. So that whoever compares them reads what differs."""
    lists = [tuple(lines) for lines in people]
    every = set.intersection(*map(set, lists)) if len(lists) > 1 else set()
    shared = tuple(line for line in lists[0] if line in every) if lists else ()
    return shared, [in_brief(tuple(each for each in one if each not in every)) for one in lists]


def stored(reasons: Iterable[Reason], kind: str) -> list[dict[str, Any]]:
    """Reasons as a proposal keeps them: without what would tell how somebody ranked."""
    return [
        {
            "code": reason.code,
            "params": dict(reason.params),
            "kind": "unknown" if reason.code in UNKNOWN else kind,
        }
        for reason in reasons
        if reason.code not in RANKINGS
    ]


def reason_lines(
    reasons: Iterable[Mapping[str, Any]],
    rules: blueprint.Blueprint,
    names: Mapping[str, str] | None = None,
) -> list[Line]:
    """Reasons in the reader's language, in the words of the programme's blueprint.

    `names` gives the names of people by id as text. A code that there is no sentence for raises
    KeyError: a test compares the table with the matchmaker's.
    """
    return Telling(rules, names).lines(reasons)


def telling(rules: blueprint.Blueprint) -> Callable[[str], Lines]:
    """Tells reasons as a proposal keeps them, JSON, in the reader's language and the words of the
    programme. A coordinator's list is drawn anew after each of her wishes: what was told before
    is not told again."""
    language, dialect = get_language() or "en", spoken()
    return lambda kept: _told(kept, rules.code, rules.version, language, dialect)


@lru_cache(maxsize=2048)
def _told(kept: str, code: str, version: str, _language: str, _spoken: object) -> Lines:
    return tuple(Telling(blueprint_named(code, version)).lines(json.loads(kept)))


class Telling:
    """Tells the reasons of one page, which say few sentences many times: each is asked for once."""

    def __init__(self, rules: blueprint.Blueprint, names: Mapping[str, str] | None = None) -> None:
        aims = {one.value: str(one.label) for one in Objective}
        self.titles = {
            **_vocabulary(rules.code, rules.version, get_language() or "en"),
            "relation": {relation.value: str(relation.label) for relation in Relation},
            "objective": aims,
            "objectives": aims,
        }
        self.names = names or {}
        self.sentences: dict[str, str] = {}

    def lines(self, reasons: Iterable[Mapping[str, Any]]) -> list[Line]:
        return [
            Line(
                self.sentence(reason["code"]).format(
                    **{name: self.said(name, value) for name, value in reason["params"].items()}
                ),
                reason["kind"],
            )
            for reason in reasons
        ]

    def sentence(self, code: str) -> str:
        """In the words of whichever programme is spoken of."""
        if code not in self.sentences:
            self.sentences[code] = str(EVERY[code])
        return self.sentences[code]

    def said(self, name: str, value: Any) -> str:
        if isinstance(value, int):
            return words.number(value)
        titles = self.titles.get(name, self.names)
        if isinstance(value, str):
            return titles.get(value, value)
        return words.join_names([titles.get(each, each) for each in value])


@lru_cache(maxsize=32)
def _vocabulary(code: str, version: str, locale: str) -> dict[str, dict[str, str]]:
    """For each placeholder whose values are codes, their titles in the active language,
    which is `locale`."""
    rules = blueprint_named(code, version)

    def titled(coded: Sequence[blueprint.Coded | blueprint.Language]) -> dict[str, str]:
        return {each.code: each.title.in_(locale) for each in coded}

    lists = rules.vocabularies
    domains, languages = titled(rules.domains), titled(lists.languages)
    hours = {
        f"{day.value}-{part.value}": f"{day.label} · {part.label}"
        for day in Weekday
        for part in PartOfDay
    }
    return {
        "domain": domains,
        "domains": domains,
        "language": languages,
        "languages": languages,
        "subjects": titled(lists.subjects),
        "stages": titled(lists.stages),
        "hours": hours,
        "skills": domains,
        "level": {level.value: str(level.label) for level in Speaks},
        "formats": {one.value: str(one.label).lower() for one in Format},
        "contexts": {one.value: str(one.label) for one in SchoolType},
    }
