"""Who comes and who came: the code, the list, numbers by site."""

from __future__ import annotations

from datetime import timedelta

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.kernel.decision import Unfit
from banyan.programmes.queries import in_its_words
from banyan.training import actions
from banyan.training.forms.presence import CodeForm, PresenceForm
from banyan.training.models import MeetingDay, Presence
from banyan.training.queries import codes, people
from banyan.training.queries import workshops as queries
from banyan.training.rules import DAY_RIGHTS, SEAT_RIGHTS, WORKSHOP_RIGHTS
from banyan.training.standings import DAY_TEAM
from banyan.training.states import SeatStatus, Way
from banyan.training.views.workshops import list_readers
from banyan.ui import words
from banyan.ui.forms import say_unfit
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of
from banyan.ui.sheets import sheet

A_DAY = timedelta(days=1)  # before a meeting ends, in which its page waits for the code
PEOPLE_ON_A_LIST = 600  # whose ticks stand on one page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def come(request: Request, pk: int) -> HttpResponse:
    """She types the code that is shown where she is. Few attempts, so that nobody guesses it."""
    viewer = request.viewer
    row = in_its_words(queries.workshop(viewer, pk))
    WORKSHOP_RIGHTS.decide(viewer, row, "come").or_refuse()
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="workshop_code", key=f"{viewer.person_id}:{pk}"):
            form.add_error(
                "code", _("Too many attempts. Wait a few minutes, or ask whoever leads it.")
            )
        else:
            try:
                said = actions.come(row, form.cleaned_data["code"], by=viewer)
            except Unfit as refusal:
                say_unfit(form, refusal)
            else:
                _thank(request, said)
                return redirect("training:workshop", pk)
    context = {"title": _("I am here"), "workshop": row, "form": form}
    return respond(request, "training/come.html", context)


def _thank(request: Request, said: Presence) -> None:
    """Or, where the list was faster, what it says: the code does not change that."""
    if said.way == Way.LIST:
        text = _(
            "Whoever leads it has said already who came; of you it says %(minutes)s. Speak with "
            "whoever leads it if that is not right."
        )
        messages.info(request, text % {"minutes": words.minutes(said.minutes)})
        return
    when = words.clock(said.said_at.astimezone(request.viewer.zone))
    messages.success(
        request, _("Thank you. It is noted that you came, at %(time)s.") % {"time": when}
    )


@login_required
@require_safe
@never_cache
def code(request: Request, pk: int) -> HttpResponse:
    """What whoever leads it shows to the room. The page loads itself anew when the code changes,
    and says so when there is none: it may stand on a wall for hours."""
    viewer = request.viewer
    day = queries.day(viewer, pk)
    may = DAY_RIGHTS.decide(viewer, day, "show_code")
    if not DAY_TEAM.holds(viewer, day):
        may.or_refuse()
    in_its_words(day.site.workshop)
    shown = codes.code_at(day.pk, viewer.now) if may else ""
    context = {
        "day": day,
        "workshop": day.site.workshop,
        "may": may,
        "reloads": -A_DAY < viewer.now - day.ends_at < timedelta(0),
        "lists": bool(DAY_RIGHTS.decide(viewer, day, "say_presence")),
        "code": f"{shown[:3]} {shown[3:]}",
        "again": codes.seconds_left(viewer.now) + 1,
        "came": sum(1 for one in people.said_of(day).values() if one.minutes),
    }
    return respond(request, "training/code.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def presence(request: Request, pk: int) -> HttpResponse:
    """The list of one day, for whoever leads or runs it: a tick for each who came."""
    viewer = request.viewer
    day = queries.day(viewer, pk)
    DAY_RIGHTS.decide(viewer, day, "say_presence").or_refuse()
    workshop = in_its_words(day.site.workshop)
    said = people.said_of(day)
    form = _form(request, day, said)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.say_presence(day, form.minutes(), form.seen(), by=viewer)
        except Unfit as refusal:
            say_unfit(form, refusal)
        else:
            text = _("It is noted who came.") if changed else _("Nothing has changed.")
            messages.success(request, text)
            return redirect("training:people", workshop.pk)
    context = {
        "title": _("Who came"),
        "day": day,
        "workshop": workshop,
        "form": form,
        "lines": [
            (seat, came, part, said.get(seat.person_id)) for seat, came, part in form.lines()
        ],
    }
    return respond(request, "training/presence.html", context)


def _form(request: Request, day: MeetingDay, said: dict[int, Presence]) -> PresenceForm:
    seats = [
        one
        for one in people.seats(request.viewer, day.site.workshop).filter(
            site=day.site_id, status=SeatStatus.SEATED
        )[:PEOPLE_ON_A_LIST]
        if one.person_id != request.viewer.person_id
    ]
    sent = request.POST if request.method == "POST" else None
    return PresenceForm(sent, day=day, seats=seats, said=said)


@login_required
@require_safe
def people_page(request: Request, pk: int) -> HttpResponse:
    """The list of those who come, and numbers by site."""
    viewer = request.viewer
    row = in_its_words(queries.workshop(viewer, pk))
    tallies = people.tallies(row)
    WORKSHOP_RIGHTS.decide(viewer, row, "read_people").or_refuse()
    page = page_of(people.seats(viewer, row), request.GET.get("page"))
    led = [one for one in tallies if one.site.leader_id == viewer.person_id]
    takes_out = WORKSHOP_RIGHTS.decide(viewer, row, "take_out")
    context = {
        "title": _("Who comes"),
        "workshop": row,
        "tallies": tallies if takes_out else led,
        "page": page,
        "rows": [
            (one, SEAT_RIGHTS.decide(viewer, one.seat, "free")) for one in people.rows_of(row, page)
        ],
        "free": SEAT_RIGHTS.label("free"),
        "takes_out": takes_out,
        "readers": list_readers(),
    }
    return respond(request, "training/people.html", context)


@login_required
@require_POST
def take_out(request: Request, pk: int) -> HttpResponse:
    """All of them, for a spreadsheet; that it was taken out is on record."""
    viewer = request.viewer
    row = in_its_words(queries.workshop(viewer, pk))
    actions.take_out(row, by=viewer)
    rows = people.rows_of(row, people.seats(viewer, row))
    most = max((len(one.days) for one in rows), default=0)
    header = [
        pgettext("workshop", "Name"),
        pgettext("workshop", "School"),
        pgettext("workshop", "Site"),
        pgettext("workshop", "Place"),
        *(_("Minutes on day %(number)s") % {"number": number} for number in range(1, most + 1)),
        pgettext("workshop", "Minutes"),
        pgettext("workshop", "Of planned minutes"),
    ]
    lines = [
        [
            one.seat.person.name,
            one.seat.school.name if one.seat.school else "",
            one.seat.site.name,
            one.seat.get_status_display(),
            *["" if said is None else said.minutes for said in one.days],
            *[""] * (most - len(one.days)),
            one.minutes,
            one.planned,
        ]
        for one in rows
    ]
    return sheet(f"workshop-{pk}.csv", header, lines)
