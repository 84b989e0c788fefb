"""What can be chosen of a list of pairs in trouble."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.programmes.models import Cohort


class TroubleFilter(forms.Form):
    """The cohort, by id; nothing is every cohort."""

    cohort = forms.TypedChoiceField(label=_("Cohort"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: object, cohorts: list[Cohort]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["cohort"].choices = [  # type: ignore[attr-defined]
            ("", _("Every cohort")),
            *((cohort.pk, f"{cohort.programme}: {cohort}") for cohort in cohorts),
        ]

    def wanted(self, cohorts: list[Cohort]) -> Cohort | None:
        chosen = self.cleaned_data["cohort"] if self.is_valid() else None
        return next((cohort for cohort in cohorts if cohort.pk == chosen), None)
