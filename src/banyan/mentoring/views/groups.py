"""Pages of group sessions: announced to a cohort, with seats to take and to give back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from banyan.kernel.decision import Unfit
from banyan.mentoring import actions
from banyan.mentoring.forms.sessions import GroupForm
from banyan.mentoring.queries import mentorships as pairs
from banyan.mentoring.queries import sessions as queries
from banyan.mentoring.states import SeatStatus
from banyan.mentoring.views.sessions import say_once, zone_label
from banyan.programmes.queries import in_its_words
from banyan.ui.forms import say_unfit
from banyan.ui.http import Request, respond


@login_required
@require_http_methods(["GET", "POST"])
def announce(request: Request) -> HttpResponse:
    viewer = request.viewer
    first = in_its_words(queries.cohort_to_invite(viewer))
    form = GroupForm(
        request.POST or None,
        blueprint=pairs.blueprint_of(first),
        zone=viewer.zone,
        zone_label=zone_label(request),
        cohorts=queries.cohorts_to_invite(viewer),
        initial={"cohort": first},
    )
    if form.is_valid():
        values = form.cleaned_data
        try:
            made = actions.announce_group(
                values["cohort"],
                starts_at=form.starts_at,
                minutes=values["minutes"],
                seats=values["seats"],
                by=viewer,
                **form.where(),
            )
        except Unfit as refusal:
            say_unfit(form, refusal)
        else:
            say_once(
                request, form, _("Announced. Teachers of the cohort can take seats now."), made
            )
            return redirect("mentoring:session", made.pk)
    return respond(request, "mentoring/session_announce.html", {"form": form})


@login_required
@require_POST
def take_seat(request: Request, pk: int) -> HttpResponse:
    found = in_its_words(queries.session(request.viewer, pk))
    try:
        seat = actions.take_seat(found, by=request.viewer)
    except Unfit as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("You have a seat.")
            if seat.status == SeatStatus.SEATED
            else _("All seats are taken. You are on the waiting list, and move up by yourself."),
        )
    return redirect("mentoring:session", pk)


@login_required
@require_POST
def give_seat_back(request: Request, pk: int) -> HttpResponse:
    found = in_its_words(queries.session(request.viewer, pk))
    actions.give_seat_back(found, by=request.viewer)
    messages.success(request, _("Your place is free for somebody else now. Thank you."))
    return redirect("mentoring:sessions")
