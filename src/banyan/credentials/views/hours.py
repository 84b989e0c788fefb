"""Hours of professional development: a year's view of one's own, claims, and their decisions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.credentials import actions
from banyan.credentials.forms import HoursForm, RefuseHoursForm
from banyan.credentials.models import HoursClaim
from banyan.credentials.queries import hours as queries
from banyan.credentials.queries.hours import Held
from banyan.credentials.rules import CLAIMING, HOURS
from banyan.credentials.standings import CLAIM_READERS
from banyan.credentials.states import ClaimStatus
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries import mentorships
from banyan.mentoring.queries.mentorships import blueprint_of, story
from banyan.mentoring.standings import readers
from banyan.programmes import queries as programmes
from banyan.programmes.models import Cohort
from banyan.programmes.queries import in_its_words, speak_for
from banyan.programmes.queries.frameworks import items_of, named_in, read_as, written_in
from banyan.trail.queries import subject_of
from banyan.ui import words
from banyan.ui.http import Request, form_token, respond
from banyan.ui.paging import Page
from banyan.ui.sheets import long_sheet

TONES = {
    ClaimStatus.CLAIMED: "marigold",
    ClaimStatus.ATTESTED: "sky",
    ClaimStatus.AWARDED: "leaf",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A claim as a list shows it."""

    row: HoursClaim
    title: str
    tone: str
    now: int | None = None
    """The minutes that its sessions make now, where that is something else."""


def _lines(
    rows: Page[HoursClaim] | list[HoursClaim], changed: Mapping[int, int] | None = None
) -> list[Line]:
    """`changed` are the differences of these claims, on a page that tells them."""
    now = {row.pk: row.minutes + changed[row.pk] for row in rows if changed and row.pk in changed}
    return [
        Line(row, queries.title(row), TONES.get(ClaimStatus(row.status), ""), now.get(row.pk))
        for row in rows
    ]


@login_required
@require_GET
def own(request: Request) -> HttpResponse:
    """The viewer's year: what is asked, what is awarded, what is on its way."""
    viewer = request.viewer
    speak_for(viewer)
    pairs = queries.pairs_with_hours(viewer)
    page = queries.own_claims(viewer, request.GET.get("page"))
    context = {
        "years": queries.years(viewer, pairs),
        "pairs": pairs,
        "waiting": _lines(queries.to_attest(viewer)),
        "page": Page(_lines(page), page.number, page.has_next),
    }
    return respond(request, "credentials/hours.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    pair = in_its_words(mentorships.mentorship(viewer, pk))
    sending = _sending(request)
    if sending and (before := queries.sent_before(viewer, sending)):
        return _claimed(request, before)  # its sessions are not on offer any more
    CLAIMING.decide(viewer, pair, "claim").or_refuse()
    form = HoursForm(
        request.POST if request.method == "POST" else None,
        shares=queries.titles_of(blueprint_of(pair.cohort)),
        sessions=queries.unclaimed(viewer, pair),
        standards=_standards(pair),
        began=pair.cohort.starts_on,
        today=viewer.today,
    )
    if form.is_valid():
        made = actions.claim_hours(pair, by=viewer, form=sending, **form.claimed())
        return _claimed(request, made)
    other = pair.mentee if pair.mentor_id == viewer.person_id else pair.mentor
    as_claimed = HoursClaim(person_id=viewer.person_id, mentorship=pair)
    context = {
        "pair": pair,
        "form": form,
        "other": other.name,
        "readers": readers(CLAIM_READERS, viewer, as_claimed),
    }
    return respond(request, "credentials/hours_claim.html", context)


def _sending(request: Request) -> str:
    """What tells one sending of the form from every other: its token and what stands in it. Empty
    when nothing was sent."""
    token = form_token(request)
    return json.dumps(sorted(request.POST.lists())) if token else ""


def _claimed(request: Request, made: HoursClaim) -> HttpResponse:
    messages.success(request, _("The other one of you is asked to confirm it."))
    return redirect("credentials:hours_one", pk=made.pk)


def _standards(pair: Mentorship) -> list[tuple[str, list[tuple[str, str]]]]:
    """The items of the frameworks that the blueprint names, by framework."""
    locale = get_language() or "en"
    found = [(one, written_in(one, locale)) for one in named_in(blueprint_of(pair.cohort))]
    return [(one.title.in_(language), items_of(one, language)) for one, language in found]


@login_required
@require_GET
def one(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = queries.claim(viewer, pk)
    in_its_words(row.mentorship.cohort)
    sessions = queries.sessions_of(viewer, [row]).get(pk, [])
    context = {
        "row": row,
        "title": queries.title(row),
        "tone": TONES.get(ClaimStatus(row.status), ""),
        "sessions": sessions,
        "changed": _changed(row, sessions),
        "standard": read_as(row.standard, get_language() or "en") if row.standard else "",
        "is_own": row.person_id == viewer.person_id,
        "moves": [
            (move.verb, move.label, reverse(f"credentials:hours_{move.verb}", args=[pk]))
            for move, decision in HOURS.open_to(viewer, row)
            if decision
        ],
        "happened": story([subject_of(row)]),
        "readers": readers(CLAIM_READERS, viewer, row),
    }
    return respond(request, "credentials/hours_one.html", context)


def _changed(row: HoursClaim, sessions: Iterable[Held]) -> str:
    """What is otherwise now, in a sentence; empty where nothing is."""
    if all(one.now == one.claimed for one in sessions):
        return ""
    return _("The sessions now say %(now)s; when it was claimed they said %(then)s.") % {
        "now": words.short_minutes(sum(one.now for one in sessions)),
        "then": words.short_minutes(row.minutes),
    }


@login_required
@require_GET
def of_cohort(request: Request, pk: int) -> HttpResponse:
    """Claims that both have confirmed, for those who award them."""
    viewer = request.viewer
    cohort = in_its_words(programmes.cohort_to_run(viewer, pk))
    page = queries.to_award(viewer, cohort, request.GET.get("page"))
    lines = _lines(page, queries.differences(viewer, page))
    context = {"cohort": cohort, "page": Page(lines, page.number, page.has_next)}
    return respond(request, "credentials/cohort_hours.html", context)


@login_required
@require_GET
def of_cohort_csv(request: Request, pk: int) -> StreamingHttpResponse:
    """The awarded hours of a cohort; below each what its sessions say otherwise now."""
    viewer = request.viewer
    cohort = in_its_words(programmes.cohort_to_run(viewer, pk))
    head = [
        pgettext("hours", "Number"),
        pgettext("hours", "Entry"),
        pgettext("hours", "Name"),
        pgettext("hours", "Kind"),
        pgettext("hours", "Day"),
        pgettext("hours", "Minutes"),
        pgettext("hours", "Confirmed by"),
        pgettext("hours", "Awarded by"),
        pgettext("hours", "Awarded on"),
    ]
    return long_sheet(f"hours-{pk}.csv", head, _awarded(viewer, cohort))


def _awarded(viewer: Viewer, cohort: Cohort) -> Iterator[list[object]]:
    for row, changed in queries.awarded(viewer, cohort):
        what = [row.person.name, queries.title(row), row.happened_on.isoformat()]
        people = [each.name if each else "" for each in (row.attested_by, row.decided_by)]
        on = words.on(row.decided_at).isoformat() if row.decided_at else ""
        yield [row.pk, pgettext("hours", "Awarded"), *what, row.minutes, *people, on]
        if changed is not None:
            yield [row.pk, pgettext("hours", "Difference since"), *what, changed, *people, on]


def _move(act: Callable[..., HoursClaim], said: Callable[[], str]) -> Any:
    @login_required
    @require_POST
    def moved(request: Request, pk: int) -> HttpResponse:
        row = queries.claim(request.viewer, pk)
        in_its_words(row.mentorship.cohort)
        act(row, by=request.viewer)
        messages.success(request, said())
        return redirect("credentials:hours_one", pk=pk)

    return moved


attest = _move(actions.attest_hours, lambda: _("Thank you. A coordinator awards them now."))
award = _move(actions.award_hours, lambda: _("Awarded. They stand as they are from now on."))
withdraw = _move(actions.withdraw_hours, lambda: _("Taken back. You can claim them anew."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = queries.claim(viewer, pk)
    in_its_words(row.mentorship.cohort)
    HOURS.decide(viewer, row, "refuse").or_refuse()
    form = RefuseHoursForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.refuse_hours(row, form.cleaned_data["because"], by=viewer)
        messages.success(request, _("Whoever claims the hours is told why."))
        return redirect("credentials:hours_one", pk=pk)
    context = {"row": row, "title": queries.title(row), "form": form}
    return respond(request, "credentials/hours_refuse.html", context)
