"""How allauth reaches Banyan's people."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from banyan.people.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """New people get the moment they joined; the name comes from the sign-up form."""

    def new_user(self, request: HttpRequest) -> Person:
        return Person(joined_at=timezone.now())

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Any:
        user.name = form.cleaned_data.get("name", "").strip()
        return super().save_user(request, user, form, commit)
