"""Pages of pairs: the list, the pair's own page, and its verbs."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from banyan.kernel.decision import Stale
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.forms.mentorships import EndForm, NothingForm, PairsFilter, PauseForm
from banyan.mentoring.models import Mentorship
from banyan.mentoring.models import Request as Guidance
from banyan.mentoring.queries import mentorships as queries
from banyan.mentoring.queries import sessions
from banyan.mentoring.rules import MENTORSHIP, MENTORSHIP_RIGHTS, all_done
from banyan.mentoring.snapshot import facts_with
from banyan.mentoring.standings import (
    END_WORDS_READERS,
    INVOLVED,
    MENTEE,
    PAIR,
    PAY_READERS,
    readers,
)
from banyan.mentoring.states import MentorshipStatus
from banyan.mentoring.views.journeys import pay, walk
from banyan.organisations.states import Role
from banyan.ui import cells
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of
from banyan.ui.pieces import Link
from blueprint import Journey, journey

TONES = {
    MentorshipStatus.PROPOSED: "marigold",
    MentorshipStatus.HALF_ACCEPTED: "marigold",
    MentorshipStatus.ACTIVE: "leaf",
    MentorshipStatus.PAUSED: "sky",
    MentorshipStatus.COMPLETED: "leaf",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A pair as a list shows it."""

    pair: Mentorship
    what_for: list[str]
    tone: str
    waits: bool  # for the viewer's own answer


def rows_of(viewer: Viewer, pairs: Iterable[Mentorship]) -> list[Row]:
    return [
        Row(
            pair,
            queries.domain_words(pair.cohort, pair.domains),
            TONES.get(MentorshipStatus(pair.status), ""),
            bool(answers(viewer, pair)),
        )
        for pair in pairs
    ]


def cells_of(pairs: Iterable[Any]) -> list[tuple[str, ...]]:
    """Pairs as a table of the area shows them."""
    address = cells.addresses("mentoring:mentorship")
    badges = {s.value: cells.badge(str(s.label), TONES.get(s, "")) for s in MentorshipStatus}
    both = gettext("%(teacher)s with %(mentor)s")
    none_yet, none_planned = gettext("None yet"), gettext("None planned")
    return [
        (
            cells.link(
                both % {"teacher": pair.mentee__name, "mentor": pair.mentor__name},
                address(pair.pk),
            ),
            pair.school__name,
            badges[pair.status],
            cells.day(pair.last_at, "short") or none_yet,
            cells.day(pair.next_at, "short") or none_planned,
        )
        for pair in pairs
    ]


def answers(viewer: Viewer, pair: Mentorship) -> list[str]:
    """The verbs by which this viewer can answer a proposal now."""
    wanted = {"accept", "confirm"}
    return [m.verb for m, ok in MENTORSHIP.open_to(viewer, pair) if ok and m.verb in wanted]


@login_required
@require_GET
def mentorships(request: Request) -> HttpResponse:
    viewer = request.viewer
    coordinates = viewer.has(Role.COORDINATOR)
    own = not coordinates or request.GET.get("of") == "own"
    search = PairsFilter(request.GET)
    pairs = queries.own_pairs(viewer) if own else queries.pairs_in_area(viewer, **search.wanted())
    page = page_of(pairs, request.GET.get("page"))
    here = reverse("mentoring:mentorships")
    context = {
        "page": page,
        "rows": rows_of(viewer, page) if own else cells_of(page),
        "own": own,
        "search": search,
        "tabs": [
            Link(gettext("In your area"), here, not own),
            Link(gettext("Your own"), f"{here}?of=own", own),
        ]
        if coordinates
        else [],
    }
    return respond(request, "mentoring/mentorships.html", context)


@dataclass(frozen=True, slots=True)
class Button:
    """A verb on the page: a link to its form, or a form that is only the button."""

    label: object
    url: str
    variant: str
    at_once: bool
    reason: object  # why it is greyed; empty when it can be pressed


def buttons(viewer: Viewer, pair: Mentorship, found: Journey | None) -> list[Button]:
    """What this viewer sees of the table, live or greyed, in the order of the table."""
    moves = [
        (
            move,
            (decision and all_done(viewer, pair, found)) if move.verb == "complete" else decision,
        )
        for move, decision in MENTORSHIP.open_to(viewer, pair)
    ]
    return [
        Button(
            move.label,
            reverse(f"mentoring:mentorship_{_address(move)}", args=[pair.pk]),
            "primary" if VERBS[_address(move)].at_once else "secondary",
            VERBS[_address(move)].at_once,
            "" if decision else decision.reason,
        )
        for move, decision in moves
    ]


def _address(move: Move) -> str:
    """The second yes is given at the address of the first."""
    return "accept" if move.verb == "confirm" else move.verb


@login_required
@require_GET
def mentorship(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    pair = queries.mentorship(viewer, pk)
    lines = sessions.of_mentorship(viewer, pair)
    met = [(line.starts_at.date(), line.agreed_minutes) for line in lines if line.agreed_minutes]
    facts, design = facts_with(pair, met), queries.blueprint_of(pair.cohort)
    found = journey(design, facts, viewer.today) if facts else None
    context = {
        "pair": pair,
        "row": rows_of(viewer, [pair])[0],
        "lines": lines,
        "coming": coming(viewer, lines),
        "late": bool(pair.answer_by and pair.answer_by < viewer.now),
        "held": sessions.held_of(lines),
        "steps": sessions.open_steps(viewer, pair),
        "reads": bool(MENTORSHIP_RIGHTS.decide(viewer, pair, "read_content")),
        "proposes": bool(MENTORSHIP_RIGHTS.decide(viewer, pair, "propose_session")),
        "readers": readers(INVOLVED, viewer, pair),
        "writers": readers(PAIR, viewer, pair),
        "buttons": buttons(viewer, pair, found),
        "end_words_readers": readers(END_WORDS_READERS, viewer, pair),
        "walk": walk(viewer, pair, found) if found else None,
        "pay_readers": readers(PAY_READERS, viewer, pair),
        "pay": pay(viewer, pair, facts) if facts else [],
        "happened": queries.happened(pair, also=[f"session:{line.id}" for line in lines[:3]]),
    }
    return respond(request, "mentoring/mentorship.html", context)


def coming(viewer: Viewer, lines: Iterable[sessions.Line]) -> sessions.Line | None:
    """The next session that is planned and not over."""
    ahead = [line for line in lines if line.status in sessions.PLANNED]
    ahead = [line for line in ahead if line.ends_at > viewer.now]
    return min(ahead, key=lambda line: line.starts_at, default=None)


@dataclass(frozen=True, slots=True)
class Verb:
    """How a verb looks on its own page, what it asks for, and what it does."""

    heading: object
    explains: object
    done: object
    act: Callable[[Mentorship, dict[str, Any], Viewer], object]
    form: Callable[[Request, Mentorship], forms.Form]
    variant: str = "secondary"
    at_once: bool = False  # pressed on the pair's page itself


def typed(request: Request) -> QueryDict | None:
    """What a form is bound to: nothing until something was sent."""
    return request.POST if request.method == "POST" else None


def _nothing(request: Request, pair: Mentorship) -> forms.Form:
    return NothingForm(typed(request))


def _pause_form(request: Request, pair: Mentorship) -> forms.Form:
    return PauseForm(typed(request), today=request.viewer.today)


def _end_form(request: Request, pair: Mentorship) -> forms.Form:
    is_teacher = MENTEE.holds(request.viewer, pair)
    return EndForm(typed(request), teacher=pair.mentee.name, is_teacher=is_teacher)


VERBS = {
    "accept": Verb(
        _("Work with each other?"),
        _("With the second yes the pair begins, the same day."),
        _("You have said yes."),
        lambda pair, said, by: actions.accept(pair, by=by),
        _nothing,
        variant="primary",
        at_once=True,
    ),
    "decline": Verb(
        _("Decline this proposal?"),
        _("The coordinator looks further for both of you. Nobody is asked why."),
        _("You have declined. The coordinator looks further."),
        lambda pair, said, by: actions.decline(pair, by=by),
        _nothing,
    ),
    "withdraw": Verb(
        _("Withdraw this proposal?"),
        _("Both are told that this pair will not come about. The place is free again."),
        _("The proposal is withdrawn."),
        lambda pair, said, by: actions.withdraw_proposal(pair, by=by),
        _nothing,
    ),
    "pause": Verb(
        _("Pause this pair"),
        _("A pause is for examinations, leave or illness. The place stays yours."),
        _("The pair pauses. Go on whenever it suits you."),
        lambda pair, said, by: actions.pause(pair, said["until"], by=by),
        _pause_form,
    ),
    "resume": Verb(
        _("Go on after the pause?"),
        _("The other one is told."),
        _("The pair goes on."),
        lambda pair, said, by: actions.resume(pair, by=by),
        _nothing,
        variant="primary",
        at_once=True,
    ),
    "complete": Verb(
        _("Complete this pair?"),
        _("Today becomes its last day, and the place is free for another teacher."),
        _("The pair is completed."),
        lambda pair, said, by: actions.complete(pair, by=by),
        _nothing,
    ),
    "end": Verb(
        _("End this pair early"),
        _("An early end is nobody’s fault. Both of you are told today, and the page stays open."),
        _("The pair has ended. Thank you for the time you gave."),
        lambda pair, said, by: actions.end(
            pair, said["reason"], said["words"], said["wants_another"], by=by
        ),
        _end_form,
        variant="danger",
    ),
}


@login_required
@require_http_methods(["GET", "POST"])
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """One verb: its question at GET, done at POST."""
    pair = queries.mentorship(request.viewer, pk)
    how, form = VERBS[verb], VERBS[verb].form(request, pair)
    try:
        label = open_verb(request, MENTORSHIP, pair, _verb_now(pair, verb))
        if request.method == "POST" and form.is_valid():
            how.act(pair, form.cleaned_data, request.viewer)
            messages.success(request, str(how.done))
            return redirect("mentoring:mentorship", pk=pk)
    except Stale as stale:
        url = reverse("mentoring:mentorship", args=[pk])
        return overtaken(request, stale, url, request.POST.get("words", ""))
    reads = _words_readers(request.viewer, pair)
    context = {"pair": pair, "how": how, "form": form, "label": label, "words_readers": reads}
    return respond(request, "mentoring/mentorship_verb.html", context)


def _verb_now(pair: Mentorship, verb: str) -> str:
    """The second yes is a move of its own, given at the address of the first."""
    return "confirm" if verb == "accept" and pair.first_accepted_by_id else verb


def _words_readers(viewer: Viewer, pair: Mentorship) -> str:
    """Who will be able to read the words at the end, once this viewer has written them."""
    written = copy.copy(pair)
    written.ended_by_id = viewer.person_id
    return readers(END_WORDS_READERS, viewer, written)


def open_verb(
    request: Request, table: Lifecycle, thing: Mentorship | Guidance, verb: str
) -> object:
    """The button's word, if this verb is open to this viewer now.

    Raises Refused, or Stale when the thing has moved on since the page was drawn.
    """
    decision = table.decide(request.viewer, thing, verb)
    if decision.reason is table.moved_on or request.POST.get("seen", thing.status) != thing.status:
        raise Stale(str(table.moved_on))
    decision.or_refuse()
    return table.label(verb)


def overtaken(request: Request, stale: Stale, url: str, yours: str = "") -> HttpResponse:
    """Somebody was faster: what was typed is shown again, and the way to how it stands now."""
    context = {"reason": str(stale), "url": url, "yours": yours}
    return respond(request, "mentoring/overtaken.html", context, status=409)
