"""Lists of people as offices send them: dirt, cures, and the same file twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer, system
from banyan.organisations.snapshot import BadFile
from banyan.people.models import Person
from banyan.programmes import actions
from banyan.programmes.jobs import forget_lists
from banyan.programmes.models import Application, Enrolment, PeopleImport
from banyan.programmes.states import ApplicationStatus, EnrolmentStatus
from tests.conftest import NOW
from tests.programmes.conftest import World

Look = Callable[..., Viewer]

HEAD = (
    "name,email,school,role,domains,languages,subjects,stages,years,hours,format,capacity,"
    "hours_a_month\n"
)
GOOD = HEAD + (
    "Gita Joshi,gita@example.org,1005,teacher,Inclusive education;digital_education,hi;English,"
    "Mathematics,middle,6,sat-morning,online,,\n"
    "Hari Om,,KV Surat No 1,,,hi,,,,,,,\n"
    "Indu Pillai,indu@example.org,,mentor,classroom_management,ml;en,,secondary,20,,either,4,8\n"
)


def counts(**given: int) -> dict[str, int]:
    return {"rows": 0, "new": 0, "changed": 0, "same": 0, "bad": 0} | given


@pytest.fixture
def devi(world: World, viewer: Look) -> Viewer:
    return viewer(world.cast.devi)


def test_teachers_are_invited_and_mentors_put_forward(world: World, devi: Viewer) -> None:
    report = actions.import_people(GOOD.encode(), world.cohort, by=devi)
    assert (report.counts, report.problems) == (counts(rows=3, new=3), [])
    gita = Enrolment.objects.get(person__email="gita@example.org")
    assert (gita.status, gita.school_id) == (EnrolmentStatus.INVITED, world.cast.school.pk)
    assert (gita.languages, gita.subjects, gita.years, gita.format) == (
        ["hi", "en"],
        ["mathematics"],
        6,
        "online",
    )
    assert [n.domain for n in gita.needs.all()] == ["inclusive_education", "digital_education"]
    hari = Enrolment.objects.get(person__name="Hari Om")
    assert (hari.person.email, hari.school_id) == (None, world.cast.other_school.pk)
    indu = Application.objects.get(person__email="indu@example.org")
    assert (indu.status, indu.capacity) == (ApplicationStatus.SUBMITTED, 4)


def test_the_same_file_twice_changes_nothing(world: World, devi: Viewer) -> None:
    actions.import_people(GOOD.encode(), world.cohort, by=devi)
    people = Person.objects.count()
    report = actions.import_people(GOOD.encode(), world.cohort, by=devi)
    assert report.counts == counts(rows=3, same=3)
    assert (Person.objects.count(), Enrolment.objects.count()) == (people, 3)


def test_a_level_may_stand_after_a_domain_or_a_language(world: World, devi: Viewer) -> None:
    """What the list does not say of a level stays, and what it says is not said twice."""
    rows = (
        "Gita Joshi,gita@example.org,1005,teacher,inclusive_education:1;digital_education,"
        "hi:b2;English : C1,,,,,,,\n"
        "Indu Pillai,indu@example.org,,mentor,classroom_management:4,ml:C2;en,,,20,,,4,8\n"
    )
    report = actions.import_people((HEAD + rows).encode(), world.cohort, by=devi)
    assert report.counts == counts(rows=2, new=2)
    gita = Enrolment.objects.get(person__email="gita@example.org")
    assert (gita.languages, gita.levels) == (["hi", "en"], {"hi": "B2", "en": "C1"})
    levels = [(need.domain, need.level) for need in gita.needs.all()]
    assert levels == [("inclusive_education", 1), ("digital_education", None)]
    indu = Application.objects.get(person__email="indu@example.org")
    assert indu.expertise.get().level == 4
    assert [(one.language, one.level) for one in indu.fluencies.all()] == [("ml", "C2"), ("en", "")]
    report = actions.import_people((HEAD + rows).encode(), world.cohort, by=devi)
    assert report.counts == counts(rows=2, same=2)
    more = "Gita Joshi,gita@example.org,1005,teacher,digital_education:3,hi;en:B1,,,,,,,\n"
    report = actions.import_people((HEAD + more).encode(), world.cohort, by=devi)
    assert report.counts == counts(rows=1, changed=1)
    gita.refresh_from_db()
    assert gita.levels == {"hi": "B2", "en": "B1"}
    assert [(need.domain, need.level) for need in gita.needs.all()] == [("digital_education", 3)]
    bad = "Gita Joshi,gita@example.org,1005,teacher,digital_education:9,hi:fluent,,,,,,,\n"
    report = actions.import_people((HEAD + bad).encode(), world.cohort, by=devi)
    assert report.counts == counts(rows=1, bad=1)
    assert {problem.column for problem in report.problems} == {"domains", "languages"}


def test_what_an_office_corrects_is_changed_and_an_empty_cell_is_not(
    world: World, devi: Viewer
) -> None:
    actions.import_people(GOOD.encode(), world.cohort, by=devi)
    again = HEAD + "Gita Joshi,gita@example.org,1005,teacher,,gu,,,,,,,\n"
    assert actions.import_people(again.encode(), world.cohort, by=devi).counts == counts(
        rows=1, changed=1
    )
    gita = Enrolment.objects.get(person__email="gita@example.org")
    assert (gita.languages, gita.subjects, gita.needs.count()) == (["gu"], ["mathematics"], 2)


def test_a_dry_run_counts_and_writes_nothing(world: World, devi: Viewer) -> None:
    before = (Person.objects.count(), Enrolment.objects.count(), Application.objects.count())
    report = actions.import_people(GOOD.encode(), world.cohort, by=devi, dry_run=True)
    assert (report.counts, report.applied) == (counts(rows=3, new=3), False)
    after = (Person.objects.count(), Enrolment.objects.count(), Application.objects.count())
    assert after == before


BAD_ROWS = [
    (",x@example.org,1005", "name", "The name is missing.", "full name"),
    ("A B,nobody,1005", "email", "not an e-mail address", "name@example.org"),
    ("A B,,", "school", "The school is missing.", "UDISE"),
    ("A B,,9999", "school", "not in the area", "UDISE"),
    ("A B,,1005,principal", "role", "“principal” is no role", "teacher or mentor"),
    ("A B,,1005,,magic", "domains", "“magic” is not known", "Known are"),
    (
        "A B,,1005,,action_research;digital_education;ict_integration;career_progression",
        "domains",
        "at most 3 domains",
        "most wanted",
    ),
    ("A B,,1005,,,tlh", "languages", "“tlh” is not known", "Known are"),
    ("A B,,1005,,,,,,many", "years", "“many” is not a whole number", "whole number"),
    ("A B,,1005,,,,,,,mon-night", "hours", "“mon-night” is not known", "Known are"),
    ("A B,,1005,,,,,,,,by pigeon", "format", "no way to meet", "online"),
    ("A B,,1005,mentor,,,,,7", "years", "at least 8 years", "Correct"),
    ("A B,,1005,mentor,,,,,9,,,21", "capacity", "up to 20", "whole number"),
]


@pytest.mark.parametrize(("cells", "column", "what", "cure"), BAD_ROWS)
def test_a_bad_row_names_its_column_what_and_the_cure(
    world: World, devi: Viewer, cells: str, column: str, what: str, cure: str
) -> None:
    padded = cells + "," * (HEAD.count(",") - cells.count(","))
    text = HEAD + "Good One,,1005" + "," * 10 + "\n" + padded + "\n"
    report = actions.import_people(text.encode(), world.cohort, by=devi)
    assert report.counts == counts(rows=2, new=1, bad=1)
    assert not report.applied
    [problem] = report.problems
    assert (problem.row, problem.column) == (3, column)
    assert what in problem.what
    assert cure in problem.cure
    assert Enrolment.objects.count() == 1


def test_good_rows_are_kept_only_when_asked(world: World, devi: Viewer) -> None:
    text = (GOOD + ",,1005" + "," * 10 + "\n").encode()
    assert not actions.import_people(text, world.cohort, by=devi).applied
    report = actions.import_people(text, world.cohort, by=devi, keep_good=True)
    assert (report.counts, report.applied) == (counts(rows=4, new=3, bad=1), True)


def test_a_person_named_twice_is_told(world: World, devi: Viewer) -> None:
    row = "Gita Joshi,gita@example.org,1005" + "," * 10 + "\n"
    report = actions.import_people((HEAD + row + row).encode(), world.cohort, by=devi)
    assert [p.what for p in report.problems] == ["Row 2 is the same person."]


def test_a_teacher_of_two_schools_is_asked_about(world: World, devi: Viewer) -> None:
    row = "Arun,arun@example.org,1017" + "," * 10 + "\n"
    report = actions.import_people((HEAD + row).encode(), world.cohort, by=devi)
    assert "another school, KV Sabarmati" in report.problems[0].what


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.replace(";", "|")
        .replace(",", ";")
        .replace("|", "; ")
        .replace(
            "Inclusive education; digital_education", '"Inclusive education;digital_education"'
        )
        .replace("hi; English", '"hi;English"')
        .replace("ml; en", '"ml;en"')
        .encode(),
        GOOD.replace("Gita Joshi", "Gita José").encode("cp1252"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace(",", "\t").encode("utf-16"),
    ],
    ids=["byte order mark", "semicolons", "cp1252", "windows lines", "utf-16 with tabs"],
)
def test_dirt_of_spreadsheets_is_survived(world: World, devi: Viewer, content: bytes) -> None:
    report = actions.import_people(content, world.cohort, by=devi)
    assert (report.counts, report.problems) == (counts(rows=3, new=3), [])


def test_aadhaar_numbers_are_refused_and_nothing_is_kept(world: World, devi: Viewer) -> None:
    text = HEAD + "Gita 2341 2341 2346,,1005" + "," * 10 + "\n"
    with pytest.raises(BadFile, match="Aadhaar"):
        actions.import_people(text.encode(), world.cohort, by=devi, keep_good=True)
    with pytest.raises(BadFile, match="Aadhaar"):
        actions.keep_import(world.cohort, "list.csv", text.encode(), by=devi)
    assert not PeopleImport.objects.exists()


def test_a_file_without_names_is_told_which_columns_there_are(world: World, devi: Viewer) -> None:
    with pytest.raises(BadFile, match="called “name”"):
        actions.import_people(b"school,role\n1005,teacher\n", world.cohort, by=devi)


def test_an_unknown_column_is_told_and_not_fatal(world: World, devi: Viewer) -> None:
    report = actions.import_people(
        b"name,school,shoe size\nGita,1005,38\n", world.cohort, by=devi, dry_run=True
    )
    assert (report.notes, report.counts) == (
        ["The column “shoe size” is not used."],
        counts(rows=1, new=1),
    )


def test_only_coordinators_and_the_console_bring_people_in(world: World, viewer: Look) -> None:
    for person in (world.cast.omar, world.cast.kavita, world.cast.meera, world.cast.nandan):
        with pytest.raises(Refused):
            actions.import_people(GOOD.encode(), world.cohort, by=viewer(person))
    report = actions.import_people(GOOD.encode(), world.cohort, by=system(NOW))
    assert report.counts == counts(rows=3, new=3)


def test_an_uploaded_list_is_applied_once_and_then_emptied(world: World, devi: Viewer) -> None:
    row, report = actions.keep_import(world.cohort, "list.csv", GOOD.encode(), by=devi)
    assert report.counts == row.counts == counts(rows=3, new=3)
    other_tab = PeopleImport.objects.get(pk=row.pk)
    actions.apply_import(row, by=devi)
    with pytest.raises(Stale):
        actions.apply_import(other_tab, by=devi)
    stored = PeopleImport.objects.get(pk=row.pk)
    assert (bytes(stored.content), stored.counts["new"]) == (b"", 3)
    assert Enrolment.objects.count() == 3


def test_lookups_do_not_grow_with_rows(
    world: World,
    devi: Viewer,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    text = HEAD + "".join(f"T {n},t{n}@example.org,1005{',' * 10}\n" for n in range(150))
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        actions.import_people(text.encode(), world.cohort, by=devi, dry_run=True)


def test_a_list_on_which_nobody_decides_is_forgotten_after_a_week(
    world: World, viewer: Look
) -> None:
    by = viewer(world.cast.devi, at=timezone.now())
    fresh, _report = actions.keep_import(world.cohort, "new.csv", GOOD.encode(), by=by)
    old = viewer(world.cast.devi, at=timezone.now() - timedelta(days=8))
    left, _report = actions.keep_import(world.cohort, "old.csv", GOOD.encode(), by=old)
    assert forget_lists() == 1
    assert bytes(PeopleImport.objects.get(pk=left.pk).content) == b""
    assert bytes(PeopleImport.objects.get(pk=fresh.pk).content) == GOOD.encode()
