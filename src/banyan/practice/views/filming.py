"""Consents to film: written down, read, withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.kernel.decision import Unfit
from banyan.mentoring.queries.mentorships import story
from banyan.practice.actions import filming as actions
from banyan.practice.forms.videos import FilmingConsentForm
from banyan.practice.queries import videos as queries
from banyan.practice.rules import FILMING_CONSENT
from banyan.ui.forms import say_unfit
from banyan.ui.http import Request, respond


@login_required
@require_http_methods(["GET", "POST"])
def consent_new(request: Request) -> HttpResponse:
    """Before the first film of a class: who agreed, for whom, why it is lawful, until when."""
    form = FilmingConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_down_consent(**form.cleaned_data, by=request.viewer)
        except Unfit as refusal:
            say_unfit(form, refusal)
        else:
            messages.success(request, _("The consent is written down. Now you can add a video."))
            return redirect("practice:video_new")
    return respond(request, "practice/filming_new.html", {"form": form})


@login_required
@require_GET
def consent(request: Request, pk: int) -> HttpResponse:
    found = queries.consent(request.viewer, pk)
    context = {
        "consent": found,
        "withdraw": bool(FILMING_CONSENT.decide(request.viewer, found, "withdraw")),
        "days": actions.DAYS_AFTER_WITHDRAWAL,
        "entries": story([f"filmingconsent:{found.pk}"]),
    }
    return respond(request, "practice/filming_consent.html", context)


@login_required
@require_POST
def consent_withdraw(request: Request, pk: int) -> HttpResponse:
    actions.withdraw_consent(queries.consent(request.viewer, pk), by=request.viewer)
    messages.success(request, _("The consent is withdrawn. Nobody plays its videos any more."))
    return redirect("practice:filming_consent", pk=pk)
