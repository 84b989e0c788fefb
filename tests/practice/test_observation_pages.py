"""The pages of an observation, from the plan to the answer."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import TimeMachineFixture

from banyan.mentoring.actions import records as kept
from banyan.mentoring.models import Record, StepRecord
from banyan.mentoring.states import RecordKind
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.practice.actions import observations as actions
from banyan.practice.models import EvidenceLine, Observation
from banyan.practice.queries import observations as queries
from banyan.practice.queries.evidence import Line
from tests.conftest import NOW, Cast
from tests.practice.conftest import World
from tests.practice.observing import FEEDBACK, LINES, Lesson

pytestmark = pytest.mark.django_db


def test_a_typed_line_is_kept_without_scripts(
    lesson: Lesson, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    lesson.to("agreed")
    client, url = signed_in(cast.meera), f"/observations/{lesson.record.pk}/tools/"
    early = client.post(url, {"verb": "finish"}, follow=True)
    assert "Write at least one line of what you saw." in early.content.decode()
    assert (early.redirect_chain, lesson.status()) == ([(url, 302)], "agreed")
    client.post(url, {"kind": "pupils_say", "line": "Why is it blue?", "clock": "12:30"})
    row = EvidenceLine.objects.get()
    assert (row.at_seconds, row.kind, row.text) == (750, "pupils_say", "Why is it blue?")
    kind = {"kind": "teacher_does", "line": "Explains it well.", "clock": "13:00"}
    asked = client.post(url, kind, follow=True).content.decode()
    assert "“well” says how good it was" in asked
    over = client.post(url, {"verb": "finish"})
    assert (over.status_code, lesson.status()) == (302, "observed")
    refused = client.post(url, {"kind": "pupils_say", "line": "Later", "clock": "1:00"})
    assert refused.status_code == 403


def test_what_a_phone_sends_twice_is_kept_once(
    lesson: Lesson,
    cast: Cast,
    signed_in: Callable[[Person], Client],
    time_machine: TimeMachineFixture,
) -> None:
    lesson.to("agreed")
    time_machine.move_to(NOW, tick=False)
    client, url = signed_in(cast.meera), f"/observations/{lesson.record.pk}/tools/"
    began = int((NOW - timedelta(minutes=40)).timestamp() * 1000)
    sent = (
        f"began\t{began}\na.1\t5\ttalk\tteacher\r\na.2\t9\tpupils_say\t\t\tWhy?\na.3\t9\tnear\t1-2"
    )
    headers = {"banyan-person": str(cast.meera.pk)}
    half = {"lines": sent, "kind": "pupils_say", "line": "half a li"}
    for key in ("k1", "k1", "k2"):
        client.post(url, half, headers={**headers, "idempotency-key": key})
    client.post(url, {"lines": sent + "\ngone\ta.3"})
    found, _by = lesson.seen(cast.meera)
    assert [one.key for one in queries.lines(found)] == ["a.1", "a.2"]
    assert found.observation.began_at == NOW - timedelta(minutes=40)
    lesson.do(cast.meera, actions.finish)
    late = client.post(url, half, headers={**headers, "idempotency-key": "k3"})
    assert late.status_code == 422
    assert "The lesson is over." in late.content.decode()


def test_pages_lead_from_the_plan_to_the_answer(world: World, cast: Cast, client: Client) -> None:
    client.force_login(cast.meera)
    plan = {"who": f"{world.pair.pk}-teacher", "title": "Whom do I ask?", "tools": ["talk"]}
    made = client.post("/observations/new/", {**plan, "day": "2026-02-02", "time": "10:00"})
    url = made["Location"]
    form = client.get(url + "plan/")
    assert form.status_code == 200
    client.force_login(cast.arun)
    client.post(url + "agree/")
    client.force_login(cast.meera)
    client.post(
        url + "tools/", {"line": "Opens the door", "kind": "teacher_does", "verb": "finish"}
    )
    for person, words in ((cast.meera, "shows_observer"), (cast.arun, "shows_observed")):
        client.force_login(person)
        seen = client.get(url + "write/").context["form"].initial["seen"]
        client.post(url + "write/", {words: "One door.", "seen": seen})
    client.post(url + "analyse/")
    client.force_login(cast.meera)
    seen = client.get(url + "write/").context["form"].initial["seen"]
    early = client.post(
        url + "write/", {"step_1": "Wait", "practice_1": "Now", "verb": "give", "seen": seen}
    )
    assert early.status_code == 422
    assert "Name at least one strength" in early.content.decode()
    seen = early.context["form"].data["seen"]
    done = client.post(url + "write/", {**FEEDBACK, "verb": "give", "seen": seen})
    assert done.status_code == 302
    client.force_login(cast.arun)
    answered = client.post(url + "write/", {"answer_1": "will_try", "verb": "answer", "seen": "{}"})
    assert answered.status_code == 302
    client.post(url + "close/")
    assert Observation.objects.get().status == "closed"
    page = client.get(url).content.decode()
    for words in ("Whom do I ask?", "One door.", FEEDBACK["strength_1"], FEEDBACK["practice_1"]):
        assert words in page


def test_the_page_says_what_comes_next_by_what_both_have_written(
    lesson: Lesson, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    lesson.to("observed")
    url = f"/observations/{lesson.record.pk}/"
    client = signed_in(cast.arun)

    def said() -> list[bool]:
        page = client.get(url).content.decode()
        waits = ("Now each of you writes", "Now Meera Iyer does.", "Both of you have written")
        return [words in page for words in (*waits, "Change what you wrote")]

    found = [said()]
    lesson.write(cast.arun, shows_observed="I talked for a minute.")
    found.append(said())
    lesson.write(cast.meera, shows_observer="One open question.")
    found.append(said())
    assert found == [
        [True, False, False, False],
        [False, True, False, True],
        [False, False, True, True],
    ]


def test_feedback_without_a_step_asks_for_no_word_on_steps(
    lesson: Lesson, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    lesson.to("analysed")
    lesson.write(cast.meera, strength_1="You waited.")
    lesson.do(cast.meera, actions.give)
    url = f"/observations/{lesson.record.pk}/"
    assert "Read it, and answer." in signed_in(cast.arun).get(url).content.decode()
    assert "reads it, and answers." in signed_in(cast.meera).get(url).content.decode()


def test_a_step_of_the_journey_leads_to_an_observation_that_serves_it(
    world: World, cast: Cast, client: Client
) -> None:
    key = "module_1/observation"
    StepRecord.objects.filter(mentorship=world.pair, key=key).delete()
    client.force_login(cast.meera)
    step = client.get(f"/mentorships/{world.pair.pk}/steps/module_1.observation/")
    way = f"/observations/new/?pair={world.pair.pk}&amp;step=module_1.observation"
    assert way in step.content.decode()
    form = client.get(way.replace("&amp;", "&")).context["form"]
    assert form.initial["serves"] == key
    said = {"who": f"{world.pair.pk}-teacher", "title": "Whom do I ask?", "serves": key}
    client.post("/observations/new/", said)
    assert Record.objects.get().step_key == key


def test_two_who_plan_at_once_are_shown_both(lesson: Lesson, cast: Cast, client: Client) -> None:
    url = f"/observations/{lesson.record.pk}/plan/"
    client.force_login(cast.arun)
    seen = client.get(url).context["form"].initial["seen"]
    client.post(url, {"title": "Mine", "seen": seen})
    client.force_login(cast.meera)
    clash = client.post(url, {"title": "Hers", "seen": seen})
    assert clash.status_code == 409
    assert Record.objects.get(pk=lesson.record.pk).title == "Mine"


@pytest.mark.parametrize(("clock", "begins"), [("01:30", "06:30"), ("01:45", "05:45")])
def test_a_plan_in_an_hour_shown_twice_stays_where_its_time_is_left_as_it_is(
    lesson: Lesson, cast: Cast, signed_in: Callable[[Person], Client], clock: str, begins: str
) -> None:
    """It begins at half past one in New York, for the second time on that day."""
    Person.objects.filter(pk=cast.arun.pk).update(time_zone="America/New_York")
    Observation.objects.update(starts_at="2026-11-01T06:30Z")
    client, url = signed_in(cast.arun), f"/observations/{lesson.record.pk}/plan/"
    seen = client.get(url).context["form"].initial["seen"]
    said = {"title": "Mine", "seen": seen, "day": "2026-11-01", "time": clock}
    assert client.post(url, said).status_code == 302
    found = Observation.objects.get().starts_at
    assert found is not None
    assert found.isoformat(timespec="minutes") == f"2026-11-01T{begins}+00:00"


@pytest.mark.parametrize(("part", "most"), [("", 9), ("evidence/", 7), ("write/", 7)])
def test_pages_ask_the_same_few_queries_however_much_was_written(
    lesson: Lesson, cast: Cast, client: Client, part: str, most: int
) -> None:
    lesson.to("observed")
    client.force_login(cast.arun)
    url = f"/observations/{lesson.record.pk}/{part}"
    client.get(url)
    found = Observation.objects.get()
    counts = []
    for number in (1, 40):
        EvidenceLine.objects.create(
            observation=found, key=f"z.{number}", at_seconds=number, kind="spoke", value="1-1"
        )
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts == [most, most]


def test_a_list_of_many_asks_as_few_as_a_list_of_one(
    lesson: Lesson, world: World, cast: Cast, client: Client
) -> None:
    client.force_login(cast.meera)
    client.get("/observations/")
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get("/observations/")
        counts.append(len(asked))
        for _row in range(2):
            actions.plan(world.pair, cast.arun, by=viewer_for(cast.meera, now=NOW), focus="Again")
    assert counts[0] == counts[1] <= 10


def test_a_lesson_of_five_hundred_lines_is_a_light_page(
    lesson: Lesson, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    lesson.to("agreed")
    kinds = ("teacher_says", "pupils_say", "teacher_does", "spoke", "asked", "question", "talk")
    values = {"spoke": "2-3", "asked": "1-4", "question": "open", "talk": "pupils"}
    lines = [
        Line(
            f"k7q{'abcdef'[n % 6]}.{n}",
            n * 5,
            kinds[n % 7],
            values.get(kinds[n % 7], ""),
            None,
            ""
            if kinds[n % 7] in values
            else f"What happens to the {n}th candle under glass {n % 13}?",
        )
        for n in range(500)
    ]
    lesson.do(cast.meera, actions.collect, lines)
    client = signed_in(cast.meera)
    page = client.get(f"/observations/{lesson.record.pk}/tools/").content
    assert len(gzip.compress(page, 6)) <= 12 * 1024


@pytest.mark.parametrize("rows", [1, 3])
def test_its_page_asks_the_same_for_one_line_and_for_three(
    lesson: Lesson, cast: Cast, signed_in: Callable[[Person], Client], rows: int
) -> None:
    lesson.to("agreed")
    lesson.do(cast.meera, actions.collect, LINES[:rows])
    lesson.do(cast.meera, actions.finish)
    _found, arun = lesson.seen(cast.arun)
    for number in range(rows):
        kept.comment(lesson.record, f"Remark {number}", by=arun)
        kept.begin(RecordKind.JOURNAL, by=arun, title="Later", after=[lesson.record])
    for person in (cast.arun, cast.meera):
        browser = signed_in(person)
        browser.get(f"/observations/{lesson.record.pk}/")
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(f"/observations/{lesson.record.pk}/").content.decode()
        assert page.count("Remark ") == rows
        assert len(asked) == 9
