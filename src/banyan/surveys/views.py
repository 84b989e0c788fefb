"""Pages of feedback: giving it, what one said, what a mentor and a coordinator learn of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from banyan.kernel.decision import Refused, Unfit, denied
from banyan.kernel.viewer import Viewer
from banyan.mentoring.rules import REMATCHING_RIGHTS
from banyan.mentoring.standings import readers
from banyan.programmes.queries import in_its_words, speak_for
from banyan.surveys import actions, queries
from banyan.surveys.forms import FeedbackForm, FitForm, NotNowForm
from banyan.surveys.queries import Asked, fits
from banyan.surveys.queries.fits import FitAsked
from banyan.surveys.rules import FEEDBACK, FIT
from banyan.surveys.standings import AUTHOR, CONFIDANT, FIT_AUTHOR, IN_CONFIDENCE_READERS
from banyan.ui.forms import say_unfit
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
        except Unfit as refusal:
            say_unfit(form, refusal)
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
        "fits": [(asked, fits.other_of(asked)) for asked in fits.fits_due(viewer)],
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


# How the two of a pair fit


@login_required
@require_http_methods(["GET", "POST"])
def fit(request: Request, pk: int) -> HttpResponse:
    """The two or three questions; for whoever has said something, what that is."""
    found = _fit_of(request.viewer, pk)
    if request.method == "GET" and found.given:
        return respond(request, "surveys/fit_said.html", _fit_said(request, found))
    return _ask_fit(request, found)


@login_required
@require_http_methods(["GET", "POST"])
def change_fit(request: Request, pk: int) -> HttpResponse:
    """The questions again, within a week; or after all, while they are open."""
    return _ask_fit(request, _fit_of(request.viewer, pk))


@login_required
@require_http_methods(["GET", "POST"])
def fit_not_now(request: Request, pk: int) -> HttpResponse:
    found = _fit_of(request.viewer, pk)
    FIT.decide(request.viewer, found, "not_now").or_refuse()
    form = NotNowForm(request.POST if request.method == "POST" else None, asked=found)
    if form.is_valid():
        actions.fit_not_now(found, form.cleaned_data["because"], by=request.viewer)
        messages.success(request, _("All right. Nobody asks you again this time."))
        return redirect("surveys:fit", pk=pk)
    context = {**_about_fit(request, found), "form": form, "label": FIT.label("not_now")}
    return respond(request, "surveys/fit_not_now.html", context)


def _fit_of(viewer: Viewer, pk: int) -> FitAsked:
    pair = in_its_words(fits.own_pair(viewer, pk))
    found = fits.fit_asked(viewer, pair)
    if found is None:
        raise Refused(denied(_("Nothing is asked about this pair now.")))
    return found


def _ask_fit(request: Request, found: FitAsked) -> HttpResponse:
    FIT.decide(request.viewer, found, "answer").or_refuse()
    form = FitForm(request.POST if request.method == "POST" else None, asked=found)
    if form.is_valid():
        actions.answer_fit(found, **form.said(), by=request.viewer)
        messages.success(request, _("Thank you. Your answers stay with you."))
        return redirect("surveys:fit", pk=found.pair.pk)
    context = {
        **_about_fit(request, found),
        "form": form,
        "label": FIT.label("answer"),
        "not_now": bool(FIT.decide(request.viewer, found, "not_now")),
    }
    return respond(request, "surveys/fit.html", context)


def _about_fit(request: Request, found: FitAsked) -> dict[str, object]:
    """Who will read what: said before anything is answered."""
    return {
        "found": found,
        "pair": found.pair,
        "other": fits.other_of(found),
        "fewest": fits.counted_of(found.pair),
        "readers": readers(FIT_AUTHOR, request.viewer, fits.fit_as_given(found)),
    }


def _fit_said(request: Request, found: FitAsked) -> dict[str, object]:
    viewer = request.viewer
    low = found.is_low
    return {
        **_about_fit(request, found),
        "answers": fits.fit_in_words(found),
        "because": dict(fits.later_reasons(found)).get(found.given.because) if found.given else "",
        "may_change": bool(FIT.decide(viewer, found, "answer")),
        "until": fits.fit_until(found),
        "low": low,
        "asks": low and bool(REMATCHING_RIGHTS.decide(viewer, found.pair, "ask")),
        "who_helps": fits.who_helps(found.pair, viewer.today) if low else [],
    }
