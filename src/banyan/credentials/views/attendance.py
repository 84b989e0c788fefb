"""Certificates of attendance: who has one, and who came for long enough to get one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from banyan.credentials import actions
from banyan.credentials.queries.attendance import attended
from banyan.credentials.rules import ATTENDING, CERTIFICATE
from banyan.programmes.queries import in_its_words
from banyan.training.rules import WORKSHOP_RIGHTS
from banyan.ui.http import Request, respond


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: Request, pk: int) -> HttpResponse:
    """The list; its button gives one to everybody who came for long enough."""
    viewer = request.viewer
    workshop, found = attended(viewer, pk)
    in_its_words(workshop)
    WORKSHOP_RIGHTS.decide(viewer, workshop, "take_out").or_refuse()
    if request.method == "POST":
        many = actions.certify_all(found, by=viewer)
        said = ngettext(
            "%(count)s certificate is given.", "%(count)s certificates are given.", many
        )
        messages.success(request, said % {"count": many} if many else _("Nothing has changed."))
        return redirect("credentials:attendance", pk)
    rows = [
        (
            one,
            ATTENDING.decide(viewer, one, "certify"),
            bool(one.certificate and CERTIFICATE.decide(viewer, one.certificate, "withdraw")),
        )
        for one in found
    ]
    context = {
        "title": _("Certificates of attendance"),
        "workshop": workshop,
        "rows": rows,
        "due": sum(1 for one, may, _withdraws in rows if may and one.certificate is None),
    }
    return respond(request, "credentials/attendance.html", context)


@login_required
@require_POST
def certify(request: Request, pk: int, person_id: int) -> HttpResponse:
    workshop, found = attended(request.viewer, pk)
    WORKSHOP_RIGHTS.decide(request.viewer, workshop, "take_out").or_refuse()
    chosen = [one for one in found if one.holder.pk == person_id]
    if not chosen:
        raise Http404
    actions.certify(chosen[0], by=request.viewer)
    messages.success(request, _("The certificate is awarded, and its holder is told."))
    return redirect("credentials:attendance", pk)
