"""Pages of lots: the draw of a round, a teacher's own lot, and the numbers for officials."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.kernel.decision import Refused
from banyan.matching import actions
from banyan.matching.forms import FreezeForm, SetAsideForm
from banyan.matching.models import Lottery, Round
from banyan.matching.queries import lots
from banyan.matching.queries.rounds import matching_round
from banyan.matching.rules import LOT_RIGHTS, LOTTERY, LOTTERY_RIGHTS, ROUND_RIGHTS
from banyan.matching.standings import LOT_READERS, LOTTERY_COORDINATOR
from banyan.matching.states import Grouping, LotteryStatus
from banyan.mentoring.standings import readers
from banyan.organisations.states import Role
from banyan.programmes import queries as programmes
from banyan.programmes.queries import in_its_words, speak_for
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of
from banyan.ui.pieces import Link
from banyan.ui.sheets import sheet

COUNTING = (Role.COORDINATOR, Role.ADMINISTRATOR, Role.NODAL_OFFICER)
TONES = {"frozen": "marigold", "drawn": "leaf", "set_aside": ""}


@login_required
@require_GET
def lottery(request: Request, pk: int) -> HttpResponse:
    """Before the list is frozen, while it is, and what was drawn."""
    round_ = in_its_words(matching_round(request.viewer, pk))
    live, earlier = lots.lotteries_beside(request.viewer, round_)
    context = _about(request, round_, live, earlier)
    if live is None:
        room = lots.room_of(request.viewer, round_.cohort)
        form = FreezeForm(again=_again(earlier), initial={"seats": room.seats or None})
        context |= {"room": room, "freezing": form}
    elif live.status == LotteryStatus.DRAWN:
        context |= _drawn(request, live)
    return respond(request, "matching/lottery.html", context)


@login_required
@require_POST
def freeze(request: Request, pk: int) -> HttpResponse:
    round_ = in_its_words(matching_round(request.viewer, pk))
    live, earlier = lots.lotteries_beside(request.viewer, round_)
    form = FreezeForm(request.POST, again=_again(earlier))
    ROUND_RIGHTS.decide(request.viewer, round_, "freeze").or_refuse()
    if form.is_valid():
        asked = {**form.cleaned_data, "grouping": Grouping(form.cleaned_data["grouping"])}
        try:
            actions.freeze(round_, by=request.viewer, **asked)
        except Refused as refused:
            if live is not None:  # there is no form any more
                raise
            form.add_error("seats", str(refused))
        else:
            return redirect("matching:lottery", pk)
    room = lots.room_of(request.viewer, round_.cohort)
    context = {**_about(request, round_, live, earlier), "room": room, "freezing": form}
    return respond(request, "matching/lottery.html", {**context, "form": form}, status=422)


@login_required
@require_POST
def draw(request: Request, pk: int) -> HttpResponse:
    row = lots.lottery(request.viewer, pk)
    actions.draw(row, by=request.viewer)
    messages.success(request, _("The lots are drawn. The seed is on record."))
    return redirect("matching:lottery", row.round_id)


@login_required
@require_http_methods(["GET", "POST"])
def set_aside(request: Request, pk: int) -> HttpResponse:
    row = lots.lottery(request.viewer, pk)
    form = SetAsideForm(request.POST or None)
    if form.is_valid():
        actions.set_aside(row, form.cleaned_data["because"], by=request.viewer)
        return redirect("matching:lottery", row.round_id)
    LOTTERY.decide(request.viewer, row, "set_aside").or_refuse()
    context = {"lottery": row, "round": in_its_words(row.round), "form": form}
    return respond(request, "matching/set_aside.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def frozen_list(request: Request, pk: int) -> HttpResponse:
    """The list as it was frozen, to the byte: its SHA-256 is the digest."""
    row = lots.lottery(request.viewer, pk)
    text = lots.ballot_of(row).text
    response = HttpResponse(text.encode(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="lots-{row.pk}.txt"'
    return response


@login_required
@require_POST
def take_out(request: Request, pk: int) -> HttpResponse:
    """Both groups with names, for a spreadsheet; that they were taken out is on record."""
    row = lots.lottery(request.viewer, pk)
    actions.take_out(row, by=request.viewer)
    header = [
        pgettext("lots", "Number of the lot"),
        pgettext("lots", "Name"),
        pgettext("lots", "School"),
        pgettext("lots", "Group"),
        pgettext("lots", "Place in the group"),
        pgettext("lots", "Drawn"),
        pgettext("lots", "With a mentor since"),
    ]
    first, waits = pgettext("lots", "goes first"), pgettext("lots", "waits")
    lines = [
        [
            each.drawn.number,
            each.drawn.teacher,
            each.drawn.school,
            each.drawn.group,
            each.drawn.place,
            first if each.drawn.first else waits,
            each.paired_on.isoformat() if each.paired_on else "",
        ]
        for each in lots.compared(row)
    ]
    return sheet(f"lots-{row.pk}.csv", header, lines)


@login_required
@require_GET
def told(request: Request) -> HttpResponse:
    """The lots of the viewer's area that were drawn, for officials."""
    if not any(request.viewer.has(role) for role in COUNTING):
        raise Http404
    speak_for(request.viewer)
    page = page_of(lots.lotteries_told(request.viewer), request.GET.get("page"))
    context = {"page": page, "fewest": lots.FEWEST}
    return respond(request, "matching/lotteries.html", context)


@login_required
@require_GET
def numbers(request: Request, pk: int) -> HttpResponse:
    """How many were drawn, for officials: no names, and no small numbers."""
    row = lots.lottery_to_count(request.viewer, pk)
    LOTTERY_RIGHTS.decide(request.viewer, row, "count").or_refuse()
    fewest = lots.fewest_of(row)
    told = lots.in_words(row, lots.shares_told(lots.draw_of(row).shares, fewest))
    context = {
        "lottery": row,
        "cohort": in_its_words(row.round.cohort),
        "shares": told,
        "fewest": fewest,
    }
    return respond(request, "matching/numbers.html", context)


@login_required
@require_GET
def lot(request: Request, pk: int) -> HttpResponse:
    """A teacher's own lot: what it drew, and how she can see that it was drawn fairly."""
    row = lots.lot(request.viewer, pk)
    LOT_RIGHTS.decide(request.viewer, row, "read").or_refuse()
    found = lots.draw_of(row.lottery)
    context = {
        "lot": row,
        "lottery": row.lottery,
        "cohort": in_its_words(row.lottery.round.cohort),
        "first": row.number in found.first,
        "people": len(found.places),
        "own": row.teacher_id == request.viewer.person_id,
        "visibility": readers(LOT_READERS, request.viewer, row),
    }
    return respond(request, "matching/lot.html", context)


def _again(earlier: list[Lottery]) -> bool:
    """Whether a reason is asked: lots were drawn in this cohort, and count."""
    return any(each.status == LotteryStatus.DRAWN for each in earlier)


def _about(
    request: Request, round_: Round, live: Lottery | None, earlier: list[Lottery]
) -> dict[str, Any]:
    shown = [each for each in (live, *earlier) if each is not None]
    context: dict[str, Any] = {
        "round": round_,
        "lottery": live,
        "tones": TONES,
        "earlier": earlier,
        "may_freeze": ROUND_RIGHTS.decide(request.viewer, round_, "freeze"),
        "history": programmes.history(shown, _("Banyan")),
    }
    if live is not None:
        context |= {
            "tone": TONES[live.status],
            "visibility": readers(LOTTERY_COORDINATOR, request.viewer, live),
            "may": {
                "draw": LOTTERY.decide(request.viewer, live, "draw"),
                "set_aside": LOTTERY.decide(request.viewer, live, "set_aside"),
            },
        }
    return context


def _drawn(request: Request, live: Lottery) -> dict[str, Any]:
    found = lots.draw_of(live)
    first = request.GET.get("show") != "waits"
    return {
        "found": found,
        "shares": lots.in_words(live, found.shares),
        "page": lots.drawn_in(live, found, first, request.GET.get("page")),
        "tabs": [
            Link(_("Go first"), "?show=first", first, len(found.first)),
            Link(_("Wait"), "?show=waits", not first, found.waits),
        ],
    }
