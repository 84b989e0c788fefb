"""Observations: agreed first, written down as facts, looked at together, answered by her."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import TimeMachineFixture

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import records as kept
from banyan.mentoring.models import Mentorship, NextStep, Record, StepRecord
from banyan.mentoring.queries import records
from banyan.mentoring.queries.records import digest
from banyan.mentoring.states import MentorshipStatus, RecordKind
from banyan.notifications.models import Notice
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.practice.actions import observations as actions
from banyan.practice.forms.observations import read
from banyan.practice.jobs.observations import remind_of_co_analysis
from banyan.practice.models import EvidenceLine, Observation
from banyan.practice.queries import observations as queries
from banyan.practice.queries.evidence import Line, counted
from banyan.practice.queries.observations import Cycle
from banyan.practice.rules.observations import OBSERVATION, sounds_like_a_judgement
from banyan.trail.models import Event
from tests.conftest import NOW, Cast
from tests.practice.conftest import World

pytestmark = pytest.mark.django_db

STEP = "module_2/observation"
LINES = (
    Line("a.1", 0, "talk", "teacher"),
    Line("a.2", 60, "talk", "pupils"),
    Line("a.3", 90, "teacher_does", text="Walks to the window."),
    Line("a.4", 100, "question", "open"),
    Line("a.5", 120, "spoke", "2-3"),
)
FEEDBACK = {
    "strength_1": "You waited, and Row 2 answered.",
    "step_1": "Ask the back row first.",
    "practice_1": "Tomorrow in 7B; we rehearse it on Monday.",
}


@dataclass
class Lesson:
    """One observation, and how its people see it."""

    cast: Cast
    pair: Mentorship
    record: Record

    def seen(self, person: Person, minutes: int = 0) -> tuple[Cycle, Viewer]:
        by = viewer_for(person, now=NOW + timedelta(minutes=minutes))
        reading = records.known(by, records.record(by, self.record.pk))
        return queries.cycle(by, reading), by

    def do(
        self, person: Person, act: Callable[..., object], *given: object, **more: object
    ) -> None:
        found, by = self.seen(person)
        act(found, *given, by=by, **more)

    def write(self, person: Person, **words: str) -> None:
        found, by = self.seen(person)
        there = found.reading.words
        actions.write(found, words, {c: digest(t) for c, t in there.items()}, by=by)

    def status(self) -> str:
        return Observation.objects.get(record=self.record).status

    def to(self, status: str) -> Lesson:
        """Go on until it stands so."""
        arun = self.cast.arun
        ways: list[tuple[str, Callable[[], None]]] = [
            ("planned", lambda: None),
            ("agreed", lambda: self.do(arun, actions.agree)),
            ("observed", self._observe),
            ("analysed", self._analyse),
            ("feedback", self._give),
            ("answered", self._answer),
            ("closed", lambda: self.do(arun, actions.close)),
        ]
        for name, way in ways:
            way()
            if name == status:
                break
        assert self.status() == status
        return self

    def _observe(self) -> None:
        self.do(self.cast.meera, actions.collect, LINES)
        self.do(self.cast.meera, actions.finish)

    def _analyse(self) -> None:
        self.write(self.cast.meera, shows_observer="One open question.")
        self.write(self.cast.arun, shows_observed="I talked for a minute.")
        self.do(self.cast.arun, actions.analyse)

    def _give(self) -> None:
        self.write(self.cast.meera, **FEEDBACK)
        self.do(self.cast.meera, actions.give)

    def _answer(self) -> None:
        self.write(self.cast.arun, answer_1="will_try")
        self.do(self.cast.arun, actions.answer)


@pytest.fixture
def lesson(world: World, cast: Cast) -> Lesson:
    """Meera has planned to watch Arun."""
    made = actions.plan(
        world.pair, cast.arun, by=viewer_for(cast.meera, now=NOW), focus="Whom do I ask?",
        words={"look_for": "Hands", "rows": 4, "columns": 5}, step_key=STEP,
    )  # fmt: skip
    return Lesson(cast, world.pair, made.record)


def test_whoever_is_observed_owns_it_from_the_planning_on(lesson: Lesson, cast: Cast) -> None:
    assert lesson.record.owner == cast.arun
    assert Observation.objects.get().observer == cast.meera


def test_it_goes_from_the_plan_to_the_answer(lesson: Lesson) -> None:
    lesson.to("closed")
    verbs = Event.objects.filter(verb__startswith="observation.").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        f"observation.{verb}"
        for verb in ("plan", "agree", "begin", "finish", "analyse", "give", "answer", "close")
    ]


def test_whoever_planned_it_waits_for_the_other_to_agree(lesson: Lesson, cast: Cast) -> None:
    with pytest.raises(Refused):
        lesson.do(cast.meera, actions.agree)
    lesson.do(cast.arun, actions.change_plan, "Who is silent?", {}, {"": digest("Whom do I ask?")})
    with pytest.raises(Refused):
        lesson.do(cast.arun, actions.agree)
    lesson.do(cast.meera, actions.agree)
    assert lesson.status() == "agreed"


def test_a_plan_without_a_question_is_not_agreed_to(lesson: Lesson, cast: Cast) -> None:
    lesson.do(cast.meera, actions.change_plan, "", {}, {"": digest("Whom do I ask?")})
    with pytest.raises(Refused, match="one question"):
        lesson.do(cast.arun, actions.agree)


def test_only_whoever_observes_writes_evidence_and_only_in_the_lesson(
    lesson: Lesson, cast: Cast
) -> None:
    with pytest.raises(Refused):
        lesson.do(cast.meera, actions.collect, LINES)
    lesson.to("agreed")
    with pytest.raises(Refused):
        lesson.do(cast.arun, actions.collect, LINES)
    lesson.do(cast.meera, actions.collect, LINES)
    lesson.do(cast.meera, actions.finish)
    with pytest.raises(Refused, match="stays as it is"):
        lesson.do(cast.meera, actions.collect, [Line("b.1", 5, "talk", "pupils")])


def test_a_line_that_is_sent_again_is_there_once_and_as_it_was(lesson: Lesson, cast: Cast) -> None:
    lesson.to("agreed")
    lesson.do(cast.meera, actions.collect, LINES)
    again = [*LINES[:2], Line("a.3", 91, "teacher_does", text="Something else.")]
    lesson.do(cast.meera, actions.collect, again, ["a.5"])
    found, _by = lesson.seen(cast.arun)
    assert queries.plain(queries.lines(found)) == list(LINES[:4])
    lesson.do(cast.meera, actions.collect, LINES)  # what was taken back stays so
    assert len(queries.lines(found)) == 4
    assert EvidenceLine.objects.get(key="a.5").value == ""


def test_nobody_writes_before_the_time_nor_in_the_others_place(lesson: Lesson, cast: Cast) -> None:
    lesson.to("observed")
    lesson.write(cast.meera, shows_observed="Not hers", strength_1="Too early", shows_observer="A")
    assert Record.objects.get(pk=lesson.record.pk).words == {
        "look_for": "Hands", "rows": 4, "columns": 5, "shows_observer": "A",
    }  # fmt: skip


def test_both_say_what_the_evidence_shows_before_there_is_feedback(
    lesson: Lesson, cast: Cast
) -> None:
    lesson.to("observed")
    lesson.write(cast.meera, shows_observer="One open question.")
    with pytest.raises(Refused, match="each of you"):
        lesson.do(cast.meera, actions.analyse)
    with pytest.raises(Refused):
        lesson.do(cast.meera, actions.give)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"step_1": "Ask the back row.", "practice_1": "On Monday."}, "strength"),
        ({"strength_1": "You waited.", "step_1": "Ask the back row."}, "practised"),
        ({"strength_1": "You waited.", "practice_2": "On Monday."}, "which step"),
    ],
)
def test_feedback_has_a_strength_and_each_step_its_practice(
    lesson: Lesson, cast: Cast, words: dict[str, str], why: str
) -> None:
    lesson.to("analysed")
    lesson.write(cast.meera, **words)
    with pytest.raises(Refused, match=why):
        lesson.do(cast.meera, actions.give)


def test_no_third_step_can_be_written(lesson: Lesson, cast: Cast) -> None:
    lesson.to("analysed")
    lesson.write(cast.meera, **FEEDBACK, step_3="And one more", practice_3="Soon")
    assert "step_3" not in Record.objects.get(pk=lesson.record.pk).words


def test_she_answers_each_step_and_says_why_she_disagrees(lesson: Lesson, cast: Cast) -> None:
    lesson.to("feedback")
    with pytest.raises(Refused, match="each step"):
        lesson.do(cast.arun, actions.answer)
    lesson.write(cast.arun, answer_1="disagree")
    with pytest.raises(Refused, match="why"):
        lesson.do(cast.arun, actions.answer)
    lesson.write(cast.arun, answer_1="disagree", because_1="They are shy there.")
    lesson.do(cast.arun, actions.answer)
    assert (lesson.status(), NextStep.objects.count()) == ("answered", 0)


@pytest.mark.parametrize(
    ("said", "agreed"),
    [
        ("will_try", ("teacher", "Ask the back row first.")),
        ("need_help", ("mentor", "Help with: Ask the back row first.")),
    ],
)
def test_the_next_session_opens_with_what_she_will_try(
    lesson: Lesson, cast: Cast, said: str, agreed: tuple[str, str]
) -> None:
    lesson.to("feedback")
    lesson.write(cast.arun, answer_1=said)
    lesson.do(cast.arun, actions.answer)
    rows = NextStep.objects.filter(mentorship=lesson.pair, session=None, done_on=None)
    assert list(rows.values_list("side", "text")) == [agreed]


def test_of_a_modelling_visit_the_steps_are_the_visitors_own(world: World, cast: Cast) -> None:
    made = actions.plan(
        world.pair, cast.meera, by=viewer_for(cast.meera, now=NOW), focus="How do you begin?"
    )
    visit = Lesson(cast, world.pair, made.record)
    visit.do(cast.arun, actions.agree)
    visit.do(cast.arun, actions.collect, LINES)
    visit.do(cast.arun, actions.finish)
    visit.write(cast.arun, shows_observer="Two minutes of silence.")
    visit.write(cast.meera, shows_observed="They read first.")
    visit.do(cast.meera, actions.analyse)
    visit.write(cast.arun, **FEEDBACK)
    visit.do(cast.arun, actions.give)
    assert (made.record.owner, made.direction) == (cast.meera, "modelling")
    assert visit.status() == "answered"
    assert list(NextStep.objects.values_list("side", "text")) == [
        ("teacher", "Ask the back row first.")
    ]


def test_the_step_of_the_journey_is_done_by_it(lesson: Lesson) -> None:
    lesson.to("observed")
    step = StepRecord.objects.get(mentorship=lesson.pair, key=STEP)
    assert (step.status, step.done_on) == ("done", NOW.date())


def test_it_is_looked_at_within_a_week_unless_the_blueprint_says_otherwise(lesson: Lesson) -> None:
    lesson.to("observed")
    assert Observation.objects.get().analyse_by == NOW.date() + timedelta(days=7)


def test_both_are_reminded_once_of_what_was_not_looked_at(
    lesson: Lesson, cast: Cast, time_machine: TimeMachineFixture
) -> None:
    lesson.to("observed")
    late = NOW + timedelta(days=6)
    time_machine.move_to(late, tick=False)
    assert (remind_of_co_analysis(), remind_of_co_analysis()) == (2, 0)
    told = Notice.objects.filter(kind="observation.analyse_due")
    assert set(told.values_list("person_id", flat=True)) == {cast.arun.pk, cast.meera.pk}


def test_two_who_press_the_same_button_do_it_once(lesson: Lesson, cast: Cast) -> None:
    first, by = lesson.seen(cast.arun)
    second, _by = lesson.seen(cast.arun)
    actions.agree(first, by=by)
    with pytest.raises(Stale):
        actions.agree(second, by=by)


def test_when_the_pair_has_ended_it_stays_as_it_was(lesson: Lesson, cast: Cast) -> None:
    lesson.to("observed")
    Mentorship.objects.filter(pk=lesson.pair.pk).update(status=MentorshipStatus.ENDED)
    with pytest.raises(Refused, match="ended"):
        lesson.write(cast.arun, shows_observed="Later")
    found, _by = lesson.seen(cast.arun)
    assert len(queries.lines(found)) == len(LINES)


def test_others_see_that_it_was_when_and_how_long_and_never_a_word(
    lesson: Lesson, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    lesson.to("answered")
    knows = {
        who: queries.observations(viewer_for(person, now=NOW)).count()
        for who, person in cast.everybody().items()
    }
    assert {who for who, count in knows.items() if count} == {"arun", "meera", "devi"}
    row = queries.observations(viewer_for(cast.devi, now=NOW)).get()
    assert (row.status, row.minutes) == ("answered", 2)
    client = signed_in(cast.devi)
    page = client.get("/observations/").content.decode()
    words = ("Whom do I ask?", "Hands", "window", "back row", "open question", "Monday")
    assert [word for word in words if word in page] == []
    assert "2 min" in page
    for part in ("", "evidence/", "write/", "tools/", "plan/"):
        assert client.get(f"/observations/{lesson.record.pk}/{part}").status_code == 404


def test_whoever_is_shown_a_paragraph_reads_no_line_of_evidence(
    lesson: Lesson, cast: Cast, world: World
) -> None:
    lesson.to("analysed")
    _found, arun = lesson.seen(cast.arun)
    record = records.record(arun, lesson.record.pk)
    kavita = records.can_be_named(arun, record).exclude(pk=cast.meera.pk).first()
    assert kavita is not None
    kept.share(record, kavita, by=arun, parts=[digest("One open question.")])
    found, _by = lesson.seen(kavita)
    assert found.reading.words == {"shows_observer": "One open question."}
    assert (queries.lines(found), found.has_evidence) == ([], False)


def test_what_is_counted_is_what_the_lines_say() -> None:
    found = counted(
        [
            *LINES,
            Line("b.1", 130, "wait", number=31),
            Line("b.2", 131, "wait", number=8),
            Line("b.3", 132, "wait", number=12),
            Line("b.4", 140, "sweep", "30", 21),
            Line("b.5", 150, "sweep", "30", 24),
            Line("b.6", 160, "question", "closed"),
            Line("b.7", 161, "question", "closed"),
            Line("b.8", 162, "spoke", "2-3"),
            Line("b.9", 163, "spoke", "1-1"),
            Line("c.1", 164, "near", "1-1"),
            Line("c.2", 180, "talk", "silence"),
        ],
        places=20,
        ends_at=240,
    )
    assert (found.teacher_seconds, found.pupil_seconds, found.quiet_seconds) == (60, 120, 60)
    assert (found.teacher_percent, found.open_percent, found.heard_percent) == (33, 33, 10)
    assert (found.wait_seconds, found.on_task_percent, found.places_visited) == (1.2, 75, 1)


def test_where_nothing_was_counted_nothing_is_said() -> None:
    found = counted([], places=20)
    assert (found.teacher_percent, found.open_percent, found.heard_percent) == (None, None, None)
    assert (found.wait_seconds, found.on_task_percent) == (None, None)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("Explains it well.", "well"),
        ("Goes too fast for the back row.", "too fast"),
        ("बहुत अच्छा पढ़ाया", "अच्छा"),
        ("Слишком быстро объясняет", "Слишком"),
        ("Writes three goals on the board.", ""),
        ("Welcomes everybody at the door.", ""),
        ("Показывает на доску.", ""),
    ],
)
def test_a_line_that_judges_is_heard(line: str, word: str) -> None:
    assert sounds_like_a_judgement(line) == word


@pytest.mark.parametrize(
    "parts",
    [
        ["a.1", "x", "talk", "teacher"],
        ["a.1", "1", "talk", "<script>"],
        ["a.1", "1", "spoke", "99-99"],
        ["a.1", "1", "sweep", "10", "11"],
        ["a.1", "1", "sweep", "0", "0"],
        ["a.1", "1", "wait"],
        ["a.1", "1", "teacher_says", "", "", " "],
        ["a.1", "1", "verdict", "good"],
        ["A 1", "1", "talk", "teacher"],
    ],
)
def test_what_no_tool_sends_is_left_out(parts: list[str]) -> None:
    assert read(parts) is None


def test_every_verb_says_no_to_everybody_else(lesson: Lesson, cast: Cast) -> None:
    found, _by = lesson.seen(cast.arun)
    others = [p for who, p in cast.everybody().items() if who not in ("arun", "meera")]
    for status in Observation._meta.get_field("status").choices or ():
        found.observation.status = status[0]
        for move in OBSERVATION.moves:
            for person in others:
                assert not OBSERVATION.decide(viewer_for(person, now=NOW), found, move.verb)


def test_a_typed_line_is_kept_without_scripts(
    lesson: Lesson, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    lesson.to("agreed")
    client, url = signed_in(cast.meera), f"/observations/{lesson.record.pk}/tools/"
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


@pytest.mark.parametrize(("part", "most"), [("", 10), ("evidence/", 8), ("write/", 8)])
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
        assert len(asked) == 10
