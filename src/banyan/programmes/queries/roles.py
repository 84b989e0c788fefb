"""The programme's own words for its roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language, pgettext

from banyan.kernel.viewer import Viewer
from banyan.organisations.standings import under
from banyan.organisations.states import Role
from banyan.programmes.models import Application, Cohort, Enrolment, Programme
from banyan.programmes.queries.designs import blueprint_named
from banyan.programmes.queries.speech import Speech, own_words
from banyan.programmes.standings import COHORT_READERS
from banyan.programmes.states import ApplicationStatus
from banyan.ui.dialect import Dialect, choose_with, speak, speaking
from banyan.ui.prepared import PreparedFor
from blueprint import Blueprint

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class RoleWord:
    """A word for one person and for several, in the reader's language, as a heading has it."""

    one: str
    many: str


@dataclass(frozen=True, slots=True)
class RoleWords:
    """Each role in the programme's word, or in ours where the blueprint has none."""

    mentor: RoleWord
    teacher: RoleWord
    coordinator: RoleWord
    reviewer: RoleWord
    principal: RoleWord
    nodal_officer: RoleWord

    def party(self, party: str) -> str:
        """Who does something, for a party of the blueprint."""
        if party == "both":
            return pgettext("who does it", "Both together")
        word: RoleWord = getattr(self, party)
        return word.one


def role_words(programme: Programme | Cohort) -> RoleWords:
    """The words of a programme, or of a cohort at the version that it pins."""
    if isinstance(programme, Cohort):
        return words_in(blueprint_named(*programme.design))
    return words_in(blueprint_named(programme.blueprint, programme.blueprint_version))


def words_in(found: Blueprint) -> RoleWords:
    """The words of a blueprint in the active language."""
    locale = get_language() or "en"
    ours = {
        "reviewer": (pgettext("role", "Reader"), pgettext("roles", "Readers")),
        "principal": (pgettext("role", "Principal"), pgettext("roles", "Principals")),
        "nodal_officer": (
            pgettext("role", "Nodal officer"),
            pgettext("roles", "Nodal officers"),
        ),
    }

    def said(name: str) -> RoleWord:
        word = getattr(found.words, name)
        one, many = (word.one.in_(locale), word.many.in_(locale)) if word else ours[name]
        return RoleWord(one[:1].upper() + one[1:], many[:1].upper() + many[1:])

    return RoleWords(**{name: said(name) for name in RoleWords.__dataclass_fields__})


# Whole sentences in the programme's words

# How a row comes to its programme: the first of these relations that it has.
WAYS = (
    "cohort", "programme", "workshop", "mentorship", "pair", "round", "session", "handed",
    "submission", "anchor", "application",
)  # fmt: skip


def in_its_words(row: Row) -> Row:
    """The row as it came: from here on, the page that it is for speaks its programme's words.

    The row is a programme, or is of one, by relations that came with it.
    """
    if dialect := _dialect_of(row):
        speak(dialect)
    return row


@contextmanager
def words_of(row: object, language: str = "") -> Iterator[None]:
    """Inside, sentences speak the words of the programme that the row is of: for a row of a list
    that spans several programmes, or a paper in a language of its own."""
    language = language or _language()
    with speaking(_dialect(*_design_of(row), language) or _spoken(language, ())):
        yield


@contextmanager
def everyday_words() -> Iterator[None]:
    """Inside, no programme's own words: for what is the same on pages of every programme."""
    with speaking(_spoken(_language(), ())):
        yield


def in_shared_words(rows: Iterable[object]) -> None:
    """From here on, the page speaks the words that the programmes of all these rows share; where
    they differ, or there is none, it goes on in everyday words."""
    found = {_dialect_of(row) for row in rows}
    if len(found) == 1 and (dialect := found.pop()):
        speak(dialect)


@choose_with
def speak_for(viewer: Viewer) -> None:
    """From here on, a page of what is the viewer's own speaks the words that all programmes share
    in which she takes part, or whose people she answers for. One query."""
    in_shared_words(_hers(viewer))


def designs_of(viewer: Viewer) -> list[Blueprint]:
    """The blueprints of all programmes in which she takes part, or whose people she answers for,
    each edition once. One query."""
    editions = dict.fromkeys(cohort.design for cohort in _hers(viewer))
    return [blueprint_named(code, version) for code, version in editions]


@PreparedFor
def _hers(viewer: Viewer) -> QuerySet[Cohort]:
    taught = Enrolment.objects.filter(cohort=OuterRef("pk"), person_id=viewer.person_id)
    guides = Application.objects.filter(
        programme=OuterRef("programme"), person_id=viewer.person_id
    ).exclude(status__in=[ApplicationStatus.REFUSED, ApplicationStatus.WITHDRAWN])
    hers = COHORT_READERS.where(viewer) | Q(Exists(taught)) | Q(Exists(guides))
    if answers_for := viewer.scopes(Role.PRINCIPAL) + viewer.scopes(Role.NODAL_OFFICER):
        there = Enrolment.objects.filter(under("school__path", answers_for), cohort=OuterRef("pk"))
        hers |= Q(Exists(there))
    rows = Cohort.objects.filter(hers).select_related("programme")
    return rows.only("blueprint", "blueprint_version", "programme__blueprint")[:100]


def design_of(row: object) -> str:
    """The blueprint of the programme that the row is of, as `code@version`: what a notice keeps, so
    that it is said in that programme's words."""
    return "@".join(_design_of(row))


@contextmanager
def words_of_notice(data: Mapping[str, Any]) -> Iterator[None]:
    """Inside, sentences speak the words of the blueprint that the data names, if any."""
    design = data.get("blueprint", "")
    dialect = _dialect(*design.split("@"), _language()) if design else None
    with speaking(dialect or _spoken(_language(), ())):
        yield


def _language() -> str:
    return get_language() or "en"


def _design_of(row: Any) -> tuple[str, str]:
    while not isinstance(row, Programme | Cohort):
        row = next(found for way in WAYS if (found := getattr(row, way, None)) is not None)
    return row.design if isinstance(row, Cohort) else (row.blueprint, row.blueprint_version)


def _dialect_of(row: object) -> Dialect | None:
    return _dialect(*_design_of(row), _language())


@lru_cache(maxsize=512)
def _dialect(code: str, version: str, language: str) -> Dialect | None:
    """None where the programme uses the everyday words."""
    own = own_words(blueprint_named(code, version), language)
    return (
        _spoken(language, tuple((role, *forms.items()) for role, forms in own.items()))
        if own
        else None
    )


@lru_cache(maxsize=512)
def _spoken(language: str, own: tuple[tuple[Any, ...], ...]) -> Dialect:
    """One dialect for the same words, whichever blueprints say them."""
    return Dialect(language, Speech(language, {role: dict(forms) for role, *forms in own}).say)
