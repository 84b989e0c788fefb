"""Whether a session may be recorded, and what was recorded of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from banyan.interop.meetings import actions, queries, rooms
from banyan.interop.meetings.ports import Trouble
from banyan.interop.meetings.rules import RECORDING_RIGHTS
from banyan.mentoring.queries import sessions
from banyan.mentoring.standings import SESSION_PAIR_WORDS, readers
from banyan.programmes.queries import in_its_words
from banyan.ui.http import Request, respond


@login_required
@require_GET
def recording(request: Request, pk: int) -> HttpResponse:
    """Who has agreed, and the recordings, as the server has them now. They are kept there, and
    not with us."""
    viewer = request.viewer
    found = in_its_words(sessions.session(viewer, pk))
    RECORDING_RIGHTS.decide(viewer, found, "watch").or_refuse()
    trouble = ""
    try:
        there = rooms.recordings(queries.uid_of(found.pk))
    except Trouble as told:
        there, trouble = [], str(told.problem.label)
    context = {
        "session": found,
        "recordings": there,
        "trouble": trouble,
        "consents": queries.consents(viewer, found),
        "ending": queries.ending_of(viewer, found),
        "agrees": RECORDING_RIGHTS.decide(viewer, found, "agree"),
        "takes_back": RECORDING_RIGHTS.decide(viewer, found, "take_back"),
        "label": readers(SESSION_PAIR_WORDS, viewer, found),
    }
    return respond(request, "meetings/recording.html", context)


@login_required
@require_POST
def agree(request: Request, pk: int) -> HttpResponse:
    found = in_its_words(sessions.session(request.viewer, pk))
    if actions.agree_to_recording(found, by=request.viewer):
        messages.success(request, _("It may be recorded now: both of you agree."))
    else:
        messages.success(request, _("Your yes is kept. It is recorded only if both of you agree."))
    return redirect("meetings:recording", pk)


@login_required
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    found = in_its_words(sessions.session(request.viewer, pk))
    if actions.take_recording_back(found, by=request.viewer):
        messages.success(request, _("Your yes is taken back. The room is being ended."))
    else:
        messages.success(request, _("This session will not be recorded."))
    return redirect("meetings:recording", pk)
