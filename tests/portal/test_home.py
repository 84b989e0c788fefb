"""Each role's home: the one next thing first, and nothing that is somebody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from banyan.kernel.viewer import Grant
from banyan.organisations.queries import viewer_for
from banyan.portal.queries import home
from banyan.portal.queries.own import next_to_read
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


def test_a_reader_is_led_to_what_waits_to_be_read(story: Story) -> None:
    tara = story.person("tara")
    plain = viewer_for(tara, now=NOW)
    reader = replace(plain, grants=frozenset({Grant("reviewer", story.cast.nation.path or "")}))
    with timezone.override(reader.zone):
        lead = next_to_read(reader)
    assert lead is not None
    assert (lead.heading, lead.url) == ("Nothing waits for you to read it", "/readings/")
    assert next_to_read(plain) is None
