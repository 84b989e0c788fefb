"""Programmes and their cohorts: what they are, who is in them, lists that come in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.kernel.decision import Refused, denied
from banyan.organisations.snapshot import BadFile
from banyan.organisations.states import ImportStatus
from banyan.programmes import actions, queries
from banyan.programmes.forms.programmes import CohortForm, ProgrammeForm, UploadForm
from banyan.programmes.models import Cohort
from banyan.programmes.queries import in_its_words
from banyan.programmes.queries.consents import is_asked
from banyan.programmes.queries.trainings import months_of_readers
from banyan.programmes.rules import (
    COHORT_RIGHTS,
    PROGRAMME,
    PROGRAMME_RIGHTS,
    rules_of,
)
from banyan.programmes.snapshot import COLUMNS, words_of
from banyan.programmes.states import EnrolmentStatus, Side
from banyan.programmes.views.buttons import attempt, buttons, story
from banyan.ui import cells, words
from banyan.ui.addresses import reverse
from banyan.ui.http import Request, reload, respond
from banyan.ui.markup import format_html
from banyan.ui.paging import page_of
from banyan.ui.pieces import Answer, Link

form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def programmes(request: Request) -> HttpResponse:
    viewer = request.viewer
    context = {
        "title": _("Programmes"),
        "page": page_of(queries.programmes(viewer), request.GET.get("page")),
        "may_start": queries.may_start_somewhere(viewer),
    }
    return respond(request, "programmes/programmes.html", context)


@login_required
@form_page
def start(request: Request) -> HttpResponse:
    viewer = request.viewer
    places = queries.places_to_start(viewer)
    if not places.exists():
        raise Refused(
            denied(_("Only an administrator or a coordinator of an area can start a programme."))
        )
    step = request.POST.get("step", "")
    first = {"blueprint": request.GET.get("blueprint", "")}
    form = ProgrammeForm(request.POST or None, places=places, shelf=queries.shelf(), initial=first)
    if step not in ("check", "start") or not form.is_valid():
        context = {"title": _("Start a programme"), "form": form}
        return respond(request, "programmes/start.html", context)
    said = form.cleaned_data
    if step == "check":
        context = {"title": _("Check your answers"), "form": form, "answers": _to_check(form)}
        return respond(request, "programmes/start_check.html", context)
    programme = attempt(
        form,
        lambda: actions.start_programme(
            said["code"],
            said["name"],
            said["organisation"],
            said["blueprint"],
            said["starts_on"],
            form.ends_on,
            by=viewer,
            first_cohort=said["cohort"],
        ),
    )
    if programme is None:
        context = {"title": _("Start a programme"), "form": form}
        return respond(request, "programmes/start.html", context, status=422)
    messages.success(request, _("The programme is prepared. Open it when people may come in."))
    return redirect("programmes:programme", programme.code)


def _to_check(form: ProgrammeForm) -> list[Answer]:
    said = form.cleaned_data
    designs = dict(form.fields["blueprint"].choices)  # type: ignore[attr-defined]
    shown: dict[str, Any] = {
        "blueprint": designs[said["blueprint"]],
        "organisation": said["organisation"],
        "name": said["name"],
        "code": said["code"],
        "starts_on": words.day(said["starts_on"]),
        "last_on": words.day(said["last_on"]),
        "cohort": said["cohort"] or _("None yet"),
    }
    return [Answer(str(form.fields[name].label), value) for name, value in shown.items()]


@login_required
@require_safe
def programme(request: Request, code: str) -> HttpResponse:
    viewer = request.viewer
    found = in_its_words(queries.programme(viewer, code))
    cohorts = list(queries.cohorts_of(viewer, found))
    rules, locale = rules_of(found), get_language() or "en"
    runs = bool(PROGRAMME_RIGHTS.decide(viewer, found, "add_cohort"))
    context = {
        "title": found.name,
        "programme": found,
        "summary": rules.summary.in_(locale),
        "for_teachers": rules.teacher.eligibility.in_(locale),
        "for_mentors": rules.mentor.eligibility.in_(locale),
        "domains": [(title, words_of(found).hints.get(code, ""))
                    for code, title in words_of(found).domains.items()],
        "cohorts": cohorts,
        "roles": queries.role_words(found),
        "mine": queries.my_application_in(viewer, found),
        "apply": PROGRAMME_RIGHTS.decide(viewer, found, "apply"),
        "runs": runs,
        "readers": runs and months_of_readers(found) is not None,
        "judged": runs and bool(rules_of(found).reviews),
        "buttons": buttons(PROGRAMME, viewer, found, found.code),
        "history": story([found, *cohorts]) if runs else [],
    }  # fmt: skip
    return respond(request, "programmes/programme.html", context)


MOVES = {"open": actions.open_programme, "close": actions.close_programme}


@login_required
@require_POST
def move(request: Request, code: str, verb: str) -> HttpResponse:
    found = MOVES[verb](in_its_words(queries.programme(request.viewer, code)), by=request.viewer)
    messages.success(
        request,
        _("%(name)s is now: %(status)s.")
        % {"name": found.name, "status": found.get_status_display()},
    )
    return redirect("programmes:programme", code)


@login_required
@form_page
def add_cohort(request: Request, code: str) -> HttpResponse:
    viewer = request.viewer
    found = in_its_words(queries.programme(viewer, code))
    PROGRAMME_RIGHTS.decide(viewer, found, "add_cohort").or_refuse()
    first = {"starts_on": found.starts_on, "last_on": found.last_on}
    form = CohortForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        cohort = attempt(
            form,
            lambda: actions.add_cohort(
                found, said["name"], said["starts_on"], form.ends_on, by=viewer
            ),
        )
        if cohort:
            return redirect("programmes:cohort", cohort.pk)
    context = {"title": _("Add a cohort"), "programme": found, "form": form}
    status = 422 if form.is_bound else 200
    return respond(request, "programmes/cohort_new.html", context, status=status)


@login_required
@require_safe
def cohort(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    found = in_its_words(queries.cohort(viewer, pk))
    status = request.GET.get("status", "")
    tallies = queries.enrolment_counts(viewer, found)
    page = queries.enrolments_in(viewer, found, status, page=request.GET.get("page"))
    context = {
        "title": found.name,
        "cohort": found,
        "roles": queries.role_words(found),
        "tabs": tabs_of(reverse("programmes:cohort", args=[pk]), tallies, status),
        "page": page,
        "rows": _cells_of(found, page),
        "enrol": COHORT_RIGHTS.decide(viewer, found, "enrol"),
        "match": COHORT_RIGHTS.decide(viewer, found, "match"),
        "registers": [side.value for side in Side if is_asked(found, side)],
        "total": sum(tally.count for tally in tallies),
        "history": story([found]),
    }
    return respond(request, "programmes/cohort.html", context, partial="list")


TONES = {
    EnrolmentStatus.INVITED: "marigold",
    EnrolmentStatus.ENROLLED: "leaf",
    EnrolmentStatus.COMPLETED: "sky",
}


def _cells_of(cohort: Cohort, rows: Iterable[Any]) -> list[tuple[str, ...]]:
    """The people of a cohort as its table shows them."""
    listed = list(rows)
    address = cells.addresses("programmes:enrolment")
    badges = {s.value: cells.badge(str(s.label), TONES.get(s, "")) for s in EnrolmentStatus}
    vocabulary, needs = words_of(cohort.programme), queries.needs_of(row.pk for row in listed)
    unsaid = format_html('<span class="quiet">{}</span>', _("Not said yet"))
    return [
        (
            cells.link(row.person__name, address(row.pk)),
            row.school__name,
            ", ".join(vocabulary.say("domains", needs.get(row.pk, ()))) or unsaid,
            badges[row.status],
        )
        for row in listed
    ]


def tabs_of(url: str, tallies: list[queries.Tally], status: str) -> list[Link]:
    """Every status with its count, and all of them together first."""
    known = status in {tally.status for tally in tallies}
    every = Link(_("All"), url, not known, sum(tally.count for tally in tallies))
    return [
        every,
        *(
            Link(tally.label, f"{url}?status={tally.status}", tally.status == status, tally.count)
            for tally in tallies
        ),
    ]


@login_required
@form_page
def upload(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    found = in_its_words(queries.cohort(viewer, pk))
    COHORT_RIGHTS.decide(viewer, found, "enrol").or_refuse()
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (row := _keep(form, found, request)):
        return redirect("programmes:people_import", row)
    context = {
        "title": _("Bring in a list"),
        "cohort": found,
        "form": form,
        "columns": ", ".join(COLUMNS),
    }
    status = 422 if request.method == "POST" else 200
    return respond(request, "programmes/upload.html", context, status=status)


def _keep(form: UploadForm, cohort: Cohort, request: Request) -> int | None:
    """The id of the list that was kept, or None with the reason beside the field."""
    file = form.cleaned_data["file"]
    try:
        row, report = actions.keep_import(cohort, file.name, file.read(), by=request.viewer)
    except BadFile as bad:
        form.add_error("file", str(bad))
        return None
    for note in report.notes:
        messages.info(request, note)
    return row.pk


@login_required
@require_safe
def people_import(request: Request, pk: int) -> HttpResponse:
    row = in_its_words(queries.person_import(request.viewer, pk))
    counts, done = row.counts, row.written.get("rows", 0)
    if request.htmx:
        if row.status != ImportStatus.APPLYING:
            return reload()
        context = {"row": row, "done": done}
        return respond(request, "programmes/people_import.html", context, partial="progress")
    context = {
        "title": _("Check the list"),
        "row": row,
        "done": done,
        "cohort": row.cohort,
        "good": counts["new"] + counts["changed"],
        "untold": counts["bad"] - len({problem["row"] for problem in row.problems}),
    }
    return respond(request, "programmes/people_import.html", context)


@login_required
@require_POST
def apply_import(request: Request, pk: int) -> HttpResponse:
    row = actions.apply_import(
        in_its_words(queries.person_import(request.viewer, pk)), by=request.viewer
    )
    if row.status == ImportStatus.APPLYING:
        return redirect("programmes:people_import", row.pk)
    new = row.counts["new"]
    messages.success(
        request,
        ngettext("%(count)d person is new.", "%(count)d people are new.", new) % {"count": new},
    )
    return redirect("programmes:cohort", row.cohort_id)


@login_required
@require_POST
def discard_import(request: Request, pk: int) -> HttpResponse:
    row = actions.discard_import(
        in_its_words(queries.person_import(request.viewer, pk)), by=request.viewer
    )
    messages.success(request, _("The list was thrown away. Nobody was added."))
    return redirect("programmes:cohort", row.cohort_id)
