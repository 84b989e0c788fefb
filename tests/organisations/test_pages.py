from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.viewer import system
from banyan.organisations import actions
from banyan.organisations.models import DirectoryImport, Membership, Organisation
from banyan.organisations.states import ImportStatus, Level, Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.trail.models import Event
from tests.conftest import NOW, Cast

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def at_noon(time_machine: object) -> None:
    time_machine.move_to(NOW, tick=False)  # type: ignore[attr-defined]


PLACE, PEOPLE, HISTORY, ADD_PERSON, CHANGE, ADD, IMPORT = (
    "/organisations/{}/",
    "/organisations/{}/people/",
    "/organisations/{}/history/",
    "/organisations/{}/people/add/",
    "/organisations/{}/change/",
    "/organisations/{}/add/school/",
    "/organisations/{}/import/",
)


@pytest.mark.parametrize(
    ("page", "allowed"),
    [
        (PLACE, {"asha", "devi", "omar", "kavita", "nandan", "meera", "arun"}),
        (PEOPLE, {"asha", "devi"}),
        (HISTORY, {"asha", "devi"}),
        (ADD_PERSON, {"asha", "devi"}),
        (CHANGE, {"asha"}),
        (ADD, {"asha"}),
        (IMPORT, {"asha"}),
    ],
)
def test_who_opens_which_page_of_a_district(
    cast: Cast, signed_in: SignIn, page: str, allowed: set[str]
) -> None:
    answers = {
        name: signed_in(person).get(page.format(cast.district.pk)).status_code
        for name, person in cast.everybody().items()
    }
    expected = {name: 200 if name in allowed else 403 for name in answers} | {"somu": 404}
    assert answers == expected


def test_a_coordinator_opens_the_people_of_her_own_district_only(
    cast: Cast, signed_in: SignIn
) -> None:
    omar = signed_in(cast.omar)
    assert omar.get(PEOPLE.format(cast.other_school.pk)).status_code == 200
    assert omar.get(PEOPLE.format(cast.school.pk)).status_code == 403


def test_the_page_of_a_place_names_nobody(cast: Cast, signed_in: SignIn) -> None:
    names = [person.name for person in cast.everybody().values() if person != cast.omar]
    page = signed_in(cast.omar).get(PLACE.format(cast.school.pk)).content.decode()
    assert [name for name in names if name in page] == []
    assert "KV Sabarmati" in page


def test_a_place_that_is_not_there_looks_like_one_that_is_hidden(
    cast: Cast, signed_in: SignIn
) -> None:
    somu = signed_in(cast.somu)
    hidden, missing = somu.get(PLACE.format(cast.school.pk)), somu.get(PLACE.format(999_999))
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert [t.name for t in hidden.templates] == [t.name for t in missing.templates]
    assert "Sabarmati" not in hidden.content.decode()


def test_strangers_are_sent_to_sign_in(cast: Cast, client: Client) -> None:
    response = client.get(PLACE.format(cast.school.pk))
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_the_first_page_lists_own_places_and_roles(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.meera).get("/organisations/").content.decode()
    assert f'href="/organisations/{cast.nation.pk}/"' in page
    assert f'href="/organisations/{cast.other_school.pk}/"' in page
    assert (
        "You have no role anywhere yet"
        in signed_in(cast.somu).get("/organisations/").content.decode()
    )


def test_an_administrator_adds_a_school(cast: Cast, signed_in: SignIn) -> None:
    asha = signed_in(cast.asha)
    response = asha.post(
        ADD.format(cast.district.pk),
        {
            "name": "KV  ONGC",
            "school_type": "kv",
            "udise_code": "24070100101",
            "local_code": "1004",
        },
    )
    made = Organisation.objects.get(udise_code="24070100101")
    assert response["Location"] == f"/organisations/{made.pk}/"
    assert (made.name, made.path) == ("KV ONGC", f"{cast.district.path}/{made.pk}")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"name": "X", "udise_code": "123"},
            "“123” is not a UDISE code. Write its 11 digits: state 2, district 2, block 2, "
            "village 3, school 2; or leave it empty.",
        ),
        ({"name": "X", "local_code": "1005"}, "KV Sabarmati has this code already."),
        (
            {"name": "X", "local_code": "234123412346"},
            "This looks like an Aadhaar number. Banyan never keeps them.",
        ),
    ],
)
def test_a_wrong_code_is_said_beside_its_field_and_nothing_is_saved(
    cast: Cast, signed_in: SignIn, values: dict[str, str], sentence: str
) -> None:
    before = Organisation.objects.count()
    response = signed_in(cast.asha).post(
        ADD.format(cast.district.pk), {"school_type": "kv", **values}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert f'value="{next(iter(values.values()))}"' in page
    assert Organisation.objects.count() == before


def test_a_district_of_the_same_name_is_said(cast: Cast, signed_in: SignIn) -> None:
    url = f"/organisations/{cast.state.pk}/add/district/"
    page = signed_in(cast.asha).post(url, {"name": "Surat"}).content.decode()
    assert "There is a place called Surat here already." in page


def test_a_level_that_does_not_stand_here_is_not_there(cast: Cast, signed_in: SignIn) -> None:
    url = f"/organisations/{cast.nation.pk}/add/school/"
    assert signed_in(cast.asha).get(url).status_code == 404


def test_a_place_is_changed_and_the_other_tab_is_told(cast: Cast, signed_in: SignIn) -> None:
    asha = signed_in(cast.asha)
    url = CHANGE.format(cast.school.pk)
    seen = asha.get(url).context["form"]["seen"].value()
    values = {"school_type": "kv", "local_code": "1005", "seen": seen}
    assert asha.post(url, {**values, "name": "KV New"}).status_code == 302
    assert asha.post(url, {**values, "name": "KV Newer"}).status_code == 409
    assert Organisation.objects.get(pk=cast.school.pk).name == "KV New"


def test_a_forged_memory_of_the_page_is_refused(cast: Cast, signed_in: SignIn) -> None:
    response = signed_in(cast.asha).post(
        CHANGE.format(cast.school.pk), {"name": "X", "school_type": "kv", "seen": "forged"}
    )
    assert response.status_code == 422
    assert Organisation.objects.get(pk=cast.school.pk).name == "KV Sabarmati"


def test_a_coordinator_adds_a_teacher_and_invites_her(cast: Cast, signed_in: SignIn) -> None:
    devi = signed_in(cast.devi)
    form = devi.get(ADD_PERSON.format(cast.school.pk)).context["form"]
    assert [value for value, _ in form.fields["role"].choices] == ["teacher"]
    response = devi.post(
        ADD_PERSON.format(cast.school.pk),
        {"name": "Leela Menon", "email": "leela@example.org", "role": "teacher", "invite": "on"},
    )
    assert response["Location"] == PEOPLE.format(cast.school.pk)
    leela = Membership.objects.get(person__email="leela@example.org")
    assert (leela.role, leela.organisation) == ("teacher", cast.school)
    assert Event.objects.filter(verb="person.send_invitation").count() == 1


def test_a_coordinator_cannot_post_another_role(cast: Cast, signed_in: SignIn) -> None:
    response = signed_in(cast.devi).post(
        ADD_PERSON.format(cast.school.pk), {"name": "X", "role": "administrator"}
    )
    assert response.status_code == 422
    assert not Person.objects.filter(name="X").exists()


def test_an_invitation_without_an_address_is_asked_for_one(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.devi).post(
        ADD_PERSON.format(cast.school.pk), {"name": "X", "role": "teacher", "invite": "on"}
    )
    assert "An invitation needs an address to go to." in page.content.decode()
    assert not Person.objects.filter(name="X").exists()


def test_a_role_is_ended_by_its_last_day(cast: Cast, signed_in: SignIn) -> None:
    held = Membership.objects.get(person=cast.arun, role=Role.TEACHER)
    url = f"/memberships/{held.pk}/end/"
    devi = signed_in(cast.devi)
    assert 'value="2026-01-14"' in devi.get(url).content.decode()
    too_early = devi.post(url, {"last_day": "2020-01-01"}).content.decode()
    assert "This is before it began." in too_early
    assert devi.post(url, {"last_day": "2026-01-14"}).status_code == 302
    held.refresh_from_db()
    assert str(held.ends_on) == "2026-01-15"
    assert devi.get(url).status_code == 404


def test_roles_of_others_are_not_there(cast: Cast, signed_in: SignIn) -> None:
    held = Membership.objects.get(person=cast.arun, role=Role.TEACHER)
    for person in (cast.omar, cast.kavita, cast.meera):
        browser = signed_in(person)
        assert browser.get(f"/memberships/{held.pk}/end/").status_code == 404
        assert browser.post(f"/memberships/{held.pk}/invite/").status_code == 404


def upload(browser: Client, place: Organisation, content: bytes) -> object:
    file = SimpleUploadedFile("schools.csv", content, content_type="text/csv")
    return browser.post(IMPORT.format(place.pk), {"file": file})


BAD_AND_GOOD = b"name,state,local_code\nKV One,Gujarat,1\n=1+1,,2\n"


def test_a_file_is_checked_then_its_good_rows_are_brought_in(cast: Cast, signed_in: SignIn) -> None:
    asha = signed_in(cast.asha)
    upload(asha, cast.nation, BAD_AND_GOOD)
    row = DirectoryImport.objects.get()
    url = f"/directory-imports/{row.pk}/"
    page = asha.get(url).content.decode()
    assert "Bring in the 1 good row" in page
    assert "The state is missing." in page
    assert not Organisation.objects.filter(name="KV One").exists()
    assert asha.post(f"{url}apply/").status_code == 409
    assert asha.post(f"{url}apply/", {"keep_good": "yes"}).status_code == 302
    assert Organisation.objects.filter(name="KV One").exists()
    assert asha.post(f"{url}apply/", {"keep_good": "yes"}).status_code == 409
    row.refresh_from_db()
    assert row.status == ImportStatus.APPLIED


def test_the_bad_rows_can_be_taken_away_as_a_file(cast: Cast, signed_in: SignIn) -> None:
    asha = signed_in(cast.asha)
    upload(asha, cast.nation, b"name,state\n-KV,=HYPERLINK(1)\n")
    row = DirectoryImport.objects.get()
    answer = asha.get(f"/directory-imports/{row.pk}/problems.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "Row,Column,What is wrong,What to do",
        "2,state,There is no state called “=HYPERLINK(1)” here.,"
        '"Correct the name, or add the state first."',
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04", "This is a spreadsheet or a zip file, not CSV."),
        (b"name,note\nA,234123412346\n", "this looks like an Aadhaar number."),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_file_that_cannot_be_taken_is_said_and_not_kept(
    cast: Cast, signed_in: SignIn, content: bytes, sentence: str
) -> None:
    response = upload(signed_in(cast.asha), cast.nation, content)
    assert sentence in response.content.decode()  # type: ignore[attr-defined]
    assert DirectoryImport.objects.count() == 0


def test_an_import_is_there_for_administrators_of_its_area_only(
    cast: Cast, signed_in: SignIn
) -> None:
    upload(signed_in(cast.asha), cast.nation, BAD_AND_GOOD)
    row = DirectoryImport.objects.get()
    for person in (cast.devi, cast.omar, cast.kavita, cast.nandan):
        browser = signed_in(person)
        assert browser.get(f"/directory-imports/{row.pk}/").status_code == 404
        assert browser.get(f"/directory-imports/{row.pk}/problems.csv").status_code == 404
        assert browser.post(f"/directory-imports/{row.pk}/apply/").status_code == 404
        assert browser.post(f"/directory-imports/{row.pk}/discard/").status_code == 404


def test_places_are_found_by_name_and_code(cast: Cast, signed_in: SignIn) -> None:
    asha = signed_in(cast.asha)

    def found(words: str) -> list[str]:
        page = asha.get(PLACE.format(cast.nation.pk), {"q": words}).context["page"]
        return [place.name for place in page]

    assert found("sabar") == ["KV Sabarmati"]
    assert found("1017") == ["KV Surat No 1"]
    assert found("surat") == ["Surat", "KV Surat No 1"]
    assert found("nowhere") == []


@pytest.mark.parametrize("page", [PLACE, PEOPLE, HISTORY])
def test_a_page_takes_the_same_queries_with_one_row_and_three(
    cast: Cast, signed_in: SignIn, page: str
) -> None:
    spent = []
    asha = signed_in(cast.asha)
    for extra in (0, 2):
        for number in range(extra):
            place = actions.add_organisation(
                f"S{number}", level=Level.SCHOOL, parent=cast.district, by=system(NOW)
            )
            person = people.add_person(f"P{number}", by=system(NOW))
            actions.give_role(person, cast.district, Role.TEACHER, by=system(NOW))
            actions.change_organisation(cast.district, by=system(NOW), name=f"A {place.pk}")
        if not extra:
            actions.give_role(cast.somu, cast.district, Role.TEACHER, by=system(NOW))
        with CaptureQueriesContext(connection) as queries:
            assert asha.get(page.format(cast.district.pk)).status_code == 200
        spent.append(len(queries))
    assert spent[0] == spent[1] <= 10
