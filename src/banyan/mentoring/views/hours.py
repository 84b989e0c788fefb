"""Hours that one keeps, days on which one is away; and the times that a teacher can book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from banyan.kernel.decision import Unfit
from banyan.kernel.hours import DAY, minute, moment
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.forms.hours import (
    BookForm,
    DayForm,
    LeaveForm,
    LimitsForm,
    TimesFilter,
    WeeklyForm,
    clock_of,
)
from banyan.mentoring.models import Availability, DayHours, WeeklyHours
from banyan.mentoring.queries import hours as queries
from banyan.mentoring.queries import mentorships as pairs
from banyan.mentoring.rules import BOOKING_RIGHTS, DAY_RIGHTS, LEAVE_RIGHTS, WEEKLY_RIGHTS
from banyan.mentoring.states import SessionMode
from banyan.programmes.queries import in_its_words, speak_for
from banyan.ui import words
from banyan.ui.forms import say_unfit
from banyan.ui.http import Request, respond
from banyan.ui.pieces import Link
from banyan.ui.words import clock, zone_name


@dataclass(frozen=True, slots=True)
class Stretch:
    """Hours as a page says them; without a beginning there are none."""

    pk: int
    begins: str
    ends: str
    next_day: bool = False


def _stretch(row: WeeklyHours | DayHours) -> Stretch:
    if row.begins is None or row.ends is None:
        return Stretch(row.pk, "", "")
    begins, ends = clock(clock_of(row.begins)), clock(clock_of(row.ends))
    return Stretch(row.pk, begins, ends, row.ends > DAY)


def _own_page(request: Request, **bound: Any) -> HttpResponse:
    """The page of one's hours, with the form that was sent and could not be taken."""
    viewer = request.viewer
    speak_for(viewer)
    kept = queries.own_hours(viewer)
    row = kept.availability
    # Her hours stay with the clock by which she keeps them; where she lives by another one now,
    # the page asks.
    elsewhere = row is not None and row.time_zone != str(viewer.zone)
    week = [
        (name, [_stretch(one) for one in kept.weekly if one.weekday == number])
        for number, name in WEEKDAYS.items()
    ]
    forms = {
        "weekly_form": WeeklyForm(auto_id="weekly_%s").sent_to(reverse("mentoring:hours_add")),
        "day_form": DayForm(auto_id="day_%s").sent_to(reverse("mentoring:day_set")),
        "leave_form": LeaveForm().sent_to(reverse("mentoring:leave_take")),
        "limits_form": _limits(request, None, row),
        **bound,
    }
    context = {
        **forms,
        "forms": list(forms.values()),
        "availability": row,
        "zone": zone_name(row.time_zone if row else None),
        "elsewhere": elsewhere,
        "week": week if kept.weekly else [],
        "days": [
            (on, [_stretch(one) for one in each])
            for on, each in groupby(kept.days, lambda one: one.on)
        ],
        "leaves": kept.leaves,
        "drop_weekly": WEEKLY_RIGHTS.label("drop"),
        "drop_day": DAY_RIGHTS.label("drop"),
        "drop_leave": LEAVE_RIGHTS.label("drop"),
    }
    return respond(request, "mentoring/hours.html", context, status=422 if bound else 200)


def _limits(request: Request, data: Any, row: Availability | None) -> LimitsForm:
    here = str(request.viewer.zone)
    return LimitsForm(
        data,
        initial=LimitsForm.of(row),
        zone=here if row is not None and row.time_zone != here else "",
        zone_name=zone_name(),
    ).sent_to(reverse("mentoring:hours"))


def _act(
    request: Request, name: str, form: Any, do: Callable[[], object], done: str
) -> HttpResponse:
    """Do what a form of the page asks for, or show the page with what is wrong beside its field."""
    if form.is_valid():
        try:
            do()
        except Unfit as refusal:
            say_unfit(form, refusal)
        else:
            messages.success(request, done)
            return redirect("mentoring:hours")
    return _own_page(request, **{name: form})


@login_required
@require_http_methods(["GET", "POST"])
def hours(request: Request) -> HttpResponse:
    """When one can be met: the week, single days, leave; POST says how, and within which limits."""
    if request.method == "GET":
        return _own_page(request)
    viewer = request.viewer
    form = _limits(request, request.POST, queries.keeps_hours(viewer.person_id))
    return _act(
        request,
        "limits_form",
        form,
        lambda: actions.set_limits(**form.values(), by=viewer),
        _("Saved."),
    )


@login_required
@require_POST
def add(request: Request) -> HttpResponse:
    form = WeeklyForm(request.POST, auto_id="weekly_%s").sent_to(reverse("mentoring:hours_add"))
    viewer = request.viewer
    return _act(
        request,
        "weekly_form",
        form,
        lambda: actions.add_hours(**form.values(), by=viewer),
        _("You can be met in these hours from now on."),
    )


@login_required
@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    actions.drop_hours(queries.own_weekly(request.viewer, pk), by=request.viewer)
    messages.success(request, _("Taken out. What is booked in these hours stands."))
    return redirect("mentoring:hours")


@login_required
@require_POST
def set_day(request: Request) -> HttpResponse:
    form = DayForm(request.POST, auto_id="day_%s").sent_to(reverse("mentoring:day_set"))
    viewer = request.viewer
    return _act(
        request,
        "day_form",
        form,
        lambda: actions.set_day(form.cleaned_data["on"], form.hours, by=viewer),
        _("Saved. What is booked on that day stands.")
        if form.is_valid() and form.hours
        else _("Nobody can book you on that day. What is booked on it stands."),
    )


@login_required
@require_POST
def drop_day(request: Request, pk: int) -> HttpResponse:
    is_usual = actions.drop_day(queries.own_day(request.viewer, pk), by=request.viewer)
    usual = _("That day is as your week has it again.")
    other = _("Taken out. What is booked in these hours stands.")
    messages.success(request, usual if is_usual else other)
    return redirect("mentoring:hours")


@login_required
@require_POST
def take_leave(request: Request) -> HttpResponse:
    form = LeaveForm(request.POST).sent_to(reverse("mentoring:leave_take"))
    viewer = request.viewer
    return _act(
        request,
        "leave_form",
        form,
        lambda: actions.take_leave(**form.cleaned_data, by=viewer),
        _("Nobody can book you on these days. What is planned on them stands."),
    )


@login_required
@require_POST
def drop_leave(request: Request, pk: int) -> HttpResponse:
    actions.drop_leave(queries.own_leave(request.viewer, pk), by=request.viewer)
    messages.success(request, _("You are not away then any more."))
    return redirect("mentoring:hours")


@login_required
@require_http_methods(["GET", "POST"])
def times(request: Request, pk: int) -> HttpResponse:
    """The times that a mentor's hours leave, by day; a tap books one."""
    viewer = request.viewer
    pair = in_its_words(pairs.mentorship(viewer, pk))
    BOOKING_RIGHTS.decide(viewer, pair, "book").or_refuse()
    trouble = ""
    if request.method == "POST":
        chosen = BookForm(request.POST)
        if chosen.is_valid():
            try:
                made = actions.book(
                    pair,
                    moment(chosen.cleaned_data["at"]),
                    chosen.cleaned_data["minutes"],
                    by=viewer,
                )
            except Unfit as refusal:
                trouble = str(refusal)
            else:
                messages.success(request, _("Booked. Your mentor is told."))
                return redirect("mentoring:session", made.pk)
        else:
            trouble = _("Choose one of the times.")
    return _times_page(request, viewer, pair, trouble)


def _times_page(request: Request, viewer: Viewer, pair: Any, trouble: str) -> HttpResponse:
    wanted = TimesFilter(request.POST if request.method == "POST" else request.GET)
    lengths = queries.lengths(pair)
    asked = wanted.cleaned_data.get("minutes") if wanted.is_valid() else None
    minutes = asked if asked in lengths else pairs.blueprint_of(pair.cohort).session.minutes.default
    found = queries.times(viewer, pair, minutes, wanted.since_or_none())
    if found is None:
        return redirect("mentoring:session_propose", pair.pk)
    context = {
        "pair": pair,
        "found": found,
        "days": [(day, [(clock(at), minute(at)) for at in moments]) for day, moments in found.days],
        "trouble": trouble,
        "lengths": [
            Link(words.minutes(each), f"?minutes={each}", each == minutes) for each in lengths
        ],
        "minutes": minutes,
        "mode_label": SessionMode(found.mode).label,
        "zone": zone_name(),
        "zones": {str(viewer.zone), pair.mentor.time_zone},
    }
    return respond(request, "mentoring/times.html", context, status=409 if trouble else 200)
