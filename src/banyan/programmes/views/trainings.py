"""Recording trainings: of a mentor, of those who read what teachers hand in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from banyan.programmes import actions, queries
from banyan.programmes.forms.trainings import TrainingForm
from banyan.programmes.queries import in_its_words, trainings
from banyan.programmes.rules import TRAINING_RIGHTS, rules_of
from banyan.programmes.rules.trainings import Trained
from banyan.programmes.views.buttons import attempt
from banyan.programmes.views.programmes import form_page
from banyan.ui.http import Request, respond


@login_required
@form_page
def of_mentor(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = in_its_words(queries.application(viewer, pk))
    TRAINING_RIGHTS.decide(viewer, Trained(row.programme, row.person), "record").or_refuse()
    locale = get_language() or "en"
    form = TrainingForm(
        request.POST or None,
        today=viewer.today,
        label=_("Which training was it?"),
        choices=[(one.code, one.title.in_(locale)) for one in rules_of(row.programme).training],
        initial={"on": viewer.today},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = attempt(
            form,
            lambda: actions.record_training(
                row.programme, row.person, said["what"], said["on"], by=viewer, note=said["note"]
            ),
        )
        if done:
            messages.success(request, _("The training is recorded."))
            return redirect("programmes:application", pk)
    context = {"title": _("Record a training"), "application": row, "form": form}
    status = 422 if request.method == "POST" else 200
    return respond(request, "programmes/training.html", context, status=status)


@login_required
@form_page
def readers(request: Request, code: str) -> HttpResponse:
    """Who reads in this programme, and whether each is trained for it."""
    viewer = request.viewer
    programme = in_its_words(queries.programme_to_run(viewer, code))
    months = trainings.months_of_readers(programme)
    if months is None:
        raise Http404
    people = {one.pk: one for one in trainings.readers_of(programme, viewer.today)}
    form = TrainingForm(
        request.POST or None,
        today=viewer.today,
        label=_("Who was trained?"),
        choices=[(str(pk), one.name) for pk, one in people.items()],
        initial={"on": viewer.today},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = attempt(
            form,
            lambda: actions.record_training(
                programme,
                people[int(said["what"])],
                trainings.READING,
                said["on"],
                by=viewer,
                note=said["note"],
            ),
        )
        if done:
            messages.success(request, _("The training is recorded."))
            return redirect("programmes:readers", code)
    states = trainings.reader_states(programme, list(people), months, viewer.today)
    context = {
        "title": _("Readers and their training"),
        "programme": programme,
        "months": months,
        "form": form,
        "rows": [
            (
                one,
                states[pk],
                trainings.word_of(states[pk].status),
                trainings.TONES[states[pk].status],
            )
            for pk, one in people.items()
        ],
    }
    status = 422 if request.method == "POST" else 200
    return respond(request, "programmes/readers.html", context, status=status)


@login_required
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    row = trainings.record(request.viewer, pk)
    actions.take_back_training(row, by=request.viewer)
    messages.success(request, _("It is no longer on record."))
    place = queries.applications(request.viewer).filter(
        programme=row.programme, person_id=row.person_id
    )
    last = place.order_by("-pk").first()
    if last is None:
        return redirect("programmes:readers", row.programme.code)
    return redirect("programmes:application", last.pk)
