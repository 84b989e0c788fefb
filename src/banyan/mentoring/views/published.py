"""Pages of what the two of a question make of it for everybody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from banyan.kernel.decision import Stale
from banyan.mentoring.actions import questions as actions
from banyan.mentoring.forms.questions import (
    PublicForm,
)
from banyan.mentoring.models import AnsweredQuestion, Question
from banyan.mentoring.queries import published
from banyan.mentoring.queries import questions as queries
from banyan.mentoring.rules.questions import PUBLIC_RIGHTS
from banyan.mentoring.standings import (
    PUBLIC_READERS,
    QUESTION_ASKER,
    QUESTION_PARTIES,
    readers,
)
from banyan.mentoring.views.questions import titles_of_domains
from banyan.programmes.queries import in_its_words, speak_for
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of


@login_required
@require_http_methods(["GET", "POST"])
def publish(request: Request, pk: int) -> HttpResponse:
    """The words for everybody: both see and change them, each says yes to the same ones."""
    viewer = request.viewer
    speak_for(viewer)
    found = in_its_words(queries.question(viewer, pk))
    if not QUESTION_PARTIES.holds(viewer, found):
        raise Http404
    row = published.public_of(viewer, found)
    PUBLIC_RIGHTS.decide(viewer, row or AnsweredQuestion(question=found), "agree").or_refuse()
    form = PublicForm(
        request.POST if request.method == "POST" else None, initial=_begun(found, row)
    )
    if form.is_valid():
        said = form.cleaned_data
        made = actions.agree(found, said["asked"], said["answer"], said["seen"], by=viewer)
        if made.published_at is not None:
            messages.success(request, _("Both have said yes: others can read it now."))
        else:
            messages.success(request, _("The other one is asked for a yes to these words."))
        return redirect("mentoring:question", pk=pk)
    asks = QUESTION_ASKER.holds(viewer, found)
    mine, other = (
        ("teacher_agreed", "mentor_agreed") if asks else ("mentor_agreed", "teacher_agreed")
    )
    context = {
        "row": found,
        "form": form,
        "public": row,
        "has_agreed": row is not None and getattr(row, mine) == row.version,
        "other_agreed": row is not None and getattr(row, other) == row.version,
        "readers": readers(PUBLIC_READERS, viewer, row),
        "label": PUBLIC_RIGHTS.label("agree"),
        "down_label": PUBLIC_RIGHTS.label("take_down"),
    }
    return respond(request, "mentoring/question_publish.html", context)


def _begun(found: Question, row: AnsweredQuestion | None) -> dict[str, Any]:
    """What stands there; before anybody wrote it, the question itself and the last answer."""
    if row is not None:
        return {"seen": row.version, "asked": row.asked, "answer": row.answer}
    last = found.turns.filter(author_id=found.mentor_id).order_by("-pk").first()
    return {"seen": 0, "asked": found.text, "answer": last.text if last else ""}


@login_required
@require_POST
def take_down(request: Request, pk: int) -> HttpResponse:
    found = queries.question(request.viewer, pk)
    row = published.public_of(request.viewer, found)
    if row is None:
        if published.was_taken_out(request.viewer, found):
            raise Stale(_("It was taken out of the list already."))
        raise Http404
    actions.take_down(row, by=request.viewer)
    messages.success(request, _("It is not in the list any more."))
    return redirect("mentoring:question", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def take_out(request: Request, pk: int) -> HttpResponse:
    """The words once more, and the question: it is for good."""
    row = published.public_answer(request.viewer, pk)
    if request.method == "POST":
        if request.POST.get("seen", str(row.version)) != str(row.version):
            raise Stale(_("Other words stand there by now. Read them first."))
        actions.take_out(row, by=request.viewer)
        messages.success(request, _("It is not in the list any more. The two are told."))
        return redirect("mentoring:answers")
    PUBLIC_RIGHTS.decide(request.viewer, row, "take_out").or_refuse()
    context = {"row": row, "label": PUBLIC_RIGHTS.label("take_out")}
    return respond(request, "mentoring/answer_take_out.html", context)


@login_required
@require_GET
def answers(request: Request) -> HttpResponse:
    """What was asked and answered, for everybody, without names."""
    viewer, titles = request.viewer, titles_of_domains()
    asked = request.GET.get("domain", "")
    domain = asked if asked in titles else ""
    page = page_of(published.answered(viewer, domain), request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, titles.get(one.domain, one.domain)) for one in page],
        "domain": titles.get(domain, ""),
        "kept": published.to_keep(viewer, page),
        "out_label": PUBLIC_RIGHTS.label("take_out"),
    }
    return respond(request, "mentoring/answers.html", context)
