"""Who is told what of matching, and how its timeline tells it.

Until a round is published nobody is told of anything. What follows for a pair (one says yes, both,
or no, and the coordinators who hear of a no) is told by mentoring.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.matching.queries.proposals import proposing_events, published_pairs
from banyan.mentoring.queries.mentorships import waits_for
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.trail import registry as trail
from banyan.trail.models import Event
from banyan.trail.queries import id_of


def _still_asked(data: Mapping[str, Any]) -> bool:
    return waits_for(int(data["mentorship"]), int(data["reader"]))


notices.register(
    Kind(
        "matching.proposed",
        Category.PAIR,
        _("You and {other} could work together"),
        _("See why, and say yes or no by {answer_by_at}. Both answers are welcome."),
        pgettext_lazy("link", "See the proposal and answer"),
        _still_asked,
    )
)


def tell_of_round(event: Event) -> None:
    """Both people of every published pair hear of it, with the page that says why."""
    pairs = published_pairs(id_of(event.subject))
    proposing = proposing_events(p.mentorship_id for p in pairs if p.mentorship_id)
    for pair in pairs:
        mentorship, mentor = pair.mentorship, pair.mentor
        if mentorship is None or mentor is None:
            continue
        for person, other in ((pair.teacher, mentor), (mentor, pair.teacher)):
            tell(
                [person.pk],
                "matching.proposed",
                # The key under which mentoring tells of a proposal without a round: each of the
                # two is told once, whichever of the followers comes first.
                key=f"mentorship.propose:{proposing[mentorship.pk]}",
                now=event.happened_at,
                link=reverse("matching:proposal", args=[pair.pk]),
                other=other.name,
                reader=person.pk,
                mentorship=mentorship.pk,
                answer_by_at=mentorship.answer_by.isoformat() if mentorship.answer_by else "",
            )


trail.follow("matching.tell_of_round", tell_of_round, "round.publish")
trail.tell(
    {
        "round.open": _("{actor} opened this round."),
        "round.compute": _("{actor} had the best pairs found."),
        "round.pin": _("{actor} put two people together."),
        "round.forbid": _("{actor} ruled a pair out."),
        "round.clear_wish": _("{actor} took a wish back."),
        "round.publish": _("{actor} published this round."),
        "round.discard": _("{actor} discarded this round."),
    }
)
