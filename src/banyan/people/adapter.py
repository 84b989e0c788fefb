"""How allauth reaches Banyan's people."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banyan.kernel.viewer import Viewer, stranger
from banyan.people import actions
from banyan.people.models import Person
from banyan.people.states import Locale


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """New people arrive through our action; what allauth says, it says in our words.

    A recorded address that receives a code may sign in even when its person was never invited:
    the code proves as much as the invitation would.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Ask your coordinator to open it again."),
        "duplicate_email": _("This is the address you have already."),
        "email_password_mismatch": _("This address and this password do not belong together."),
        "email_taken": _("This address cannot be used here. Sign in with it, or give another."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This is not the code that we sent last. Look at the newest mail."),
        "incorrect_password": _("This is not your password."),
        "rate_limited": _("That was tried many times. Wait a few minutes and try again."),
        "same_as_current": _("This is what it is already."),
        "too_many_login_attempts": _(
            "That was tried many times. Wait a few minutes and try again."
        ),
    }

    def new_user(self, request: HttpRequest) -> Person:
        """Not saved yet; the language is the one that the page was read in."""
        language = get_language() or ""
        return Person(
            joined_at=timezone.now(),
            locale=language if language in Locale.values else Locale.ENGLISH,
        )

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Any:
        user.name = form.cleaned_data["name"].strip()
        user = super().save_user(request, user, form, commit=False)
        return actions.join(user, by=stranger(user.joined_at)) if commit else user

    def set_password(self, user: Person, password: str) -> None:
        actions.set_password(user, password, by=Viewer(user.pk, timezone.now()))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        about = {"public_url": settings.PUBLIC_URL, "banyan": settings.SITE_NAME}
        super().send_mail(template_prefix, email, {**about, **context})


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys are another way in, not a second lock: a person who loses the phone that holds
    hers still signs in by code."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This did not work. Start again on the device that holds the passkey."),
        "unverified_email": _("Confirm your address first, then add a passkey."),
    }

    def is_mfa_enabled(self, user: Person, types: list[str] | None = None) -> bool:
        """allauth asks for several types at once when it decides about a second step."""
        if types is not None and set(types) != {Authenticator.Type.WEBAUTHN}:
            return False
        return bool(super().is_mfa_enabled(user, types))
