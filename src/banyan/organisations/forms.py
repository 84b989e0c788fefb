"""Text to values for places, roles and uploaded directories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banyan.kernel.decision import Stale
from banyan.organisations.models import Organisation
from banyan.organisations.queries.reporting import known_by_address
from banyan.organisations.snapshot import looks_like_aadhaar, udise_problem
from banyan.organisations.snapshot.calendar import (
    AHEAD,
    BACK,
    LONGEST,
    LONGEST_TITLE,
    MOST_BYTES,
    Days,
)
from banyan.organisations.snapshot.directory import tidy
from banyan.organisations.states import (
    REPORTING_WORDS,
    ROLE_WORDS,
    DaysKind,
    Level,
    ReportingKind,
    Role,
    SchoolType,
)
from banyan.people.models import Person
from banyan.ui.fields import DayField
from banyan.ui.forms import KeepsTyped

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


class KindChoice(forms.RadioSelect):
    """Kinds of reporting line, each with what it means."""

    hints = {kind.value: REPORTING_WORDS[kind] for kind in ReportingKind}


class ReportingForm(forms.Form):
    """Who else appraises or manages somebody: one of those whom the page offers, or whoever has an
    e-mail address."""

    chosen = forms.ChoiceField(required=False, label=_("Who is it?"))
    email = forms.EmailField(
        required=False,
        label=_("Or the e-mail address of somebody else"),
        help_text=_("Of somebody who is known here already."),
    )
    kind = forms.ChoiceField(
        choices=ReportingKind.choices, widget=KindChoice, label=_("In what way?")
    )
    starts_on = DayField(required=False, label=_("From"), help_text=_("Empty means today."))

    def __init__(
        self, *arguments: Any, person: Person, offered: Sequence[Person], **more: Any
    ) -> None:
        super().__init__(*arguments, **more)
        self.person = person
        self.offered = {str(one.pk): one for one in offered}
        choices = [
            ("", _("Nobody of this list")),
            *((pk, one.name) for pk, one in self.offered.items()),
        ]
        self.fields["chosen"] = forms.ChoiceField(
            required=False, choices=choices, label=self.fields["chosen"].label
        )
        self.order_fields(["chosen", "email", "kind", "starts_on"])

    def clean_email(self) -> Person | None:
        address = self.cleaned_data["email"]
        found = known_by_address(address)
        if address and found is None:
            raise forms.ValidationError(
                gettext("Nobody is known by this address. Give this person a role first.")
            )
        if found and found.pk == self.person.pk:
            raise forms.ValidationError(
                gettext("Nobody reports to themselves. Choose somebody else.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        chosen = self.offered.get(values.get("chosen") or "")
        other = values.get("email")
        if "email" not in self.errors and "chosen" not in self.errors:
            if chosen and other and chosen.pk != other.pk:
                self.add_error("email", gettext("These are two people. Choose one of them."))
            elif not chosen and not other:
                self.add_error("chosen", gettext("Choose somebody, or give an address below."))
        return {
            "reports_to": chosen or other,
            "kind": ReportingKind(values["kind"]) if "kind" in values else None,
            "starts_on": values.get("starts_on"),
        }


class LastDayForm(forms.Form):
    """The last day on which a role is held."""

    last_day = forms.DateField(label=_("Last day"), help_text=_("Access ends on the day after it."))

    def __init__(self, *arguments: Any, starts_on: date, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.starts_on = starts_on

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if day < self.starts_on:
            raise forms.ValidationError(gettext("This is before it began."))
        if day == date.max:  # it has no day after it, on which the role could end
            raise forms.ValidationError(self.fields["last_day"].error_messages["invalid"])
        return day


class LastDayOfLineForm(LastDayForm):
    """The last day on which somebody reports to somebody."""

    last_day = forms.DateField(
        label=_("Last day"), help_text=_("It no longer holds from the day after it.")
    )


TERMS = _("A term stands in this calendar alone. It closes nothing, nor what lies between two.")


class DaysForm(KeepsTyped):
    """Days of a calendar, both the first and the last of them included."""

    title = forms.CharField(
        max_length=LONGEST_TITLE,
        label=_("What is it?"),
        help_text=_("Such as Republic Day, or Summer vacation."),
    )
    kind = forms.ChoiceField(
        choices=[
            (DaysKind.CLOSED.value, _("The place is closed on these days")),
            (DaysKind.TERM.value, _("It is a term")),
        ],
        initial=DaysKind.CLOSED.value,
        widget=forms.RadioSelect,
        label=_("What are these days?"),
        help_text=TERMS,
    )
    first = forms.DateField(label=_("First day"))
    last = forms.DateField(
        required=False, label=_("Last day"), help_text=_("Empty means that it is one day.")
    )

    def __init__(self, *arguments: Any, today: date, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.today = today

    def clean_title(self) -> str:
        title = tidy(self.cleaned_data["title"])
        if looks_like_aadhaar(title):
            raise forms.ValidationError(
                gettext("This looks like an Aadhaar number. Banyan never keeps them.")
            )
        return title

    def clean_first(self) -> date:
        return self._near(self.cleaned_data["first"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first"), values.get("last") or values.get("first")
        if first and last and "last" not in self.errors:
            if last < first:
                self.add_error(
                    "last",
                    gettext("The last day comes before the first. Choose a later one."),
                )
            elif last - first >= LONGEST:
                self.add_error("last", gettext("This is longer than a year. Choose fewer days."))
        return {**values, "last": last}

    def _near(self, day: date) -> date:
        if not self.today - BACK <= day <= self.today + AHEAD:
            raise forms.ValidationError(
                gettext("Choose a day of the last year or of the next three.")
            )
        return day

    def values(self) -> dict[str, Any]:
        """What `add_days` takes. Only of a valid form."""
        return {**self.cleaned_data, "kind": DaysKind(self.cleaned_data["kind"])}


class CalendarFileForm(forms.Form):
    """A calendar as a file."""

    keeps_nothing = "No page can keep its file."

    file = forms.FileField(
        label=_("Calendar file"),
        help_text=_(
            "An ICS file, as calendar programs export it. Only events of whole days count."
        ),
    )
    kind = forms.ChoiceField(
        choices=[
            (DaysKind.CLOSED.value, _("Days on which the place is closed")),
            (DaysKind.TERM.value, pgettext_lazy("days", "Terms")),
        ],
        initial=DaysKind.CLOSED.value,
        widget=forms.RadioSelect,
        label=_("What is in the file?"),
        help_text=TERMS,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                gettext("The file is larger than %(count)s KB.") % {"count": MOST_BYTES // 1000}
            )
        return file


def sealed_days(place: int, person: int, days: Sequence[Days], counts: dict[str, int]) -> str:
    """What a file said and what it would change, signed, for the page that asks whether to bring
    it in: nothing of it is kept before."""
    rows = [[one.uid, one.kind, one.title, f"{one[3]}", f"{one[4]}"] for one in days]
    kept = [place, person, rows, counts]
    return signing.dumps(kept, salt="organisation.calendar", compress=True)


class ApplyCalendarForm(forms.Form):
    """The answer of that page."""

    keeps_nothing = "It is a button."

    days = forms.CharField(strip=False)
    take_out = forms.BooleanField(required=False)

    def opened(self, place: int, person: int) -> tuple[list[Days], dict[str, int]]:
        """What was sealed for this place and person. Raises Stale for what was not, or a day ago
        and longer."""
        try:
            kept = signing.loads(
                self.cleaned_data["days"], salt="organisation.calendar", max_age=24 * 3600
            )
        except signing.BadSignature:
            kept = [None, None, [], {}]
        if kept[:2] != [place, person]:
            raise Stale(gettext("This page is no longer valid. Send the file again."))
        days = [
            Days(uid, kind, title, date.fromisoformat(first), date.fromisoformat(ends_on))
            for uid, kind, title, first, ends_on in kept[2]
        ]
        return days, kept[3]


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
