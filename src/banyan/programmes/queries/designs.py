"""Blueprints by name: those of the library and those that organisations have published."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

import blueprint
from banyan.kernel.viewer import Viewer
from banyan.programmes.models import Cohort, Design
from banyan.programmes.standings import DESIGN_KEEPER
from banyan.programmes.states import DesignStatus
from banyan.ui.prepared import PreparedOne, PreparedRows
from blueprint import Blueprint

T = TypeVar("T")
_SPELLING = re.compile(r"([a-z][a-z0-9_]{0,49})@([0-9]{1,4}\.[0-9]{1,4})")


@lru_cache(maxsize=256)
def blueprint_named(code: str, version: str) -> Blueprint:
    """One version of one blueprint, of the library or published; it never changes, so it is read
    once. Raises ObjectDoesNotExist if there is none such."""
    try:
        return blueprint.get(code, version)
    except LookupError:
        return blueprint.load_again(published().get(code=code, version=version).text)


def cohorts_by(read: Callable[[Blueprint], T]) -> dict[T, list[int]]:
    """Ids of all cohorts by what their blueprint says, so that jobs can ask the database for those
    rows alone whose day may have come. One query."""
    found: dict[T, list[int]] = defaultdict(list)
    for cohort in _all_cohorts():
        found[read(blueprint_named(*cohort.design))].append(cohort.pk)
    return dict(found)


@PreparedRows
def _all_cohorts() -> QuerySet[Cohort]:
    rows = Cohort.objects.select_related("programme").order_by("pk")
    return rows.only("blueprint", "blueprint_version", "programme__blueprint")


def published() -> QuerySet[Design]:
    """What organisations have published, for anybody to read."""
    return Design.objects.filter(status=DesignStatus.PUBLISHED)


def file_named(code: str, version: str) -> str:
    """The file of a blueprint. Raises ObjectDoesNotExist if there is none such."""
    try:
        return blueprint.file_of(code, version)
    except LookupError:
        return published().get(code=code, version=version).text


def versions_of(code: str) -> list[Blueprint]:
    """Every version of one code, the newest first."""
    own = published().filter(code=code).values_list("version", flat=True)
    found = [each for each in blueprint.editions() if each.code == code]
    found += [blueprint_named(code, version) for version in own]
    return sorted(found, key=lambda each: each.order, reverse=True)


def newest(code: str) -> Blueprint:
    """The newest version of a code. Raises ObjectDoesNotExist if nobody has such a one."""
    found = versions_of(code)
    if not found:
        raise ObjectDoesNotExist(code)
    return found[0]


def shelf() -> list[Blueprint]:
    """The newest version of every blueprint of the library, then of those that were published."""
    library = [found for _code, found in sorted(blueprint.library().items())]
    own: dict[str, str] = {}
    for code, version in published().order_by("code").values_list("code", "version"):
        own[code] = max(own.get(code, version), version, key=numbers_of)
    return [*library, *(blueprint_named(code, version) for code, version in own.items())]


def numbers_of(version: str) -> tuple[int, ...]:
    """A version as numbers, so that 1.10 comes after 1.9."""
    return tuple(map(int, version.split(".")))


def of_library(found: Blueprint) -> bool:
    """Whether it comes with the product."""
    try:
        return blueprint.get(found.code, found.version) is found
    except LookupError:
        return False


def named(spelling: str) -> Blueprint:
    """The blueprint of "code@version". Raises ObjectDoesNotExist if there is none such."""
    found = _SPELLING.fullmatch(spelling)
    if found is None:
        raise ObjectDoesNotExist("no blueprint is spelled so")
    return blueprint_named(*found.groups())


def owner_of(found: Blueprint) -> Design | None:
    """The row of a published design; None for a blueprint of the library."""
    rows = published().filter(code=found.code, version=found.version)
    return rows.select_related("organisation").first()


def designs(viewer: Viewer) -> QuerySet[Design]:
    """Those that the viewer may work on, drafts first, then the last written."""
    return (
        Design.objects.filter(DESIGN_KEEPER.where(viewer))
        .select_related("organisation", "written_by")
        .order_by("status", "-written_at")
    )


def design(viewer: Viewer, pk: int) -> Design:
    found: Design = _design.one(viewer, pk)
    return found


_design = PreparedOne(designs)


def pinned_code(cohort: str) -> Coalesce:
    """The code of the blueprint of a cohort, for a query; `cohort` is the way to it: "cohort__"."""
    return Coalesce(NullIf(F(f"{cohort}blueprint"), Value("")), F(f"{cohort}programme__blueprint"))


def ways_for(cohort: Cohort) -> list[Blueprint]:
    """Where a cohort can move: later versions of what it pins, and what the organisations above it
    have published that is based on it; the nearest first."""
    code, version = cohort.design
    order = blueprint_named(code, version).order
    later = [found for found in reversed(versions_of(code)) if found.order > order]
    above = published().filter(organisation_id__in=cohort.programme.organisation.ancestor_ids)
    rows = list(above.values_list("code", "version", "based_on").order_by("code", "pk"))
    family = {code}
    while more := {own for own, _v, base in rows if base.partition("@")[0] in family} - family:
        family |= more
    return [*later, *(blueprint_named(own, v) for own, v, _base in rows if own in family - {code})]
