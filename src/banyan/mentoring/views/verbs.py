"""The verbs of a pair: their buttons on its page, and the page that asks for what each needs."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from banyan.kernel.decision import Stale, Unfit
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.forms.mentorships import (
    DeclineForm,
    EndForm,
    ExtendForm,
    FormForm,
    NothingForm,
    NoticeForm,
    PauseForm,
)
from banyan.mentoring.models import Mentorship
from banyan.mentoring.models import Request as Guidance
from banyan.mentoring.queries import mentorships as queries
from banyan.mentoring.queries.endings import decline_reasons, end_reasons
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.relations import differences
from banyan.mentoring.queries.trials import doubted
from banyan.mentoring.rules import (
    ENDING_RIGHTS,
    EXTENDING_RIGHTS,
    MENTORSHIP,
    MENTORSHIP_RIGHTS,
    REMATCHING_RIGHTS,
    all_done,
)
from banyan.mentoring.rules.endings import asks_for_notice, earliest_end, exit_of
from banyan.mentoring.rules.extending import latest_day
from banyan.mentoring.standings import END_WORDS_READERS, MENTEE, OVERSEER, readers
from banyan.programmes.queries import in_its_words
from banyan.ui.http import Request, respond
from blueprint import Journey


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
        if move.verb != "rematch"  # one looks for somebody first
    ]
    return (
        [
            Button(
                move.label,
                reverse(f"mentoring:mentorship_{_address(move)}", args=[pair.pk]),
                "primary" if VERBS[_address(move)].at_once else "secondary",
                VERBS[_address(move)].at_once,
                "" if decision else decision.reason,
            )
            for move, decision in moves
        ]
        + [
            Button(
                table.label(verb),
                reverse(f"mentoring:mentorship_{verb}", args=[pair.pk]),
                "primary" if VERBS[verb].at_once else "secondary",
                VERBS[verb].at_once,
                "",
            )
            for verb, table in RIGHTS.items()
            if table.decide(viewer, pair, verb)
        ]
        + [
            Button(
                REMATCHING_RIGHTS.label(verb), reverse(name, args=[pair.pk]), "secondary", False, ""
            )
            for verb, name in REMATCHING.items()
            if REMATCHING_RIGHTS.decide(viewer, pair, verb)
        ]
    )


def _address(move: Move) -> str:
    """The second yes is given at the address of the first."""
    return "accept" if move.verb == "confirm" else move.verb


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


def _decline_form(request: Request, pair: Mentorship) -> forms.Form:
    return DeclineForm(typed(request), reasons=decline_reasons(pair))


def _extend_form(request: Request, pair: Mentorship) -> forms.Form:
    return ExtendForm(typed(request), latest=latest_day(pair))


def _form_form(request: Request, pair: Mentorship) -> forms.Form:
    others = [(other.code, other.title) for other in differences(pair)]
    return FormForm(typed(request), choices=others)


def _asked_at_end(request: Request, pair: Mentorship) -> dict[str, Any]:
    return {
        "teacher": pair.mentee.name,
        "is_teacher": MENTEE.holds(request.viewer, pair),
        "reasons": end_reasons(pair),
        "meant": _meant(request.viewer, pair),
    }


def _meant(viewer: Viewer, pair: Mentorship) -> str:
    """The reason of an end after the trial, for a coordinator who was told that not both wish to
    go on; the two themselves are not to learn it here."""
    reason = blueprint_of(pair.cohort).relationship.trial_end_reason
    return reason if reason and OVERSEER.holds(viewer, pair) and doubted(pair.pk) else ""


def _end_form(request: Request, pair: Mentorship) -> forms.Form:
    asked = _asked_at_end(request, pair)
    return EndForm(typed(request), explained=asks_for_notice(pair), **asked)


def _notice_form(request: Request, pair: Mentorship) -> forms.Form:
    earliest = earliest_end(pair, request.viewer.today)
    return NoticeForm(typed(request), earliest=earliest, **_asked_at_end(request, pair))


VERBS = {
    "accept": Verb(
        _("Work with each other?"),
        _(
            "With the second yes the pair begins: the same day, or the day after an earlier"
            " mentor’s last."
        ),
        _("You have said yes."),
        lambda pair, said, by: actions.accept(pair, by=by),
        _nothing,
        variant="primary",
        at_once=True,
    ),
    "decline": Verb(
        _("Decline this proposal?"),
        _("The coordinator looks further for both of you."),
        _("You have declined. The coordinator looks further."),
        lambda pair, said, by: actions.decline(pair, by=by, reason=said["reason"]),
        _decline_form,
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
    "extend": Verb(
        _("Let this pair go on longer"),
        _("The end of the pair moves, and with it the days of its journey. Both are told."),
        _("The pair goes on longer."),
        lambda pair, said, by: actions.extend(pair, said["until"], said["because"], by=by),
        _extend_form,
    ),
    "change_form": Verb(
        _("Change the form of mentoring"),
        _("Both of them are told. Below you see what each form changes in their journey."),
        _("The form is changed."),
        lambda pair, said, by: actions.change_form(pair, said["form"], by=by),
        _form_form,
    ),
    "give_notice": Verb(
        _("Announce an early end"),
        _("An early end is nobody’s fault. Both of you and the coordinators are told today."),
        _("The end is announced. Until then you go on as before."),
        lambda pair, said, by: actions.give_notice(
            pair, said["reason"], said["words"], said["wants_another"], by=by, on=said["on"]
        ),
        _notice_form,
        variant="danger",
    ),
    "take_notice_back": Verb(
        _("Take the announcement back?"),
        _("The pair goes on as if no end had been announced. Everybody who was told hears of it."),
        _("The pair goes on."),
        lambda pair, said, by: actions.take_notice_back(pair, by=by),
        _nothing,
    ),
}
# Verbs that change a pair and leave it in its state.
RIGHTS: dict[str, Rights] = {
    "extend": EXTENDING_RIGHTS,
    "change_form": MENTORSHIP_RIGHTS,
    "give_notice": ENDING_RIGHTS,
    "take_notice_back": ENDING_RIGHTS,
}


# Verbs that have pages of their own: whoever asks does so in confidence, and whoever looks for
# another mentor sees first who would fit.
REMATCHING = {"ask": "mentoring:rematch_ask", "find": "matching:rematch"}


@login_required
@require_http_methods(["GET", "POST"])
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """One verb: its question at GET, done at POST."""
    pair = in_its_words(queries.mentorship(request.viewer, pk))
    how, form = VERBS[verb], VERBS[verb].form(request, pair)
    try:
        label = open_verb(request, _table(verb), pair, _verb_now(pair, verb))
        if request.method == "POST" and form.is_valid():
            how.act(pair, form.cleaned_data, request.viewer)
            messages.success(request, str(how.done))
            return redirect("mentoring:mentorship", pk=pk)
    except Unfit as unfit:
        form.add_error(unfit.field, str(unfit))
    except Stale as stale:
        url = reverse("mentoring:mentorship", args=[pk])
        return overtaken(request, stale, url, request.POST.get("words", ""))
    context = {
        "pair": pair,
        "how": how,
        "form": form,
        "label": label,
        "words_readers": _words_readers(request.viewer, pair),
        "differences": differences(pair) if verb == "change_form" else [],
        "rule": rule_of(pair) if verb in ("end", "give_notice") else "",
    }
    return respond(request, "mentoring/mentorship_verb.html", context)


def _table(verb: str) -> Lifecycle | Rights:
    return RIGHTS.get(verb, MENTORSHIP)


def rule_of(pair: Mentorship) -> str:
    """The rule of the blueprint by which this pair ends early, in the reader's words."""
    rule = exit_of(pair)
    return rule.text.in_(get_language() or "en") if rule else ""


def _verb_now(pair: Mentorship, verb: str) -> str:
    """The second yes is a move of its own, given at the address of the first."""
    return "confirm" if verb == "accept" and pair.first_accepted_by_id else verb


def _words_readers(viewer: Viewer, pair: Mentorship) -> str:
    """Who will be able to read the words at the end, once this viewer has written them."""
    written = copy.copy(pair)
    written.ended_by_id = viewer.person_id
    return readers(END_WORDS_READERS, viewer, written)


def open_verb(
    request: Request, table: Lifecycle | Rights, thing: Mentorship | Guidance, verb: str
) -> object:
    """The button's word, if this verb is open to this viewer now.

    Raises Refused, or Stale when the thing has moved on since the page was drawn.
    """
    decision = table.decide(request.viewer, thing, verb)
    moved_on = table.moved_on if isinstance(table, Lifecycle) else MENTORSHIP.moved_on
    if decision.reason is moved_on or request.POST.get("seen", thing.status) != thing.status:
        raise Stale(str(moved_on))
    decision.or_refuse()
    return table.label(verb)


def overtaken(request: Request, stale: Stale, url: str, yours: str = "") -> HttpResponse:
    """Somebody was faster: what was typed is shown again, and the way to how it stands now."""
    context = {"reason": str(stale), "url": url, "yours": yours}
    return respond(request, "mentoring/overtaken.html", context, status=409)
