"""The gallery: every component in every state, on one public page."""

from __future__ import annotations

from django.http import HttpResponse

from banyan.ui.http import Request, respond
from banyan.ui.samples import sample_context


def gallery(request: Request) -> HttpResponse:
    response = respond(request, "ui/gallery.html", sample_context())
    response["X-Robots-Tag"] = "noindex"
    return response
