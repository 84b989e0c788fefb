"""The pages: who sees what, what is kept when it was wrong, and how many queries they ask."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.programmes import actions
from banyan.programmes.models import Application, Cohort, Enrolment, PeopleImport, Programme
from banyan.programmes.states import ApplicationStatus as A
from banyan.programmes.states import EnrolmentStatus as E
from tests.programmes.conftest import OFFER, World
from tests.programmes.looking import Look, SignIn, Walk, only, queries_of, seen, statuses

PEER = "/blueprints/peer/1.1/"

# Programmes and cohorts


def test_whoever_is_not_signed_in_is_asked_to(world: World, client: Client) -> None:
    for url in (
        "/programmes/",
        "/programmes/new/",
        "/programmes/pilot/",
        "/programmes/pilot/apply/",
        "/programmes/pilot/applications/",
        f"/cohorts/{world.cohort.pk}/",
        f"/enrolments/{world.arun.pk}/",
    ):
        response = client.get(url)
        assert (response.status_code, response["Location"].split("?")[0]) == (
            302,
            "/account/login/",
        )


def test_everybody_signed_in_sees_an_open_programme(world: World, signed_in: SignIn) -> None:
    everybody = only(world, *world.cast.everybody(), "rekha")
    assert statuses(world, signed_in, "/programmes/") == everybody
    assert statuses(world, signed_in, "/programmes/pilot/") == everybody


def test_a_programme_in_preparation_is_seen_by_those_who_run_it(
    world: World, signed_in: SignIn, viewer: Look
) -> None:
    actions.start_programme(
        "secret",
        "A quiet one",
        world.cast.nation,
        "in_nmm",
        date(2026, 1, 1),
        date(2026, 6, 1),
        by=viewer(world.cast.asha),
    )
    assert statuses(world, signed_in, "/programmes/secret/") == only(world, "devi", "rekha")
    assert "A quiet one" not in signed_in(world.cast.somu).get("/programmes/").content.decode()


def test_a_programme_starts_only_after_the_answers_were_checked(
    world: World, signed_in: SignIn
) -> None:
    devi = signed_in(world.cast.devi)
    typed = {
        "name": "Second",
        "code": "second",
        "organisation": world.cast.state.pk,
        "blueprint": "in_nmm",
        "starts_on": "2026-02-01",
        "last_on": "2026-07-31",
    }
    checked = devi.post("/programmes/new/", {**typed, "step": "check"})
    assert checked.status_code == 200
    assert "Gujarat" in checked.content.decode()
    assert not Programme.objects.filter(code="second").exists()
    changed = devi.post("/programmes/new/", {**typed, "step": "change"}).content.decode()
    assert 'value="Second"' in changed
    started = devi.post("/programmes/new/", {**typed, "step": "start"})
    assert started["Location"] == "/programmes/second/"
    assert Programme.objects.get(code="second").ends_on == date(2026, 8, 1)
    again = devi.post("/programmes/new/", {**typed, "step": "start"})
    assert again.status_code == 422
    assert "short name already" in again.content.decode()


def test_bad_days_are_told_and_what_was_typed_is_kept(world: World, signed_in: SignIn) -> None:
    devi = signed_in(world.cast.devi)
    response = devi.post(
        "/programmes/pilot/cohorts/new/",
        {"name": "Winter", "starts_on": "2026-05-01", "last_on": "2026-04-01"},
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "must not come before the first" in page
    assert 'value="Winter"' in page
    assert Cohort.objects.count() == 1


def test_only_those_who_run_a_place_start_programmes(world: World, signed_in: SignIn) -> None:
    assert statuses(world, signed_in, "/programmes/new/") == only(
        world, "devi", "rekha", "omar", "asha", otherwise=403
    )


def test_who_runs_one_school_only_is_offered_neither_a_programme_nor_a_copy(
    world: World, signed_in: SignIn, viewer: Look
) -> None:
    by, school = viewer(world.cast.asha), world.cast.school
    organisations.give_role(world.cast.somu, school, Role.COORDINATOR, by=by)

    def offered(person: Person) -> list[str]:
        browser = signed_in(person)
        pages = [browser.get(url).content.decode() for url in ("/programmes/", PEER)]
        return [word for word in ("/programmes/new/", f"{PEER}copy/") if word in "".join(pages)]

    assert offered(world.cast.somu) == []
    assert offered(world.cast.omar) == ["/programmes/new/", f"{PEER}copy/"]


def test_areas_to_choose_from_name_the_state_of_a_district(world: World, signed_in: SignIn) -> None:
    page = signed_in(world.cast.devi).get("/programmes/new/").content.decode()
    state, district = world.cast.state, world.cast.school.parent
    assert district is not None
    assert f">{district.name}, {state.name}</option>" in page
    assert f">{state.name}</option>" in page


def test_a_short_name_with_a_space_is_refused_in_plain_words(
    world: World, signed_in: SignIn
) -> None:
    answer = signed_in(world.cast.devi).post(
        "/programmes/new/", {"code": "Our Peers", "step": "check"}
    )
    assert answer.status_code == 422
    assert "Write small letters, digits and hyphens, without spaces." in answer.content.decode()


def test_a_coordinator_opens_and_closes(world: World, signed_in: SignIn) -> None:
    assert signed_in(world.cast.arun).post("/programmes/pilot/close/").status_code == 403
    devi = signed_in(world.cast.devi)
    assert devi.post("/programmes/pilot/close/").status_code == 302
    assert "Closed" in devi.get("/programmes/pilot/").content.decode()
    assert devi.post("/programmes/pilot/close/").status_code == 403
    assert devi.get("/programmes/pilot/close/").status_code == 405


def test_a_cohort_is_seen_by_coordinators_each_with_her_own_schools(
    world: World, signed_in: SignIn, viewer: Look
) -> None:
    url = f"/cohorts/{world.cohort.pk}/"
    gita = people.add_person("Gita Joshi", by=viewer(world.cast.devi))
    actions.enrol(world.cohort, gita, world.cast.other_school, by=viewer(world.cast.devi))
    assert statuses(world, signed_in, url) == only(world, "devi", "rekha", "omar")
    omar = signed_in(world.cast.omar).get(url).content.decode()
    assert ("Gita Joshi" in omar, "Arun Patel" in omar) == (True, False)
    devi = signed_in(world.cast.devi).get(url).content.decode()
    assert ("Gita Joshi" in devi, "Arun Patel" in devi) == (True, True)
    assert "last bench" not in devi


def test_a_cohort_is_filtered_by_status(world: World, signed_in: SignIn, viewer: Look) -> None:
    url = f"/cohorts/{world.cohort.pk}/"
    devi = signed_in(world.cast.devi)
    assert "Arun Patel" in devi.get(url + "?status=invited").content.decode()
    assert "Arun Patel" not in devi.get(url + "?status=enrolled").content.decode()
    assert "Arun Patel" in devi.get(url + "?status=nonsense&page=none").content.decode()


# Enrolments


def test_enrolling_by_hand_finds_the_school_and_invites(world: World, signed_in: SignIn) -> None:
    devi = signed_in(world.cast.devi)
    url = f"/cohorts/{world.cohort.pk}/enrol/"
    typed = {"name": "Gita Joshi", "email": "Gita@Example.org", "school": "KV Sab"}
    wrong = devi.post(url, typed)
    assert wrong.status_code == 422
    assert "Did you mean: KV Sabarmati?" in wrong.content.decode()
    assert 'value="Gita@Example.org"' in wrong.content.decode()
    right = devi.post(url, {**typed, "school": "1005", "needs_1": "action_research"})
    gita = Enrolment.objects.get(person__email="gita@example.org")
    assert right["Location"] == f"/enrolments/{gita.pk}/"
    assert (gita.status, gita.person.invitations.count()) == (E.INVITED, 1)
    twice = devi.post(url, {**typed, "school": "1005"})
    assert twice.status_code == 422
    assert "in the cohort already" in twice.content.decode()


def test_an_aadhaar_number_in_a_name_is_refused(world: World, signed_in: SignIn) -> None:
    response = signed_in(world.cast.devi).post(
        f"/cohorts/{world.cohort.pk}/enrol/", {"name": "Gita 2341 2341 2346", "school": "1005"}
    )
    assert response.status_code == 422
    assert "looks like an Aadhaar number" in response.content.decode()


def test_a_teachers_page_is_hers_and_her_coordinators(world: World, signed_in: SignIn) -> None:
    for path in ("", "change/", "withdraw/"):
        url = f"/enrolments/{world.arun.pk}/{path}"
        assert statuses(world, signed_in, url) == only(world, "arun", "devi", "rekha")


def test_absent_and_forbidden_look_alike(world: World, signed_in: SignIn) -> None:
    for person in (world.cast.omar, world.cast.kavita, world.cast.nandan, world.cast.asha):
        browser = signed_in(person)
        url = f"/enrolments/{world.arun.pk}/"
        assert browser.get(url).status_code == browser.get("/enrolments/9/").status_code == 404
        assert seen(browser, url) == seen(browser, "/enrolments/9/")
        moved = browser.post(f"/enrolments/{world.arun.pk}/confirm/")
        assert moved.status_code == 404


def test_the_label_over_hopes_says_who_reads_them(world: World, signed_in: SignIn) -> None:
    url = f"/enrolments/{world.arun.pk}/"
    arun = signed_in(world.cast.arun).get(url).content.decode()
    assert "You and the coordinators of the school can read this." in arun
    assert "I want the last bench to speak." in arun
    devi = signed_in(world.cast.devi).get(url).content.decode()
    assert "Arun Patel and the coordinators of the school can read this." in devi


ANSWERS = {
    "version": "0",
    "needs_1": "inclusive_education",
    "needs_2": "",
    "needs_3": "classroom_management",
    "languages_1": "gu",
    "subjects": ["science"],
    "stages": ["middle"],
    "years": "5",
    "format": "online",
    "morning": ["sat", "sun"],
    "evening": ["mon"],
    "hopes": "To enjoy it again.",
}


def test_a_teacher_says_what_would_help(world: World, signed_in: SignIn) -> None:
    arun = signed_in(world.cast.arun)
    url = f"/enrolments/{world.arun.pk}/change/"
    assert "last bench" in arun.get(url).content.decode()
    assert arun.post(url, ANSWERS)["Location"] == f"/enrolments/{world.arun.pk}/"
    row = Enrolment.objects.get(pk=world.arun.pk)
    assert [n.domain for n in row.needs.all()] == ["inclusive_education", "classroom_management"]
    assert (row.languages, row.hours, row.years, row.hopes) == (
        ["gu"],
        ["mon-evening", "sat-morning", "sun-morning"],
        5,
        "To enjoy it again.",
    )


def test_what_was_wrong_stands_beside_its_field_and_nothing_is_lost(
    world: World, signed_in: SignIn
) -> None:
    arun = signed_in(world.cast.arun)
    wrong = {**ANSWERS, "years": "many", "needs_3": "inclusive_education"}
    response = arun.post(f"/enrolments/{world.arun.pk}/change/", wrong)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Choose each once" in page
    assert 'value="many"' in page
    assert "To enjoy it again." in page
    assert Enrolment.objects.get(pk=world.arun.pk).version == 0


def test_a_second_tab_is_shown_both_and_may_save_again(world: World, signed_in: SignIn) -> None:
    arun = signed_in(world.cast.arun)
    url = f"/enrolments/{world.arun.pk}/change/"
    assert arun.post(url, ANSWERS).status_code == 302
    late = arun.post(url, {**ANSWERS, "years": "6", "hopes": "Something else."})
    page = late.content.decode()
    assert late.status_code == 409
    assert "have been changed since" in page
    assert "Something else." in page
    assert 'name="version" value="1"' in page
    assert Enrolment.objects.get(pk=world.arun.pk).years == 5
    assert arun.post(url, {**ANSWERS, "version": "1", "years": "6"}).status_code == 302
    assert Enrolment.objects.get(pk=world.arun.pk).years == 6


def test_buttons_of_a_place_come_from_the_table(world: World, signed_in: SignIn) -> None:
    arun, url = signed_in(world.cast.arun), f"/enrolments/{world.arun.pk}/"
    page = arun.get(url).content.decode()
    assert ("Join the programme" in page, "Mark as completed" in page) == (True, False)
    assert arun.post(url + "confirm/").status_code == 302
    assert "Join the programme" not in arun.get(url).content.decode()
    assert arun.post(url + "confirm/").status_code == 403
    assert arun.post(url + "complete/").status_code == 403
    assert arun.post(url + "withdraw/", {"because": "A long leave"}).status_code == 302
    page = arun.get(url).content.decode()
    assert ("A long leave" in page, "Take back in" in page) == (True, False)
    assert "Take back in" in signed_in(world.cast.devi).get(url).content.decode()


# Lists of people


def test_a_list_is_checked_then_brought_in(world: World, signed_in: SignIn) -> None:
    devi = signed_in(world.cast.devi)
    content = b"name,email,school\nGita,gita@example.org,1005\n,bad@example.org,1005\n"
    sent = devi.post(
        f"/cohorts/{world.cohort.pk}/import/",
        {"file": SimpleUploadedFile("list.csv", content)},
    )
    row = PeopleImport.objects.get()
    assert sent["Location"] == f"/people-imports/{row.pk}/"
    page = devi.get(sent["Location"]).content.decode()
    assert "Bring in 1 person" in page
    assert "The name is missing." in page
    assert Enrolment.objects.count() == 1
    assert devi.post(sent["Location"] + "apply/").status_code == 302
    assert Enrolment.objects.count() == 2
    assert devi.post(sent["Location"] + "apply/").status_code == 403
    url = f"/people-imports/{row.pk}/"
    assert statuses(world, signed_in, url) == only(world, "devi", "rekha")


def test_a_list_that_cannot_be_read_says_why(world: World, signed_in: SignIn) -> None:
    devi, url = signed_in(world.cast.devi), f"/cohorts/{world.cohort.pk}/import/"
    for content, sentence in (
        (b"", "The file is empty"),
        (b"name,school\nGita 234123412346,1005\n", "Aadhaar"),
        (b"school\n1005\n", "called “name”"),
    ):
        response = devi.post(url, {"file": SimpleUploadedFile("list.csv", content)})
        assert response.status_code == 422
        assert sentence in response.content.decode()
    assert devi.post(url, {}).status_code == 422
    assert not PeopleImport.objects.exists()


def test_a_list_may_be_thrown_away(world: World, signed_in: SignIn) -> None:
    devi = signed_in(world.cast.devi)
    file = SimpleUploadedFile("list.csv", b"name,school\nGita,1005\n")
    sent = devi.post(f"/cohorts/{world.cohort.pk}/import/", {"file": file})
    assert devi.post(sent["Location"] + "discard/").status_code == 302
    assert bytes(PeopleImport.objects.get().content) == b""
    assert Enrolment.objects.count() == 1


# Queries


def test_list_pages_ask_as_much_for_one_row_as_for_three(
    world: World, viewer: Look, signed_in: SignIn, client: Client
) -> None:
    devi = viewer(world.cast.devi)
    browser = signed_in(world.cast.devi)

    def add(number: int) -> None:
        name = f"Mentor {number}"
        person = people.add_person(name, email=f"m{number}@example.org", by=devi)
        by = viewer(person)
        row = actions.start_application(world.programme, by=by, **OFFER)
        actions.add_evidence(row, "Record", "", "", by=by)
        actions.submit(row, by=by)
        Application.objects.filter(pk=row.pk).update(status=A.MATCHABLE, listed=True)
        teacher = people.add_person(f"Teacher {number}", by=devi)
        actions.enrol(world.cohort, teacher, world.cast.school, by=devi, needs=["action_research"])
        actions.start_programme(
            f"p{number}",
            name,
            world.cast.nation,
            "in_nmm",
            date(2026, 1, 1),
            date(2026, 6, 1),
            by=devi,
        )
        actions.add_cohort(world.programme, name, date(2026, 1, 1), date(2026, 6, 1), by=devi)

    pages = [
        (browser, "/programmes/"),
        (browser, "/programmes/pilot/"),
        (browser, "/programmes/pilot/applications/"),
        (browser, f"/cohorts/{world.cohort.pk}/"),
        (client, "/mentors/"),
    ]
    add(1)
    one = [queries_of(*page) for page in pages]
    add(2)
    add(3)
    assert [queries_of(*page) for page in pages] == one
    assert max(one) <= 10


def test_pages_of_one_row_stay_within_ten_queries(
    world: World, brought_to: Walk, signed_in: SignIn
) -> None:
    row = brought_to(A.ACCEPTED)
    devi = signed_in(world.cast.devi)
    for url in (
        f"/applications/{row.pk}/",
        f"/enrolments/{world.arun.pk}/",
        f"/enrolments/{world.arun.pk}/change/",
        "/programmes/pilot/apply/",
    ):
        assert queries_of(devi, url) <= 10
