"""Who is told of a video: whom its owner lets watch it, and its owner before it goes. Never a word
of what it shows or is called. And what a timeline says, and where one opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.registry import has_page
from banyan.mentoring.states import RecordKind
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell, withdraw
from banyan.notifications.queries import told_to
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.practice.queries.videos import film_of, is_kept, told_of, until_when
from banyan.trail import registry as trail
from banyan.trail.models import Event
from banyan.trail.queries import id_of

has_page(RecordKind.VIDEO, "practice:video_of_record")

OPEN = pgettext_lazy("link", "Open the video")
ALL = pgettext_lazy("link", "Look at your videos")


def _is_kept(data: Mapping[str, Any]) -> bool:
    return is_kept(int(data["video"]))


def _watches(data: Mapping[str, Any]) -> bool:
    return until_when(int(data["video"]), int(data["watcher"]), data["now"]) is not None


notices.register(
    Kind(
        "video.shared",
        Category.PAIR,
        _("{other} lets you watch a video of a lesson"),
        _("You can watch it until {until_on}."),
        OPEN,
        _watches,
    ),
    Kind(
        "video.going",
        Category.PAIR,
        _("A video of yours is deleted on {delete_on}"),
        _("Until then you can watch it, and write down what you learn from it."),
        OPEN,
        _is_kept,
    ),
    Kind(
        "video.deleted",
        Category.PAIR,
        _("A video of yours was deleted"),
        _("Its day had come. The film is gone, and everything that was said of it."),
        ALL,
    ),
    Kind(
        "video.gone",
        Category.PAIR,
        _("A video that {other} let you watch was deleted"),
        _("The film is gone, and everything that was said of it."),
        ALL,
    ),
)


def tell_of_watching(event: Event) -> None:
    """Whom its owner names; who is named no more is reminded of it no more."""
    film = film_of(id_of(event.subject))
    if film is None:
        return
    person = event.data["person"]
    withdraw("video.shared", keys=f"video.shared:{film.pk}:{person}:")
    until = until_when(film.pk, person, event.happened_at)
    if until is not None:
        tell(
            [person],
            "video.shared",
            key=f"video.shared:{film.pk}:{person}:{event.pk}",
            now=event.happened_at,
            link=reverse("practice:video", args=[film.pk]),
            video=film.pk,
            watcher=person,
            other=film.owner.name,
            until_on=until.isoformat(),
        )


def tell_of_deletion(event: Event) -> None:
    """Its owner, unless she did it herself, and those who were told that they could watch it."""
    film = told_of(id_of(event.subject))
    watchers = told_to("video.shared", keys=f"video.shared:{film.pk}:")
    withdraw("video.shared", keys=f"video.shared:{film.pk}:")
    withdraw("video.going", keys=f"video.going:{film.pk}:")
    now, link = event.happened_at, reverse("practice:videos")
    if event.actor != film.owner_id:
        tell([film.owner_id], "video.deleted", key=f"video.deleted:{film.pk}", now=now, link=link)
    key, name = f"video.gone:{film.pk}", film.owner.name
    tell(watchers, "video.gone", key=key, now=now, link=link, other=name)


trail.follow("practice.tell_of_watching", tell_of_watching, "record.share", "record.take_back")
trail.follow("practice.tell_of_deletion", tell_of_deletion, "video.delete", "video.expire")
trail.tell(
    {
        "filmingconsent.give": _("{actor} wrote down a consent to film."),
        "filmingconsent.withdraw": _(
            "The consent was withdrawn. Nobody plays its videos any more."
        ),
        "video.keep": _("{actor} added the video."),
        "video.delete": _("{actor} deleted the video."),
        "video.expire": _("The video was deleted, as its day had come."),
    }
)
