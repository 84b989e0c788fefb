"""Which homes somebody has, and what the one that was asked for shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.insights import queries as insights
from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Organisation
from banyan.organisations.states import Role
from banyan.portal.queries.desk import desk, next_at_desk
from banyan.portal.queries.own import (
    cards,
    next_to_guard,
    next_to_read,
    next_to_sign,
    other_of,
    own,
    soonest,
)
from banyan.portal.queries.waiting import next_for
from banyan.practice.queries.submissions import first_readings
from banyan.programmes import queries as programmes
from banyan.training.queries.workshops import coming as workshops_coming
from banyan.ui.addresses import reverse
from banyan.ui.pieces import Link

SHOWN_FIRST = 8  # domains on the welcome page; the others open on demand


@dataclass(frozen=True, slots=True)
class Overview:
    """What a principal or an officer sees: counts and minutes."""

    places: list[Organisation]
    counts: insights.PlaceCounts | None  # of the first place


def overview(viewer: Viewer) -> Overview:
    """At most five queries."""
    places = insights.starting_places(viewer)[:20]
    return Overview(places, insights.total_counts(viewer, places[0]) if places else None)


def lenses(viewer: Viewer) -> list[str]:
    """The views of home that this person has, the nearest to her own work first."""
    found = []
    if viewer.has(Role.TEACHER) or viewer.has(Role.MENTOR):
        found.append("own")
    if viewer.has(Role.COORDINATOR):
        found.append("desk")
    if viewer.has(Role.PRINCIPAL) or viewer.has(Role.NODAL_OFFICER):
        found.append("overview")
    return found or ["own"]


def home(viewer: Viewer, asked: str) -> dict[str, Any]:
    """The context of the home page, seen through one lens; an unknown one is the first."""
    having = lenses(viewer)
    lens = asked if asked in having else having[0]
    context: dict[str, Any] = {
        "lens": lens,
        "tabs": _tabs(having, lens),
        "administers": viewer.has(Role.ADMINISTRATOR),
        "pairs_url": reverse("mentoring:mentorships"),
        "numbers_url": reverse("insights:numbers"),
    }
    if lens == "desk":
        seen_desk = desk(viewer)
        return context | {"desk": seen_desk, "next": next_at_desk(viewer, seen_desk)}
    if lens == "overview":
        programmes.speak_for(viewer)
        return context | {
            "overview": overview(viewer),
            "next": next_to_sign(viewer),
        }
    seen = own(viewer)
    read, to_read = first_readings(viewer) if viewer.has(Role.REVIEWER) else ([], 0)
    programmes.in_shared_words([*seen.live, *seen.enrolments, *seen.applications, *read])
    mentors = any(pair.mentor_id == viewer.person_id for pair in seen.live)
    return context | {
        "own": seen,
        "next": next_for(viewer, seen) or next_to_read(viewer, to_read) or next_to_guard(viewer),
        "cards": cards(viewer, sorted(seen.live, key=soonest)[:8]),
        "more_pairs": len(seen.live) > 8,
        "working": len(seen.live),
        "mentors": mentors,
        "hours": insights.hours_led(viewer) if mentors else None,
        "coming": seen.coming[:8],
        # Of a teacher who waits for a mentor. The home of who has one asks as often as a home may
        # already: it has the link to all of them.
        "workshops": workshops_coming(viewer) if seen.enrolments else [],
        "steps_readers": _("You and %(other)s can read this.")
        % {"other": other_of(viewer, seen.live[0])}
        if seen.steps
        else "",
    }


def _tabs(having: list[str], lens: str) -> list[Link]:
    if len(having) < 2:
        return []
    names = {
        "own": _("Your mentoring"),
        "desk": _("Coordination"),
        "overview": _("Counts and minutes"),
    }
    return [Link(names[key], f"{reverse('portal:home')}?as={key}", key == lens) for key in having]


def domains(viewer: Viewer) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What mentors who are listed can help with, in the reader's language, for the welcome page:
    what most of them can, and the rest."""
    language = get_language() or "en"
    titles = {d.code: d.title.in_(language) for b in programmes.shelf() for d in b.domains}
    found = [(code, titles[code]) for code in programmes.offered_domains(viewer) if code in titles]
    return found[:SHOWN_FIRST], found[SHOWN_FIRST:]
