"""Asking for another pairing, and choosing what goes along: pages of the two, each alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.forms.rematches import PlansForm, RematchForm
from banyan.mentoring.models import Carrying, Mentorship, Rematch
from banyan.mentoring.queries import mentorships as pairs
from banyan.mentoring.queries import rematches as queries
from banyan.mentoring.queries.endings import end_reasons
from banyan.mentoring.rules import CARRYING_RIGHTS, REMATCH, REMATCHING_RIGHTS
from banyan.mentoring.standings import CARRIER, MENTEE, REMATCH_READERS, readers
from banyan.mentoring.states import LIVE, MentorshipStatus
from banyan.programmes.queries import in_its_words
from banyan.ui.http import Request, respond

VERBS: dict[str, tuple[Callable[..., object], object]] = {
    "withdraw": (
        actions.withdraw_rematch,
        gettext_lazy("Taken back. You go on as you are, and nobody else is told."),
    ),
    "stay": (actions.stay, gettext_lazy("They go on for now. Whoever asked is told.")),
}


@login_required
@require_http_methods(["GET", "POST"])
def rematch_ask(request: Request, pk: int) -> HttpResponse:
    """Asking, in confidence; for whoever has asked, what she asked and the way back."""
    viewer = request.viewer
    pair = in_its_words(pairs.own_pair(viewer, pk))
    asked = queries.own_rematch(viewer, pair)
    form = None
    if asked is None or request.method == "POST":  # the action tells a second tab
        REMATCHING_RIGHTS.decide(viewer, pair, "ask").or_refuse()
        data = request.POST if request.method == "POST" else None
        form = RematchForm(data, reasons=end_reasons(pair))
        if form.is_valid():
            actions.ask_rematch(pair, **form.cleaned_data, by=viewer)
            messages.success(request, _("The coordinators have your wish. Nobody else is told."))
            return redirect(_after_asking(viewer, pair))
    teaches = MENTEE.holds(viewer, pair)
    context = {
        "pair": pair,
        "form": None if asked else form,
        "asked": asked,
        "reason": dict(end_reasons(pair)).get(asked.reason, asked.reason) if asked else "",
        "teaches": teaches,
        "other": pair.mentor if teaches else pair.mentee,
        "readers": readers(REMATCH_READERS, viewer, asked or _as_asked(viewer, pair)),
        "withdraw_label": REMATCH.label("withdraw"),
    }
    return respond(request, "mentoring/rematch_ask.html", context)


def _after_asking(viewer: Viewer, pair: Mentorship) -> str:
    """A teacher goes on to choose what goes along."""
    page = "plans_along" if MENTEE.holds(viewer, pair) else "mentorship"
    return reverse(f"mentoring:{page}", args=[pair.pk])


def _as_asked(viewer: Viewer, pair: Mentorship) -> Rematch:
    """The row that will be: to say who reads it before it is written."""
    return Rematch(mentorship=pair, asked_by_id=viewer.person_id)


@login_required
@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    asked = queries.rematch(request.viewer, pk)
    do, done = VERBS[verb]
    do(asked, by=request.viewer)
    messages.success(request, str(done))
    return redirect("mentoring:mentorship", pk=asked.mentorship_id)


@login_required
@require_http_methods(["GET", "POST"])
def plans_along(request: Request, pk: int) -> HttpResponse:
    """Which of her plans the teacher takes along to whoever comes next."""
    viewer = request.viewer
    found = queries.leaving(viewer, pk)
    in_its_words(found.pair)
    CARRYING_RIGHTS.decide(viewer, found, "choose").or_refuse()
    form = PlansForm(
        request.POST if request.method == "POST" else None,
        plans=queries.plans_of(viewer, found.pair),
        chosen=queries.chosen_of(viewer, found.pair),
    )
    if form.is_valid():
        row = actions.choose_plans(found, form.chosen(), by=viewer)
        messages.success(
            request,
            _("These plans go along with you.")
            if row.records
            else _("Nothing goes along with you. You can change this until your next pair begins."),
        )
        return redirect("mentoring:mentorship", pk=pk)
    context = {
        "pair": found.pair,
        "form": form,
        "readers": readers(CARRIER, viewer, Carrying(mentorship=found.pair)),
        "label": CARRYING_RIGHTS.label("choose"),
    }
    return respond(request, "mentoring/plans_along.html", context)


def asked_of(viewer: Viewer, pair: Mentorship) -> dict[str, Any]:
    """What the page of a pair, of `queries.mentorship`, says of wishes for another pairing: to
    whoever asked that she has, to the coordinators that somebody has, to the other one nothing."""
    known: Any = pair
    open_ = pair.status in LIVE
    return {
        "asked_by_oneself": open_ and known.asked_by_oneself,
        "asked_by_others": open_ and known.asked_by_others,
        "along_url": _along_url(viewer, pair, known.was_followed),
    }


def _along_url(viewer: Viewer, pair: Mentorship, followed: bool) -> str:
    """Where the teacher of a pair that she leaves chooses what goes along; "" for others."""
    over = pair.status == MentorshipStatus.ENDED or pair.ends_early_on is not None
    found = queries.Leaving(pair, over and pair.wants_another, followed)
    chooses = CARRYING_RIGHTS.decide(viewer, found, "choose")
    return reverse("mentoring:plans_along", args=[pair.pk]) if chooses else ""
