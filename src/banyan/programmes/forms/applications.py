"""Applying as a mentor, reading applications, and what the directory shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from banyan.organisations.models import Organisation
from banyan.programmes.forms.fields import (
    answers_of,
    find_school,
    hour_fields,
    how_to_meet,
    inclusion_field,
    level_fields,
    no_aadhaar,
    rank_fields,
    ranked,
    sure_in,
    unhour,
    unlevel,
    unrank,
    vocabulary,
    words_area,
    years,
)
from banyan.programmes.models import Application
from banyan.programmes.snapshot import Words
from banyan.programmes.states import Advice, Publishable, Speaks, Sure
from blueprint import Blueprint

DOMAINS, LANGUAGES = 5, 3


class StepForm(forms.Form):
    """One page of an application. `version` is how it stood when the page was opened, `domains`
    are those that are kept."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        *args: Any,
        words: Words,
        rules: Blueprint,
        schools: QuerySet[Organisation],
        domains: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.words, self.rules, self.schools = words, rules, schools
        self.domains = domains
        self.build()

    def build(self) -> None:
        """Add the fields of this page."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        no_aadhaar(self, *(name for name in self.fields if name != "version"))
        cleaned["answers"] = self.answers(cleaned)
        return cleaned

    def answers(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """What the action takes."""
        return answers_of(self)


class ExperienceForm(StepForm):
    def build(self) -> None:
        least = self.rules.mentor.minimum_years
        self.fields["years"] = years(
            _("Years of experience in your field"),
            ngettext(
                "This programme asks for at least %(count)d year.",
                "This programme asks for at least %(count)d years.",
                least,
            )
            % {"count": least},
        )
        self.fields["school"] = forms.CharField(
            max_length=200,
            required=False,
            label=_("The school where you work"),
            help_text=_("Its code or exact name. Leave it empty if you do not work in a school."),
        )
        self.fields.update(vocabulary(self.words))

    def clean_school(self) -> Organisation | None:
        said = " ".join(self.cleaned_data["school"].split())
        return find_school(said, self.schools) if said else None

    def answers(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        return answers_of(self) | {"organisation": cleaned.get("school")}


class HelpForm(StepForm):
    def build(self) -> None:
        self.fields.update(rank_fields("domains", self.words.domains, DOMAINS))
        self.fields.update(level_fields("domains", Sure, DOMAINS))
        self.fields.update(rank_fields("languages", self.words.languages, LANGUAGES))
        self.fields.update(level_fields("languages", Speaks, LANGUAGES))
        if self.words.inclusion:
            self.fields["says"] = says_field(self.words)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not cleaned["answers"]["domains"]:
            self.add_error("domains_1", gettext("Choose at least one domain."))
        if not self.errors and not cleaned["answers"]["languages"]:
            self.add_error("languages_1", gettext("Choose at least one language."))
        return cleaned

    def answers(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        said = answers_of(self) | {
            "domains": ranked(self, "domains"),
            "domain_levels": sure_in(self, "domains"),
        }
        return said | ({"says": cleaned.get("says", [])} if "says" in self.fields else {})


class TimeForm(StepForm):
    def build(self) -> None:
        caseload, hours = self.rules.mentor.caseload, self.rules.mentor.hours_a_month
        self.fields["capacity"] = forms.IntegerField(
            label=_("How many teachers can you take at a time?"),
            help_text=_("At most %(most)d.") % {"most": caseload.maximum},
            min_value=1,
            max_value=caseload.maximum,
        )
        self.fields["hours_a_month"] = forms.IntegerField(
            label=_("How many hours a month do you have?"),
            help_text=_("From %(least)d to %(most)d.")
            % {"least": hours.minimum, "most": hours.maximum},
            min_value=hours.minimum,
            max_value=hours.maximum,
        )
        self.fields["format"] = how_to_meet()
        self.fields.update(hour_fields())


class WordsForm(StepForm):
    def build(self) -> None:
        self.fields["motivation"] = words_area(
            _("Why would you like to mentor?"), _("Only you and the reviewers read this.")
        )
        self.fields["about"] = words_area(
            _("A few lines about yourself"),
            _("For teachers. The public directory shows them only if you say so, later."),
            longest=1500,
        )

    def answers(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        return {name: cleaned.get(name, "").strip() for name in ("motivation", "about")}


STEPS: dict[str, tuple[object, type[StepForm]]] = {
    "experience": (_("Your experience"), ExperienceForm),
    "help": (_("Where you can help"), HelpForm),
    "time": (_("Your time"), TimeForm),
    "words": (_("In your own words"), WordsForm),
}


def says_field(words: Words) -> forms.MultipleChoiceField:
    return inclusion_field(
        words,
        _("Would you like to say one of these of yourself?"),
        _("A teacher may ask for it. She is not told what you said, and you need say nothing."),
    )


class OfferForm(StepForm):
    """What a mentor in the pool may still change, on one page. The domains are those that were
    read; how sure she is in them she may say anew."""

    def build(self) -> None:
        TimeForm.build(self)  # type: ignore[arg-type]  # the same fields in the same order
        for rank, (code, field) in enumerate(
            zip(self.domains, level_fields("domains", Sure, DOMAINS).values(), strict=False), 1
        ):
            field.label = self.words.domains.get(code, code)
            self.fields[f"level_domains_{rank}"] = field
        self.fields.update(rank_fields("languages", self.words.languages, LANGUAGES))
        self.fields.update(level_fields("languages", Speaks, LANGUAGES))
        if self.words.inclusion:
            self.fields["says"] = says_field(self.words)
        self.fields.update(vocabulary(self.words))
        self.fields["about"] = words_area(_("A few lines about yourself"), longest=1500)

    def answers(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        levels = {
            code: int(level)
            for rank, code in enumerate(self.domains, 1)
            if (level := cleaned.get(f"level_domains_{rank}"))
        }
        said = answers_of(self) | {
            "about": cleaned.get("about", "").strip(),
            "domain_levels": levels,
        }
        return said | ({"says": cleaned.get("says", [])} if "says" in self.fields else {})


def first_answers(application: Application) -> dict[str, Any]:
    """What the pages show before anything is typed; domains and languages are prefetched."""
    domains = {one.domain: one.level for one in application.expertise.all()}
    languages = {one.language: one.level for one in application.fluencies.all()}
    plain = ("version", "years", "subjects", "stages", "format", "motivation", "about")
    return {
        **{name: getattr(application, name) for name in plain},
        "capacity": application.capacity or None,
        "hours_a_month": application.hours_a_month or None,
        "school": str(application.organisation or ""),
        "says": application.says,
        **unrank("domains", domains),
        **unlevel("domains", domains, domains),
        **unrank("languages", languages),
        **unlevel("languages", languages, languages),
        **unhour(application.hours),
    }


class EvidenceForm(forms.Form):
    title = forms.CharField(
        max_length=160, label=_("What is it?"), help_text=_("For example “Service record”.")
    )
    text = words_area(_("What does it show?"), _("A few lines are enough."))
    link = forms.URLField(
        required=False,
        assume_scheme="https",
        label=_("Where can it be seen?"),
        help_text=_("The address of a page or file, if there is one."),
    )

    def clean(self) -> dict[str, Any]:
        no_aadhaar(self, "title", "text", "link")
        return super().clean() or {}


class ReviewForm(forms.Form):
    advice = forms.ChoiceField(
        choices=Advice.choices, widget=forms.RadioSelect, label=_("What do you advise?")
    )
    words = forms.CharField(
        max_length=4000,
        widget=forms.Textarea,
        label=_("Why?"),
        help_text=_("The other reviewers and coordinators read this; the applicant never does."),
    )


class RefuseForm(forms.Form):
    """A reason of the blueprint, and words of one's own; the applicant reads both."""

    reason = forms.ChoiceField(widget=forms.RadioSelect, label=_("What is the reason?"))
    words = words_area(
        _("Anything to add for the applicant?"),
        _("Kind and useful: what would make it a yes next time."),
        longest=1500,
    )

    def __init__(self, *args: Any, rules: Blueprint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locale = get_language() or "en"
        self.reasons = {r.code: r.title.in_(locale) for r in rules.mentor.refusal_reasons}
        self.fields["reason"].choices = list(self.reasons.items())  # type: ignore[attr-defined]

    @property
    def told(self) -> str:
        """The reason as the applicant reads it."""
        words = self.cleaned_data["words"].strip()
        reason = self.reasons[self.cleaned_data["reason"]]
        return f"{reason}. {words}" if words else f"{reason}."


class OrientForm(forms.Form):
    on = forms.DateField(label=_("When was the orientation?"), widget=forms.DateInput)
    trainings = forms.MultipleChoiceField(
        label=_("Trainings that were held with it"),
        help_text=_("They count from this day. What is missing can be recorded later."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, today: date, trainings: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if trainings:
            self.fields["trainings"].choices = list(trainings.items())  # type: ignore[attr-defined]
        else:
            del self.fields["trainings"]

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(
                gettext("This day has not come yet. Record the orientation once it was held.")
            )
        return on


class PublishForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    listed = forms.BooleanField(
        required=False,
        label=_("List me in the public directory of mentors"),
        help_text=_("Anybody on the internet then sees your name, domains and languages."),
    )
    publishes = forms.MultipleChoiceField(
        required=False,
        choices=Publishable.choices,
        widget=forms.CheckboxSelectMultiple,
        label=_("Show also"),
    )


class DirectoryForm(forms.Form):
    """Filters of the public directory, in the address of the page."""

    domain = forms.ChoiceField(required=False, label=_("Domain"))
    language = forms.ChoiceField(required=False, label=_("Language"))

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices, every in (
            ("domain", words.domains, gettext("Every domain")),
            ("language", words.languages, gettext("Every language")),
        ):
            self.fields[name].choices = [("", every), *choices.items()]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """Filters that make sense; nonsense in the address filters nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("domain", "language")}
