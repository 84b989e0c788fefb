"""Journal, experiments, analyses of student work: a list, a new one, the page of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import once
from banyan.mentoring.forms.records import RecordForm, Section, told
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries.mentorships import live_pair
from banyan.mentoring.queries.readers import label_before
from banyan.mentoring.rules.records import KINDS, RECORD_RIGHTS
from banyan.mentoring.states import RecordKind
from banyan.mentoring.views.records import (
    after_of,
    asked_pair,
    foot,
    form_of,
    kept_or_clash,
    opened,
)
from banyan.mentoring.views.remarks import lines
from banyan.practice.forms import kept as forms
from banyan.practice.queries.experiments import experiments as all_experiments
from banyan.practice.queries.experiments import stage_of
from banyan.practice.queries.hub import shared_with
from banyan.practice.rules.prompts import phase, prompts
from banyan.practice.states import ExperimentStage as E
from banyan.practice.states import Phase
from banyan.ui.http import Request, respond, saved
from banyan.ui.paging import page_of

TONES = {E.KEEP: "leaf", E.ADAPT: "marigold", E.DROP: "", E.WEIGHED: "sky", E.DONE: "sky"}
Sections = Callable[[Viewer, Mentorship | None, Mapping[str, Any]], tuple[Section, ...]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What differs from kind to kind."""

    kind: RecordKind
    page: str  # the name of the address of one; of its list and of a new one in the next two
    all: str
    new: str
    heading: object
    lead: object
    begin: object  # what the link says
    new_heading: object
    nothing: object
    sections: Sections


def journal_sections(
    viewer: Viewer, pair: Mentorship | None, words: Mapping[str, Any]
) -> tuple[Section, ...]:
    """With the questions of the time in which it is written, and the one that was chosen."""
    if pair is None:
        at = Phase.UNDER_WAY
    else:
        last = pair.ends_on or (pair.cohort.ends_on if pair.cohort is not None else None)
        at = phase(pair.starts_on, last, viewer.today)
    return forms.journal(prompts(at, str(words.get("prompt", ""))))


JOURNAL = Kept(
    RecordKind.JOURNAL, "practice:entry", "practice:journal", "practice:entry_new",
    gettext_lazy("Journal"),
    gettext_lazy(
        "Yours alone. You can share an entry, or one paragraph of it, and take it back at any time."
    ),
    gettext_lazy("Write an entry"),
    gettext_lazy("Write in your journal"),
    gettext_lazy("Nothing is written yet. Two honest sentences after a lesson are enough."),
    journal_sections,
)  # fmt: skip
EXPERIMENT = Kept(
    RecordKind.EXPERIMENT, "practice:experiment", "practice:experiments", "practice:experiment_new",
    gettext_lazy("Experiments"),
    gettext_lazy(
        "One small change: what you expect, what you did, what you saw. Then you keep it, adapt it "
        "or drop it."
    ),
    gettext_lazy("Try something"),
    gettext_lazy("Try something"),
    gettext_lazy("Nothing is tried yet. Begin with one small thing in one class."),
    lambda viewer, pair, words: forms.EXPERIMENT,
)  # fmt: skip
STUDENT_WORK = Kept(
    RecordKind.STUDENT_WORK, "practice:work", "practice:student_work", "practice:work_new",
    gettext_lazy("Student work"),
    gettext_lazy(
        "Sort a stack of work into three or four bands and see what to teach next. Pupils are "
        "numbers here, never names."
    ),
    gettext_lazy("Look at student work"),
    gettext_lazy("Look at student work"),
    gettext_lazy("Nothing is sorted yet. Ten copies of one task are a good beginning."),
    lambda viewer, pair, words: forms.STUDENT_WORK,
)  # fmt: skip


def _list(request: Request, what: Kept, found: QuerySet[Record]) -> HttpResponse:
    page = page_of(found, request.GET.get("page"))
    rows = []
    for one in page:
        stage = getattr(one, "stage", "")
        label, tone = (E(stage).label, TONES.get(E(stage), "")) if stage else ("", "")
        rows.append((one, reverse(what.page, args=[one.pk]), label, tone))
    return respond(request, "practice/kept_list.html", {"what": what, "page": page, "rows": rows})


def _new(request: Request, what: Kept) -> HttpResponse:
    viewer = request.viewer
    pair, after = asked_pair(request), after_of(request)
    data = request.POST if request.method == "POST" else None
    form = RecordForm(data, sections=what.sections(viewer, pair, {}))
    if request.method == "POST" and form.is_valid():
        title, words = form.cleaned_data["title"], form.words
        made = once.begin(what.kind, by=viewer, pair=pair, title=title, words=words, after=after)
        there = reverse(what.page, args=[made.pk])
        return saved(request, there, _("Kept."), action=there, seen=form.seen_now)
    context = {
        "what": what,
        "form": form,
        "lines": lines(form),
        "label": label_before(viewer, what.kind, KINDS[what.kind].tier, pair),
        "after": after,
        "keep": f"{what.kind.value}-new",
    }
    return respond(request, "practice/kept_new.html", context)


def _page(request: Request, pk: int, what: Kept) -> HttpResponse:
    viewer = request.viewer
    reading = opened(request, pk, what.kind)
    found = reading.record
    may = RECORD_RIGHTS.decide(viewer, found, "write")
    if request.method == "POST":
        may.or_refuse()
    pair = found.mentorship or (live_pair(viewer) if may else None)
    sections = what.sections(viewer, pair, reading.words)
    form = form_of(request, reading, sections)
    below = foot(viewer, reading)
    context = {
        "what": what,
        "record": found,
        "title": reading.title,
        "writes": bool(may),
        "form": form,
        "lines": lines(form, below),
        "told": told(sections, reading.words),
        "foot": below,
        "keep": f"{what.kind.value}-{pk}",
        "stage": _stage(what, reading.whole, reading.words),
        "bands": _bands(what, reading.words),
    }
    if request.method == "POST" and form.is_valid():
        clash = kept_or_clash(request, reading, form, "practice/kept.html", context)
        return clash or saved(request, request.path, _("Kept."), seen=form.seen_now)
    return respond(request, "practice/kept.html", context)


def _stage(what: Kept, whole: bool, words: Mapping[str, Any]) -> tuple[str, str] | None:
    if what is not EXPERIMENT or not whole:
        return None
    stage = stage_of(words)
    return str(stage.label), TONES.get(stage, "")


def _bands(what: Kept, words: Mapping[str, Any]) -> list[tuple[str, int]]:
    """How many pupils there are in each band, where somebody has counted."""
    if what is not STUDENT_WORK:
        return []
    counts = {code: words.get(f"{code}_count") for code in forms.BANDS}
    return [
        (str(forms.BAND_NAMES[code]), count)
        for code, count in counts.items()
        if isinstance(count, int)
    ]


@login_required
@require_GET
def journal(request: Request) -> HttpResponse:
    return _list(request, JOURNAL, shared_with(request.viewer, RecordKind.JOURNAL))


@login_required
@require_http_methods(["GET", "POST"])
def entry_new(request: Request) -> HttpResponse:
    return _new(request, JOURNAL)


@login_required
@require_http_methods(["GET", "POST"])
def entry(request: Request, pk: int) -> HttpResponse:
    return _page(request, pk, JOURNAL)


@login_required
@require_GET
def experiments(request: Request) -> HttpResponse:
    return _list(request, EXPERIMENT, all_experiments(request.viewer))


@login_required
@require_http_methods(["GET", "POST"])
def experiment_new(request: Request) -> HttpResponse:
    return _new(request, EXPERIMENT)


@login_required
@require_http_methods(["GET", "POST"])
def experiment(request: Request, pk: int) -> HttpResponse:
    return _page(request, pk, EXPERIMENT)


@login_required
@require_GET
def student_work(request: Request) -> HttpResponse:
    return _list(request, STUDENT_WORK, shared_with(request.viewer, RecordKind.STUDENT_WORK))


@login_required
@require_http_methods(["GET", "POST"])
def work_new(request: Request) -> HttpResponse:
    return _new(request, STUDENT_WORK)


@login_required
@require_http_methods(["GET", "POST"])
def work(request: Request, pk: int) -> HttpResponse:
    return _page(request, pk, STUDENT_WORK)
