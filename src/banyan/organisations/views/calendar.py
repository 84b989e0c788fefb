"""The calendar of a place: closed days and terms, by hand and from a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.kernel.decision import Stale
from banyan.organisations import actions, queries
from banyan.organisations.actions.calendar import compare_calendar
from banyan.organisations.forms import (
    ApplyCalendarForm,
    CalendarFileForm,
    DaysForm,
    sealed_days,
)
from banyan.organisations.rules import ORGANISATION_RIGHTS
from banyan.organisations.snapshot.calendar import read_calendar
from banyan.organisations.snapshot.tables import BadFile
from banyan.organisations.states import DaysKind
from banyan.organisations.views.places import about
from banyan.ui.http import Request, respond

SHOWN = 60  # of each kind, on a page


@login_required
@require_GET
def calendar(request: Request, pk: int) -> HttpResponse:
    """What is in the calendar of a place and of those above it."""
    viewer = request.viewer
    place = queries.places(viewer).get(pk=pk)
    rows = queries.calendar_of(viewer, place)
    context = {
        **about(request, place, "calendar"),
        "keeps": ORGANISATION_RIGHTS.decide(viewer, place, "keep_calendar"),
        "groups": [
            (gettext("From today on"), [row for row in rows if row.ends_on > viewer.today]),
            (gettext("Over"), [row for row in rows if row.ends_on <= viewer.today]),
        ]
        if rows
        else [],
    }
    return respond(request, "organisations/calendar.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: Request, pk: int) -> HttpResponse:
    """Days by hand."""
    viewer = request.viewer
    place = queries.places(viewer).get(pk=pk)
    ORGANISATION_RIGHTS.decide(viewer, place, "keep_calendar").or_refuse()
    form = DaysForm(request.POST or None, today=viewer.today)
    if form.is_valid():
        actions.add_days(place, **form.values(), by=viewer)
        messages.success(request, gettext("It is in the calendar now."))
        return redirect("organisations:calendar", pk)
    context = {**about(request, place, ""), "form": form}
    return respond(request, "organisations/calendar_add.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: Request, pk: int) -> HttpResponse:
    """A calendar file is looked at; nothing is written yet, and nothing of the file is kept."""
    viewer = request.viewer
    place = queries.places(viewer).get(pk=pk)
    ORGANISATION_RIGHTS.decide(viewer, place, "keep_calendar").or_refuse()
    form = CalendarFileForm(request.POST or None, request.FILES or None)
    context = {**about(request, place, ""), "form": form}
    if form.is_valid():
        file, kind = form.cleaned_data["file"], DaysKind(form.cleaned_data["kind"])
        try:
            found = read_calendar(file.read(), kind, today=viewer.today)
        except BadFile as bad:
            form.add_error("file", str(bad))
        else:
            difference = compare_calendar(place, found.days, by=viewer)
            context |= {
                "found": found,
                "shown_problems": found.problems[:SHOWN],
                "difference": difference,
                "groups": [
                    (gettext("New days"), _shown(difference.new)),
                    (gettext("Changed, as they will be"), _shown(difference.changed)),
                    (gettext("Not in the file any more"), _shown(difference.gone)),
                ],
                "file_name": file.name,
                "sealed": sealed_days(place.pk, viewer.person_id, found.days, difference.counts()),
            }
            return respond(request, "organisations/calendar_check.html", context)
    return respond(request, "organisations/calendar_file.html", context)


def _shown(rows: Iterable[Any]) -> list[tuple[date, date, str]]:
    """The first of them, as a page tells them: first day, last day, what it is."""
    return [
        (row.starts_on, row.ends_on - timedelta(days=1), row.title) for row in islice(rows, SHOWN)
    ]


@login_required
@require_POST
def apply(request: Request, pk: int) -> HttpResponse:
    """Bring in what was looked at."""
    viewer = request.viewer
    place = queries.places(viewer).get(pk=pk)
    ORGANISATION_RIGHTS.decide(viewer, place, "keep_calendar").or_refuse()
    form = ApplyCalendarForm(request.POST)
    if not form.is_valid():
        raise Stale(gettext("This page is no longer valid. Send the file again."))
    days, counts = form.opened(place.pk, viewer.person_id)
    take_out = form.cleaned_data["take_out"]
    actions.bring_in_calendar(place, days, by=viewer, take_out=take_out, seen=counts)
    messages.success(request, gettext("The calendar is as the file says now."))
    return redirect("organisations:calendar", pk)


@login_required
@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    row = queries.calendar_days(request.viewer, pk)
    actions.drop_days(row, by=request.viewer)
    messages.success(request, gettext("It is out of the calendar."))
    return redirect("organisations:calendar", row.organisation_id)
