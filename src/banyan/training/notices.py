"""Who is told of a workshop: seats, changes, the end, the day before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.notifications import registry as notices
from banyan.notifications.actions import tell, withdraw
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.programmes.queries import design_of
from banyan.trail import registry as trail
from banyan.trail.models import Event
from banyan.trail.queries import id_of
from banyan.training.models import Workshop
from banyan.training.queries.workshops import (
    PLACED,
    days_of_ids,
    has_seat,
    is_ahead,
    leaders_of,
    site_of,
    told_of,
    with_seats,
)
from banyan.training.states import SeatStatus, WorkshopStatus

SEE = pgettext_lazy("link", "See the workshop")


def _seated(data: Mapping[str, Any]) -> bool:
    return has_seat(int(data["workshop"]), int(data["reader"]), [SeatStatus.SEATED])


def _waits(data: Mapping[str, Any]) -> bool:
    return has_seat(int(data["workshop"]), int(data["reader"]), [SeatStatus.WAITING])


def _freed(data: Mapping[str, Any]) -> bool:
    return has_seat(int(data["workshop"]), int(data["reader"]), [SeatStatus.FREED])


def _comes(data: Mapping[str, Any]) -> bool:
    """She still has a seat, or leads it, and the meeting is still to come, at that time."""
    people = {*leaders_of(int(data["workshop"]))}
    there = int(data["reader"]) in people or _seated(data)
    return there and is_ahead(int(data["day"]), str(data["starts_at"]), data["now"])


notices.register(
    Kind(
        "workshop.registered",
        Category.PROGRAMME,
        _("You have a seat: {title}"),
        _("Site: {site}. Its days stand on its page and in your calendar. If you cannot come, give "
          "the seat back there: somebody else is glad of it."),
        SEE,
        _seated,
    ),
    Kind(
        "workshop.waiting",
        Category.PROGRAMME,
        _("You are on the waiting list: {title}"),
        _("Site: {site}. When a seat becomes free it is yours by itself, and you are told."),
        SEE,
        _waits,
    ),
    Kind(
        "workshop.promoted",
        Category.PROGRAMME,
        _("A seat became free for you: {title}"),
        _("Site: {site}. It is yours. If you cannot come any more, give it back on its page."),
        SEE,
        _seated,
        presses=True,
    ),
    Kind(
        "workshop.freed",
        Category.PROGRAMME,
        _("You have no place any more: {title}"),
        _("Site: {site}. A coordinator has freed your place. The reason stands on its page."),
        SEE,
        _freed,
        presses=True,
    ),
    Kind(
        "workshop.changed",
        Category.PROGRAMME,
        _("Something has changed: {title}"),
        _("Site: {site}. Look at when and where it is now."),
        SEE,
        lambda data: has_seat(int(data["workshop"]), int(data["reader"]), PLACED),
        presses=True,
    ),
    Kind(
        "workshop.cancelled",
        Category.PROGRAMME,
        _("Cancelled: {title}"),
        _("It does not take place. The reason stands on its page."),
        SEE,
        presses=True,
    ),
    Kind(
        "workshop.reminder",
        Category.PROGRAMME,
        _("{title}: {starts_at}"),
        _("Site: {site}. Where it is, and the link if it is online, stands on its page."),
        SEE,
        _comes,
        presses=True,
    ),
)  # fmt: skip


def tell_of_workshop(
    kind: str, workshop: Workshop, people: Iterable[int], *, key: str, now: datetime, **facts: Any
) -> int:
    """Tell each of these people once, with what every notice of a workshop needs. Returns how many
    are new."""
    return tell(
        people,
        kind,
        key=key,
        now=now,
        link=reverse("training:workshop", args=[workshop.pk]),
        workshop=workshop.pk,
        title=workshop.title,
        blueprint=design_of(workshop),
        **facts,
    )


def follow_seat(event: Event) -> None:
    """Whoever has taken a seat or waits has it in writing; whoever moves up, or whose place was
    freed, hears of it."""
    workshop, site = told_of(id_of(event.subject)), site_of(event.data["site"])
    person = int(event.data.get("person", event.actor))
    kind = {
        "workshop.take_seat": "workshop.registered",
        "workshop.wait": "workshop.waiting",
        "workshop.promote": "workshop.promoted",
        "workshop.free_seat": "workshop.freed",
        "workshop.change_seat": "workshop.registered"
        if event.data.get("seated")
        else "workshop.waiting",
    }[event.verb]
    if site is not None:
        _tell_of(kind, workshop, [person], event, site)


def follow_change(event: Event) -> None:
    """Another time or place: everybody with a place at that site, but for who did it."""
    workshop, site = told_of(id_of(event.subject)), site_of(event.data["site"])
    if site is None or not event.data["is_open"]:
        return
    if event.verb == "workshop.change_site" and not event.data["moved"]:
        return
    people = {*with_seats(workshop, PLACED, site), site.leader_id} - {event.actor}
    _tell_of("workshop.changed", workshop, people, event, site)


def _tell_of(kind: str, workshop: Workshop, people: Iterable[int], event: Event, site: Any) -> None:
    tell_of_workshop(
        kind,
        workshop,
        people,
        key=f"{event.verb}:{event.pk}",
        now=event.happened_at,
        site=site.name,
    )


def follow_end(event: Event) -> None:
    """Called off: everybody with a place and whoever leads it; and nobody is reminded of it."""
    if event.data["before"] != WorkshopStatus.OPEN:
        return
    workshop = told_of(id_of(event.subject))
    people = {*with_seats(workshop, PLACED), *leaders_of(workshop.pk)} - {event.actor}
    for day in days_of_ids(workshop.pk):
        withdraw("workshop.reminder", keys=f"workshop.reminder:{day}:")
    tell_of_workshop(
        "workshop.cancelled",
        workshop,
        people,
        key=f"{event.verb}:{event.pk}",
        now=event.happened_at,
    )


trail.follow(
    "training.follow_seat",
    follow_seat,
    "workshop.take_seat",
    "workshop.wait",
    "workshop.promote",
    "workshop.free_seat",
    "workshop.change_seat",
)
trail.follow(
    "training.follow_change",
    follow_change,
    "workshop.change_site",
    "workshop.add_day",
    "workshop.change_day",
    "workshop.drop_day",
)
trail.follow("training.follow_end", follow_end, "workshop.cancel")
trail.tell(
    {
        "workshop.plan": _("{actor} planned a workshop."),
        "workshop.change": _("{actor} changed the workshop."),
        "workshop.open": _("{actor} opened the workshop for people."),
        "workshop.hold": _("{actor} said that the workshop took place."),
        "workshop.cancel": _("{actor} cancelled the workshop."),
        "workshop.add_site": _("{actor} added a site."),
        "workshop.change_site": _("{actor} changed a site."),
        "workshop.add_day": _("{actor} added a day."),
        "workshop.change_day": _("{actor} moved a day."),
        "workshop.drop_day": _("{actor} took a day out."),
        "workshop.renew_link": _("{actor} made a new link."),
        "workshop.take_seat": _("{actor} took a seat."),
        "workshop.wait": _("{actor} joined the waiting list."),
        "workshop.promote": _("Whoever waited first has the seat that became free."),
        "workshop.give_seat_back": _("{actor} gave the seat back."),
        "workshop.free_seat": _("{actor} freed somebody’s place."),
        "workshop.change_seat": _("{actor} chose another site."),
        "workshop.come": _("{actor} came, and said so by the code."),
        "workshop.say_presence": _("{actor} said who came."),
        "workshop.correct": _("{actor} corrected who came."),
        "workshop.share": _("{actor} changed the link of the recording."),
        "workshop.add_resource": _("{actor} added something to look at."),
        "workshop.drop_resource": _("{actor} took something to look at away."),
        "workshop.take_out": _("{actor} took the list of people out."),
    }
)
