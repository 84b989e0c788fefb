"""Pages of feedback: giving it, what one said, what a mentor and a coordinator learn of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from banyan.mentoring.actions import Unfit
from banyan.mentoring.standings import readers
from banyan.programmes.queries import in_its_words, speak_for
from banyan.surveys import actions, queries
from banyan.surveys.forms import FeedbackForm
from banyan.surveys.queries import Asked
from banyan.surveys.rules import FEEDBACK
from banyan.surveys.standings import AUTHOR, CONFIDANT, IN_CONFIDENCE_READERS
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of


@login_required
@require_http_methods(["GET", "POST"])
def feedback(request: Request, pk: int) -> HttpResponse:
    """What the viewer said after this session; while she has said nothing, the questions."""
    session = in_its_words(queries.session_to_answer(request.viewer, pk))
    what = queries.asked(request.viewer, session)
    if request.method == "GET" and what.given:
        return respond(request, "surveys/said.html", _said(request, what))
    return _ask(request, what, "give")


@login_required
@require_http_methods(["GET", "POST"])
def change_feedback(request: Request, pk: int) -> HttpResponse:
    """The questions again, with what was said; within a week."""
    session = in_its_words(queries.session_to_answer(request.viewer, pk))
    return _ask(request, queries.asked(request.viewer, session), "change")


def _ask(request: Request, what: Asked, verb: str) -> HttpResponse:
    FEEDBACK.decide(request.viewer, what, verb).or_refuse()
    form = FeedbackForm(request.POST if request.method == "POST" else None, what=what)
    if form.is_valid():
        try:
            actions.give_feedback(what.session, by=request.viewer, **form.said())
        except Unfit as unfit:
            form.add_error(unfit.field if unfit.field in form.fields else None, str(unfit))
        else:
            messages.success(request, _("Thank you. Your feedback is kept."))
            return redirect("surveys:feedback", pk=what.session.pk)
    context = {"what": what, "form": form, **_labels(request, what)}
    return respond(request, "surveys/give.html", context)


def _labels(request: Request, what: Asked) -> dict[str, object]:
    """Who will read what: said before anything is written."""
    row = queries.as_given(what)
    return {
        "session": what.session,
        "other": queries.with_whom(request.viewer, what.session),
        "need": queries.means_need(what.session),
        "fewest": queries.FEWEST_PEOPLE,
        "notice": queries.confidential_notice(what.session),
        "readers": readers(IN_CONFIDENCE_READERS, request.viewer, row),
    }


def _said(request: Request, what: Asked) -> dict[str, object]:
    return {
        **_labels(request, what),
        "what": what,
        "own": readers(AUTHOR, request.viewer, what.given),
        "answers": queries.answers_in_words(what),
        "themes": queries.themes_in_words(what),
        "entries": queries.readings(what),
        "may_change": bool(FEEDBACK.decide(request.viewer, what, "change")),
        "until": queries.changeable_until(what),
    }


@login_required
@require_GET
def own(request: Request) -> HttpResponse:
    """Feedback that is due, what came together for the viewer as a mentor, and what she said."""
    viewer = request.viewer
    speak_for(viewer)
    page = page_of(queries.own_feedback(viewer), request.GET.get("page"))
    context = {
        "due": queries.feedback_due(viewer),
        "means": queries.means(viewer),
        "mentors": queries.mentors(viewer),
        "page": page,
        "rows": [(row, queries.with_whom(viewer, row.session)) for row in page],
        "coordinates": queries.reads_confidences(viewer),
    }
    return respond(request, "surveys/own.html", context)


@login_required
@require_GET
def themes(request: Request) -> HttpResponse:
    """For coordinators: what comes up, as numbers, and who wrote to them in confidence."""
    speak_for(request.viewer)
    found = queries.themes(request.viewer)
    page = page_of(queries.confidences(request.viewer), request.GET.get("page"))
    context = {"themes": found, "fewest": queries.FEWEST_PEOPLE, "page": page}
    return respond(request, "surveys/themes.html", context)


@login_required
@require_GET
def confidence(request: Request, pk: int) -> HttpResponse:
    """One person's words in confidence; that they were read is recorded, and she can see it."""
    row = in_its_words(queries.confidence(request.viewer, pk))
    context = {
        "row": row,
        "words": actions.read_confidence(row, by=request.viewer),
        "readers": readers(AUTHOR | CONFIDANT, request.viewer, row),
    }
    return respond(request, "surveys/confidence.html", context)
