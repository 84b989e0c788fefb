"""Who is told of short meetings: when they are announced, changed, near, cancelled and over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.matching.models import Rota
from banyan.matching.queries.rotas import (
    can_answer,
    first_meetings,
    state_of,
    takes_part,
    told_rota,
    who_met,
)
from banyan.matching.states.rotas import RotaStatus
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.programmes.queries import design_of
from banyan.trail import registry as trail
from banyan.trail.models import Event
from banyan.trail.queries import id_of

SHEET = pgettext_lazy("link", "See whom you meet, and when")


def _still_coming(data: Mapping[str, Any]) -> bool:
    return takes_part(int(data["rota"]), int(data["reader"]), data["now"])


def _still_on(data: Mapping[str, Any]) -> bool:
    return state_of(int(data["rota"])) == RotaStatus.ANNOUNCED


def _can_still_say(data: Mapping[str, Any]) -> bool:
    return can_answer(int(data["rota"]), data["now"])


notices.register(
    Kind(
        "matching.rota_announced",
        Category.PAIR,
        _("{name}: short meetings on {starts_at}"),
        _("You meet several people for a few minutes each, before pairs are proposed."),
        SHEET,
        _still_coming,
    ),
    Kind(
        "matching.rota_changed",
        Category.PAIR,
        _("{name} has changed"),
        _("It begins on {starts_at}. Please look at your sheet again."),
        SHEET,
        _still_on,
        presses=True,
    ),
    Kind(
        "matching.rota_not_needed",
        Category.PAIR,
        _("You need not come to {name}"),
        _("The plan has changed, and you have no meetings in it. That says nothing about you."),
        "",
    ),
    Kind(
        "matching.rota_tomorrow",
        Category.PAIR,
        _("Soon: {name}"),
        _("It begins on {starts_at}."),
        SHEET,
        _still_coming,
        presses=True,
    ),
    Kind(
        "matching.rota_cancelled",
        Category.PAIR,
        _("{name} does not take place"),
        _("The short meetings of {starts_at} are cancelled."),
        pgettext_lazy("link", "See why"),
        presses=True,
    ),
    Kind(
        "matching.rota_over",
        Category.PAIR,
        _("{name}: with whom would it go well?"),
        _("Say it until {until_at}, for yourself alone. Nobody ever reads it."),
        pgettext_lazy("link", "Say it in private"),
        _can_still_say,
    ),
)


def tell_of_rota(event: Event) -> None:
    """Everybody who takes part hears of what concerns them, and nobody of a draft."""
    rota = told_rota(id_of(event.subject))
    key, now = f"{event.verb}:{event.pk}", event.happened_at
    if event.verb == "rota.announce":
        _tell(rota, "matching.rota_announced", first_meetings(rota), key, now)
    elif event.verb == "rota.cancel":
        if event.data["before"] == RotaStatus.ANNOUNCED:
            _tell(rota, "matching.rota_cancelled", first_meetings(rota), key, now)
    elif event.verb in ("rota.hold", "rota.end"):
        if rota.answers_until is not None:
            tell(
                who_met(rota),
                "matching.rota_over",
                key=key,
                now=now,
                link=reverse("matching:impressions", args=[rota.pk]),
                rota=rota.pk,
                name=rota.name,
                blueprint=design_of(rota),
                until_at=rota.answers_until.isoformat(),
            )
    elif event.data["told"]:
        _tell(rota, "matching.rota_changed", first_meetings(rota), key, now)
        gone = event.data.get("gone", ())
        tell(gone, "matching.rota_not_needed", key=key, now=now, name=rota.name, rota=rota.pk)


def tell_of_coming(rota: Rota, now: datetime) -> int:
    """The reminder of the day before; once for each time at which it was to begin."""
    key = f"rota.tomorrow:{rota.pk}:{rota.starts_at.isoformat()}"
    return _tell(rota, "matching.rota_tomorrow", first_meetings(rota), key, now)


def _tell(rota: Rota, kind: str, people: Iterable[int], key: str, now: datetime) -> int:
    return tell(
        people,
        kind,
        key=key,
        now=now,
        link=reverse("matching:rota_own", args=[rota.pk]),
        rota=rota.pk,
        name=rota.name,
        blueprint=design_of(rota),
        starts_at=rota.starts_at.isoformat(),
    )


TELLING = ("announce", "change", "seat", "lay", "cancel", "hold", "end")
trail.follow("matching.tell_of_rota", tell_of_rota, *(f"rota.{verb}" for verb in TELLING))
trail.tell(
    {
        "rota.plan": _("{actor} planned short meetings."),
        "rota.change": _("{actor} changed the plan of the short meetings."),
        "rota.seat": _("{actor} said where each mentor sits."),
        "rota.announce": _("{actor} announced the short meetings."),
        "rota.mark": _("{actor} marked who is there."),
        "rota.lay": _("{actor} had what was left of the table laid anew."),
        "rota.hold": _("{actor} said that the short meetings are over."),
        "rota.end": _("The short meetings are over."),
        "rota.cancel": _("{actor} cancelled the short meetings."),
        "rota.close_answers": _("{actor} closed the answers about the short meetings."),
    }
)
