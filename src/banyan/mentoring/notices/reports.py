"""Who is told that something was shown in confidence: that it was, never a word of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.queries.emergencies import officers_of
from banyan.mentoring.queries.reports import coordinators_of, report_waits, told_of_report, whole
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.programmes.queries import design_of
from banyan.trail import registry as trail
from banyan.trail.models import Event


def _still_shown(data: Mapping[str, Any]) -> bool:
    return report_waits(int(data["report"]))


notices.register(
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
    # Of a question in writing no name is told: whose it is stands with the words alone.
    Kind(
        "report.asked_shown",
        Category.AREA,
        _("Words of a question in writing were shown to you in confidence"),
        _("Whoever wrote them is not told."),
        pgettext_lazy("link", "Read it"),
        _still_shown,
        presses=True,
    ),
    Kind(
        "report.asked_unread",
        Category.AREA,
        _("Words of a question in writing were shown, and no coordinator may read them"),
        _("Whoever wrote them is not told. If it cannot wait, ask for emergency access."),
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


def tell_of_report(event: Event) -> None:
    """The nearest coordinators who may read it hear of it; where nobody may, the nearest
    safeguarding officers hear that there is something. Nobody else does."""
    shown = told_of_report(event.subject)
    of, pair = whole(shown), shown.mentorship
    kind, people = "shown", coordinators_of(shown, event.happened_at)
    link = reverse("mentoring:report", args=[shown.pk])
    if not people:
        kind, people = "unread", officers_of(of, event.happened_at)
        link = reverse("mentoring:emergency_new")
        link += "" if pair else f"?name={of.pk}"
    told: dict[str, Any] = {"report": shown.pk, "blueprint": design_of(of)}
    if pair is None:
        kind = f"asked_{kind}"
    else:
        told |= {"mentorship": pair.pk, "mentor": pair.mentor.name, "teacher": pair.mentee.name}
    kind = f"report.{kind}"
    tell(people, kind, key=f"{kind}:{shown.pk}", now=event.happened_at, link=link, **told)


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


trail.follow("mentoring.tell_of_report", tell_of_report, "report.show")
trail.follow("mentoring.tell_who_showed", tell_who_showed, "report.settle")
trail.tell(
    {
        "report.show": _("{actor} showed the coordinators, in confidence, what was written."),
        "report.withdraw": _("{actor} took it back."),
        "report.settle": _("{actor} looked into it."),
    }
)
