"""With whom people would rather not be paired: one's own page, and that of a round."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from banyan.kernel.decision import Stale
from banyan.matching.actions import apart as actions
from banyan.matching.forms import ApartForm
from banyan.matching.models import Apart
from banyan.matching.queries import apart as queries
from banyan.matching.queries.rounds import matching_round
from banyan.matching.rules import ROUND_RIGHTS
from banyan.matching.standings import APART_COORDINATOR, APART_READERS, ASKS_APART
from banyan.mentoring.standings import readers
from banyan.programmes.queries import in_its_words
from banyan.ui.addresses import reverse
from banyan.ui.http import Request, respond, saved
from banyan.ui.paging import slice_of


@login_required
@require_http_methods(["GET", "POST"])
def own(request: Request, code: str) -> HttpResponse:
    """With whom the viewer would rather not be paired in this programme."""
    viewer = request.viewer
    found = queries.own_apart(viewer, code)
    in_its_words(found.programme)
    form, status, overtaken = _form(request, found), 200, False
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.keep_apart(
                    found, form.cleaned_data["names"], by=viewer, seen=form.cleaned_data["version"]
                )
                done = _("Kept in confidence. You can change it whenever you like.")
                return saved(request, reverse("matching:apart", args=[code]), done)
            except Stale as stale:
                form, status, overtaken = _form(request, found, anew=True), 409, True
                form.add_error(None, str(stale))
    asks = Apart(programme=found.programme, person_id=viewer.person_id)
    context = {
        "programme": found.programme,
        "form": form,
        "now": found.names if overtaken else [],
        "readers": readers(APART_READERS, viewer, asks),
    }
    return respond(request, "matching/apart.html", context, status=status)


def _form(request: Request, found: queries.OwnApart, *, anew: bool = False) -> ApartForm:
    """What was typed, or what is kept; `anew` lets the next save win on purpose."""
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and anew:
        data["version"] = str(found.version)
    return ApartForm(data, initial={"names": "\n".join(found.names), "version": found.version})


@login_required
@require_GET
def asked(request: Request, pk: int) -> HttpResponse:
    """What people of a round ask for in confidence, for those who run it."""
    viewer = request.viewer
    round_ = in_its_words(matching_round(viewer, pk))
    ROUND_RIGHTS.decide(viewer, round_, "read").or_refuse()
    rows = queries.asked_in(viewer, round_)
    if rows:
        actions.note_apart_reading(round_, by=viewer)
    whoever = replace(ASKS_APART, named=None)  # each row is somebody else's
    context = {
        "round": round_,
        "page": slice_of(rows, request.GET.get("page")),
        "readers": readers(
            whoever | APART_COORDINATOR, viewer, Apart(programme=round_.cohort.programme)
        ),
    }
    return respond(request, "matching/in_confidence.html", context)
