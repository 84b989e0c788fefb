"""Well-being: a switch of one's own, a check, and where help is."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.kernel.viewer import Viewer
from banyan.mentoring.queries.readers import label_before
from banyan.mentoring.states import RecordKind, Tier
from banyan.mentoring.views.records import foot, opened
from banyan.practice import actions
from banyan.practice.forms.well_being import CheckForm, told
from banyan.practice.queries import well_being as queries
from banyan.practice.rules.well_being import WELL_BEING_RIGHTS
from banyan.programmes.queries.roles import designs_of
from banyan.ui.http import Request, respond


def _signposts(viewer: Viewer) -> list[queries.Signposts]:
    """Those of her programmes, which are near, before those of her country."""
    language = get_language() or "en"
    near = queries.signposts_named_in(designs_of(viewer), language)
    return [*near, *queries.signposts(viewer.zone.key, language)]


@login_required
@require_GET
def well_being(request: Request) -> HttpResponse:
    """The switch, what one has kept, and where help is; that is there for everybody."""
    viewer = request.viewer
    kept = queries.switch(viewer)
    context = {
        "on": WELL_BEING_RIGHTS.decide(viewer, kept, "check"),
        "checks": queries.own_checks(viewer),
        "signposts": _signposts(viewer),
    }
    return respond(request, "practice/well_being.html", context)


@login_required
@require_POST
def turn_on(request: Request) -> HttpResponse:
    actions.turn_on(by=request.viewer)
    messages.success(request, _("It is on. You can turn it off at any time."))
    return redirect("practice:well_being")


@login_required
@require_POST
def turn_off(request: Request) -> HttpResponse:
    actions.turn_off(by=request.viewer)
    messages.success(request, _("It is off. What you wrote is still yours; none of it is counted."))
    return redirect("practice:well_being")


@login_required
@require_http_methods(["GET", "POST"])
def check_new(request: Request) -> HttpResponse:
    """A few questions; kept for oneself alone."""
    viewer = request.viewer
    WELL_BEING_RIGHTS.decide(viewer, queries.switch(viewer), "check").or_refuse()
    form = CheckForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = actions.give_check(form.said, by=viewer)
        return redirect("practice:check", pk=made.pk)
    context = {"form": form, "label": label_before(viewer, RecordKind.WELL_BEING, Tier.OWN, None)}
    return respond(request, "practice/check_new.html", context)


@login_required
@require_GET
def check(request: Request, pk: int) -> HttpResponse:
    """One check, for its owner and whom she has named. Help is offered to its owner alone."""
    viewer = request.viewer
    reading = opened(request, pk, RecordKind.WELL_BEING)
    said = str(reading.words.get("words", ""))
    context = {
        "record": reading.record,
        "is_owner": reading.is_owner,
        "on": reading.record.begun_at,
        "answers": told(reading.words),
        "said": said,
        "offered": _signposts(viewer)
        if reading.is_owner and queries.sounds_distressed([said])
        else [],
        "foot": foot(viewer, reading),
    }
    return respond(request, "practice/check.html", context)
