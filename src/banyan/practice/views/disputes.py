"""Pages of a dispute about an outcome: for its author, her mentor, and whoever decides."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from banyan.mentoring.queries.mentorships import story
from banyan.mentoring.standings import readers
from banyan.practice import actions
from banyan.practice.actions.readings import note_dispute_reading
from banyan.practice.forms import DisputeDecisionForm, DisputeForm
from banyan.practice.queries import disputes as queries
from banyan.practice.queries.submissions import submission
from banyan.practice.queries.works import Handed
from banyan.practice.rules import DISPUTE, DISPUTING
from banyan.practice.standings import DISPUTE_PARTIES
from banyan.practice.states import DisputeStatus
from banyan.programmes.queries import in_its_words
from banyan.programmes.queries.roles import words_in
from banyan.ui.http import Request, respond

TONES = {
    DisputeStatus.RAISED: "marigold",
    DisputeStatus.UPHELD: "sky",
    DisputeStatus.CHANGED: "leaf",
    DisputeStatus.WITHDRAWN: "",
}


@login_required
@require_http_methods(["GET", "POST"])
def dispute_raise(request: Request, pk: int) -> HttpResponse:
    """Its author says what she sees differently, and shows what the readers said."""
    viewer = request.viewer
    work = queries.disputable(viewer, in_its_words(submission(viewer, pk)))
    if work.dispute is not None:
        return redirect("practice:dispute", pk=work.dispute.pk)
    DISPUTING.decide(viewer, work, "raise").or_refuse()
    form = DisputeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.raise_dispute(work, form.cleaned_data["words"], by=viewer)
        messages.success(request, _("Your dispute is raised. You are told of the decision."))
        return redirect("practice:dispute", pk=made.pk)
    context = {
        "one": work.handed,
        "form": form,
        "decides": _decides(work.handed),
        "readers": readers(DISPUTE_PARTIES, viewer, queries.unraised(work.handed)),
    }
    return respond(request, "practice/dispute_raise.html", context)


def _decides(one: Handed) -> str:
    """Who decides, in the programme's own word."""
    way = one.review.dispute
    return words_in(one.design).party(way.decided_by) if way else ""


@login_required
@require_http_methods(["GET", "POST"])
def dispute(request: Request, pk: int) -> HttpResponse:
    """What is disputed, and the decision; for whoever decides, the way to it."""
    viewer = request.viewer
    found = queries.dispute(viewer, pk)
    in_its_words(found.handed)
    note_dispute_reading(found, by=viewer)
    form = DisputeDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.decide_dispute(found, said["change"], said["because"], by=viewer)
        messages.success(request, _("The decision is recorded. Whoever it concerns is told."))
        return redirect("practice:dispute", pk=pk)
    own = found.dispute
    context = {
        "found": found,
        "dispute": own,
        "tone": TONES[DisputeStatus(own.status)],
        "decides": _decides(found.handed),
        "form": form if DISPUTE.decide(viewer, found, "uphold") else None,
        "withdraw": bool(DISPUTE.decide(viewer, found, "withdraw")),
        "readers": readers(DISPUTE_PARTIES, viewer, own),
        "entries": story([f"dispute:{own.pk}"]),
    }
    return respond(request, "practice/dispute.html", context)


@login_required
@require_POST
def dispute_withdraw(request: Request, pk: int) -> HttpResponse:
    actions.withdraw_dispute(queries.dispute(request.viewer, pk), by=request.viewer)
    messages.success(request, _("The dispute is withdrawn. The outcome stands."))
    return redirect("practice:dispute", pk=pk)
