"""Who is told that there is a message: that there is one, never a word of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.actions.messages import NEW
from banyan.mentoring.queries.emergencies import officers_of
from banyan.mentoring.queries.messages import (
    coordinators_of,
    reads,
    report_waits,
    told_of_message,
    told_of_report,
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


def _still_shown(data: Mapping[str, Any]) -> bool:
    return report_waits(int(data["report"]))


notices.register(
    Kind(
        NEW,
        Category.PAIR,
        _("{other} has written to you"),
        _("What it says stands on your page together, and nowhere else."),
        pgettext_lazy("link", "Read it"),
        _still_unread,
    ),
    Kind(
        "report.shown",
        Category.AREA,
        _("A message was shown to you in confidence"),
        _("Of the pair {mentor} and {teacher}. The other one of the two is not told."),
        pgettext_lazy("link", "Read it"),
        _still_shown,
        presses=True,
    ),
    Kind(
        "report.unread",
        Category.AREA,
        _("Something was shown in confidence, and no coordinator may read it"),
        _("Of the pair {mentor} and {teacher}. If it cannot wait, ask for emergency access."),
        pgettext_lazy("link", "Ask for it"),
        _still_shown,
        presses=True,
    ),
    Kind(
        "report.settled",
        Category.PAIR,
        _("The coordinators have looked into what you showed them"),
        _("Speak with them if something is still not right."),
        pgettext_lazy("link", "See it"),
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


def tell_of_report(event: Event) -> None:
    """The nearest coordinators who may read it hear of it; where nobody may, the nearest
    safeguarding officers hear that there is something. Nobody else does."""
    shown = told_of_report(event.subject)
    pair = shown.mentorship
    kind, people = "report.shown", coordinators_of(shown, event.happened_at)
    link = reverse("mentoring:report", args=[shown.pk])
    if not people:
        kind, people = "report.unread", officers_of(pair, event.happened_at)
        link = reverse("mentoring:emergency_new")
    tell(
        people,
        kind,
        key=f"{kind}:{shown.pk}",
        now=event.happened_at,
        link=link,
        report=shown.pk,
        mentorship=pair.pk,
        blueprint=design_of(pair),
        mentor=pair.mentor.name,
        teacher=pair.mentee.name,
    )


def tell_who_showed(event: Event) -> None:
    shown = told_of_report(event.subject)
    tell(
        [shown.reported_by_id],
        "report.settled",
        key=f"report.settled:{shown.pk}",
        now=event.happened_at,
        link=reverse("mentoring:report", args=[shown.pk]),
        report=shown.pk,
    )


trail.follow("mentoring.tell_of_message", tell_of_message, "message.send")
trail.follow("mentoring.tell_of_report", tell_of_report, "report.show")
trail.follow("mentoring.tell_who_showed", tell_who_showed, "report.settle")
trail.tell(
    {
        "message.send": _("{actor} wrote a message."),
        "message.take_back": _("{actor} took a message back."),
        "report.show": _("{actor} showed a message to the coordinators, in confidence."),
        "report.withdraw": _("{actor} took it back."),
        "report.settle": _("{actor} looked into it."),
    }
)
