"""Applying as a mentor: a question a page, evidence, a last look, and sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.kernel.decision import Stale
from banyan.programmes import actions, queries
from banyan.programmes.forms.applications import (
    STEPS,
    EvidenceForm,
    StepForm,
    first_answers,
)
from banyan.programmes.models import Application
from banyan.programmes.queries import in_its_words
from banyan.programmes.rules import (
    APPLICATION,
    APPLICATION_RIGHTS,
    PROGRAMME_RIGHTS,
    rules_of,
)
from banyan.programmes.snapshot import said_by_mentor, words_of
from banyan.programmes.standings import SCREENER
from banyan.programmes.views.buttons import attempt
from banyan.programmes.views.programmes import form_page
from banyan.ui.http import Request, respond
from banyan.ui.pieces import Link


@login_required
@form_page
def apply(request: Request, code: str) -> HttpResponse:
    viewer = request.viewer
    programme = in_its_words(queries.programme(viewer, code))
    PROGRAMME_RIGHTS.decide(viewer, programme, "apply").or_refuse()
    if request.method == "POST":
        started = actions.start_application(programme, by=viewer)
        return redirect("programmes:application_step", started.pk, "experience")
    rules, locale = rules_of(programme), get_language() or "en"
    review = rules.review_of_applications
    context = {
        "title": _("Become a mentor"),
        "programme": programme,
        "mine": queries.my_application_in(viewer, programme),
        "eligibility": rules.mentor.eligibility.in_(locale),
        "orientation": rules.mentor.orientation.in_(locale),
        "reviewers": rules.mentor.reviewers,
        "criteria": [
            (one.title.in_(locale), one.hint.in_(locale) if one.hint else "")
            for one in (review or rules.mentor).criteria
        ],
        "blind": review is not None and review.blind,
    }
    return respond(request, "programmes/apply.html", context)


def _form(
    request: Request, row: Application, kind: type[StepForm], version: int | None = None
) -> StepForm:
    """What was typed, or what is stored; a given version lets the next save win on purpose."""
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and version is not None:
        data["version"] = str(version)
    return kind(
        data,
        initial=first_answers(row),
        words=words_of(row.programme),
        rules=rules_of(row.programme),
        schools=queries.schools_of(row.programme),
        domains=[one.domain for one in row.expertise.all()],
    )


def save(request: Request, row: Application, kind: type[StepForm]) -> tuple[StepForm, int, bool]:
    """The form, the status of its page, and whether it was saved."""
    form = _form(request, row, kind)
    if request.method != "POST":
        return form, 200, False
    if not form.is_valid():
        return form, 422, False
    newest, row.version = row.version, form.cleaned_data["version"]
    answers: dict[str, Any] = form.cleaned_data["answers"]
    try:
        saved = attempt(form, lambda: actions.change_application(row, by=request.viewer, **answers))
    except Stale as stale:
        form = _form(request, row, kind, version=newest)
        form.add_error(None, str(stale))
        return form, 409, False
    return form, 422, bool(saved)


@login_required
@form_page
def step(request: Request, pk: int, name: str) -> HttpResponse:
    if name not in STEPS:
        raise Http404
    row = in_its_words(queries.application(request.viewer, pk))
    APPLICATION_RIGHTS.decide(request.viewer, row, "change").or_refuse()
    title, kind = STEPS[name]
    form, status, saved = save(request, row, kind)
    if saved:
        return redirect(_after(request, pk, name))
    context = {
        "title": title,
        "application": row,
        "form": form,
        "name": name,
        "steps": _steps(pk, name),
        "chosen": chosen(row),
        "private_readers": _until_sent(row),
        "says_readers": says_readers(row),
    }
    return respond(request, "programmes/application_step.html", context, status=status)


def _until_sent(row: Application) -> str:
    """Who can read a draft, now and later."""
    later = _("Only you can read this until you send it. Then %(who)s can, too.") % {
        "who": SCREENER.words
    }
    return f"{later} {to_be_judged(row)}".rstrip()


def says_readers(row: Application) -> str:
    """Who can read what a mentor says in confidence: no reader who judges the application. Where
    coordinators judge, they read it before."""
    if rules_of(row.programme).review_of_applications is None:
        sentence = _("Only you and %(who)s can read this. They also decide on your application.")
    else:
        sentence = _("Only you and %(who)s can read this, and nobody who judges your application.")
    return sentence % {"who": SCREENER.words}


def to_be_judged(row: Application) -> str:
    """What its readers read of it; nothing where coordinators judge."""
    review = rules_of(row.programme).review_of_applications
    if review is None:
        return ""
    if review.blind:
        return _("Readers who are asked to judge it read it too, without your name.")
    return _("Readers who are asked to judge it read it too, with your name.")


def chosen(row: Application) -> dict[str, str]:
    """What is stored, in words, to stand over the long lists of boxes."""
    return {said.name: ", ".join(said.answers) for said in said_by_mentor(row)}


def _after(request: Request, pk: int, name: str) -> str:
    """The next page of the application; somebody who came to change one answer goes back."""
    if request.GET.get("then") == "check":
        return reverse("programmes:application_check", args=[pk])
    names = [*STEPS, "evidence"]
    after = names[names.index(name) + 1]
    if after == "evidence":
        return reverse("programmes:application_evidence", args=[pk])
    return reverse("programmes:application_step", args=[pk, after])


def _steps(pk: int, current: str) -> list[Link]:
    links = [
        Link(str(title), reverse("programmes:application_step", args=[pk, name]), name == current)
        for name, (title, _kind) in STEPS.items()
    ]
    evidence = reverse("programmes:application_evidence", args=[pk])
    check = reverse("programmes:application_check", args=[pk])
    return [
        *links,
        Link(_("Evidence"), evidence, current == "evidence"),
        Link(_("Check and send"), check, current == "check"),
    ]


@login_required
@form_page
def evidence(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = in_its_words(queries.application(viewer, pk))
    APPLICATION_RIGHTS.decide(viewer, row, "change").or_refuse()
    form = EvidenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.add_evidence(row, said["title"], said["text"], said["link"], by=viewer)
        messages.success(request, _("Added. You can add more, or go on."))
        return redirect("programmes:application_evidence", pk)
    locale = get_language() or "en"
    context = {
        "title": _("Evidence"),
        "application": row,
        "form": form,
        "steps": _steps(pk, "evidence"),
        "asked": [
            (one.title.in_(locale), one.hint.in_(locale) if one.hint else "", one.required)
            for one in rules_of(row.programme).mentor.evidence
        ],
        "private_readers": _until_sent(row),
    }
    status = 422 if request.method == "POST" else 200
    return respond(request, "programmes/application_evidence.html", context, status=status)


@login_required
@require_POST
def remove_evidence(request: Request, pk: int, piece: int) -> HttpResponse:
    row = in_its_words(queries.application(request.viewer, pk))
    actions.remove_evidence(row.evidence.get(pk=piece), by=request.viewer)
    return redirect("programmes:application_evidence", pk)


@login_required
@require_safe
def check(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = in_its_words(queries.application(viewer, pk))
    APPLICATION_RIGHTS.decide(viewer, row, "change").or_refuse()
    context = {
        "title": _("Check your answers"),
        "application": row,
        "said": [(said, _step_of(said.name)) for said in said_by_mentor(row)],
        "steps": _steps(pk, "check"),
        "submit": APPLICATION.decide(viewer, row, "submit"),
        "private_readers": _until_sent(row),
    }
    return respond(request, "programmes/application_check.html", context)


def _step_of(answer: str) -> str:
    """On which page of the application this is asked."""
    if answer in ("domains", "domain_levels", "languages", "levels", "says"):
        return "help"
    if answer in ("capacity", "hours_a_month", "hours", "format"):
        return "time"
    return "experience"


@login_required
@require_POST
def submit(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = in_its_words(queries.application(viewer, pk))
    APPLICATION_RIGHTS.decide(viewer, row, "change").or_refuse()
    if not (decision := APPLICATION.decide(viewer, row, "submit")):
        messages.error(request, str(decision))
        return redirect("programmes:application_check", pk)
    actions.submit(row, by=viewer)
    messages.success(request, _("Your application is sent. You read the answer here."))
    return redirect("programmes:application", pk)
