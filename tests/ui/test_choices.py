"""Something that cannot be chosen is answered by a sentence of ours, and its value is not repeated:
in every form there is, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.utils import translation

from banyan.people.models import Person
from banyan.ui.forms import render_error_summary, render_field

FOREIGN = ("99999999", "zz-no-such-thing", "<b>1</b>")
OF_A_CHOICE = ("invalid_choice", "invalid_list", "invalid_pk_value")
LIBRARY = {  # the sentences of the library, as its own classes have them before ours
    "Select a valid choice.", "Enter a list of values.", "is not one of the available choices",
    "That choice is not one of the available choices", "is not a valid value",
}  # fmt: skip
ALL = [
    forms.ChoiceField, forms.TypedChoiceField, forms.MultipleChoiceField,
    forms.TypedMultipleChoiceField, forms.ModelChoiceField, forms.ModelMultipleChoiceField,
]  # fmt: skip


def every_form() -> list[type[BaseForm]]:
    """Of all contexts, and of the libraries whose pages we show."""
    for config in apps.get_app_configs():
        if config.name.startswith("banyan."):
            for info in walk_packages([str(Path(config.path))], f"{config.name}."):
                if ".forms" in info.name or ".views" in info.name:
                    import_module(info.name)

    def below(form: type[BaseForm]) -> Iterator[type[BaseForm]]:
        for one in form.__subclasses__():
            yield one
            yield from below(one)

    known = {f"{one.__module__}.{one.__qualname__}": one for one in below(BaseForm)}
    return [one for name, one in sorted(known.items()) if name.startswith(("banyan.", "allauth."))]


def choices_of(form: type[BaseForm]) -> list[tuple[str, forms.Field]]:
    fields: dict[str, forms.Field] = getattr(form, "base_fields", {})
    several = (forms.ChoiceField, forms.ModelChoiceField)
    return [(name, field) for name, field in fields.items() if isinstance(field, several)]


def test_no_choice_of_any_form_speaks_the_words_of_the_library_or_repeats_a_value() -> None:
    every = [(form, *one) for form in every_form() for one in choices_of(form)]
    assert len(every) > 90
    wrong = [
        (form.__module__, form.__name__, name, code)
        for form, name, field in every
        for code in OF_A_CHOICE
        if (said := str(field.error_messages.get(code, "")))
        and ("%(" in said or any(words in said for words in LIBRARY))
    ]
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "hi", "ru"])
@pytest.mark.parametrize("field", ALL, ids=lambda field: str(field.__name__))
def test_a_field_that_a_form_makes_later_says_so_too(field: type[Any], language: str) -> None:
    """Most choices are put together as the page is: by cohort, by pair, by blueprint."""
    several = issubclass(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
    of_rows = issubclass(field, forms.ModelChoiceField)
    made = field(queryset=Person.objects.none()) if of_rows else field(choices=[("a", "A")])
    said = set()
    with translation.override(language):
        for value in FOREIGN:
            with pytest.raises(ValidationError) as wrong:
                made.clean([value] if several else value)
            said |= set(wrong.value.messages)
    (sentence,) = said
    assert not [value for value in FOREIGN if value in sentence]
    first = {"en": "cannot be chosen", "hi": "चुना नहीं जा सकता", "ru": "выбрать нельзя"}
    assert first[language] in sentence


def test_it_stands_beside_its_field_and_says_what_to_do() -> None:
    class Meeting(forms.Form):
        day = forms.ChoiceField(label="Day", choices=[("mon", "Monday")])
        themes = forms.MultipleChoiceField(
            label="Themes", choices=[("a", "Reading")], widget=forms.CheckboxSelectMultiple
        )

    form = Meeting({"day": "no-day", "themes": ["a", "no-theme"]})
    page = render_field(form["day"]) + render_field(form["themes"]) + render_error_summary(form)
    assert "no-day" not in page and "no-theme" not in page
    assert page.count("This cannot be chosen here, or no longer. Choose again.") == 2
    assert page.count("Something of this cannot be chosen here, or no longer. Choose again.") == 2
    assert 'value="a"' in page and "checked" in page  # what can be chosen stays chosen
