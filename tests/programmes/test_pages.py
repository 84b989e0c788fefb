"""The pages: who sees what, what is kept when it was wrong, and how many queries they ask."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.viewer import Viewer
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.programmes import actions
from banyan.programmes.models import Application, Cohort, Enrolment, PeopleImport, Programme
from banyan.programmes.states import ApplicationStatus as A
from banyan.programmes.states import EnrolmentStatus as E
from tests.programmes.conftest import OFFER, World

Look = Callable[..., Viewer]
SignIn = Callable[[Person], Client]
Walk = Callable[[A], Application]

# A real request reads the clock, so roles of the cast, open since long ago, hold then too.


def queries_of(browser: Client, url: str) -> int:
    browser.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert browser.get(url).status_code == 200
    return len(asked)


def statuses(world: World, signed_in: SignIn, url: str) -> dict[str, int]:
    people = {**world.cast.everybody(), "rekha": world.rekha}
    return {name: signed_in(person).get(url).status_code for name, person in people.items()}


def only(world: World, *names: str, otherwise: int = 404) -> dict[str, int]:
    everybody = {**world.cast.everybody(), "rekha": world.rekha}
    return {name: 200 if name in names else otherwise for name in everybody}


def seen(browser: Client, url: str) -> bytes:
    """What anybody gets at an address, without the token against forgery, new each time, and
    the address itself, to which the choice of language comes back."""
    page = browser.get(url).content
    page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)
    return page.replace(url.partition("?")[0].encode(), b"")


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


# The mentor pool


def test_a_mentor_applies_step_by_step_and_sends(world: World, signed_in: SignIn) -> None:
    meera = signed_in(world.cast.meera)
    assert meera.get("/programmes/pilot/apply/").status_code == 200
    started = meera.post("/programmes/pilot/apply/")
    row = Application.objects.get()
    url = f"/applications/{row.pk}/"
    assert started["Location"] == url + "steps/experience/"
    typed: dict[str, dict[str, object]] = {
        "experience": {"years": "14", "school": "kv surat no 1", "stages": ["middle"]},
        "help": {"domains_1": "action_research", "languages_1": "hi"},
        "time": {"capacity": "3", "hours_a_month": "6", "format": "either", "morning": ["sat"]},
        "words": {"motivation": "Somebody once did this for me.", "about": "Maths."},
    }
    for version, (name, answers) in enumerate(typed.items()):
        step = f"{url}steps/{name}/"
        assert meera.get(step).status_code == 200
        assert meera.post(step, {**answers, "version": version}).status_code == 302
    page = meera.get(url + "check/").content.decode()
    assert "piece of evidence" in page
    assert meera.post(url + "submit/")["Location"] == url + "check/"
    wrong = meera.post(url + "evidence/", {"title": "", "link": "not a link"})
    assert wrong.status_code == 422
    assert meera.post(url + "evidence/", {"title": "Record"}).status_code == 302
    assert "Send the application" in meera.get(url + "check/").content.decode()
    assert meera.post(url + "submit/")["Location"] == url
    row.refresh_from_db()
    assert (row.status, row.years, row.organisation_id, row.hours) == (
        A.SUBMITTED,
        14,
        world.cast.other_school.pk,
        ["sat-morning"],
    )
    assert meera.get(url + "steps/experience/").status_code == 403


def test_a_wrong_step_keeps_what_was_typed(
    world: World, draft: Application, signed_in: SignIn
) -> None:
    meera = signed_in(world.cast.meera)
    response = meera.post(
        f"/applications/{draft.pk}/steps/time/",
        {"version": draft.version, "capacity": "99", "hours_a_month": "6", "format": "either"},
    )
    assert response.status_code == 422
    assert 'value="99"' in response.content.decode()
    assert meera.get(f"/applications/{draft.pk}/steps/nonsense/").status_code == 404


def test_a_draft_is_its_authors_alone(world: World, draft: Application, signed_in: SignIn) -> None:
    for path in ("", "check/", "evidence/", "steps/help/"):
        url = f"/applications/{draft.pk}/{path}"
        assert statuses(world, signed_in, url) == only(world, "meera")
    page = signed_in(world.cast.devi).get("/programmes/pilot/applications/").content.decode()
    assert "Meera Iyer" not in page


def test_a_sent_application_is_read_by_applicant_and_coordinators(
    world: World, brought_to: Walk, signed_in: SignIn
) -> None:
    row = brought_to(A.SCREENED)
    assert statuses(world, signed_in, f"/applications/{row.pk}/") == only(
        world, "meera", "devi", "rekha"
    )
    assert statuses(world, signed_in, "/programmes/pilot/applications/") == only(
        world, "devi", "rekha"
    )
    omar = signed_in(world.cast.omar)
    assert seen(omar, f"/applications/{row.pk}/") == seen(omar, "/applications/999999/")


def test_the_applicant_never_reads_what_reviewers_wrote(
    world: World, brought_to: Walk, signed_in: SignIn
) -> None:
    row = brought_to(A.ACCEPTED)
    url = f"/applications/{row.pk}/"
    assert "Listens well." in signed_in(world.rekha).get(url).content.decode()
    meera = signed_in(world.cast.meera).get(url).content.decode()
    for secret in ("Listens well.", "Solid work.", "Rekha"):
        assert secret not in meera
    assert signed_in(world.cast.meera).get(url + "review/").status_code == 403


def test_two_reviewers_then_a_decision_by_buttons(
    world: World, brought_to: Walk, signed_in: SignIn
) -> None:
    row = brought_to(A.SUBMITTED)
    url = f"/applications/{row.pk}/"
    devi, rekha = signed_in(world.cast.devi), signed_in(world.rekha)
    assert devi.post(url + "screen/").status_code == 302
    assert "2 more reviewers have to read" in devi.get(url).content.decode()
    assert devi.post(url + "accept/").status_code == 403
    wrong = devi.post(url + "review/", {"advice": "accept", "words": ""})
    assert wrong.status_code == 422
    for browser in (devi, rekha):
        assert browser.get(url + "review/").status_code == 200
        sent = browser.post(url + "review/", {"advice": "accept", "words": "Good."})
        assert sent.status_code == 302
    assert devi.post(url + "accept/").status_code == 302
    later = devi.post(url + "orient/", {"on": "2999-01-01"})
    assert later.status_code == 422
    assert "has not come yet" in later.content.decode()
    assert devi.post(url + "orient/", {"on": "2026-01-10"}).status_code == 302
    assert devi.post(url + "activate/").status_code == 302
    meera = signed_in(world.cast.meera)
    assert meera.post(url + "rest/").status_code == 302
    assert meera.post(url + "return/").status_code == 302
    assert meera.get(url + "withdraw/").status_code == 200
    assert meera.post(url + "withdraw/").status_code == 302
    row.refresh_from_db()
    assert row.status == A.WITHDRAWN


def test_the_reason_of_a_refusal_reaches_the_applicant(
    world: World, brought_to: Walk, signed_in: SignIn
) -> None:
    row = brought_to(A.SUBMITTED)
    url = f"/applications/{row.pk}/"
    devi = signed_in(world.cast.devi)
    assert devi.get(url + "refuse/").status_code == 200
    assert devi.post(url + "refuse/", {"words": "Sorry"}).status_code == 422
    answer = {"reason": "evidence_incomplete", "words": "Bring your service record."}
    assert devi.post(url + "refuse/", answer).status_code == 302
    meera = signed_in(world.cast.meera).get(url).content.decode()
    assert "The evidence is not complete. Bring your service record." in meera


def test_a_mentor_changes_what_she_offers(
    world: World, brought_to: Walk, signed_in: SignIn
) -> None:
    row = brought_to(A.MATCHABLE)
    meera = signed_in(world.cast.meera)
    url = f"/applications/{row.pk}/offer/"
    assert meera.get(url).status_code == 200
    typed = {
        "version": row.version,
        "capacity": "5",
        "hours_a_month": "9",
        "format": "online",
        "languages_1": "gu",
        "about": "New words.",
    }
    assert meera.post(url, typed).status_code == 302
    late = meera.post(url, {**typed, "capacity": "6"})
    assert late.status_code == 409
    row = Application.objects.get(pk=row.pk)
    assert (row.capacity, row.about) == (5, "New words.")
    assert signed_in(world.cast.devi).get(url).status_code == 403


# The public directory


@pytest.fixture
def listed(world: World, brought_to: Walk, viewer: Look) -> Application:
    row = brought_to(A.MATCHABLE)
    return actions.publish(row, True, ["about"], by=viewer(world.cast.meera))


def test_the_directory_needs_no_sign_in_and_shows_only_what_was_agreed(
    listed: Application, client: Client
) -> None:
    page = client.get(f"/mentors/{listed.pk}/").content.decode()
    for shown in ("Meera Iyer", "Classroom management", "Hindi", "Fourteen years"):
        assert shown in page
    for kept in ("Mathematics", "KV Surat", "Saturday", "Somebody once", "Service record", "Years"):
        assert kept not in page
    assert "Meera Iyer" in client.get("/mentors/").content.decode()


def test_whoever_is_not_listed_is_not_there(
    world: World, brought_to: Walk, client: Client, viewer: Look
) -> None:
    row = brought_to(A.MATCHABLE)
    assert client.get(f"/mentors/{row.pk}/").status_code == 404
    assert seen(client, f"/mentors/{row.pk}/") == seen(client, "/mentors/999999/")
    assert "Meera Iyer" not in client.get("/mentors/").content.decode()
    actions.publish(row, True, [], by=viewer(world.cast.meera))
    assert "Meera Iyer" in client.get("/mentors/").content.decode()
    actions.rest(row, by=viewer(world.cast.meera))
    assert "Meera Iyer" not in client.get("/mentors/").content.decode()


def test_the_directory_is_filtered_by_domain_and_language(
    listed: Application, client: Client
) -> None:
    def there(query: str) -> bool:
        return "Meera Iyer" in client.get(f"/mentors/?{query}").content.decode()

    assert there("domain=classroom_management&language=hi")
    assert not there("domain=action_research")
    assert not there("language=ta")
    assert there("domain=nonsense&page=x")


UNPUBLISHED: dict[str, object] = {
    "years": 33,
    "subjects": ["physics"],
    "stages": ["secondary"],
    "hours": ["mon-evening"],
    "capacity": 9,
    "hours_a_month": 31,
    "format": "online",
    "motivation": "Another one",
    "organisation_id": None,
    "oriented_on": date(2026, 1, 2),
    "version": 90,
}


@pytest.mark.parametrize("field", UNPUBLISHED)
def test_an_unpublished_field_changes_no_byte_of_what_the_public_gets(
    listed: Application, client: Client, field: str
) -> None:
    urls = ("/mentors/", f"/mentors/{listed.pk}/", "/mentors/?domain=classroom_management")
    before = [seen(client, url) for url in urls]
    Application.objects.filter(pk=listed.pk).update(**{field: UNPUBLISHED[field]})
    assert [seen(client, url) for url in urls] == before


def test_a_published_field_does_change_the_page(listed: Application, client: Client) -> None:
    before = seen(client, f"/mentors/{listed.pk}/")
    Application.objects.filter(pk=listed.pk).update(about="Other words")
    assert seen(client, f"/mentors/{listed.pk}/") != before


def test_a_preview_stores_nothing(
    world: World, brought_to: Walk, signed_in: SignIn, client: Client
) -> None:
    row = brought_to(A.MATCHABLE)
    meera = signed_in(world.cast.meera)
    url = f"/applications/{row.pk}/publish/"
    typed = {"version": row.version, "listed": "on", "publishes": ["years"]}
    page = meera.post(url, {**typed, "step": "preview"}).content.decode()
    assert "Years of experience" in page
    assert not Application.objects.get(pk=row.pk).listed
    assert meera.post(url, {**typed, "step": "publish"}).status_code == 302
    assert "Years of experience" in client.get(f"/mentors/{row.pk}/").content.decode()
    assert meera.post(url, {**typed, "step": "publish"}).status_code == 409


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
