"""Lesson plans: written by two, taught, thought about, published and copied with credit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import records
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries.records import digest
from banyan.mentoring.states import MentorshipStatus, RecordKind, Tier
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.practice.actions import lesson_plans as actions
from banyan.practice.models import LessonPlan
from banyan.practice.rules.lesson_plans import LESSON_PLAN, LESSON_PLAN_RIGHTS, Timed, length, timed
from banyan.practice.states import LessonStatus
from tests.conftest import NOW, Cast

pytestmark = pytest.mark.django_db

WORDS = {
    "subject": "mathematics",
    "stage": "middle",
    "minutes": 40,
    "aims": "Compare fractions",
    "steps": "10 Halves of paper\n25 min: stations\nTalk in pairs",
}


@pytest.fixture
def me(cast: Cast, pair: Mentorship) -> Viewer:
    return viewer_for(cast.arun, now=NOW)


@pytest.fixture
def mentor(cast: Cast, pair: Mentorship) -> Viewer:
    return viewer_for(cast.meera, now=NOW)


@pytest.fixture
def plan(pair: Mentorship, me: Viewer) -> LessonPlan:
    made = records.begin(RecordKind.LESSON_PLAN, by=me, pair=pair, title="Halves", words=WORDS)
    return LessonPlan.objects.select_related("record").get(record=made)


def again(plan: LessonPlan) -> LessonPlan:
    return LessonPlan.objects.select_related("record").get(pk=plan.pk)


def write(plan: LessonPlan, by: Viewer, **words: str) -> None:
    row = Record.objects.get(pk=plan.record_id)
    seen = {code: digest(value) for code, value in {**row.words, "": row.title}.items()}
    records.write(row, row.title, {**row.words, **words}, seen, by=by)


def address(plan: LessonPlan, rest: str = "") -> str:
    return f"/lesson-plans/{plan.record_id}/{rest}"


def loaded(client: Client, url: str) -> dict[str, str]:
    """What a browser would send back from this page, untouched."""
    form = client.get(url).context["form"]
    said = {bound.html_name: bound.value() for bound in form}
    return {name: "" if value is None else str(value) for name, value in said.items()}


# The life of a plan

STATES = {
    "teach": ("arun", "draft"),
    "plan_again": ("arun", "taught"),
    "reflect": ("arun", "taught"),
    "reopen": ("arun", "reflected"),
}


@pytest.mark.parametrize("verb", STATES)
def test_the_table_of_a_plan_says_the_same_to_everybody(
    verb: str, plan: LessonPlan, cast: Cast, me: Viewer
) -> None:
    write(plan, me, went="They asked.")
    who, states = STATES[verb]
    for status in LessonStatus:
        LessonPlan.objects.filter(pk=plan.pk).update(status=status)
        found = again(plan)
        may = {
            name
            for name, person in cast.everybody().items()
            if LESSON_PLAN.decide(viewer_for(person, now=NOW), found, verb)
        }
        assert may == ({who} if status in states.split() else set())


def test_a_plan_is_taught_and_then_thought_about(plan: LessonPlan, me: Viewer) -> None:
    actions.teach(plan, me.today, by=me)
    with pytest.raises(Refused, match="First write a few words"):
        actions.reflect(again(plan), by=me)
    write(plan, me, went="They asked more than I did.")
    actions.reflect(again(plan), by=me)
    found = again(plan)
    assert (found.status, found.taught_on) == (LessonStatus.REFLECTED, me.today)
    actions.reopen(found, by=me)
    actions.plan_again(again(plan), by=me)
    assert (again(plan).status, again(plan).taught_on) == (LessonStatus.DRAFT, None)


def test_two_tabs_teach_it_once(plan: LessonPlan, me: Viewer) -> None:
    one, other = again(plan), again(plan)
    actions.teach(one, me.today, by=me)
    with pytest.raises(Stale):
        actions.teach(other, me.today, by=me)


def test_what_came_of_it_is_asked_once_it_is_taught(
    plan: LessonPlan, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(cast.arun)
    assert "How did it go?" not in client.get(address(plan)).content.decode()
    assert client.post(address(plan, "teach/"), {"on": "2026-01-13"}).status_code == 302
    assert "How did it go?" in client.get(address(plan)).content.decode()


@pytest.mark.parametrize("day", ["2026-01-15", "2023-12-01", "", "soon"])
def test_a_day_on_which_nobody_taught_is_not_taken(
    day: str,
    plan: LessonPlan,
    cast: Cast,
    signed_in: Callable[[Person], Client],
    time_machine: object,
) -> None:
    time_machine.move_to(NOW, tick=False)  # type: ignore[attr-defined]
    assert signed_in(cast.arun).post(address(plan, "teach/"), {"on": day}).status_code == 422
    assert again(plan).status == LessonStatus.DRAFT


# Two who write at once


def test_two_who_write_in_different_sections_lose_nothing(
    plan: LessonPlan, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    hers, his = signed_in(cast.meera), signed_in(cast.arun)
    from_her, from_him = loaded(hers, address(plan)), loaded(his, address(plan))
    assert his.post(address(plan), {**from_him, "homework": "Page 12"}).status_code == 302
    assert hers.post(address(plan), {**from_her, "materials": "Paper"}).status_code == 302
    found = Record.objects.get(pk=plan.record_id).words
    assert (found["homework"], found["materials"]) == ("Page 12", "Paper")


def test_two_who_write_in_the_same_section_are_shown_both_and_can_go_on(
    plan: LessonPlan, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    hers, his = signed_in(cast.meera), signed_in(cast.arun)
    from_her, from_him = loaded(hers, address(plan)), loaded(his, address(plan))
    his.post(address(plan), {**from_him, "homework": "Page 12", "known": "Halves"})
    page = hers.post(address(plan), {**from_her, "homework": "No homework", "check": "Exit card"})
    assert page.status_code == 409
    shown = page.content.decode()
    assert "Page 12" in shown
    assert "No homework" in shown
    assert Record.objects.get(pk=plan.record_id).words["homework"] == "Page 12"
    seen = page.context["form"]["seen"].value()
    both = {**from_her, "homework": "Page 12, if you like", "check": "Exit card", "known": "Halves"}
    assert hers.post(address(plan), {**both, "seen": seen}).status_code == 302
    found = Record.objects.get(pk=plan.record_id).words
    assert (found["homework"], found["check"]) == ("Page 12, if you like", "Exit card")
    assert found["known"] == "Halves"


def test_what_is_saved_as_it_is_typed_never_takes_back_what_another_wrote(
    plan: LessonPlan, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    hers, his = signed_in(cast.meera), signed_in(cast.arun)
    typed = loaded(hers, address(plan))
    his.post(address(plan), {**loaded(his, address(plan)), "homework": "Page 12"})
    for number, words in enumerate(("Pa", "Paper")):
        answer = hers.post(
            address(plan),
            {**typed, "materials": words},
            headers={"idempotency-key": f"k{number}", "banyan-person": str(cast.meera.pk)},
        )
        typed["seen"] = answer.json()["fields"]["seen"]
    found = Record.objects.get(pk=plan.record_id).words
    assert (found["homework"], found["materials"]) == ("Page 12", "Paper")


def test_a_draft_that_begins_as_it_is_typed_is_one_plan(
    pair: Mentorship, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(cast.arun)
    head = {"banyan-person": str(cast.arun.pk)}
    answer = client.post(
        "/lesson-plans/new/", {"aims": "Ha"}, headers={**head, "idempotency-key": "k1"}
    ).json()
    told = {"aims": "Halves", "seen": answer["fields"]["seen"]}
    client.post(answer["action"], told, headers={**head, "idempotency-key": "k2"})
    made = Record.objects.get(kind=RecordKind.LESSON_PLAN)
    assert made.words == {"aims": "Halves"}
    assert LessonPlan.objects.get(record=made).status == LessonStatus.DRAFT


# Remarks


def test_a_remark_stands_beside_its_section_until_it_is_dealt_with(
    plan: LessonPlan, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    hers, his = signed_in(cast.meera), signed_in(cast.arun)
    page = f"/records/{plan.record_id}/comment/"
    assert "Compare fractions" in hers.get(f"{page}?section=aims").content.decode()
    hers.post(page, {"section": "aims", "text": "Say how you will see it."})
    beside = {line.field.name: line.comments for line in his.get(address(plan)).context["lines"]}
    assert [one.text for one in beside.pop("aims")] == ["Say how you will see it."]
    assert not any(beside.values())
    assert his.get(address(plan)).context["foot"]["comments"] == []
    made = Record.objects.get(pk=plan.record_id).comments.get()
    his.post(f"/records/{plan.record_id}/comments/{made.pk}/settle/")
    made.refresh_from_db()
    assert made.settled_at is not None


def test_nobody_settles_a_remark_that_she_cannot_read(
    plan: LessonPlan, cast: Cast, me: Viewer, signed_in: Callable[[Person], Client]
) -> None:
    made = records.comment(plan.record, "For us two", by=me, section="aims")
    for person in (cast.devi, cast.kavita, cast.omar):
        url = f"/records/{plan.record_id}/comments/{made.pk}/settle/"
        assert signed_in(person).post(url).status_code == 404
    made.refresh_from_db()
    assert made.settled_at is None


# Publishing


def test_only_the_author_publishes(plan: LessonPlan, cast: Cast) -> None:
    may = {
        name
        for name, person in cast.everybody().items()
        if LESSON_PLAN_RIGHTS.decide(viewer_for(person, now=NOW), plan, "publish")
    }
    assert may == {"arun"}


def test_what_is_published_has_neither_remarks_nor_what_came_of_it(
    plan: LessonPlan, cast: Cast, me: Viewer, mentor: Viewer, client: Client
) -> None:
    records.comment(plan.record, "A heron word", by=mentor, section="aims")
    actions.teach(plan, me.today, by=me)
    write(plan, me, went="An ibis word", learned="A stork word")
    edition = actions.publish(again(plan), by=me)
    page = client.get(f"/lesson-plans/published/{edition.record_id}/")
    assert page.status_code == 200
    shown = page.content.decode()
    assert "Compare fractions" in shown
    assert not re.search("heron|ibis|stork", shown)
    assert "creativecommons.org/licenses/by/4.0" in shown
    original = Record.objects.get(pk=plan.record_id)
    assert original.tier == Tier.PAIR
    assert client.get(f"/lesson-plans/published/{plan.record_id}/").status_code == 404


def test_before_publishing_the_licence_and_what_looks_like_a_pupil_are_told(
    plan: LessonPlan, cast: Cast, me: Viewer, signed_in: Callable[[Person], Client]
) -> None:
    write(plan, me, known="Ask pupil Rohan first")
    client = signed_in(cast.arun)
    shown = client.get(address(plan, "publish/")).content.decode()
    assert "CC BY 4.0" in shown
    assert "<li>pupil Rohan</li>" in shown
    assert client.post(address(plan, "publish/"), {}).status_code == 422
    assert client.post(address(plan, "publish/"), {"agree": "on"}).status_code == 302
    assert Record.objects.filter(tier=Tier.PUBLIC).count() == 1


def test_an_empty_plan_is_not_published(
    pair: Mentorship, cast: Cast, me: Viewer, signed_in: Callable[[Person], Client]
) -> None:
    made = records.begin(RecordKind.LESSON_PLAN, by=me, pair=pair, title="Halves")
    client = signed_in(cast.arun)
    url = f"/lesson-plans/{made.pk}/publish/"
    assert "needs a title, aims and steps" in client.get(url).content.decode()
    assert client.post(url, {"agree": "on"}).status_code == 422


def test_published_again_it_is_brought_up_to_date_and_it_can_be_taken_in(
    plan: LessonPlan, me: Viewer, cast: Cast, client: Client
) -> None:
    first = actions.publish(plan, by=me)
    write(plan, me, aims="Order fractions")
    second = actions.publish(again(plan), by=me)
    assert second.pk == first.pk
    page = f"/lesson-plans/published/{first.record_id}/"
    assert "Order fractions" in client.get(page).content.decode()
    actions.take_in(second, by=me)
    assert client.get(page).status_code == 404
    third = actions.publish(again(plan), by=me)
    assert third.pk == first.pk
    assert client.get(page).status_code == 200


def test_a_copy_of_a_copy_names_both_authors(plan: LessonPlan, me: Viewer, cast: Cast) -> None:
    edition = actions.publish(plan, by=me)
    omar, devi = (viewer_for(p, now=NOW) for p in (cast.omar, cast.devi))
    his = actions.copy(edition, by=omar, pair=None)
    assert Record.objects.get(pk=his.record_id).words == WORDS
    second = actions.publish(again(his), by=omar)
    hers = actions.copy(second, by=devi, pair=None)
    names = [(str(one.author), one.title) for one in hers.credits.select_related("author")]
    assert names == [(str(cast.arun), "Halves"), (str(cast.omar), "Halves")]
    back = actions.copy(actions.publish(again(hers), by=devi), by=me, pair=None)
    assert [one.author_id for one in back.credits.all()] == [
        cast.arun.pk, cast.omar.pk, cast.devi.pk,
    ]  # fmt: skip


def test_a_copy_that_is_taken_on_into_a_new_pair_keeps_its_credit(
    plan: LessonPlan, me: Viewer, cast: Cast, pair: Mentorship
) -> None:
    edition = actions.publish(plan, by=me)
    meera = viewer_for(cast.meera, now=NOW)
    hers = actions.copy(edition, by=meera, pair=pair)
    Mentorship.objects.filter(pk=pair.pk).update(status=MentorshipStatus.COMPLETED)
    alone = records.go_on(Record.objects.get(pk=hers.record_id), by=meera)
    Mentorship.objects.filter(pk=pair.pk).update(status=MentorshipStatus.ACTIVE)
    pair.refresh_from_db()
    there = records.hand_over(Record.objects.get(pk=alone.pk), pair, by=meera)
    assert [
        [(one.author, one.title) for one in LessonPlan.objects.get(record=row).credits.all()]
        for row in (alone, there)
    ] == [[(cast.arun, "Halves")]] * 2


def test_a_copy_stays_when_the_plan_is_taken_in(plan: LessonPlan, me: Viewer, cast: Cast) -> None:
    edition = actions.publish(plan, by=me)
    omar = viewer_for(cast.omar, now=NOW)
    his = actions.copy(edition, by=omar, pair=None)
    actions.take_in(again(edition), by=me)
    assert [one.author_id for one in his.credits.all()] == [cast.arun.pk]
    with pytest.raises(Refused):
        actions.copy(again(edition), by=omar, pair=None)


def test_plans_are_found_by_words_subject_and_stage(
    plan: LessonPlan, me: Viewer, client: Client
) -> None:
    actions.publish(plan, by=me)

    def found(query: str) -> int:
        return len(client.get(f"/lesson-plans/published/?{query}").context["rows"])

    for query in ("", "subject=mathematics", "stage=middle", "words=HALV", "words=compare"):
        assert found(query) == 1
    for query in ("subject=science", "stage=secondary", "words=ibis"):
        assert found(query) == 0
    assert found("subject=nonsense") == 1, "what is no question asks nothing"


def test_what_is_not_published_is_never_found(plan: LessonPlan, client: Client) -> None:
    assert client.get("/lesson-plans/published/?words=compare").context["rows"] == []


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("url", "most"), [("/lesson-plans/", 8), ("/lesson-plans/published/", 8)])
def test_lists_ask_few_queries(
    rows: int, url: str, most: int, pair: Mentorship, cast: Cast, me: Viewer,
    signed_in: Callable[[Person], Client],
) -> None:  # fmt: skip
    for number in range(rows):
        made = records.begin(
            RecordKind.LESSON_PLAN, by=me, pair=pair, title=f"Halves {number}", words=WORDS
        )
        actions.publish(LessonPlan.objects.select_related("record").get(record=made), by=me)
    client = signed_in(cast.arun)
    client.get(url)
    with CaptureQueriesContext(connection) as counted:
        page = client.get(url)
    assert page.content.decode().count("Halves ") == rows
    assert len(counted) <= most


def test_the_page_of_a_plan_asks_few_queries(
    plan: LessonPlan, cast: Cast, mentor: Viewer, signed_in: Callable[[Person], Client]
) -> None:
    for number in range(3):
        records.comment(plan.record, f"Word {number}", by=mentor, section="aims")
    client = signed_in(cast.arun)
    client.get(address(plan))
    with CaptureQueriesContext(connection) as counted:
        client.get(address(plan))
    assert len(counted) <= 10


# Steps with minutes


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("10 Warm up", Timed(10, "Warm up")),
        ("10 min: Warm up", Timed(10, "Warm up")),
        ("5' The question", Timed(5, "The question")),
        ("15 minutes – stations", Timed(15, "stations")),
        ("१० मिनट खेल", Timed(10, "खेल")),
        ("10 мин Разминка", Timed(10, "Разминка")),
        ("Talk in pairs", Timed(None, "Talk in pairs")),
        ("3/4 of a page", Timed(None, "3/4 of a page")),
        ("2026 is a number", Timed(None, "2026 is a number")),
    ],
)
def test_a_line_may_begin_with_its_minutes(line: str, step: Timed) -> None:
    assert timed(line) == [step]


@given(st.lists(st.tuples(st.integers(1, 90), st.sampled_from(["Warm up", "पढ़ें", "Чтение"]))))
def test_the_minutes_of_a_lesson_are_those_of_its_steps(steps: list[tuple[int, str]]) -> None:
    text = "\n".join(f"{minutes} {what}" for minutes, what in steps)
    assert timed(text) == [Timed(*step) for step in steps]
    assert length(timed(text)) == sum(minutes for minutes, _what in steps)


@given(st.text(max_size=300))
def test_any_text_has_steps(text: str) -> None:
    assert length(timed(text)) >= 0
    assert json.dumps(timed(text)) is not None
