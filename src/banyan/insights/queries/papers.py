"""Numbers for the report of a cohort: about many, and never about one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Sum
from django.utils.translation import gettext as _

from banyan.insights.queries.funnel import funnel, needs_by_domain
from banyan.insights.queries.indicators import indicators_of_cohort
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Seat
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.steps import pairs_of_cohort
from banyan.mentoring.snapshot import journeys_of
from banyan.mentoring.states import MentorshipStatus, SessionStatus
from banyan.organisations.standings import under
from banyan.organisations.states import Role
from banyan.programmes.models import Cohort
from banyan.ui import words
from blueprint import Dose, Journey, Module, Status

Line = tuple[str, str]
Part = TypeVar("Part", Module, Dose)


class PaperNumbers:
    """Implements `credentials.ports.Numbers`."""

    def of_cohort(self, viewer: Viewer, cohort: Cohort) -> list[Line]:
        """The funnel, sessions and minutes, what the blueprint counts, and needs by domain. A
        number of people under the fewest of the blueprint is not told."""
        design = blueprint_of(cohort)
        fewest = design.visibility.aggregate_needs

        def people(count: int) -> str:
            if count == 0 or count >= fewest:
                return words.number(count)
            return _("fewer than %(number)s") % {"number": words.number(fewest)}

        language = words.reader_locale().language
        pairs = pairs_of_cohort(viewer, cohort)
        ended = sum(pair.status == MentorshipStatus.COMPLETED for pair in pairs)
        found = [(stage.label, people(stage.count)) for stage in funnel(viewer, cohort).stages]
        found.append((_("Pairs that have completed"), people(ended)))
        if len(pairs) >= fewest:
            journeys = list(journeys_of(pairs, viewer.today).values())
            found += [
                *_held(viewer, cohort),
                *_modules(journeys, language, fewest),
                *_doses(journeys, language),
            ]
        found += [
            (_("Would like help with: %(domain)s") % {"domain": name}, people(count))
            for name, count in needs_by_domain(viewer, cohort)
        ]
        return found

    def indicators_of(
        self, viewer: Viewer, cohort: Cohort
    ) -> dict[str, list[tuple[str, str, str]]]:
        """As on the page of the cohort, with the fewest of the blueprint."""
        fewest = blueprint_of(cohort).visibility.aggregate_needs
        return {
            one.code: [(each.when, each.target, each.measured) for each in one.readings]
            for one in indicators_of_cohort(viewer, cohort, fewest)
        }


def _held(viewer: Viewer, cohort: Cohort) -> list[Line]:
    """Sessions of pairs that took place in the schools of the viewer, and the minutes counted."""
    seats = Seat.objects.filter(
        under("session__school__path", viewer.scopes(Role.COORDINATOR)),
        session__cohort=cohort,
        session__status=SessionStatus.HELD,
        session__mentorship__isnull=False,
    )
    minutes = seats.aggregate(sum=Sum("accounted_minutes", default=0))["sum"]
    held = seats.values("session").distinct().count()
    return [
        (_("Sessions held"), words.number(held)),
        (_("Time together"), words.short_minutes(minutes)),
    ]


def _modules(journeys: list[Journey], language: str, fewest: int) -> list[Line]:
    """How many pairs have completed each module, of those that need it, if they are enough."""
    found = _done_of(
        (state.module, state.status)
        for journey in journeys
        for state in journey.modules
        if state.status != Status.NOT_NEEDED
    )
    return [
        (_("Completed: %(module)s") % {"module": module.title.in_(language)}, _of(done, needed))
        for module, done, needed in found
        if needed >= fewest
    ]


def _doses(journeys: list[Journey], language: str) -> list[Line]:
    """In how many of the times that are over the wanted minutes came together."""
    found = _done_of(
        (state.dose, state.status)
        for journey in journeys
        for state in journey.doses
        if state.status in (Status.DONE, Status.OVERDUE)
    )
    return [
        (_("Reached: %(dose)s") % {"dose": dose.title.in_(language)}, _of(reached, over))
        for dose, reached, over in found
    ]


def _done_of(states: Iterable[tuple[Part, Status]]) -> list[tuple[Part, int, int]]:
    """Each part once, how many times it is done, and of how many."""
    parts: dict[str, Part] = {}
    statuses: dict[str, list[Status]] = {}
    for part, status in states:
        parts[part.code] = part
        statuses.setdefault(part.code, []).append(status)
    return [
        (part, statuses[code].count(Status.DONE), len(statuses[code]))
        for code, part in parts.items()
    ]


def _of(done: int, of: int) -> str:
    return _("%(done)s of %(of)s") % {"done": words.number(done), "of": words.number(of)}
