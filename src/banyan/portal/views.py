"""The home of each person, and the pages that everybody may read."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET, require_safe

from banyan.mentoring.queries.emergencies import title_of, told_of_own
from banyan.organisations.queries.reporting import own_reporting_lines
from banyan.portal import queries
from banyan.portal.queries import readers, readings
from banyan.programmes.queries import speak_for
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of


@require_safe
def home(request: Request) -> HttpResponse:
    if not request.viewer.is_somebody:
        first, others = queries.domains(request.viewer)
        context = {"domains": first, "other_domains": others}
        return respond(request, "portal/welcome.html", context)
    return respond(
        request, "portal/home.html", queries.home(request.viewer, request.GET.get("as", ""))
    )


@login_required
@require_GET
def who_sees_what(request: Request) -> HttpResponse:
    """For each kind of what a person writes here: who reads it; and who has read what of hers."""
    speak_for(request.viewer)
    context = {
        "kinds": readers.KINDS.values(),
        "reads": readings.read_by_others(request.viewer),
        "emergencies": [(one, title_of(one)) for one in told_of_own(request.viewer)],
        "reporting": own_reporting_lines(request.viewer),
    }
    return respond(request, "portal/who_sees_what.html", context)


@login_required
@require_GET
def who_sees_kind(request: Request, kind: str) -> HttpResponse:
    """Each record of one kind, and by name who reads it now."""
    if kind not in readers.KINDS:
        raise Http404
    speak_for(request.viewer)
    found = readers.KINDS[kind]
    page = page_of(found.rows(request.viewer), request.GET.get("page"))
    rows = readers.readable(request.viewer, found, page)
    context = {"kind": found, "page": page, "rows": rows}
    return respond(request, "portal/who_sees_kind.html", context)


@require_safe
def accessibility(request: Request) -> HttpResponse:
    return respond(request, "portal/accessibility.html")


@require_safe
def privacy(request: Request) -> HttpResponse:
    return respond(request, "portal/privacy.html")


@require_safe
def terms(request: Request) -> HttpResponse:
    return respond(request, "portal/terms.html")


@require_safe
def contact(request: Request) -> HttpResponse:
    return respond(request, "portal/contact.html", {"contact": settings.CONTACT})
