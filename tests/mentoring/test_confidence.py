"""Whatever happens to people, pairs and roles, nobody reads a word more than a plain reading of
the rules allows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.interop.calendar.actions import make_address
from banyan.kernel.viewer import system
from banyan.mentoring import actions as pairs
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people import actions as people
from banyan.trail import actions as trail
from banyan.trail.models import Event
from tests.conftest import LONG_AGO, NOW, kept_cast
from tests.kept import Kept
from tests.mentoring.confiding import HAPPENINGS, Life, allowed, check, happens
from tests.mentoring.conftest import kept_world

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("confidence")]

NUMBER = st.integers(0, 59)
LIVES = st.lists(
    st.tuples(st.sampled_from(HAPPENINGS), st.tuples(NUMBER, NUMBER, NUMBER)),
    min_size=4,
    max_size=12,
)


def make_life() -> Life:
    """Meera and Arun are a pair; Manu can mentor, Hema answers for the district."""
    world = kept_world(kept_cast())
    cast = world.cast
    manu, hema = (
        people.add_person(name, email=f"{name}@example.org".lower(), by=system(NOW))
        for name in ("Manu", "Hema")
    )
    for person, place, role in (
        (manu, cast.nation, Role.MENTOR),
        (manu, cast.other_school, Role.TEACHER),
        (hema, cast.district, Role.SAFEGUARDING),
    ):
        organisations.give_role(person, place, role, by=system(NOW), starts_on=LONG_AGO)
    devi, meera, arun = (viewer_for(p, now=NOW) for p in (cast.devi, cast.meera, cast.arun))
    pair = pairs.propose(
        cast.meera, cast.arun, world.cohort, cast.school, ["digital_education"], by=devi
    )
    pairs.accept(pair, by=meera)
    pairs.accept(pair, by=arun)
    life = Life(world, manu, hema)
    life.pairs[pair.pk] = (cast.meera.pk, cast.arun.pk)
    life.running.add(pair.pk)
    life.teaches = {
        cast.arun.pk: cast.school.pk,
        cast.meera.pk: cast.other_school.pk,
        manu.pk: cast.other_school.pk,
    }
    life.heads = {(cast.kavita.pk, cast.school.pk)}
    return life


kept_life = Kept(make_life)


@contextmanager
def a_life() -> Iterator[Life]:
    """Undone after: the next one begins as this one did."""
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        yield kept_life()
        transaction.set_rollback(True)


@settings(max_examples=100)
@given(LIVES)
def test_nobody_ever_reads_a_word_more(lives: list[tuple[object, tuple[int, int, int]]]) -> None:
    with a_life() as life:
        for what, numbers in lives:
            happens(life, what, numbers)  # type: ignore[arg-type]
            check(life)
        check(life, every_word=True)
        told = [json.dumps(row) for row in Event.objects.values_list("data", flat=True)]
        assert [text for text in told if "tok" in text] == []


PLACES = (
    "/", "/practice/", "/portfolio/print/", "/goals/", "/needs/", "/observations/", "/journal/",
    "/lesson-plans/", "/lesson-plans/published/", "/experiments/", "/student-work/", "/videos/",
    "/well-being/", "/me/who-sees-what/", "/me/who-sees-what/lesson_plan/", "/mentorships/",
    "/sessions/", "/requests/", "/submissions/", "/notices/", "/emergencies/", "/numbers/",
    "/insights/schools/", "/insights/trouble/", "/me/calendar/",
)  # fmt: skip
EXPORTS = ("insights:place_csv", "insights:place")
OF_RECORD = ("record", "record_readers", "record_history", "record_link")


def looked_at(life: Life) -> list[str]:
    """Addresses at which words of a record could come out: pages, lists, exports, a calendar."""
    pairs_of = [f"/mentorships/{pk}/{part}" for pk in life.pairs for part in ("", "plan/")]
    records = [reverse(f"mentoring:{name}", args=[pk]) for pk in life.records for name in OF_RECORD]
    exports = [reverse(name, args=[life.cast.school.pk]) for name in EXPORTS]
    return [*PLACES, *pairs_of, *records, *exports]


@settings(max_examples=20)
@given(LIVES, st.integers(0, 9))
def test_no_page_and_no_notice_shows_a_word_more(
    lives: list[tuple[object, tuple[int, int, int]]], who: int
) -> None:
    with a_life() as life:
        for what, numbers in lives:
            happens(life, what, numbers)  # type: ignore[arg-type]
        with time_machine.travel(life.now, tick=False):
            trail.deliver_open(now=life.now)
            told = [json.dumps(row) for row in Notice.objects.values_list("data", flat=True)]
            assert [text for text in told if "tok" in text] == []
            person = life.everybody[who]
            client = Client()
            client.force_login(person)
            may_read = {t for kept in life.records.values() for t in allowed(life, person.pk, kept)}
            secret = {t for kept in life.records.values() for t in kept.tokens} - may_read
            token_of = make_address(by=life.by(person))
            feed = reverse("calendar:feed", args=[token_of])
            for pk, kept in life.records.items():  # the pages do show what may be read
                if kept.owner == person.pk:
                    own = client.get(f"/records/{pk}/history/").content.decode()
                    assert [token for token in kept.tokens if token not in own] == []
            for url in [*looked_at(life), feed]:
                answer = client.get(url, follow=True)
                assert answer.status_code in (200, 403, 404), url
                body = answer.content.decode()
                assert [token for token in secret if token in body] == [], url
