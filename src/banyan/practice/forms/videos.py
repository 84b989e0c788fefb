"""Consents to film, videos, and what is said of a moment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.practice.actions.uploads import megabytes
from banyan.practice.actions.videos import MOST_REMARK, MOST_SECONDS
from banyan.practice.models import FilmingConsent, Video
from banyan.practice.states import FilmingBasis, VideoTag
from banyan.ui.forms import KeepsTyped
from banyan.ui.words import number

MOST_AT_ONCE = 20_000_000  # bytes of a file that is sent without a script
_MOMENT = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")


class FilmingConsentForm(KeepsTyped):
    class_name = forms.CharField(
        label=_("For which class?"),
        help_text=_("Such as 7B. No names of pupils."),
        max_length=60,
        error_messages={"required": _("Say which class.")},
    )
    given_by = forms.CharField(
        label=_("Who gave it?"),
        help_text=_("Name or office, such as the head of the school."),
        max_length=160,
        error_messages={"required": _("Say who gave it.")},
    )
    of_whom = forms.CharField(
        label=_("From whom was it asked?"),
        help_text=_(
            "Such as: the parents of all pupils of 7B, letters in the school office. "
            "No names of pupils."
        ),
        max_length=300,
        error_messages={"required": _("Say from whom it was asked.")},
    )
    basis = forms.TypedChoiceField(
        label=_("Why may this class be filmed?"),
        choices=FilmingBasis.choices,
        coerce=FilmingBasis,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why the class may be filmed.")},
    )
    until = forms.DateField(
        label=_("Until when does it hold?"),
        help_text=_("The last day, at most a year from now. No video is kept longer."),
        widget=forms.DateInput,
        error_messages={
            "required": _("Say until when it holds."),
            "invalid": _("Write the day as year-month-day, such as 2026-03-31."),
        },
    )


def after_days(count: int) -> str:
    words = ngettext("after %(count)s day", "after %(count)s days", count)
    return words % {"count": number(count)}


class AnnouncedForm(forms.Form):
    """What is said of a video before it is sent."""

    keeps_nothing = "No page can keep its file; with it, what it is called is said once more."

    title = forms.CharField(
        label=_("What does it show?"),
        help_text=_("Such as: fractions at the board, 7B. No names of pupils."),
        max_length=160,
        error_messages={"required": _("Say in a few words what it shows.")},
    )
    consent = forms.TypedChoiceField(
        label=_("Which consent covers it?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the consent that covers it.")},
    )
    keep_days = forms.TypedChoiceField(
        label=_("When is it deleted?"),
        coerce=int,
        help_text=_("You can delete it earlier at any time."),
        error_messages={"required": _("Choose when it is deleted.")},
    )
    seen = forms.BooleanField(
        label=_("No pupil’s face can be recognised in it"),
        error_messages={
            "required": _("Film once more, without faces: the board, yourself, hands and voices.")
        },
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, consents: Sequence[FilmingConsent],
        days: Iterable[int], usual: int,
    ) -> None:  # fmt: skip
        super().__init__(data, files)
        self.fields["consent"].choices = [  # type: ignore[attr-defined]
            (one.pk, f"{one.class_name} · {one.get_basis_display()}") for one in consents
        ]
        self.fields["keep_days"].choices = [  # type: ignore[attr-defined]
            (count, after_days(count)) for count in days
        ]
        self.fields["keep_days"].initial = usual
        self.fields["consent"].initial = next((one.pk for one in consents), None)
        self.chosen = {one.pk: one for one in consents}

    @property
    def covered_by(self) -> FilmingConsent:
        return self.chosen[self.cleaned_data["consent"]]


class VideoForm(AnnouncedForm):
    """The same with the file, in one piece."""

    file = forms.FileField(
        label=_("The video"),
        widget=forms.FileInput(attrs={"accept": "video/mp4,video/quicktime,video/webm"}),
        error_messages={
            "required": _("Choose the video."),
            "empty": _("This file is empty. Choose the video."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_AT_ONCE:
            raise forms.ValidationError(
                gettext(
                    "Without JavaScript a video may have %(most)s MB; this one has %(size)s MB. "
                    "Turn JavaScript on, or film a shorter part."
                )
                % {"most": megabytes(MOST_AT_ONCE), "size": megabytes(file.size)}
            )
        return file


def most_megabytes() -> str:
    return megabytes(settings.VIDEO_MOST_BYTES)


class VideoShareForm(forms.Form):
    keeps_nothing = "It is one choice from a list; a day stands there already."
    person = forms.TypedChoiceField(
        label=_("Who may watch it?"),
        coerce=int,
        error_messages={"required": _("Choose somebody.")},
    )
    until = forms.DateField(
        label=_("Until when?"),
        help_text=_("The last day. You can take it back at any time."),
        widget=forms.DateInput,
        error_messages={
            "required": _("Say until when."),
            "invalid": _("Write the day as year-month-day, such as 2026-03-31."),
        },
    )

    def __init__(
        self, data: Any = None, *, people: Iterable[Person], film: Video, by: Viewer
    ) -> None:
        super().__init__(data)
        names = [(one.pk, one.name) for one in people]
        self.fields["person"].choices = [("", _("Choose somebody")), *names]  # type: ignore[attr-defined]
        self.fields["until"].initial = usual_last_day(film, by.today)


def usual_last_day(film: Video, today: date) -> date:
    """Two weeks, or as long as there is a video."""
    return min(today + timedelta(days=14), film.delete_on - timedelta(days=1))


def moment_words(seconds: int) -> str:
    """ "4:30", or "1:04:30"."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


class RemarkForm(KeepsTyped):
    at = forms.CharField(
        label=_("At which moment?"),
        help_text=_("Minutes and seconds, such as 4:30."),
        max_length=8,
        error_messages={"required": _("Say the moment in minutes and seconds, such as 4:30.")},
    )
    tag = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[("", _("Nothing of these")), *VideoTag.choices],
        required=False,
    )
    text = forms.CharField(
        label=_("What did you see or hear?"),
        help_text=_("Everybody who may watch the video reads it. Name no pupils."),
        max_length=MOST_REMARK,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say what you saw or heard."),
            "max_length": _("Keep it to 2000 characters."),
        },
    )

    def clean_at(self) -> int:
        found = _MOMENT.fullmatch(self.cleaned_data["at"].strip())
        seconds = MOST_SECONDS + 1
        if found:
            hours, minutes, rest = (int(part or 0) for part in found.groups())
            seconds = hours * 3600 + minutes * 60 + rest
        if seconds > MOST_SECONDS:
            raise forms.ValidationError(self.fields["at"].error_messages["required"])
        return seconds
