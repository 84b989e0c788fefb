"""Text to values for people."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from banyan.people.models import Person


class SignupDetails(forms.Form):
    """What sign-up asks besides the address."""

    name = forms.CharField(max_length=120, label=_("Your name"))

    def signup(self, request: HttpRequest, user: Person) -> None:
        """allauth's hook; the adapter has saved the name already."""
