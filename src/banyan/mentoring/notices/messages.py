"""Who is told that there is a message: that there is one, never a word of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.actions.messages import NEW
from banyan.mentoring.queries.messages import (
    reads,
    told_of_message,
    waits_unread,
)
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.programmes.queries import design_of
from banyan.trail import registry as trail
from banyan.trail.models import Event


def _still_unread(data: Mapping[str, Any]) -> bool:
    return waits_unread(int(data["mentorship"]), int(data["person"])) is not None


notices.register(
    Kind(
        NEW,
        Category.PAIR,
        _("{other} has written to you"),
        _("What it says stands on your page together, and nowhere else."),
        pgettext_lazy("link", "Read it"),
        _still_unread,
    ),
)


def tell_of_message(event: Event) -> None:
    """One notice until she reads: whatever comes meanwhile is in it. A mentor who has come to power
    over the teacher is told nothing."""
    made = told_of_message(event.subject)
    pair = made.mentorship
    other = pair.mentee_id if made.author_id == pair.mentor_id else pair.mentor_id
    read = waits_unread(pair.pk, other)
    if read is None or not reads(other, pair, event.happened_at.date()):
        return
    tell(
        [other],
        NEW,
        key=f"{NEW}:{pair.pk}:{read}",
        now=event.happened_at,
        link=reverse("mentoring:messages", args=[pair.pk]) + "#write",
        mentorship=pair.pk,
        blueprint=design_of(pair),
        person=other,
        other=made.author.name,
    )


trail.follow("mentoring.tell_of_message", tell_of_message, "message.send")
trail.tell(
    {
        "message.send": _("{actor} wrote a message."),
        "message.take_back": _("{actor} took a message back."),
    }
)
