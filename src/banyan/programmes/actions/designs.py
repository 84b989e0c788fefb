"""Blueprints that people make: copied, written, published; and cohorts that move to another."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banyan.kernel.decision import Refused, Stale, denied
from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Organisation
from banyan.programmes.models import Design
from banyan.programmes.queries import designs as queries
from banyan.programmes.rules import DESIGN, DESIGN_RIGHTS, PLACE_RIGHTS
from banyan.programmes.states import DesignStatus
from banyan.trail import actions as trail
from blueprint import Blueprint, editing, library

_CODE = re.compile(r"[a-z][a-z0-9_]{0,49}")
_VERSION = re.compile(r"[0-9]{1,4}\.[0-9]{1,4}")
_TAKEN = gettext_lazy("Another blueprint has this code already. Choose your own.")


def copy_blueprint(base: Blueprint, code: str, organisation: Organisation, *, by: Viewer) -> Design:
    """A draft with the file of `base`, under a code of its own, or the next version of a code of
    this organisation. One that the viewer has made so and not written in yet is the one. Raises
    Refused for a code that belongs to somebody else."""
    PLACE_RIGHTS.decide(by, organisation, "start").or_refuse()
    taken = library().keys() | set(
        Design.objects.exclude(organisation=organisation).values_list("code", flat=True)
    )
    if code in taken:
        raise Refused(denied(_TAKEN))
    based_on = f"{base.code}@{base.version}"
    # Counted before the look for a draft: one made in between is then found, never followed.
    version = _next_version(code)
    untouched = Design.objects.filter(
        organisation=organisation, code=code, based_on=based_on, edition=0,
        status=DesignStatus.DRAFT, written_by_id=by.person_id,
    )  # fmt: skip
    if (there := untouched.first()) is not None:
        return there  # from another tab
    text = editing.write(
        queries.file_named(base.code, base.version), {("code",): code, ("version",): version}
    )
    try:
        with transaction.atomic():
            design = Design.objects.create(
                code=code,
                version=version,
                title=str(base.title),
                organisation=organisation,
                based_on=based_on,
                text=text,
                written_by_id=by.person_id,
                written_at=by.now,
            )
            _tell(design, "copy", by)
    except IntegrityError as same_moment:
        if (there := untouched.first()) is not None:
            return there
        raise Refused(denied(_TAKEN)) from same_moment
    return design


def save_design(design: Design, text: str, edition: int, *, by: Viewer) -> Design:
    """Keep the file, with all its mistakes if it has some.

    Raises Stale when somebody else saved since `edition`, and Refused when its code and version
    belong to another blueprint.
    """
    DESIGN_RIGHTS.decide(by, design, "change").or_refuse()
    said = editing.values(text)
    code, version = said.get(("code",), ""), said.get(("version",), "")
    changes = {"text": text, "written_by_id": by.person_id, "written_at": by.now}
    if _CODE.fullmatch(code) and _VERSION.fullmatch(version):
        changes |= {"code": code, "version": version}
    others = Design.objects.exclude(organisation=design.organisation)
    if others.filter(code=code).exists():
        raise Refused(denied(_TAKEN))
    title = said.get(("title",)) or said.get(("title", "en")) or _first_title(said)
    if title.strip():
        changes["title"] = title.strip()[:500]
    same = Design.objects.filter(pk=design.pk, edition=edition, status=DesignStatus.DRAFT)
    try:
        with transaction.atomic():
            if changed := same.update(edition=F("edition") + 1, **changes):
                _tell(design, "save", by)
    except IntegrityError as error:
        raise Refused(
            denied(_("There is a blueprint of this code and version already. Raise the version."))
        ) from error
    if not changed:
        raise Stale(_("This blueprint has been saved since you opened the page."))
    design.refresh_from_db()
    return design


def publish_design(design: Design, edition: int, *, by: Viewer) -> Design:
    """From now on programmes can run by it, and it never changes. Raises Stale when somebody
    saved since `edition`: what is published is what was read."""
    DESIGN.decide(by, design, "publish").or_refuse()
    if design.edition != edition:  # what was judged above is not what was read
        raise Stale(str(DESIGN.moved_on))
    same = Design.objects.filter(pk=design.pk, edition=edition, status=DesignStatus.DRAFT)
    with transaction.atomic():
        changed = same.update(status=DESIGN.target("publish").value, written_at=by.now)
        if changed:
            _tell(design, "publish", by)
    if not changed:
        raise Stale(str(DESIGN.moved_on))
    design.refresh_from_db()
    return design


def _next_version(code: str) -> str:
    versions = Design.objects.filter(code=code).values_list("version", flat=True)
    numbers = [queries.numbers_of(version) for version in versions]
    major, minor = max(numbers, default=(1, -1))
    return f"{major}.{minor + 1}"


def _first_title(said: dict[editing.Path, str]) -> str:
    return next((value for path, value in said.items() if path[:1] == ("title",)), "")


def _tell(design: Design, verb: str, by: Viewer) -> None:
    trail.record(
        verb=f"design.{verb}",
        subject=trail.subject_of(design),
        scope=design.organisation.path or "",
        by=by,
    )
