"""Planting and changing the tree of places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext

from banyan.kernel.decision import Stale, denied
from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Organisation
from banyan.organisations.rules import ORGANISATION_RIGHTS
from banyan.organisations.states import LEVELS_UNDER, Level
from banyan.trail import actions as trail


@transaction.atomic
def found_nation(name: str, *, by: Viewer) -> Organisation:
    """The root of a tree; only the platform itself plants one."""
    if not by.is_system:
        raise PermissionError("a nation is founded from the console only")
    nation = Organisation.objects.create(name=name, level=Level.NATION)
    _place(nation)
    trail.record(
        verb="organisation.add",
        subject=trail.subject_of(nation),
        scope=nation.path or "",
        by=by,
    )
    return nation


@transaction.atomic
def add_organisation(
    name: str, *, level: Level, parent: Organisation, by: Viewer, **codes: Any
) -> Organisation:
    """A place under `parent`. `codes`: school_type, udise_code, lgd_code, local_code, locality.

    Raises Refused for a level that does not stand under the parent's, and Stale when the name of
    a state or district, or a code of a school, was taken in the meantime. A school without codes
    is known by its name in its place, as in an imported directory: there it is once, too.
    """
    ORGANISATION_RIGHTS.decide(by, parent, "add_under").or_refuse()
    if level not in LEVELS_UNDER[parent.level]:
        denied(gettext("A place of this kind does not stand here in the tree.")).or_refuse()
    if level == Level.SCHOOL and not (codes.get("udise_code") or codes.get("local_code")):
        Organisation.objects.select_for_update().only("pk").get(pk=parent.pk)  # one at a time
        same = Organisation.objects.filter(
            name=name, level=level, parent=parent, udise_code__isnull=True, local_code=""
        )
        if same.exists():
            raise Stale(gettext("This name or code is taken by another place now."))
    try:
        with transaction.atomic():
            place = Organisation.objects.create(name=name, level=level, parent=parent, **codes)
    except IntegrityError as error:
        raise Stale(gettext("This name or code is taken by another place now.")) from error
    _place(place)
    trail.record(
        verb="organisation.add", subject=trail.subject_of(place), scope=place.path or "", by=by
    )
    return place


CHANGEABLE = ("name", "school_type", "udise_code", "lgd_code", "local_code", "locality")


def as_seen(place: Organisation) -> dict[str, Any]:
    """What a page showed of a place before somebody changed it there."""
    return {field: getattr(place, field) for field in CHANGEABLE}


@transaction.atomic
def change_organisation(
    place: Organisation, *, by: Viewer, seen: Mapping[str, Any] | None = None, **fields: Any
) -> Organisation:
    """New values for some of the CHANGEABLE fields; the same values change and record nothing.

    `seen` holds the values that the editor looked at. Raises Stale when they are no longer so, or
    when the name or a code was taken by another place in the meantime.
    """
    ORGANISATION_RIGHTS.decide(by, place, "change").or_refuse()
    seen = dict(seen) if seen is not None else as_seen(place)
    changes = {name: value for name, value in fields.items() if seen[name] != value}
    if not changes:
        return place
    try:
        with transaction.atomic():
            changed = Organisation.objects.filter(
                pk=place.pk,
                **{k: v for k, v in seen.items() if v is not None},
                **{f"{k}__isnull": True for k, v in seen.items() if v is None},
            ).update(**changes)
    except IntegrityError as error:
        raise Stale(gettext("This name or code is taken by another place now.")) from error
    if not changed:
        raise Stale(gettext("Somebody changed this place while you were writing."))
    for name, value in changes.items():
        setattr(place, name, value)
    trail.record(
        verb="organisation.change",
        subject=trail.subject_of(place),
        scope=place.path or "",
        by=by,
        fields=sorted(changes),
    )
    return place


@transaction.atomic
def plant_tree(
    states: Iterable[Mapping[str, str]],
    districts: Iterable[Mapping[str, str]],
    *,
    by: Viewer,
    nation: str = "India",
) -> Organisation:
    """A nation with all its states and districts at once; what is there already stays.

    `states` have `lgd_code` and `name`; `districts` have these and `state_lgd_code` (codes of the
    Local Government Directory). Returns the nation. Only the platform itself plants a tree.
    """
    root = Organisation.objects.filter(level=Level.NATION, name=nation).first()
    root = root or found_nation(nation, by=by)
    ids, added = _plant(root, Level.STATE, [(row, root.pk) for row in states])
    more = _plant(root, Level.DISTRICT, [(row, ids[row["state_lgd_code"]]) for row in districts])[1]
    if added + more:
        trail.record(
            verb="organisation.plant",
            subject=trail.subject_of(root),
            scope=root.path or "",
            by=by,
            places=added + more,
        )
    return root


def _plant(
    root: Organisation, level: Level, rows: list[tuple[Mapping[str, str], int]]
) -> tuple[dict[str, int], int]:
    """Places of one level with their parents' ids; returns LGD code to id, and how many are new.

    A place that is there without a code is known by its name, and gets the code.
    """
    there = Organisation.objects.filter(path__startswith=f"{root.path}/", level=level)
    by_code = {place.lgd_code: place for place in there if place.lgd_code}
    by_name = {(place.parent_id, place.name): place for place in there if not place.lgd_code}
    new, coded = [], []
    for row, parent_id in rows:
        code, name = row["lgd_code"], row["name"]
        if code in by_code:
            continue
        if place := by_name.get((parent_id, name)):
            place.lgd_code = code
            coded.append(place)
        else:
            new.append(Organisation(name=name, level=level, parent_id=parent_id, lgd_code=code))
    Organisation.objects.bulk_update(coded, ["lgd_code"])
    made = bulk_place(new)
    return {place.lgd_code: place.pk for place in (*by_code.values(), *coded, *made)}, len(made)


def fill_paths(places: QuerySet[Organisation]) -> None:
    """Give these places the path that their parents' paths and their own ids make."""
    above = Organisation.objects.filter(pk=OuterRef("parent_id")).values("path")[:1]
    own = Cast(F("pk"), CharField(max_length=20))
    places.update(path=Concat(Subquery(above), Value("/"), own))


def bulk_place(places: list[Organisation]) -> list[Organisation]:
    """Insert places whose parents have paths, in two statements; returns them with their ids.

    Must run inside a transaction: the path is made of the row's own id, which the first statement
    gives and the second uses. Like every bulk write it asks nobody: callers decide and record.
    """
    if not places:
        return []
    made = Organisation.objects.bulk_create(places)
    fill_paths(Organisation.objects.filter(pk__in=[place.pk for place in made]))
    return made


def _place(place: Organisation) -> None:
    """The path is made of ids, so it needs the row's own id first."""
    above = f"{place.parent.path}/" if place.parent else ""
    place.path = f"{above}{place.pk}"
    Organisation.objects.filter(pk=place.pk).update(path=place.path)
