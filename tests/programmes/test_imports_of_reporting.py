"""A list of teachers may say by whom they are appraised and managed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from banyan.kernel.viewer import Viewer
from banyan.organisations.models import ReportingLine
from banyan.people.models import Person
from banyan.programmes import actions
from banyan.programmes.actions import imports
from banyan.programmes.models import Enrolment
from tests.programmes.conftest import World
from tests.programmes.test_imports import counts

pytestmark = pytest.mark.django_db
Look = Callable[..., Viewer]
HEAD = "name,email,school,role,years,evaluator,line_manager\n"
ROWS = (
    "Uma Dave,uma@example.org,1005,teacher,,,\n"
    "Gita Joshi,gita@example.org,1005,teacher,,UMA@example.org,uma@example.org; meera@example.org\n"
)


@pytest.fixture
def devi(world: World, viewer: Look) -> Viewer:
    Person.objects.filter(pk=world.cast.meera.pk).update(email="meera@example.org")
    return viewer(world.cast.devi)


def lines() -> list[tuple[str, str, str]]:
    rows = ReportingLine.objects.filter(ends_on__isnull=True).order_by("pk")
    found = rows.values_list("person__name", "kind", "reports_to__name")
    return [(person, kind, senior) for person, kind, senior in found]


def test_somebody_of_a_row_above_and_somebody_known_are_entered(world: World, devi: Viewer) -> None:
    text = (HEAD + ROWS).encode()
    dry = actions.import_people(text, world.cohort, by=devi, dry_run=True)
    assert (dry.counts, dry.problems, lines()) == (counts(rows=2, new=2), [], [])
    report = actions.import_people(text, world.cohort, by=devi)
    assert (report.counts, report.problems) == (counts(rows=2, new=2), [])
    assert lines() == [
        ("Gita Joshi", "evaluator", "Uma Dave"),
        ("Gita Joshi", "line_manager", "Uma Dave"),
        ("Gita Joshi", "line_manager", "Meera Iyer"),
    ]
    line = ReportingLine.objects.order_by("pk")[0]
    assert (line.organisation, line.starts_on) == (world.cast.school, devi.today)


def test_the_same_list_twice_enters_nothing_and_another_one_adds(
    world: World, devi: Viewer
) -> None:
    text = HEAD + ROWS
    actions.import_people(text.encode(), world.cohort, by=devi)
    before = lines()
    again = actions.import_people(text.encode(), world.cohort, by=devi)
    assert (again.counts, lines()) == (counts(rows=2, same=2), before)
    more = HEAD + "Gita Joshi,gita@example.org,1005,,,meera@example.org,\n"
    report = actions.import_people(more.encode(), world.cohort, by=devi)
    assert report.counts == counts(rows=1, changed=1)
    assert lines() == [*before, ("Gita Joshi", "evaluator", "Meera Iyer")]
    empty = HEAD + "Gita Joshi,gita@example.org,1005,,,,\n"
    report = actions.import_people(empty.encode(), world.cohort, by=devi)
    assert (report.counts, len(lines())) == (counts(rows=1, same=1), len(before) + 1)


@pytest.mark.parametrize(
    ("cells", "column", "what", "cure"),
    [
        ("A,a@example.org,1005,,,a@example.org,", "evaluator", "reports to themselves", "else"),
        ("A,,1005,,,,nobody@example.org", "line_manager", "nobody@example.org", "row further up"),
        ("A,,1005,,,,somebody", "line_manager", "not an e-mail address", "name@example.org"),
        ("A,,1005,mentor,20,meera@example.org,", "evaluator", "teachers alone", "Leave it empty"),
    ],
)
def test_a_bad_cell_names_its_column_what_and_the_cure_and_nothing_of_its_row_is_kept(
    world: World, devi: Viewer, cells: str, column: str, what: str, cure: str
) -> None:
    report = actions.import_people(
        f"{HEAD}{cells}\n".encode(), world.cohort, by=devi, keep_good=True
    )
    assert report.counts == counts(rows=1, bad=1)
    [problem] = report.problems
    assert (problem.row, problem.column) == (2, column)
    assert what in problem.what and cure in problem.cure
    assert (Enrolment.objects.count(), lines()) == (1, [])


def test_somebody_of_a_row_below_is_to_be_written_further_up(world: World, devi: Viewer) -> None:
    uma, gita = ROWS.splitlines(keepends=True)
    report = actions.import_people((HEAD + gita + uma).encode(), world.cohort, by=devi)
    assert (report.counts, report.applied) == (counts(rows=2, new=1, bad=1), False)


def test_somebody_whose_own_row_is_bad_is_known_to_nobody(world: World, devi: Viewer) -> None:
    """Where the good rows are kept all the same."""
    bad = HEAD + "Uma Dave,uma@example.org,1005,mentor,2,,\n" + ROWS.splitlines()[1] + "\n"
    report = actions.import_people(bad.encode(), world.cohort, by=devi, keep_good=True)
    assert report.counts == counts(rows=2, bad=2)
    assert [problem.column for problem in report.problems] == ["years", "evaluator"]


def test_a_list_that_is_taken_in_by_parts_enters_them_too(
    world: World, devi: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "CHUNK", 1)
    row, report = actions.keep_import(world.cohort, "list.csv", (HEAD + ROWS).encode(), by=devi)
    assert report.counts == counts(rows=2, new=2)
    actions.apply_import(row, by=devi)
    assert len(lines()) == 3


def test_lookups_do_not_grow_with_rows(
    world: World,
    devi: Viewer,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    rows = "".join(f"T {n},t{n}@example.org,1005,,,meera@example.org,\n" for n in range(150))
    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        actions.import_people((HEAD + rows).encode(), world.cohort, by=devi, dry_run=True)
