"""The page of practice: everything that is kept of teaching, kind by kind."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from banyan.mentoring.views.records import address_of
from banyan.practice.queries import hub as queries
from banyan.programmes.queries import speak_for
from banyan.ui.http import Request, respond

LATELY = 6


@login_required
@require_GET
def practice(request: Request) -> HttpResponse:
    """The kinds of record with what there is of each, and what was written last."""
    viewer = request.viewer
    speak_for(viewer)
    counted = queries.counted(viewer)
    context = {
        "places": [(one, sum(counted[kind] for kind in one.kinds)) for one in queries.PLACES],
        "lately": [
            (one, queries.called(one), address_of(one))
            for one in queries.shared_with(viewer)[:LATELY]
        ],
    }
    return respond(request, "practice/hub.html", context)
