"""Whether a programme can open: each condition with how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.organisations.models import Membership
from banyan.organisations.states import Role
from banyan.programmes.models import Application, Cohort, Programme
from banyan.programmes.queries.stages import needed_to_open, piece_of, records_of, stages_of
from banyan.programmes.states import ApplicationStatus
from banyan.ui import words
from blueprint import Status


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a programme needs. `blocks` says whether it cannot open without it."""

    code: str  # stages, papers, coordinator, cohort, dates or mentors
    title: str
    met: bool
    why: str  # what is missing, or what there is
    blocks: bool = True


def conditions(programme: Programme, today: date, locale: str) -> list[Condition]:
    """Everything, in the order in which it is usually done."""
    cohorts = list(Cohort.objects.filter(programme=programme))
    found = [*_stages(programme, today, locale), _coordinator(programme, today)]
    found += [_cohort(cohorts), _dates(programme, cohorts), _mentors(programme)]
    return found


def missing(programme: Programme, today: date, locale: str) -> list[Condition]:
    """What keeps it from opening."""
    return [each for each in conditions(programme, today, locale) if each.blocks and not each.met]


def _stages(programme: Programme, today: date, locale: str) -> list[Condition]:
    """The stages that come before the opening, and the papers among what they bring about."""
    keys = needed_to_open(programme)
    if not keys:
        return []
    records = records_of(programme)
    there = {key for key, row in records.items() if row.done_on <= today}
    found = []
    undone = [
        state.stage.title.in_(locale)
        for state in stages_of(programme, records.values(), today)
        if state.stage.before_opening and state.status != Status.DONE
    ]
    why = (
        _("Not done yet: %(stages)s.") % {"stages": words.join_names(undone)}
        if undone
        else _("All are done.")
    )
    found.append(Condition("stages", _("Stages before the opening"), not undone, why))
    papers = {
        key: artefact.title.in_(locale)
        for key in keys
        if (artefact := piece_of(programme, key)[1]) and artefact.document
    }
    if papers:
        lacking = [title for key, title in papers.items() if key not in there]
        why = (
            _("Not there yet: %(papers)s.") % {"papers": words.join_names(lacking)}
            if lacking
            else _("All are there.")
        )
        found.append(Condition("papers", _("Documents of the programme"), not lacking, why))
    return found


def _coordinator(programme: Programme, today: date) -> Condition:
    people = (
        Membership.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=today),
            starts_on__lte=today,
            role=Role.COORDINATOR,
            organisation_id__in=programme.organisation.ancestor_ids,
        )
        .values("person_id")
        .distinct()
        .count()
    )
    why = (
        ngettext("There is %(number)s.", "There are %(number)s.", people)
        if people
        else _("Nobody coordinates this area.")
    )
    return Condition(
        "coordinator",
        _("Somebody who coordinates the area"),
        people > 0,
        why % {"number": words.number(people)},
    )


def _cohort(cohorts: list[Cohort]) -> Condition:
    why = words.join_names([each.name for each in cohorts]) or _("There is no cohort yet.")
    return Condition("cohort", _("A first cohort"), bool(cohorts), why)


def _dates(programme: Programme, cohorts: list[Cohort]) -> Condition:
    outside = [
        each.name
        for each in cohorts
        if each.starts_on < programme.starts_on or each.ends_on > programme.ends_on
    ]
    why = (
        _("Outside the days of the programme: %(cohorts)s.")
        % {"cohorts": words.join_names(outside)}
        if outside
        else _("Every cohort lies inside the days of the programme.")
    )
    return Condition("dates", _("Days in order"), not outside, why)


def _mentors(programme: Programme) -> Condition:
    """Mentors apply to an open programme: this one is told, and does not block."""
    mentors = Application.objects.filter(
        programme=programme, status=ApplicationStatus.MATCHABLE
    ).count()
    why = (
        ngettext("There is %(number)s.", "There are %(number)s.", mentors)
        % {"number": words.number(mentors)}
        if mentors
        else _("Not yet. Mentors can apply as soon as the programme is open.")
    )
    return Condition("mentors", _("Mentors who can be matched"), mentors > 0, why, blocks=False)
