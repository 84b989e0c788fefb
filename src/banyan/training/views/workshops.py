"""What people see who come: the list, one workshop, its link, and the seats."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.kernel.decision import Decision
from banyan.kernel.lifecycle import Lifecycle
from banyan.kernel.viewer import Viewer
from banyan.programmes.queries import in_its_words, speak_for
from banyan.training import actions
from banyan.training.forms.presence import SeatForm
from banyan.training.models import MeetingDay, Presence, Seat, Site, Workshop
from banyan.training.queries import people
from banyan.training.queries import workshops as queries
from banyan.training.queries.codes import EARLY, link_token
from banyan.training.rules import DAY_RIGHTS, WORKSHOP, WORKSHOP_RIGHTS
from banyan.training.standings import SEAT_TEAM, WORKSHOP_READERS
from banyan.training.states import SeatStatus, WorkshopStatus
from banyan.ui import words
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of

TONES = {
    WorkshopStatus.DRAFT: "sky",
    WorkshopStatus.OPEN: "leaf",
    WorkshopStatus.HELD: "",
    WorkshopStatus.CANCELLED: "terracotta",
}
SEAT_TONES = {SeatStatus.SEATED.value: "leaf", SeatStatus.WAITING.value: "marigold"}


@login_required
@require_GET
def workshops(request: Request) -> HttpResponse:
    """What comes, what was, and for whoever heads a school how many of it."""
    viewer = request.viewer
    speak_for(viewer)
    page = page_of(queries.cards(viewer), request.GET.get("page"))
    context = {
        "title": _("Workshops and webinars"),
        "page": page,
        "rows": [(row, TONES[WorkshopStatus(row.status)], _standing(row)) for row in page],
        "schools": people.of_schools(viewer),
    }
    return respond(request, "training/workshops.html", context)


def _standing(row: Workshop) -> str:
    """How the viewer stands to it, in a word."""
    if row.leads:  # type: ignore[attr-defined]
        return _("You lead it")
    seat = row.seat  # type: ignore[attr-defined]
    return str(SeatStatus(seat).label) if seat else ""


@dataclass(frozen=True, slots=True)
class Line:
    """A day as its page shows it: what is said of the viewer, and what she may do there."""

    day: MeetingDay
    said: Presence | None
    code: Decision
    presence: Decision
    change: Decision


@dataclass(frozen=True, slots=True)
class Place:
    """A site as its page shows it."""

    site: Site
    lines: list[Line]
    is_mine: bool
    free: int
    may_choose: bool
    runs: bool  # she coordinates it


@login_required
@require_GET
def workshop(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = in_its_words(queries.workshop(viewer, pk))
    return respond(request, "training/workshop.html", _context(viewer, row))


def _context(viewer: Viewer, row: Workshop) -> dict[str, object]:
    sites = queries.sites_of(row)
    own = queries.place_of(viewer, row)
    seat = own if own and own.status in queries.PLACED else None
    days = [day for site in sites for day in site.days.all()]
    said = people.own_presence(viewer, days) if seat and not _ahead(viewer, days, seat) else {}
    change = WORKSHOP_RIGHTS.decide(viewer, row, "change")
    take = _chooses(viewer, row, days, seat)
    leads = {site.pk for site in sites if site.leader_id == viewer.person_id}
    runs = bool(WORKSHOP_RIGHTS.decide(viewer, row, "take_out"))
    share = WORKSHOP_RIGHTS.decide(viewer, row, "share")
    seated = seat is not None and seat.status == SeatStatus.SEATED
    resources = queries.resources_of(row)
    return {
        "title": row.title,
        "workshop": row,
        "tone": TONES[WorkshopStatus(row.status)],
        "seat": seat,
        "seat_tone": SEAT_TONES.get(seat.status if seat else "", ""),
        "waits_at": _waits_at(seat),
        "freed": own if own and not seat and row.status == WorkshopStatus.OPEN else None,
        "places": [_place(viewer, site, seat, said, take, runs, leads) for site in sites],
        "comes_now": seated
        and row.status == WorkshopStatus.OPEN
        and _now(viewer, days, seat, said),
        "walks_in": not seated and row.walk_ins and bool(take) and _now(viewer, days, None, said),
        "take": take,
        "gives_back": seat is not None and _ahead(viewer, days, seat),
        "sees_room": seated or runs or leads,
        "before": [one for one in resources if not one.is_after] if seated or runs or leads else [],
        "after": [one for one in resources if one.is_after],
        "share": share,
        "runs": runs,
        "change": change,
        "team": bool(WORKSHOP_RIGHTS.decide(viewer, row, "read_people")),
        "moves": _moves(WORKSHOP, viewer, row),
        "link": _link(row) if runs and row.status == WorkshopStatus.OPEN else "",
        "renew": WORKSHOP_RIGHTS.decide(viewer, row, "renew_link"),
        "readers": list_readers(),
    }


def list_readers() -> str:
    """Who can read the names, from the standings that filter them."""
    return _("The list of those who come is read by %(who)s.") % {
        "who": words.join_names(str(one.words) for one in SEAT_TEAM.each())
    }


def _chooses(viewer: Viewer, row: Workshop, days: list[MeetingDay], seat: Seat | None) -> Decision:
    """Whether she can take a seat or another one. Once her own site has begun she cannot, and
    nothing is asked of the table."""
    if seat is not None and not _ahead(viewer, days, seat):
        return Decision(False)
    return WORKSHOP_RIGHTS.decide(viewer, row, "take_seat")


def _place(
    viewer: Viewer,
    site: Site,
    seat: Seat | None,
    said: dict[int, Presence],
    take: Decision,
    runs: bool,
    leads: set[int],
) -> Place:
    mine = seat is not None and seat.site_id == site.pk
    ahead = any(viewer.now < day.starts_at for day in site.days.all()[:1])
    team = runs or site.pk in leads
    lines = []
    for day in site.days.all():
        day.site = site
        nothing = Decision(False)
        code, presence, change = (
            DAY_RIGHTS.decide(viewer, day, verb) if team else nothing
            for verb in ("show_code", "say_presence", "change")
        )
        lines.append(Line(day, said.get(day.pk) if mine else None, code, presence, change))
    return Place(
        site=site,
        lines=lines,
        is_mine=mine,
        free=site.seats - site.seats_taken,
        may_choose=bool(take) and ahead and not mine,
        runs=runs,
    )


def _now(
    viewer: Viewer, days: list[MeetingDay], seat: Seat | None, said: dict[int, Presence]
) -> bool:
    """Whether a meeting takes place now of which nothing is said of her yet: at her own site, or,
    without a seat, at any."""
    own = [day for day in days if seat is None or day.site_id == seat.site_id]
    now = [day for day in own if day.starts_at - EARLY <= viewer.now <= day.ends_at]
    return any(day.pk not in said for day in now)


def _ahead(viewer: Viewer, days: list[MeetingDay], seat: Seat) -> bool:
    """Whether nobody can have come to her site yet."""
    first = min(day.starts_at for day in days if day.site_id == seat.site_id)
    return viewer.now < first - EARLY


def _waits_at(seat: Seat | None) -> int:
    return queries.place_in_line(seat) if seat and seat.status == SeatStatus.WAITING else 0


def _moves(
    table: Lifecycle, viewer: Viewer, row: Workshop
) -> list[tuple[object, str, bool, Decision]]:
    """Each verb with its address, whether it asks first, and the answer of the table."""
    return [
        (
            move.label,
            reverse(f"training:{move.verb}", args=[row.pk]),
            move.verb == "cancel",
            decision,
        )
        for move, decision in table.open_to(viewer, row)
    ]


def _link(row: Workshop) -> str:
    token = link_token(row.pk, row.link_edition)
    return settings.PUBLIC_URL + reverse("training:by_link", args=[row.pk, token])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: Request, pk: int, token: str) -> HttpResponse:
    """Whoever has the link: the workshop and its button, or one calm sentence."""
    viewer = request.viewer
    row = queries.by_link(viewer, pk, token)
    if row is None:
        return respond(request, "training/no_link.html", {"gone": True}, status=410)
    in_its_words(row)
    take = WORKSHOP_RIGHTS.decide(viewer, row, "take_seat")
    if request.method == "POST":
        return _taken(request, row)
    if WORKSHOP_READERS.holds(viewer, row):
        return redirect("training:workshop", pk)
    if not take:
        context = {"workshop": row, "reason": take.reason}
        return respond(request, "training/no_link.html", context, status=200)
    context = _context(viewer, row) | {"by_link": request.path}
    return respond(request, "training/workshop.html", context)


def _taken(request: Request, row: Workshop) -> HttpResponse:
    seat = actions.take_seat(row, _site(request, row), by=request.viewer)
    if seat.status == SeatStatus.SEATED:
        messages.success(request, _("You have a seat."))
    else:
        messages.success(
            request,
            _("All seats are taken. You are on the waiting list, and move up by yourself."),
        )
    return redirect("training:workshop", row.pk)


def _site(request: Request, row: Workshop) -> Site:
    """The site that was chosen; the only one where there is no other. Http404 for one that the
    workshop does not have."""
    sites = queries.sites_of(row)
    form = SeatForm(request.POST)
    asked = form.cleaned_data["site"] if form.is_valid() else 0
    for site in sites:
        if site.pk == asked or (not asked and len(sites) == 1):
            return site
    raise Http404


@login_required
@require_POST
def take_seat(request: Request, pk: int) -> HttpResponse:
    row = in_its_words(queries.workshop(request.viewer, pk))
    WORKSHOP_RIGHTS.decide(request.viewer, row, "take_seat").or_refuse()
    return _taken(request, row)


@login_required
@require_POST
def give_seat_back(request: Request, pk: int) -> HttpResponse:
    row = in_its_words(queries.workshop(request.viewer, pk))
    actions.give_seat_back(row, by=request.viewer)
    messages.success(request, _("Your place is free for somebody else now. Thank you."))
    return redirect("training:workshops")


@login_required
@require_POST
def move_seat(request: Request, pk: int) -> HttpResponse:
    row = in_its_words(queries.workshop(request.viewer, pk))
    WORKSHOP_RIGHTS.decide(request.viewer, row, "take_seat").or_refuse()
    site = _site(request, row)
    seat = actions.change_site_of_seat(row, site, by=request.viewer)
    said = (
        _("You have a seat at %(site)s now.")
        if seat.status == SeatStatus.SEATED
        else _("You wait for a seat at %(site)s now.")
    )
    messages.success(request, said % {"site": site.name})
    return redirect("training:workshop", pk)
