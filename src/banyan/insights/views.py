"""Pages of numbers: a cohort's funnel, pairs in trouble, places, and what each number means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from banyan.insights import queries
from banyan.insights.forms import TroubleFilter
from banyan.insights.queries import Counts
from banyan.mentoring.queries.nudges import Tried, tried_of
from banyan.organisations.models import Organisation
from banyan.organisations.states import Role
from banyan.practice.forms.well_being import QUESTIONS
from banyan.programmes import queries as programmes
from banyan.programmes.queries import in_its_words
from banyan.ui import cells, words
from banyan.ui.addresses import reverse
from banyan.ui.http import Request, respond
from banyan.ui.paging import number_of, page_of, slice_of
from banyan.ui.pieces import Link
from banyan.ui.sheets import sheet


@login_required
@require_GET
def cohort(request: Request, pk: int) -> HttpResponse:
    """How far the teachers of a cohort have come, and what they would like to work on."""
    row = in_its_words(programmes.cohort(request.viewer, pk))
    context = {
        "cohort": row,
        "funnel": queries.funnel(request.viewer, row),
        "needs": queries.needs_by_domain(request.viewer, row),
    }
    return respond(request, "insights/cohort.html", context)


@login_required
@require_GET
def indicators(request: Request, pk: int) -> HttpResponse:
    """Where a cohort stands beside the targets of the blueprint that it pins."""
    row = in_its_words(programmes.cohort(request.viewer, pk))
    context = {
        "about": row,
        "back": Link(row.name, reverse("insights:cohort", args=[pk])),
        **_apart(queries.indicators_of_cohort(request.viewer, row)),
    }
    return respond(request, "insights/indicators.html", context)


@login_required
@require_GET
def programme(request: Request, code: str) -> HttpResponse:
    """Where a programme stands beside the targets of its blueprint, over all its cohorts."""
    row = in_its_words(programmes.programme(request.viewer, code))
    cohorts = list(programmes.cohorts(request.viewer).filter(programme=row))
    if not cohorts:
        raise Http404
    context = {
        "about": row,
        "back": Link(row.name, reverse("programmes:programme", args=[row.code])),
        **_apart(queries.indicators_of_programme(request.viewer, row, cohorts)),
    }
    return respond(request, "insights/indicators.html", context)


def _apart(found: list[queries.Standing]) -> dict[str, list[queries.Standing]]:
    """What is measured here first, and apart from it what only has targets to be read."""
    measured = [one for one in found if not one.by_hand]
    return {
        "indicators": measured,
        "earlier": [one for one in measured if one.earlier],
        "by_hand": [one for one in found if one.by_hand],
    }


@login_required
@require_GET
def stage(request: Request, pk: int, key: str) -> HttpResponse:
    """The teachers behind one number of the funnel; `?missing=1`, those who stopped before it."""
    viewer, row = request.viewer, in_its_words(programmes.cohort(request.viewer, pk))
    missing = request.GET.get("missing") == "1"
    found = next((s for s in queries.funnel(viewer, row).stages if s.key == key), None)
    if found is None:
        raise Http404
    url = reverse("insights:stage", args=[pk, key])
    context = {
        "cohort": row,
        "stage": found,
        "missing": missing,
        "page": page_of(
            queries.stage_rows(viewer, row, key, missing=missing), request.GET.get("page")
        ),
        "tabs": [
            Link(_("Reached it"), url, not missing),
            Link(_("Stopped before it"), f"{url}?missing=1", missing),
        ],
    }
    return respond(request, "insights/stage.html", context)


@login_required
@require_GET
def trouble(request: Request) -> HttpResponse:
    """Pairs that need their coordinator, the most urgent first."""
    viewer = request.viewer
    if not queries.coordinates(viewer):
        raise Http404
    cohorts = programmes.cohorts_at_once(viewer)
    programmes.in_shared_words(cohorts)
    chosen = TroubleFilter(request.GET, cohorts)
    number = number_of(request.GET.get("page"))
    page = queries.pairs_in_trouble(viewer, cohort=chosen.wanted(cohorts), number=number)
    pairs = [one.mentorship_id for one in page if one.mentorship_id is not None]
    tried = tried_of(viewer, pairs) if pairs else {}
    context = {"form": chosen, "page": page, "rows": _cells_of_trouble(page, tried)}
    return respond(request, "insights/trouble.html", context)


def _cells_of_trouble(
    rows: Iterable[queries.Trouble], tried: Mapping[int, Tried]
) -> list[tuple[str, ...]]:
    address, another = cells.addresses("mentoring:mentorship"), cells.addresses("matching:rematch")
    pair, asked = _("%(mentor)s and %(teacher)s"), _("%(teacher)s, who asked %(mentor)s")
    return [
        (
            cells.link(
                pair % names,
                (another if one.reasons[0].code == "rematch" else address)(one.mentorship_id),
            )
            if one.mentorship_id
            else asked % names,
            one.school,
            cells.joined(
                [
                    *(cells.reason(why.sentence, "against") for why in one.reasons),
                    *_tried(one.mentorship_id, tried.get(one.mentorship_id or 0)),
                ]
            ),
            cells.day(one.reasons[0].since, "short"),
        )
        for one in rows
        for names in [{"mentor": one.mentor, "teacher": one.teacher}]
    ]


def _tried(pair: int | None, found: Tried | None) -> list[SafeString]:
    """Who said not now, until when, and of what they were reminded before: no more than that."""
    if found is None:
        return []
    said = [
        cells.note(
            cells.link(
                _("%(name)s said: not now, until %(on)s") % {"name": name, "on": words.day(until)},
                reverse("mentoring:not_now", args=[pair]),
            )
        )
        for name, until in found.said
    ]
    if found.reminded:
        said.append(cells.note(_("Reminded: %(names)s, on %(days)s.") % found.reminders()))
    return said


@login_required
@require_GET
def schools(request: Request) -> HttpResponse:
    """Where the viewer oversees: the one place at once, or the choice of several."""
    programmes.speak_for(request.viewer)
    places = queries.starting_places(request.viewer)
    if not places:
        raise Http404
    if len(places) > 1:
        return respond(request, "insights/places.html", {"places": places})
    return _numbers_of(request, places[0])


@login_required
@require_GET
def place(request: Request, pk: int) -> HttpResponse:
    """The numbers of a place, and of each place directly under it."""
    row = queries.place(request.viewer, pk)
    programmes.speak_for(request.viewer)
    return _numbers_of(request, row)


def _numbers_of(request: Request, row: Organisation) -> HttpResponse:
    found = queries.school_counts(request.viewer, row)
    page = slice_of(found.rows, request.GET.get("page"))
    context = {
        "place": row,
        "counts": found.counts,
        "page": page,
        "up": _up(request, row),
        "counts_lots": request.viewer.has(Role.NODAL_OFFICER),
    }
    return respond(request, "insights/place.html", context)


def _up(request: Request, row: Organisation) -> list[Link]:
    """The places above, as far up as the viewer oversees."""
    above = queries.places_above(request.viewer, row)
    return [Link(str(one), reverse("insights:place", args=[one.pk])) for one in above]


@login_required
@require_GET
def place_csv(request: Request, pk: int) -> HttpResponse:
    """The same table as a file."""
    row = queries.place(request.viewer, pk)
    found = queries.school_counts(request.viewer, row)
    lines: list[list[object]] = [[one.place, *_cells(one.counts)] for one in found.rows]
    lines.append([_("%(place)s in all") % {"place": row}, *_cells(found.counts)])
    return sheet(f"numbers-{row.pk}.csv", [_("Place"), *_heads()], lines)


def _heads() -> list[str]:
    return [
        _("Teachers enrolled"),
        _("With a mentor"),
        _("Sessions held this month"),
        _("Sessions held"),
        _("Agreed minutes this month"),
        _("Agreed minutes"),
    ]


def _cells(counts: Counts) -> list[int]:
    return [
        counts.enrolled,
        counts.mentored,
        counts.held_this_month,
        counts.held,
        counts.minutes_this_month,
        counts.minutes,
    ]


@login_required
@require_GET
def numbers(request: Request) -> HttpResponse:
    """What every number means."""
    programmes.speak_for(request.viewer)
    return respond(request, "insights/numbers.html", {"definitions": queries.definitions()})


@login_required
@require_GET
def well_being(request: Request) -> HttpResponse:
    """The means of whole districts, for whoever coordinates one."""
    if not request.viewer.has(Role.COORDINATOR):
        raise Http404
    programmes.speak_for(request.viewer)
    titles = {code: str(title) for code, title in QUESTIONS}
    areas = [
        (
            area,
            [(titles.get(one.question, one.question), round(one.value, 1)) for one in area.means],
        )
        for area in queries.well_being(request.viewer)
    ]
    return respond(request, "insights/well_being.html", {"areas": areas, "fewest": queries.FEWEST})


@login_required
@require_GET
def fit(request: Request, code: str) -> HttpResponse:
    """What matching predicted of a programme's pairs, beside how these live."""
    viewer = request.viewer
    row = in_its_words(programmes.programme(viewer, code))
    cohorts = list(programmes.cohorts(viewer).filter(programme=row))
    if not cohorts:
        raise Http404
    found = queries.prediction(viewer, cohorts)
    context = {
        "about": row,
        "back": Link(row.name, reverse("programmes:programme", args=[row.code])),
        "found": found,
        "few": queries.FEWEST_PAIRS,
        "few_each": queries.FEWEST_EACH,
        "better": queries.says(found.better),
        "criteria": [(one, queries.says(one)) for one in found.criteria],
    }
    return respond(request, "insights/prediction.html", context)
