"""Pages on which a session is written down: its agenda and its steps."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from banyan.mentoring import actions
from banyan.mentoring.forms.sessions import AgendaForm
from banyan.mentoring.queries import sessions as queries
from banyan.mentoring.rules import SESSION_RIGHTS
from banyan.mentoring.views.sessions import words_label
from banyan.programmes.queries import in_its_words
from banyan.ui.http import Request, respond


@login_required
@require_http_methods(["GET", "POST"])
def add_to_agenda(request: Request, pk: int) -> HttpResponse:
    """One thing more to talk about, from the page of the session or from here."""
    viewer = request.viewer
    found = in_its_words(queries.session(viewer, pk))
    SESSION_RIGHTS.decide(viewer, found, "write_agenda").or_refuse()
    form = AgendaForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.add_agenda_item(found, form.cleaned_data["text"], by=viewer)
        return redirect(reverse("mentoring:session", args=[pk]) + "#agenda")
    context = {"form": form, "session": found, "label": words_label(viewer, found)}
    return respond(request, "mentoring/session_agenda.html", context)


@login_required
@require_POST
def tick(request: Request, pk: int, step: int, done: bool) -> HttpResponse:
    """From the page of the session `pk`, which may be a later one than the step's own."""
    found = actions.tick_step(
        in_its_words(queries.step(request.viewer, step)), by=request.viewer, done=done
    )
    anchor = "#log" if found.session_id == pk else "#steps"
    return redirect(reverse("mentoring:session", args=[pk]) + anchor)
