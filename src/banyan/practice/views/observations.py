"""Observations: planned, looked at together, answered. What is tapped in the lesson itself has its
page in `observing`."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.kernel.decision import Decision
from banyan.kernel.viewer import Viewer
from banyan.mentoring.forms.records import RecordForm, told
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import story
from banyan.mentoring.queries.readers import label_before
from banyan.mentoring.queries.records import Reading
from banyan.mentoring.queries.steps import title_of
from banyan.mentoring.rules.records import KINDS
from banyan.mentoring.snapshot import key_of
from banyan.mentoring.states import RecordKind
from banyan.mentoring.views.records import foot, kept_or_clash, opened
from banyan.practice.actions import observations as actions
from banyan.practice.forms.observations import (
    PLAN,
    AskInForm,
    BeginForm,
    PlanForm,
    StageForm,
    VisitForm,
    sections,
    sections_said,
)
from banyan.practice.models import Observation
from banyan.practice.queries import observations as queries
from banyan.practice.queries.observations import Cycle
from banyan.practice.rules.observations import OBSERVATION, OBSERVATION_RIGHTS, sections_of
from banyan.practice.standings import OBSERVER
from banyan.practice.states import ObservationStatus, StepAnswer, Tool
from banyan.practice.views.coming import has_said, is_asked_to_be_visited, next_in_words
from banyan.practice.views.counting import counted_in_words
from banyan.programmes.queries import in_its_words, speak_for
from banyan.ui.http import Request, respond, saved, saves_itself
from banyan.ui.paging import page_of

S = ObservationStatus
MOST_COLLEAGUES = 300
TONES = {
    S.PLANNED: "marigold",
    S.AGREED: "sky",
    S.OBSERVED: "marigold",
    S.ANALYSED: "marigold",
    S.FEEDBACK: "marigold",
    S.ANSWERED: "sky",
    S.CLOSED: "leaf",
    S.CANCELLED: "",
}
# Verbs that are a button of their own, and how it looks; the others belong to what is written.
VERBS = {
    "agree": (actions.agree, "primary"),
    "replan": (actions.replan, "quiet"),
    "call_off": (actions.call_off, "quiet"),
    "analyse": (actions.analyse, "primary"),
    "close": (actions.close, "primary"),
}
# What a stage of writing ends with, beside keeping it.
ENDS = {S.ANALYSED: ("give", actions.give), S.FEEDBACK: ("answer", actions.answer)}


def cycle_of(request: Request, pk: int) -> Cycle:
    """The observation of this record for whoever reads its words. Raises DoesNotExist for everybody
    else."""
    return queries.cycle(request.viewer, opened(request, pk, RecordKind.OBSERVATION))


def too_late(request: Request, decision: Decision) -> HttpResponse | None:
    """A no to whoever presses a button; to a script that saves, only the sentence: what it kept
    stays on the phone, and what else waits there is sent all the same."""
    if decision or not saves_itself(request):
        decision.or_refuse()
        return None
    context = {"reason": decision.reason}
    return respond(request, "practice/observation_too_late.html", context, status=422)


@login_required
@require_GET
def observations(request: Request) -> HttpResponse:
    """One's own; for coordinators, that those of their schools are, when and how long."""
    viewer = request.viewer
    speak_for(viewer)
    page = page_of(queries.observations(viewer), request.GET.get("page"))
    rows = [(row, TONES[S(row.status)], queries.own(viewer, row)) for row in page]
    context = {
        "page": page,
        "rows": rows,
        "may_begin": bool(queries.pairs_to_observe(viewer)),
        "may_ask": queries.colleagues(viewer).exists(),
    }
    return respond(request, "practice/observations.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def observation_new(request: Request) -> HttpResponse:
    viewer = request.viewer
    pairs = queries.pairs_to_observe(viewer)
    if not pairs:
        return respond(request, "practice/observation_new.html", {"form": None})
    pair = _asked_for(pairs, request.GET.get("pair", ""))
    in_its_words(pair)
    steps = [(one.key, title_of(one)) for one in queries.open_steps(pair, viewer.today)]
    form = BeginForm(
        request.POST or None, pairs=[pair], steps=steps, zone=viewer.zone, now=viewer.now,
        initial={"serves": key_of(request.GET.get("step", "")), "who": f"{pair.pk}-teacher"},
    ).sent_to(f"{request.path}?pair={pair.pk}")  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen, person = form.choices[said["who"]]
        made = actions.plan(
            chosen, person, by=viewer, focus=said["title"], words=form.words,
            starts_at=form.starts_at, step_key=said.get("serves", ""),
        )  # fmt: skip
        to = reverse("practice:observation", args=[made.record_id])
        return saved(request, to, _("Planned. As soon as both agree it can begin."))
    tier = KINDS[RecordKind.OBSERVATION].tier
    context = {
        "form": form,
        "label": label_before(viewer, RecordKind.OBSERVATION, tier, pair, for_teacher=True),
        "others": [one for one in pairs if one.pk != pair.pk],
    }
    return respond(request, "practice/observation_new.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def observation_ask(request: Request, visits: bool) -> HttpResponse:
    """A lesson of one's own, to which a colleague is asked in; or one of the colleague's, which one
    asks to visit. No pair is needed."""
    viewer = request.viewer
    colleagues = list(queries.colleagues(viewer)[:MOST_COLLEAGUES])
    kind = VisitForm if visits else AskInForm
    form = kind(request.POST or None, colleagues=colleagues, zone=viewer.zone, now=viewer.now)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        ask = actions.ask_to_visit if visits else actions.ask_in
        made = ask(
            form.choices[said["who"]], by=viewer, focus=said["title"], words=form.words,
            starts_at=form.starts_at,
        )  # fmt: skip
        to = reverse("practice:observation", args=[made.record_id])
        return saved(request, to, _("Your colleague is asked. As soon as both agree it can begin."))
    context = {"form": form if colleagues else None, "visits": visits}
    return respond(request, "practice/observation_ask.html", context)


def _asked_for(pairs: list[Mentorship], asked: str) -> Mentorship:
    return next((one for one in pairs if str(one.pk) == asked), pairs[0])


@login_required
@require_GET
def observation(request: Request, pk: int) -> HttpResponse:
    """How far it is, what was agreed, what was seen, what the two say of it."""
    viewer = request.viewer
    reading = opened(request, pk, RecordKind.OBSERVATION)
    try:
        found, rows = queries.cycle_with_lines(viewer, reading)
    except Observation.DoesNotExist:
        return _taken_on(request, reading)
    context = {
        **_of_all(viewer, found),
        "plan": planned(found),
        "counts": counted_in_words(queries.counts(found, rows)) if rows else [],
        "lines": len(rows),
        "shows": _shows(found),
        "strengths": [
            found.said(code) for code in ("strength_1", "strength_2") if found.said(code)
        ],
        "steps": _steps(found),
        "after_feedback": found.status in (S.FEEDBACK, S.ANSWERED, S.CLOSED),
        "foot": foot(viewer, found.reading),
        "entries": story([f"observation:{found.observation.pk}"], known=_names(found)),
    }
    return respond(request, "practice/observation.html", context)


def _names(found: Cycle) -> dict[int, str]:
    people = (found.record.owner, found.observation.observer)
    return {person.pk: person.name for person in people}


def _taken_on(request: Request, reading: Reading) -> HttpResponse:
    """What was taken on into a new pair: its words as they were, without the lines."""
    said = told(sections_said(reading.record), reading.words)
    context = {"reading": reading, "said": said, "foot": foot(request.viewer, reading)}
    return respond(request, "practice/observation_taken_on.html", context)


def _of_all(viewer: Viewer, found: Cycle) -> dict[str, Any]:
    row = found.observation
    moves = OBSERVATION.open_to(viewer, found)
    asked = is_asked_to_be_visited(viewer, found)
    return {
        "cycle": found,
        "row": row,
        "tone": TONES[S(row.status)],
        "is_observer": OBSERVER.holds(viewer, row),
        "is_visit": found.is_visit,
        "now": next_in_words(viewer, found),
        "moves": [
            (
                _("Not this time") if asked and move.verb == "call_off" else move.label,
                reverse(f"practice:observation_{move.verb}", args=[row.record_id]),
                decision,
                VERBS[move.verb][1],
            )
            for move, decision in moves
            if move.verb in VERBS
        ],
        "may_plan": bool(OBSERVATION_RIGHTS.decide(viewer, found, "plan")),
        "may_collect": bool(OBSERVATION_RIGHTS.decide(viewer, found, "collect")),
        "may_write": bool(OBSERVATION_RIGHTS.decide(viewer, found, "write")),
        "has_said": has_said(viewer, found),
    }


def planned(found: Cycle) -> list[tuple[str, str]]:
    """What was agreed, by its label."""
    words = found.reading.words
    tools = words.get("tools")
    chosen = [str(Tool(one).label) for one in tools or () if one in Tool.values]
    room = ""
    if isinstance(words.get("rows"), int) and isinstance(words.get("columns"), int):
        room = _("%(rows)s rows of %(places)s places") % {
            "rows": words["rows"], "places": words["columns"],
        }  # fmt: skip
    said = {"tools": "; ".join(chosen), "rows": room, "columns": ""}
    rows = [(str(one.label), said.get(one.code, found.said(one.code))) for one in PLAN]
    return [(label, text) for label, text in rows if text]


def _shows(found: Cycle) -> list[tuple[str, str]]:
    row = found.observation
    both = ((row.record.owner.name, "shows_observed"), (row.observer.name, "shows_observer"))
    return [(name, found.said(code)) for name, code in both if found.said(code)]


def _steps(found: Cycle) -> list[dict[str, str]]:
    labels = dict(StepAnswer.choices)
    return [
        {
            "text": text,
            "practice": found.said(f"practice_{number}"),
            "answer": str(labels.get(found.said(f"answer_{number}"), "")),
            "because": found.said(f"because_{number}"),
        }
        for number, text in found.steps
    ]


@login_required
@require_http_methods(["GET", "POST"])
def observation_plan(request: Request, pk: int) -> HttpResponse:
    """The plan, while both have not agreed to it."""
    viewer = request.viewer
    found = cycle_of(request, pk)
    OBSERVATION_RIGHTS.decide(viewer, found, "plan").or_refuse()
    reading = found.reading
    form = PlanForm(
        request.POST or None, zone=viewer.zone, now=viewer.now,
        starts_at=found.observation.starts_at, title=reading.title, words=reading.words,
    )  # fmt: skip
    context = {**_of_all(viewer, found), "form": form, "foot": foot(viewer, reading)}
    template = "practice/observation_plan.html"
    if request.method != "POST" or not form.is_valid():
        return respond(request, template, context)

    def write() -> None:
        said = form.cleaned_data
        actions.change_plan(
            found, said["title"], form.words, said["seen"], by=viewer, starts_at=form.starts_at
        )

    clash = kept_or_clash(request, reading, form, template, context, write)
    to = reverse("practice:observation", args=[pk])
    return clash or saved(
        request, to, _("Kept. Now the other one has to agree."), seen=form.seen_now
    )


@login_required
@require_http_methods(["GET", "POST"])
def observation_write(request: Request, pk: int) -> HttpResponse:
    """What has its time now: what the evidence shows, feedback, or the answer to it."""
    viewer = request.viewer
    found = cycle_of(request, pk)
    if late := too_late(request, OBSERVATION_RIGHTS.decide(viewer, found, "write")):
        return late
    reading, stage = found.reading, S(found.status)
    form = StageForm(
        request.POST or None, sections=sections(found, sections_of(viewer, found)),
        title=reading.title, words=found.words,
    )  # fmt: skip
    rows = queries.lines(found)
    verb, end = ENDS.get(stage, ("", None))
    context = {
        **_of_all(viewer, found),
        "form": form,
        "stage": stage.value,
        "keep": f"observation-{pk}-{stage.value}",
        "verb": verb,
        "verb_label": OBSERVATION.label(verb) if verb else "",
        "counts": counted_in_words(queries.counts(found, rows)),
        "shows": _shows(found) if stage != S.OBSERVED else [],
    }
    template = "practice/observation_write.html"
    if request.method != "POST" or not form.is_valid():
        return respond(request, template, context)

    def write() -> None:
        actions.write(found, form.words, form.cleaned_data["seen"], by=viewer)

    if clash := kept_or_clash(request, reading, form, template, context, write):
        return clash
    if end is not None and request.POST.get("verb") == verb:
        again = cycle_of(request, pk)
        if decision := OBSERVATION.decide(viewer, again, verb):
            end(again, by=viewer)
            return redirect("practice:observation", pk=pk)
        context["form"] = _sent_back(request, form, str(decision))
        return respond(request, template, context, status=422)
    to = reverse("practice:observation", args=[pk])
    return saved(request, to, _("Kept."), seen=form.seen_now)


def _sent_back(request: Request, form: StageForm, why: str) -> RecordForm:
    """The words are kept, but are not sent yet: why, and the form to go on with."""
    typed = request.POST.copy()
    typed["seen"] = form.seen_now
    again = form.anew(typed, title=form.cleaned_data["title"], words=form.words)
    again.add_error(None, why)
    return again


@login_required
@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """A step on its way that asks for no words."""
    do, _look = VERBS[verb]
    do(cycle_of(request, pk), by=request.viewer)
    return redirect("practice:observation", pk=pk)
