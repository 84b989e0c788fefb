"""Every verb of work that is judged, of consents and of what is taken on or out, sent from two tabs
of one browser: it is done once, and the second tab is told so or thanked again, never shown a
fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

import blueprint
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship
from banyan.people.models import Person
from banyan.practice.models import Reading, Submission
from banyan.practice.queries import anchors
from banyan.programmes import actions as programmes
from tests.conftest import NOW
from tests.practice.applying import OFFER
from tests.tabs import GONE, THANKED, TOLD, Form, Sent, done_once
from tests.walk.conftest import Story
from tests.walk.moments import at

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
CODES = [one.code for one in blueprint.get("ct_team").reviews[0].criteria]


def _work(who: str, row: Submission, verb: str, own: bool = False, **said: str) -> Form:
    page = f"/submissions/{row.pk}/"
    return Form(who, f"{page}{verb}/", dict(said), "" if own else page)


def _unread(story: Story) -> Submission:
    Reading.objects.filter(submission=story.handed).delete()
    return story.handed


def assign(story: Story) -> Form:
    return _work("devi", _unread(story), "assign", reader=str(story.ravi.pk))


def assign_next(story: Story) -> Form:
    return _work("devi", _unread(story), "assign-next")


def assign_all(story: Story) -> Form:
    _unread(story)
    page = f"/programmes/{story.handed.mentorship.cohort.programme.code}/reviewing/"
    return Form("devi", f"{page}assign/", page=page)


def withdraw(story: Story) -> Form:
    return _work("arun", story.handed, "withdraw")


def decide_dispute(story: Story) -> Form:
    said = {"change": "upheld", "because": "Page two does not say it."}
    return Form("devi", f"/disputes/{story.dispute.pk}/", said)


def withdraw_dispute(story: Story) -> Form:
    page = f"/disputes/{story.dispute.pk}/"
    return Form("arun", f"{page}withdraw/", page=page)


def new_anchor(story: Story) -> Form:
    programme = story.handed.mentorship.cohort.programme
    said = dict.fromkeys((f"agreed-{code}" for code in CODES), "yes")
    said |= {
        "title": "Two rows",
        "key": "module_1/submission",
        "text": "I waited.",
        "how": "Both readers found so.",
    }
    like = anchors.likenesses(programme)[0].spelling
    page = f"/programmes/{programme.code}/anchors/new/{like}/"
    return Form("devi", page, dict(said))


def give_anchor(story: Story) -> Form:
    page = f"/anchors/{story.anchor.pk}/"
    sara = Person.objects.get(name="Sara")
    return Form("devi", f"{page}give/", {"readers": [str(sara.pk)]}, page)


def retire_anchor(story: Story) -> Form:
    page = f"/anchors/{story.anchor.pk}/"
    return Form("devi", f"{page}retire/", page=page)


def _reading(story: Story, verb: str) -> Form:
    page = f"/readings/{story.reading.pk}/"
    return Form("ravi", f"{page}{verb}/", page=page)


def judge(story: Story) -> Form:
    said = dict.fromkeys(CODES, "yes")
    return Form("ravi", f"/readings/{story.reading.pk}/", dict(said))


def give_back(story: Story) -> Form:
    return _reading(story, "give-back")


def release(story: Story) -> Form:
    page = f"/submissions/{story.handed.pk}/"
    return Form("devi", f"/readings/{story.reading.pk}/release/", page=page)


def record_reader(story: Story) -> Form:
    said = {"what": str(story.ravi.pk), "on": "2026-01-09", "note": "In Surat."}
    return Form("devi", "/programmes/by-readers/readers/", said)


def pass_on(story: Story) -> Form:
    by = at(story.cast.meera, 0)
    made = programmes.start_application(story.applied.application.programme, by=by, **OFFER)
    programmes.add_evidence(made, "A film", "How I teach.", "https://x.org/f", by=by)
    programmes.submit(made, by=by)
    page = f"/applications/{made.pk}/"
    return Form("devi", f"{page}pass-on/", page=page)


def consent(story: Story) -> Form:
    return Form("bina", f"/cohorts/{story.register.pk}/consent/teacher/")


def record_consent(story: Story) -> Form:
    page = f"/cohorts/{story.register.pk}/consent/teacher/{story.bina.pk}/"
    return Form("devi", page, {"on": "2026-01-12", "note": "In the folder."})


def withdraw_consent(story: Story) -> Form:
    return Form("arun", f"/consents/{story.consent.pk}/", {"note": "I have changed my mind."})


def hand_over(story: Story) -> Form:
    """From the pair with Meera, which has ended, into that of the second programme."""
    mentoring.end(story.pair, "moved", "She moves.", False, by=at(story.cast.devi, 0))
    Mentorship.objects.filter(pk=story.handed.mentorship_id).update(status="active", ends_on=None)
    page = f"/mentorships/{story.handed.mentorship_id}/hand-over/"
    return Form("arun", page, {"records": [str(story.record.pk)]})


CASES: dict[Callable[[Story], Form], Sent] = {
    assign: Sent("practice:assign", TOLD),
    assign_next: Sent("practice:assign_next", TOLD),
    assign_all: Sent("practice:assign_all", THANKED),
    withdraw: Sent("practice:withdraw", TOLD),
    decide_dispute: Sent("practice:dispute", TOLD),
    withdraw_dispute: Sent("practice:dispute_withdraw", TOLD),
    new_anchor: Sent("practice:anchor_new", THANKED),
    give_anchor: Sent("practice:anchor_give", TOLD),
    retire_anchor: Sent("practice:anchor_retire", TOLD),
    judge: Sent("practice:reading", TOLD),
    give_back: Sent("practice:give_back", GONE),
    release: Sent("practice:release", TOLD),
    record_reader: Sent("programmes:readers", TOLD),
    pass_on: Sent("programmes:application_pass_on", TOLD),
    consent: Sent("programmes:consent_give", THANKED),
    record_consent: Sent("programmes:consent_record", TOLD),
    withdraw_consent: Sent("programmes:consent", TOLD),
    hand_over: Sent("mentoring:hand_over", TOLD),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_is_sent_from_two_tabs_is_done_once(
    story: Story, signed_in: SignIn, case: Callable[[Story], Form]
) -> None:
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        form = case(story)
        done_once(signed_in(story.person(form.who)), form, CASES[case])
