from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer
from banyan.notifications import actions, queries
from banyan.notifications.models import Notice, Preference, QuietHours
from banyan.people.models import Person
from banyan.trail.models import Event
from tests.conftest import Cast

Tell = Callable[..., None]
SignedIn = Callable[[Person], Client]
Look = Callable[..., Viewer]
HOURS = {"quiet_from": "22:00", "quiet_until": "06:30", "digest_at": "19:00"}
MAIL = {
    "pair": "digest", "session": "at_once", "feedback": "off",
    "programme": "at_once", "area": "digest", "account": "at_once",
}  # fmt: skip


def test_notices_are_the_readers_own_newest_first(
    cast: Cast, told: Tell, signed_in: SignedIn
) -> None:
    told(cast.arun, "test.pair")
    told(cast.arun, "test.thanks")
    told(cast.meera, "test.soon")
    page = signed_in(cast.arun).get("/notices/").content.decode()
    assert page.index("Thanks") < page.index("Meera proposes")
    assert "Answer by Tue 20 Jan 2026." in page
    assert page.count(">new<") == 2
    assert "Soon" not in page


def test_an_empty_page_says_what_will_stand_there(cast: Cast, signed_in: SignedIn) -> None:
    assert "Nothing yet" in signed_in(cast.somu).get("/notices/").content.decode()


def test_opening_a_notice_leads_on_and_marks_it_read(
    cast: Cast, told: Tell, signed_in: SignedIn, viewer: Look
) -> None:
    told(cast.arun, "test.pair")
    notice = Notice.objects.get()
    browser = signed_in(cast.arun)
    assert browser.get(f"/notices/{notice.pk}/").headers["Location"] == "/pairs/7/"
    assert browser.get(f"/notices/{notice.pk}/").headers["Location"] == "/pairs/7/"
    assert queries.unread_count(viewer(cast.arun)) == 0


def test_a_notice_of_somebody_else_looks_like_none(
    cast: Cast, told: Tell, signed_in: SignedIn, viewer: Look
) -> None:
    told(cast.arun, "test.pair")
    notice = Notice.objects.get()
    browser = signed_in(cast.meera)
    answers = [browser.get(f"/notices/{pk}/") for pk in (notice.pk, notice.pk + 1)]
    assert [answer.status_code for answer in answers] == [404, 404]
    with pytest.raises(Refused):
        actions.read(notice, by=viewer(cast.meera))
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_link_to_another_place_is_not_followed(
    cast: Cast, told: Tell, signed_in: SignedIn
) -> None:
    told(cast.arun, "test.pair")
    Notice.objects.update(link="//elsewhere.example.org/")
    answer = signed_in(cast.arun).get(f"/notices/{Notice.objects.get().pk}/")
    assert answer.headers["Location"] == "/notices/"


def test_marking_all_leaves_what_came_after_the_page(
    cast: Cast, told: Tell, signed_in: SignedIn, viewer: Look
) -> None:
    told(cast.arun, "test.pair")
    newest = Notice.objects.get().pk
    told(cast.arun, "test.thanks")
    told(cast.meera, "test.pair")
    signed_in(cast.arun).post("/notices/read/", {"newest": str(newest)})
    assert queries.unread_count(viewer(cast.arun)) == 1
    assert queries.unread_count(viewer(cast.meera)) == 1


def test_words_are_made_when_read_in_the_readers_language(
    cast: Cast, told: Tell, signed_in: SignedIn
) -> None:
    told(cast.arun, "test.pair")
    Person.objects.filter(pk=cast.arun.pk).update(locale="hi")
    page = signed_in(cast.arun).get("/notices/").content.decode()
    assert "मंगल, 20 जन॰ 2026" in page


def test_a_kind_that_nobody_knows_any_more_is_left_out(
    cast: Cast, told: Tell, signed_in: SignedIn
) -> None:
    told(cast.arun, "test.pair")
    Notice.objects.update(kind="gone.kind")
    answer = signed_in(cast.arun).get("/notices/")
    assert "Nothing yet" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_at_any_length(
    cast: Cast,
    told: Tell,
    signed_in: SignedIn,
    django_assert_num_queries: Any,
    rows: int,
) -> None:
    for number in range(rows):
        told(cast.arun, "test.pair", key=str(number))
    browser = signed_in(cast.arun)
    with django_assert_num_queries(4):
        browser.get("/notices/")


def test_what_was_chosen_is_kept_shown_and_recorded(cast: Cast, signed_in: SignedIn) -> None:
    browser = signed_in(cast.arun)
    assert 'value="21:00"' in browser.get("/me/notices/").content.decode()
    assert browser.post("/me/notices/", {**HOURS, **MAIL}).headers["Location"] == "/me/notices/"
    chosen = Preference.objects.filter(person=cast.arun).values_list("category", "mail")
    assert dict(chosen) == MAIL
    assert 'value="22:00"' in browser.get("/me/notices/").content.decode()
    event = Event.objects.filter(verb="person.choose_mail").get()
    assert (event.actor, event.data) == (cast.arun.pk, MAIL)


def test_a_time_that_is_none_is_told_beside_the_field_and_nothing_is_saved(
    cast: Cast, signed_in: SignedIn
) -> None:
    page = signed_in(cast.arun).post("/me/notices/", {**HOURS, **MAIL, "quiet_from": "late"})
    text = page.content.decode()
    assert 'value="late"' in text
    assert "Something here needs another look" in text
    assert (Preference.objects.count(), QuietHours.objects.count()) == (0, 0)


@pytest.mark.parametrize("address", ["/notices/", "/notices/1/", "/me/notices/"])
def test_a_stranger_is_asked_to_sign_in(client: Client, db: None, address: str) -> None:
    assert client.get(address).headers["Location"] == f"/account/login/?next={address}"
