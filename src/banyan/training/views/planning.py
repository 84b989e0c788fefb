"""What a coordinator does: plan a workshop, its sites and days, its link, what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.kernel.decision import Unfit
from banyan.programmes import queries as programmes
from banyan.programmes.queries import in_its_words
from banyan.training import actions
from banyan.training.forms.planning import (
    CancelForm,
    DayForm,
    FreeSeatForm,
    SeenForm,
    SiteForm,
    WorkshopForm,
)
from banyan.training.forms.sharing import RecordingForm, ResourceForm
from banyan.training.models import Site, Workshop
from banyan.training.queries import workshops as queries
from banyan.training.rules import (
    DAY_RIGHTS,
    PLANNING_RIGHTS,
    SEAT_RIGHTS,
    SITE_RIGHTS,
    WORKSHOP,
    WORKSHOP_RIGHTS,
    live,
)
from banyan.training.states import SeatStatus, WorkshopStatus
from banyan.training.views.workshops import TONES
from banyan.ui.forms import say_unfit
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of

PAGE = require_http_methods(["GET", "HEAD", "POST"])


def attempt(form: Form, act: Callable[[], object]) -> bool:
    """Whether it was done; else the form says beside its field what could not be taken."""
    try:
        act()
    except Unfit as refusal:
        say_unfit(form, refusal)
        return False
    return True


def sent(request: Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


@login_required
@require_safe
def of_programme(request: Request, code: str) -> HttpResponse:
    """All of a programme, drafts too, for those who run it."""
    viewer = request.viewer
    programme = in_its_words(programmes.programme_to_run(viewer, code))
    page = page_of(queries.workshops_of(viewer, programme), request.GET.get("page"))
    context = {
        "title": _("Workshops and webinars"),
        "programme": programme,
        "page": page,
        "rows": [(row, TONES[WorkshopStatus(row.status)]) for row in page],
    }
    return respond(request, "training/of_programme.html", context)


@login_required
@PAGE
def plan(request: Request, code: str) -> HttpResponse:
    viewer = request.viewer
    programme = in_its_words(programmes.programme_to_run(viewer, code))
    PLANNING_RIGHTS.decide(viewer, programme, "plan").or_refuse()
    form = WorkshopForm(
        sent(request),
        cohorts=programmes.cohorts_of(viewer, programme),
        initial={"register_by_on": viewer.today + timedelta(days=14)},
    )
    if form.is_valid():
        made: list[Workshop] = []
        if attempt(form, lambda: made.append(actions.plan(programme, by=viewer, **form.said()))):
            messages.success(request, _("Planned. Say next where it is, and when."))
            return redirect("training:add_site", made[0].pk)
    context = {
        "title": _("Plan a workshop or a webinar"),
        "form": form,
        "back": reverse("training:of_programme", args=[code]),
        "back_text": _("Workshops and webinars"),
        "go": _("Plan it"),
    }
    return respond(request, "training/form.html", context)


def _form_of(
    request: Request,
    row: Workshop,
    form: Form,
    title: str,
    go: str,
    lead: str = "",
    drop: str = "",
    back: tuple[str, str] | None = None,
) -> HttpResponse:
    url, text = back or (reverse("training:workshop", args=[row.pk]), row.title)
    context = {
        "title": title,
        "form": form,
        "back": url,
        "back_text": text,
        "go": go,
        "lead": lead,
        "drop": drop,
    }
    return respond(request, "training/form.html", context)


@login_required
@PAGE
def change(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = in_its_words(queries.workshop(viewer, pk))
    WORKSHOP_RIGHTS.decide(viewer, row, "change").or_refuse()
    form = WorkshopForm(
        sent(request),
        cohorts=programmes.cohorts_of(viewer, row.programme),
        initial=WorkshopForm.of(row),
    )
    if form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        if attempt(form, lambda: actions.change(row, seen, by=viewer, **form.said())):
            messages.success(request, _("Saved."))
            return redirect("training:workshop", pk)
    return _form_of(request, row, form, _("Change the workshop"), _("Save"))


@login_required
@require_POST
def open_it(request: Request, pk: int) -> HttpResponse:
    row = queries.workshop(request.viewer, pk)
    actions.open_workshop(row, by=request.viewer)
    messages.success(request, _("It is open. Share its link with those whom it is for."))
    return redirect("training:workshop", pk)


@login_required
@require_POST
def hold(request: Request, pk: int) -> HttpResponse:
    row = queries.workshop(request.viewer, pk)
    actions.hold(row, by=request.viewer)
    messages.success(request, _("Noted. You can give certificates now to those who came."))
    return redirect("training:workshop", pk)


@login_required
@PAGE
def cancel(request: Request, pk: int) -> HttpResponse:
    row = in_its_words(queries.workshop(request.viewer, pk))
    WORKSHOP.decide(request.viewer, row, "cancel").or_refuse()
    form = CancelForm(sent(request))
    if form.is_valid() and attempt(
        form, lambda: actions.cancel(row, form.cleaned_data["reason"], by=request.viewer)
    ):
        messages.success(request, _("Cancelled. Everybody with a place is told."))
        return redirect("training:workshop", pk)
    return _form_of(request, row, form, _("Cancel the workshop"), _("Cancel the workshop"))


@login_required
@PAGE
def free_seat(request: Request, pk: int) -> HttpResponse:
    """Somebody will not come, or has a seat in error: why, and then it is free."""
    seat = queries.seat(request.viewer, pk)
    row, name = in_its_words(seat.workshop), {"name": seat.person}
    SEAT_RIGHTS.decide(request.viewer, seat, "free").or_refuse()
    people = reverse("training:people", args=[row.pk])
    form = FreeSeatForm(sent(request))
    if form.is_valid() and attempt(
        form, lambda: actions.free_seat(seat, form.cleaned_data["reason"], by=request.viewer)
    ):
        said = _("The place of %(name)s is free. The reason is told to nobody else.")
        messages.success(request, said % name)
        return redirect(people)
    lead = (
        _("%(name)s is told at once. Whoever waits first at %(site)s has the seat.")
        if seat.status == SeatStatus.SEATED
        else _("%(name)s is told at once, and waits at %(site)s no more.")
    )
    return _form_of(
        request, row, form, _("Free the place of %(name)s") % name,
        str(SEAT_RIGHTS.label("free")), lead % {**name, "site": seat.site.name},
        back=(people, _("Who comes")),
    )  # fmt: skip


@login_required
@require_POST
def renew_link(request: Request, pk: int) -> HttpResponse:
    row = queries.workshop(request.viewer, pk)
    form = SeenForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else row.link_edition
    actions.renew_link(row, seen, by=request.viewer)
    messages.success(request, _("There is a new link. The one before works no more."))
    return redirect(reverse("training:workshop", args=[pk]) + "#link")


def _may_look_up(request: Request) -> bool:
    """Few addresses at a time: nobody finds out by trying whose they are."""
    key = str(request.viewer.person_id)
    return bool(ratelimit.consume(request, action="workshop_leader", key=key))


@login_required
@PAGE
def add_site(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = in_its_words(queries.workshop(viewer, pk))
    WORKSHOP_RIGHTS.decide(viewer, row, "add_site").or_refuse()
    form = SiteForm(
        sent(request),
        leaders=queries.leaders(row.programme, viewer, viewer.person_id),
        may_look_up=lambda: _may_look_up(request),
        initial={"leader": viewer.person_id, "time_zone": str(viewer.zone), "seats": 30},
    )
    if form.is_valid():
        made: list[Site] = []
        act = lambda: made.append(actions.add_site(row, by=viewer, **form.said()))  # noqa: E731
        if attempt(form, act):
            messages.success(request, _("Added. Say next on which day it is."))
            return redirect("training:add_day", made[0].pk)
    return _form_of(
        request,
        row,
        form,
        _("Add a site"),
        _("Add the site"),
        _("Each site has its own seats, days and waiting list. Most workshops have one."),
    )


@login_required
@PAGE
def change_site(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    site = queries.site(viewer, pk)
    row = in_its_words(site.workshop)
    SITE_RIGHTS.decide(viewer, site, "change").or_refuse()
    live(viewer, row).or_refuse()
    form = SiteForm(
        sent(request),
        leaders=queries.leaders(row.programme, viewer, site.leader_id),
        may_look_up=lambda: _may_look_up(request),
        initial=SiteForm.of(site),
    )
    if form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        if attempt(form, lambda: actions.change_site(site, seen, by=viewer, **form.said())):
            messages.success(request, _("Saved. Everybody with a place there is told."))
            return redirect("training:workshop", row.pk)
    return _form_of(request, row, form, _("Change the site"), _("Save"))


@login_required
@PAGE
def add_day(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    site = queries.site(viewer, pk)
    row = in_its_words(site.workshop)
    SITE_RIGHTS.decide(viewer, site, "add_day").or_refuse()
    live(viewer, row).or_refuse()
    form = DayForm(sent(request), zone=ZoneInfo(site.time_zone))
    if form.is_valid() and attempt(form, lambda: actions.add_days(site, form.times, by=viewer)):
        messages.success(request, _("Added."))
        return redirect("training:workshop", row.pk)
    return _form_of(request, row, form, _("Add a day"), _("Add the day"), _clock(site))


def _clock(site: Site) -> str:
    return _("%(site)s: by the clock of %(zone)s.") % {"site": site.name, "zone": site.time_zone}


@login_required
@PAGE
def change_day(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    day = queries.day(viewer, pk)
    row = in_its_words(day.site.workshop)
    DAY_RIGHTS.decide(viewer, day, "change").or_refuse()
    zone = ZoneInfo(day.site.time_zone)
    form = DayForm(sent(request), zone=zone, repeats=False, initial=DayForm.of(day, zone))
    if form.is_valid():
        begins, ends = form.times[0]
        seen = form.cleaned_data["seen"] or 0
        if attempt(form, lambda: actions.change_day(day, seen, begins, ends, by=viewer)):
            messages.success(request, _("Saved. Everybody with a place there is told."))
            return redirect("training:workshop", row.pk)
    drop = reverse("training:drop_day", args=[pk])
    return _form_of(request, row, form, _("Change the time"), _("Save"), _clock(day.site), drop)


@login_required
@require_POST
def drop_day(request: Request, pk: int) -> HttpResponse:
    day = queries.day(request.viewer, pk)
    actions.drop_day(day, by=request.viewer)
    messages.success(request, _("The day is taken out. Everybody with a place there is told."))
    return redirect("training:workshop", day.site.workshop_id)


@login_required
@PAGE
def recording(request: Request, pk: int) -> HttpResponse:
    row = in_its_words(queries.workshop(request.viewer, pk))
    WORKSHOP_RIGHTS.decide(request.viewer, row, "share").or_refuse()
    form = RecordingForm(sent(request), initial={"recording_url": row.recording_url})
    if form.is_valid() and attempt(
        form,
        lambda: actions.share_recording(row, form.cleaned_data["recording_url"], by=request.viewer),
    ):
        messages.success(request, _("Saved."))
        return redirect("training:workshop", pk)
    return _form_of(request, row, form, _("Recording"), _("Save"))


@login_required
@PAGE
def add_resource(request: Request, pk: int) -> HttpResponse:
    row = in_its_words(queries.workshop(request.viewer, pk))
    WORKSHOP_RIGHTS.decide(request.viewer, row, "share").or_refuse()
    form = ResourceForm(sent(request))
    if form.is_valid() and attempt(
        form, lambda: actions.add_resource(row, by=request.viewer, **form.said())
    ):
        messages.success(request, _("Added."))
        return redirect("training:workshop", pk)
    return _form_of(request, row, form, _("Something to look at"), _("Add it"))


@login_required
@require_POST
def drop_resource(request: Request, pk: int, resource: int) -> HttpResponse:
    row = queries.workshop(request.viewer, pk)
    WORKSHOP_RIGHTS.decide(request.viewer, row, "share").or_refuse()
    actions.drop_resource(queries.resource(request.viewer, row, resource), by=request.viewer)
    messages.success(request, _("It is taken away."))
    return redirect("training:workshop", pk)
