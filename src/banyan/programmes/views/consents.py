"""Giving a consent, recording one that came on paper, withdrawing it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.programmes import actions, queries
from banyan.programmes.forms.consents import PaperForm, TakeBackForm
from banyan.programmes.queries import consents, in_its_words
from banyan.programmes.queries.consents import Consenting
from banyan.programmes.rules import CONSENT, CONSENTING
from banyan.programmes.standings import CONSENT_READERS
from banyan.programmes.views.buttons import attempt, story
from banyan.programmes.views.enrolments import readers
from banyan.programmes.views.programmes import form_page
from banyan.ui.http import Request, respond


@login_required
@form_page
def give(request: Request, pk: int, side: str) -> HttpResponse:
    """What is kept and who reads it, in plain words; and her yes."""
    viewer = request.viewer
    asked = consents.own_consenting(viewer, pk, side)
    in_its_words(asked.cohort)
    if asked.holds:
        return redirect("programmes:consent", asked.holds.pk)
    if request.method == "POST":
        given = actions.give_consent(asked, by=viewer, language=get_language() or "en")
        messages.success(request, _("Thank you. Your consent is recorded."))
        return redirect("programmes:consent", given.pk)
    CONSENTING.decide(viewer, asked, "give").or_refuse()
    context = {"title": _("Your consent"), **_words(asked)}
    return respond(request, "programmes/consent_give.html", context)


def _words(asked: Consenting) -> dict[str, object]:
    return {
        "asked": asked,
        "cohort": asked.cohort,
        "roles": queries.role_words(asked.cohort),
        "edition": consents.text_agreed_to(consents.edition_of(asked.cohort)),
    }


@login_required
@form_page
def record(request: Request, pk: int, side: str, person_id: int) -> HttpResponse:
    """A coordinator has the paper in her hand."""
    viewer = request.viewer
    cohort = in_its_words(queries.cohort_to_run(viewer, pk))
    asked = consents.others_consenting(cohort, side, person_id)
    CONSENTING.decide(viewer, asked, "record").or_refuse()
    form = PaperForm(request.POST or None, today=viewer.today, initial={"on": viewer.today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = attempt(
            form,
            lambda: actions.record_consent(
                asked, said["on"], said["note"], by=viewer, language=get_language() or "en"
            ),
        )
        if done:
            messages.success(
                request, _("The consent of %(name)s is recorded.") % {"name": asked.person}
            )
            return redirect("programmes:consent", done.pk)
    context = {"title": _("Consent on paper"), "form": form, **_words(asked)}
    status = 422 if request.method == "POST" else 200
    return respond(request, "programmes/consent_record.html", context, status=status)


@login_required
@form_page
def consent(request: Request, pk: int) -> HttpResponse:
    """What was agreed to, when and how; and the way to take it back."""
    viewer = request.viewer
    row = in_its_words(consents.consent(viewer, pk))
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_consent(row, by=viewer, note=form.cleaned_data["note"])
        messages.success(request, _("The consent is withdrawn, and the entry is closed."))
        return redirect("programmes:consent", pk)
    may = CONSENT.decide(viewer, row, "withdraw")
    context = {
        "title": _("Consent"),
        "consent": row,
        "edition": consents.text_agreed_to(row.edition),
        "own": row.person_id == viewer.person_id,
        "form": form if may else None,
        "note_readers": readers(CONSENT_READERS, row, request),
        "roles": queries.role_words(row.cohort),
        "history": story([row]),
    }
    status = 422 if request.method == "POST" else 200
    return respond(request, "programmes/consent.html", context, status=status)
