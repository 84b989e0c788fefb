"""The page on which somebody says “not now”; coordinators read there what was said."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from banyan.mentoring.actions import nudges as actions
from banyan.mentoring.forms.nudges import NotNowForm
from banyan.mentoring.models import NotNow
from banyan.mentoring.queries import mentorships as pairs
from banyan.mentoring.queries import nudges as queries
from banyan.mentoring.rules.nudges import NOT_NOW_RIGHTS, NOT_NOW_SAID_RIGHTS
from banyan.mentoring.standings import MENTEE, NOT_NOW_READERS, PAIR, readers
from banyan.programmes.queries import in_its_words
from banyan.ui.http import Request, respond
from banyan.ui.words import day


@login_required
@require_http_methods(["GET", "POST"])
def not_now(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    pair = in_its_words(pairs.mentorship(viewer, pk))
    says, asks, form = PAIR.holds(viewer, pair), MENTEE.holds(viewer, pair), None
    if says or request.method == "POST":
        NOT_NOW_RIGHTS.decide(viewer, pair, "say").or_refuse()
        data = request.POST if request.method == "POST" else None
        asked = request.GET.get("of", "")
        form = NotNowForm(data, reasons=queries.reasons_of(pair), nudge=asked, asks=asks)
    if form is not None and form.is_valid():
        said = actions.say_not_now(pair, **form.cleaned_data, by=viewer)
        until = {"on": day(said.until)}
        messages.success(request, _("All right. Until %(on)s nobody reminds you.") % until)
        return redirect("mentoring:not_now", pk=pk)
    reasons = dict(queries.reasons_of(pair))
    context = {
        "pair": pair,
        "other": pair.mentee if pair.mentor_id == viewer.person_id else pair.mentor,
        "form": form,
        "said": [
            (one, reasons.get(one.reason, one.reason)) for one in queries.said_of(viewer, pair)
        ],
        "says": says,
        "asks": asks,
        "readers": readers(
            NOT_NOW_READERS, viewer, NotNow(mentorship=pair, person_id=viewer.person_id)
        )
        if says
        else "",
        "label": NOT_NOW_RIGHTS.label("say"),
        "back_label": NOT_NOW_SAID_RIGHTS.label("take_back"),
    }
    return respond(request, "mentoring/not_now.html", context)


@login_required
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    said = queries.not_now(request.viewer, pk)
    actions.take_not_now_back(said, by=request.viewer)
    messages.success(request, _("You are reminded again."))
    return redirect("mentoring:not_now", pk=said.mentorship_id)
