"""What somebody types into a form is hers alone, on every device of hers, until she sends it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from banyan.mentoring.actions import records
from banyan.mentoring.models import AgendaItem, Record, RecordComment, Session
from banyan.mentoring.states import Tier
from banyan.people import jobs
from banyan.people.models import Person, TypedForm
from banyan.trail.models import Event
from tests.conftest import NOW
from tests.walk.conftest import Story
from tests.walk.moments import at
from tests.walk.walking import walked

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("walk")]
WORDS = "A violet thought"
DAY = str((NOW + timedelta(days=20)).date())
WHEN = {"day": DAY, "time": "16:30", "minutes": "45", "mode": "online"}


@dataclass(frozen=True)
class Typed:
    """One form: where it is sent, on which other page it stands, what is typed into it."""

    who: Callable[[Story], Person]
    to: Callable[[Story], str]
    words: dict[str, str]
    also_on: Callable[[Story], str] | None = None
    shows: str = WORDS


def _meera(story: Story) -> Person:
    return story.cast.meera


def _arun(story: Story) -> Person:
    return story.cast.arun


def _url(name: str, of: Callable[[Story], Any], query: str = "") -> Callable[[Story], str]:
    return lambda story: reverse(name, args=[of(story).pk]) + query


FORMS = {
    "a comment below a record": Typed(
        _meera, _url("mentoring:record_comment", lambda s: s.record), {"text": WORDS},
        _url("mentoring:record", lambda s: s.record),
    ),
    "a comment on a section of it": Typed(
        _meera, _url("mentoring:record_comment", lambda s: s.record, "?section=text"),
        {"text": WORDS, "section": "text"},
    ),
    "an item of the agenda": Typed(
        _arun, _url("mentoring:session_agenda", lambda s: s.coming), {"text": WORDS},
        _url("mentoring:session", lambda s: s.coming),
    ),
    "a session that is proposed": Typed(
        _meera, _url("mentoring:session_propose", lambda s: s.pair), {**WHEN, "topic": WORDS},
    ),
    "another time for a session": Typed(
        _arun, _url("mentoring:session_reschedule", lambda s: s.coming), {**WHEN, "topic": WORDS},
    ),
    "how long it was": Typed(
        _arun, _url("mentoring:session_attendance", lambda s: s.held), {"minutes_{arun}": "47"},
        shows='value="47"',
    ),
    "the plan of an observation": Typed(
        _meera, _url("practice:observation_plan", lambda s: s.watched["planned"]),
        {"title": WORDS, "look_for": "Hands that go up.", "tools": "script"},
    ),
    "a remark on a moment of a video": Typed(
        _meera, _url("practice:video_remark", lambda s: s.film), {"at": "4:30", "text": WORDS},
        _url("practice:video", lambda s: s.film),
    ),
    "who may read a record": Typed(
        _arun, _url("mentoring:record_readers", lambda s: s.record),
        {"person": "{bina}", "until": DAY}, shows=f'value="{DAY}"',
    ),
}  # fmt: skip


def of(person: Person) -> Client:
    """A device of hers."""
    browser = Client()
    browser.force_login(person)
    return browser


def page(browser: Client, url: str) -> str:
    return browser.get(url, follow=True).content.decode()


def filled(story: Story, form: Typed) -> dict[str, str]:
    ids = {"arun": story.cast.arun.pk, "bina": story.bina.pk}
    return {name.format(**ids): said.format(**ids) for name, said in form.words.items()}


def keep(browser: Client, person: Person, url: str, words: dict[str, str]) -> Any:
    """As the script does while somebody types."""
    headers = {
        "idempotency-key": str(words), "banyan-person": str(person.pk), "banyan-typed": "1",
    }  # fmt: skip
    return browser.post(url, {**words, "keeps": url}, headers=headers)


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("name", FORMS)
def test_what_is_typed_on_one_device_is_gone_on_with_on_another_and_forgotten_once_sent(
    story: Story, name: str
) -> None:
    form = FORMS[name]
    person, url, words = form.who(story), form.to(story), filled(story, FORMS[name])
    shown = [url, *([form.also_on(story)] if form.also_on else [])]
    phone, desk = of(person), of(person)
    empty = phone.get(url).content.decode()
    assert form.shows not in empty and f'name="keeps" value="{url}"' in empty
    events = Event.objects.count()
    assert keep(phone, person, url, words).json()["says"].endswith("Not sent yet.")
    assert Event.objects.count() == events
    assert TypedForm.objects.filter(person=person, address=url).count() == 1
    for where in shown:
        assert form.shows in page(desk, where), where
        for other in (story.cast.arun, story.cast.meera, story.cast.devi, story.bina):
            if other != person:
                assert form.shows not in page(of(other), where), (other, where)
    context = desk.get(url).context
    drawn = context["form"] if "form" in context else context["remark"]
    hidden = {one.html_name: str(one.value()) for one in drawn.hidden_fields()}
    sent = desk.post(url, {**hidden, **words, "keeps": url})
    assert sent.status_code == 302
    assert not TypedForm.objects.filter(person=person, address=url).exists()


@time_machine.travel(NOW, tick=False)
def test_without_scripts_a_button_keeps_a_comment_and_leads_to_it(story: Story) -> None:
    """Its other button is below the record; what it keeps is shown at once, and sent to nobody."""
    arun, url = story.cast.arun, f"/records/{story.record.pk}/comment/"
    remarks = RecordComment.objects.count()
    words = {"text": WORDS, "keep_for_later": "yes", "keeps": url}
    kept = of(arun).post(url, words, follow=True).content.decode()
    assert "Kept for you alone. Nothing is sent yet." in kept and WORDS in kept
    assert RecordComment.objects.count() == remarks


@time_machine.travel(NOW, tick=False)
def test_two_forms_of_one_page_are_kept_apart(story: Story) -> None:
    """A remark on a section and one on the whole; and only what is sent is forgotten."""
    meera, pk = story.cast.meera, story.record.pk
    whole, part = f"/records/{pk}/comment/", f"/records/{pk}/comment/?section=text"
    browser = of(meera)
    for url, said in ((whole, "Of the whole."), (part, "Of a part.")):
        assert keep(browser, meera, url, {"text": said}).status_code == 200
    assert "Of the whole." in page(browser, whole) and "Of a part." not in page(browser, whole)
    assert "Of a part." in page(browser, part) and "Of the whole." not in page(browser, part)
    with time_machine.travel(NOW + timedelta(hours=7), tick=False):
        assert jobs.forget_typed() == 0
    browser.post(part, {"text": "Of a part.", "section": "text", "keeps": part})
    left = TypedForm.objects.filter(person=meera).values_list("address", flat=True)
    assert list(left) == [whole]


@time_machine.travel(NOW, tick=False)
def test_nothing_is_kept_for_another_page_than_the_one_it_is_sent_to(story: Story) -> None:
    arun, url = story.cast.arun, f"/sessions/{story.coming.pk}/agenda/"
    before = list(TypedForm.objects.filter(person=arun).values_list("pk", "words"))
    headers = {"idempotency-key": "k", "banyan-person": str(arun.pk), "banyan-typed": "1"}
    for place in (f"/records/{story.record.pk}/comment/", f"{url}?x=1", "", "/" * 300):
        answer = of(arun).post(url, {"text": WORDS, "keeps": place}, headers=headers)
        assert answer.status_code == 422, place
    long = f"/records/{story.record.pk}/comment/?section={'%E0%A4%95' * 30}"
    assert keep(of(arun), arun, long, {"text": WORDS}).status_code == 422
    assert list(TypedForm.objects.filter(person=arun).values_list("pk", "words")) == before


@time_machine.travel(NOW, tick=False)
def test_a_plan_that_the_other_has_changed_meanwhile_is_not_overwritten(story: Story) -> None:
    """What was typed goes on saying which plan it was written on."""
    meera, arun = story.cast.meera, story.cast.arun
    plan = Record.objects.get(pk=story.watched["planned"].pk)
    url = f"/observations/{plan.pk}/plan/"
    browser = of(meera)
    seen = browser.get(url).context["form"].initial["seen"]
    typed = {"title": plan.title, "look_for": "Hands that go up.", "seen": seen}
    keep(browser, meera, url, typed)
    his = of(arun).get(url).context["form"].initial["seen"]
    of(arun).post(url, {"title": plan.title, "look_for": "Who stays silent.", "seen": his})
    form = browser.get(url).context["form"]
    assert (form["look_for"].value(), form["seen"].value()) == ("Hands that go up.", seen)
    both = browser.post(url, {**typed, "keeps": url})
    assert both.status_code == 409
    assert "Who stays silent." in both.content.decode()
    assert "Hands that go up." in both.content.decode()
    assert f'name="keeps" value="{url}"' in both.content.decode()
    plan.refresh_from_db()
    assert plan.words["look_for"] == "Who stays silent."


@time_machine.travel(NOW, tick=False)
def test_a_time_that_was_changed_meanwhile_is_looked_at_again(story: Story) -> None:
    meera, url = story.cast.meera, f"/sessions/{story.coming.pk}/reschedule/"
    sequence = str(Session.objects.get(pk=story.coming.pk).sequence)
    keep(of(meera), meera, url, {**WHEN, "topic": WORDS, "seen": sequence})
    assert "Something has changed since" not in page(of(meera), url)
    of(story.cast.arun).post(url, {**WHEN, "topic": "His", "seen": sequence})
    told = page(of(meera), url)
    assert WORDS in told and "Something has changed since: look at it again" in told


@time_machine.travel(NOW, tick=False)
def test_a_comment_on_what_is_taken_back_is_forgotten(story: Story) -> None:
    meera, url = story.cast.meera, f"/records/{story.record.pk}/comment/"
    keep(of(meera), meera, url, {"text": WORDS})
    records.set_tier(Record.objects.get(pk=story.record.pk), Tier.OWN, by=at(story.cast.arun, 0))
    with time_machine.travel(NOW + timedelta(hours=7), tick=False):
        assert jobs.forget_typed() == 1
    assert not TypedForm.objects.filter(person=meera).exists()


@time_machine.travel(NOW, tick=False)
def test_an_empty_item_of_the_agenda_is_asked_for_on_a_page_of_its_own(story: Story) -> None:
    url, items = f"/sessions/{story.coming.pk}/agenda/", AgendaItem.objects.count()
    answer = of(story.cast.arun).post(url, {"text": ""})
    assert answer.status_code == 422
    assert "Write what you would like to talk about." in answer.content.decode()
    assert AgendaItem.objects.count() == items


# A written field, in a form that is sent: what somebody types into it could be lost.
FORM = re.compile(r"<form ([^>]*)>(.*?)</form>", re.S)
WRITTEN = re.compile(r'<textarea|<input type="(?:text|date|time|url|number)"')
# Why each of these keeps nothing: docs/forms.md.
KEEP_NOTHING = {
    "mentoring:questions_open",
    "practice:check_new",
    "practice:lesson_plan",
    "practice:video",
    "practice:video_new",
    "practice:video_remark",
}


def test_every_form_with_something_to_write_keeps_it_but_for_those_that_say_why() -> None:
    lost = {
        name
        for name, _who, html in walked().pages
        if name.startswith(("mentoring:", "practice:"))
        for head, inside in FORM.findall(html)
        if 'method="post"' in head and WRITTEN.search(inside) and "data-keep=" not in head
    }
    assert lost == KEEP_NOTHING
