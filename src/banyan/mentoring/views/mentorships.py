"""Pages of pairs: the list, the pair's own page, and its verbs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from banyan.kernel.viewer import Viewer
from banyan.mentoring.forms.mentorships import PairsFilter
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries import mentorships as queries
from banyan.mentoring.queries import sessions
from banyan.mentoring.queries.conflicts import power_named
from banyan.mentoring.queries.endings import decline_reason_words, end_reason_words
from banyan.mentoring.queries.nudges import tried_with
from banyan.mentoring.queries.relations import form_words
from banyan.mentoring.rules import (
    BOOKING_RIGHTS,
    MENTORSHIP,
    MENTORSHIP_RIGHTS,
    NOT_NOW_RIGHTS,
    THREAD_RIGHTS,
)
from banyan.mentoring.snapshot import facts_on_record
from banyan.mentoring.standings import (
    END_WORDS_READERS,
    INVOLVED,
    MENTEE,
    OVERSEER,
    PAIR_WORDS_READERS,
    PAY_READERS,
    readers,
)
from banyan.mentoring.states import LIVE, SEATED, MentorshipStatus
from banyan.mentoring.views.journeys import pay, walk
from banyan.mentoring.views.rematches import asked_of
from banyan.mentoring.views.trials import trial_of
from banyan.mentoring.views.verbs import buttons, rule_of
from banyan.organisations.states import Role
from banyan.programmes.queries import blueprint_named, in_its_words, speak_for
from banyan.ui import cells
from banyan.ui.addresses import reverse
from banyan.ui.http import Request, respond
from banyan.ui.markup import format_html
from banyan.ui.paging import page_of
from banyan.ui.pieces import Link
from blueprint import journey

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
            _status(badges[pair.status], pair),
            cells.day(pair.last_at, "short") or none_yet,
            cells.day(pair.next_at, "short") or none_planned,
        )
        for pair in pairs
    ]


def _status(badge: SafeString, pair: Any) -> SafeString:
    """How a pair stands, and its form where that is not the usual one."""
    if not pair.blueprint_form:
        return badge
    code = pair.cohort__blueprint or pair.cohort__programme__blueprint
    design = blueprint_named(code, pair.cohort__blueprint_version)
    return format_html("{} {}", badge, form_words(design, pair.blueprint_form))


def answers(viewer: Viewer, pair: Mentorship) -> list[str]:
    """The verbs by which this viewer can answer a proposal now."""
    wanted = {"accept", "confirm"}
    return [m.verb for m, ok in MENTORSHIP.open_to(viewer, pair) if ok and m.verb in wanted]


@login_required
@require_GET
def mentorships(request: Request) -> HttpResponse:
    viewer = request.viewer
    speak_for(viewer)
    coordinates = viewer.has(Role.COORDINATOR)
    own = not coordinates or request.GET.get("of") == "own"
    search = PairsFilter(request.GET)
    asked = request.GET.get("page")
    page = (
        page_of(queries.own_pairs(viewer), asked)
        if own
        else queries.pairs_in_area(viewer, **search.wanted(), page=asked)
    )
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


@login_required
@require_GET
def mentorship(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    pair = in_its_words(queries.mentorship(viewer, pk))
    lines = sessions.of_mentorship(viewer, pair)
    facts, design = facts_on_record(pair), queries.blueprint_of(pair.cohort)
    found = journey(design, facts, viewer.today) if facts else None
    context = {
        "pair": pair,
        "row": rows_of(viewer, [pair])[0],
        "lines": lines,
        "coming": coming(viewer, lines),
        **conflict_of(viewer, pair),
        **trial_of(viewer, pair, facts.holds if facts else None),
        **asked_of(viewer, pair),
        "tried": tried_with(viewer, pair),
        "tried_readers": readers(OVERSEER, viewer, pair),
        "late": bool(pair.answer_by and pair.answer_by < viewer.now),
        "held": sessions.held_of(lines),
        "steps": sessions.open_steps(viewer, pair),
        "reads": bool(MENTORSHIP_RIGHTS.decide(viewer, pair, "read_content")),
        "writes": bool(THREAD_RIGHTS.decide(viewer, pair, "read")) and pair.starts_on is not None,
        "reminded": bool(NOT_NOW_RIGHTS.decide(viewer, pair, "say")),
        "proposes": bool(MENTORSHIP_RIGHTS.decide(viewer, pair, "propose_session")),
        "books": bool(BOOKING_RIGHTS.decide(viewer, pair, "book")),
        "readers": readers(INVOLVED, viewer, pair),
        "writers": readers(PAIR_WORDS_READERS, viewer, pair),
        "in_form": form_words(design, pair.blueprint_form) if pair.form == "pair" else "",
        "buttons": buttons(viewer, pair, found),
        "begins_later": pair.starts_on is not None and pair.starts_on > viewer.today,
        "ends_on": pair.ends_early_on if pair.status in LIVE else None,
        "rule": rule_of(pair),
        "why_it_ends": end_reason_words(pair),
        "why_declined": decline_reason_words(pair),
        "end_words_readers": readers(END_WORDS_READERS, viewer, pair),
        "walk": walk(viewer, pair, found) if found else None,
        "pay_readers": readers(PAY_READERS, viewer, pair),
        "pay": pay(viewer, pair, facts) if facts else [],
        "takes_on": pair.status in LIVE and MENTEE.holds(viewer, pair) and pair.has_earlier_records,  # type: ignore[attr-defined]
        "happened": queries.happened(pair, also=[f"session:{line.id}" for line in lines[:3]]),
    }
    return respond(request, "mentoring/mentorship.html", context)


def conflict_of(viewer: Viewer, pair: Mentorship) -> dict[str, object]:
    """By which role, or as what else, the mentor of a pair that runs has power over the teacher,
    and whether it is this viewer who decides what follows."""
    role: str | None = pair.power_role  # type: ignore[attr-defined]
    if role is None or pair.status not in SEATED:
        return {}
    both = (pair.mentor_id, pair.mentee_id)
    return {"conflict": power_named(role), "conflict_is_hers": viewer.person_id not in both}


def coming(viewer: Viewer, lines: Iterable[sessions.Line]) -> sessions.Line | None:
    """The next session that is planned and not over."""
    ahead = [line for line in lines if line.status in sessions.PLANNED]
    ahead = [line for line in ahead if line.ends_at > viewer.now]
    return min(ahead, key=lambda line: line.starts_at, default=None)
