"""Enrolling a teacher, and what she says of herself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
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
    trait_field,
    unhour,
    unlevel,
    unrank,
    vocabulary,
    words_area,
    years,
)
from banyan.programmes.models import Enrolment
from banyan.programmes.snapshot import Words
from banyan.programmes.states import Speaks, Sure

LANGUAGES = 3


class EnrolForm(forms.Form):
    """One teacher, by name and school; the rest she can say herself."""

    name = forms.CharField(max_length=120, label=_("Name of the teacher"))
    email = forms.EmailField(
        required=False,
        label=_("E-mail address"),
        help_text=_("Without one she takes part, but cannot sign in."),
    )
    school = forms.CharField(
        max_length=200,
        label=_("School"),
        help_text=_("Its UDISE code, the code of its own office, or its exact name."),
    )
    confirmed = forms.BooleanField(
        required=False,
        label=_("She has agreed already"),
        help_text=_("Otherwise she is invited, and joins herself."),
    )

    def __init__(
        self,
        *args: Any,
        words: Words,
        most_domains: int,
        schools: QuerySet[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.schools = schools
        self.fields.update(rank_fields("needs", words.domains, most_domains))
        self.fields.update(rank_fields("languages", words.languages, LANGUAGES))
        self.fields.update(trait_field(words))

    def clean_school(self) -> Organisation:
        return find_school(" ".join(self.cleaned_data["school"].split()), self.schools)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["needs"] = ranked(self, "needs")
        cleaned["languages"] = ranked(self, "languages")
        no_aadhaar(self, "name")
        return cleaned


class AnswersForm(forms.Form):
    """What a teacher says of herself. `version` is how the answers stood when she began; `own` is
    whether it is she who answers."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, *args: Any, words: Words, most_domains: int, own: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(rank_fields("needs", words.domains, most_domains))
        self.fields.update(level_fields("needs", Sure, most_domains))
        self.fields.update(rank_fields("languages", words.languages, LANGUAGES))
        self.fields.update(level_fields("languages", Speaks, LANGUAGES))
        self.fields.update(trait_field(words))
        self.fields.update(vocabulary(words))
        self.fields["years"] = years(_("Years of teaching"))
        self.fields.update(hour_fields())
        self.fields["format"] = how_to_meet()
        self.fields["again"] = forms.BooleanField(
            required=False,
            label=_("I would gladly go on with a mentor I have worked with before"),
            help_text=_(
                "If she takes teachers again. Otherwise you meet somebody new, most likely."
            ),
        )
        if own and words.inclusion:  # nobody says it in her place
            self.fields["asks"] = inclusion_field(
                words,
                _("Would one of these matter to you in a mentor?"),
                _("Only what mentors have said of themselves counts. The mentor is not told."),
            )
        self.fields["hopes"] = words_area(
            _("What do you hope for?"),
            _("In your own words. No names of children."),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["answers"] = answers_of(self) | {
            "needs": ranked(self, "needs"),
            "need_levels": sure_in(self, "needs"),
            "again": cleaned.get("again", False),
            "hopes": cleaned.get("hopes", "").strip(),
        }
        if "asks" in self.fields:
            cleaned["answers"]["asks"] = cleaned.get("asks", [])
        no_aadhaar(self, "hopes")
        return cleaned


def first_answers(enrolment: Enrolment) -> dict[str, Any]:
    """What the form shows before anything is typed; needs must be prefetched."""
    needs = {need.domain: need.level for need in enrolment.needs.all()}
    return {
        "version": enrolment.version,
        "subjects": enrolment.subjects,
        "stages": enrolment.stages,
        "traits": enrolment.traits,
        "years": enrolment.years,
        "format": enrolment.format,
        "hopes": enrolment.hopes,
        "again": enrolment.again,
        "asks": enrolment.asks,
        **unrank("needs", needs),
        **unlevel("needs", needs, needs),
        **unrank("languages", enrolment.languages),
        **unlevel("languages", enrolment.languages, enrolment.levels),
        **unhour(enrolment.hours),
    }


class LeaveForm(forms.Form):
    because = forms.CharField(
        max_length=200,
        required=False,
        label=_("Is there a reason you would like to give?"),
        help_text=_("You need not. Only the teacher and her coordinators read it."),
    )

    def clean(self) -> dict[str, Any]:
        no_aadhaar(self, "because")
        return super().clean() or {}
