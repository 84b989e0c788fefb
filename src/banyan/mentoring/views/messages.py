"""Pages of what the two of a pair write to each other: the thread, its news, one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from banyan.kernel.decision import Unfit
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import messages as actions
from banyan.mentoring.forms.messages import MessageForm
from banyan.mentoring.models import Mentorship, Message
from banyan.mentoring.models.messages import place_of
from banyan.mentoring.queries import messages as queries
from banyan.mentoring.queries.mentorships import own_pair
from banyan.mentoring.rules.messages import MESSAGE_RIGHTS, THREAD_RIGHTS, still_kept
from banyan.mentoring.standings import PAIR_WORDS_READERS, readers
from banyan.programmes.queries import in_its_words
from banyan.ui.files import hand_out
from banyan.ui.forms import say_unfit
from banyan.ui.http import Request, form_token, id_in, respond


@dataclass(frozen=True, slots=True)
class Line:
    """One message as a page shows it."""

    message: Message
    own: bool
    fresh: bool  # not seen before
    take_back: bool
    report: bool


def _line(viewer: Viewer, one: Message, read: int) -> Line:
    own = one.author_id == viewer.person_id
    return Line(
        one,
        own,
        not own and one.pk > read,
        bool(MESSAGE_RIGHTS.decide(viewer, one, "take_back")),
        not own and bool(still_kept(viewer, one)) and not one.shown,  # type: ignore[attr-defined]
    )


@login_required
@require_http_methods(["GET", "POST"])
def thread(request: Request, pk: int) -> HttpResponse:
    """What they wrote, and the box for more. To open it is to have read it."""
    viewer = request.viewer
    pair = in_its_words(queries.pair_of_thread(viewer, pk))
    writes = THREAD_RIGHTS.decide(viewer, pair, "write")
    form = None
    if request.method == "POST":
        writes.or_refuse()
        form = MessageForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                _sent(request, pair, form)
            except Unfit as refusal:
                say_unfit(form, refusal)
            else:
                return redirect(f"{reverse('mentoring:messages', args=[pk])}#write")
    elif writes:
        form = MessageForm()
    return respond(request, "mentoring/messages.html", _shown(request, pair, form))


def _sent(request: Request, pair: Mentorship, form: MessageForm) -> None:
    file = form.cleaned_data["file"]
    actions.send(
        pair, form.cleaned_data["text"], by=request.viewer, form=form_token(request),
        file=file, called=file.name if file else "",
    )  # fmt: skip


def _shown(request: Request, pair: Mentorship, form: MessageForm | None) -> dict[str, Any]:
    viewer = request.viewer
    reads = bool(THREAD_RIGHTS.decide(viewer, pair, "read"))
    found = queries.thread(viewer, pair, id_in(request.GET.get("before", "")))
    if reads and found.lines and found.lines[-1].pk > found.read:
        actions.look(pair, found.lines[-1].pk, by=viewer)
    return {
        "pair": pair,
        "other": pair.mentee if pair.mentor_id == viewer.person_id else pair.mentor,
        "closed": not reads,
        "lines": [_line(viewer, one, found.read) for one in found.lines],
        "earlier": found.earlier,
        "state": found.state,
        "newest": "before" not in request.GET,
        "form": form,
        "readers": readers(PAIR_WORDS_READERS, viewer, pair),
        "label": THREAD_RIGHTS.label("write"),
        **_labels(),
    }


def _labels() -> dict[str, object]:
    return {"take_back": MESSAGE_RIGHTS.label("take_back")}


@login_required
@require_GET
def news(request: Request, pk: int) -> HttpResponse:
    """What is new since the page was drawn, for the page that asks by itself: nothing at all, in a
    few hundred bytes, or the lines that are missing on it."""
    viewer = request.viewer
    state = request.GET.get("state", "")
    pair = own_pair(viewer, pk)
    now = queries.state_of(viewer, pair)
    if state == now:
        return HttpResponse(status=204)
    in_its_words(pair)
    THREAD_RIGHTS.decide(viewer, pair, "read").or_refuse()
    after = id_in(state.partition("-")[0]) or 0
    fresh, gone = queries.news(viewer, pair, after)
    if fresh:
        actions.look(pair, fresh[-1].pk, by=viewer)
    context = {
        "pair": pair,
        "lines": [_line(viewer, one, after) for one in fresh],
        "gone": [_line(viewer, one, after) for one in gone],
        "state": now,
        **_labels(),
    }
    return respond(request, "mentoring/message_news.html", context)


@login_required
@require_safe
def file(request: Request, pk: int) -> HttpResponseBase:
    found = queries.attachment(request.viewer, pk)
    try:
        return hand_out(
            request, place_of(found.name), size=found.size, content_type=found.content_type,
            tag=found.name[:16], name=found.title,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise ObjectDoesNotExist(str(pk)) from error


@login_required
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    one = queries.message(request.viewer, pk)
    actions.take_back(one, by=request.viewer)
    return redirect(f"{reverse('mentoring:messages', args=[one.mentorship_id])}#m{pk}")
