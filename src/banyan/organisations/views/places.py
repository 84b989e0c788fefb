"""Pages of the tree of places, of the people in them, and of imported directories."""

from __future__ import annotations

from dataclasses import astuple
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from banyan.organisations import actions, queries
from banyan.organisations.forms import LastDayForm, PersonForm, PlaceForm, UploadForm, sealed
from banyan.organisations.models import Organisation
from banyan.organisations.queries.reporting import own_reporting_lines
from banyan.organisations.rules import (
    IMPORT_RIGHTS,
    ORGANISATION_RIGHTS,
    can_be_invited,
    may_end,
    roles_to_give,
)
from banyan.organisations.snapshot.comparison import problems_in
from banyan.organisations.snapshot.directory import directory_of
from banyan.organisations.snapshot.tables import BadFile
from banyan.organisations.states import LEVELS_UNDER, ROLES_IN_PLURAL, ImportStatus, Level, Role
from banyan.trail.actions import subject_of
from banyan.ui.dialect import speak_for
from banyan.ui.http import Request, form_token, reload, respond
from banyan.ui.paging import page_of
from banyan.ui.pieces import Link
from banyan.ui.sheets import sheet

VERBS = ("add_under", "change", "import_schools", "add_person", "see_people", "see_counts")


def about(request: Request, place: Organisation, current: str) -> dict[str, object]:
    """What every page of a place shows around its own part."""
    may = {verb: ORGANISATION_RIGHTS.decide(request.viewer, place, verb) for verb in VERBS}
    parts = [
        ("place", gettext("Places") if LEVELS_UNDER[place.level] else gettext("School"), True),
        ("calendar", gettext("Calendar"), True),
        ("people", gettext("People"), bool(may["see_people"])),
        ("history", gettext("History"), bool(may["see_people"])),
    ]
    tabs = [
        Link(label, reverse(f"organisations:{name}", args=[place.pk]), current=name == current)
        for name, label, shown in parts
        if shown
    ]
    crumbs = [Link(gettext("Places"), reverse("organisations:index"))]
    crumbs += [
        Link(found.name, reverse("organisations:place", args=[found.pk]))
        for found in queries.above(place)
    ]
    if not current:  # a page below that of the place
        crumbs.append(Link(place.name, reverse("organisations:place", args=[place.pk])))
    return {"place": place, "may": may, "tabs": tabs, "crumbs": crumbs}


@login_required
@require_GET
def index(request: Request) -> HttpResponse:
    """The places where the viewer holds a role, and who is entered as appraising or managing her
    or as appraised or managed by her."""
    speak_for(request.viewer)
    context = {
        "own": queries.own_places(request.viewer),
        "reporting": own_reporting_lines(request.viewer),
    }
    return respond(request, "organisations/index.html", context)


@login_required
@require_GET
def place(request: Request, pk: int) -> HttpResponse:
    """One place: its codes, its numbers, and what stands under it."""
    found = queries.places(request.viewer).get(pk=pk)
    words = request.GET.get("q", "").strip()[:80]
    context = {
        **about(request, found, "place"),
        "words": words,
        "adds": [Level(level) for level in LEVELS_UNDER[found.level]],
        "page": page_of(queries.places_in(request.viewer, found, words), request.GET.get("page")),
        "schools": queries.count_schools(found),
    }
    if ORGANISATION_RIGHTS.decide(request.viewer, found, "see_counts"):
        counted = queries.count_people(request.viewer, found)
        context["counts"] = [(ROLES_IN_PLURAL[role], count) for role, count in counted]
    return respond(request, "organisations/place.html", context, partial="list")


@login_required
def add_place(request: Request, pk: int, level: str) -> HttpResponse:
    """A new place of this level under that one."""
    parent = queries.places(request.viewer).get(pk=pk)
    ORGANISATION_RIGHTS.decide(request.viewer, parent, "add_under").or_refuse()
    if level not in LEVELS_UNDER[parent.level]:
        raise Organisation.DoesNotExist
    kind = Level(level)
    form = PlaceForm(request.POST or None, level=kind, parent_id=parent.pk)
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        name = values.pop("name")
        made = actions.add_organisation(
            name, level=kind, parent=parent, by=request.viewer, **values
        )
        messages.success(request, gettext("%(name)s is in the directory now.") % {"name": name})
        return redirect("organisations:place", made.pk)
    context = {**about(request, parent, ""), "form": form, "level": kind}
    return respond(request, "organisations/add.html", context)


@login_required
def change_place(request: Request, pk: int) -> HttpResponse:
    """New name or codes."""
    found = queries.places(request.viewer).get(pk=pk)
    ORGANISATION_RIGHTS.decide(request.viewer, found, "change").or_refuse()
    seen = actions.as_seen(found)
    form = PlaceForm(
        request.POST or None,
        level=Level(found.level),
        parent_id=found.parent_id,
        initial={**seen, "id": found.pk, "seen": sealed(seen)},
    )
    if form.is_valid():
        values = dict(form.cleaned_data)
        shown = values.pop("seen")
        actions.change_organisation(found, by=request.viewer, seen=shown, **values)
        messages.success(request, gettext("Saved."))
        return redirect("organisations:place", found.pk)
    context = {**about(request, found, ""), "form": form}
    return respond(request, "organisations/change.html", context)


@login_required
@require_GET
def history(request: Request, pk: int) -> HttpResponse:
    """What happened to a place, for those who keep it."""
    found = queries.places(request.viewer).get(pk=pk)
    ORGANISATION_RIGHTS.decide(request.viewer, found, "see_people").or_refuse()
    context = {
        **about(request, found, "history"),
        "entries": queries.history_of([subject_of(found)]),
    }
    return respond(request, "organisations/history.html", context)


@login_required
@require_GET
def people(request: Request, pk: int) -> HttpResponse:
    """Who holds which role at this place, for those who keep it."""
    found = queries.places(request.viewer).get(pk=pk)
    ORGANISATION_RIGHTS.decide(request.viewer, found, "see_people").or_refuse()
    page = page_of(queries.roles_at(request.viewer, found), request.GET.get("page"))
    rows = [
        (
            held,
            bool(may_end(request.viewer, held)) and held.ends_on is None,
            bool(can_be_invited(held.person)) and held.person.last_login is None,
        )
        for held in page
    ]
    context = {**about(request, found, "people"), "page": page, "rows": rows}
    return respond(request, "organisations/people.html", context)


@login_required
def add_person(request: Request, pk: int) -> HttpResponse:
    """A person with a role here, invited if asked."""
    found = queries.places(request.viewer).get(pk=pk)
    ORGANISATION_RIGHTS.decide(request.viewer, found, "add_person").or_refuse()
    roles = roles_to_give(request.viewer, found)
    form = PersonForm(request.POST or None, roles=roles)
    if form.is_valid():
        values = dict(form.cleaned_data)
        invited = values.pop("invite")
        values["role"] = Role(values["role"])
        held = actions.add_person_here(
            organisation=found, by=request.viewer, form=form_token(request), **values
        )
        if invited:
            actions.invite_person(held, by=request.viewer)
        messages.success(
            request,
            gettext("%(name)s has the role now: %(role)s.")
            % {"name": held.person.name, "role": held.get_role_display()},
        )
        return redirect("organisations:people", found.pk)
    return respond(
        request, "organisations/add_person.html", {**about(request, found, ""), "form": form}
    )


@login_required
def end_role(request: Request, pk: int) -> HttpResponse:
    """The last day of a role."""
    held = queries.memberships(request.viewer).get(pk=pk, ends_on__isnull=True)
    may_end(request.viewer, held).or_refuse()
    form = LastDayForm(
        request.POST or None,
        starts_on=held.starts_on,
        initial={"last_day": max(request.viewer.today, held.starts_on)},
    )
    if form.is_valid():
        on = form.cleaned_data["last_day"] + timedelta(days=1)
        actions.end_role(held, by=request.viewer, on=on)
        messages.success(
            request, gettext("The role of %(name)s ends.") % {"name": held.person.name}
        )
        return redirect("organisations:people", held.organisation_id)
    context = {**about(request, held.organisation, ""), "held": held, "form": form}
    return respond(request, "organisations/end_role.html", context)


@login_required
@require_POST
def invite(request: Request, pk: int) -> HttpResponse:
    """Send the holder of a role a link to sign in."""
    held = queries.memberships(request.viewer).get(pk=pk)
    actions.invite_person(held, by=request.viewer)
    messages.success(
        request, gettext("An invitation goes to %(name)s.") % {"name": held.person.name}
    )
    return redirect("organisations:people", held.organisation_id)


@login_required
def import_schools(request: Request, pk: int) -> HttpResponse:
    """A file is looked at; nothing is written yet."""
    found = queries.places(request.viewer).get(pk=pk)
    ORGANISATION_RIGHTS.decide(request.viewer, found, "import_schools").or_refuse()
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        values = dict(form.cleaned_data)
        file = values.pop("file")
        try:
            row = actions.check_import(file.name, file.read(), found, by=request.viewer, **values)
        except BadFile as bad:
            form.add_error("file", str(bad))
        else:
            return redirect("organisations:directory_import", row.pk)
    return respond(
        request, "organisations/import.html", {**about(request, found, ""), "form": form}
    )


@login_required
@require_GET
def directory_import(request: Request, pk: int) -> HttpResponse:
    """What a file would do, or did."""
    row = queries.imports(request.viewer).get(pk=pk)
    if request.htmx:
        if row.status != ImportStatus.APPLYING:
            return reload()
        context = {"row": row, "done": row.counts["rows"] * row.percent // 100}
        return respond(request, "organisations/directory_import.html", context, partial="progress")
    context = {
        **about(request, row.under, ""),
        "row": row,
        "done": row.counts["rows"] * row.percent // 100,
        "good": sum(row.counts[name] for name in ("new", "changed")),
        "shown": row.problems[:25],
        "waits": row.status == ImportStatus.CHECKED,
        "entries": queries.history_of([subject_of(row)]),
    }
    return respond(request, "organisations/directory_import.html", context)


@login_required
@require_GET
def problems(request: Request, pk: int) -> HttpResponse:
    """Every bad row of a file as a file."""
    row = queries.imports(request.viewer).get(pk=pk)
    IMPORT_RIGHTS.decide(request.viewer, row, "see").or_refuse()
    create_districts = row.options["create_districts"]
    kept = [tuple(problem.values()) for problem in row.problems]
    found = (
        map(astuple, problems_in(directory_of(row), row.under, create_districts=create_districts))
        if row.content
        else kept
    )
    heads = [gettext("Row"), gettext("Column"), gettext("What is wrong"), gettext("What to do")]
    return sheet(f"problems-{row.pk}.csv", heads, found)


@login_required
@require_POST
def apply_import(request: Request, pk: int) -> HttpResponse:
    """Bring in what was checked."""
    row = queries.imports(request.viewer).get(pk=pk)
    keep_good = request.POST.get("keep_good") == "yes"
    actions.apply_import(row, by=request.viewer, keep_good=keep_good)
    if row.status == ImportStatus.APPLIED:
        messages.success(request, gettext("The schools are in the directory now."))
    return redirect("organisations:directory_import", row.pk)


@login_required
@require_POST
def discard_import(request: Request, pk: int) -> HttpResponse:
    """Nothing of this file comes in."""
    row = queries.imports(request.viewer).get(pk=pk)
    actions.discard_import(row, by=request.viewer)
    messages.success(request, gettext("The file is discarded. Nothing was changed."))
    return redirect("organisations:import", row.under_id)
