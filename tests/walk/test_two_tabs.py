"""Pay, hours of development, calendars and what one asks to be told, sent from two tabs of one
browser: it is done once, and the second tab is told so or thanked again, never shown a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from banyan.interop.calendar.actions import make_address
from banyan.notifications.states import Category, MailChoice
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from tests.conftest import NOW
from tests.tabs import GONE, THANKED, TOLD, Form, in_two_tabs
from tests.walk.conftest import Story

SignIn = Callable[[Person], Client]


def _claim(story: Story, who: str, verb: str, page: bool = True, **said: str) -> Form:
    own = f"/hours/{story.claim.pk}/"
    return Form(who, f"{own}{verb}/", dict(said), own if page else "")


def _stipend(story: Story, who: str, verb: str, page: bool = True, **said: str) -> Form:
    own = f"/stipends/{story.stipend.pk}/"
    return Form(who, f"{own}{verb}/", dict(said), own if page else "")


def attest(story: Story) -> Form:
    return _claim(story, "meera", "attest")


def refuse_hours(story: Story) -> Form:
    return _claim(story, "meera", "refuse", False, because="We met on another day.")


def withdraw_hours(story: Story) -> Form:
    return _claim(story, "arun", "withdraw")


def refuse_pay(story: Story) -> Form:
    return _stipend(story, "latha", "refuse", False, because="The rate is last year’s.")


def withdraw_pay(story: Story) -> Form:
    return _stipend(story, "devi", "withdraw")


def remove_calendar(story: Story) -> Form:
    make_address(by=viewer_for(story.cast.arun, now=NOW))
    return Form("arun", "/me/calendar/remove/", page="/me/calendar/")


def close_days(story: Story) -> Form:
    said = {"title": "Exams", "kind": "closed", "first": "2026-03-02", "last": "2026-03-06"}
    return Form("devi", f"/organisations/{story.cast.district.pk}/calendar/add/", said)


def open_days(story: Story) -> Form:
    row = story.closed_days
    page = f"/organisations/{row.organisation_id}/calendar/"
    return Form("devi", f"/calendar-days/{row.pk}/drop/", page=page)


def be_told(story: Story) -> Form:
    said = {"quiet_from": "20:00", "quiet_until": "06:30", "digest_at": "07:00"}
    said |= dict.fromkeys(Category.values, MailChoice.DIGEST.value)
    return Form("arun", "/me/notices/", said)


CASES: dict[Callable[[Story], Form], frozenset[int]] = {
    attest: TOLD,
    refuse_hours: TOLD,
    withdraw_hours: TOLD,
    refuse_pay: TOLD,
    withdraw_pay: TOLD,
    remove_calendar: THANKED,
    close_days: TOLD,
    open_days: GONE,
    be_told: THANKED,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_is_sent_from_two_tabs_is_done_once(
    story: Story, signed_in: SignIn, case: Callable[[Story], Form]
) -> None:
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        form = case(story)
        tabs = in_two_tabs(signed_in(story.person(form.who)), form)
    assert tabs.changed == [], tabs.text
    assert tabs.status in CASES[case], tabs.text
