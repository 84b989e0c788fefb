"""Starting a programme, adding a cohort, uploading a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banyan.organisations.models import Organisation
from banyan.programmes.forms.fields import AreaField, PeriodForm
from blueprint import Blueprint

MOST_BYTES = 2_000_000


class ProgrammeForm(PeriodForm):
    name = forms.CharField(max_length=160, label=_("Name of the programme"))
    code = forms.SlugField(
        max_length=40,
        label=_("Short name"),
        help_text=_("Small letters, digits and hyphens. It stands in addresses and never changes."),
        error_messages={"invalid": _("Write small letters, digits and hyphens, without spaces.")},
    )
    organisation = AreaField(
        label=_("Area"),
        help_text=_("Schools in this area can take part."),
    )
    blueprint = forms.ChoiceField(
        label=_("Design"),
        help_text=_("What the programme asks of mentors, and what it offers."),
    )
    cohort = forms.CharField(
        max_length=120,
        required=False,
        label=_("Name of the first cohort"),
        help_text=_("It has the days of the programme. You can also add cohorts later."),
    )
    field_order = ("blueprint", "organisation", "name", "code", "starts_on", "last_on", "cohort")

    def __init__(
        self, *args: Any, places: QuerySet[Organisation], shelf: list[Blueprint], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        locale = get_language() or "en"
        self.fields["organisation"].queryset = places  # type: ignore[attr-defined]
        design = self.fields["blueprint"]
        design.choices = [(b.code, b.title.in_(locale)) for b in shelf]  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).lower()


class CohortForm(PeriodForm):
    name = forms.CharField(
        max_length=120,
        label=_("Name of the cohort"),
        help_text=_("For example “Intake of July 2026”."),
    )
    field_order = ("name", "starts_on", "last_on")


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("The list, as a CSV file"),
        help_text=_("From any spreadsheet: “Save as”, then CSV. At most 2 MB."),
        error_messages={"empty": _("The file is empty. Choose the list itself.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 2 MB. Split it into smaller lists.")
            )
        return file
