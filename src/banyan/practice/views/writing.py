"""What every page has on which something new is begun."""

from __future__ import annotations

from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.records import live_pair
from banyan.ui.http import Request


def pair_of(request: Request) -> Mentorship | None:
    """The pair in which it is written: the one that is asked for, else the one in which the viewer
    is the teacher. What a mentor keeps of her own teaching is hers alone, unless she says so."""
    asked = request.GET.get("pair", "")
    if asked == "none":
        return None
    found = live_pair(request.viewer, int(asked) if asked.isdecimal() else None)
    teaches = found is not None and found.mentee_id == request.viewer.person_id
    return found if teaches or asked else None
