"""Goals: the list, the page of one, and what can be done to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import goals as actions
from banyan.mentoring.forms.goals import BecauseForm, LookForm, sections_for, sections_said
from banyan.mentoring.forms.records import RecordForm, told
from banyan.mentoring.models import Goal, Mentorship
from banyan.mentoring.queries import goals as queries
from banyan.mentoring.queries.mentorships import live_pair
from banyan.mentoring.queries.readers import label, label_before
from banyan.mentoring.queries.records import Reading
from banyan.mentoring.rules.goal_advice import MILESTONES, Advice, advice
from banyan.mentoring.rules.goals import GOAL, GOAL_RIGHTS, has_endorser
from banyan.mentoring.states import GoalStatus, RecordKind, Tier
from banyan.mentoring.views.records import (
    after_of,
    asked_pair,
    foot,
    form_of,
    kept_or_clash,
    opened,
)
from banyan.programmes.queries import in_its_words, speak_for
from banyan.ui.http import Request, id_in, respond, saved

AT_ONCE = ("propose", "withdraw", "endorse", "set_out", "meet", "pick_up")
_ACTIONS = {
    "propose": actions.propose_goal,
    "withdraw": actions.withdraw_goal,
    "set_out": actions.set_out,
    "meet": actions.meet_goal,
    "pick_up": actions.pick_up_goal,
}
_SAID: dict[str, object] = {
    "propose": gettext_lazy("Your mentor is asked. You can still change the words meanwhile."),
    "withdraw": gettext_lazy("It is a draft again."),
    "endorse": gettext_lazy("Endorsed. It is under way."),
    "set_out": gettext_lazy("It is under way."),
    "meet": gettext_lazy("You have met your goal."),
    "pick_up": gettext_lazy("It is a draft again."),
    "revise": gettext_lazy("Change its words now. What they were stays on record."),
    "drop": gettext_lazy("Let go. You can take it up again at any time."),
}


@dataclass(frozen=True, slots=True)
class Milestone:
    """One milestone as the page shows it."""

    code: str
    text: str
    on: date | None
    reached_on: date | None


@login_required
@require_GET
def goals(request: Request) -> HttpResponse:
    """The viewer's own, and those that she reads."""
    viewer = request.viewer
    speak_for(viewer)
    context = {
        "own": queries.own_goals(viewer),
        "others": queries.goals_shown(viewer),
        "pair": live_pair(viewer),
    }
    return respond(request, "mentoring/goals.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def goal_new(request: Request) -> HttpResponse:
    """A draft, of which anything may be left out."""
    viewer = request.viewer
    pair = asked_pair(request)
    _in_words_of(viewer, pair)
    after = after_of(request)
    form = RecordForm(
        request.POST if request.method == "POST" else None, sections=sections_for(pair, {})
    )
    if request.method == "POST" and form.is_valid():
        made = actions.begin_goal(
            form.cleaned_data["title"],
            form.words,
            by=viewer,
            pair=pair,
            step_key=request.GET.get("step", "")[:120],
            after=after,
        )
        there = reverse("mentoring:goal", args=[made.record_id])
        words = _("Your draft is kept.")
        return saved(request, there, words, action=there, seen=form.seen_now)
    context = {
        "form": form,
        "pair": pair,
        "label": label_before(viewer, RecordKind.GOAL, Tier.PAIR, pair),
        "after": after,
    }
    return respond(request, "mentoring/goal_new.html", context)


def _in_words_of(viewer: Viewer, pair: Mentorship | None) -> None:
    """The page speaks as the programme of the pair does, else as those of the viewer."""
    if pair is not None:
        in_its_words(pair)
    else:
        speak_for(viewer)


@login_required
@require_http_methods(["GET", "POST"])
def goal(request: Request, pk: int) -> HttpResponse:
    """Its words, as a form for whoever may still change them; what it lacks, how it stands."""
    viewer = request.viewer
    reading = opened(request, pk, RecordKind.GOAL)
    _in_words_of(viewer, reading.record.mentorship)
    found = queries.goal_of(reading)
    writes = GOAL_RIGHTS.decide(viewer, found, "write")
    form = None
    if writes:
        sections = sections_for(reading.record.mentorship, reading.words)
        form = form_of(request, reading, sections)
    context = _shown(viewer, found, reading, form)
    if request.method == "POST":
        writes.or_refuse()
    if form is not None and form.is_bound and form.is_valid():
        write = _write(viewer, found, form)
        clash = kept_or_clash(request, reading, form, "mentoring/goal.html", context, write)
        return clash or saved(request, request.path, _("Kept."), seen=form.seen_now)
    return respond(request, "mentoring/goal.html", context)


def _write(viewer: Viewer, found: Goal, form: RecordForm) -> Callable[[], Goal]:
    """A goal is written by its own action, which asks whether its words may still change."""

    def write() -> Goal:
        said = form.cleaned_data
        return actions.write_goal(found, said["title"], form.words, said["seen"], by=viewer)

    return write


def _shown(
    viewer: Viewer, found: Goal, reading: Reading, form: RecordForm | None
) -> dict[str, Any]:
    below = foot(viewer, reading)
    grows = any(one.kind == RecordKind.NEED for one in below["earlier"])
    moves = {move.verb: (move.label, decision) for move, decision in GOAL.open_to(viewer, found)}
    return {
        "goal": found,
        "record": reading.record,
        "name": reading.title or _("Goal without a title"),
        "status": GoalStatus(found.status),
        "tone": queries.TONES.get(GoalStatus(found.status), ""),
        "form": form,
        "kept_as": f"goal-{reading.record.pk}",
        "said": [] if form else told(sections_said(reading.record), but_milestones(reading)),
        "advice": _advice(viewer, reading, grows) if form else [],
        "milestones": milestones(found, reading.words),
        "may_reach": bool(GOAL_RIGHTS.decide(viewer, found, "reach")),
        "may_look": bool(GOAL_RIGHTS.decide(viewer, found, "look")),
        "moves": {verb: label for verb, (label, decision) in moves.items() if decision},
        "asks": bool(moves.get("endorse")),
        "waits": found.status == GoalStatus.PROPOSED and has_endorser(reading.record),
        "turns": queries.turns_of(viewer, reading),
        "progress": [one for one in below["comments"] if one.tag == actions.PROGRESS],
        "foot": {
            **below,
            "comments": [one for one in below["comments"] if one.tag != actions.PROGRESS],
        },
    }


def _advice(viewer: Viewer, reading: Reading, linked: bool) -> list[Advice]:
    return advice(reading.title, reading.words, linked=linked, today=viewer.today)


def but_milestones(reading: Reading) -> dict[str, Any]:
    """The words of a goal without its milestones, which are shown by themselves."""
    return {code: said for code, said in reading.words.items() if not code.startswith("milestone_")}


def milestones(found: Goal, words: dict[str, Any]) -> list[Milestone]:
    """Those that are written, in their order."""
    return [
        Milestone(code, words[code], _on(words.get(f"{code}_on")), _on(found.reached.get(code)))
        for code in MILESTONES
        if words.get(code)
    ]


def _on(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


@login_required
@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """One step on its way that asks for no words."""
    found = queries.decided(request.viewer, pk)
    if verb == "endorse":
        version = id_in(request.POST.get("seen", ""))
        actions.endorse_goal(found, version or 0, by=request.viewer)
    else:
        _ACTIONS[verb](found, by=request.viewer)
    messages.success(request, str(_SAID[verb]))
    return redirect("mentoring:goal", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def because(request: Request, pk: int, verb: str) -> HttpResponse:
    """Why it is revised, or let go."""
    found = queries.decided(request.viewer, pk)
    _in_words_of(request.viewer, found.record.mentorship)
    GOAL.decide(request.viewer, found, verb).or_refuse()
    form = BecauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        do = actions.revise_goal if verb == "revise" else actions.drop_goal
        do(found, form.cleaned_data["because"], by=request.viewer)
        messages.success(request, str(_SAID[verb]))
        return redirect("mentoring:goal", pk=pk)
    context = {"form": form, "record": found.record, "label": GOAL.label(verb), "verb": verb}
    return respond(request, "mentoring/goal_because.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def look(request: Request, pk: int) -> HttpResponse:
    """How far it is, and when to look next."""
    viewer = request.viewer
    found = queries.decided(viewer, pk)
    _in_words_of(viewer, found.record.mentorship)
    GOAL_RIGHTS.decide(viewer, found, "look").or_refuse()
    form = LookForm(
        request.POST if request.method == "POST" else None,
        viewer=viewer,
        initial={"review_on": found.review_on},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.look_again(found, said["text"], said["review_on"], by=viewer)
        messages.success(request, _("Kept."))
        return redirect(reverse("mentoring:goal", args=[pk]) + "#progress")
    context = {"form": form, "record": found.record, "label": label(viewer, found.record)}
    return respond(request, "mentoring/goal_look.html", context)


@login_required
@require_POST
def reach(request: Request, pk: int, milestone: str) -> HttpResponse:
    """A milestone is reached, or is not after all."""
    found = queries.decided(request.viewer, pk)
    if milestone not in MILESTONES:
        raise Http404
    undo = request.POST.get("reached") == "no"
    actions.reach_milestone(found, milestone, by=request.viewer, reached=not undo)
    return redirect(reverse("mentoring:goal", args=[pk]) + "#milestones")
