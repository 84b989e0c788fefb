"""Text to values for people; allauth's forms, in our words."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as account
from allauth.mfa.webauthn import forms as webauthn
from babel.core import Locale as BabelLocale
from babel.core import get_global
from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from banyan.people.states import Locale
from banyan.ui.words import reader_locale

PASSWORD_HINT = _("At least 10 characters. Three or four words you will remember do well.")


class InOurWords(forms.Form):
    """Labels and hints of fields that a library declares, by the field's name."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]
        if "code" in self.fields:
            self.fields["code"].widget.attrs.update(
                {"inputmode": "numeric", "autocomplete": "one-time-code"}
            )


class _Code(InOurWords):
    words = {"code": (_("Code from the mail"), _("Eight figures. The code lasts ten minutes."))}


class SignIn(InOurWords, account.LoginForm):  # type: ignore[misc]
    """An address alone asks for a code; with a password beside it, it signs in at once."""

    words = {
        "login": (_("E-mail address"), ""),
        "password": (_("Password"), ""),
    }

    def _setup_password_field(self) -> None:
        self.fields["password"].required = False


class AskForCode(InOurWords, account.RequestLoginCodeForm):  # type: ignore[misc]
    words = {"email": (_("E-mail address"), "")}


class SignUp(InOurWords, account.SignupForm):  # type: ignore[misc]
    words = {
        "email": (_("E-mail address"), _("We send a code there to see that it is yours.")),
    }
    field_order = ["name", "email"]

    name = forms.CharField(
        max_length=120,
        label=_("Your name"),
        help_text=_("As colleagues call you. Others in your programme will see it."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )


class LoginCode(_Code, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that signs in."""


class VerificationCode(_Code, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """The code that proves an address."""


class ResetCode(_Code, account.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    """The code that allows a new password."""


class AskForReset(InOurWords, account.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": (_("E-mail address"), "")}


class NewPassword(InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    words = {
        "password1": (_("New password"), PASSWORD_HINT),
        "password2": (_("New password, once more"), ""),
    }


class ChangePassword(InOurWords, account.ChangePasswordForm):  # type: ignore[misc]
    words = {"oldpassword": (_("Present password"), ""), **NewPassword.words}


class SetPassword(InOurWords, account.SetPasswordForm):  # type: ignore[misc]
    words = {
        "password1": (_("Password"), PASSWORD_HINT),
        "password2": (_("Password, once more"), ""),
    }


class PasswordAgain(InOurWords, account.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": (_("Your password"), "")}


class NewAddress(InOurWords, account.AddEmailForm):  # type: ignore[misc]
    words = {"email": (_("New e-mail address"), _("We send a code there to see that it is yours."))}


class AddPasskey(InOurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """Each passkey signs in by itself, so what allauth asks about that is answered already."""

    words = {"name": (_("What to call it"), _("For example: my phone."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].widget.attrs["hidden"] = True


class AskForInvitationCode(forms.Form):
    """Where the code of an invitation goes, for a person without a recorded address."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("You will sign in with it. We send a code there to see that it is yours."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class InvitationCode(_Code):
    code = forms.CharField(max_length=20)


class Me(forms.Form):
    """What a person says of herself."""

    name = forms.CharField(
        max_length=120, label=_("Your name"), widget=forms.TextInput({"autocomplete": "name"})
    )
    locale = forms.ChoiceField(choices=Locale.choices, label=_("Language"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Every time on every page is told in this zone.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = zone_choices(get_language() or "en")
        held = self.initial.get("time_zone")
        # An older name that came with an import stays as it is until she chooses another.
        known = held is None or any(held == zone for _, zones in choices for zone, _ in zones)
        offered = choices if known else [(str(held), str(held)), *choices]
        self.fields["time_zone"].choices = offered  # type: ignore[attr-defined]


@lru_cache(maxsize=1)
def modern_zones() -> tuple[str, ...]:
    """The zones of places, by their present names: of several names for one zone the one that
    the city is called by today (Asia/Kolkata, not Asia/Calcutta)."""
    aliases = get_global("zone_aliases")
    by_zone: dict[str, list[str]] = {}
    for name in available_timezones():
        if name.split("/")[0] in REGIONS and "/" in name:
            by_zone.setdefault(aliases.get(name, name), []).append(name)
    return tuple(sorted(_present_name(zone, names) for zone, names in by_zone.items()))


def _present_name(zone: str, names: list[str]) -> str:
    last = city_of(zone, BabelLocale("en")).replace(" ", "_")
    return min(names, key=lambda name: (name.rsplit("/", 1)[1] != last, name != zone, name))


def city_of(zone: str, locale: BabelLocale) -> str:
    """What the readers of this locale call the city of a zone."""
    present = get_global("zone_aliases").get(zone, zone)
    told = (locale.time_zones.get(name, {}).get("city") for name in (present, *_older(present)))
    return str(next(filter(None, told), "") or zone.rsplit("/", 1)[1].replace("_", " "))


@lru_cache(maxsize=512)
def _older(zone: str) -> tuple[str, ...]:
    """Earlier names of a zone: CLDR keeps the words for a city under the first it had."""
    return tuple(old for old, present in get_global("zone_aliases").items() if present == zone)


REGIONS = {
    "Asia": _("Asia"),
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}


@lru_cache(maxsize=8)
def zone_choices(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """IANA zones by region, cities in the reader's language and alphabet; India first."""
    locale = reader_locale()
    first = (gettext("India"), [("Asia/Kolkata", city_of("Asia/Kolkata", locale))])
    regions = [
        (
            str(label),
            sorted(
                (
                    (zone, city_of(zone, locale))
                    for zone in modern_zones()
                    if zone.startswith(f"{region}/") and zone != "Asia/Kolkata"
                ),
                key=lambda choice: choice[1],
            ),
        )
        for region, label in REGIONS.items()
    ]
    return [first, *regions, (gettext("Elsewhere"), [("UTC", gettext("Universal time (UTC)"))])]
