"""The pages of the mentor pool and of the public directory: who sees what, and what is kept."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from banyan.programmes import actions
from banyan.programmes.models import Application
from banyan.programmes.states import ApplicationStatus as A
from tests.programmes.conftest import World
from tests.programmes.looking import Look, SignIn, Walk, only, seen, statuses

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
