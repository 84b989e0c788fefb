"""The form in which a pair works together, and what another one would change in its journey."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.programmes.models import Cohort
from blueprint import Blueprint, Step


@dataclass(frozen=True, slots=True)
class Difference:
    """What the journey of a pair would gain and lose by another form."""

    code: str
    title: str
    more: list[str]
    less: list[str]


def forms_of(cohort: Cohort) -> list[tuple[str, str]]:
    """The forms that its blueprint offers, code and words, the default one first."""
    design = blueprint_of(cohort)
    default = design.relationship.default_form
    forms = sorted(design.relationship.forms, key=lambda form: form.code != default)
    return [(form.code, form.title.in_(_language())) for form in forms]


def stored_form(design: Blueprint, code: str) -> str:
    """A code as a pair keeps it: nothing for the default. Raises ValueError for one that the
    blueprint lacks."""
    if code and code not in {form.code for form in design.relationship.forms}:
        raise ValueError(f"{code} is no form of this blueprint")
    return "" if code == design.relationship.default_form else code


def form_words(design: Blueprint, code: str) -> str:
    """The form in the reader's words; a code that the blueprint lacks stays itself."""
    code = code or design.relationship.default_form
    titles = {form.code: form.title for form in design.relationship.forms}
    return titles[code].in_(_language()) if code in titles else code


def asked(step: Step, form: str, traits: frozenset[str]) -> bool:
    """Whether the journey of such a pair has this step at all."""
    return (not step.forms or form in step.forms) and (
        not step.traits or not traits.isdisjoint(step.traits)
    )


def differences(pair: Mentorship) -> list[Difference]:
    """For each other form of the blueprint: the steps that a pair of `queries.mentorship` would
    have more, and those that it would have less."""
    design = blueprint_of(pair.cohort)
    traits = frozenset(getattr(pair, "traits", None) or ())
    now = pair.blueprint_form or design.relationship.default_form

    def steps(form: str) -> dict[str, str]:
        titles = ((step.code, step.title) for step in design.steps if asked(step, form, traits))
        return {code: title.in_(_language()) for code, title in titles}

    mine = steps(now)
    return [
        Difference(
            code,
            title,
            [words for step, words in steps(code).items() if step not in mine],
            [words for step, words in mine.items() if step not in steps(code)],
        )
        for code, title in forms_of(pair.cohort)
        if code != now
    ]


def _language() -> str:
    return get_language() or "en"
