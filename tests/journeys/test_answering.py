"""A time is answered from a mail, in a browser that has signed in nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from banyan.mentoring import actions
from banyan.mentoring.models import Mentorship, Session
from banyan.mentoring.queries.answers import sealed
from banyan.organisations.queries import viewer_for
from tests.journeys.conftest import Enter
from tests.walk.conftest import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_button_behind_a_link_of_a_mail_answers_and_only_once(
    story: Story, scripts: bool, enter: Enter
) -> None:
    now = timezone.now()
    cast = story.cast
    pair = Mentorship.objects.select_related("mentor", "mentee", "school", "cohort__programme")
    row = pair.get(mentor=cast.meera, mentee=cast.arun, status="active")
    at = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=19)
    session = actions.propose_session(row, at, 45, by=viewer_for(cast.meera, now=now))
    page = enter()
    page.goto(f"/answers/{sealed(cast.arun, session, at, now=now)}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Does this time suit you?")
    page.get_by_role("button", name="This time suits me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirmed")
    assert Session.objects.get(pk=session.pk).status == "confirmed"
    page.goto(f"/answers/{sealed(cast.arun, session, None, now=now)}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This link has done its work")
