"""Text to values for places, roles and uploaded directories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from banyan.organisations.models import Organisation
from banyan.organisations.snapshot import looks_like_aadhaar, udise_problem
from banyan.organisations.snapshot.directory import tidy
from banyan.organisations.states import ROLE_WORDS, Level, Role, SchoolType

MOST_MEGABYTES = 20


class PlaceForm(forms.Form):
    """A place of one level; the fields that its level does not have are left out.

    `seen` carries what the page showed, so that a change cannot undo another one unseen.
    """

    name = forms.CharField(max_length=200, label=_("Name"))
    school_type = forms.ChoiceField(choices=SchoolType.choices, label=_("Type"))
    udise_code = forms.CharField(
        required=False,
        max_length=20,
        label=_("UDISE code"),
        help_text=_("11 digits: state 2, district 2, block 2, village 3, school 2."),
    )
    lgd_code = forms.RegexField(
        r"^[0-9]{1,8}$",
        required=False,
        label=_("LGD code"),
        help_text=_("From the Local Government Directory."),
        error_messages={"invalid": _("An LGD code is a number of at most 8 digits.")},
    )
    local_code = forms.CharField(
        required=False,
        max_length=40,
        label=_("Code of its own office"),
        help_text=_("Such as the number of a Kendriya Vidyalaya."),
    )
    locality = forms.CharField(
        required=False, max_length=120, label=_("Place"), help_text=_("Town, village or area.")
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    SCHOOL_ONLY = ("school_type", "udise_code", "local_code", "locality")

    def __init__(self, *arguments: Any, level: Level, parent_id: int | None, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.level = level
        self.parent_id = parent_id
        self.own_id: int = self.initial.get("id", 0)  # 0 is nobody's
        for field in ("lgd_code",) if level == Level.SCHOOL else self.SCHOOL_ONLY:
            del self.fields[field]

    def clean_name(self) -> str:
        name = tidy(self.cleaned_data["name"])
        there = Organisation.objects.filter(parent_id=self.parent_id, name=name)
        if self.level != Level.SCHOOL and there.exclude(pk=self.own_id).exists():
            raise forms.ValidationError(
                gettext("There is a place called %(name)s here already.") % {"name": name}
            )
        return name

    def clean_udise_code(self) -> str | None:
        code = "".join(self.cleaned_data["udise_code"].split())
        if not code:
            return None
        if problem := udise_problem(code):
            raise forms.ValidationError(" ".join(problem))
        self._refuse_taken(udise_code=code)
        return code

    def clean_local_code(self) -> str:
        code = tidy(self.cleaned_data["local_code"])
        if looks_like_aadhaar(code):
            raise forms.ValidationError(
                gettext("This looks like an Aadhaar number. Banyan never keeps them.")
            )
        if code:
            self._refuse_taken(school_type=self.cleaned_data.get("school_type"), local_code=code)
        return code

    def clean_seen(self) -> dict[str, Any] | None:
        text = self.cleaned_data["seen"]
        try:
            return signing.loads(text, salt="organisation.seen") if text else None
        except signing.BadSignature as error:
            raise forms.ValidationError(
                gettext("This page was changed on the way. Open it again.")
            ) from error

    def _refuse_taken(self, **codes: Any) -> None:
        there = Organisation.objects.filter(level=Level.SCHOOL, **codes)
        if other := there.exclude(pk=self.own_id).first():
            raise forms.ValidationError(
                gettext("%(name)s has this code already.") % {"name": other.name}
            )


def sealed(seen: dict[str, Any]) -> str:
    """What a page showed, signed, for the hidden field `seen`."""
    return signing.dumps(seen, salt="organisation.seen")


class RoleChoice(forms.RadioSelect):
    """Roles, each with what it means."""

    hints: dict[str, object] = {}


class PersonForm(forms.Form):
    """A person and the role that she gets here."""

    name = forms.CharField(max_length=120, label=_("Name"))
    email = forms.EmailField(
        required=False,
        label=_("E-mail address"),
        help_text=_(
            "Without one she is recorded, but cannot sign in. If the address is known already, "
            "that person gets the role and keeps her name."
        ),
    )
    starts_on = forms.DateField(required=False, label=_("From"), help_text=_("Empty means today."))
    invite = forms.BooleanField(required=False, label=_("Send an invitation to sign in"))

    def __init__(self, *arguments: Any, roles: Sequence[Role], **more: Any) -> None:
        super().__init__(*arguments, **more)
        kinds = RoleChoice()
        kinds.hints = {role.value: ROLE_WORDS[role] for role in roles}
        self.fields["role"] = forms.ChoiceField(
            choices=[(role.value, role.label) for role in roles],
            widget=kinds,
            label=_("Role here"),
            initial=roles[0].value if len(roles) == 1 else None,
        )
        self.order_fields(["name", "email", "role", "starts_on", "invite"])

    def clean_name(self) -> str:
        name = tidy(self.cleaned_data["name"])
        if looks_like_aadhaar(name):
            raise forms.ValidationError(
                gettext("This looks like an Aadhaar number. Banyan never keeps them.")
            )
        return name

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("invite") and not values.get("email") and "email" not in self.errors:
            self.add_error("email", gettext("An invitation needs an address to go to."))
        return values


class LastDayForm(forms.Form):
    """The last day on which a role is held."""

    last_day = forms.DateField(label=_("Last day"), help_text=_("Access ends on the day after it."))

    def __init__(self, *arguments: Any, starts_on: date, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.starts_on = starts_on

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if day < self.starts_on:
            raise forms.ValidationError(gettext("This is before the role began."))
        if day == date.max:  # it has no day after it, on which the role could end
            raise forms.ValidationError(self.fields["last_day"].error_messages["invalid"])
        return day


class UploadForm(forms.Form):
    """A school directory as a file."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "The first row names the columns: name, type, state, district, udise_code, local_code, "
            "locality. Only name is always needed. At most 20 MB and 250,000 rows."
        ),
    )
    default_type = forms.ChoiceField(
        required=False,
        choices=[("", _("As the file or the name says")), *SchoolType.choices],
        label=_("Type of schools that say none"),
    )
    create_districts = forms.BooleanField(
        required=False, label=_("Add districts that are not there yet")
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_MEGABYTES * 1_000_000:
            raise forms.ValidationError(
                gettext("The file is larger than %(count)s MB. Split it into smaller ones.")
                % {"count": MOST_MEGABYTES}
            )
        return file
