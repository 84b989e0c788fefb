"""The tools for a lesson, on a phone and without a network; and the lines that they kept."""

from __future__ import annotations

import secrets
from hashlib import sha256
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from banyan.kernel.viewer import Viewer
from banyan.mentoring.queries.readers import label
from banyan.practice.actions import observations as actions
from banyan.practice.forms.observations import AT_PLACES, EvidenceForm
from banyan.practice.models import EvidenceLine
from banyan.practice.queries import observations as queries
from banyan.practice.queries.evidence import Line
from banyan.practice.queries.observations import Cycle
from banyan.practice.rules.observations import (
    OBSERVATION,
    OBSERVATION_RIGHTS,
    judging_words,
    sounds_like_a_judgement,
)
from banyan.practice.standings import OBSERVER
from banyan.practice.states import EvidenceKind, QuestionKind, Voice
from banyan.practice.views.counting import (
    clock,
    counted_in_words,
    line_in_words,
    what_is_counted,
)
from banyan.practice.views.observations import cycle_of, too_late
from banyan.ui.http import Request, form_token, respond, saved, saves_itself
from banyan.ui.paging import slice_of

AT_A_TIME = 50
TEN_MINUTES = 600  # seconds
DEEDS = (EvidenceKind.TEACHER_DOES, EvidenceKind.PUPILS_DO)


@login_required
@require_http_methods(["GET", "POST"])
def observation_tools(request: Request, pk: int) -> HttpResponse:
    """What is seen and heard, as it happens. The page keeps everything itself and sends it all
    each time; here each line is kept once."""
    viewer = request.viewer
    found = cycle_of(request, pk)
    if late := too_late(request, OBSERVATION_RIGHTS.decide(viewer, found, "collect")):
        return late
    rows = queries.lines(found)
    form = EvidenceForm(
        request.POST or None, kept=queries.plain(rows), began_at=found.observation.began_at
    )
    if request.method != "POST" or not form.is_valid():
        context = _tools(viewer, found, form, rows)
        return respond(request, "practice/observation_tools.html", context)
    lines = form.kept
    if not saves_itself(request) and (typed := _typed(form, found, request)):
        lines = [*lines, typed]
    actions.collect(found, lines, form.taken_back, by=viewer, began_at=form.began_at)
    if request.POST.get("verb") == "finish" and not saves_itself(request):
        return _finish(request, pk)
    return saved(request, request.path, _said(lines))


def _tools(
    viewer: Viewer, found: Cycle, form: EvidenceForm, rows: list[EvidenceLine]
) -> dict[str, object]:
    return {
        "cycle": found,
        "row": found.observation,
        "form": form,
        "keep": f"observation-{found.record.pk}-lines",
        "tools": found.tools,
        "voices": Voice.choices,
        "questions": QuestionKind.choices,
        "marks": [(kind.value, kind.label) for kind in AT_PLACES],
        "counted": what_is_counted(),
        "counts": counted_in_words(queries.counts(found, rows)),
        "lines": [(clock(one.at_seconds), one, line_in_words(one)) for one in rows[:-6:-1]],
        "judging": judging_words(),
        "label": label(viewer, found.record),
    }


def _typed(form: EvidenceForm, found: Cycle, request: Request) -> Line | None:
    """The line that was typed into a page without scripts; its time is now where none is said."""
    text = form.cleaned_data["line"].strip()
    if not text:
        return None
    at = form.cleaned_data["clock"]
    began = found.observation.began_at
    if at is None:
        at = int((request.viewer.now - began).total_seconds()) if began else 0
    kind = form.cleaned_data["kind"] or EvidenceKind.TEACHER_SAYS.value
    return Line(
        _key(request, text, kind, form.cleaned_data["clock"]),
        max(0, min(at, 8 * 3600)),
        kind,
        text=text,
    )


def _key(request: Request, text: str, kind: str, at: int | None) -> str:
    """Of the page and what was typed there: the same sent twice is one line."""
    page = form_token(request) or secrets.token_hex(6)
    return "p" + sha256(f"{page} {kind} {at} {text}".encode()).hexdigest()[:20]


def _said(lines: list[Line]) -> str:
    """Kept; and a kind question where the last line sounds like a judgement."""
    deeds = [one.text for one in lines[-1:] if one.kind in DEEDS]
    word = next((sounds_like_a_judgement(text) for text in deeds), "")
    if word:
        return _(
            "Kept. “%(word)s” says how good it was: what was it that you saw or heard? "
            "What it means comes later."
        ) % {"word": word}
    return _("Kept.")


def _finish(request: Request, pk: int) -> HttpResponse:
    """The lesson is over, or what it still needs: whoever pressed too early is where she was."""
    again = cycle_of(request, pk)
    if not again.has_evidence:
        messages.warning(request, str(OBSERVATION.decide(request.viewer, again, "finish").reason))
        return redirect("practice:observation_tools", pk=pk)
    OBSERVATION.decide(request.viewer, again, "finish").or_refuse()
    actions.finish(again, by=request.viewer)
    return redirect("practice:observation", pk=pk)


@login_required
@require_GET
def observation_evidence(request: Request, pk: int) -> HttpResponse:
    """The lines, in their order. They are facts: nobody changes them any more."""
    viewer = request.viewer
    found = cycle_of(request, pk)
    if not found.reading.whole:
        return redirect("practice:observation", pk=pk)
    rows = queries.lines(found)
    page = slice_of(rows, request.GET.get("page"), AT_A_TIME)
    observes = OBSERVER.holds(viewer, found.observation)
    context = {
        "cycle": found,
        "row": found.observation,
        "page": page,
        "counts": counted_in_words(queries.counts(found, rows)),
        "parts": [
            (
                part * TEN_MINUTES // 60,
                (part + 1) * TEN_MINUTES // 60,
                [
                    (
                        clock(one.at_seconds),
                        one,
                        line_in_words(one),
                        sounds_like_a_judgement(one.text) if observes and one.kind in DEEDS else "",
                    )
                    for one in ones
                ],
            )
            for part, ones in groupby(page, key=lambda one: one.at_seconds // TEN_MINUTES)
        ],
        "label": label(viewer, found.record),
        "back": reverse("practice:observation", args=[pk]),
    }
    return respond(request, "practice/observation_evidence.html", context)
