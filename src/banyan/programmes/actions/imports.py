"""Bringing in a list of people: checked whole, then taken in row by row, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from banyan.kernel.viewer import Viewer
from banyan.organisations.actions import enter_reporting_line
from banyan.organisations.models import Organisation, ReportingLine
from banyan.organisations.snapshot import Problem, Table
from banyan.organisations.states import Level, ReportingKind, Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.programmes.actions.applications import nominate
from banyan.programmes.actions.enrolments import change_enrolment, enrol
from banyan.programmes.models import Application, Cohort, Enrolment
from banyan.programmes.rules import COHORT_RIGHTS, few_enough, rules_of
from banyan.programmes.snapshot import PeopleList, PersonRow
from banyan.programmes.states import ApplicationStatus, EnrolmentStatus

CHUNK = 200  # rows looked up together
MOST_PROBLEMS = 200  # told one by one; the rest are counted
OVER = (ApplicationStatus.REFUSED, ApplicationStatus.WITHDRAWN)
SETTLED = (EnrolmentStatus.WITHDRAWN, EnrolmentStatus.COMPLETED)
ANSWERS = ("languages", "levels", "subjects", "stages", "hours", "years", "format")

Progress = Callable[[int], None]


@dataclass
class Report:
    """What a list would do or did. `counts`: rows, new, changed, same, bad."""

    counts: dict[str, int] = field(
        default_factory=lambda: {"rows": 0, "new": 0, "changed": 0, "same": 0, "bad": 0}
    )
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    applied: bool = False

    def told(self) -> list[dict[str, Any]]:
        """The problems as plain values, to be kept."""
        return [asdict(problem) for problem in self.problems]

    def bad(self, problems: list[Problem]) -> None:
        self.counts["bad"] += 1
        self.problems += problems[: max(0, MOST_PROBLEMS - len(self.problems))]


def import_people(
    source: Path | bytes,
    cohort: Cohort,
    *,
    by: Viewer,
    dry_run: bool = False,
    keep_good: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Teachers of a CSV file into a cohort, mentors into the programme's pool as put forward.

    Every row is checked first. Nothing is written in a dry run, nor when a row is bad, unless
    `keep_good`. A person is known by e-mail address, or without one by name and school; the same
    file twice changes nothing. `progress` is called with the number of rows done. Raises BadFile
    for a file that cannot be read as a whole, Refused for somebody who may not.
    """
    COHORT_RIGHTS.decide(by, cohort, "enrol").or_refuse()
    rows = PeopleList(Table(source), cohort.programme)
    report = _pass(rows, cohort, by, write=False, progress=progress)
    if dry_run or (report.counts["bad"] and not keep_good):
        return report
    done = _pass(rows, cohort, by, write=True, progress=progress)
    done.applied = True
    return done


def _pass(
    rows: PeopleList, cohort: Cohort, by: Viewer, *, write: bool, progress: Progress | None
) -> Report:
    report = Report(notes=rows.notes)
    seen: dict[object, int] = {}
    for chunk in chunks(rows):
        known = Known(chunk, cohort)
        for row in chunk:
            count(report, row, known, seen, rows, by, write)
        if progress:
            progress(report.counts["rows"])
    return report


def count(
    report: Report,
    row: PersonRow | list[Problem],
    known: Known,
    seen: dict[object, int],
    rows: PeopleList,
    by: Viewer,
    write: bool,
) -> None:
    """Take one row, good or bad, into the report."""
    report.counts["rows"] += 1
    if isinstance(row, list):
        report.bad(row)
        return
    outcome = take(row, known, seen, rows, by, write)
    if isinstance(outcome, Problem):
        report.bad([outcome])
    else:
        report.counts[outcome] += 1


def chunks(rows: PeopleList) -> Iterator[list[PersonRow | list[Problem]]]:
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk


def take(
    row: PersonRow,
    known: Known,
    seen: dict[object, int],
    rows: PeopleList,
    by: Viewer,
    write: bool,
) -> str | Problem:
    """One row: new, changed or same, or what is wrong with it."""

    def wrong(column: str, what: str, cure: str) -> Problem:
        return Problem(row.row, rows.heading_of(column), what, cure)

    school = known.school(row.school) if row.school else None
    if row.school and not isinstance(school, Organisation):
        return wrong("school", *(school or _nowhere()))
    place = school if isinstance(school, Organisation) else None
    identity = row.email or (row.name, place.pk if place else 0)
    if earlier := seen.get((row.role, identity)):
        return wrong(
            "email" if row.email else "name",
            _("Row %(row)s is the same person.") % {"row": earlier},
            _("Remove one of the two, or give both their e-mail addresses."),
        )
    seen[(row.role, identity)] = row.row
    person = known.person(row, place)
    if row.role == Role.MENTOR:
        return _take_mentor(row, known, person, place, by, write, wrong)
    if place is None:
        return wrong("school", *_nowhere())
    seniors = _seniors(row, known, person, seen, write, wrong)
    if isinstance(seniors, Problem):
        return seniors
    return _take_teacher(row, known, person, place, seniors, by, write, wrong)


def _seniors(
    row: PersonRow,
    known: Known,
    person: Person | None,
    seen: dict[object, int],
    write: bool,
    wrong: Callable[[str, str, str], Problem],
) -> Seniors | Problem:
    """Those to whom this teacher reports and is not entered as reporting yet. In a dry run somebody
    of a row above need not be there yet, and is None."""
    found: Seniors = []
    for column, (kind, addresses) in said_seniors(row).items():
        for address in addresses:
            if address == row.email:
                return wrong(
                    column,
                    _("Nobody reports to themselves."),
                    _("Write the address of somebody else, or leave it empty."),
                )
            there = known.senior(address)
            above = any((role.value, address) in seen for role in (Role.TEACHER, Role.MENTOR))
            if there is None and above and write:  # of this chunk, and written since
                there = Person.objects.filter(email=address).first()
            if there is None and (write or not above):
                return wrong(
                    column,
                    _("Nobody is known by the address %(address)s.") % {"address": address},
                    _("Write this person in a row further up, or give a role first."),
                )
            if person is None or (person.pk, address, kind.value) not in known.lines:
                found.append((kind, there))
    return found


def _take_teacher(
    row: PersonRow,
    known: Known,
    person: Person | None,
    school: Organisation,
    seniors: Seniors,
    by: Viewer,
    write: bool,
    wrong: Callable[[str, str, str], Problem],
) -> str | Problem:
    cohort = known.cohort
    if not (decision := few_enough(cohort.programme, row.domains)):
        return wrong("domains", str(decision), _("Keep the most wanted, the first ones."))
    given: dict[str, Any] = {
        name: list(value) if isinstance(value, tuple) else value
        for name in (*ANSWERS, "traits")
        if (value := getattr(row, name)) not in ((), {}, "", None)
    }
    enrolment = known.enrolments.get(person.pk) if person else None
    if enrolment is None:
        if write:
            with transaction.atomic():
                person = person or _add(row, school.path or "", by)
                enrol(
                    cohort,
                    person,
                    school,
                    by=by,
                    needs=row.domains,
                    need_levels=row.domain_levels,
                    **given,
                )
                _enter(person, seniors, school, by)
        return "new"
    if enrolment.school_id != school.pk:
        return wrong(
            "school",
            _("This teacher is in the cohort with another school, %(school)s.")
            % {"school": enrolment.school.name},
            _("Write that school, or end that place first."),
        )
    needs = {need.domain: need.level for need in enrolment.needs.all()}
    if "levels" in given:  # of a language of which the list does not say how well, it stays
        given["levels"] = enrolment.levels | given["levels"]
    changed = {name: value for name, value in given.items() if getattr(enrolment, name) != value}
    if row.domains and list(row.domains) != list(needs):
        changed["needs"] = list(row.domains)
    if (sure := needs | row.domain_levels) != needs:
        changed["need_levels"] = {code: level for code, level in sure.items() if level}
    if enrolment.status in SETTLED:
        changed = {}
    if not changed and not seniors:
        return "same"
    if write:
        with transaction.atomic():
            if changed:
                change_enrolment(enrolment, by=by, **changed)
            _enter(enrolment.person, seniors, school, by)
    return "changed"


def _enter(person: Person, seniors: Seniors, school: Organisation, by: Viewer) -> None:
    for kind, senior in seniors:
        if senior is not None:
            enter_reporting_line(person, senior, kind, school, by=by)


def _take_mentor(
    row: PersonRow,
    known: Known,
    person: Person | None,
    school: Organisation | None,
    by: Viewer,
    write: bool,
    wrong: Callable[[str, str, str], Problem],
) -> str | Problem:
    programme = known.cohort.programme
    for column, (_kind, addresses) in said_seniors(row).items():
        if addresses:
            return wrong(
                column,
                _("This is asked of teachers alone."),
                _("Leave it empty in the row of a mentor."),
            )
    if person and person.pk in known.mentors:
        return "same"  # what a mentor says of herself is never overwritten by a list
    least = rules_of(programme).mentor.minimum_years
    if row.years is None or row.years < least:
        return wrong(
            "years",
            _("A mentor of this programme needs at least %(years)s years of experience.")
            % {"years": least},
            _("Correct the number, or take the row out."),
        )
    if write:
        offer = {
            name: value
            for name in (*ANSWERS, "domains", "domain_levels", "capacity", "hours_a_month")
            if (value := getattr(row, name)) not in ((), {}, "", None)
        }
        area = programme.organisation.path or ""
        with transaction.atomic():
            nominate(programme, person or _add(row, area, by), by=by, organisation=school, **offer)
    return "new"


def _add(row: PersonRow, scope: str, by: Viewer) -> Person:
    return people.add_person(row.name, by=by, email=row.email or None, scope=scope)


def _nowhere() -> tuple[str, str]:
    return (
        _("This school is not in the area of the programme."),
        _("Write its UDISE code, its local code or its exact name; or import the school first."),
    )


Seniors = list[tuple[ReportingKind, Person | None]]


def said_seniors(row: PersonRow) -> dict[str, tuple[ReportingKind, tuple[str, ...]]]:
    """By column, what it says and of whom, by e-mail address."""
    return {
        "evaluators": (ReportingKind.EVALUATOR, row.evaluators),
        "line_managers": (ReportingKind.LINE_MANAGER, row.line_managers),
    }


class Known:
    """What is there already for the rows of one chunk, in at most eight queries."""

    def __init__(self, chunk: list[PersonRow | list[Problem]], cohort: Cohort) -> None:
        self.cohort = cohort
        rows = [row for row in chunk if isinstance(row, PersonRow)]
        area = cohort.programme.organisation.path or ""
        said = {row.school for row in rows if row.school}
        self._schools: dict[str, list[Organisation]] = {}
        places = Organisation.objects.filter(
            Q(path=area) | Q(path__startswith=f"{area}/"),
            Q(udise_code__in=said) | Q(local_code__in=said) | Q(name__in=said),
            level=Level.SCHOOL,
            closed_on__isnull=True,
        )
        for place in places:
            for word in {place.udise_code, place.local_code, place.name} & said:
                self._schools.setdefault(word or "", []).append(place)
        emails = {row.email for row in rows if row.email}
        self._by_email = {
            (person.email or "").lower(): person
            for person in Person.objects.filter(email__in=emails)
        }
        names = {row.name for row in rows if not row.email}
        nameless = Person.objects.filter(name__in=names, email__isnull=True)
        self._by_name: dict[tuple[str, int], Person] = {}
        for person in nameless.prefetch_related("memberships", "applications"):
            for membership in person.memberships.all():
                self._by_name[(person.name, membership.organisation_id)] = person
            for application in person.applications.all():
                if application.programme_id == cohort.programme_id:
                    self._by_name[(person.name, application.organisation_id or 0)] = person
        ids = {p.pk for p in (*self._by_email.values(), *self._by_name.values())}
        self.enrolments = {
            enrolment.person_id: enrolment
            for enrolment in Enrolment.objects.filter(cohort=cohort, person_id__in=ids)
            .select_related("school", "cohort__programme__organisation")
            .prefetch_related("needs")
        }
        said_of = {address for row in rows for address in (*row.evaluators, *row.line_managers)}
        found = Person.objects.filter(email__in=said_of) if said_of else ()
        self._seniors = {(person.email or "").lower(): person for person in found}
        lines = ReportingLine.objects.filter(ends_on__isnull=True, person_id__in=ids)
        self.lines = {
            (person, (address or "").lower(), kind)
            for person, address, kind in (
                lines.values_list("person_id", "reports_to__email", "kind") if said_of else ()
            )
        }
        self.mentors = set(
            Application.objects.filter(programme=cohort.programme, person_id__in=ids)
            .exclude(status__in=OVER)
            .values_list("person_id", flat=True)
        )

    def school(self, said: str) -> Organisation | tuple[str, str] | None:
        """The one school meant; what is wrong and the cure when several are; None for none."""
        found = self._schools.get(said, [])
        if len(found) > 1:
            return (
                _("Several schools are called that."),
                _("Write the UDISE code, which only one school has."),
            )
        return found[0] if found else None

    def senior(self, address: str) -> Person | None:
        return self._seniors.get(address)

    def person(self, row: PersonRow, school: Organisation | None) -> Person | None:
        if row.email:
            return self._by_email.get(row.email)
        return self._by_name.get((row.name, school.pk if school else 0))
