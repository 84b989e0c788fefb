"""Pages of requests for guidance: asking, the list, the request, and its verbs."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.actions.readings import note_request_reading
from banyan.mentoring.forms.mentorships import NothingForm
from banyan.mentoring.forms.requests import AskForm, DeclineForm
from banyan.mentoring.models import Request as Guidance
from banyan.mentoring.queries import mentorships as pair_queries
from banyan.mentoring.queries import requests as queries
from banyan.mentoring.rules import ASKING_RIGHTS, REQUEST
from banyan.mentoring.standings import ASKED, REQUEST_WORDS_READERS, readers
from banyan.mentoring.states import RequestStatus
from banyan.mentoring.views.verbs import Button, open_verb, overtaken, typed
from banyan.programmes.models import Application
from banyan.programmes.queries import in_its_words, speak_for
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of

TONES = {RequestStatus.OPEN: "marigold", RequestStatus.ACCEPTED: "leaf"}
AT_ONCE = {"accept"}  # pressed on the request's page itself; the others ask first


@login_required
@require_GET
def requests(request: Request) -> HttpResponse:
    speak_for(request.viewer)
    page = page_of(queries.requests(request.viewer), request.GET.get("page"))
    rows = [(row, *described(request.viewer, row)) for row in page]
    return respond(request, "mentoring/requests.html", {"page": page, "rows": rows})


def described(viewer: Viewer, row: Guidance) -> tuple[str, str, bool]:
    """Its domain in words, the tone of its state, and whether the viewer was asked."""
    (domain,) = pair_queries.domain_words(row.cohort, [row.domain])
    return domain, TONES.get(RequestStatus(row.status), ""), ASKED.holds(viewer, row)


@login_required
@require_GET
def request(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = in_its_words(queries.request(viewer, pk))
    note_request_reading(row, by=viewer)
    domain, tone, asked = described(viewer, row)
    context = {
        "row": row,
        "domain": domain,
        "tone": tone,
        "asked": asked,
        "closed": not REQUEST_WORDS_READERS.holds(viewer, row),
        "readers": readers(REQUEST_WORDS_READERS, viewer, row),
        "buttons": buttons(viewer, row),
    }
    return respond(request, "mentoring/request.html", context)


def buttons(viewer: Viewer, row: Guidance) -> list[Button]:
    """What this viewer sees of the table, live or greyed."""
    return [
        Button(
            move.label,
            reverse(f"mentoring:request_{move.verb}", args=[row.pk]),
            "primary" if move.verb in AT_ONCE else "secondary",
            move.verb in AT_ONCE,
            "" if decision else decision.reason,
        )
        for move, decision in REQUEST.open_to(viewer, row)
    ]


@login_required
@require_http_methods(["GET", "POST"])
def request_new(request: Request) -> HttpResponse:
    """Asking one mentor of the directory: `?mentor=` is the id of her place in the pool."""
    place = in_its_words(queries.listed_mentor(request.viewer, request.GET.get("mentor", "")))
    facts = _facts(request, place)
    words = pair_queries.domain_words(facts.cohort, facts.domains)
    form = AskForm(typed(request), domains=list(zip(facts.domains, words, strict=True)))
    form.sent_to(f"{request.path}?mentor={place.pk}")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row = actions.ask(
                place.person, facts.cohort, said["domain"], said["text"], by=request.viewer
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your request is on its way to %s.") % place.person)
            return redirect("mentoring:request", pk=row.pk)
    return respond(request, "mentoring/request_new.html", _asking(request, place, facts, form))


def _facts(request: Request, place: Application) -> queries.Asking:
    """What asking is decided on; refused at once, before anybody has written a word."""
    cohort = queries.cohort_to_ask_in(request.viewer, place)
    facts = queries.asking(request.viewer, place.person, cohort)
    if request.method != "POST":  # what was typed is not thrown away: `ask` decides then
        ASKING_RIGHTS.decide(request.viewer, facts, "ask").or_refuse()
    return facts


def _asking(
    request: Request, place: Application, facts: queries.Asking, form: AskForm
) -> dict[str, object]:
    as_asked = Guidance(teacher_id=request.viewer.person_id, mentor=place.person)
    return {
        "mentor": place.person,
        "form": form,
        "days": pair_queries.blueprint_of(facts.cohort).request.expires_after_days,
        "readers": readers(REQUEST_WORDS_READERS, request.viewer, as_asked),
    }


@login_required
@require_http_methods(["GET", "POST"])
def request_accept(request: Request, pk: int) -> HttpResponse:
    """Yes: the guidance begins, and its page asks for a time."""
    row, form = in_its_words(queries.request(request.viewer, pk)), NothingForm(typed(request))
    try:
        label = open_verb(request, REQUEST, row, "accept")
        if form.is_valid():
            actions.accept_request(row, by=request.viewer)
            messages.success(request, _("You have said yes. Now find a time together."))
            return redirect("mentoring:mentorship", pk=row.mentorship_id)
    except Stale as stale:
        return overtaken(request, stale, reverse("mentoring:request", args=[pk]))
    heading = _("Guide %(teacher)s in this?") % {"teacher": row.teacher}
    explains = _("You will have a page together, and can propose times for sessions there.")
    return _question(request, row, form, label, heading, explains)


@login_required
@require_http_methods(["GET", "POST"])
def request_decline(request: Request, pk: int) -> HttpResponse:
    row, form = in_its_words(queries.request(request.viewer, pk)), DeclineForm(typed(request))
    try:
        label = open_verb(request, REQUEST, row, "decline")
        if form.is_valid():
            actions.decline_request(row, form.cleaned_data["answer"], by=request.viewer)
            messages.success(request, _("You have declined, with kind words."))
            return redirect("mentoring:request", pk=pk)
    except Stale as stale:
        url = reverse("mentoring:request", args=[pk])
        return overtaken(request, stale, url, request.POST.get("answer", ""))
    heading = _("Decline the request of %(teacher)s") % {"teacher": row.teacher}
    explains = _("A kind no is a good answer: it leaves time to ask somebody else.")
    return _question(request, row, form, label, heading, explains)


@login_required
@require_http_methods(["GET", "POST"])
def request_withdraw(request: Request, pk: int) -> HttpResponse:
    row, form = in_its_words(queries.request(request.viewer, pk)), NothingForm(typed(request))
    try:
        label = open_verb(request, REQUEST, row, "withdraw")
        if form.is_valid():
            actions.withdraw_request(row, by=request.viewer)
            messages.success(request, _("Your request is withdrawn."))
            return redirect("mentoring:request", pk=pk)
    except Stale as stale:
        return overtaken(request, stale, reverse("mentoring:request", args=[pk]))
    heading = _("Withdraw your request to %(mentor)s?") % {"mentor": row.mentor}
    return _question(
        request, row, form, label, heading, _("The mentor is told. You can ask again later.")
    )


def _question(
    request: Request,
    row: Guidance,
    form: NothingForm | DeclineForm,
    label: object,
    heading: str,
    explains: str,
) -> HttpResponse:
    context = {
        "row": row,
        "form": form,
        "label": label,
        "heading": heading,
        "explains": explains,
        "readers": readers(REQUEST_WORDS_READERS, request.viewer, row),
    }
    return respond(request, "mentoring/request_verb.html", context)
