"""What was typed into a form that could not be taken: it goes back to whoever typed it, on the page
that says why, and nowhere else. Nothing of it is kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url

ABOUT_SIGNING_IN = "/account/"  # its forms hold secrets: none of them is shown again
OLD_TOKEN = "CSRF token"  # noqa: S105 - how Django begins the reason; another site's is another


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field as it came, but for the token of the page."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]


def words_of(request: HttpRequest) -> list[str]:
    """What took writing: texts of more than one word."""
    if request.method != "POST" or request.path.startswith(ABOUT_SIGNING_IN):
        return []
    return [text for _name, said in _sent(request) if len((text := said.strip()).split()) > 1]


def back_to_writer(request: HttpRequest) -> dict[str, Any]:
    """For a page from which the same form can be sent once more."""
    words = words_of(request)
    return {"words": words, "again": _sent(request) if words else [], "files": bool(request.FILES)}


def is_asked_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a form with words in it came from somebody who is signed out by now."""
    if response.status_code != 302 or request.user.is_authenticated:
        return False
    leads_in = response.headers["Location"].startswith(resolve_url(settings.LOGIN_URL))
    return leads_in and bool(words_of(request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or she signed in meanwhile in another window. What she wrote is
    given back where the browser says that it comes from a page of ours."""
    is_ours = reason.startswith(OLD_TOKEN) and "Origin" in request.headers
    context = back_to_writer(request) if is_ours and request.user.is_authenticated else {}
    return render(request, "403_csrf.html", context, status=403)
