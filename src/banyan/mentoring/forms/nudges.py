"""Saying “not now” to a kind of reminder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from banyan.mentoring.rules.nudges import WEEKS
from banyan.mentoring.states import Nudge
from banyan.ui.forms import KeepsTyped
from banyan.ui.words import number


def _for_weeks(count: int) -> str:
    said = ngettext("For %(count)s week", "For %(count)s weeks", count)
    return said % {"count": number(count)}


class NotNowForm(KeepsTyped):
    nudge = forms.TypedChoiceField(
        label=_("Of what shall nobody remind you?"),
        coerce=Nudge,
        choices=Nudge.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what nobody shall remind you of.")},
    )
    reason = forms.ChoiceField(
        label=_("Not now, because …"),
        help_text=_("None of these is anybody’s fault."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason that comes closest.")},
    )
    weeks = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long.")},
    )
    words = forms.CharField(
        label=_("Is there anything the coordinators should know?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Keep it to 2000 characters.")},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        reasons: Sequence[tuple[str, str]],
        nudge: str = "",
        asks: bool = True,
    ) -> None:
        """`asks`: whether it is the teacher's, who alone asks questions in writing."""
        super().__init__(data, initial={"nudge": nudge, "weeks": 2})
        offered = [one for one in Nudge.choices if asks or one[0] != Nudge.QUESTION]
        self.fields["nudge"].choices = offered  # type: ignore[attr-defined]
        self.fields["reason"].choices = list(reasons)  # type: ignore[attr-defined]
        self.fields["weeks"].choices = [(n, _for_weeks(n)) for n in WEEKS]  # type: ignore[attr-defined]
