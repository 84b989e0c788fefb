"""What a person was told, and how she wants to be told."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from banyan.notifications import actions, queries
from banyan.notifications.forms import Choices
from banyan.ui.dialect import speak_for
from banyan.ui.http import Request, id_in, respond
from banyan.ui.paging import page_of


@login_required
@require_safe
def notices(request: Request) -> HttpResponse:
    """What the viewer was told, newest first."""
    page = page_of(queries.notices_of(request.viewer), request.GET.get("page"))
    told = [queries.in_words(notice) for notice in page]
    context = {
        "page": page,
        "told": told,
        "unread": any(one.unread for one in told),
        "newest": max((notice.id for notice in told), default=0),
    }
    return respond(request, "notifications/notices.html", context)


@login_required
@require_safe
def notice(request: Request, notice_id: int) -> HttpResponse:
    """Opens what a notice is about, and marks it read: the address in a mail is this one.

    Reading is what a GET does here; it is the reader's own mark, and twice is as once.
    """
    found = queries.notice_of(request.viewer, notice_id)
    actions.read(found, by=request.viewer)
    # A link is a path of ours; a row that an import brought is looked at all the same.
    safe = url_has_allowed_host_and_scheme(found.link, allowed_hosts=None)
    return redirect(found.link if safe else "notifications:notices")


@login_required
@require_POST
def read_all(request: Request) -> HttpResponse:
    """Marks what stood on the page as read."""
    newest = id_in(request.POST.get("newest", ""))
    actions.read_all(by=request.viewer, up_to=newest or 0)
    return redirect("notifications:notices")


@login_required
def preferences(request: Request) -> HttpResponse:
    """What comes by mail, and when."""
    speak_for(request.viewer)
    person_id = request.viewer.person_id
    form = Choices(request.POST or None, wishes=queries.wishes_of({person_id})[person_id])
    if form.is_valid():
        actions.choose(by=request.viewer, **form.values())
        messages.success(request, gettext("Saved."))
        return redirect("notifications:preferences")
    return respond(request, "notifications/preferences.html", {"form": form})
