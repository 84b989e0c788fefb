"""Pages of emergency access: asked for, decided, read, told."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.kernel.decision import Refused, denied
from banyan.mentoring.actions import emergencies as actions
from banyan.mentoring.forms.emergencies import AskForm, FindPairForm, OpenForm
from banyan.mentoring.models import EmergencyAccess
from banyan.mentoring.queries import emergencies as queries
from banyan.mentoring.queries.emergencies import question_title, title_of
from banyan.mentoring.rules.emergencies import EMERGENCY, EMERGENCY_RIGHTS
from banyan.mentoring.standings import EMERGENCY_KNOWERS, EMERGENCY_TOLD, readers
from banyan.organisations.states import Role
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of

_ACTS = {
    "decline": actions.decline_emergency,
    "withdraw": actions.withdraw_emergency,
    "close": actions.close_emergency,
}
WHAT = {
    "record": gettext_lazy("A record of practice"),
    "comment": gettext_lazy("A comment on it"),
    "step": gettext_lazy("A step of the journey"),
    "log": gettext_lazy("Log of a session"),
    "next_step": gettext_lazy("A next step"),
    "agenda": gettext_lazy("For the agenda"),
    "session": gettext_lazy("A session"),
    "request": gettext_lazy("A request for guidance"),
    "message": gettext_lazy("A message"),
    "question": gettext_lazy("A question in writing"),
    "turn": gettext_lazy("An answer, or one thing more that was asked"),
    "public": gettext_lazy("Words for everybody"),
}


@login_required
@require_GET
def emergencies(request: Request) -> HttpResponse:
    page = page_of(queries.emergencies(request.viewer), request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, title_of(row)) for row in page],
        "may_ask": request.viewer.has(Role.SAFEGUARDING),
    }
    return respond(request, "mentoring/emergencies.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def emergency_new(request: Request) -> HttpResponse:
    """First the pair by a name, then the reason and the time."""
    if not request.viewer.has(Role.SAFEGUARDING):
        raise Refused(denied(_("Only a safeguarding officer of the area can ask for this.")))
    name = request.GET.get("name", "")
    pairs = queries.pairs_named(request.viewer, name)
    find = FindPairForm(request.GET if "name" in request.GET else None)
    questions = queries.questions_named(request.viewer, name)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        pairs=pairs,
        questions=[(one, question_title(one)) for one in questions],
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = actions.ask_for_emergency_access(
            form.found[said["pair"]], said["reason"], said["hours"], by=request.viewer
        )
        messages.success(request, _("Asked. Whoever may decide is told now."))
        return redirect("mentoring:emergency", pk=made.pk)
    context = {
        "find": find,
        "form": form,
        "any": pairs or questions,
        "searched": bool(name.strip()),
    }
    return respond(request, "mentoring/emergency_new.html", context)


@login_required
@require_GET
def emergency(request: Request, pk: int) -> HttpResponse:
    """What was asked and decided. The reasons are for those who answer for it; the two of the
    pair see that it was opened, when, until when, and by whom."""
    viewer = request.viewer
    row = queries.emergency(viewer, pk)
    answers = any(one.holds(viewer, row) for one in EMERGENCY_KNOWERS.each()[:2])
    moves = {move.verb: decision for move, decision in EMERGENCY.open_to(viewer, row)}
    context = {
        "row": row,
        "title": title_of(row),
        "answers": answers and not EMERGENCY_TOLD.holds(viewer, row),
        "moves": moves,
        "labels": {move.verb: move.label for move in EMERGENCY.moves},
        "may_read": EMERGENCY_RIGHTS.decide(viewer, row, "read_words"),
        "is_over": queries.has_run_out(row, viewer.now),
        "readers": readers(EMERGENCY_KNOWERS, viewer, row),
        "readings": queries.readings(row),
    }
    return respond(request, "mentoring/emergency.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def emergency_open(request: Request, pk: int) -> HttpResponse:
    row = queries.emergency(request.viewer, pk)
    EMERGENCY.decide(request.viewer, row, "open").or_refuse()
    form = OpenForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.open_emergency(
            row, by=request.viewer, tell_on=said["tell_on"], because=said["because"]
        )
        return redirect("mentoring:emergency", pk=pk)
    return respond(request, "mentoring/emergency_open.html", {"row": row, "form": form})


@login_required
@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    row: EmergencyAccess = queries.emergency(request.viewer, pk)
    _ACTS[verb](row, by=request.viewer)
    return redirect("mentoring:emergency", pk=pk)


@login_required
@require_GET
def emergency_words(request: Request, pk: int) -> HttpResponse:
    """Every opening of this page is on the trail, and the two see when it was read."""
    row = queries.emergency(request.viewer, pk)
    found = actions.read_in_emergency(row, by=request.viewer)
    shown = [(WHAT[one.what], one) for one in found]
    # Whoever reads it to help somebody learns who that is.
    title = title_of(row, named=True)
    return respond(
        request, "mentoring/emergency_words.html", {"row": row, "title": title, "shown": shown}
    )
