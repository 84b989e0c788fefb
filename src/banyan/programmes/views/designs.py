"""Making a blueprint of one's own: copy, edit, check, publish."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import blueprint
from banyan.kernel.decision import Refused, Stale, denied
from banyan.programmes import actions, queries
from banyan.programmes.forms.designs import CommonForm, CopyForm, FileForm
from banyan.programmes.models import Design
from banyan.programmes.queries import designs as rows
from banyan.programmes.rules import DESIGN, DESIGN_RIGHTS, mistakes_in
from banyan.programmes.snapshot.phrases import say
from banyan.programmes.snapshot.phrases.problems import told
from banyan.programmes.snapshot.reading import first_of_all
from banyan.programmes.views.buttons import attempt
from banyan.programmes.views.programmes import form_page
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of
from banyan.ui.pieces import Link
from blueprint import editing


@login_required
@require_safe
def designs(request: Request) -> HttpResponse:
    found = page_of(rows.designs(request.viewer), request.GET.get("page"))
    context = {"title": _("Your blueprints"), "page": found}
    return respond(request, "programmes/designs.html", context)


@login_required
@form_page
def copy(request: Request, design: str, version: str) -> HttpResponse:
    viewer = request.viewer
    base = rows.blueprint_named(design, version)
    places = queries.places_to_start(viewer)
    if not places.exists():
        raise Refused(
            denied(_("Only an administrator or a coordinator of an area can make a blueprint."))
        )
    own = rows.designs(viewer).filter(code=design).exists()
    first = {"code": design if own else f"{design[:46]}_own"}
    form = CopyForm(request.POST or None, places=places, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = attempt(
            form,
            lambda: actions.copy_blueprint(base, said["code"], said["organisation"], by=viewer),
        )
        if made:
            messages.success(request, _("The copy is yours. Change it, then publish it."))
            return redirect("programmes:design", made.pk)
    context = {
        "title": _("Copy and edit"),
        "base": base,
        "base_title": base.title.in_(get_language() or "en"),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return respond(request, "programmes/design_copy.html", context, status=status)


@login_required
@form_page
def design(request: Request, pk: int) -> HttpResponse:
    """The common parts."""
    row = rows.design(request.viewer, pk)
    form = CommonForm(request.POST or None, text=row.text, initial={"edition": row.edition})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            text = editing.write(row.text, form.changes())
            saved, status = _save(request, form, row, text)
            if saved:
                return redirect("programmes:design", pk)
    context = {**_head(request, row, "common"), "form": form}
    return respond(request, "programmes/design.html", context, status=status)


@login_required
@form_page
def file(request: Request, pk: int) -> HttpResponse:
    """The file itself, checked as it is typed."""
    row = rows.design(request.viewer, pk)
    text = request.POST.get("text", row.text)
    there = {"text": text, "edition": request.POST.get("edition", row.edition)}
    saves = request.POST.get("step") == "save"
    form = FileForm(request.POST if saves else None, initial=there)
    status = None
    if form.is_valid():
        saved, status = _save(request, form, row, text)
        if saved:
            return redirect("programmes:design_file", pk)
    context = {**_head(request, row, "file"), "form": form, "problems": told(blueprint.check(text))}
    return respond(request, "programmes/design_file.html", context, "problems", status=status)


def _save(
    request: Request, form: CommonForm | FileForm, row: Design, text: str
) -> tuple[bool, int]:
    """Whether it was saved, and the status of the page if not; what was typed stays in the form.

    After a clash the form takes the newest edition, so that the next save wins on purpose.
    """
    newest = row.edition
    try:
        edition = form.cleaned_data["edition"]
        saved = attempt(form, lambda: actions.save_design(row, text, edition, by=request.viewer))
    except Stale as stale:
        form.data = {**dict(form.data.items()), "edition": str(newest)}
        form.add_error(None, str(stale))
        return False, 409
    if saved is None:
        return False, 422
    messages.success(request, _("Saved."))
    return True, 200


@login_required
@form_page
def publish(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = rows.design(viewer, pk)
    if request.method == "POST":
        same = request.POST.get("edition", "") == str(row.edition)
        actions.publish_design(row, row.edition if same else -1, by=viewer)
        messages.success(request, _("The blueprint is published. Programmes can run by it."))
        return redirect("programmes:blueprint", row.code, row.version)
    context = {
        **_head(request, row, "publish"),
        "publish": DESIGN.decide(viewer, row, "publish"),
        **_against_base(row),
    }
    return respond(request, "programmes/design_publish.html", context)


def _against_base(row: Design) -> dict[str, object]:
    """What is different from what it was copied from, where both can be read."""
    if mistakes_in(row.text):
        return {"unreadable": True}
    locale = get_language() or "en"
    base = rows.named(row.based_on)
    said = blueprint.difference(base, blueprint.load(row.text), locale, say)
    running, rest = first_of_all(said)
    return {"base": base.title.in_(locale), "running": running, "rest": rest}


def _head(request: Request, row: Design, here: str) -> dict[str, object]:
    names = {"common": "design", "file": "design_file", "publish": "design_publish"}
    labels = {
        "common": _("The common parts"),
        "file": _("The file itself"),
        "publish": _("Publish"),
    }
    return {
        "title": row.title,
        "design": row,
        "change": DESIGN_RIGHTS.decide(request.viewer, row, "change"),
        "tabs": [
            Link(labels[key], _address(name, row), key == here) for key, name in names.items()
        ],
    }


def _address(name: str, row: Design) -> str:
    return reverse(f"programmes:{name}", args=[row.pk])
