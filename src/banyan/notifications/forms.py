"""Text to values for what comes by mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.notifications.queries import Wishes
from banyan.notifications.states import Category, MailChoice


class Choices(forms.Form):
    """A choice for each category, the quiet hours, and the hour of the digest."""

    quiet_from = forms.TimeField(
        label=_("No mail from"), help_text=_("On your own clock, also across midnight.")
    )
    quiet_until = forms.TimeField(
        label=_("No mail until"), help_text=_("The same time in both means: mail at any hour.")
    )
    digest_at = forms.TimeField(
        label=_("What waits comes together at"), help_text=_("One mail a day, if there is news.")
    )

    invitations = forms.BooleanField(
        required=False,
        label=_("Bring sessions to my calendar"),
        help_text=_(
            "A mail about a session then carries it for your calendar: when it is, never with whom "
            "or about what."
        ),
    )

    def __init__(self, *args: Any, wishes: Wishes, **kwargs: Any) -> None:
        kwargs["initial"] = {
            **wishes.mail,
            "quiet_from": wishes.quiet_from,
            "quiet_until": wishes.quiet_until,
            "digest_at": wishes.digest_at,
            "invitations": wishes.invitations,
        }
        super().__init__(*args, **kwargs)
        for category in Category:
            self.fields[category.value] = forms.ChoiceField(
                choices=MailChoice.choices, label=category.label
            )

    def by_category(self) -> list[forms.BoundField]:
        """The fields of the categories, in their own order."""
        return [self[category.value] for category in Category]

    def values(self) -> dict[str, Any]:
        """What `choose` takes. Only of a valid form."""
        given = self.cleaned_data
        return {
            "mail": {category.value: given[category.value] for category in Category},
            **{
                name: given[name]
                for name in ("quiet_from", "quiet_until", "digest_at", "invitations")
            },
        }
