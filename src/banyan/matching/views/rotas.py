"""Pages of short meetings: the plan and the whole table, one's own sheet, what one says of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.kernel.decision import Unfit
from banyan.matching.actions import rotas as actions
from banyan.matching.forms.rotas import (
    CancelRotaForm,
    ImpressionForm,
    MarkForm,
    PlanForm,
    RoomsForm,
    SeenRotaForm,
    told,
)
from banyan.matching.models import RotaPlace
from banyan.matching.queries import rotas as queries
from banyan.matching.rules import IMPRESSION_RIGHTS, ROTA, ROTA_RIGHTS
from banyan.matching.standings import IMPRESSED
from banyan.mentoring.standings import readers
from banyan.programmes import queries as programmes
from banyan.programmes.queries import in_its_words
from banyan.programmes.states import Side
from banyan.ui import words
from banyan.ui.addresses import reverse
from banyan.ui.forms import say_unfit
from banyan.ui.http import Request, respond, saved
from banyan.ui.paging import page_of
from banyan.ui.sheets import sheet

TONES = {"draft": "marigold", "announced": "sky", "held": "leaf", "cancelled": ""}
RIGHTS = ("change", "seat", "mark", "lay", "close_answers")
MOVES = ("announce", "hold", "cancel")


@login_required
@require_GET
def rotas(request: Request, cohort_id: int) -> HttpResponse:
    cohort = in_its_words(programmes.cohort_to_run(request.viewer, cohort_id))
    page = page_of(queries.rotas_of(request.viewer, cohort), request.GET.get("page"))
    return respond(request, "matching/rotas.html", {"cohort": cohort, "page": page, "tones": TONES})


@login_required
@require_http_methods(["GET", "POST"])
def new(request: Request, cohort_id: int) -> HttpResponse:
    cohort = in_its_words(programmes.cohort_to_run(request.viewer, cohort_id))
    pool = queries.mentors_to_invite(cohort)
    form = PlanForm(
        request.POST or None,
        pool=pool,
        areas=queries.areas_of(cohort),
        initial={"time_zone": str(request.viewer.zone), "seen": 0},
    )
    if form.is_valid():
        try:
            mentors = form.cleaned_data["mentors"]
            made = actions.plan(cohort, form.plan, mentors, by=request.viewer)
        except Unfit as refusal:
            say_unfit(form, refusal)
        else:
            messages.success(request, _("Planned. Nobody is told before you announce it."))
            return redirect("matching:rota", made.pk)
    return respond(
        request, "matching/rota_plan.html", {"cohort": cohort, "form": form, "pool": pool}
    )


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    found = in_its_words(queries.rota(request.viewer, pk))
    ROTA_RIGHTS.decide(request.viewer, found, "change").or_refuse()
    pool = queries.mentors_to_invite(found.cohort)
    come = [p.person_id for p in queries.places_of(found) if p.side == Side.MENTOR]
    form = PlanForm(
        request.POST or None,
        pool=pool,
        areas=queries.areas_of(found.cohort),
        initial=PlanForm.of(found, come),
    )
    if form.is_valid():
        try:
            given = form.cleaned_data
            actions.change_plan(
                found, form.plan, given["mentors"], by=request.viewer, seen=given["seen"]
            )
        except Unfit as refusal:
            say_unfit(form, refusal)
        else:
            messages.success(request, _("Changed, and the table is laid anew."))
            return redirect("matching:rota", pk)
    context = {"cohort": found.cohort, "rota": found, "form": form, "pool": pool}
    return respond(request, "matching/rota_plan.html", context)


@login_required
@require_GET
def rota(request: Request, pk: int) -> HttpResponse:
    """The whole table, for those who run it."""
    found = in_its_words(queries.rota(request.viewer, pk))
    viewer, table = request.viewer, queries.table_of(found, request.viewer.now)
    context = {
        "rota": found,
        "cohort": found.cohort,
        "tone": TONES[found.status],
        "until": words.clock(queries.ends_at(found)),
        "table": table,
        "heads": [_headed(place) for place in table.mentors],
        "can": {
            **{verb: ROTA_RIGHTS.decide(viewer, found, verb) for verb in RIGHTS},
            **{verb: ROTA.decide(viewer, found, verb) for verb in MOVES},
        },
        "answered": queries.answered(found) if found.answers_until else None,
        "history": programmes.history([found], _("Banyan")),
    }
    return respond(request, "matching/rota.html", context)


def _headed(place: RotaPlace) -> str:
    """A mentor and where she sits; a link is too long for the head of a column."""
    said = [place.person.name]
    if place.room and not place.room.startswith("https://"):
        said.append(place.room)
    if place.last_turn is not None:
        said.append(_("not there"))
    return " · ".join(said)


@login_required
@require_GET
def table_csv(request: Request, pk: int) -> HttpResponse:
    """The whole table as a file: a line for each turn, a column for each mentor."""
    found = in_its_words(queries.rota(request.viewer, pk))
    table = queries.table_of(found, request.viewer.now)
    head = [
        pgettext("short meetings", "Turn"),
        _("Begins"),
        *(f"{p.person.name} ({p.room})" if p.room else p.person.name for p in table.mentors),
    ]
    lines = [
        [turn.number, words.moment(turn.at, found.time_zone), *(c.teacher for c in turn.cells)]
        for turn in table.turns
    ]
    return sheet(f"short-meetings-{found.pk}.csv", head, lines)


@login_required
@require_http_methods(["GET", "POST"])
def rooms(request: Request, pk: int) -> HttpResponse:
    found = in_its_words(queries.rota(request.viewer, pk))
    ROTA_RIGHTS.decide(request.viewer, found, "seat").or_refuse()
    places = [p for p in queries.places_of(found) if p.side == Side.MENTOR]
    form = RoomsForm(request.POST or None, places=places, initial={"seen": found.version})
    if form.is_valid():
        actions.seat(found, form.rooms, by=request.viewer, seen=form.cleaned_data["seen"])
        messages.success(request, _("Kept: everybody finds it on their own sheet."))
        return redirect("matching:rota", pk)
    return respond(request, "matching/rota_rooms.html", {"rota": found, "form": form})


@login_required
@require_POST
def announce(request: Request, pk: int) -> HttpResponse:
    actions.announce(in_its_words(queries.rota(request.viewer, pk)), by=request.viewer)
    messages.success(request, _("Announced. Everybody who takes part is told."))
    return redirect("matching:rota", pk)


@login_required
@require_POST
def hold(request: Request, pk: int) -> HttpResponse:
    actions.hold(in_its_words(queries.rota(request.viewer, pk)), by=request.viewer)
    messages.success(request, _("Over. Everybody is asked in private how it was."))
    return redirect("matching:rota", pk)


@login_required
@require_POST
def close_answers(request: Request, pk: int) -> HttpResponse:
    actions.close_answers(in_its_words(queries.rota(request.viewer, pk)), by=request.viewer)
    messages.success(request, _("The answers are closed. A round can heed them now."))
    return redirect("matching:rota", pk)


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    found = in_its_words(queries.rota(request.viewer, pk))
    form = CancelRotaForm(request.POST or None)
    if form.is_valid():
        actions.cancel(found, form.cleaned_data["because"], by=request.viewer)
        messages.success(request, _("Cancelled. Whoever was told of it is told so."))
        return redirect("matching:rota", pk)
    ROTA.decide(request.viewer, found, "cancel").or_refuse()
    return respond(request, "matching/rota_cancel.html", {"rota": found, "form": form})


@login_required
@require_GET
def people(request: Request, pk: int) -> HttpResponse:
    """Who is there, to be marked on the day."""
    found = in_its_words(queries.rota(request.viewer, pk))
    ROTA_RIGHTS.decide(request.viewer, found, "mark").or_refuse()
    context = {
        "rota": found,
        "places": queries.places_of(found),
        "begun": queries.turns_begun(found, request.viewer.now),
        "lay": ROTA_RIGHTS.decide(request.viewer, found, "lay"),
    }
    return respond(request, "matching/rota_people.html", context)


@login_required
@require_POST
def mark(request: Request, pk: int, guest: int) -> HttpResponse:
    found = in_its_words(queries.rota(request.viewer, pk))
    ROTA_RIGHTS.decide(request.viewer, found, "mark").or_refuse()
    place, form = queries.place_in(found, guest), MarkForm(request.POST)
    if form.is_valid():
        actions.mark(found, place, form.cleaned_data["coming"], by=request.viewer)
        messages.success(request, _("Noted for %(person)s.") % {"person": place.person})
    else:
        messages.error(request, _("Press one of the buttons beside a name."))
    return redirect("matching:rota_people", pk)


@login_required
@require_POST
def lay(request: Request, pk: int) -> HttpResponse:
    found, form = in_its_words(queries.rota(request.viewer, pk)), SeenRotaForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else found.version
    actions.lay_rest(found, by=request.viewer, seen=seen)
    messages.success(request, _("What is left is laid anew. Everybody’s sheet shows it."))
    return redirect("matching:rota", pk)


@login_required
@require_GET
def mine(request: Request) -> HttpResponse:
    """All short meetings in which the viewer takes part."""
    page = page_of(queries.own_places(request.viewer), request.GET.get("page"))
    return respond(request, "matching/rotas_own.html", {"page": page})


@login_required
@require_GET
def own(request: Request, pk: int) -> HttpResponse:
    """The viewer's own sheet: when, with whom, where."""
    place = queries.own_place(request.viewer, pk)
    found = in_its_words(place.rota)
    lines = queries.sheet_of(place, request.viewer.now)
    may = IMPRESSION_RIGHTS.decide(request.viewer, queries.OwnAnswers(place, [], {}), "say")
    context = {
        "rota": found,
        "place": place,
        "lines": lines,
        "until": words.clock(queries.ends_at(found)),
        "tone": TONES[found.status],
        "may_say": may and any(line.met for line in lines),
    }
    return respond(request, "matching/rota_own.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def impressions(request: Request, pk: int) -> HttpResponse:
    """What the viewer says, in private, of each whom she has met."""
    found = queries.own_answers(request.viewer, pk)
    in_its_words(found.rota)
    may = IMPRESSION_RIGHTS.decide(request.viewer, found, "say")
    form = ImpressionForm(request.POST or None, met=found.met, said=found.said)
    if request.method == "POST" and form.is_valid():
        actions.say(found, form.feelings, by=request.viewer)
        now = told({**found.said, **form.feelings})
        done = _("Kept for you alone. You can change it until the answers close.")
        return saved(request, reverse("matching:impressions", args=[pk]), done, was=now)
    context: dict[str, Any] = {
        "rota": found.rota,
        "form": form,
        "met": found.met,
        "may": may,
        "readers": readers(IMPRESSED, request.viewer, found.place),
    }
    return respond(request, "matching/impressions.html", context)
