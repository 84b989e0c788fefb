"""Journal, experiments, analyses of student work: written as typed, shared piece by piece."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import records
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries.records import digest
from banyan.mentoring.states import RecordKind, Tier
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.practice.forms.kept import BANDS, STUDENT_WORK
from banyan.practice.queries.experiments import experiments, stage_of
from banyan.practice.rules.prompts import PROMPTS, phase, prompts
from banyan.practice.states import ExperimentStage as E
from banyan.practice.states import Phase
from tests.conftest import NOW, Cast

pytestmark = pytest.mark.django_db

NEW = [
    ("/journal/new/", {"text": "I was tired."}, RecordKind.JOURNAL, Tier.OWN),
    ("/experiments/new/", {"idea": "Wait longer"}, RecordKind.EXPERIMENT, Tier.OWN),
    ("/student-work/new/", {"task": "Ten sums"}, RecordKind.STUDENT_WORK, Tier.PAIR),
]


@pytest.fixture
def me(cast: Cast, pair: Mentorship) -> Viewer:
    return viewer_for(cast.arun, now=NOW)


@pytest.mark.parametrize(("url", "words", "kind", "tier"), NEW)
def test_who_reads_it_is_said_before_and_holds_after(
    url: str, words: dict[str, str], kind: RecordKind, tier: Tier,
    pair: Mentorship, cast: Cast, signed_in: Callable[[Person], Client],
) -> None:  # fmt: skip
    client = signed_in(cast.arun)
    alone = "Only you can read this."
    readers = alone if tier == Tier.OWN else f"You and {cast.meera} can read this."
    assert client.get(url).context["label"] == readers
    answer = client.post(url, words)
    made = Record.objects.get(kind=kind)
    there = answer["location"]
    assert (there, made.words, made.tier) == (f"{url[:-4]}{made.pk}/", words, tier)
    reaches = {
        name
        for name, person in cast.everybody().items()
        if signed_in(person).get(there).status_code == 200
    }
    assert reaches == ({"arun"} if tier == Tier.OWN else {"arun", "meera"})


@pytest.mark.parametrize(("url", "words", "kind", "tier"), NEW)
def test_it_is_saved_as_it_is_typed_and_is_one(
    url: str, words: dict[str, str], kind: RecordKind, tier: Tier,
    pair: Mentorship, cast: Cast, signed_in: Callable[[Person], Client],
) -> None:  # fmt: skip
    client = signed_in(cast.arun)
    said, code = "", next(iter(words))
    there, seen = url, ""
    for number, more in enumerate(("One", " and two", " and three")):
        said += more
        answer = client.post(
            there,
            {code: said, "seen": seen},
            headers={"idempotency-key": f"k{number}", "banyan-person": str(cast.arun.pk)},
        ).json()
        there, seen = answer["action"] or there, answer["fields"]["seen"]
    assert [one.words for one in Record.objects.filter(kind=kind)] == [{code: said}]


def test_what_a_mentor_keeps_of_her_own_teaching_is_hers_alone(
    pair: Mentorship, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    signed_in(cast.meera).post("/student-work/new/", {"task": "Ten sums"})
    made = Record.objects.get(kind=RecordKind.STUDENT_WORK)
    assert (made.tier, made.mentorship) == (Tier.OWN, None)


def test_what_it_grew_out_of_is_linked(
    pair: Mentorship, cast: Cast, me: Viewer, signed_in: Callable[[Person], Client]
) -> None:
    plan = records.begin(RecordKind.LESSON_PLAN, by=me, pair=pair, title="Halves")
    client = signed_in(cast.arun)
    assert (
        "It grows out of: Halves" in client.get(f"/journal/new/?after={plan.pk}").content.decode()
    )
    client.post(f"/journal/new/?after={plan.pk}", {"text": "A."})
    assert [one.later.kind for one in plan.led_to.all()] == [RecordKind.JOURNAL]
    assert client.get("/journal/new/?after=99999").status_code == 404


# Paragraph by paragraph


def test_paragraphs_are_shared_beside_their_text_and_taken_back(
    pair: Mentorship, cast: Cast, me: Viewer, signed_in: Callable[[Person], Client]
) -> None:
    entry = records.begin(
        RecordKind.JOURNAL,
        by=me,
        pair=pair,
        words={"text": "I was tired.\n\nThey asked.", "prompt": "help"},
    )
    client, hers = signed_in(cast.arun), signed_in(cast.meera)
    url = f"/records/{entry.pk}/readers/"
    groups = client.get(url).context["groups"]
    assert [(name, [text for _box, text, _who in parts]) for name, parts in groups] == [
        ("A question to think about", [str(PROMPTS[4].question)]),
        ("What is on your mind?", ["I was tired.", "They asked."]),
    ]
    told = {"person": str(cast.meera.pk), "parts": digest("They asked.")}
    assert client.post(url, told).status_code == 302
    shown = hers.get(f"/journal/{entry.pk}/").content.decode()
    assert "They asked." in shown
    assert "I was tired." not in shown
    (_name, parts) = client.get(url).context["groups"][-1]
    assert [who for _box, _text, who in parts] == ["", str(cast.meera)]
    client.post(f"{url}{cast.meera.pk}/take-back/")
    assert hers.get(f"/journal/{entry.pk}/").status_code == 404


def test_an_entry_of_one_paragraph_is_shared_whole(
    pair: Mentorship, cast: Cast, me: Viewer, signed_in: Callable[[Person], Client]
) -> None:
    entry = records.begin(RecordKind.JOURNAL, by=me, pair=pair, words={"text": "They asked."})
    assert signed_in(cast.arun).get(f"/records/{entry.pk}/readers/").context["groups"] == []


# Prompts


def test_the_way_of_a_pair_has_three_phases_in_order() -> None:
    starts, ends = date(2026, 1, 1), date(2026, 12, 31)
    days = [starts + timedelta(days=number) for number in range(-5, 370)]
    found = [phase(starts, ends, day) for day in days]
    order = list(Phase)
    assert all(order.index(a) <= order.index(b) for a, b in pairwise(found))
    assert set(found) == set(Phase)
    assert phase(None, None, starts) == Phase.BEGINNING


@given(st.sampled_from(list(Phase)), st.sampled_from([one.code for one in PROMPTS]))
def test_a_few_questions_stand_there_and_the_chosen_one_stays(at: Phase, chosen: str) -> None:
    codes = [one.code for one in prompts(at, chosen)]
    assert chosen in codes
    assert 4 <= len(codes) <= 6
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("language", ["hi", "ru"])
def test_every_question_is_asked_in_every_language(language: str) -> None:
    english = {one.code: str(one.question) for one in PROMPTS}
    with translation.override(language):
        assert all(str(one.question) != english[one.code] for one in PROMPTS)


def test_the_question_that_was_chosen_stays_with_the_entry(
    pair: Mentorship, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(cast.arun)
    client.post("/journal/new/", {"prompt": "moment", "text": "The silence."})
    made = Record.objects.get(kind=RecordKind.JOURNAL)
    page = client.get(f"/journal/{made.pk}/")
    assert page.context["form"]["prompt"].value() == "moment"
    assert client.post("/journal/new/", {"prompt": "nonsense"}).status_code == 422


# Experiments


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ({}, E.BEGUN),
        ({"idea": "x"}, E.BEGUN),
        ({"idea": "x", "expect": "x"}, E.PLANNED),
        ({"expect": "x", "did": "x"}, E.DONE),
        ({"evidence": "x"}, E.WEIGHED),
        ({"evidence": "x", "decision": "adapt"}, E.ADAPT),
        ({"decision": "drop"}, E.DROP),
    ],
)
def test_an_experiment_says_how_far_it_has_come_to_python_and_to_sql(
    words: dict[str, str], stage: E, pair: Mentorship, me: Viewer
) -> None:
    records.begin(RecordKind.EXPERIMENT, by=me, words=words)
    assert stage_of(words) == stage
    assert [getattr(one, "stage", None) for one in experiments(me)] == [stage.value]


def test_how_far_it_has_come_is_not_told_to_those_who_read_a_part(
    pair: Mentorship, cast: Cast, me: Viewer
) -> None:
    made = records.begin(
        RecordKind.EXPERIMENT, by=me, words={"idea": "Wait.", "did": "A.\n\nB.", "decision": "drop"}
    )
    records.share(made, cast.meera, by=me, parts=[digest("Wait.")])
    hers = experiments(viewer_for(cast.meera, now=NOW))
    assert [getattr(one, "stage", None) for one in hers] == [""]


# Student work


def test_bands_are_counted_and_pupils_are_numbers(
    pair: Mentorship, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(cast.arun)
    told = {"far_count": "4", "near_count": "11", "there_count": "9", "near_can": "Halves"}
    client.post("/student-work/new/", told)
    made = Record.objects.get(kind=RecordKind.STUDENT_WORK)
    assert made.words == {"far_count": 4, "near_count": 11, "there_count": 9, "near_can": "Halves"}
    page = client.get(f"/student-work/{made.pk}/")
    assert page.context["bands"] == [("Only beginning", 4), ("Nearly there", 11), ("There", 9)]
    for wrong in ("-1", "501", "Rohan"):
        assert client.post("/student-work/new/", {"far_count": wrong}).status_code == 422


def test_every_band_has_its_count_what_they_can_do_and_what_comes_next() -> None:
    codes = {one.code for one in STUDENT_WORK}
    assert {f"{band}_{what}" for band in BANDS for what in ("count", "can", "next")} <= codes
    assert [str(one.label) for one in STUDENT_WORK if one.code == "far_count"] == [
        "Only beginning: how many pupils?"
    ]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("/journal/", RecordKind.JOURNAL),
        ("/experiments/", RecordKind.EXPERIMENT),
        ("/student-work/", RecordKind.STUDENT_WORK),
    ],
)
def test_lists_and_pages_ask_few_queries(
    rows: int, url: str, kind: RecordKind, pair: Mentorship, cast: Cast, me: Viewer,
    signed_in: Callable[[Person], Client],
) -> None:  # fmt: skip
    for number in range(rows):
        made = records.begin(kind, by=me, pair=pair, title=f"Halves {number}")
        records.comment(made, "A word", by=me)
    client = signed_in(cast.arun)
    client.get(url)
    asked = {}
    for address in (url, f"{url}new/", f"{url}{made.pk}/"):
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address).status_code == 200
        asked[address] = len(counted)
    assert max(asked.values()) <= 10, asked
