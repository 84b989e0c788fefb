"""Strengths and needs of one teacher: each source beside the others, and a view being written."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from banyan.mentoring.actions.records import note_readings
from banyan.mentoring.forms.records import named
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries import records
from banyan.mentoring.queries.mentorships import own_pair, pair_as_teacher
from banyan.mentoring.queries.readers import label_before
from banyan.mentoring.states import RecordKind, Tier
from banyan.mentoring.views.records import address_of, foot, form_of, kept_or_clash, opened
from banyan.people.models import Person
from banyan.practice import actions
from banyan.practice.forms.needs import AssessmentForm, BeginForm, EvidenceForm, sections_of
from banyan.practice.queries import needs as queries
from banyan.practice.queries.contexts import context_and_intake
from banyan.practice.queries.movement import movement
from banyan.practice.rules.needs import ASSESSMENT_RIGHTS, VIEW_RIGHTS, View
from banyan.practice.states import Source
from banyan.programmes.queries import in_its_words, speak_for
from banyan.programmes.queries.frameworks import written_in
from banyan.ui.addresses import reverse
from banyan.ui.http import Request, respond, saved
from banyan.ui.pieces import Link


def _language() -> str:
    return get_language() or "en"


@login_required
@require_GET
def needs(request: Request) -> HttpResponse:
    """One's own strengths and needs."""
    speak_for(request.viewer)
    return _beside(request, None)


@login_required
@require_GET
def needs_of(request: Request, pk: int) -> HttpResponse:
    """Those of the teacher of a pair, for the two of it."""
    pair = own_pair(request.viewer, pk)
    if pair.mentee_id == request.viewer.person_id:
        return redirect("practice:needs")
    in_its_words(pair)
    return _beside(request, pair)


def _beside(request: Request, pair: Mentorship | None) -> HttpResponse:
    viewer = request.viewer
    whose = pair.mentee_id if pair is not None else viewer.person_id or 0
    found = queries.waves(viewer, whose)
    note_readings([one.reading.record for one in found], by=viewer)
    own_pair = pair or pair_as_teacher(viewer)
    editions = list(dict.fromkeys(one.framework for one in reversed(found)))
    asked = request.GET.get("framework", "")
    chosen = asked if asked in editions else next(iter(editions), "")
    of = queries.framework_of(chosen) if chosen else None
    told = queries.sides(found, of, _language()) if of else []
    context_there, intake = context_and_intake(viewer, whose, own_pair)
    source = Source.SELF if pair is None else Source.MENTOR
    view = View(source, own_pair if pair is None else pair)
    context = {
        "pair": pair,
        "own_pair": own_pair,
        "teacher": _teacher(pair),
        "sides": told,
        "lines": queries.lines(told, of, _language()) if of else [],
        "framework": of and of.title.in_(written_in(of, _language())),
        "chosen": chosen,
        "tabs": _tabs(request.path, editions, chosen),
        "waves": list(reversed(found)),
        "may_begin": VIEW_RIGHTS.decide(viewer, view, "begin"),
        "moved": reverse("practice:movement_of", args=[pair.pk])
        if pair
        else reverse("practice:movement"),
        "begin": reverse("practice:assess_of", args=[pair.pk])
        if pair
        else reverse("practice:assess"),
        "context": context_there,
        "intake": intake,
        "label": ""
        if pair is not None or told
        else label_before(viewer, RecordKind.NEED, Tier.PAIR, own_pair),
    }
    return respond(request, "practice/needs.html", context)


def _teacher(pair: Mentorship | None) -> Person | None:
    return pair.mentee if pair is not None else None


def _tabs(path: str, editions: list[str], chosen: str) -> list[Link]:
    """One for each framework that was looked at, where there are several."""
    if len(editions) < 2:
        return []
    titles = {one: queries.framework_of(one) for one in editions}
    return [
        Link(
            found.title.in_(written_in(found, _language())),
            f"{path}?framework={one}",
            one == chosen,
        )
        for one, found in titles.items()
    ]


@login_required
@require_http_methods(["GET", "POST"])
def assess(request: Request) -> HttpResponse:
    """A new look at oneself: between the two of a pair where there is one."""
    speak_for(request.viewer)
    return _begin(request, pair_as_teacher(request.viewer))


@login_required
@require_http_methods(["GET", "POST"])
def assess_of(request: Request, pk: int) -> HttpResponse:
    """The same within one pair: by the teacher, or by the mentor as the mentor."""
    return _begin(request, in_its_words(own_pair(request.viewer, pk)))


def _begin(request: Request, pair: Mentorship | None) -> HttpResponse:
    viewer = request.viewer
    is_mentor = pair is not None and pair.mentor_id == viewer.person_id
    source = Source.MENTOR if is_mentor else Source.SELF
    VIEW_RIGHTS.decide(viewer, View(source, pair), "begin").or_refuse()
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        viewer=viewer,
        found=queries.to_choose_from(pair),
        pair=pair,
        locale=_language(),
    )
    if request.method == "POST" and form.is_valid():
        made = actions.begin_assessment(
            form.whose, form.chosen, by=viewer, pair=pair, after=form.after
        )
        return redirect("practice:assessment", pk=made.pk)
    context = {
        "form": form,
        "pair": pair,
        "is_mentor": is_mentor,
        "label": label_before(viewer, RecordKind.NEED, Tier.PAIR, pair, for_teacher=is_mentor),
        "back": reverse("practice:needs_of", args=[pair.pk])
        if is_mentor and pair
        else reverse("practice:needs"),
    }
    return respond(request, "practice/assess.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def assessment(request: Request, pk: int) -> HttpResponse:
    """One view of one teacher: to be filled in by whose view it is, to be read by the others."""
    viewer = request.viewer
    reading = opened(request, pk, RecordKind.NEED)
    kept, shown = queries.assessment(viewer, reading)
    of = queries.framework_of(kept.framework)
    sections = sections_of(queries.elements(of, _language()))
    form = form_of(request, reading, sections, AssessmentForm)
    may_write = ASSESSMENT_RIGHTS.decide(viewer, reading.record, "write")
    context = {
        "form": form,
        "reading": reading,
        "record": reading.record,
        "kept": kept,
        "keep": f"need-{pk}",
        "begun_on": reading.record.begun_at.astimezone(viewer.zone).date(),
        "framework": of.title.in_(written_in(of, _language())),
        "said": queries.said(reading, of, _language()),
        "evidence": [(one.element, named(one.record), address_of(one.record)) for one in shown],
        "writer": _writer(reading),
        "may_write": may_write,
        "may_add": ASSESSMENT_RIGHTS.decide(viewer, reading.record, "add_evidence"),
        "foot": foot(viewer, reading),
        "back": _page_of(request, reading),
    }
    if request.method == "POST":
        may_write.or_refuse()
        if form.is_valid():
            clash = kept_or_clash(request, reading, form, "practice/assessment.html", context)
            return clash or saved(request, request.path, _("Kept."), seen=form.seen_now)
    return respond(request, "practice/assessment.html", context)


def _writer(reading: records.Reading) -> Person:
    """Whose view it is; the people of the pair came with the record."""
    row = reading.record
    pair = row.mentorship
    known = [row.owner, *([pair.mentor] if pair is not None else [])]
    return next((one for one in known if one.pk == row.written_by_id), None) or row.written_by


def _page_of(request: Request, reading: records.Reading) -> str:
    """The page on which it stands beside the others: hers, or that of the pair."""
    pair = reading.record.mentorship
    if reading.is_owner:
        return reverse("practice:needs")
    if pair is not None and pair.mentor_id == request.viewer.person_id:
        return reverse("practice:needs_of", args=[pair.pk])
    return reverse("practice:practice")


@login_required
@require_http_methods(["GET", "POST"])
def evidence(request: Request, pk: int) -> HttpResponse:
    """Join a record to an element of which it shows something."""
    viewer = request.viewer
    found = records.record(viewer, pk, RecordKind.NEED)
    ASSESSMENT_RIGHTS.decide(viewer, found, "add_evidence").or_refuse()
    if found.mentorship is not None:
        in_its_words(found.mentorship)
    of = queries.framework_of(found.assessment.framework)
    form = EvidenceForm(
        request.POST if request.method == "POST" else None,
        viewer=viewer,
        record=found,
        elements=queries.elements(of, _language()),
        of=request.GET.get("of", ""),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.add_evidence(found, said["element"], form.found[said["record"]], by=viewer)
        return redirect("practice:assessment", pk=pk)
    context = {"form": form, "record": found}
    return respond(request, "practice/evidence.html", context)


@login_required
@require_GET
def moved(request: Request) -> HttpResponse:
    """How one element of one's own has moved, source by source."""
    speak_for(request.viewer)
    return _moved(request, None)


@login_required
@require_GET
def moved_of(request: Request, pk: int) -> HttpResponse:
    """The same of the teacher of a pair, for the two of it."""
    return _moved(request, in_its_words(own_pair(request.viewer, pk)))


def _moved(request: Request, pair: Mentorship | None) -> HttpResponse:
    viewer = request.viewer
    whose = pair.mentee_id if pair is not None else viewer.person_id or 0
    found = queries.waves(viewer, whose)
    note_readings([one.reading.record for one in found], by=viewer)
    context = {
        "moved": movement(found, request.GET.get("of", ""), _language()),
        "teacher": _teacher(pair) if whose != viewer.person_id else None,
        "back": reverse("practice:needs_of", args=[pair.pk])
        if pair is not None and whose != viewer.person_id
        else reverse("practice:needs"),
    }
    return respond(request, "practice/movement.html", context)
