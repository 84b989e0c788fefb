"""The journey of a pair on its page, and the page of one step."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from banyan.kernel.decision import Decision, Stale
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.actions.steps import do_step_by, note_step_reading
from banyan.mentoring.forms.records import named
from banyan.mentoring.forms.steps import StepForm, StepRecordForm, WaiveForm, field_of
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries import mentorships as queries
from banyan.mentoring.queries.goals import goals_of_pair
from banyan.mentoring.queries.serving import talk_of_observation, that_show
from banyan.mentoring.queries.steps import (
    Doing,
    is_goal,
    questions_of,
    reads_words,
    title_of,
)
from banyan.mentoring.rules.steps import STEP, readers_of, shown_by
from banyan.mentoring.snapshot import doing as doing_of
from banyan.mentoring.snapshot import key_of, spelled
from banyan.mentoring.standings import CONFIDANT, MENTOR, PAIR, STEP_READERS, readers
from banyan.mentoring.states import StepStatus
from banyan.mentoring.views.journeys import address
from banyan.mentoring.views.records import address_of
from banyan.mentoring.views.verbs import overtaken
from banyan.programmes.queries import in_its_words
from banyan.programmes.queries.frameworks import relation, standards_of
from banyan.programmes.queries.reasons import sentence_of
from banyan.ui import words
from banyan.ui.http import Request, respond, saved, saves_itself

DRAFTED = gettext_lazy("Your draft is kept.")
FINISHED = gettext_lazy("That step is done.")


@login_required
@require_http_methods(["GET", "POST"])
def step(request: Request, pk: int, spelling: str) -> HttpResponse:
    """What is asked, what was written; kept as a draft, also as it is typed, or done."""
    viewer = request.viewer
    pair = in_its_words(queries.mentorship(viewer, pk))
    doing = doing_of(viewer, pair, key_of(spelling))
    draft = request.POST.get("verb") == "draft" or saves_itself(request)
    form = StepForm(request.POST or None, doing=doing, draft=draft)
    try:
        if request.method == "POST":
            _open(STEP.decide(viewer, doing, "draft" if draft else "finish"))
        if request.method == "POST" and form.is_valid():
            act = actions.draft_step if draft else actions.finish_step
            seen = form.cleaned_data["seen"]
            kept = act(doing, form.words, seen, by=viewer, standards=form.standards)
            to, said = (request.path, DRAFTED) if draft else (pair_address(pair), FINISHED)
            return saved(request, to, str(said), seen=kept.version)
    except Stale as stale:
        return _both(request, stale, pair, doing.state.key)
    note_step_reading(doing, by=viewer)
    return respond(request, "mentoring/step.html", _shown(viewer, doing, form))


def _both(request: Request, stale: Stale, pair: Mentorship, key: str) -> HttpResponse:
    """The page with what is there now above what was typed, as long as it can be written in; else
    what was typed, to be copied."""
    viewer = request.viewer
    now = doing_of(viewer, pair, key)
    form = StepForm(request.POST, doing=now, draft=True)
    if not STEP.decide(viewer, now, "draft"):
        yours = "\n\n".join(filter(None, (request.POST.get(name) for name in form.codes)))
        return overtaken(request, stale, request.path, yours)
    typed = request.POST.copy()
    typed["seen"] = str(now.record.version)
    context = _shown(viewer, now, StepForm(typed, doing=now, draft=True))
    theirs = context["said"] if context["reads"] else []
    told = {**context, "theirs": theirs, "reason": str(stale)}
    return respond(request, "mentoring/step.html", told, status=409)


@login_required
@require_http_methods(["GET", "POST"])
def waive(request: Request, pk: int, spelling: str) -> HttpResponse:
    viewer = request.viewer
    pair = in_its_words(queries.mentorship(viewer, pk))
    doing = doing_of(viewer, pair, key_of(spelling))
    STEP.decide(viewer, doing, "waive").or_refuse()
    form = WaiveForm(request.POST or None, initial={"seen": doing.record.version})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.waive_step(doing, said["because"], said["seen"], by=viewer)
        except Stale as stale:
            return overtaken(request, stale, address(pair, doing.state.key), said["because"])
        messages.success(request, _("This pair need not do that step."))
        return redirect(pair_address(pair))
    context = {"pair": pair, "doing": doing, "title": title_of(doing.state), "form": form}
    return respond(request, "mentoring/step_waive.html", context)


@login_required
@require_POST
def undo(request: Request, pk: int, spelling: str, verb: str) -> HttpResponse:
    """Back to a draft, or asked for after all."""
    viewer = request.viewer
    pair = in_its_words(queries.mentorship(viewer, pk))
    doing = doing_of(viewer, pair, key_of(spelling))
    act = {"reopen": actions.reopen_step, "ask": actions.ask_for_step}[verb]
    try:
        act(doing, doing.record.version, by=viewer)
    except Stale as stale:
        return overtaken(request, stale, address(pair, doing.state.key))
    return redirect(address(pair, doing.state.key))


@login_required
@require_POST
def by_record(request: Request, pk: int, spelling: str) -> HttpResponse:
    """A step is done by what is on record of practice."""
    viewer = request.viewer
    pair = in_its_words(queries.mentorship(viewer, pk))
    doing = doing_of(viewer, pair, key_of(spelling))
    _open(STEP.decide(viewer, doing, "finish"))
    form = StepRecordForm(
        request.POST, found=that_show(viewer, pair, shown_by(doing.design, doing.step))
    )
    if not form.is_valid():
        messages.error(request, str(form.fields["record"].error_messages["required"]))
        return redirect(address(pair, doing.state.key))
    do_step_by(form.found[form.cleaned_data["record"]], doing, by=viewer)
    messages.success(request, FINISHED)
    return redirect(pair_address(pair))


def _open(decision: Decision) -> None:
    """Raises Refused, or Stale when the step has moved on since the page was drawn."""
    if decision.reason is STEP.moved_on:
        raise Stale(str(STEP.moved_on))
    decision.or_refuse()


def pair_address(pair: Mentorship) -> str:
    return reverse("mentoring:mentorship", args=[pair.pk]) + "#journey"


def _shown(viewer: Viewer, doing: Doing, form: StepForm) -> dict[str, object]:
    record, step = doing.record, doing.step
    language = get_language() or "en"
    unwritten = record.written_by_id is None
    reads = reads_words(viewer, record)
    if unwritten:
        record.written_by_id = viewer.person_id if STEP.decide(viewer, doing, "draft") else None
    moves = {move.verb: decision for move, decision in STEP.open_to(viewer, doing)}
    if unwritten or moves.get("draft"):  # who will read what is written now
        record.readers = readers_of(doing.design, step)
    said = [
        (
            form.fields[name].label if name in form.codes else _("Asked in an earlier version"),
            _spoken(form, name, value),
        )
        for name, value in ((field_of(code), value) for code, value in record.words.items())
    ]
    return {
        "pair": doing.pair,
        "doing": doing,
        "title": title_of(doing.state),
        "hint": step.hint.in_(language) if step.hint else "",
        "module": doing.state.module.title.in_(language) if doing.state.module else "",
        "why": sentence_of(doing.state.reason),
        "form": form,
        "may_write": bool(moves.get("draft")),
        "finish": moves.get("finish"),
        "moves": moves,
        "said": said,
        "reads": reads,
        "closed": MENTOR.holds(viewer, doing.pair) and not CONFIDANT.holds(viewer, doing.pair),
        "is_of_pair": PAIR.holds(viewer, doing.pair),
        "standards": [
            (one, relation(one.kind) if one.kind else "")
            for one in standards_of(record.standards, doing.design, language)
        ],
        "readers": readers(STEP_READERS[record.readers], viewer, record),
        "is_asked": bool(questions_of(doing.design, step)),
        "waived": record.status == StepStatus.WAIVED,
        **_goals(viewer, doing),
        **_records(viewer, doing, bool(moves.get("finish"))),
        "talk": talk_of_observation(doing.design, step),
        "spelled": spelled(doing.state.key),
        "keep": f"step-{doing.pair.pk}-{spelled(doing.state.key)}",
    }


def _goals(viewer: Viewer, doing: Doing) -> dict[str, object]:
    """Beside a step that asks for a goal: those of the pair."""
    if not is_goal(doing.step):
        return {}
    return {
        "goals": goals_of_pair(viewer, doing.pair),
        "serving": doing.state.key,
        "writes_goal": viewer.person_id == doing.pair.mentee_id,
    }


def _records(viewer: Viewer, doing: Doing, may_finish: bool) -> dict[str, object]:
    """What of practice the step can be done by, and what it was done by, for whoever reads that."""
    found = that_show(viewer, doing.pair, shown_by(doing.design, doing.step))
    key = doing.state.key
    served = [one for one in found if one.step_key == key and not is_goal(doing.step)]
    return {
        "record_form": StepRecordForm(found=found) if may_finish and found else None,
        "served_by": [(named(one), address_of(one)) for one in served],
    }


def _spoken(form: StepForm, name: str, value: object) -> str:
    """An answer as people read it: the words of a choice instead of its code."""
    choices = dict(getattr(form.fields.get(name), "choices", ()))
    if isinstance(value, list):
        return words.join_names([str(choices.get(one, one)) for one in value])
    return str(choices.get(value, value))
