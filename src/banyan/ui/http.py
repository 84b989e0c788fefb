"""The request as pages know it, and the one way a page or a part of it is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

from banyan.ui.forms import KeepsTyped, Typed
from banyan.ui.words import clock

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from banyan.kernel.viewer import Viewer


class Request(HttpRequest):
    """A request after the middleware: who looks, and whether htmx asked."""

    viewer: Viewer
    htmx: HtmxDetails
    typed: Callable[[set[str]], Mapping[str, Typed]]
    """What the viewer typed into the forms of these addresses and did not send, by address."""


def reload() -> HttpResponse:
    """Asks htmx to load the whole page anew: what a part of it waited for has happened."""
    return HttpResponse(headers={"HX-Refresh": "true"})


def respond(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    partial: str | None = None,
    status: int | None = None,
) -> HttpResponse:
    """The whole page, or its named `partial` when htmx asked for a part of it.

    A boosted request and one that restores history want the whole page. Caches are told that the
    two differ. Where no `status` is given it is 422 for a form that was sent and cannot be taken.
    """
    context = dict(context or {})
    if status is None:
        refused = request.method == "POST" and any(map(_cannot_be_taken, context.values()))
        status = 422 if refused else 200
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    asked_for_part = (
        htmx is not None and bool(htmx) and not (htmx.boosted or htmx.history_restore_request)
    )
    name = f"{template}#{partial}" if partial and asked_for_part else template
    _go_on_with_typed(request, context)
    response = render(request, name, context, status=status)
    if partial:
        patch_vary_headers(response, ["HX-Request"])
    return response


def kept_at(request: HttpRequest, form: KeepsTyped) -> str:
    """Where what is typed into it on this page is kept: the address to which it is sent."""
    return form.address or request.path


def _go_on_with_typed(request: HttpRequest, context: Mapping[str, Any]) -> None:
    """Puts what the viewer typed before into each form that is offered to her anew, unless the page
    has done so."""
    found = [one for one in context.values() if isinstance(one, KeepsTyped)]
    offered = [one for one in found if not (one.is_bound or one.is_known)]
    if offered:
        places = {kept_at(request, form) for form in offered}
        typed = request.typed(places)  # type: ignore[attr-defined]  # put there at the edge
        for form in offered:
            if words := typed.get(kept_at(request, form)):
                form.go_on_with(words)


def _cannot_be_taken(value: object) -> bool:
    return isinstance(value, BaseForm) and value.is_bound and bool(value.errors)


LONGEST_ID = 18  # figures; Python refuses to read far longer ones


def id_in(text: str) -> int | None:
    """The id that stands in a query or a field; None for what is none."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_ID else None


def form_token(request: HttpRequest) -> str:
    """What tells the form of one page from that of another, and stays when a form is sent twice:
    its token, since Django masks it anew for every page that it draws."""
    return request.POST.get("csrfmiddlewaretoken", "")


def saves_itself(request: HttpRequest) -> bool:
    """Whether a form that is saved as it is typed was sent by its script, not by its button."""
    return "Idempotency-Key" in request.headers


def saved(
    request: Request, to: str, words: str = "", *, action: str = "", **fields: object
) -> HttpResponse:
    """What a form is told that was saved: its button leads `to` a page that says `words`.

    Its script stays where it is: it is told when that was, what to put into its `fields` before
    it saves again (a version), and under `action` the address of a record that it has begun.
    """
    if saves_itself(request):
        answer = {name: str(value) for name, value in fields.items()}
        return JsonResponse({"says": saved_when(request), "fields": answer, "action": action})
    if words:
        messages.success(request, words)
    return redirect(to)


def saved_when(request: Request) -> str:
    """ "Saved at 14:05", by the clock of whoever saved."""
    time = timezone.localtime(request.viewer.now)
    return gettext("Saved at %(time)s") % {"time": clock(time)}
