"""Each role's home: the one next thing first, and nothing that is somebody else's."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from banyan.organisations.queries import viewer_for
from banyan.portal.queries import home
from tests.conftest import NOW
from tests.walk.conftest import SECRETS, Story, kept_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db: None) -> Story:
    return kept_story()


def test_each_home_leads_with_its_one_next_thing(story: Story) -> None:
    leads = {}
    for who in ("arun", "meera", "devi", "kavita", "somu"):
        viewer = viewer_for(story.person(who), now=NOW)
        with timezone.override(viewer.zone):
            lead = home(viewer, "").get("next")
        leads[who] = lead.heading if lead else ""
    assert leads == {
        "arun": "Next: Meera Iyer, Sat 17 Jan 2026, 12:00\xa0pm",
        "meera": "Bina asks for your guidance",
        "devi": "Tara and Manu need you",
        "kavita": "",
        "somu": "Your application: Screened",
    }


def test_homes_of_outsiders_say_no_word_of_a_pair(story: Story) -> None:
    with time_machine.travel(NOW, tick=False):
        for who in ("devi", "kavita", "nandan", "omar", "asha", "somu"):
            browser = Client()
            browser.force_login(story.person(who))
            page = browser.get("/")
            assert page.status_code == 200
            told = {name for name, word in SECRETS.items() if word in page.content.decode()}
            assert told == set(), who
