"""Each role's home: the one next thing first, and nothing that is somebody else's."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest
import time_machine
from django.db.models import Model
from django.test import Client
from django.utils import timezone

import blueprint
from banyan.kernel.viewer import Grant
from banyan.organisations.models import Organisation
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Level
from banyan.portal.queries import home
from banyan.portal.queries.home import SHOWN_FIRST
from banyan.portal.queries.own import next_to_guard, next_to_read
from banyan.programmes.models import Application, Cohort, Expertise
from banyan.programmes.queries import cohorts_widest_first
from tests.conftest import NOW
from tests.walk.conftest import Story, kept_story
from tests.walk.secrets import SECRETS

Copied = TypeVar("Copied", bound=Model)

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
        "arun": "Due soon: Reflection",
        "meera": "Bina asks for your guidance",
        "devi": "Arun Patel and Meera Iyer need you",
        "kavita": "",
        "somu": "Your application: Screened",
    }


def test_the_welcome_names_first_what_most_listed_mentors_can_help_with(story: Story) -> None:
    Expertise.objects.all().delete()
    place = Application.objects.filter(listed=True, status="matchable").first()
    assert place is not None
    unlisted, *codes = [d.code for d in blueprint.get("in_nmm").domains][: SHOWN_FIRST + 3]
    Expertise.objects.bulk_create(
        Expertise(application=place, domain=code, rank=rank) for rank, code in enumerate(codes)
    )
    other = copy(place)
    other.pk, other.person = None, story.person("somu")
    Application.objects.filter(person=other.person).delete()
    other.save()
    Expertise.objects.create(application=other, domain=codes[-1], rank=1)
    hidden = copy(other)
    hidden.pk, hidden.person, hidden.listed = None, story.person("kavita"), False
    hidden.save()
    Expertise.objects.create(application=hidden, domain=unlisted, rank=1)

    page = Client().get("/").content.decode()
    named = re.findall(r'\?domain=(\w+)"', page)
    assert named == [codes[-1], *sorted(codes[:-1])]
    folded = page.partition("<details>")[2]
    assert "2 more domains" in folded
    assert re.findall(r'\?domain=(\w+)"', folded) == named[SHOWN_FIRST:]
    Application.objects.update(listed=False)
    assert "?domain=" not in Client().get("/").content.decode()


def test_homes_of_outsiders_say_no_word_of_a_pair(story: Story) -> None:
    with time_machine.travel(NOW, tick=False):
        for who in ("devi", "kavita", "nandan", "omar", "asha", "somu"):
            browser = Client()
            browser.force_login(story.person(who))
            page = browser.get("/")
            assert page.status_code == 200
            told = {name for name, word in SECRETS.items() if word in page.content.decode()}
            assert told == set(), who


def test_an_administrator_finds_the_numbers_of_lots(story: Story) -> None:
    link = 'href="/lotteries/"'
    for who, there in (("asha", True), ("arun", False)):
        browser = Client()
        browser.force_login(story.person(who))
        assert (link in browser.get("/").content.decode()) == there, who


def test_a_reader_is_led_to_what_waits_to_be_read(story: Story) -> None:
    tara = story.person("tara")
    plain = viewer_for(tara, now=NOW)
    reader = replace(plain, grants=frozenset({Grant("reviewer", story.cast.nation.path or "")}))
    with timezone.override(reader.zone):
        lead = next_to_read(reader, 0)
    assert lead is not None
    assert (lead.heading, lead.url) == ("Nothing waits for you to read it", "/readings/")
    assert next_to_read(plain, 0) is None


def test_who_answers_for_safeguarding_is_led_there(story: Story) -> None:
    plain = viewer_for(story.person("tara"), now=NOW)
    officer = replace(
        plain, grants=frozenset({Grant("safeguarding", story.cast.nation.path or "")})
    )
    lead = next_to_guard(officer)
    assert lead is not None
    assert (lead.heading, lead.url) == ("Is somebody in danger?", "/emergencies/")
    assert next_to_guard(plain) is None


def test_a_desk_begins_with_what_runs_in_the_widest_area(story: Story) -> None:
    devi = viewer_for(story.person("devi"), now=NOW)
    first = cohorts_widest_first(devi)[0]
    assert first is not None
    wide = first.programme.organisation
    narrow = Organisation.objects.filter(path__startswith=wide.path, level=Level.SCHOOL)[0]
    second = copied(first.programme, code="narrow", organisation=narrow)
    copied(first, programme=second, starts_on=first.starts_on + timedelta(days=1))
    assert cohorts_widest_first(devi)[0] == first
    later = copied(first, name="later", starts_on=first.starts_on + timedelta(days=1))
    assert cohorts_widest_first(devi)[0] == later
    Cohort.objects.exclude(programme=second).update(ends_on=NOW.date())
    found = cohorts_widest_first(devi)[0]
    assert found is not None
    assert found.programme == second


def test_a_desk_begins_with_what_is_hers_to_run_before_what_reaches_her_area(story: Story) -> None:
    wide = Cohort.objects.select_related("programme__organisation").earliest("pk")
    path = wide.programme.organisation.path
    school = Organisation.objects.filter(path__startswith=path, level=Level.SCHOOL)[0]
    plain = viewer_for(story.person("tara"), now=NOW)
    hers = replace(plain, grants=frozenset({Grant("coordinator", school.path or "")}))
    assert cohorts_widest_first(hers)[0] == wide
    own = copied(wide, programme=copied(wide.programme, code="own", organisation=school))
    assert cohorts_widest_first(hers)[0] == own


def copied(row: Copied, **changes: object) -> Copied:
    """Another row like this one, with these changes."""
    another = copy(row)
    another.pk = None
    another._state.adding = True
    for name, value in changes.items():
        setattr(another, name, value)
    another.save()
    return another
