"""The gallery, every component in every state on one public page; and the service worker."""

from __future__ import annotations

import json

from django.http import HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from banyan.ui.http import Request, respond
from banyan.ui.samples import sample_context

SCRIPTS = ("htmx.min.js", "banyan.js", "keep.js")


def gallery(request: Request) -> HttpResponse:
    response = respond(request, "ui/gallery.html", sample_context())
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def worker(request: Request) -> HttpResponse:
    """The service worker, from the root so that it serves every page. Here are only the names of
    the files that it keeps: they change when the files do, and the browser takes it anew."""
    shell = [static(f"banyan/{name}") for name in ("banyan.css", *SCRIPTS)]
    scripts = [static("banyan/keep.js"), static("banyan/worker.js")]
    text = f"self.SHELL = {json.dumps(shell)};\nimportScripts(...{json.dumps(scripts)});\n"
    return HttpResponse(text, content_type="text/javascript")
