"""The log of a session on a phone whose network comes and goes, and which two people use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from banyan.mentoring.actions import records
from banyan.mentoring.models import SessionLog
from banyan.mentoring.states import RecordKind, Tier
from banyan.organisations.queries import viewer_for
from banyan.people.models import SentForm, TypedForm
from banyan.practice.models import Reading
from tests.conftest import NOW
from tests.journeys.conftest import PATIENCE, PHONE, sign_in
from tests.walk.conftest import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = "Kept on this phone. It is sent as soon as there is a network."
COPY = "This page is the copy kept on this phone. What you write is kept, too."
IN_STORE = """async () => {
    const base = await new Promise((done) => {
        const asked = indexedDB.open("banyan");
        asked.onsuccess = () => done(asked.result);
    });
    if (!base.objectStoreNames.length) return [];
    return new Promise((done) => {
        const all = base.transaction("waiting").objectStore("waiting").getAll();
        all.onsuccess = () => done(all.result.map(
            (row) => row.person + " " + new Map(row.fields).get("works")
        ));
    });
}"""
IN_CACHES = """async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("banyan-pages-"));
    const found = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return found.flat().map((request) => new URL(request.url).pathname);
}"""


@pytest.fixture
def phone(chromium: Browser, live_server: Any) -> Iterator[BrowserContext]:
    """One phone, and whoever signs in on it; without a network it complains, as it may."""
    context = chromium.new_context(
        base_url=live_server.url,
        viewport=PHONE,  # type: ignore[arg-type]  # a ViewportSize is a dict
        locale="en-IN",
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def until(page: Page, script: str, wanted: object) -> None:
    """Waits for what the script gives: what is kept is kept a moment after it is said."""
    for _try in range(100):
        if page.evaluate(script) == wanted:
            return
        page.wait_for_timeout(100)
    assert page.evaluate(script) == wanted


def log_of(story: Story) -> tuple[str, int]:
    found = SessionLog.objects.get(session=story.held)
    return found.works, found.version


def test_what_is_typed_without_a_network_is_sent_once_when_it_is_back(
    story: Story, phone: BrowserContext, live_server: Any
) -> None:
    address = f"/sessions/{story.held.pk}/log/"
    before = SessionLog.objects.filter(session=story.held).first()
    version = before.version if before else 0
    sign_in(phone, story.cast.arun, live_server.url)
    page = phone.new_page()
    page.goto(address)
    works = page.get_by_label("What works")
    status = page.locator("form[data-keep] [role=status]")

    works.fill("With a network.")
    expect(status).to_contain_text("Saved at")
    assert log_of(story) == ("With a network.", version + 1)
    until(page, IN_CACHES, [address])

    phone.set_offline(True)
    works.fill("Without a network.")
    expect(status).to_have_text(KEPT)
    page.reload()
    expect(works).to_have_value("Without a network.")
    works.fill("Without a network, after a reload.")
    until(page, IN_STORE, [f"{story.cast.arun.pk} Without a network, after a reload."])
    expect(status).to_have_text(KEPT)
    assert log_of(story) == ("With a network.", version + 1)

    phone.set_offline(False)
    expect(status).to_contain_text("Saved at")
    assert log_of(story) == ("Without a network, after a reload.", version + 2)
    assert page.evaluate(IN_STORE) == []
    assert SentForm.objects.filter(person=story.cast.arun).count() == 2

    phone.set_offline(True)
    page.reload()
    expect(works).to_have_value("Without a network, after a reload.")
    phone.set_offline(False)
    page.get_by_role("button", name="Keep the log").click()
    expect(page.get_by_text("Kept. Open steps come first next time.")).to_be_visible()


def test_an_answer_that_is_lost_is_asked_for_again_and_nothing_is_done_twice(
    story: Story, phone: BrowserContext, live_server: Any
) -> None:
    sign_in(phone, story.cast.arun, live_server.url)
    page = phone.new_page()
    page.goto(f"/sessions/{story.held.pk}/log/")
    before = SessionLog.objects.filter(session=story.held).first()
    version = before.version if before else 0
    status = page.locator("form[data-keep] [role=status]")
    keys = []

    def lose(route: Any) -> None:
        keys.append(route.request.headers["idempotency-key"])
        route.fetch()  # it arrives, and is done
        route.abort()  # but its answer does not

    page.route("**/log/", lambda r: lose(r) if r.request.method == "POST" else r.continue_())
    page.get_by_label("What works").fill("Sent and unanswered.")
    expect(status).to_have_text(KEPT)
    assert log_of(story) == ("Sent and unanswered.", version + 1)
    page.get_by_label("What works").fill("Sent and unanswered, and more.")
    page.wait_for_timeout(2500)
    page.unroute_all()
    page.evaluate("dispatchEvent(new Event('online'))")
    until(page, IN_STORE, [])
    expect(status).to_contain_text("Saved at")
    assert log_of(story) == ("Sent and unanswered, and more.", version + 2)
    assert len(set(keys)) == 1 < len(keys)
    assert page.locator("#main h2", has_text="What you wrote").count() == 0


def test_two_who_wrote_at_once_see_both_texts(
    story: Story, phone: BrowserContext, live_server: Any, chromium: Browser
) -> None:
    address = f"/sessions/{story.held.pk}/log/"
    sign_in(phone, story.cast.arun, live_server.url)
    arun = phone.new_page()
    arun.goto(address)
    other = chromium.new_context(base_url=live_server.url, viewport=PHONE)  # type: ignore[arg-type]
    sign_in(other, story.cast.meera, live_server.url)
    meera = other.new_page()
    meera.goto(address)
    meera.get_by_label("What works").fill("As Meera says.")
    expect(meera.locator("form[data-keep] [role=status]")).to_contain_text("Saved at")
    other.close()

    arun.get_by_label("What works").fill("As Arun says.")
    expect(arun.get_by_role("heading", name="What is there now")).to_be_visible()
    expect(arun.locator("main")).to_contain_text("As Meera says.")
    expect(arun.get_by_label("What works")).to_have_value("As Arun says.")
    arun.goto("/")
    expect(arun.locator("#kept").get_by_role("link")).to_have_text("Log of the session")
    arun.goto(address)
    expect(arun.get_by_role("heading", name="What is there now")).to_be_visible()
    expect(arun.locator("main")).to_contain_text("As Meera says.")
    expect(arun.get_by_label("What works")).to_have_value("As Arun says.")
    assert log_of(story)[0] == "As Meera says."
    arun.get_by_label("What works").fill("As Meera says. As Arun says.")
    arun.get_by_role("button", name="Keep the log").click()
    expect(arun.get_by_text("Kept. Open steps come first next time.")).to_be_visible()
    assert log_of(story)[0] == "As Meera says. As Arun says."
    until(arun, IN_STORE, [])


def test_another_person_on_the_same_phone_sees_and_sends_nothing(
    story: Story, phone: BrowserContext, live_server: Any
) -> None:
    address = f"/sessions/{story.held.pk}/log/"
    sign_in(phone, story.cast.arun, live_server.url)
    page = phone.new_page()
    page.goto(address)
    until(page, IN_CACHES, [address])
    phone.set_offline(True)
    page.get_by_label("What works").fill("Only for the two of us.")
    expect(page.locator("form[data-keep] [role=status]")).to_have_text(KEPT)

    page.close()  # before it was sent
    phone.clear_cookies()
    phone.set_offline(False)
    sign_in(phone, story.cast.meera, live_server.url)
    page = phone.new_page()
    page.goto("/")
    until(page, IN_CACHES, [])
    expect(page.locator("#kept")).to_be_hidden()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert "Only for the two of us." not in page.content()
    assert page.get_by_label("What works").input_value() != "Only for the two of us."
    written = SessionLog.objects.filter(session=story.held, works="Only for the two of us.")
    assert not written.exists()
    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    until(page, IN_CACHES, [])
    phone.set_offline(True)
    with pytest.raises(Error, match="net::ERR_"):
        page.goto(address)

    phone.set_offline(False)
    sign_in(phone, story.cast.arun, live_server.url)
    page.goto("/")
    expect(page.locator("#kept")).to_contain_text("Saved at")
    assert written.count() == 1
    assert page.evaluate(IN_STORE) == []


def test_what_is_taken_back_is_no_longer_kept_once_the_phone_hears_of_it(
    story: Story, phone: BrowserContext, live_server: Any
) -> None:
    now = viewer_for(story.cast.arun, now=NOW)
    kind = RecordKind.LESSON_PLAN
    plan = records.begin(kind, by=now, pair=story.pair, title="Halves", words={"aims": "Cut it."})
    address = f"/lesson-plans/{plan.pk}/"
    sign_in(phone, story.cast.meera, live_server.url)
    page = phone.new_page()
    page.goto(address)
    until(page, IN_CACHES, [address])
    records.set_tier(plan, Tier.OWN, by=now)
    answer = page.goto(address)
    assert answer is not None and answer.status == 404
    until(page, IN_CACHES, [])
    phone.set_offline(True)
    with pytest.raises(Error, match="net::ERR_"):
        page.goto(address)


def test_a_review_is_kept_as_it_is_typed_and_nobody_else_learns_of_it(
    story: Story, phone: BrowserContext, live_server: Any
) -> None:
    address = f"/readings/{story.reading.pk}/"
    sign_in(phone, story.ravi, live_server.url)
    page = phone.new_page()
    page.goto(address)
    comment = page.locator("textarea").first
    status = page.locator("form[data-keep] [role=status]")
    expect(status).to_contain_text("You began this before.")

    comment.fill("The quiet ones are not in it.")
    expect(status).to_contain_text("Not sent yet.")
    kept = TypedForm.objects.get(person=story.ravi, address=address)
    assert "The quiet ones are not in it." in dict(kept.words).values()
    assert Reading.objects.get(pk=story.reading.pk).status == "assigned"

    phone.set_offline(True)
    comment.fill("The quiet ones are in the annex.")
    expect(status).to_contain_text("Kept on this phone, and not sent.")
    phone.set_offline(False)
    expect(status).to_contain_text("Not sent yet.")
    page.goto("/readings/")
    page.goto(address)
    expect(comment).to_have_value("The quiet ones are in the annex.")
    for met in page.get_by_label("Met", exact=True).all():
        met.check()
    page.get_by_role("button", name="Hand in what you found").click()
    expect(page.get_by_text("Thank you. What you found is handed in.")).to_be_visible()
    assert not TypedForm.objects.filter(person=story.ravi).exists()


def test_two_small_forms_of_a_page_are_kept_as_they_are_typed(
    story: Story, phone: BrowserContext, live_server: Any
) -> None:
    """A comment below a record, and an item of an agenda: gone on with on another device."""
    meera = story.cast.meera
    record, session = f"/records/{story.record.pk}/", f"/sessions/{story.coming.pk}/"
    sign_in(phone, meera, live_server.url)
    page = phone.new_page()
    for where, label, said in (
        (record, "Your comment", "The pause after the question."),
        (session, "What would you like to talk about?", "Who answers, and who never does."),
    ):
        page.goto(where)
        box = page.get_by_label(label)
        form = page.locator("form", has=box)
        expect(form.get_by_role("button", name="Finish it later")).to_be_hidden()
        box.fill(said)
        expect(form.get_by_role("status")).to_contain_text("Not sent yet.")

    desk = phone.browser.new_context(base_url=live_server.url)  # type: ignore[union-attr]
    sign_in(desk, meera, live_server.url)
    page = desk.new_page()
    page.goto(session)
    item = page.get_by_label("What would you like to talk about?")
    expect(item).to_have_value("Who answers, and who never does.")
    page.get_by_role("button", name="Add to the agenda").click()
    expect(page.locator("#agenda li")).to_contain_text(["", "Who answers, and who never does."])
    expect(item).to_have_value("")
    page.goto(record)
    expect(page.get_by_label("Your comment")).to_have_value("The pause after the question.")
    left = TypedForm.objects.filter(person=meera).values_list("address", flat=True)
    assert list(left) == [f"{record}comment/"]
    desk.close()


def test_whoever_signed_in_anew_in_another_window_presses_once(
    story: Story, phone: BrowserContext, live_server: Any
) -> None:
    """The page knows by then that it is hers, though its own token is an old one."""
    sign_in(phone, story.cast.meera, live_server.url)
    page = phone.new_page()
    page.goto(f"/sessions/{story.coming.pk}/")
    phone.clear_cookies()
    sign_in(phone, story.cast.meera, live_server.url)
    phone.new_page().goto("/me/")  # with a token of its own

    item = page.get_by_label("What would you like to talk about?")
    item.fill("Sent after a break.")
    status = page.locator("form", has=item).get_by_role("status")
    expect(status).to_contain_text("Not sent yet.")
    page.get_by_role("button", name="Add to the agenda").click()
    expect(page.locator("#agenda li").last).to_contain_text("Sent after a break.")
