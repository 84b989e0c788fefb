"""Steps of a journey that are done by what people keep of their practice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import blueprint
from banyan.kernel.decision import Refused
from banyan.mentoring.actions import records
from banyan.mentoring.actions.steps import do_step_by
from banyan.mentoring.models import Mentorship, Record, StepRecord
from banyan.mentoring.queries.serving import talk_of_observation
from banyan.mentoring.rules.steps import shown_by
from banyan.mentoring.snapshot import doing, spelled
from banyan.mentoring.states import RecordKind
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.practice.actions import observations
from banyan.programmes.models import Cohort, Programme
from tests.conftest import NOW, Cast
from tests.practice.conftest import World
from tests.practice.test_observations import Lesson

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Person], Client]
TERM = "autumn_1"
WORK = f"{TERM}/student_work"


@pytest.fixture
def center(world: World) -> Mentorship:
    """Meera and Arun, in the programme of the New Teacher Center."""
    version = blueprint.get("ntc_induction").version
    cohorts = Cohort.objects.filter(pk=world.pair.cohort_id)
    Programme.objects.filter(cohorts__in=cohorts).update(
        blueprint="ntc_induction", blueprint_version=version
    )
    cohorts.update(blueprint_version=version)
    StepRecord.objects.filter(mentorship=world.pair).delete()
    rows = Mentorship.objects.select_related("mentor", "mentee", "school", "cohort__programme")
    return rows.get(pk=world.pair.pk)


@pytest.fixture
def work(center: Mentorship, cast: Cast) -> Record:
    me = viewer_for(cast.arun, now=NOW)
    return records.begin(
        RecordKind.STUDENT_WORK, by=me, pair=center, title="Fractions", words={"task": "canary"}
    )


def done(pair: Mentorship) -> list[str]:
    rows = StepRecord.objects.filter(mentorship=pair, status="done").order_by("pk")
    return list(rows.values_list("key", flat=True))


def watched(pair: Mentorship, cast: Cast, step_key: str = "") -> Lesson:
    made = observations.plan(
        pair, cast.arun, by=viewer_for(cast.meera, now=NOW), focus="Whom do I ask?",
        step_key=step_key,
    )  # fmt: skip
    return Lesson(cast, pair, made.record)


def test_the_talks_around_an_observation_are_done_by_it(center: Mentorship, cast: Cast) -> None:
    lesson = watched(center, cast, f"{TERM}/observation")
    found = [done(center)]
    lesson.do(cast.arun, observations.agree)
    found.append(done(center))
    lesson._observe()
    found.append(done(center))
    lesson._analyse()
    found.append(done(center))
    talks = [f"{TERM}/{code}" for code in ("before_observation", "observation", "co_analysis")]
    assert found == [[], talks[:1], talks[:2], talks]
    assert [step.words for step in StepRecord.objects.filter(mentorship=center)] == [{}, {}, {}]


def test_an_observation_outside_the_journey_does_no_step(center: Mentorship, cast: Cast) -> None:
    watched(center, cast).to("analysed")
    assert done(center) == []


def test_a_step_is_done_by_a_record_that_shows_it(
    center: Mentorship, cast: Cast, work: Record, signed_in: SignedIn
) -> None:
    url = f"/mentorships/{center.pk}/steps/{spelled(WORK)}/"
    client = signed_in(cast.arun)
    assert "Fractions" in client.get(url).content.decode()
    assert client.post(f"{url}record/", {"record": str(work.pk)}).status_code == 302
    step = StepRecord.objects.get(mentorship=center, key=WORK)
    assert (step.status, step.words) == ("done", {})
    assert Record.objects.get(pk=work.pk).step_key == WORK
    assert f'href="/student-work/{work.pk}/"' in signed_in(cast.meera).get(url).content.decode()
    assert "Fractions" not in signed_in(cast.devi).get(url).content.decode()


def test_a_step_is_not_done_by_a_record_that_its_doer_does_not_read(
    center: Mentorship, cast: Cast, work: Record, signed_in: SignedIn
) -> None:
    records.set_tier(work, records.Tier.OWN, by=viewer_for(cast.arun, now=NOW))
    client = signed_in(cast.meera)
    url = f"/mentorships/{center.pk}/steps/{spelled(WORK)}/"
    assert "Fractions" not in client.get(url).content.decode()
    client.post(f"{url}record/", {"record": str(work.pk)})
    assert done(center) == []


def test_a_step_is_done_only_by_its_owner_and_by_what_shows_it(
    center: Mentorship, cast: Cast, work: Record
) -> None:
    devi, arun = (viewer_for(one, now=NOW) for one in (cast.devi, cast.arun))
    with pytest.raises(Refused):
        do_step_by(work, doing(devi, center, WORK), by=devi)
    with pytest.raises(ValueError):
        do_step_by(work, doing(arun, center, f"{TERM}/observation"), by=arun)


def test_a_step_asks_as_much_for_many_records_as_for_one(
    center: Mentorship, cast: Cast, work: Record, signed_in: SignedIn
) -> None:
    client, url = signed_in(cast.arun), f"/mentorships/{center.pk}/steps/{spelled(WORK)}/"

    def asked() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as counted:
            client.get(url)
        return len(counted)

    few = asked()
    for number in range(3):
        me = viewer_for(cast.arun, now=NOW)
        records.begin(RecordKind.STUDENT_WORK, by=me, pair=center, title=f"Work {number}")
    assert (asked(), few <= 10) == (few, True)


def by_practice(code: str) -> dict[str, str]:
    """What of practice does which step of a programme of the library."""
    design = blueprint.library()[code]
    found = {}
    for step in design.steps:
        kinds = " ".join(kind.value for kind in shown_by(design, step))
        if step.kind == "observation":
            found[step.code] = "by itself"
        elif talk := talk_of_observation(design, step):
            found[step.code] = f"by itself, {talk}"
        elif kinds:
            found[step.code] = kinds
    return found


GOAL, NEED, TALK = "goal", "need", "intake lesson_plan"
PLAN, ANALYSIS = "goal lesson_plan", "student_work context"
TRIED, REFLECTED = "experiment lesson_plan", "journal experiment"
OBSERVED, BEFORE, AFTER = "by itself", "by itself, before", "by itself, after"
DONE_BY_PRACTICE = {
    "cps_induction": {
        "cycle_focus": GOAL,
        "cycle_visit": OBSERVED,
        "cycle_try": TRIED,
        "cycle_look_back": TALK,
    },
    "ct_team": {
        "mentoring_plan": PLAN,
        "observation": OBSERVED,
        "student_data": ANALYSIS,
        "goal": GOAL,
        "growth_plan": PLAN,
        "application": TRIED,
        "documenting": REFLECTED,
        "closing_reflection": REFLECTED,
    },
    "in_nmm": {
        "needs": NEED,
        "goal": GOAL,
        "reflection": REFLECTED,
        "closing_reflection": REFLECTED,
    },
    "ntc_induction": {
        "knowing_teacher": TALK,
        "class_profile": ANALYSIS,
        "learning_plan": PLAN,
        "planning_conversation": TALK,
        "before_observation": BEFORE,
        "observation": OBSERVED,
        "co_analysis": AFTER,
        "student_work": ANALYSIS,
        "mid_year_review": TALK,
        "inquiry_challenge": GOAL,
        "inquiry_data": TRIED,
        "inquiry_outcome": REFLECTED,
        "mentor_growth_plan": GOAL,
        "portfolio": REFLECTED,
        "third_year_plan": PLAN,
    },
    "peer": {"goal": GOAL, "visit": OBSERVED, "closing_reflection": REFLECTED},
    "ru_target_model": {"goal": GOAL, "personalised_programme": PLAN, "lesson_visit": OBSERVED},
    "school_inhouse": {
        "self_assessment": NEED,
        "goal": GOAL,
        "watch_mentor": OBSERVED,
        "plan_lesson": PLAN,
        "observation": OBSERVED,
        "lead": TRIED,
        "closing_reflection": REFLECTED,
    },
}


def test_each_programme_of_the_library_has_its_steps_done_by_practice() -> None:
    assert {code: by_practice(code) for code in blueprint.library()} == DONE_BY_PRACTICE
