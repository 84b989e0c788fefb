"""Pages of who appraises or manages whom, for those who keep the roles of a place."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from banyan.organisations import actions, queries
from banyan.organisations.forms import LastDayOfLineForm, ReportingForm
from banyan.organisations.queries.reporting import (
    reporting_lines,
    reporting_lines_of,
    seniors_at,
)
from banyan.organisations.rules import may_end_line
from banyan.organisations.views.places import about
from banyan.trail.actions import subject_of
from banyan.ui.http import Request, respond


@login_required
def reporting(request: Request, pk: int) -> HttpResponse:
    """Whom this person reports to, by the role that she holds here; and another one."""
    held = queries.memberships(request.viewer).get(pk=pk)
    person, place, today = held.person, held.organisation, request.viewer.today
    form = ReportingForm(
        request.POST or None, person=person, offered=seniors_at(place, person.pk, today)
    )
    if form.is_valid():
        line = actions.enter_reporting_line(
            person, organisation=place, by=request.viewer, **form.cleaned_data
        )
        messages.success(
            request,
            gettext("%(name)s reports to %(senior)s.")
            % {"name": person.name, "senior": line.reports_to.name},
        )
        return redirect("organisations:reporting", held.pk)
    every = reporting_lines_of(request.viewer, person.pk)
    lines = [
        (line, line.ends_on is None and bool(may_end_line(request.viewer, line)))
        for line in every
        if line.ends_on is None or line.ends_on > today
    ]
    context = {
        **about(request, place, ""),
        "held": held,
        "form": form,
        "lines": lines,
        "entries": queries.history_of([subject_of(line) for line in every]),
    }
    return respond(request, "organisations/reporting.html", context)


@login_required
def end(request: Request, pk: int) -> HttpResponse:
    """The last day on which somebody reports to somebody."""
    line = reporting_lines(request.viewer).get(pk=pk, ends_on__isnull=True)
    may_end_line(request.viewer, line).or_refuse()
    form = LastDayOfLineForm(
        request.POST or None,
        starts_on=line.starts_on,
        initial={"last_day": max(request.viewer.today, line.starts_on)},
    )
    if form.is_valid():
        on = form.cleaned_data["last_day"] + timedelta(days=1)
        actions.end_reporting_line(line, by=request.viewer, on=on)
        messages.success(request, gettext("Saved."))
        return redirect("organisations:people", line.organisation_id)
    context = {**about(request, line.organisation, ""), "line": line, "form": form}
    return respond(request, "organisations/end_reporting.html", context)
