"""The page on which each of a pair says alone whether to go on, and what others see of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from banyan.kernel.decision import Refused, denied
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.actions.trials import verb_of
from banyan.mentoring.forms.trials import TrialForm
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries import mentorships as pairs
from banyan.mentoring.queries.trials import Trying, trying
from banyan.mentoring.rules.trials import TRIAL
from banyan.mentoring.states import TrialStatus
from banyan.programmes.queries import in_its_words
from banyan.ui.http import Request, respond
from blueprint import Hold as Rest


@login_required
@require_http_methods(["GET", "POST"])
def trial(request: Request, pk: int) -> HttpResponse:
    found = _found(request.viewer, pairs.own_pair(request.viewer, pk))
    TRIAL.decide(request.viewer, found, verb_of(found.status, True)).or_refuse()
    form = TrialForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.answer_trial(found, form.goes_on, by=request.viewer)
        messages.success(request, _("Thank you. Your answer stays with you."))
        return redirect("mentoring:mentorship", pk=pk)
    pair = found.pair
    other = pair.mentee if pair.mentor_id == request.viewer.person_id else pair.mentor
    context = {"pair": pair, "other": other, "last_on": found.last_on, "form": form}
    return respond(request, "mentoring/trial.html", context)


@login_required
@require_POST
def go_on(request: Request, pk: int) -> HttpResponse:
    found = _found(request.viewer, pairs.mentorship(request.viewer, pk))
    actions.go_on(found, by=request.viewer)
    messages.success(request, _("The pair goes on."))
    return redirect("mentoring:mentorship", pk=pk)


def _found(viewer: Viewer, pair: Mentorship) -> Trying:
    found = trying(viewer, in_its_words(pair))
    if found is None:
        raise Refused(denied(_("No trial of this pair is over.")))
    return found


def trial_of(viewer: Viewer, pair: Mentorship, rests: Iterable[Rest] | None) -> dict[str, Any]:
    """What the page of a pair says of its trial: to each of the two that she is asked, or what she
    herself has said; to the coordinators that not both wish to go on, never whose wish it is."""
    found = trying(viewer, pair, rests)
    if found is None:
        return {}
    asked = TRIAL.decide(viewer, found, verb_of(found.status, True))
    goes_on = TRIAL.decide(viewer, found, "go_on")
    waits = found.status != TrialStatus.GOES_ON and viewer.today <= found.last_on
    return {
        "trial_url": reverse("mentoring:trial", args=[pair.pk]) if asked else "",
        "trial_last_on": found.last_on,
        "trial_said": found.own if waits else None,
        "trial_go_on_url": reverse("mentoring:trial_go_on", args=[pair.pk]) if goes_on else "",
    }
