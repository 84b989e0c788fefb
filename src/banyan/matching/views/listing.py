"""Pages of lists to be ranked: one's own, and for coordinators only that they are open."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from banyan.matching.actions import listing as actions
from banyan.matching.forms import RankForm
from banyan.matching.queries import listing as queries
from banyan.matching.queries.reasons import told_apart
from banyan.matching.queries.rounds import matching_round
from banyan.matching.rules import LIST_RIGHTS
from banyan.matching.standings import RANKER
from banyan.mentoring.standings import readers
from banyan.programmes.queries import in_its_words
from banyan.ui.addresses import reverse
from banyan.ui.http import Request, respond, saved


@login_required
@require_http_methods(["GET", "POST"])
def own_list(request: Request, pk: int, side: str) -> HttpResponse:
    """Whom the round suggests to the viewer, and where she ranks them."""
    found = queries.own_list(request.viewer, pk, side)
    in_its_words(found.round)
    people = queries.suggested(found)
    lists = queries.lists_of(found.round.cohort)
    may = LIST_RIGHTS.decide(request.viewer, found, "rank")
    form = RankForm(
        request.POST if request.method == "POST" else None,
        people=[(str(one.preference.pk), one.name) for one in people],
        most=lists.ranked if lists else len(people),
        ranked=found.ranked,
    )
    if form.is_valid():
        actions.rank(found, form.chosen, by=request.viewer)
        done = _("Kept. You can change it until the lists close.")
        return saved(request, reverse("matching:own_list", args=[pk, side]), done)
    shared, reasons = told_apart([one.lines for one in people])
    context = {
        "round": found.round,
        "side": side,
        "shared": shared,
        "people": zip(people, reasons, strict=True),
        "form": form,
        "may": may,
        "readers": readers(RANKER, request.viewer, found.first),
    }
    return respond(request, "matching/own_list.html", context)


@login_required
@require_POST
def open_lists(request: Request, pk: int) -> HttpResponse:
    actions.open_lists(in_its_words(matching_round(request.viewer, pk)), by=request.viewer)
    messages.success(request, _("The lists are open. Everybody who has one is told."))
    return redirect("matching:round", pk)


@login_required
@require_POST
def close_lists(request: Request, pk: int) -> HttpResponse:
    actions.close_lists(in_its_words(matching_round(request.viewer, pk)), by=request.viewer)
    messages.success(request, _("The lists are closed. Now the best pairs can be found."))
    return redirect("matching:round", pk)
