"""Starting programmes, opening and closing them, adding cohorts."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused, Stale, denied
from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Organisation
from banyan.programmes.models import Cohort, Programme
from banyan.programmes.queries.designs import newest, ways_for
from banyan.programmes.rules import COHORT_RIGHTS, PLACE_RIGHTS, PROGRAMME, PROGRAMME_RIGHTS
from banyan.trail import actions as trail
from blueprint import Blueprint


def start_programme(
    code: str,
    name: str,
    organisation: Organisation,
    blueprint: str,
    starts_on: date,
    ends_on: date,
    *,
    by: Viewer,
    first_cohort: str = "",
) -> Programme:
    """A programme in preparation, run by the newest version of a blueprint, of the library or
    published.

    `ends_on` is the first day after it; `first_cohort` is the name of a cohort with the same days,
    if there is to be one at once. Raises Refused when the code is taken, the blueprint is
    unknown or the days are the wrong way round.
    """
    PLACE_RIGHTS.decide(by, organisation, "start").or_refuse()
    try:
        found = newest(blueprint)
    except ObjectDoesNotExist as error:
        raise Refused(denied(_("There is no such design for a programme."))) from error
    _check_days(starts_on, ends_on)
    try:
        with transaction.atomic():
            programme = Programme.objects.create(
                code=code,
                name=name.strip(),
                organisation=organisation,
                blueprint=found.code,
                blueprint_version=found.version,
                starts_on=starts_on,
                ends_on=ends_on,
            )
            trail.record(
                verb="programme.start",
                subject=trail.subject_of(programme),
                scope=organisation.path or "",
                by=by,
            )
            if first_cohort.strip():
                _new_cohort(programme, first_cohort, starts_on, ends_on, by)
    except IntegrityError as error:
        raise Refused(denied(_("Another programme has this short name already."))) from error
    return programme


def open_programme(programme: Programme, *, by: Viewer) -> Programme:
    """From now on it takes people in."""
    return trail.move(programme, PROGRAMME, "open", by=by, scope=_scope(programme))


def close_programme(programme: Programme, *, by: Viewer) -> Programme:
    """It takes nobody in any more; what runs goes on."""
    return trail.move(programme, PROGRAMME, "close", by=by, scope=_scope(programme))


def add_cohort(
    programme: Programme, name: str, starts_on: date, ends_on: date, *, by: Viewer
) -> Cohort:
    """An intake of people; it keeps the blueprint version that the programme has today.

    Raises Refused when the name is taken in this programme or the days are the wrong way round.
    """
    PROGRAMME_RIGHTS.decide(by, programme, "add_cohort").or_refuse()
    _check_days(starts_on, ends_on)
    try:
        with transaction.atomic():
            cohort = _new_cohort(programme, name, starts_on, ends_on, by)
    except IntegrityError as error:
        raise Refused(denied(_("This programme has a cohort of that name already."))) from error
    return cohort


def _new_cohort(
    programme: Programme, name: str, starts_on: date, ends_on: date, by: Viewer
) -> Cohort:
    cohort = Cohort.objects.create(
        programme=programme,
        name=name.strip(),
        blueprint_version=programme.blueprint_version,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    trail.record(
        verb="cohort.add", subject=trail.subject_of(cohort), scope=_scope(programme), by=by
    )
    return cohort


def move_cohort(cohort: Cohort, to: Blueprint, before: str, *, by: Viewer) -> Cohort:
    """Run a cohort by another version from now on. Nothing of its pairs is lost: steps that the new
    one does not name stay on record.

    `before` is "code@version" of what the cohort pinned when the difference was read; raises Stale
    when it is another now, and Refused for a blueprint that is no way on from there.
    """
    COHORT_RIGHTS.decide(by, cohort, "move").or_refuse()
    if (to.code, to.version) not in {(way.code, way.version) for way in ways_for(cohort)}:
        raise Refused(denied(_("The cohort cannot move to this blueprint.")))
    code, _at, version = before.partition("@")
    if cohort.design != (code, version):
        raise Stale(_("The cohort has moved since you opened the page."))
    rows = Cohort.objects.filter(pk=cohort.pk, blueprint=cohort.blueprint)
    with transaction.atomic():
        changed = rows.filter(blueprint_version=version).update(
            blueprint=to.code, blueprint_version=to.version
        )
        if changed:
            trail.record(
                verb="cohort.move",
                subject=trail.subject_of(cohort),
                scope=_scope(cohort.programme),
                by=by,
                before=before,
                after=f"{to.code}@{to.version}",
            )
    if not changed:
        raise Stale(_("The cohort has moved since you opened the page."))
    cohort.blueprint, cohort.blueprint_version = to.code, to.version
    return cohort


def _scope(programme: Programme) -> str:
    return programme.organisation.path or ""


def _check_days(starts_on: date, ends_on: date) -> None:
    if ends_on <= starts_on:
        raise Refused(denied(_("The last day must come after the first.")))
