"""Ledgers of minutes: one's own, and that of a pair, each session with the reason in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from babel.dates import format_skeleton
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banyan.credentials.queries import ledger, person_ledger
from banyan.credentials.queries.ledger import Account, Entry, Row
from banyan.credentials.queries.owing import Due
from banyan.credentials.queries.stipends import pay_of
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries import mentorships
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.standings import COORDINATOR, INVOLVED, PAIR, readers
from banyan.programmes.queries import in_its_words, speak_for
from banyan.ui import words
from banyan.ui.http import Request, respond
from banyan.ui.paging import slice_of
from banyan.ui.pieces import Link
from banyan.ui.sheets import sheet
from blueprint import Dose, Status

MONTHS = "months"  # what stands in an address in the place of a dose; no code is so long a word
SHOWN = 12  # periods on a page; the file has all of them

# Why the minutes of a session count or do not: in the words for the two, and for others.
REASONS: dict[str, tuple[object, object]] = {
    "counts": (
        _("Counts: both of you confirmed it."),
        _("Counts: both confirmed it."),
    ),
    "settled": (_("Counts %(credited)s: the coordinator has settled it."),) * 2,
    "mentor_silent": (
        _("Does not count yet: %(mentor)s has not said how long it was."),
        _("Does not count yet: not both have said how long it was."),
    ),
    "teacher_silent": (
        _("Does not count yet: %(teacher)s has not said how long it was."),
        _("Does not count yet: not both have said how long it was."),
    ),
    "own_silence": (_("Does not count yet: it waits for you to say how long it was."),) * 2,
    "differ": (
        _("Does not count yet: %(mentor)s says %(hers)s, %(teacher)s says %(theirs)s."),
        _("Does not count yet: the two say different minutes."),
    ),
    "unsaid": (
        _("Does not count yet: neither of you has said how long it was."),
        _("Does not count yet: neither has said how long it was."),
    ),
    "never_agreed": (_("Does not count: this time was never confirmed."),) * 2,
    "ahead": (_("Still to come. It counts when both have said afterwards how long it was."),) * 2,
    "proposed": (_("Proposed. It is scheduled when the other one confirms the time."),) * 2,
    "missed": (_("Does not count: it did not take place."),) * 2,
    "cancelled": (_("Does not count: it was called off."),) * 2,
}
TONES = {Status.DONE: "leaf", Status.DUE_SOON: "marigold", Status.OVERDUE: "terracotta"}


def status_words(status: Status) -> str:
    """How a period stands."""
    return {
        Status.DONE: pgettext("ledger", "Reached"),
        Status.DUE_SOON: pgettext("ledger", "Due soon"),
        Status.OVERDUE: pgettext("ledger", "Overdue"),
        Status.ON_HOLD: pgettext("ledger", "On leave"),
        Status.NOT_NEEDED: pgettext("ledger", "Nothing asked"),
    }.get(status, pgettext("ledger", "Running"))


def said(due: Due, pair: Mentorship) -> str:
    """How a pair stands, with what is missing."""
    if not due.live:
        return pair.get_status_display()
    if due.behind:
        return gettext("Overdue: %(missing)s missing") % {
            "missing": words.short_minutes(due.behind)
        }
    if due.status == Status.OVERDUE:
        return ngettext(
            "Overdue: %(count)s session missing",
            "Overdue: %(count)s sessions missing",
            due.sessions_behind,
        ) % {"count": words.number(due.sessions_behind)}
    if due.status == Status.DUE_SOON and due.to_come:
        return gettext("Due soon: %(missing)s missing") % {
            "missing": words.short_minutes(due.to_come)
        }
    return status_words(due.status)


def tone(due: Due) -> str:
    return TONES.get(due.status, "") if due.live else ""


def reason(viewer: Viewer, pair: Mentorship, entry: Entry) -> str:
    """Why the minutes of this session count or do not, in words for this viewer."""
    own, why = PAIR.holds(viewer, pair), entry.why
    silent = {"mentor_silent": pair.mentor_id, "teacher_silent": pair.mentee_id}
    if own and silent.get(why) == viewer.person_id:
        why = "own_silence"
    sentence = str(REASONS[why][0 if own else 1])
    return sentence % {
        "mentor": pair.mentor.name,
        "teacher": pair.mentee.name,
        "hers": words.short_minutes(entry.mentor_said or 0),
        "theirs": words.short_minutes(entry.teacher_said or 0),
        "credited": words.short_minutes(entry.sums.credited),
        "confirmed": words.short_minutes(entry.sums.confirmed),
    }


@dataclass(frozen=True, slots=True)
class Period:
    """A line of the table of periods."""

    label: str
    row: Row
    status: str = ""
    tone: str = ""


@login_required
@require_GET
def own(request: Request) -> HttpResponse:
    """What the viewer has done with all who are or were paired with her, month by month. A group
    stands in the line of each of her pairs, and once in the months and the total."""
    viewer = request.viewer
    speak_for(viewer)
    found = person_ledger.own(viewer)
    paid = (one.pair for one in found.lines if one.pair.mentor_id == viewer.person_id)
    context = {**_of_person(request, found), "is_paid": any(pay_of(pair.cohort) for pair in paid)}
    return respond(request, "credentials/ledgers.html", context)


@login_required
@require_GET
def of_person(request: Request, person_id: int) -> HttpResponse:
    """The same of somebody, for the coordinators of her schools: of the pairs that they see."""
    found = person_ledger.of_person(request.viewer, person_id)
    pair = found.lines[0].pair
    speak_for(request.viewer)
    person = pair.mentor if pair.mentor_id == person_id else pair.mentee
    context = {**_of_person(request, found), "person": person}
    return respond(request, "credentials/ledgers.html", context)


def _of_person(request: Request, found: person_ledger.Account) -> dict[str, object]:
    lines = [
        (one, said(one.due, one.pair) if one.due else "", tone(one.due) if one.due else "")
        for one in found.lines
    ]
    return {
        "page": slice_of(lines, request.GET.get("page")),
        "asks": any(one.due for one in found.lines),
        "months": [_period(row) for row in ledger.by_month(found.given)[:SHOWN]],
        "total": found.total,
        "has_shared": found.has_shared,
    }


@login_required
@require_GET
def of_pair(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    pair = in_its_words(mentorships.mentorship(viewer, pk))
    account = ledger.account(viewer, pair)
    doses = _doses(account)
    chosen = next((one for one in doses if one.code == request.GET.get("of")), None)
    if chosen is None and request.GET.get("of") != MONTHS:
        chosen = next((one for one in doses if one.per != "programme"), None)
    rows = account.of(chosen.code) if chosen else account.by_month()
    modules = _modules(pair)
    context = {
        "pair": pair,
        "tabs": _tabs(pair, doses, chosen),
        "whole": [(_title(one), account.of(one.code)[0]) for one in doses if _is_whole(one)],
        "periods": [_period(row, chosen, modules) for row in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
        "asks": chosen is not None,
        "total": account.total,
        "page": slice_of(
            [(one, reason(viewer, pair, one)) for one in account.entries],
            request.GET.get("page"),
        ),
        "zones": (pair.mentor.time_zone, pair.mentee.time_zone),
        "is_own": PAIR.holds(viewer, pair),
        "coordinates": COORDINATOR.holds(viewer, pair),
        "readers": readers(INVOLVED, viewer, pair),
    }
    return respond(request, "credentials/ledger.html", context)


@login_required
@require_GET
def of_pair_csv(request: Request, pk: int) -> HttpResponse:
    """Every session of the pair, for a spreadsheet."""
    viewer = request.viewer
    pair = in_its_words(mentorships.mentorship(viewer, pk))
    account = ledger.account(viewer, pair)
    head = [
        pgettext("ledger", "Day"),
        pgettext("ledger", "Scheduled, minutes"),
        pgettext("ledger", "Held, minutes"),
        pgettext("ledger", "Confirmed, minutes"),
        pgettext("ledger", "Credited, minutes"),
        pgettext("ledger", "Why"),
    ]
    lines = ([one.day.isoformat(), *one.sums, reason(viewer, pair, one)] for one in account.entries)
    return sheet(f"ledger-{pair.pk}.csv", head, lines)


def _doses(account: Account) -> list[Dose]:
    """What is asked of the pair and has begun, each once."""
    return list({state.dose.code: state.dose for state in account.asked}.values())


def _is_whole(dose: Dose) -> bool:
    return dose.per == "programme"


def _title(dose: Dose) -> str:
    return dose.title.in_(get_language() or "en")


def _modules(pair: Mentorship) -> dict[str, str]:
    language = get_language() or "en"
    return {one.code: one.title.in_(language) for one in blueprint_of(pair.cohort).modules}


def _tabs(pair: Mentorship, doses: list[Dose], chosen: Dose | None) -> list[Link]:
    """The ways to cut the time; none where there is only the month of the calendar."""
    here = reverse("credentials:ledger", args=[pair.pk])
    ways: Iterator[Dose] = (one for one in doses if not _is_whole(one))
    tabs = [Link(_title(one), f"{here}?of={one.code}", one == chosen) for one in ways]
    return [*tabs, Link(gettext("Months"), f"{here}?of={MONTHS}", chosen is None)] if tabs else []


def _period(row: Row, dose: Dose | None = None, modules: dict[str, str] | None = None) -> Period:
    label = _label(row, dose.per if dose else "month")
    if row.module and modules:
        label = modules[row.module]
    if row.status is None:
        return Period(label, row)
    return Period(label, row, status_words(row.status), TONES.get(row.status, ""))


def _label(row: Row, per: str) -> str:
    if per == "month":
        return str(format_skeleton("yMMMM", row.begins_on, locale=words.reader_locale()))
    if per == "year":
        return str(row.begins_on.year)
    last = row.until - timedelta(days=1)
    return gettext("%(first)s to %(last)s") % {
        "first": words.day(row.begins_on, "short"),
        "last": words.day(last, "short"),
    }
