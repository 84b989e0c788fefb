"""A mentor who comes to power over her teacher's school, or to whom the teacher reports, and a
coordinator who heads it, too: what was said in confidence is closed to her on every page; that they
met, when and how long is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from banyan.interop.calendar.actions import make_address
from banyan.kernel.viewer import system
from banyan.mentoring.rules.emergencies import EMERGENCY_ASKING
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import ReportingKind, Role
from banyan.people.models import Person
from banyan.portal.queries import readers
from banyan.portal.queries.readings import READINGS
from banyan.practice.models import Dispute
from banyan.practice.queries import disputes
from banyan.trail.models import Event
from tests.conftest import LONG_AGO, NOW
from tests.walk.conftest import Story
from tests.walk.secrets import SECRETS
from tests.walk.walking import answer, arguments, asked_for

pytestmark = pytest.mark.django_db
SIGNED = Callable[[Person], Client]
WHY = "cannot read this now: whoever evaluates"
# What she may go on reading: her own application, and where she can be met; the film that Arun
# shows to her by name.
NAMED = {"motivation", "met_at", "film", "remark"}


def give(story: Story, person: Person, role: Role = Role.PRINCIPAL) -> None:
    place = story.cast.school if role == Role.PRINCIPAL else story.cast.district
    organisations.give_role(person, place, role, by=system(NOW), starts_on=LONG_AGO)


def enter(story: Story, person: Person) -> None:
    """Everybody reports to this one, who has no other role than before."""
    for one in Person.objects.exclude(pk=person.pk):
        organisations.enter_reporting_line(
            one, person, ReportingKind.EVALUATOR, story.cast.school, by=system(NOW)
        )


def take_back(person: Person) -> None:
    for role in person.memberships.filter(role=Role.PRINCIPAL):
        organisations.end_role(role, by=system(NOW))
    for line in person.reports.all():
        organisations.end_reporting_line(line, by=system(NOW))


Way = Callable[[Story, Person], None]
BOTH_WAYS = pytest.mark.parametrize("come_to_power", [give, enter])


def words_shown(story: Story, person: Person) -> dict[str, list[str]]:
    """Which marked words this person meets anywhere, by address."""
    browser = Client()
    browser.force_login(person)
    met: dict[str, list[str]] = {}
    with time_machine.travel(NOW, tick=False):
        for name, route, _number, row in asked_for():
            url = reverse(name, kwargs=arguments(story, route, row))
            for method in row.methods:
                response = answer(browser, method, url)
                sent = response.getvalue() if response.streaming else response.content
                text = sent.decode(errors="replace")
                if found := [secret for secret, word in SECRETS.items() if word in text]:
                    met[f"{method} {url}"] = found
    return met


def closed(story: Story) -> dict[str, str]:
    """Pages of what was said in confidence, each with one of its marked words."""
    pair, session = story.pair.pk, story.held.pk
    return {
        f"/sessions/{session}/": "works",
        f"/sessions/{session}/log/": "works",
        f"/requests/{story.request.pk}/": "request",
        f"/submissions/{story.came_back.pk}/": "paper",
        f"/disputes/{story.dispute.pk}/": "dispute",
        f"/mentorships/{pair}/": "step",
        f"/lesson-plans/{story.record.pk}/": "record",
    }


@BOTH_WAYS
def test_a_mentor_in_power_meets_no_word_on_any_page(
    story: Story, signed_in: SIGNED, come_to_power: Way
) -> None:
    meera = signed_in(story.cast.meera)
    for url, secret in closed(story).items():
        assert SECRETS[secret] in meera.get(url).content.decode(), url
    come_to_power(story, story.cast.meera)
    met = words_shown(story, story.cast.meera)
    assert {url: found for url, found in met.items() if set(found) - NAMED} == {}


@BOTH_WAYS
def test_she_still_sees_that_they_met_and_says_how_long(
    story: Story, signed_in: SIGNED, come_to_power: Way
) -> None:
    come_to_power(story, story.cast.meera)
    meera, held = signed_in(story.cast.meera), f"/sessions/{story.held.pk}/"
    page = meera.get(held).content.decode()
    assert "What was said in confidence is closed to you" in page
    assert f"You evaluate {story.cast.arun} or answer for the school" in page
    assert "There is a log of it, last written" in page
    with time_machine.travel(NOW, tick=False):  # while the cohort runs
        assert meera.get(f"{held}attendance/").status_code == 200
    file = meera.get(f"/sessions/{story.coming.pk}/calendar.ics").content.decode()
    feed = reverse("calendar:feed", args=[make_address(by=viewer_for(story.cast.meera, now=NOW))])
    with time_machine.travel(NOW, tick=False):
        told_to_program = Client().get(feed).content.decode()
    for told in (file, told_to_program):
        assert "BEGIN:VEVENT" in told
        assert [word for word in SECRETS.values() if word in told] == []
    pair = meera.get(f"/mentorships/{story.pair.pk}/").content.decode()
    assert "is closed to Meera" in pair
    for url in (f"{held}log/", f"/mentorships/{story.pair.pk}/sessions/new/"):
        assert meera.get(url).status_code == 403, url


@BOTH_WAYS
def test_nothing_of_what_she_opens_counts_as_a_reading(
    story: Story, signed_in: SIGNED, come_to_power: Way
) -> None:
    come_to_power(story, story.cast.meera)
    for url in closed(story):
        signed_in(story.cast.meera).get(url)
    assert Event.objects.filter(verb__in=READINGS, actor=story.cast.meera.pk).count() == 0


@BOTH_WAYS
def test_the_teacher_is_told_who_reads_and_why_the_mentor_does_not(
    story: Story, signed_in: SIGNED, come_to_power: Way
) -> None:
    arun, name = signed_in(story.cast.arun), str(story.cast.meera)
    log = f"/sessions/{story.held.pk}/"
    assert f"You and {name} can read this." in arun.get(log).content.decode()
    come_to_power(story, story.cast.meera)
    for url in (*closed(story), *(f"/me/who-sees-what/{kind}/" for kind in ("log", "submission"))):
        if url.startswith(("/requests", "/lesson-plans")):
            continue
        page = arun.get(url).content.decode()
        assert f"{name} {WHY}" in page, url
        assert f"{name} can read this" not in page, url
    assert (
        f"{name} {WHY}"
        in signed_in(story.bina).get(f"/requests/{story.request.pk}/").content.decode()
    )
    assert SECRETS["works"] in arun.get(log).content.decode()  # to him nothing is closed


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.NODAL_OFFICER, Role.ADMINISTRATOR])
def test_nobody_with_power_reads_for_another_office_of_hers(story: Story, role: Role) -> None:
    arun, cast = viewer_for(story.cast.arun, now=NOW), story.cast
    for who in (cast.devi, cast.meera):
        give(story, who, role)

    def read_by(kind: str, person: Person) -> list[set[str]]:
        viewer, found = viewer_for(person, now=NOW), readers.KINDS[kind]
        rows = readers.readable(viewer, found, found.rows(viewer))
        return [{name for name, _why in row.readers} for row in rows]

    assert read_by("feedback", cast.arun) == [{cast.arun.name, story.latha.name}]
    assert read_by("log", cast.arun) == [{cast.arun.name}]
    assert read_by("request", story.bina) == [{story.bina.name}]
    assert read_by("submission", cast.arun) == [{cast.arun.name}] * 2
    devi, hema = viewer_for(cast.devi, now=NOW), viewer_for(story.hema, now=NOW)
    with pytest.raises(Dispute.DoesNotExist):
        disputes.dispute(devi, story.dispute.pk)
    assert disputes.dispute(arun, story.dispute.pk).dispute == story.dispute
    assert EMERGENCY_ASKING.decide(hema, story.pair, "ask")
    give(story, story.hema, role)
    assert not EMERGENCY_ASKING.decide(viewer_for(story.hema, now=NOW), story.pair, "ask")


@BOTH_WAYS
def test_it_is_open_again_when_the_power_is_gone(
    story: Story, signed_in: SIGNED, come_to_power: Way
) -> None:
    come_to_power(story, story.cast.meera)
    take_back(story.cast.meera)
    meera = signed_in(story.cast.meera)
    for url, secret in closed(story).items():
        assert SECRETS[secret] in meera.get(url).content.decode(), url
