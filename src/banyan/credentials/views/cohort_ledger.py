"""The ledger of a cohort, for those who run it: who is behind and what is due soon come first; and
that of a programme, cohort by cohort."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from banyan.credentials.queries import cohort_ledger as queries
from banyan.credentials.queries import programme_ledger as over_programme
from banyan.credentials.queries.cohort_ledger import Line
from banyan.credentials.queries.hours import titles_of
from banyan.credentials.queries.stipends import pay_of
from banyan.credentials.views.ledger import said, tone
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.programmes import queries as programmes
from banyan.programmes.models import Cohort
from banyan.programmes.queries import in_its_words
from banyan.ui.http import Request, respond
from banyan.ui.paging import Page, page_of, slice_of
from banyan.ui.pieces import Link
from banyan.ui.sheets import long_sheet
from blueprint import Dose, Status

ONLY = {"overdue": Status.OVERDUE, "soon": Status.DUE_SOON}


@login_required
@require_GET
def of_cohort(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    cohort = in_its_words(programmes.cohort_to_run(viewer, pk))
    dose = _asked(request, cohort)
    found = queries.dues(viewer, cohort, dose)
    only = request.GET.get("only", "")
    counts = {
        name: sum(one.live and one.status == status for one in found)
        for name, status in ONLY.items()
    }
    shown = (
        [one for one in found if one.live and one.status == ONLY[only]] if only in ONLY else found
    )
    page = slice_of(shown, request.GET.get("page"))
    rows = [
        (line, said(line.due, line.pair), tone(line.due))
        for line in queries.lines(viewer, page.rows, found.groups)
    ]
    here = reverse("credentials:cohort_ledger", args=[pk])
    of = f"of={dose.code}" if dose else ""
    context = {
        "cohort": cohort,
        "dose": _title(dose) if dose else "",
        "doses": _ways(cohort, dose, here),
        "tabs": [
            Link(_("All pairs"), f"{here}?{of}", only not in ONLY, len(found)),
            Link(_("Overdue"), f"{here}?{of}&only=overdue", only == "overdue", counts["overdue"]),
            Link(_("Due soon"), f"{here}?{of}&only=soon", only == "soon", counts["soon"]),
        ]
        if dose
        else [],
        "page": Page(rows, page.number, page.has_next),
        "query": of,
        "hours": bool(titles_of(blueprint_of(cohort))),
        "pays": pay_of(cohort) is not None,
    }
    return respond(request, "credentials/cohort_ledger.html", context)


@login_required
@require_GET
def of_cohort_csv(request: Request, pk: int) -> StreamingHttpResponse:
    """Every pair of the cohort in the viewer's area, for a spreadsheet."""
    viewer = request.viewer
    cohort = in_its_words(programmes.cohort_to_run(viewer, pk))
    dose = _asked(request, cohort)
    found = queries.dues(viewer, cohort, dose)
    lines = (_cells(line, dose) for line in queries.all_lines(viewer, found))
    return long_sheet(f"ledger-cohort-{pk}.csv", _head(), lines)


def _head() -> list[str]:
    return [
        pgettext("ledger", "Teacher"),
        pgettext("ledger", "Mentor"),
        pgettext("ledger", "School"),
        pgettext("ledger", "Expected, minutes"),
        pgettext("ledger", "Scheduled, minutes"),
        pgettext("ledger", "Held, minutes"),
        pgettext("ledger", "Confirmed, minutes"),
        pgettext("ledger", "Credited, minutes"),
        pgettext("ledger", "Behind, minutes"),
        pgettext("ledger", "Status"),
    ]


def _cells(line: Line, dose: Dose | None) -> list[object]:
    """One pair, as `_head` has it."""
    return [
        line.pair.mentee.name,
        line.pair.mentor.name,
        line.pair.school.name,
        line.due.expected if dose else "",
        *line.sums,
        line.due.behind if dose else "",
        said(line.due, line.pair),
    ]


@login_required
@require_GET
def of_programme(request: Request, code: str) -> HttpResponse:
    """The cohorts of a programme, and all of them together."""
    viewer = request.viewer
    programme = in_its_words(programmes.programme_to_run(viewer, code))
    page = page_of(programmes.cohorts_of(viewer, programme), request.GET.get("page"))
    found = over_programme.lines(viewer, list(page))
    context = {
        "programme": programme,
        "page": Page([(line, _title(line.dose) if line.dose else "") for line in found],
                     page.number, page.has_next),
        "is_whole": page.number == 1 and not page.has_next and len(found) > 1,
        "whole": over_programme.total(found),
        "expected": over_programme.expected(found),
        "pairs": sum(line.pairs for line in found),
    }  # fmt: skip
    return respond(request, "credentials/programme_ledger.html", context)


@login_required
@require_GET
def of_programme_csv(request: Request, code: str) -> StreamingHttpResponse:
    """Every pair of every cohort in the viewer's area, for a spreadsheet."""
    viewer = request.viewer
    programme = in_its_words(programmes.programme_to_run(viewer, code))
    cohorts = list(programmes.cohorts_of(viewer, programme))

    def lines() -> Iterator[list[object]]:
        for cohort in cohorts:
            dose = next(iter(queries.doses_of(cohort)), None)
            for line in queries.all_lines(viewer, queries.dues(viewer, cohort, dose)):
                yield [cohort.name, _title(dose) if dose else "", *_cells(line, dose)]

    head = [pgettext("ledger", "Cohort"), pgettext("ledger", "What is asked"), *_head()]
    return long_sheet(f"ledger-{programme.code}.csv", head, lines())


def _asked(request: Request, cohort: Cohort) -> Dose | None:
    doses = queries.doses_of(cohort)
    chosen = next((one for one in doses if one.code == request.GET.get("of")), None)
    return chosen or next(iter(doses), None)


def _ways(cohort: Cohort, chosen: Dose | None, here: str) -> list[Link]:
    doses = queries.doses_of(cohort)
    if len(doses) < 2:
        return []
    return [Link(_title(one), f"{here}?of={one.code}", one == chosen) for one in doses]


def _title(dose: Dose) -> str:
    return dose.title.in_(get_language() or "en")
