"""Enrolling a teacher, her own page, what she says of herself, joining and leaving."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.kernel.decision import Stale
from banyan.kernel.standing import Standing
from banyan.programmes import actions, queries
from banyan.programmes.forms.enrolments import (
    AnswersForm,
    EnrolForm,
    LeaveForm,
    first_answers,
)
from banyan.programmes.models import Enrolment
from banyan.programmes.queries import in_its_words
from banyan.programmes.queries.consents import consents_asked_of
from banyan.programmes.queries.designs import blueprint_named
from banyan.programmes.rules import (
    COHORT_RIGHTS,
    ENROLMENT,
    ENROLMENT_RIGHTS,
    rules_of,
)
from banyan.programmes.snapshot import said_by_teacher, words_of
from banyan.programmes.standings import ENROLMENT_READERS
from banyan.programmes.states import Side
from banyan.programmes.views.buttons import attempt, buttons, story
from banyan.programmes.views.programmes import form_page
from banyan.ui import words
from banyan.ui.http import Request, form_token, respond


def readers(standing: Standing, thing: object, request: Request) -> str:
    """Who can read this, from the standings that filter it; the reader herself is “you”."""
    named: list[str] = []
    for one in standing.each():
        if one.named and one.holds(request.viewer, thing):
            named.insert(0, _("you"))
        else:
            named.append(one.named(thing) if one.named else str(one.words))
    sentence = _("%(who)s can read this.") % {"who": words.join_names(named)}
    return sentence[:1].upper() + sentence[1:]


@login_required
@form_page
def enrol(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    cohort = in_its_words(queries.cohort(viewer, pk))
    COHORT_RIGHTS.decide(viewer, cohort, "enrol").or_refuse()
    programme = cohort.programme
    form = EnrolForm(
        request.POST or None,
        words=words_of(programme),
        most_domains=rules_of(programme).teacher.most_domains,
        schools=queries.schools_of(programme),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        enrolment = attempt(
            form,
            lambda: actions.enrol_by_hand(
                cohort,
                said["name"],
                said["school"],
                by=viewer,
                email=said["email"],
                invite=True,
                form=form_token(request),
                needs=said["needs"],
                languages=said["languages"],
                traits=said.get("traits", ()),
                confirmed=said["confirmed"],
            ),
        )
        if enrolment:
            messages.success(request, _("%(name)s is in.") % {"name": enrolment.person.name})
            return redirect("programmes:enrolment", enrolment.pk)
    context = {
        "title": _("Enrol a teacher"),
        "cohort": cohort,
        "form": form,
        "roles": queries.role_words(cohort),
    }
    status = 422 if request.method == "POST" else 200
    return respond(request, "programmes/enrol.html", context, status=status)


@login_required
@require_safe
def enrolment(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = in_its_words(queries.enrolment(viewer, pk))
    own = row.person_id == viewer.person_id
    context = {
        "title": row.person.name,
        "enrolment": row,
        "own": own,
        "roles": queries.role_words(row.cohort),
        "consents": consents_asked_of(viewer, Side.TEACHER, [row.cohort], row.person_id),
        "waits": own and bool(ENROLMENT.decide(viewer, row, "confirm")),
        "said": said_by_teacher(row),
        "asks_gender": own and _asks_gender(request, row),
        "asks": words_of(row.cohort.programme).say("inclusion", row.asks),
        "hopes_readers": readers(ENROLMENT_READERS, row, request),
        "change": ENROLMENT_RIGHTS.decide(viewer, row, "change"),
        "runs": COHORT_RIGHTS.decide(viewer, row.cohort, "match"),
        "buttons": buttons(ENROLMENT, viewer, row),
        "history": story([row]),
    }
    return respond(request, "programmes/enrolment.html", context)


def _asks_gender(request: Request, row: Enrolment) -> bool:
    """Whether she is asked, for counts alone, whether she is a woman or a man."""
    asked = blueprint_named(*row.cohort.design).visibility.counts_gender
    return asked and bool(ENROLMENT_RIGHTS.decide(request.viewer, row, "ask"))


@login_required
@form_page
def change(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = in_its_words(queries.enrolment(viewer, pk))
    ENROLMENT_RIGHTS.decide(viewer, row, "change").or_refuse()
    form = _answers_form(request, row)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        newest = row.version
        row.version = form.cleaned_data["version"]
        try:
            changed = attempt(
                form,
                lambda: actions.change_enrolment(row, by=viewer, **form.cleaned_data["answers"]),
            )
            if changed:
                messages.success(request, _("Your answers are saved."))
                return redirect("programmes:enrolment", pk)
        except Stale as stale:
            form = _answers_form(request, row, version=newest)
            form.add_error(None, str(stale))
            status = 409
    context = {
        "title": _("What would help you"),
        "enrolment": row,
        "form": form,
        "now": said_by_teacher(row) if status == 409 else [],
        "chosen": {said.name: ", ".join(said.answers) for said in said_by_teacher(row)},
        "hopes_readers": readers(ENROLMENT_READERS, row, request),
    }
    return respond(request, "programmes/enrolment_change.html", context, status=status)


def _answers_form(request: Request, row: Enrolment, version: int | None = None) -> AnswersForm:
    """What was typed, or what is stored; a given version lets the next save win on purpose."""
    programme = row.cohort.programme
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and version is not None:
        data["version"] = str(version)
    return AnswersForm(
        data,
        initial=first_answers(row),
        words=words_of(programme),
        most_domains=rules_of(programme).teacher.most_domains,
        own=row.person_id == request.viewer.person_id,
    )


MOVES = {
    "confirm": actions.confirm_enrolment,
    "complete": actions.complete_enrolment,
    "rejoin": actions.rejoin_enrolment,
}


@login_required
@require_POST
def move(request: Request, pk: int, verb: str) -> HttpResponse:
    row = MOVES[verb](in_its_words(queries.enrolment(request.viewer, pk)), by=request.viewer)
    messages.success(
        request,
        _("%(name)s is now: %(status)s.")
        % {"name": row.person.name, "status": row.get_status_display()},
    )
    return redirect("programmes:enrolment", pk)


@login_required
@form_page
def leave(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = in_its_words(queries.enrolment(viewer, pk))
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_enrolment(row, by=viewer, because=form.cleaned_data["because"])
        messages.success(request, _("The place is given back. The way in stays open."))
        return redirect("programmes:enrolment", pk)
    ENROLMENT.decide(viewer, row, "withdraw").or_refuse()
    context = {"title": _("Leave the programme"), "enrolment": row, "form": form}
    status = 422 if request.method == "POST" else 200
    return respond(request, "programmes/enrolment_leave.html", context, status=status)
