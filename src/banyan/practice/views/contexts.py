"""The context of somebody's teaching, and the first interview of a pair."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.mentoring.forms.records import RecordForm, Section, told
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries.mentorships import blueprint_of, own_pair, pair_as_teacher
from banyan.mentoring.queries.readers import label_before
from banyan.mentoring.queries.records import Reading
from banyan.mentoring.rules.records import RECORD_RIGHTS
from banyan.mentoring.states import RecordKind, Tier
from banyan.mentoring.views.records import address_of, foot, form_of, kept_or_clash, opened
from banyan.practice import actions
from banyan.practice.forms.contexts import (
    ContextForm,
    IntakeForm,
    context_sections,
    intake_sections,
)
from banyan.practice.queries.contexts import intake_of, own_context
from banyan.programmes.queries import in_its_words, speak_for
from banyan.ui.addresses import reverse
from banyan.ui.http import Request, respond, saved


def _data(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _context_sections(pair: Mentorship | None) -> tuple[Section, ...]:
    design = blueprint_of(pair.cohort) if pair is not None else None
    return context_sections(design, get_language() or "en")


@login_required
@require_http_methods(["GET", "POST"])
def context_new(request: Request) -> HttpResponse:
    """One's own context; where there is one already, that."""
    viewer = request.viewer
    there = own_context(viewer)
    if there is not None:
        return _there(request, "practice:context", there)
    speak_for(viewer)
    pair = pair_as_teacher(viewer)
    form = ContextForm(_data(request), sections=_context_sections(pair))
    if request.method == "POST" and form.is_valid():
        made = actions.begin_context(form.words, by=viewer, pair=pair)
        to = reverse("practice:context", args=[made.pk])
        return saved(request, to, _("Kept."), action=to, seen=form.seen_now)
    said = {
        "form": form,
        "keep": "context-new",
        "may_write": True,
        "label": label_before(viewer, RecordKind.CONTEXT, Tier.PAIR, pair),
        "back": reverse("practice:needs"),
    }
    return respond(request, "practice/context.html", said)


@login_required
@require_http_methods(["GET", "POST"])
def context(request: Request, pk: int) -> HttpResponse:
    """The context of somebody's teaching: hers to write, her mentor's to read."""
    reading = opened(request, pk, RecordKind.CONTEXT)
    sections = _context_sections(reading.record.mentorship)
    form = form_of(request, reading, sections, ContextForm)
    return _page(request, reading, form, "practice/context.html")


@login_required
@require_http_methods(["GET", "POST"])
def intake_new(request: Request, pk: int) -> HttpResponse:
    """The first interview of a pair; where there is one already, that. Before the teacher has
    agreed not a word of it is kept, neither here nor on a phone: so it is not saved as typed."""
    viewer = request.viewer
    pair = in_its_words(own_pair(request.viewer, pk))
    there = intake_of(viewer, pair)
    if there is not None:
        return _there(request, "practice:intake", there)
    form = IntakeForm(_data(request), sections=intake_sections(_consent(request, pair)))
    if request.method == "POST" and form.is_valid():
        made = actions.begin_intake(form.words, by=viewer, pair=pair)
        messages.success(request, _("Kept."))
        return redirect("practice:intake", pk=made.pk)
    is_mentor = pair.mentor_id == viewer.person_id
    said = {
        "form": form,
        "may_write": True,
        "label": label_before(viewer, RecordKind.INTAKE, Tier.PAIR, pair, for_teacher=is_mentor),
        "back": _of_pair(request, pair),
    }
    return respond(request, "practice/intake.html", said)


@login_required
@require_http_methods(["GET", "POST"])
def intake(request: Request, pk: int) -> HttpResponse:
    """The first interview: written by either of the two, the teacher's to keep."""
    reading = opened(request, pk, RecordKind.INTAKE)
    sections = intake_sections(_consent(request, reading.record.mentorship))
    form = form_of(request, reading, sections, IntakeForm)
    return _page(request, reading, form, "practice/intake.html")


def _there(request: Request, page: str, record: Record) -> HttpResponse:
    """To the record that is there already; what was typed meanwhile is brought together with it."""
    if request.method == "GET":
        return redirect(page, pk=record.pk)
    return {"practice:context": context, "practice:intake": intake}[page](request, record.pk)


def _consent(request: Request, pair: Mentorship | None) -> str:
    """What is agreed to, to the teacher and to whoever writes it down with her."""
    if pair is None or pair.mentee_id == request.viewer.person_id:
        return _(
            "I agree that my answers are written down here. Only my mentor and I read them, and I "
            "can change who reads them."
        )
    return _(
        "%(name)s has heard that the answers are written down here, that only the two of you read "
        "them, and that %(name)s can change who reads them; and agrees."
    ) % {"name": pair.mentee}


def _of_pair(request: Request, pair: Mentorship | None) -> str:
    if pair is None or pair.mentee_id == request.viewer.person_id:
        return reverse("practice:needs")
    return reverse("practice:needs_of", args=[pair.pk])


def _page(request: Request, reading: Reading, form: RecordForm, template: str) -> HttpResponse:
    """The page of a record that is one form, for whoever writes in it, and is read by the rest."""
    viewer = request.viewer
    may_write = RECORD_RIGHTS.decide(viewer, reading.record, "write")
    below = foot(viewer, reading)
    there = address_of(reading.record)
    said: dict[str, Any] = {
        "form": form,
        "keep": f"{reading.record.kind}-{reading.record.pk}",
        "record": reading.record,
        "may_write": may_write,
        "answers": told(form.sections, reading.words),
        "foot": below,
        "label": below["label"],
        "back": _of_pair(request, reading.record.mentorship)
        if reading.is_owner or reading.may_write
        else reverse("practice:practice"),
    }
    if request.method == "POST":
        may_write.or_refuse()
        if form.is_valid():
            clash = kept_or_clash(request, reading, form, template, said)
            return clash or saved(request, there, _("Kept."), action=there, seen=form.seen_now)
    return respond(request, template, said)
