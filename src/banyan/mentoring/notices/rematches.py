"""Who is told of another pairing: never who asked for it, and never why."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.queries.mentorships import told_of
from banyan.mentoring.queries.rematches import told_of_rematch
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.programmes.queries import design_of
from banyan.trail import registry as trail
from banyan.trail.models import Event
from banyan.trail.queries import id_of

SEE = pgettext_lazy("link", "See the pair")
CHOOSE = pgettext_lazy("link", "Choose what goes along")

notices.register(
    Kind(
        "rematch.stays",
        Category.PAIR,
        _("You and {other} go on for now"),
        _("The coordinator has looked into your wish. You can ask again whenever you like."),
        SEE,
    ),
    Kind(
        "rematch.mentor_free",
        Category.PAIR,
        _("Your work with {teacher} has come to an end"),
        _("Another pairing was arranged; that blames nobody. Thank you for the time you gave."),
        SEE,
    ),
    Kind(
        "rematch.teacher_goes_on",
        Category.PAIR,
        _("Your work with {mentor} has come to an end"),
        _("Another mentor is proposed to you. Choose which of your plans go along."),
        CHOOSE,
    ),
    Kind(
        "rematch.mentor_until",
        Category.PAIR,
        _("Your work with {teacher} ends on {ends_on}"),
        _("Another pairing was arranged; that blames nobody. Until that day you go on as before."),
        SEE,
    ),
    Kind(
        "rematch.teacher_until",
        Category.PAIR,
        _("Your work with {mentor} ends on {ends_on}"),
        _("Another mentor is proposed to you. Choose which of your plans go along."),
        CHOOSE,
    ),
)

# To the mentor and to the teacher of a pair that makes way for another.
KINDS = {
    "mentorship.rematch": ("rematch.mentor_free", "rematch.teacher_goes_on"),
    "mentorship.make_way": ("rematch.mentor_until", "rematch.teacher_until"),
}


def tell_of_another(event: Event) -> None:
    """Both hear of the end in words of their own; neither hears who asked for it, if anybody."""
    pair = told_of(event.subject)
    to_mentor, to_teacher = KINDS[event.verb]
    facts: dict[str, Any] = {
        "now": event.happened_at,
        "key": f"{event.verb}:{event.pk}",
        "mentorship": pair.pk,
        "blueprint": design_of(pair),
        "mentor": pair.mentor.name,
        "teacher": pair.mentee.name,
        "ends_on": pair.ends_early_on.isoformat() if pair.ends_early_on else "",
    }
    tell([pair.mentor_id], to_mentor, link=reverse("mentoring:mentorship", args=[pair.pk]), **facts)
    along = reverse("mentoring:plans_along", args=[pair.pk])
    tell([pair.mentee_id], to_teacher, link=along, **facts)


def tell_who_asked(event: Event) -> None:
    """That nothing changes for now is told to whoever asked, and to nobody else."""
    asked = told_of_rematch(id_of(event.subject))
    pair = asked.mentorship
    other = pair.mentee if asked.asked_by_id == pair.mentor_id else pair.mentor
    tell(
        [asked.asked_by_id],
        "rematch.stays",
        key=f"{event.verb}:{event.pk}",
        now=event.happened_at,
        link=reverse("mentoring:mentorship", args=[pair.pk]),
        mentorship=pair.pk,
        blueprint=design_of(pair),
        other=other.name,
    )


trail.follow("mentoring.tell_of_another", tell_of_another, *KINDS)
trail.follow("mentoring.tell_who_asked", tell_who_asked, "rematch.stay")
trail.tell(
    {
        "rematch.ask": _("{actor} asked for another pairing, in confidence."),
        "rematch.withdraw": _("{actor} took the wish for another pairing back."),
        "rematch.stay": _("{actor} looked into it: the pair goes on for now."),
        "rematch.settle": _("{actor} found another mentor."),
        "carrying.choose": _("{actor} chose what goes along."),
    }
)
