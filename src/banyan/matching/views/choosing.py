"""Pages of two who choose each other: whom a teacher may ask, the request, and its verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer
from banyan.matching.actions import choosing as actions
from banyan.matching.forms import ChooseForm, RefuseForm
from banyan.matching.models import PairRequest
from banyan.matching.queries import choosing as queries
from banyan.matching.queries.reasons import told_apart
from banyan.matching.rules import CHOICE, CHOOSING_RIGHTS
from banyan.matching.snapshot import choosing as snapshot
from banyan.matching.snapshot.choosing import Looking
from banyan.matching.standings import (
    CHOICE_COORDINATOR,
    CHOICE_READERS,
    CHOICE_WORDS_READERS,
    CHOSEN,
)
from banyan.matching.states import UNSETTLED, ChoiceStatus
from banyan.mentoring.standings import readers
from banyan.programmes import queries as programmes
from banyan.programmes.queries import in_its_words, speak_for
from banyan.ui.addresses import reverse
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of

TONES = {
    ChoiceStatus.OPEN: "marigold",
    ChoiceStatus.AGREED: "marigold",
    ChoiceStatus.APPROVED: "leaf",
    ChoiceStatus.PROPOSED: "leaf",
}
FIRST = {"agree", "approve"}  # drawn as what one came for


@login_required
@require_GET
def choose(request: Request, cohort_id: int) -> HttpResponse:
    """Mentors who may be this teacher's, and what she has asked."""
    found = _looking(request, cohort_id)
    facts = found.facts
    limits = queries.limits_of(facts.cohort)
    candidates = snapshot.candidates(found)
    shared, reasons = told_apart([one.lines for one in candidates])
    context = {
        "cohort": facts.cohort,
        "shared": shared,
        "candidates": list(zip(candidates, reasons, strict=True)),
        "requests": [(row, _tone(row)) for row in facts.requests[:5]],
        "may": CHOOSING_RIGHTS.decide(request.viewer, facts, "ask"),
        "limits": limits,
    }
    return respond(request, "matching/choose.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: Request, cohort_id: int, place_id: int) -> HttpResponse:
    """One of them: what speaks for the two, and the message."""
    found = _looking(request, cohort_id)
    candidate = snapshot.candidate(found, place_id)
    facts, mentor = found.facts, candidate.place.person
    form = ChooseForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":  # what was typed is not thrown away: the action decides then
        CHOOSING_RIGHTS.decide(request.viewer, facts, "ask").or_refuse()
    elif form.is_valid():
        try:
            row = actions.ask(mentor, facts.enrolment, form.cleaned_data["text"], by=request.viewer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your request is on its way to %s.") % mentor)
            return redirect("matching:pair_request", pk=row.pk)
    limits = queries.limits_of(facts.cohort)
    as_asked = PairRequest(teacher_id=request.viewer.person_id, mentor=mentor)
    context = {
        "cohort": facts.cohort,
        "mentor": mentor,
        "candidate": candidate,
        "form": form,
        "days": limits.expires_after_days if limits else 0,
        "readers": readers(CHOICE_WORDS_READERS, request.viewer, as_asked),
    }
    return respond(request, "matching/choose_ask.html", context)


def _looking(request: Request, cohort_id: int) -> Looking:
    enrolment = in_its_words(queries.own_enrolment(request.viewer, cohort_id))
    found = snapshot.looking(request.viewer, enrolment)
    CHOOSING_RIGHTS.decide(request.viewer, found.facts, "look").or_refuse()
    return found


@login_required
@require_GET
def pair_requests(request: Request) -> HttpResponse:
    speak_for(request.viewer)
    page = page_of(queries.pair_requests(request.viewer), request.GET.get("page"))
    rows = [(row, _tone(row), CHOSEN.holds(request.viewer, row)) for row in page]
    return respond(request, "matching/pair_requests.html", {"page": page, "rows": rows})


@login_required
@require_GET
def cohort_requests(request: Request, cohort_id: int) -> HttpResponse:
    """Of a cohort, for those who approve."""
    cohort = in_its_words(programmes.cohort_to_run(request.viewer, cohort_id))
    page = page_of(queries.requests_in(request.viewer, cohort), request.GET.get("page"))
    context = {"cohort": cohort, "page": page, "rows": [(row, _tone(row), False) for row in page]}
    return respond(request, "matching/pair_requests.html", context)


@login_required
@require_GET
def pair_request(request: Request, pk: int) -> HttpResponse:
    row = in_its_words(queries.pair_request(request.viewer, pk))
    return respond(request, "matching/pair_request.html", _about(request.viewer, row))


def _about(viewer: Viewer, row: PairRequest) -> dict[str, Any]:
    stands = row.status in UNSETTLED
    asked, approves = CHOSEN.holds(viewer, row), CHOICE_COORDINATOR.holds(viewer, row)
    in_the_way, lines = (
        snapshot.looked_at(row, on=viewer.today, all_of_it=asked or approves)
        if stands
        else (None, [])
    )
    return {
        "row": row,
        "tone": _tone(row),
        "asked": asked,
        "approves": approves,
        "waits": row.status in (ChoiceStatus.OPEN, ChoiceStatus.AGREED),
        "lines": lines,
        # What keeps two apart may have been said in confidence: it is for those who decide.
        "in_the_way": in_the_way.label if in_the_way and approves else "",
        "reads": CHOICE_WORDS_READERS.holds(viewer, row),
        "readers": readers(CHOICE_WORDS_READERS, viewer, row),
        "seen_by": readers(CHOICE_READERS, viewer, row),
        "buttons": [
            (
                move.label,
                reverse(f"matching:pair_{move.verb}", args=[row.pk]),
                "primary" if move.verb in FIRST else "secondary",
                move.verb == "refuse",
                "" if decision else decision.reason,
            )
            for move, decision in CHOICE.open_to(viewer, row)
        ],
        "history": programmes.history([row], _("Banyan")),
    }


def _tone(row: PairRequest) -> str:
    return TONES.get(ChoiceStatus(row.status), "")


def _done(request: Request, pk: int, act: Callable[..., object], sentence: str) -> HttpResponse:
    act(queries.pair_request(request.viewer, pk), by=request.viewer)
    messages.success(request, sentence)
    return redirect("matching:pair_request", pk)


@login_required
@require_POST
def agree(request: Request, pk: int) -> HttpResponse:
    return _done(
        request, pk, actions.agree, _("You have said yes. You both hear as soon as it is decided.")
    )


@login_required
@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    return _done(request, pk, actions.decline, _("You have said no. It is told kindly."))


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    done = _(
        "Your request is withdrawn. You can ask others now, and the same mentor again a week after "
        "you asked."
    )
    return _done(request, pk, actions.withdraw, done)


@login_required
@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    done = _("Approved. The two stay together in the round that is open, or else in the next one.")
    return _done(request, pk, actions.approve, done)


@login_required
@require_http_methods(["GET", "POST"])
def refuse(request: Request, pk: int) -> HttpResponse:
    """The reason is asked for: the two read it."""
    row = in_its_words(queries.pair_request(request.viewer, pk))
    form = RefuseForm(request.POST if request.method == "POST" else None)
    CHOICE.decide(request.viewer, row, "refuse").or_refuse()
    if form.is_valid():
        actions.refuse(row, form.cleaned_data["because"], by=request.viewer)
        messages.success(request, _("The two are told, with your reason."))
        return redirect("matching:pair_request", pk)
    context = {"row": row, "form": form, "readers": readers(CHOICE_READERS, request.viewer, row)}
    return respond(request, "matching/pair_refuse.html", context)
