"""How long a session was, as it is settled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banyan.mentoring.actions.planning import MOST_MINUTES, said_range
from banyan.mentoring.forms.sessions import missing_field
from banyan.ui.forms import KeepsTyped


class SettleForm(KeepsTyped):
    """At how many minutes a disagreement is settled, and why."""

    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes count?"),
        min_value=0,
        max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={
            "required": gettext_lazy("Say how many minutes."),
            "invalid": gettext_lazy("Write the minutes as a number."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=300,
        help_text=gettext_lazy("Both read it, and other coordinators of the school."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Say why, so that both can follow it."),
            "max_length": gettext_lazy("Keep it to 300 characters."),
        },
    )
    own_seen = forms.IntegerField(widget=forms.HiddenInput)
    host_seen = forms.IntegerField(widget=forms.HiddenInput)
    as_read = ("own_seen", "host_seen")

    def __init__(self, *args: Any, least: int, most: int, group: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if not group and least == 0:
            self.fields["missing"] = missing_field()
            self.fields["missing"].label = _("If they did not meet: who was not there?")
            self.fields["missing"].help_text = _("Whoever it is can explain it in confidence.")
        minutes = self.fields["minutes"]
        minutes.help_text = _("From %(least)s to %(most)s.") % {"least": least, "most": most}
        minutes.error_messages |= {"min_value": said_range(), "max_value": said_range()}

    @property
    def missing(self) -> str:
        """Who was not there, where that was asked and said."""
        return str(self.cleaned_data.get("missing") or "")

    @property
    def seen(self) -> tuple[int, int]:
        """The numbers of the two that stood on the page."""
        return self.cleaned_data["own_seen"], self.cleaned_data["host_seen"]
