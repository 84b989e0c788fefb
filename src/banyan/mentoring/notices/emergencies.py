"""Who hears of an emergency access: those who may open it, then the two whose words they are; also
a mentor who takes a question that was opened before she did."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.models import EmergencyAccess
from banyan.mentoring.queries.emergencies import opened_before, openers_of, told_of, two_of
from banyan.mentoring.queries.questions import told_of_question
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.trail import registry as trail
from banyan.trail.models import Event

notices.register(
    Kind(
        "emergency.asked",
        Category.AREA,
        _("A safeguarding officer asks you to decide"),
        _(
            "Somebody may be in danger. Read the reason, and decide whether to open what two "
            "people have written."
        ),
        pgettext_lazy("link", "Read and decide"),
        presses=True,
    ),
    Kind(
        "emergency.decided",
        Category.AREA,
        _("Your request for emergency access is decided"),
        _("See what was decided, and for how long."),
        pgettext_lazy("link", "See the decision"),
        presses=True,
    ),
    Kind(
        "emergency.opened",
        Category.PAIR,
        _("What you two have written was opened for safeguarding"),
        _(
            "Two people decided it together, for a short time. See when, until when, and whom to "
            "ask."
        ),
        pgettext_lazy("link", "See what was opened"),
        presses=True,
    ),
)


def tell_of_emergency(event: Event) -> None:
    found = told_of(event.subject)
    pair = two_of(found)
    told: list[tuple[list[int], str]] = []
    if event.verb == "emergency.ask":
        told.append((openers_of(found, event.happened_at), "emergency.asked"))
    if event.verb in ("emergency.open", "emergency.decline"):
        told.append(([found.asked_by_id], "emergency.decided"))
    if found.told_at is not None and event.verb in ("emergency.open", "emergency.tell"):
        told.append((pair, "emergency.opened"))
    for people, kind in told:
        _tell(people, kind, found, event)


def tell_who_took(event: Event) -> None:
    """She finds what was opened of this question among hers, so she hears of it as the teacher did;
    once, whichever of the two events is followed first. Where the teacher is to be told on a later
    day, both are then."""
    question = told_of_question(event.subject)
    for found in opened_before(question):
        _tell([question.mentor_id or 0], "emergency.opened", found, event)


def _tell(people: list[int], kind: str, found: EmergencyAccess, event: Event) -> None:
    # That it was opened is told to each of the two once, by whichever event.
    once = kind == "emergency.opened"
    tell(
        people,
        kind,
        key=f"{kind}:{found.pk}" if once else f"{event.verb}:{event.pk}:{kind}",
        now=event.happened_at,
        link=reverse("mentoring:emergency", args=[found.pk]),
    )


_VERBS = ("emergency.ask", "emergency.open", "emergency.decline", "emergency.tell")
trail.follow("mentoring.tell_of_emergency", tell_of_emergency, *_VERBS)
trail.follow("mentoring.tell_who_took", tell_who_took, "question.take")
trail.tell(
    {
        "emergency.ask": _("{actor} asked for emergency access."),
        "emergency.open": _("{actor} opened the emergency access."),
        "emergency.decline": _("{actor} did not open it."),
        "emergency.withdraw": _("{actor} took the request back."),
        "emergency.close": _("{actor} closed the emergency access."),
        "emergency.read": _("{actor} read what was opened."),
        "emergency.tell": _("The two were told."),
    }
)
