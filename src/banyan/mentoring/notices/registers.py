"""Who is told when a consent is withdrawn while a pair runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.queries.mentorships import coordinators_over
from banyan.mentoring.queries.registers import consent_lacks, pairs_after_withdrawal
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.trail import registry as trail
from banyan.trail.models import Event


def _still_without(data: Mapping[str, Any]) -> bool:
    return consent_lacks(int(data["mentorship"]))


notices.register(
    Kind(
        "mentorship.consent_withdrawn",
        Category.PAIR,
        _("A consent is withdrawn: {mentor} and {teacher}"),
        _("One of the two takes part no more. Speak with both, and end the pair or ask again."),
        pgettext_lazy("link", "See the pair"),
        _still_without,
    ),
)  # fmt: skip


def tell_of_withdrawal(event: Event) -> None:
    """The coordinators over the teacher's school hear it for each pair that is touched."""
    for pair in pairs_after_withdrawal(event.subject):
        told = coordinators_over([pair.school], on=event.happened_at.date())
        tell(
            set(told) - {pair.mentor_id, pair.mentee_id, event.actor},
            "mentorship.consent_withdrawn",
            key=f"consent.withdraw:{event.pk}:{pair.pk}",
            now=event.happened_at,
            link=reverse("mentoring:mentorship", args=[pair.pk]),
            mentorship=pair.pk,
            mentor=pair.mentor.name,
            teacher=pair.mentee.name,
        )


trail.follow("mentoring.tell_of_withdrawal", tell_of_withdrawal, "consent.withdraw")
trail.tell({"register.take_out": _("{actor} took out a register as a list.")})
