"""The journeys of a cohort side by side: where each pair is, and what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.steps import pairs_of_cohort, title_of
from banyan.mentoring.snapshot import journeys_of
from banyan.mentoring.states import LIVE, MentorshipStatus
from banyan.programmes import queries as programmes
from banyan.programmes.queries import in_its_words
from banyan.ui.http import Request, respond
from banyan.ui.paging import slice_of
from banyan.ui.pieces import Link
from blueprint import Journey, Status

COMPLETE, READY, ENDED = "complete", "ready", "ended"
RESTING, NOTHING = "resting", "nothing"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pair is: a stage of the board, and what is next there."""

    pair: Mentorship
    stage: str
    stage_title: str
    next: str
    due_on: date | None
    overdue: int
    order: int  # of the stage on the board


@login_required
@require_GET
def board(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    cohort = in_its_words(programmes.cohort_to_run(viewer, pk))
    pairs = pairs_of_cohort(viewer, cohort)
    found = journeys_of(pairs, viewer.today)
    places = [place_of(pair, found[pair.pk]) for pair in pairs if pair.pk in found]
    places.sort(key=lambda p: (-p.overdue, p.due_on or date.max, p.pair.pk))
    stage = request.GET.get("stage", "")
    shown = [place for place in places if stage in ("", place.stage)]
    context = {
        "cohort": cohort,
        "stages": stages_of(places, reverse("mentoring:board", args=[pk]), stage),
        "page": slice_of(shown, request.GET.get("page")),
        "overdue": sum(place.overdue > 0 for place in places),
    }
    return respond(request, "mentoring/board.html", context)


def place_of(pair: Mentorship, found: Journey) -> Place:
    """The stage of a pair is the module of its next step, or that step if it is in no module.
    What is over owes nothing."""
    order = -1
    coming = found.next if pair.status in LIVE else None
    owed = found.steps if pair.status in LIVE and not found.complete else ()
    overdue = sum(state.status == Status.OVERDUE for state in owed)
    language = get_language() or "en"
    if pair.status == MentorshipStatus.ENDED:
        stage, title, order = ENDED, pair.get_status_display(), len(found.steps) + 1
    elif found.complete:
        stage, title, order = COMPLETE, pgettext("journey", "Complete"), len(found.steps)
    elif found.ready and pair.status in LIVE:
        stage, title = READY, pgettext("journey", "Ready to be confirmed")
        order = len(found.steps)
    elif any(state.status == Status.ON_HOLD for state in found.steps):
        stage, title = RESTING, pgettext("journey", "On hold")
    elif coming is None:
        stage, title = NOTHING, pgettext("journey", "Nothing to do now")
    elif coming.module is not None:
        stage, title = f"module-{coming.module.code}", coming.module.title.in_(language)
        order = [one.module for one in found.modules].index(coming.module)
    else:
        order = [state.key for state in found.steps].index(coming.key)
        stage, title = f"step-{coming.step.code}", coming.step.title.in_(language)
    return Place(
        pair=pair,
        stage=stage,
        stage_title=title,
        next=title_of(coming) if coming else "",
        due_on=coming.due_on if coming else None,
        overdue=overdue,
        order=order,
    )


def stages_of(places: list[Place], url: str, chosen: str) -> list[Link]:
    """Every stage in which somebody is, in the order of the journey; all together first."""
    in_order = sorted(places, key=lambda place: place.order)
    titles = {place.stage: place.stage_title for place in in_order}
    counts = {stage: sum(place.stage == stage for place in places) for stage in titles}
    every = Link(_("All"), url, chosen not in titles, len(places))
    return [
        every,
        *(
            Link(titles[stage], f"{url}?stage={stage}", stage == chosen, counts[stage])
            for stage in titles
        ),
    ]
