"""The rounds of a cohort, and opening one."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from banyan.matching import actions
from banyan.matching.forms import RoundForm
from banyan.matching.queries import rounds as queries
from banyan.matching.queries.choosing import limits_of
from banyan.matching.queries.rotas import rotas_to_heed
from banyan.matching.rules import ROUND_RIGHTS
from banyan.matching.states import RoundStatus
from banyan.mentoring.queries.relations import forms_of
from banyan.programmes import queries as programmes
from banyan.programmes.models import Cohort
from banyan.programmes.queries import in_its_words
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of

TONES = {"draft": "marigold", "publishing": "marigold", "published": "leaf", "discarded": ""}


@login_required
@require_GET
def rounds(request: Request, cohort_id: int) -> HttpResponse:
    cohort = in_its_words(programmes.cohort_to_run(request.viewer, cohort_id))
    form = _form(request, cohort)
    return _rounds(request, cohort, form if form.fields else None)


def _form(request: Request, cohort: Cohort) -> RoundForm:
    said = [(each.pk, each.name) for each in rotas_to_heed(cohort, request.viewer.now)]
    data = request.POST if request.method == "POST" else None
    return RoundForm(data, choices=forms_of(cohort), said=said)


def _rounds(
    request: Request, cohort: Cohort, form: RoundForm | None, status: int = 200
) -> HttpResponse:
    page = page_of(queries.rounds_of(request.viewer, cohort), request.GET.get("page"))
    context = {"cohort": cohort, "page": page, "tones": TONES, "limits": limits_of(cohort)}
    context["form"] = form
    context["draft"] = next(
        (r for r in page if ROUND_RIGHTS.decide(request.viewer, r, "wish")), None
    )
    context["publishing"] = next((r for r in page if r.status == RoundStatus.PUBLISHING), None)
    return respond(request, "matching/rounds.html", context, status=status)


@login_required
@require_POST
def open_round(request: Request, cohort_id: int) -> HttpResponse:
    cohort = in_its_words(programmes.cohort_to_run(request.viewer, cohort_id))
    form = _form(request, cohort)
    if not form.is_valid():
        return _rounds(request, cohort, form, status=422)
    round_ = actions.open_round(
        cohort,
        by=request.viewer,
        blueprint_form=form.cleaned_data.get("form", ""),
        heeds=form.cleaned_data.get("heeds"),
    )
    return redirect("matching:round", round_.pk)
