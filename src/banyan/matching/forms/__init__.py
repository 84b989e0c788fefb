"""What is typed on matching's pages, as values."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.matching.models import Apart
from banyan.matching.queries.apart import MOST
from banyan.matching.queries.supply import Asking, Giving, Titles, two
from banyan.matching.states import AIMS, Gender, Grouping, Objective
from banyan.organisations.snapshot import looks_like_aadhaar
from banyan.ui.forms import KeepsTyped

LONGEST_NAME = Apart._meta.get_field("name").max_length or 0
MOST_SEATS = 1_000_000
MOST_PEOPLE = 100_000  # of a kind, in the supply table
MOST_MONTHS = 120
MOST_MONEY = 10_000_000


class NameFilter(forms.Form):
    """Narrows the list of a round to people and schools; `show` keeps the list that was open."""

    school = forms.CharField(
        label=_("Name of a teacher, mentor or school"), max_length=80, required=False
    )
    show = forms.CharField(widget=forms.HiddenInput, required=False)


class SeenForm(forms.Form):
    """The version of the round that the coordinator looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class _Aims(forms.RadioSelect):
    """Aims, each with what it means."""

    hints = AIMS


class AimForm(forms.Form):
    """What a round looks for."""

    objective = forms.TypedChoiceField(
        label=_("What the best pairs are"),
        choices=Objective.choices,
        coerce=Objective,
        widget=_Aims,
    )


class RoundForm(forms.Form):
    """In which form the pairs of a round work together, the usual one first; and whether it heeds
    what was said after short meetings. What there is no choice in is not asked."""

    form = forms.ChoiceField(label=_("Form of mentoring"), required=False)
    heeds = forms.TypedChoiceField(
        label=_("What was said after short meetings"),
        help_text=_(
            "It counts for three tenths, how well two fit for the rest. Whom one would rather not"
            " have comes only where there is no better way. Nobody is told what anybody said."
        ),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *args: Any,
        choices: Sequence[tuple[str, str]],
        said: Sequence[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self.fields["form"]
        form.choices = list(choices)
        heeds: Any = self.fields["heeds"]
        heeds.choices = [
            *(
                (str(pk), _("Heed what was said after “%(name)s”") % {"name": name})
                for pk, name in said
            ),
            ("", _("Leave it out")),
        ]
        if len(choices) < 2:
            del self.fields["form"]
        if not said:
            del self.fields["heeds"]


class RematchForm(forms.Form):
    """The state of the pair that was looked at, so that two coordinators cannot undo each other."""

    keeps_nothing = "It is a button."

    seen = forms.CharField(widget=forms.HiddenInput, max_length=14)


class FreezeForm(forms.Form):
    """How many go first, and among whom lots are drawn; why again, where that is asked."""

    seats = forms.IntegerField(
        label=_("How many teachers go first"),
        help_text=_("As many as have a seat with a mentor. The others wait."),
        min_value=1,
        max_value=MOST_SEATS,
    )
    grouping = forms.ChoiceField(
        label=_("How the lots are drawn"),
        help_text=_("Drawn by itself, each group has seats in proportion to its teachers."),
        choices=Grouping.choices,
        widget=forms.RadioSelect,
        initial=Grouping.ALL,
    )
    because = forms.CharField(
        label=_("Why lots are drawn again"),
        help_text=_("It stays on record beside the earlier draw."),
        max_length=300,
    )

    def __init__(self, *args: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not again:
            del self.fields["because"]


class ChooseForm(KeepsTyped):
    """What a teacher writes to the mentor whom she asks."""

    text = forms.CharField(
        label=_("Why this mentor, and what would you like to work on?"),
        help_text=_("A few sentences are enough."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write a few words; one sentence is enough."),
            "max_length": _("Keep it to 2000 characters."),
        },
    )


class ApartForm(KeepsTyped):
    """With whom somebody would rather not be paired: a name a line. `version` is how the names
    stood when she began."""

    as_read = ("version",)

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    names = forms.CharField(
        label=_("With whom would you rather not be paired?"),
        help_text=_(
            "One full name a line, with the school if you like. You need not give a reason."
        ),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_names(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["names"].splitlines())
        names = list(dict.fromkeys(filter(None, lines)))
        if len(names) > MOST:
            raise forms.ValidationError(
                _("Name at most %(most)s people. If there are more, please speak with us.")
                % {"most": MOST}
            )
        if any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError(
                _("Keep each line to %(most)s characters: a name, and the school if you like.")
                % {"most": LONGEST_NAME}
            )
        return names

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if any(looks_like_aadhaar(name) for name in found.get("names") or ()):
            self.add_error(
                "names", _("This looks like an Aadhaar number. Take it out: it is never kept.")
            )
        return found


class GenderForm(forms.Form):
    """Woman, man, another word, or nothing, which stands there first."""

    keeps_nothing = "It is one choice, and kept nowhere before it is sent."

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    gender = forms.ChoiceField(
        label=_("How should we count you?"),
        choices=[("", _("I would rather not say")), *Gender.choices],
        required=False,
        widget=forms.RadioSelect,
    )


class RankForm(forms.Form):
    """Whom of her list somebody would like, her first first; as many as she wishes. It is saved as
    it is typed, until the lists close."""

    saved_as_typed = True

    def __init__(
        self, *args: Any, people: Sequence[tuple[str, str]], most: int, ranked: Sequence[int],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        for place in range(1, min(most, len(people)) + 1):
            self.fields[f"choice_{place}"] = forms.ChoiceField(
                label=_("Choice %(number)s") % {"number": place},
                choices=[("", _("Nobody")), *people],
                required=False,
                initial=str(ranked[place - 1]) if place <= len(ranked) else "",
            )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        seen: set[str] = set()
        for name, chosen in list(found.items()):
            if chosen and chosen in seen:
                self.add_error(name, _("You have chosen this one already. Choose somebody else."))
            seen.add(chosen)
        return found

    @property
    def chosen(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data.values() if pk]


class RefuseForm(KeepsTyped):
    """Why two who chose each other are not approved."""

    because = forms.CharField(
        label=_("Why it cannot be"),
        help_text=_("The two read this. Be kind, and say what could be instead."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write a few kind words; one sentence is enough."),
            "max_length": _("Keep it to 1000 characters."),
        },
    )


class SetAsideForm(forms.Form):
    """Why a list does not count any more."""

    because = forms.CharField(
        label=_("Why this list is set aside"),
        help_text=_("It stays on record, with the list and what was drawn."),
        max_length=300,
    )


class KindForm(forms.Form):
    """A row of the supply table: how many there are of a kind. Without a number it is not meant."""

    count = forms.IntegerField(
        label=_("How many"), min_value=0, max_value=MOST_PEOPLE, required=False
    )
    domain = forms.ChoiceField(label=_("Need"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, titles: Titles, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {"domain": titles.domains, "language": titles.languages}
        for name, field in self.fields.items():
            if (known := offered.get(name.removeprefix("second_"))) is not None:
                choice: Any = field
                choice.choices = list(known.items())

    def is_meant(self) -> bool:
        return bool(self.cleaned_data.get("count"))

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("count") and not found.get("language"):
            self.add_error("language", _("Choose a language."))
        return found


class AskingForm(KindForm):
    """So many teachers who ask for the same."""

    def kind(self) -> Asking:
        given = self.cleaned_data
        return Asking(given["count"], given["domain"], given["language"])

    @staticmethod
    def told(asking: Asking | None) -> dict[str, object]:
        if asking is None:
            return {}
        return {"count": asking.count, "domain": asking.domain, "language": asking.language}


class GivingForm(KindForm):
    """So many mentors who offer the same; what they offer has to be said."""

    domain = forms.ChoiceField(label=_("Offers"), required=False)
    second_domain = forms.ChoiceField(label=_("And"), required=False)
    second_language = forms.ChoiceField(label=_("Second language"), required=False)
    seats = forms.IntegerField(label=_("Teachers each"), min_value=0, max_value=100, required=False)
    hours = forms.IntegerField(
        label=_("Hours a month each"), min_value=0, max_value=744, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("domain", "second_domain"):
            choice: Any = self.fields[name]
            choice.choices = [("", ""), *choice.choices[1:]]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if found.get("count") and not found.get("domain"):
            self.add_error("domain", _("Choose what they offer."))
        return found

    def kind(self) -> Giving:
        given = self.cleaned_data
        return Giving(
            given["count"],
            tuple(each for each in (given["domain"], given["second_domain"]) if each),
            tuple(each for each in (given["language"], given["second_language"]) if each),
            given["seats"] or 0,
            given["hours"] or 0,
        )

    @staticmethod
    def told(giving: Giving | None, seats: int, hours: int) -> dict[str, object]:
        if giving is None:
            return {"seats": seats, "hours": hours}
        (domain, second_domain), (language, second) = two(giving.domains), two(giving.languages)
        return {
            "count": giving.count,
            "domain": domain,
            "second_domain": second_domain,
            "language": language,
            "second_language": second,
            "seats": giving.seats,
            "hours": giving.hours,
        }


class TermsForm(forms.Form):
    """What the programme asks of its mentors, and what it pays them."""

    hours = forms.DecimalField(
        label=_("Hours a month for each teacher"),
        help_text=_("With the mentor. The blueprint says how many; you can try others."),
        min_value=0,
        max_value=200,
        decimal_places=2,
    )
    months = forms.IntegerField(label=_("Months in all"), min_value=1, max_value=MOST_MONTHS)
    new_seats = forms.IntegerField(
        label=_("Teachers that a new mentor takes"), min_value=1, max_value=100
    )
    rate = forms.DecimalField(
        label=_("Money for an hour"),
        min_value=0,
        max_value=MOST_MONEY,
        decimal_places=2,
        required=False,
    )
    stipend = forms.DecimalField(
        label=_("Money for each mentor, for the whole time"),
        min_value=0,
        max_value=MOST_MONEY,
        decimal_places=2,
        required=False,
    )
    needs_offered = forms.BooleanField(
        label=_("A mentor offers what the teacher needs"), required=False
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        return {**found, **{name: found.get(name) or Decimal(0) for name in ("rate", "stipend")}}
