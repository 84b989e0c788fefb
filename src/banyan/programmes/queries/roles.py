"""The programme's own words for its roles."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language, pgettext

from banyan.programmes.models import Cohort, Programme
from banyan.programmes.queries.designs import blueprint_named
from blueprint import Blueprint


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
