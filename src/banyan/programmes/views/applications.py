"""Reading applications and deciding on them, and what a mentor offers and publishes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.programmes import actions, queries
from banyan.programmes.forms.applications import (
    OfferForm,
    OrientForm,
    PublishForm,
    RefuseForm,
    ReviewForm,
)
from banyan.programmes.models import Application
from banyan.programmes.queries import in_its_words
from banyan.programmes.queries.consents import consents_of_mentor
from banyan.programmes.queries.trainings import (
    before_first_teacher,
    lacking,
    learnings_of,
    states_of,
)
from banyan.programmes.rules import (
    APPLICATION,
    APPLICATION_RIGHTS,
    TRAINING_RIGHTS,
    rules_of,
)
from banyan.programmes.rules.trainings import Trained
from banyan.programmes.snapshot import said_by_mentor, said_in_public, words_of
from banyan.programmes.standings import APPLICATION_READERS, SCREENER
from banyan.programmes.views.applying import chosen, save, says_readers, to_be_judged
from banyan.programmes.views.buttons import buttons, story
from banyan.programmes.views.enrolments import readers
from banyan.programmes.views.programmes import form_page, tabs_of
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of


@login_required
@require_safe
def applications(request: Request, code: str) -> HttpResponse:
    viewer = request.viewer
    programme = in_its_words(queries.programme_to_run(viewer, code))
    status = request.GET.get("status", "")
    words = words_of(programme)
    found = queries.applications_to_screen(viewer, programme, status)
    page = page_of(found, request.GET.get("page"))
    asked = rules_of(programme).training
    oriented = [row.person_id for row in page if row.oriented_on]
    states = states_of(programme.pk, asked, oriented, viewer.today) if asked and oriented else {}
    context = {
        "title": _("Applications to mentor"),
        "programme": programme,
        "reviewers": rules_of(programme).mentor.reviewers,
        "by_readers": rules_of(programme).review_of_applications is not None,
        "tabs": tabs_of(
            reverse("programmes:applications", args=[code]),
            queries.application_counts(viewer, programme),
            status,
        ),
        "page": page,
        "rows": [
            (
                row,
                words.say("domains", [one.domain for one in row.expertise.all()][:3]),
                words.say("languages", [one.language for one in row.fluencies.all()]),
                lacking(row, states.get(row.person_id, {})),
            )
            for row in page
        ],
    }
    return respond(request, "programmes/applications.html", context, partial="list")


@login_required
@require_safe
def application(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = in_its_words(queries.application(viewer, pk))
    pooled = row.oriented_on is not None
    reads = APPLICATION_RIGHTS.decide(viewer, row, "read_reviews")
    reviews = list(queries.reviews_of(viewer, row)) if reads else []
    context = {
        "title": row.person.name,
        "application": row,
        "own": row.person_id == viewer.person_id,
        "said": said_by_mentor(row),
        "says": words_of(row.programme).say("inclusion", row.says),
        "consents": consents_of_mentor(viewer, row),
        "learnings": learnings_of(viewer, row) if pooled else [],
        "records": pooled
        and TRAINING_RIGHTS.decide(viewer, Trained(row.programme, row.person), "record"),
        "reads_reviews": reads,
        "to_be_judged": to_be_judged(row),
        "reviews": reviews,
        "reviewed": viewer.person_id in {review.reviewer_id for review in reviews},
        "review_readers": readers(SCREENER, row, request),
        "private_readers": readers(APPLICATION_READERS, row, request),
        "rights": {
            right.verb: APPLICATION_RIGHTS.decide(viewer, row, right.verb)
            for right in APPLICATION_RIGHTS.rights
        },
        "buttons": buttons(APPLICATION, viewer, row),
        "history": story([row]),
    }
    return respond(request, "programmes/application.html", context)


MOVES = {
    "screen": actions.screen,
    "pass_on": actions.pass_on,
    "accept": actions.accept,
    "activate": actions.activate,
    "rest": actions.rest,
    "return": actions.return_to_pool,
}


@login_required
@require_POST
def move(request: Request, pk: int, verb: str) -> HttpResponse:
    row = MOVES[verb](in_its_words(queries.application(request.viewer, pk)), by=request.viewer)
    messages.success(
        request,
        _("%(name)s is now: %(status)s.")
        % {"name": row.person.name, "status": row.get_status_display()},
    )
    return redirect("programmes:application", pk)


@login_required
@form_page
def refuse(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = in_its_words(queries.application(viewer, pk))
    form = RefuseForm(request.POST or None, rules=rules_of(row.programme))
    if request.method == "POST" and form.is_valid():
        actions.refuse(row, form.told, by=viewer)
        messages.success(request, _("%(name)s is told, with the reason.") % {"name": row.person})
        return redirect("programmes:application", pk)
    APPLICATION.decide(viewer, row, "refuse").or_refuse()
    context = {"title": _("Not this time"), "application": row, "form": form}
    status = 422 if request.method == "POST" else 200
    return respond(request, "programmes/application_refuse.html", context, status=status)


@login_required
@form_page
def orient(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = in_its_words(queries.application(viewer, pk))
    first = {"on": viewer.today, "trainings": before_first_teacher(row.programme)}
    form = OrientForm(
        request.POST or None, today=viewer.today, trainings=_titles(row), initial=first
    )
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data.get("trainings", [])
        actions.orient(row, form.cleaned_data["on"], by=viewer, trainings=held)
        return redirect("programmes:application", pk)
    APPLICATION.decide(viewer, row, "orient").or_refuse()
    orientation = rules_of(row.programme).mentor.orientation.in_(get_language() or "en")
    context = {
        "title": _("Record the orientation"),
        "application": row,
        "form": form,
        "orientation": orientation,
    }
    status = 422 if request.method == "POST" else 200
    return respond(request, "programmes/application_orient.html", context, status=status)


def _titles(application: Application) -> dict[str, str]:
    locale = get_language() or "en"
    return {one.code: one.title.in_(locale) for one in rules_of(application.programme).training}


@login_required
@form_page
def withdraw(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = in_its_words(queries.application(viewer, pk))
    if request.method == "POST":
        actions.withdraw_application(row, by=viewer)
        messages.success(request, _("It is withdrawn. You can apply again whenever you like."))
        return redirect("programmes:application", pk)
    APPLICATION.decide(viewer, row, "withdraw").or_refuse()
    context = {"title": _("Withdraw"), "application": row}
    return respond(request, "programmes/application_withdraw.html", context)


@login_required
@form_page
def review(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = in_its_words(queries.application(viewer, pk))
    APPLICATION_RIGHTS.decide(viewer, row, "review").or_refuse()
    own = queries.reviews_of(viewer, row).filter(reviewer_id=viewer.person_id).first()
    first = {"advice": own.advice, "words": own.words} if own else {}
    form = ReviewForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.review(row, said["advice"], said["words"], by=viewer)
        messages.success(request, _("Your review is saved. You can change it until the decision."))
        return redirect("programmes:application", pk)
    locale = get_language() or "en"
    context = {
        "title": _("Review"),
        "application": row,
        "form": form,
        "criteria": [
            (one.title.in_(locale), one.hint.in_(locale) if one.hint else "")
            for one in rules_of(row.programme).mentor.criteria
        ],
        "review_readers": readers(SCREENER, row, request),
    }
    status = 422 if request.method == "POST" else 200
    return respond(request, "programmes/application_review.html", context, status=status)


@login_required
@form_page
def offer(request: Request, pk: int) -> HttpResponse:
    row = in_its_words(queries.application(request.viewer, pk))
    APPLICATION_RIGHTS.decide(request.viewer, row, "adjust").or_refuse()
    form, status, saved = save(request, row, OfferForm)
    if saved:
        messages.success(request, _("What you offer is saved."))
        return redirect("programmes:application", pk)
    context = {
        "title": _("What you offer"),
        "application": row,
        "form": form,
        "chosen": chosen(row),
        "says_readers": says_readers(row),
    }
    return respond(request, "programmes/application_offer.html", context, status=status)


@login_required
@form_page
def publish(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = in_its_words(queries.application(viewer, pk))
    APPLICATION_RIGHTS.decide(viewer, row, "publish").or_refuse()
    first = {"version": row.version, "listed": row.listed, "publishes": row.publishes}
    form = PublishForm(request.POST or None, initial=first)
    valid = form.is_valid()
    if valid and request.POST.get("step") == "publish":
        row.version = form.cleaned_data["version"]
        said = form.cleaned_data
        actions.publish(row, said["listed"], said["publishes"], by=viewer)
        messages.success(request, _("The directory shows what you chose."))
        return redirect("programmes:application", pk)
    if valid:  # a preview: shown from the choice, stored nowhere
        row.listed, row.publishes = form.cleaned_data["listed"], form.cleaned_data["publishes"]
    context = {
        "title": _("What the directory shows"),
        "application": row,
        "form": form,
        "preview": said_in_public(row),
    }
    status = 422 if form.is_bound and not valid else 200
    return respond(request, "programmes/application_publish.html", context, status=status)
