"""The stages of a programme, what they bring about, and whether the programme can open."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.programmes import actions, queries
from banyan.programmes.forms.stages import ArtefactForm
from banyan.programmes.models import Programme, StageRecord
from banyan.programmes.queries import in_its_words
from banyan.programmes.queries.readiness import conditions
from banyan.programmes.queries.reasons import sentence_of
from banyan.programmes.queries.stages import keys_of, piece_of, records_of, stages_of
from banyan.programmes.rules import PROGRAMME
from banyan.programmes.views.buttons import attempt, buttons
from banyan.programmes.views.programmes import form_page
from banyan.ui import pieces
from banyan.ui.http import Request, respond
from blueprint import StageState, Status

DRAWN = {
    Status.NOT_YET: pieces.StepStatus.OPEN,
    Status.OPEN: pieces.StepStatus.NOW,
    Status.DUE_SOON: pieces.StepStatus.DUE,
    Status.OVERDUE: pieces.StepStatus.OVERDUE,
    Status.DONE: pieces.StepStatus.DONE,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that a stage brings about, as the page lists it."""

    title: str
    url: str
    record: StageRecord | None
    document: str  # of which it is a paper; empty for what is none


@dataclass(frozen=True, slots=True)
class Shown:
    """A stage as its page shows it."""

    code: str
    title: str
    hint: str
    responsible: str
    entry: list[str]
    exit: list[str]
    before_opening: bool
    pieces: list[Piece]


@login_required
@require_safe
def stages(request: Request, code: str) -> HttpResponse:
    programme = in_its_words(queries.programme_to_run(request.viewer, code))
    records = records_of(programme)
    states = stages_of(programme, records.values(), request.viewer.today)
    context = {
        "title": _("Stages of the programme"),
        "programme": programme,
        "journey": _journey(states),
        "stages": [_shown(programme, state, records) for state in states],
    }
    return respond(request, "programmes/stages.html", context)


def _journey(states: tuple[StageState, ...]) -> list[pieces.Step]:
    coming = next((s for s in states if s.status not in (Status.DONE, Status.NOT_YET)), None)
    return [
        pieces.Step(
            title=state.stage.title.in_(get_language() or "en"),
            status=DRAWN[state.status],
            on=state.done_on or state.due_on,
            note="" if state.status == Status.DONE else sentence_of(state.reason),
            url=f"#{state.stage.code}",
            next=state is coming,
        )
        for state in states
    ]


def _shown(programme: Programme, state: StageState, records: dict[str, StageRecord]) -> Shown:
    locale, stage = get_language() or "en", state.stage
    return Shown(
        code=stage.code,
        title=stage.title.in_(locale),
        hint=stage.hint.in_(locale) if stage.hint else "",
        responsible=queries.role_words(programme).party(stage.responsible),
        entry=[text.in_(locale) for text in stage.entry],
        exit=[text.in_(locale) for text in stage.exit],
        before_opening=stage.before_opening,
        pieces=[
            Piece(
                title=(artefact or stage).title.in_(locale),
                url=reverse("programmes:stage", args=[programme.code, spelled(key)]),
                record=records.get(key),
                document=(artefact.document or "") if artefact else "",
            )
            for key, artefact in keys_of(stage).items()
        ],
    )


def spelled(key: str) -> str:
    """The key of what a stage brings about, as it stands in an address."""
    return key.replace("/", ".")


@login_required
@form_page
def stage(request: Request, code: str, piece_key: str) -> HttpResponse:
    viewer = request.viewer
    programme = in_its_words(queries.programme_to_run(viewer, code))
    name = piece_key.replace(".", "/")
    part, artefact = piece_of(programme, name)
    record = records_of(programme).get(name)
    first = (
        {"on": record.done_on, "note": record.note, "link": record.link}
        if record
        else {"on": viewer.today}
    )
    form = ArtefactForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: actions.record_artefact(
                programme,
                name,
                form.cleaned_data["on"],
                by=viewer,
                note=form.cleaned_data["note"],
                link=form.cleaned_data["link"],
            ),
        )
        if done:
            messages.success(request, _("It is on record."))
            return redirect("programmes:stages", code)
    locale = get_language() or "en"
    context = {
        "title": (artefact or part).title.in_(locale),
        "stage": part.title.in_(locale),
        "hint": artefact.hint.in_(locale) if artefact and artefact.hint else "",
        "programme": programme,
        "form": form,
        "record": record,
        "key": piece_key,
    }
    status = 422 if request.method == "POST" else 200
    return respond(request, "programmes/stage.html", context, status=status)


@login_required
@require_POST
def take_back(request: Request, code: str, piece_key: str) -> HttpResponse:
    programme = in_its_words(queries.programme_to_run(request.viewer, code))
    actions.take_back(programme, piece_key.replace(".", "/"), by=request.viewer)
    messages.success(request, _("It is no longer on record."))
    return redirect("programmes:stages", code)


@login_required
@require_safe
def readiness(request: Request, code: str) -> HttpResponse:
    viewer = request.viewer
    programme = in_its_words(queries.programme_to_run(viewer, code))
    found = conditions(programme, viewer.today, get_language() or "en")
    context = {
        "title": _("Ready to open?"),
        "programme": programme,
        "conditions": [(each, _cure(programme, each.code)) for each in found],
        "open": [each for each in found if each.blocks and not each.met],
        "buttons": buttons(PROGRAMME, viewer, programme, programme.code),
    }
    return respond(request, "programmes/readiness.html", context)


def _cure(programme: Programme, code: str) -> str:
    """Where a condition can be met."""
    addresses = {
        "stages": ("programmes:stages", programme.code),
        "papers": ("programmes:stages", programme.code),
        "coordinator": ("organisations:people", programme.organisation_id),
        "cohort": ("programmes:add_cohort", programme.code),
        "dates": ("programmes:programme", programme.code),
        "mentors": ("programmes:applications", programme.code),
    }
    name, argument = addresses[code]
    return reverse(name, args=[argument])
