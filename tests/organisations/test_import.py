from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer, system
from banyan.organisations import actions
from banyan.organisations.models import Organisation
from banyan.organisations.snapshot import BadFile, Directory, Problem, Table
from banyan.organisations.states import ImportStatus, Level
from banyan.trail.models import Event
from tests.conftest import NOW, Cast
from tests.organisations.conftest import KV_LIST, Import, read

Look = Callable[..., Viewer]
HEADING = "name,type,state,district,udise_code,local_code,locality\n"
TWO = (
    HEADING
    + "KV One,kv,Gujarat,Surat,24070100101,2001,Athwa\n"
    + "KV Two,kv,Gujarat,,24070100102,2002,\n"
)


def counts(report: actions.Report) -> tuple[int, int, int, int, int]:
    return report.rows, report.new, report.changed, report.same, report.bad


def school(name: str) -> Organisation:
    return Organisation.objects.select_related("parent").get(name=name)


def everything() -> list[tuple[object, ...]]:
    return list(Organisation.objects.order_by("pk").values_list())


def test_a_dry_run_counts_and_changes_nothing(cast: Cast, bring_in: Import) -> None:
    before = everything()
    report = bring_in(TWO, dry_run=True)
    assert counts(report) == (2, 2, 0, 0, 0)
    assert not report.applied
    assert everything() == before
    assert Event.objects.filter(verb__startswith="organisation.import").count() == 0


def test_schools_come_to_the_district_or_else_the_state_they_name(
    cast: Cast, bring_in: Import
) -> None:
    report = bring_in(TWO)
    assert report.applied
    one, two = school("KV One"), school("KV Two")
    assert (one.parent, one.path) == (cast.other_district, f"{cast.other_district.path}/{one.pk}")
    assert (two.parent, two.path) == (cast.state, f"{cast.state.path}/{two.pk}")
    assert (one.udise_code, one.local_code, one.locality, one.school_type) == (
        "24070100101",
        "2001",
        "Athwa",
        "kv",
    )


def test_the_same_file_twice_changes_nothing(bring_in: Import) -> None:
    bring_in(TWO)
    before = everything()
    assert counts(bring_in(TWO)) == (2, 0, 0, 2, 0)
    assert everything() == before


def test_a_school_without_codes_is_known_by_its_name_in_its_place(bring_in: Import) -> None:
    text = HEADING + "Old School,state,Gujarat,Surat,,,\nOld School,state,Gujarat,Ahmedabad,,,\n"
    assert counts(bring_in(text)) == (2, 2, 0, 0, 0)
    assert counts(bring_in(text)) == (2, 0, 0, 2, 0)


def test_a_school_without_codes_gets_the_code_that_a_later_file_knows(bring_in: Import) -> None:
    bring_in(HEADING + "Old School,state,Gujarat,Surat,,,\n")
    text = HEADING + "Old School,state,Gujarat,Surat,24220100101,,\n"
    assert counts(bring_in(text)) == (1, 0, 1, 0, 0)
    assert school("Old School").udise_code == "24220100101"
    assert counts(bring_in(text)) == (1, 0, 0, 1, 0)


def test_a_changed_row_changes_the_school_and_empty_cells_keep_what_is_there(
    cast: Cast, bring_in: Import
) -> None:
    bring_in(TWO)
    text = HEADING + "KV Uno,,Gujarat,Ahmedabad,24070100101,,\n"
    assert counts(bring_in(text)) == (1, 0, 1, 0, 0)
    uno = school("KV Uno")
    assert (uno.school_type, uno.local_code, uno.locality) == ("kv", "2001", "Athwa")
    assert (uno.parent, uno.path) == (cast.district, f"{cast.district.path}/{uno.pk}")


def test_a_file_without_districts_leaves_schools_in_the_district_they_were_put(
    cast: Cast, bring_in: Import
) -> None:
    bring_in(TWO)
    bring_in(TWO.replace("Gujarat,,24070100102", "Gujarat,Surat,24070100102"))
    assert counts(bring_in(TWO)) == (2, 0, 0, 2, 0)
    assert school("KV Two").parent == cast.other_district


def test_nothing_is_kept_of_a_file_with_a_bad_row_unless_asked(bring_in: Import) -> None:
    text = TWO + "KV Three,kv,,,,2003,\n"
    before = everything()
    report = bring_in(text)
    assert (counts(report), report.applied) == ((3, 2, 0, 0, 1), False)
    assert everything() == before
    report = bring_in(text, keep_good=True)
    assert (counts(report), report.applied) == ((3, 2, 0, 0, 1), True)
    assert counts(bring_in(text, keep_good=True)) == (3, 0, 0, 2, 1)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        pytest.param(
            "X,kv,,,,9,",
            Problem(
                4,
                "state",
                "The state is missing.",
                "Write the state, or import this row from the page of the state it belongs to.",
            ),
            id="no state",
        ),
        pytest.param(
            "X,kv,Gujrat,,,9,",
            Problem(4, "state", "There is no state called “Gujrat” here.", "Did you mean Gujarat?"),
            id="state misspelt",
        ),
        pytest.param(
            "X,kv,Atlantis,,,9,",
            Problem(
                4,
                "state",
                "There is no state called “Atlantis” here.",
                "Correct the name, or add the state first.",
            ),
            id="state unknown",
        ),
        pytest.param(
            "X,kv,Gujarat,Sūrat City,,9,",
            Problem(
                4,
                "district",
                "Gujarat has no district called “Sūrat City”.",
                "Correct the name, or add the district first.",
            ),
            id="district unknown",
        ),
        pytest.param(
            "X,kv,Gujarat,Ahmadabad,,9,",
            Problem(
                4,
                "district",
                "Gujarat has no district called “Ahmadabad”.",
                "Did you mean Ahmedabad?",
            ),
            id="district misspelt",
        ),
        pytest.param(
            "X,kv,Gujarat,,24070100101,9,",
            Problem(
                4,
                "udise_code",
                "Row 2 has the same code.",
                "Correct the code, or remove one of the two rows.",
            ),
            id="UDISE code twice",
        ),
        pytest.param(
            "X,kv,Gujarat,,,2002,",
            Problem(
                4,
                "local_code",
                "Row 3 has the same code.",
                "Correct the code, or remove one of the two rows.",
            ),
            id="local code twice",
        ),
        pytest.param(
            "KV One,kv,Gujarat,Surat,,,",
            Problem(
                4,
                "name",
                "Row 2 has the same name in the same place.",
                "Give both their codes to tell them apart, or remove one of the two.",
            ),
            id="name twice",
        ),
    ],
)
def test_a_row_that_does_not_fit_the_tree_says_why(
    bring_in: Import, row: str, problem: Problem
) -> None:
    report = bring_in(f"{TWO}{row}\n", dry_run=True)
    assert report.problems == [problem]
    assert report.bad == 1


def test_codes_of_two_schools_in_one_row_are_refused(bring_in: Import) -> None:
    bring_in(TWO)
    report = bring_in(HEADING + "X,kv,Gujarat,,24070100101,2002,\n", dry_run=True)
    assert report.problems == [
        Problem(
            2,
            "local_code",
            "The codes of this row belong to two schools, KV One and KV Two.",
            "Correct one of the codes.",
        )
    ]


def test_a_local_code_cannot_bring_a_second_udise_code(bring_in: Import) -> None:
    bring_in(TWO)
    report = bring_in(HEADING + "X,kv,Gujarat,,24070100199,2002,\n", dry_run=True)
    assert report.problems == [
        Problem(
            2,
            "udise_code",
            "KV Two has the UDISE code 24070100102 so far.",
            "Correct the code here, or on the page of the school.",
        )
    ]


def test_a_school_outside_the_place_is_never_touched(cast: Cast, bring_in: Import) -> None:
    bring_in(TWO)
    text = HEADING + "Mine Now,kv,,,24070100101,,\n"
    report = bring_in(text, under=cast.district, keep_good=True)
    assert report.problems == [
        Problem(
            2,
            "udise_code",
            "This code belongs to KV One, which is outside Ahmedabad.",
            "Correct the code, or ask an administrator of that area.",
        )
    ]
    assert not Organisation.objects.filter(name="Mine Now").exists()


def test_an_import_to_a_district_needs_no_state_and_takes_no_other(
    cast: Cast, bring_in: Import
) -> None:
    assert counts(bring_in("name,district\nA,\nB,Surat\n", under=cast.other_district)) == (
        2,
        2,
        0,
        0,
        0,
    )
    assert school("A").parent == cast.other_district
    report = bring_in("name,state,district\nC,Gujarat,Ahmedabad\n", under=cast.other_district)
    assert report.problems == [
        Problem(
            2,
            "district",
            "This row belongs to Ahmedabad; this import goes to Surat.",
            "Import it from the page of the place it belongs to.",
        )
    ]


def test_an_import_to_a_state_refuses_rows_of_another(cast: Cast, bring_in: Import) -> None:
    report = bring_in("name,state\nA,\nB,Kerala\n", under=cast.state, dry_run=True)
    assert report.problems == [
        Problem(
            3,
            "state",
            "This row belongs to Kerala; this import goes to Gujarat.",
            "Import it from the page of the place it belongs to.",
        )
    ]


def test_districts_are_made_when_asked_once_each(cast: Cast, bring_in: Import) -> None:
    text = "name,state,district\nA,GUJARAT,Dang\nB,Gujarat,dang district\nC,Gujarat,Surat\n"
    assert bring_in(text, dry_run=True).bad == 2
    dry = bring_in(text, dry_run=True, create_districts=True)
    assert (counts(dry), dry.districts) == ((3, 3, 0, 0, 0), 1)
    report = bring_in(text, create_districts=True)
    assert report.districts == 1
    dang = Organisation.objects.get(level=Level.DISTRICT, name="Dang")
    assert dang.path == f"{cast.state.path}/{dang.pk}"
    assert school("A").path == f"{dang.path}/{school('A').pk}"
    assert school("B").parent == dang
    again = bring_in(text, create_districts=True)
    assert (counts(again), again.districts) == ((3, 0, 0, 3, 0), 0)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ladhak", "Ladakh"),
        ("Union Territory of Ladakh", "Ladakh"),
        ("ORISSA", "Odisha"),
        ("Tamilnadu", "Tamil Nadu"),
        ("Jammu & Kashmir", "Jammu and Kashmir"),
        ("NCT of Delhi", "Delhi"),
        ("Daman and Diu", "Dadra and Nagar Haveli and Daman and Diu"),
        ("The Dadra & Nagar Haveli", "Dadra and Nagar Haveli and Daman and Diu"),
        ("Pondicherry", "Puducherry"),
    ],
)
def test_states_are_found_by_the_names_that_offices_write(
    cast: Cast, bring_in: Import, written: str, meant: str
) -> None:
    state = actions.add_organisation(meant, level=Level.STATE, parent=cast.nation, by=system(NOW))
    bring_in(f"name,state\nA,{written}\n")
    assert school("A").parent == state


def test_only_an_administrator_of_the_place_imports(cast: Cast, viewer: Look) -> None:
    for person in (cast.omar, cast.devi, cast.kavita, cast.nandan, cast.meera, cast.somu):
        with pytest.raises(Refused):
            actions.import_schools(read(TWO), cast.other_district, by=viewer(person), dry_run=True)
    report = actions.import_schools(read(TWO), cast.nation, by=viewer(cast.asha), dry_run=True)
    assert report.new == 2


def test_nothing_is_imported_under_a_school(cast: Cast, viewer: Look) -> None:
    with pytest.raises(Refused, match="Nothing stands under a school"):
        actions.import_schools(read(TWO), cast.school, by=viewer(cast.asha))


def many(count: int) -> str:
    rows = (f"School {n},state,Gujarat,Surat,{24 * 10**9 + n},,\n" for n in range(count))
    return HEADING + "".join(rows)


@pytest.mark.parametrize(("rows", "parts"), [(499, 1), (500, 1), (501, 2), (1001, 3)])
def test_rows_are_written_in_chunks_with_an_event_each(
    bring_in: Import, rows: int, parts: int
) -> None:
    assert counts(bring_in(many(rows))) == (rows, rows, 0, 0, 0)
    events = Event.objects.filter(verb="organisation.import_part")
    assert events.count() == parts
    assert sum(event.data["new"] for event in events) == rows
    done = Event.objects.get(verb="organisation.import")
    assert done.data == {
        "rows": rows, "new": rows, "changed": 0, "same": 0, "bad": 0, "districts": 0,
    }  # fmt: skip


def test_a_chunk_takes_the_same_queries_however_many_rows_it_has(bring_in: Import) -> None:
    spent = []
    for first, rows in ((0, 1), (1000, 400)):
        text = HEADING + "".join(many(first + rows).splitlines(keepends=True)[first + 1 :])
        with CaptureQueriesContext(connection) as queries:
            bring_in(text)
        spent.append(len(queries))
    assert spent[0] == spent[1]


def test_a_school_that_came_in_meanwhile_stops_the_import_of_its_chunk(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = read(HEADING + "KV One,kv,Gujarat,Surat,24070100101,,\n")
    seen: list[int] = []

    def somebody_is_faster(done: int, total: int) -> None:
        if not seen:
            actions.add_organisation(
                "Faster",
                level=Level.SCHOOL,
                parent=cast.district,
                by=system(NOW),
                udise_code="24070100101",
                school_type="kv",
            )
        seen.append(done)

    with pytest.raises(Stale, match="Somebody else is bringing in the same schools"):
        actions.import_schools(directory, cast.nation, by=system(NOW), progress=somebody_is_faster)
    assert not Organisation.objects.filter(name="KV One").exists()


def test_progress_ends_at_the_whole(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "schools.csv"
    path.write_text(many(1200), encoding="utf-8")
    told: list[tuple[int, int]] = []
    actions.import_schools_file(
        path, cast.nation, by=system(NOW), progress=lambda done, total: told.append((done, total))
    )
    size = path.stat().st_size
    assert told[-1] == (size * 2, size * 2)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_hundred_thousand_rows_are_read_in_little_memory(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "schools.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADING)
        for n in range(100_000):
            file.write(f"Government School {n},state,Gujarat,Surat,{24 * 10**9 + n},,Village\n")
    tracemalloc.start()
    rows = sum(1 for _ in Directory(Table(path)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == 100_000
    assert peak < 2_000_000, "reading must not hold the file"


def test_what_an_import_remembers_of_a_row_is_small(cast: Cast, bring_in: Import) -> None:
    text = many(20_000)
    directory = read(text)
    tracemalloc.start()
    report = actions.import_schools(directory, cast.nation, by=system(NOW), dry_run=True)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert report.new == 20_000
    assert peak / 20_000 < 400, "bytes a row"


def test_the_real_list_of_kendriya_vidyalayas_survives(
    cast: Cast, rows: Callable[..., object]
) -> None:
    by = system(NOW)
    nation = actions.plant_tree(rows("states.csv"), rows("districts.csv"), by=by)  # type: ignore[arg-type]
    assert nation == cast.nation
    dry = actions.import_schools_file(KV_LIST, nation, by=by, dry_run=True)
    # KV Sabarmati and KV Surat No 1 of the cast carry the codes of real schools.
    assert counts(dry) == (1392, 1311, 2, 0, 79)
    assert {(problem.column, problem.what) for problem in dry.problems} == {
        ("state_name", "The state is missing.")
    }
    assert len(dry.problems) == 79
    assert dry.problems[0].row == 520
    done = actions.import_schools_file(KV_LIST, nation, by=by, keep_good=True)
    assert (counts(done), done.applied) == (counts(dry), True)
    assert counts(actions.import_schools_file(KV_LIST, nation, by=by)) == (1392, 0, 0, 1313, 79)
    assert Organisation.objects.filter(path__isnull=True).count() == 0


def test_planting_the_tree_twice_plants_it_once(db: None, rows: Callable[..., object]) -> None:
    by = system(NOW)
    for _ in range(2):
        nation = actions.plant_tree(rows("states.csv"), rows("districts.csv"), by=by)  # type: ignore[arg-type]
    levels = [
        Organisation.objects.filter(level=level).count() for level in (Level.STATE, Level.DISTRICT)
    ]
    assert levels == [36, 763]
    surat = Organisation.objects.select_related("parent").get(name="Surat")
    assert surat.parent
    assert surat.path == f"{nation.path}/{surat.parent_id}/{surat.pk}"
    assert surat.parent.name == "Gujarat"


def test_a_school_without_codes_that_is_added_twice_is_there_once(cast: Cast, viewer: Look) -> None:
    asha = viewer(cast.asha)

    def add(parent: Organisation, **codes: str) -> None:
        actions.add_organisation(
            "Village School", level=Level.SCHOOL, parent=parent, by=asha, **codes
        )

    add(cast.district)
    with pytest.raises(Stale):
        add(cast.district)
    add(cast.other_district)
    add(cast.district, local_code="77")
    assert Organisation.objects.filter(name="Village School").count() == 3


def test_an_upload_is_kept_until_it_is_decided_and_then_emptied(cast: Cast, viewer: Look) -> None:
    asha = viewer(cast.asha)
    row = actions.check_import("schools.csv", TWO.encode(), cast.nation, by=asha)
    assert (row.status, row.counts["new"], bytes(row.content)) == (
        ImportStatus.CHECKED,
        2,
        TWO.encode(),
    )
    actions.apply_import(row, by=asha)
    row.refresh_from_db()
    assert (row.status, bytes(row.content), row.applied_at) == (ImportStatus.APPLIED, b"", NOW)
    assert school("KV One").udise_code == "24070100101"


def test_an_upload_is_decided_once_in_two_tabs(cast: Cast, viewer: Look) -> None:
    asha = viewer(cast.asha)
    row = actions.check_import("schools.csv", TWO.encode(), cast.nation, by=asha)
    first, second = (type(row).objects.select_related("under").get(pk=row.pk) for _ in range(2))
    actions.discard_import(first, by=asha)
    with pytest.raises(Stale):
        actions.apply_import(second, by=asha)
    with pytest.raises(Stale):
        actions.discard_import(second, by=asha)
    assert not Organisation.objects.filter(name="KV One").exists()


def test_a_file_with_an_aadhaar_number_is_not_kept(cast: Cast, viewer: Look) -> None:
    with pytest.raises(BadFile):
        actions.check_import(
            "a.csv", b"name,note\nA,234123412346\n", cast.nation, by=viewer(cast.asha)
        )
    assert not cast.nation.__class__.objects.filter(name="A").exists()
    assert Event.objects.filter(verb="directory_import.check").count() == 0
