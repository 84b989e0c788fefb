"""Who reads what is written in a step is said before it is written, and stays so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

import blueprint
from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.forms.steps import StepForm, field_of
from banyan.mentoring.models import Mentorship, Seat, Session, StepRecord
from banyan.mentoring.queries.steps import Doing, evidence_key, on_record, record_of
from banyan.mentoring.snapshot import doing, spelled
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Design
from banyan.programmes.queries.designs import blueprint_named
from banyan.programmes.states import DesignStatus
from blueprint import Coded
from tests.conftest import NOW, Cast
from tests.mentoring.conftest import World

By = Callable[..., Viewer]
SignedIn = Callable[[Person], Client]
PLAN = "module_1/growth_plan"
ADDRESS = spelled(PLAN)
SECRET = "the red notebook"


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield
    blueprint_named.cache_clear()


@pytest.fixture
def walking(world: World, pair: Mentorship) -> Mentorship:
    """The pair at the plan of the first module, by the blueprint of Connecticut."""
    version = blueprint.get("ct_team").version
    Cohort.objects.update(blueprint="ct_team", blueprint_version=version)
    for step in blueprint.get("ct_team").steps:
        if step.code == "growth_plan":
            break
        key = f"module_1/{step.code}" if step.modules else step.code
        day = date(2026, 1, 14)
        StepRecord.objects.create(mentorship=pair, key=key, status="done", done_on=day)
    return Mentorship.objects.get(pk=pair.pk)


def move(cast: Cast) -> Mentorship:
    """The cohort runs from now on by a blueprint in which coordinators read plans."""
    version = blueprint.get("ct_team").version
    text = blueprint.file_of("ct_team", version).replace("code: ct_team", "code: our_team")
    head, plan = text.split("record: plan\n")
    text = f"{head}record: plan\n{plan.replace('coordinator: status', 'coordinator: text', 1)}"
    blueprint.load(text)
    Design.objects.create(
        code="our_team",
        version=version,
        title="Ours",
        organisation=cast.nation,
        status=DesignStatus.PUBLISHED,
        based_on=f"ct_team@{version}",
        text=text,
        written_at=NOW,
    )
    Cohort.objects.update(blueprint="our_team", blueprint_version=version)
    return Mentorship.objects.get()


def write(pair: Mentorship, verb: str, by: Viewer) -> None:
    act = {"draft": actions.draft_step, "finish": actions.finish_step}[verb]
    step = doing(by, pair, PLAN)
    act(step, {"evidence_new_learning": SECRET}, step.record.version, by=by)


def test_no_coordinator_reads_a_draft_by_waiving_it(
    walking: Mentorship, cast: Cast, viewer: By
) -> None:
    write(walking, "draft", viewer(cast.arun))
    pair, devi = move(cast), viewer(cast.devi)
    step = doing(devi, pair, PLAN)
    assert step.record.words == {}
    actions.waive_step(step, "Done elsewhere", step.record.version, by=devi)
    assert record_of(devi, pair, PLAN).words == {}
    assert record_of(viewer(cast.arun), pair, PLAN).words == {"evidence_new_learning": SECRET}


def test_what_is_opened_again_keeps_its_readers_until_it_is_written_again(
    walking: Mentorship, cast: Cast, viewer: By
) -> None:
    write(walking, "finish", viewer(cast.arun))
    pair, arun, devi = move(cast), viewer(cast.arun), viewer(cast.devi)
    step = doing(arun, pair, PLAN)
    actions.reopen_step(step, step.record.version, by=arun)
    assert record_of(devi, pair, PLAN).words == {}
    write(pair, "finish", arun)
    assert record_of(devi, pair, PLAN).words == {"evidence_new_learning": SECRET}


def test_the_form_says_who_will_read_it_by_todays_blueprint(
    walking: Mentorship, cast: Cast, viewer: By, signed_in: SignedIn
) -> None:
    def label() -> str:
        page = signed_in(cast.arun).get(reverse("mentoring:step", args=[walking.pk, ADDRESS]))
        said = page.content.decode().split('class="visibility private">')[1]
        return said.split("<span>")[1].split("</span>")[0]

    write(walking, "draft", viewer(cast.arun))
    assert label() == "You and Meera Iyer can read this."
    move(cast)
    assert label() == ("You, Meera Iyer and the district facilitators of the school can read this.")


def test_answers_that_only_their_author_reads_are_not_written_over(
    world: World, pair: Mentorship, cast: Cast, viewer: By, signed_in: SignedIn
) -> None:
    """Of a questionnaire that was there for both of a pair, while the language still let it."""
    Cohort.objects.update(blueprint="peer", blueprint_version="1.0", starts_on=date(2026, 1, 1))
    walking = Mentorship.objects.get(pk=pair.pk)
    arun, meera = viewer(cast.arun), viewer(cast.meera)
    step = doing(arun, walking, "well_being")
    actions.draft_step(step, {"worries": SECRET}, 0, by=arun)
    hers = doing(meera, walking, "well_being")
    assert hers.record.words == {}
    with pytest.raises(Refused, match="only they read it"):
        actions.draft_step(hers, {"worries": "Mine"}, hers.record.version, by=meera)
    url = reverse("mentoring:step", args=[walking.pk, "well_being"])
    assert SECRET not in signed_in(cast.meera).get(url).content.decode()
    assert record_of(arun, walking, "well_being").words == {"worries": SECRET}


def test_a_session_counts_on_the_day_on_which_the_teacher_had_it(
    pair: Mentorship, cast: Cast
) -> None:
    """Seven in the evening of the last of January in Chicago is February in Greenwich."""
    Person.objects.filter(pk=cast.arun.pk).update(time_zone="America/Chicago")
    at = datetime(2026, 2, 1, 1, tzinfo=UTC)
    session = Session.objects.create(
        kind="one_to_one",
        mentorship=pair,
        cohort=pair.cohort,
        school=cast.school,
        host=cast.meera,
        mode="video",
        starts_at=at,
        ends_at=at + timedelta(hours=1),
        time_zone="America/Chicago",
        status="held",
        proposed_by=cast.meera,
        proposed_at=NOW,
    )
    Seat.objects.create(
        session=session, person=cast.arun, taken_at=NOW, own_minutes=60, host_minutes=60
    )
    assert on_record([pair])[pair.pk].minutes == ((date(2026, 1, 31), 60),)


def test_a_question_called_as_a_field_of_the_page_is_answered_like_any_other(
    world: World, pair: Mentorship, cast: Cast, signed_in: SignedIn, viewer: By
) -> None:
    """The profile of Connecticut asks what was seen; the page keeps its version under that name."""
    design = blueprint.get("ct_team")
    Cohort.objects.update(blueprint="ct_team", blueprint_version=design.version)
    key = "module_1/performance_profile"
    asked = next(one.questions for one in design.instruments if one.code == "performance_profile")
    assert "seen" in [question.code for question in asked]
    url = reverse("mentoring:step", args=[pair.pk, spelled(key)])
    browser = signed_in(cast.arun)
    answers = {"text": SECRET, "scale": "3", "choice": "self"}
    said = {field_of(one.code): answers[one.kind] for one in asked}
    assert 'name="seen-"' in browser.get(url).content.decode()
    assert browser.post(url, {**said, "seen": 0, "verb": "finish"}).status_code == 302
    kept = record_of(viewer(cast.arun), Mentorship.objects.get(), key)
    assert (kept.status, kept.words["seen"], kept.words["need"]) == ("done", 3, SECRET)
    assert SECRET in browser.get(url).content.decode()


def test_evidence_called_as_a_prompt_takes_the_place_of_no_prompt() -> None:
    design = blueprint.get("ct_team")
    step = next(one for one in design.steps if one.evidence)
    piece = step.evidence[0]
    prompt = Coded(code=f"evidence_{piece.code}", title=piece.title)
    crossed = step.model_copy(update={"prompts": (prompt,)})
    assert evidence_key(design, step, piece.code) == f"evidence_{piece.code}"
    assert evidence_key(design, crossed, piece.code) == f"evidence-{piece.code}"
    doing = Doing(Mentorship(), design, crossed, None, StepRecord(key=step.code))  # type: ignore[arg-type]
    said = {prompt.code: "What I asked", f"evidence-{piece.code}": "What shows it", "seen": "0"}
    form = StepForm(said, doing=doing, draft=True)
    assert form.is_valid()
    assert form.words == {
        prompt.code: "What I asked",
        f"evidence-{piece.code}": "What shows it",
    }
