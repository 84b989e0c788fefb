"""Every verb of observations, of what a teacher keeps, of views of her practice and of videos, sent
from two tabs of one browser: it is done once, and the second tab is told so or thanked again, never
shown a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from banyan.mentoring.models import Record
from banyan.mentoring.queries import records
from banyan.people.models import Person
from banyan.practice.actions import lesson_plans
from banyan.practice.actions import observations as observing
from banyan.practice.models import LessonPlan
from banyan.practice.queries import observations
from tests.conftest import NOW
from tests.practice.filming import mp4
from tests.tabs import GONE, THANKED, TOLD, Form, Sent, done_once
from tests.walk.conftest import Story
from tests.walk.moments import at

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
WHEN = {"title": "How do the quiet ones come to speak?", "day": "2026-01-20", "time": "10:00"}


def _new(sender: str, address: str, /, **said: object) -> Form:
    return Form(sender, address, dict(said))


def _watch(sender: str, record: Record, to: str, own: bool = False, /, **said: str) -> Form:
    page = f"/observations/{record.pk}/"
    return Form(sender, f"{page}{to}/", dict(said), "" if own else page)


def _do(who: Person, record: Record, verb: Callable[..., object], *given: object) -> None:
    by = at(who, 0)
    found = records.known(by, records.record(by, record.pk))
    verb(observations.cycle(by, found), *given, by=by)


def plan_observation(story: Story) -> Form:
    said = WHEN | {"who": f"{story.pair.pk}-teacher", "look_for": "Who answers."}
    return _new("meera", f"/observations/new/?pair={story.pair.pk}", **said)


def ask_in(story: Story) -> Form:
    return _new("arun", "/observations/ask/", **WHEN, who=str(story.bina.pk))


def ask_to_visit(story: Story) -> Form:
    return _new("arun", "/observations/visit/", **WHEN, who=str(story.bina.pk))


def change_plan(story: Story) -> Form:
    return _watch("arun", story.watched["planned"], "plan", True, **WHEN)


def agree(story: Story) -> Form:
    return _watch("arun", story.watched["planned"], "agree")


def call_off(story: Story) -> Form:
    return _watch("arun", story.watched["planned"], "call-off")


def replan(story: Story) -> Form:
    return _watch("arun", story.watched["agreed"], "replan")


def note_line(story: Story) -> Form:
    said = {"kind": "teacher_says", "line": "Take your time."}
    return _watch("meera", story.watched["agreed"], "tools", True, **said)


def finish_lesson(story: Story) -> Form:
    said = {"kind": "teacher_says", "line": "Take your time.", "verb": "finish"}
    return _watch("meera", story.watched["agreed"], "tools", True, **said)


def write(story: Story) -> Form:
    return _watch("arun", story.watched["observed"], "write", True, shows_observed="I waited.")


def analyse(story: Story) -> Form:
    record = story.watched["observed"]
    _do(story.cast.meera, record, observing.write, {"shows_observer": "A pause."}, {})
    _do(story.cast.arun, record, observing.write, {"shows_observed": "I waited."}, {})
    return _watch("arun", record, "analyse")


def answer(story: Story) -> Form:
    said = {"answer_1": "will_try", "verb": "answer"}
    return _watch("arun", story.watched["feedback"], "write", True, **said)


def close(story: Story) -> Form:
    record = story.watched["feedback"]
    _do(story.cast.arun, record, observing.write, {"answer_1": "will_try"}, {})
    _do(story.cast.arun, record, observing.answer)
    return _watch("arun", record, "close")


def new_entry(story: Story) -> Form:
    return _new("arun", "/journal/new/", title="Today", text="They asked more than I did.")


def write_entry(story: Story) -> Form:
    return _new("arun", f"/journal/{story.entry.pk}/", text="Written anew.")


def new_experiment(story: Story) -> Form:
    return _new("arun", "/experiments/new/", title="Wait", idea="Count to five.")


def write_experiment(story: Story) -> Form:
    return _new("arun", f"/experiments/{story.tried.pk}/", did="I counted.")


def new_work(story: Story) -> Form:
    return _new("arun", "/student-work/new/", title="Fractions", task="Fold a strip.")


def write_work(story: Story) -> Form:
    return _new("arun", f"/student-work/{story.work.pk}/", good="Equal parts.")


def new_plan(story: Story) -> Form:
    return _new("arun", "/lesson-plans/new/", title="Shadows", aims="Shadows grow.")


def write_plan(story: Story) -> Form:
    return _new("arun", f"/lesson-plans/{story.record.pk}/", aims="Shadows grow at noon.")


def _plan(story: Story, verb: str, own: bool = False, **said: str) -> Form:
    page = f"/lesson-plans/{story.record.pk}/"
    return Form("arun", f"{page}{verb}/", dict(said), "" if own else page)


def teach(story: Story) -> Form:
    return _plan(story, "teach", on="2026-01-13")


def plan_again(story: Story) -> Form:
    lesson_plans.teach(_row(story), NOW.date(), by=at(story.cast.arun, 0))
    return _plan(story, "plan_again")


def publish(story: Story) -> Form:
    LessonPlan.objects.filter(record=story.record).update(status="taught")
    words = {"subject": "science", "stage": "middle", "aims": "Shadows", "steps": "10 Torches"}
    Record.objects.filter(pk=story.record.pk).update(words=words)
    return _plan(story, "publish", True, agree="on")


def take_in(story: Story) -> Form:
    plan = LessonPlan.objects.get(edition_of__isnull=False).edition_of
    assert plan is not None
    page = f"/lesson-plans/{plan.record_id}/"
    return Form("tara", f"{page}take-in/", page=f"{page}publish/")


def copy_plan(story: Story) -> Form:
    page = f"/lesson-plans/published/{story.edition.pk}/"
    return Form("arun", f"{page}copy/", page=page)


def _row(story: Story) -> LessonPlan:
    return LessonPlan.objects.select_related("record").get(record=story.record)


def turn_off(story: Story) -> Form:
    return Form("arun", "/well-being/turn-off/", page="/well-being/")


def turn_on(story: Story) -> Form:
    return Form("meera", "/well-being/turn-on/", page="/well-being/")


def check(story: Story) -> Form:
    return _new("arun", "/well-being/new/", rest="2", words="Too many papers.")


def assess(story: Story) -> Form:
    return _new("arun", "/needs/new/", framework="banyan_practice")


def assess_of(story: Story) -> Form:
    said = {"framework": "banyan_practice", "source": "mentor"}
    return _new("meera", f"/mentorships/{story.pair.pk}/needs/new/", **said)


def write_view(story: Story) -> Form:
    return _new("arun", f"/assessments/{story.look.pk}/", strengths="I listen.")


def add_evidence(story: Story) -> Form:
    said = {"element": "1.1", "record": str(story.record.pk)}
    return _new("arun", f"/assessments/{story.look.pk}/evidence/", **said)


def new_intake(story: Story) -> Form:
    page = f"/mentorships/{story.other_pair.pk}/intake/new/"
    return _new("tara", page, consent="agreed")


def write_intake(story: Story) -> Form:
    return _new("meera", f"/intakes/{story.interview.pk}/", joy="Their questions.")


def new_context(story: Story) -> Form:
    return _new("tara", "/teaching-contexts/new/", pupils="41")


def write_context(story: Story) -> Form:
    return _new("arun", f"/teaching-contexts/{story.taught.pk}/", pupils="40")


def consent_to_film(story: Story) -> Form:
    said = {
        "class_name": "8A", "given_by": "The head", "of_whom": "All parents of 8A",
        "basis": "consent", "until": "2026-06-30",
    }  # fmt: skip
    return _new("arun", "/videos/consents/new/", **said)


def withdraw_consent(story: Story) -> Form:
    page = f"/videos/consents/{story.film.consent_id}/"
    return Form("arun", f"{page}withdraw/", page=page)


def send_film(story: Story) -> Form:
    file = SimpleUploadedFile("film.mp4", mp4(), content_type="video/mp4")
    return _new("arun", "/videos/new/", title="Fractions", seen="on", file=file)


def cancel_film(story: Story) -> Form:
    return Form("arun", f"/videos/uploads/{story.coming_film.token}/cancel/", page="/videos/")


def share_film(story: Story) -> Form:
    page = f"/videos/{story.film.pk}/"
    said = {"person": str(story.bina.pk), "until": "2026-01-25"}
    return Form("arun", f"{page}share/", said, page)


def delete_film(story: Story) -> Form:
    page = f"/videos/{story.film.pk}/"
    return Form("arun", f"{page}delete/", page=page)


CASES: dict[Callable[[Story], Form], Sent] = {
    plan_observation: Sent("practice:observation_new", THANKED),
    ask_in: Sent("practice:observation_ask", THANKED),
    ask_to_visit: Sent("practice:observation_visit", THANKED),
    change_plan: Sent("practice:observation_plan", THANKED),
    agree: Sent("practice:observation_agree", TOLD),
    call_off: Sent("practice:observation_call_off", TOLD),
    replan: Sent("practice:observation_replan", TOLD),
    note_line: Sent("practice:observation_tools", THANKED),
    finish_lesson: Sent("practice:observation_tools", TOLD),
    write: Sent("practice:observation_write", THANKED),
    analyse: Sent("practice:observation_analyse", TOLD),
    answer: Sent("practice:observation_write", TOLD),
    close: Sent("practice:observation_close", TOLD),
    new_entry: Sent("practice:entry_new", THANKED),
    write_entry: Sent("practice:entry", THANKED),
    new_experiment: Sent("practice:experiment_new", THANKED),
    write_experiment: Sent("practice:experiment", THANKED),
    new_work: Sent("practice:work_new", THANKED),
    write_work: Sent("practice:work", THANKED),
    new_plan: Sent("practice:lesson_plan_new", THANKED),
    write_plan: Sent("practice:lesson_plan", THANKED),
    teach: Sent("practice:lesson_plan_teach", TOLD),
    plan_again: Sent("practice:lesson_plan_move", TOLD),
    publish: Sent("practice:lesson_plan_publish", TOLD),
    take_in: Sent("practice:lesson_plan_take_in", TOLD),
    copy_plan: Sent("practice:lesson_plan_copy", THANKED),
    turn_off: Sent("practice:well_being_off", THANKED),
    turn_on: Sent("practice:well_being_on", THANKED),
    check: Sent("practice:check_new", THANKED),
    assess: Sent("practice:assess", THANKED),
    assess_of: Sent("practice:assess_of", THANKED),
    write_view: Sent("practice:assessment", THANKED),
    add_evidence: Sent("practice:evidence", THANKED),
    new_intake: Sent("practice:intake_new", THANKED),
    write_intake: Sent("practice:intake", THANKED),
    new_context: Sent("practice:context_new", THANKED),
    write_context: Sent("practice:context", THANKED),
    consent_to_film: Sent("practice:filming_new", THANKED),
    withdraw_consent: Sent("practice:filming_withdraw", TOLD),
    send_film: Sent("practice:video_new", THANKED),
    cancel_film: Sent("practice:upload_cancel", GONE),
    share_film: Sent("practice:video_share", TOLD),
    delete_film: Sent("practice:video_delete", TOLD),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_is_sent_from_two_tabs_is_done_once(
    story: Story, signed_in: SignIn, case: Callable[[Story], Form]
) -> None:
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        form = case(story)
        done_once(signed_in(story.person(form.who)), form, CASES[case])
