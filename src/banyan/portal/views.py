"""The home of each person, and the pages that everybody may read."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from banyan.portal import queries
from banyan.ui.http import Request, respond


def home(request: Request) -> HttpResponse:
    if not request.viewer.is_somebody:
        first, others = queries.domains(request.viewer)
        context = {"domains": first, "other_domains": others}
        return respond(request, "portal/welcome.html", context)
    return respond(
        request, "portal/home.html", queries.home(request.viewer, request.GET.get("as", ""))
    )


def accessibility(request: Request) -> HttpResponse:
    return respond(request, "portal/accessibility.html")


def privacy(request: Request) -> HttpResponse:
    return respond(request, "portal/privacy.html")


def terms(request: Request) -> HttpResponse:
    return respond(request, "portal/terms.html")


def contact(request: Request) -> HttpResponse:
    return respond(request, "portal/contact.html", {"contact": settings.CONTACT})
