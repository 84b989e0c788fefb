"""Lesson plans: written, taught, thought about; published, found and copied by others."""

from __future__ import annotations

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
from banyan.mentoring.actions import once
from banyan.mentoring.forms.records import RecordForm, told
from banyan.mentoring.queries.readers import label_before
from banyan.mentoring.queries.records import Reading, known
from banyan.mentoring.rules.records import RECORD_RIGHTS
from banyan.mentoring.states import RecordKind, Tier
from banyan.mentoring.views.records import (
    after_of,
    asked_pair,
    foot,
    form_of,
    kept_or_clash,
    opened,
    signs,
)
from banyan.mentoring.views.remarks import lines
from banyan.practice.actions import lesson_plans as actions
from banyan.practice.forms.lesson_plans import (
    PLAN,
    PublishForm,
    SearchForm,
    TaughtForm,
    sections_for,
)
from banyan.practice.models import LessonPlan
from banyan.practice.queries import lesson_plans as queries
from banyan.practice.rules.lesson_plans import (
    LESSON_PLAN,
    LESSON_PLAN_RIGHTS,
    length,
    timed,
)
from banyan.practice.states import LessonStatus, SchoolStage, Subject
from banyan.ui.http import Request, respond, saved
from banyan.ui.paging import page_of

TONES = {LessonStatus.DRAFT: "", LessonStatus.TAUGHT: "sky", LessonStatus.REFLECTED: "leaf"}
_AT_ONCE = {
    "plan_again": actions.plan_again,
    "reflect": actions.reflect,
    "reopen": actions.reopen,
}
_SAID: dict[str, object] = {
    "plan_again": gettext_lazy("It is a draft again."),
    "reflect": gettext_lazy("Kept. What you learned stays with the plan."),
    "reopen": gettext_lazy("You can go on writing how it went."),
}


@login_required
@require_GET
def lesson_plans(request: Request) -> HttpResponse:
    page = page_of(queries.plans(request.viewer), request.GET.get("page"))
    plans = [(one, queries.beside(one)) for one in page]
    rows = [(one, plan, TONES[LessonStatus(plan.status)]) for one, plan in plans]
    return respond(request, "practice/lesson_plans.html", {"page": page, "rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def lesson_plan_new(request: Request) -> HttpResponse:
    """A draft, of which anything may be left out."""
    viewer = request.viewer
    pair, after = asked_pair(request), after_of(request)
    form = RecordForm(request.POST if request.method == "POST" else None, sections=PLAN)
    if request.method == "POST" and form.is_valid():
        title, words = form.cleaned_data["title"], form.words
        made = once.begin(
            RecordKind.LESSON_PLAN, by=viewer, pair=pair, title=title, words=words, after=after
        )
        there = reverse("practice:lesson_plan", args=[made.pk])
        return saved(request, there, _("Your draft is kept."), action=there, seen=form.seen_now)
    context = {
        "form": form,
        "lines": lines(form),
        "label": label_before(viewer, RecordKind.LESSON_PLAN, Tier.PAIR, pair),
        "after": after,
        "keep": "lesson-plan-new",
    }
    return respond(request, "practice/lesson_plan_new.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def lesson_plan(request: Request, pk: int) -> HttpResponse:
    """The plan as a form for whoever may write in it, with the remarks beside each section."""
    viewer = request.viewer
    reading = opened(request, pk, RecordKind.LESSON_PLAN)
    plan, credits = queries.plan_with_credits(reading)
    if plan.edition_of_id is not None:
        return redirect("practice:published_plan", pk=pk)
    sections = sections_for(plan.status)
    may = RECORD_RIGHTS.decide(viewer, reading.record, "write")
    if request.method == "POST":
        may.or_refuse()
    form = form_of(request, reading, sections)
    context = {**_shown(viewer, reading, plan, form), "credits": credits if reading.whole else []}
    if request.method == "POST" and form.is_valid():
        clash = kept_or_clash(request, reading, form, "practice/lesson_plan.html", context)
        return clash or saved(request, request.path, _("Kept."), seen=form.seen_now)
    return respond(request, "practice/lesson_plan.html", context)


def _shown(viewer: Viewer, reading: Reading, plan: LessonPlan, form: RecordForm) -> dict[str, Any]:
    steps = timed(str(reading.words.get("steps", "")))
    below = foot(viewer, reading)
    return {
        "record": reading.record,
        "title": reading.title,
        "plan": plan,
        "tone": TONES[LessonStatus(plan.status)],
        "writes": bool(RECORD_RIGHTS.decide(viewer, reading.record, "write")),
        "form": form,
        "lines": lines(form, below),
        "told": told(form.sections, reading.words),
        "foot": below,
        "keep": f"lesson-plan-{reading.record.pk}",
        "planned": length(steps),
        "wanted": reading.words.get("minutes"),
        "edition": queries.edition_of(plan),
        "moves": [(move, reason) for move, reason in LESSON_PLAN.open_to(viewer, plan)],
        "taught_form": TaughtForm(viewer=viewer),
        "publishes": reading.is_owner,
    }


@login_required
@require_POST
def lesson_plan_teach(request: Request, pk: int) -> HttpResponse:
    reading = opened(request, pk, RecordKind.LESSON_PLAN)
    plan = queries.plan_of(reading)
    LESSON_PLAN.decide(request.viewer, plan, "teach").or_refuse()
    form = TaughtForm(request.POST, viewer=request.viewer)
    if not form.is_valid():
        context = {"form": form, "record": reading.record, "title": reading.title}
        return respond(request, "practice/lesson_plan_teach.html", context)
    actions.teach(plan, form.cleaned_data["on"], by=request.viewer)
    messages.success(request, _("Now you can write how it went, at the end of the plan."))
    return redirect(reverse("practice:lesson_plan", args=[pk]) + "#id_went")


@login_required
@require_POST
def lesson_plan_move(request: Request, pk: int, verb: str) -> HttpResponse:
    if verb not in _AT_ONCE:
        raise Http404
    plan = queries.plan_of(opened(request, pk, RecordKind.LESSON_PLAN))
    _AT_ONCE[verb](plan, by=request.viewer)
    messages.success(request, str(_SAID[verb]))
    return redirect("practice:lesson_plan", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def lesson_plan_publish(request: Request, pk: int) -> HttpResponse:
    """What will be public and what will not, the licence, and whatever looks like a pupil's name;
    then the button."""
    reading = opened(request, pk, RecordKind.LESSON_PLAN)
    plan = queries.plan_of(reading)
    may = LESSON_PLAN_RIGHTS.decide(request.viewer, plan, "publish")
    if not reading.is_owner:
        may.or_refuse()
    data = request.POST if request.method == "POST" else None
    form = PublishForm(data, initial={"version": reading.record.version})
    if request.method == "POST" and may and form.is_valid():
        made = actions.publish(plan, by=request.viewer, version=form.cleaned_data["version"])
        messages.success(request, _("Published. Thank you: others can learn from it now."))
        return redirect("practice:published_plan", pk=made.record_id)
    context = {
        "form": form,
        "record": reading.record,
        "title": reading.title,
        "may": may,
        "signs": signs(reading),
        "edition": queries.edition_of(plan),
    }
    status = 422 if form.errors or (request.method == "POST" and not may) else 200
    return respond(request, "practice/lesson_plan_publish.html", context, status=status)


@login_required
@require_POST
def lesson_plan_take_in(request: Request, pk: int) -> HttpResponse:
    plan = queries.plan_of(opened(request, pk, RecordKind.LESSON_PLAN))
    edition = queries.edition_of(plan)
    LESSON_PLAN_RIGHTS.decide(request.viewer, edition or plan, "take_in").or_refuse()
    actions.take_in(edition or plan, by=request.viewer)
    messages.success(request, _("It is published no longer. Copies that others made stay theirs."))
    return redirect("practice:lesson_plan", pk=pk)


@require_GET
def published_plans(request: Request) -> HttpResponse:
    """The gallery: what teachers have published, for everybody."""
    form = SearchForm(request.GET)
    form.is_valid()
    page = page_of(queries.published(request.viewer, form.wanted), request.GET.get("page"))
    subjects, stages = dict(Subject.choices), dict(SchoolStage.choices)
    rows = [(one, subjects.get(said[0]), stages.get(said[1])) for one, said in queries.said(page)]
    context = {"form": form, "page": page, "rows": rows, "searched": bool(form.wanted)}
    return respond(request, "practice/published_plans.html", context)


@require_GET
def published_plan(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    reading = known(viewer, queries.published_plan(viewer, pk))
    plan, credits = queries.plan_with_credits(reading)
    words = dict(reading.words)
    steps = timed(str(words.pop("steps", "")))
    context = {
        "record": reading.record,
        "title": reading.title,
        "plan": plan,
        "told": told(PLAN, words),
        "steps": steps,
        "planned": length(steps),
        "credits": credits,
        "copies": bool(LESSON_PLAN_RIGHTS.decide(viewer, plan, "copy")),
        "original": plan.edition_of.record_id if plan.edition_of and reading.is_owner else None,
    }
    return respond(request, "practice/published_plan.html", context)


@login_required
@require_POST
def lesson_plan_copy(request: Request, pk: int) -> HttpResponse:
    found = queries.published_plan(request.viewer, pk)
    plan = queries.plan_of(known(request.viewer, found))
    made = actions.copy(plan, by=request.viewer, pair=asked_pair(request))
    messages.success(request, _("A draft of your own. It says after whom it was made."))
    return redirect("practice:lesson_plan", pk=made.record_id)
