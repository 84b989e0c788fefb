"""Into the meeting of a session, and another link for it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.kernel.decision import Unfit
from banyan.mentoring import actions
from banyan.mentoring.actions.planning import meeting_room, uid_of
from banyan.mentoring.forms.links import LinkForm
from banyan.mentoring.ports import Guest, NoDoor
from banyan.mentoring.queries import sessions as queries
from banyan.mentoring.rules import SESSION_RIGHTS
from banyan.mentoring.standings import HOST
from banyan.mentoring.views.sessions import words_label
from banyan.programmes.queries import in_its_words
from banyan.ui.forms import say_unfit
from banyan.ui.http import Request, respond


@login_required
@require_http_methods(["GET", "POST"])
def join(request: Request, pk: int) -> HttpResponse:
    """To the meeting. Pressing the button keeps that it was pressed; who was there, and how long,
    is said by people afterwards."""
    viewer = request.viewer
    found = in_its_words(queries.session(viewer, pk))
    if request.method == "POST":
        actions.join(found, by=viewer)
        # A form may lead to no other place, by the rules of our pages: this page leads on.
        onward = reverse("mentoring:session_join", args=[pk])
        context = {"session": found, "meeting_url": onward}
        return respond(request, "mentoring/session_join.html", context)
    SESSION_RIGHTS.decide(viewer, found, "read_content").or_refuse()
    address = queries.meeting_url(viewer, found)
    uid = uid_of(found)
    guest = Guest(
        key=salted_hmac("banyan.guest", f"{uid}:{viewer.person_id}").hexdigest()[:24],
        name=str(request.user),
        is_host=HOST.holds(viewer, found),
    )
    try:
        door = meeting_room().door(address, session_uid=uid, guest=guest, until=found.ends_at)
    except NoDoor as closed:
        messages.error(request, str(closed))
        messages.error(request, _("Try again in a minute, or agree on another link."))
        return redirect("mentoring:session", pk)
    return HttpResponseRedirect(door)


@login_required
@require_http_methods(["GET", "POST"])
def paste(request: Request, pk: int) -> HttpResponse:
    """A link of their own for a session online, in place of whatever it had."""
    viewer = request.viewer
    found = in_its_words(queries.session(viewer, pk))
    SESSION_RIGHTS.decide(viewer, found, "paste_link").or_refuse()
    form = LinkForm(request.POST or None, initial={"seen": found.sequence})
    if form.is_valid():
        values = form.cleaned_data
        try:
            actions.paste_link(found, values["meeting_url"], by=viewer, seen=values["seen"])
        except Unfit as refusal:
            say_unfit(form, refusal)
        else:
            messages.success(request, _("The link is there now. The others are told."))
            return redirect("mentoring:session", pk)
    context = {"form": form, "session": found, "label": words_label(viewer, found)}
    return respond(request, "mentoring/session_link.html", context)
