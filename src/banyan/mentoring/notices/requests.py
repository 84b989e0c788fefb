"""Who is told what of a request for guidance, and how its timeline tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.queries.requests import status_of, told_of
from banyan.mentoring.states import RequestStatus
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.programmes.queries import design_of
from banyan.trail import registry as trail
from banyan.trail.models import Event

READ = pgettext_lazy("link", "See the request")


def _still_open(data: Mapping[str, Any]) -> bool:
    return status_of(int(data["request"])) == RequestStatus.OPEN


notices.register(
    Kind(
        "request.asked",
        Category.PAIR,
        _("{teacher} asks for your guidance"),
        _("Read what it is about, and answer by {expires_at}. Both yes and no are a good answer."),
        pgettext_lazy("link", "Read and answer"),
        _still_open,
        presses=True,
    ),
    Kind(
        "request.running_out",
        Category.PAIR,
        _("{teacher} still waits for your answer"),
        _("The request ends by itself at {expires_at}. A kind no helps more than silence."),
        pgettext_lazy("link", "Read and answer"),
        _still_open,
        presses=True,
    ),
    Kind(
        "request.accepted",
        Category.PAIR,
        _("{mentor} will guide you"),
        _("Now find a time together: propose one that suits you."),
        pgettext_lazy("link", "Find a time"),
    ),
    Kind(
        "request.declined",
        Category.PAIR,
        _("{mentor} cannot take your request now"),
        _("There are a few words for you. Other mentors may know this field as well."),
        READ,
    ),
    Kind(
        "request.withdrawn",
        Category.PAIR,
        _("{teacher} has taken the request back"),
        _("There is nothing left for you to do."),
        READ,
    ),
    Kind(
        "request.expired_for_teacher",
        Category.PAIR,
        _("Your request to {mentor} ended without an answer"),
        _("That is not about you. Ask somebody else, or ask again another time."),
        READ,
    ),
    Kind(
        "request.expired_for_mentor",
        Category.PAIR,
        _("The request of {teacher} has ended"),
        _("It waited for an answer and none came in time. {teacher} knows."),
        READ,
    ),
)


def tell_of_request(event: Event) -> None:
    """The other one hears of it; both, when nobody did it but the clock."""
    row = told_of(event.subject)
    link = reverse("mentoring:request", args=[row.pk])
    if row.mentorship_id is not None:
        link = reverse("mentoring:mentorship", args=[row.mentorship_id])
    for side, kind in OF_VERB[event.verb]:
        tell(
            [row.mentor_id if side == "mentor" else row.teacher_id],
            kind,
            key=f"{event.verb}:{event.pk}",
            now=event.happened_at,
            link=link,
            request=row.pk,
            blueprint=design_of(row),
            mentor=row.mentor.name,
            teacher=row.teacher.name,
            expires_at=row.expires_at.isoformat(),
        )


OF_VERB = {
    "request.ask": (("mentor", "request.asked"),),
    "request.accept": (("teacher", "request.accepted"),),
    "request.decline": (("teacher", "request.declined"),),
    "request.withdraw": (("mentor", "request.withdrawn"),),
    "request.expire": (
        ("teacher", "request.expired_for_teacher"),
        ("mentor", "request.expired_for_mentor"),
    ),
}

trail.follow("mentoring.tell_of_request", tell_of_request, *OF_VERB)
trail.tell(
    {
        "request.ask": _("{actor} asked for guidance."),
        "request.accept": _("{actor} said yes to the request."),
        "request.decline": _("{actor} declined the request."),
        "request.withdraw": _("{actor} took the request back."),
        "request.expire": _("The request ended without an answer."),
    }
)
