"""The blueprint that a cohort is run by, and moving it to another."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.programmes import actions, queries
from banyan.programmes.queries import in_its_words
from banyan.programmes.queries.designs import blueprint_named, named, ways_for
from banyan.programmes.rules import COHORT_RIGHTS
from banyan.programmes.snapshot.reading import changes, first_of_all
from banyan.programmes.views.blueprints import address
from banyan.programmes.views.programmes import form_page
from banyan.ui.http import Request, respond
from blueprint import Blueprint


@login_required
@form_page
def blueprint(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    cohort = in_its_words(queries.cohort_to_run(viewer, pk))
    pinned = blueprint_named(*cohort.design)
    if request.method == "POST" and "to" in request.POST:
        chosen = named(request.POST["to"])
        actions.move_cohort(cohort, chosen, request.POST.get("before", ""), by=viewer)
        messages.success(request, _("The cohort has moved. Nothing of its pairs was lost."))
        return redirect("programmes:cohort_blueprint", pk)
    ways = ways_for(cohort)
    wanted = request.GET.get("to", "")
    to = next((way for way in ways if spelled(way) == wanted), None)
    context = {
        "title": _("Blueprint of the cohort"),
        "cohort": cohort,
        "pinned": _told(pinned),
        "ways": [_told(way) for way in ways],
        "move": COHORT_RIGHTS.decide(viewer, cohort, "move"),
        **(_difference(pinned, to) if to else {}),
    }
    return respond(request, "programmes/cohort_blueprint.html", context)


def _difference(pinned: Blueprint, to: Blueprint) -> dict[str, object]:
    locale = get_language() or "en"
    found = changes((pinned.code, pinned.version), (to.code, to.version), locale)
    running, rest = first_of_all(found)
    return {"to": _told(to), "running": running, "rest": rest}


def _told(found: Blueprint) -> dict[str, str]:
    return {
        "title": found.title.in_(get_language() or "en"),
        "version": found.version,
        "url": address(found),
        "spelled": spelled(found),
    }


def spelled(found: Blueprint) -> str:
    return f"{found.code}@{found.version}"
