"""Copying a blueprint, changing its common parts, and its file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from banyan.organisations.models import Organisation
from banyan.programmes.forms.fields import AreaField
from blueprint import editing

ROLES = {
    "mentor": gettext_lazy("Who guides"),
    "teacher": gettext_lazy("Who is guided"),
    "coordinator": gettext_lazy("Who runs the programme"),
}
NUMBERS: dict[editing.Path, object] = {
    ("mentor", "caseload", "default"): gettext_lazy("Teachers for one mentor, usually"),
    ("mentor", "caseload", "maximum"): gettext_lazy("Teachers for one mentor, at most"),
    ("relationship", "months", "minimum"): gettext_lazy("Months of a pair, at least"),
    ("relationship", "months", "default"): gettext_lazy("Months of a pair, usually"),
    ("relationship", "months", "maximum"): gettext_lazy("Months of a pair, at most"),
    ("relationship", "answer_within_days"): gettext_lazy("Days to answer a proposed pair"),
    ("session", "minutes", "default"): gettext_lazy("Minutes of a session, usually"),
    ("clocks", "due_soon_days"): gettext_lazy("Days before the end in which it is due soon"),
}  # fmt: skip


class CopyForm(forms.Form):
    organisation = AreaField(label=gettext_lazy("Whose blueprint will it be?"))
    code = forms.CharField(
        max_length=50,
        label=gettext_lazy("Short name"),
        help_text=gettext_lazy("Small letters, digits and underscores. It never changes."),
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9_]{0,49}\Z",
                gettext_lazy("Begin with a small letter; then letters, digits, underscores."),
            )
        ],
    )

    def __init__(self, *args: Any, places: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = places  # type: ignore[attr-defined]


class CommonForm(forms.Form):
    """The parts of a file that most people change; only those that the file has."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = editing.values(text)
        self.paths: dict[str, editing.Path] = {}
        for path in self.stored:
            if (field := _field(path)) is not None:
                field.initial = self.stored[path]
                name = "-".join(path)
                self.fields[name], self.paths[name] = field, path

    def changes(self) -> dict[editing.Path, str | int]:
        """What was said otherwise than it is stored."""
        return {
            path: self.cleaned_data[name]
            for name, path in self.paths.items()
            if str(self.cleaned_data[name]) != self.stored[path]
        }


class FileForm(forms.Form):
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = forms.CharField(
        label=gettext_lazy("The file"),
        strip=False,
        required=False,
        widget=forms.Textarea(
            attrs={
                "rows": "18",
                "wrap": "off",
                "spellcheck": "false",
                "hx-trigger": "input changed delay:900ms",
                "hx-target": "#problems",
                "hx-swap": "outerHTML",
                "hx-post": "",
            }
        ),
    )


def _field(path: editing.Path) -> forms.Field | None:
    if path in NUMBERS:
        label = NUMBERS[path]
        return forms.IntegerField(label=label, min_value=1, max_value=100_000)  # type: ignore[arg-type]
    if path[0] == "title" and len(path) <= 2:
        return forms.CharField(label=_in(_("Title"), path, 1), max_length=200)
    if path[0] == "summary" and len(path) <= 2:
        return forms.CharField(label=_in(_("Summary"), path, 1), widget=forms.Textarea)
    if path[0] == "words" and path[1] in ROLES and len(path) <= 4:
        one = _("for one person") if path[2] == "one" else _("for several")
        said = _("%(role)s, %(number)s") % {"role": ROLES[path[1]], "number": one}
        return forms.CharField(label=_in(said, path, 3), max_length=80)
    return None


def _in(label: str, path: editing.Path, at: int) -> str:
    """The label with the language of the field, where the file says it in several."""
    if len(path) <= at:
        return label
    try:
        name = get_language_info(path[at])["name_local"]
    except KeyError:
        name = path[at]
    return f"{label} ({name})"
