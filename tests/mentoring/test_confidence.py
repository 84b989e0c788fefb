"""Whatever happens to people, pairs and roles, nobody reads a word more than a plain reading of
the rules allows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import example, given, settings
from hypothesis import strategies as st

import blueprint
from banyan.interop.calendar.actions import make_address
from banyan.kernel.viewer import system
from banyan.mentoring import actions as pairs
from banyan.mentoring.models import Mentorship
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.practice.models import Reading
from banyan.programmes.models import Cohort, Programme
from banyan.trail import actions as trail
from banyan.trail.models import Event
from tests.conftest import LONG_AGO, NOW, kept_cast
from tests.kept import Kept
from tests.mentoring.confiding import (
    HAPPENINGS,
    Life,
    allowed,
    become_head,
    break_glass,
    check,
    happens,
)
from tests.mentoring.confiding_practice import (
    OF_PRACTICE,
    all_tokens,
    check_practice,
    days_pass,
    film,
    give_to_readers,
    hand_in,
    may_read_here,
    observe,
    read_work,
    remark,
    see_more,
    show_film,
)
from tests.mentoring.conftest import World, kept_world
from tests.opening import train

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("confidence")]

NUMBER = st.integers(0, 59)
LIVES = st.lists(
    st.tuples(st.sampled_from(HAPPENINGS + OF_PRACTICE), st.tuples(NUMBER, NUMBER, NUMBER)),
    min_size=4,
    max_size=12,
)

# By which number somebody or something is chosen: whom, what, how.
MEERA, ARUN, ASHA, MANU = 0, 1, 6, 8
AT_SCHOOL = (MEERA, 0, 0)
# Work with a disagreement, a third reader, and a mentor who comes to head the school.
READ_BLINDLY = [
    (hand_in, (0, 0, 0)), (give_to_readers, (0, 0, 0)), (read_work, (0, 0, 1)),
    (read_work, (0, 0, 2)), (give_to_readers, (0, 0, 0)), (read_work, (0, 0, 1)),
    (become_head, AT_SCHOOL),
]  # fmt: skip
# A film that is shown, spoken of and gone; a lesson that its observer may read no more.
WATCHED = [
    (film, (0, 3, 3)), (show_film, (MEERA, 0, 2)), (remark, (MEERA, 0, 5)), (observe, (1, 0, 0)),
    (see_more, (MEERA, 0, 0)), (become_head, AT_SCHOOL), (days_pass, (0, 0, 2)),
    (days_pass, (0, 0, 2)),
]  # fmt: skip
# A paper that the two have between them when an emergency has opened it.
IN_DANGER = [(break_glass, (ASHA, 0, 0)), (hand_in, (0, 0, 0))]


def make_life() -> Life:
    """Meera and Arun are a pair; Manu can mentor, Hema answers for the district; Manu, Omar and
    Somu read work that is handed in."""
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
        *((reader, cast.other_district, Role.REVIEWER) for reader in (manu, cast.omar, cast.somu)),
    ):
        organisations.give_role(person, place, role, by=system(NOW), starts_on=LONG_AGO)
    devi, meera, arun = (viewer_for(p, now=NOW) for p in (cast.devi, cast.meera, cast.arun))
    pair = pairs.propose(
        cast.meera, cast.arun, world.cohort, cast.school, ["digital_education"], by=devi
    )
    pairs.accept(pair, by=meera)
    pairs.accept(pair, by=arun)
    _hand_in_work(world)
    train(world.programme, manu, cast.omar, cast.somu, on=date(2025, 9, 1))
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


def _hand_in_work(world: World) -> None:
    """From now on the programme is one in which work is handed in and read."""
    version = blueprint.get("ct_team").version
    programme = {"blueprint": "ct_team", "blueprint_version": version}
    Programme.objects.filter(pk=world.programme.pk).update(**programme)
    Cohort.objects.filter(pk=world.cohort.pk).update(blueprint_version=version)
    world.programme.refresh_from_db()
    world.cohort.refresh_from_db()


kept_life = Kept(make_life)


@contextmanager
def a_life() -> Iterator[Life]:
    """Undone after: the next one begins as this one did."""
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        yield kept_life()
        transaction.set_rollback(True)


def test_the_lives_come_to_films_lessons_and_work() -> None:
    """What the two lives below tell does happen: nothing of it is refused."""
    with a_life() as life:
        for what, numbers in READ_BLINDLY:
            what(life, *numbers)
        (work,) = life.works.values()
        assert sorted(met for met, _token in filter(None, work.found.values())) == [
            False, True, True,
        ]  # fmt: skip
        assert work.settled and may_read_here(life, life.cast.meera.pk) == set()
        assert len(may_read_here(life, life.cast.arun.pk)) == 4
    with a_life() as life:
        for what, numbers in WATCHED:
            what(life, *numbers)
        assert (life.films, len(life.gone), [len(one) for one in life.lines.values()]) == (
            {}, 3, [2],
        )  # fmt: skip


@settings(max_examples=100)
@example(READ_BLINDLY)
@example(WATCHED)
@example(IN_DANGER)
@given(LIVES)
def test_nobody_ever_reads_a_word_more(lives: list[tuple[object, tuple[int, int, int]]]) -> None:
    with a_life() as life:
        for what, numbers in lives:
            if happens(life, what, numbers):  # type: ignore[arg-type]
                check(life)
                check_practice(life)
        check(life, every_word=True)
        check_practice(life, every_word=True)
        told = [json.dumps(row) for row in Event.objects.values_list("data", flat=True)]
        assert [text for text in told if "tok" in text] == []


PLACES = (
    "/", "/practice/", "/portfolio/print/", "/goals/", "/needs/", "/observations/", "/journal/",
    "/lesson-plans/", "/lesson-plans/published/", "/experiments/", "/student-work/", "/videos/",
    "/well-being/", "/me/who-sees-what/", "/me/who-sees-what/lesson_plan/", "/mentorships/",
    "/sessions/", "/requests/", "/submissions/", "/readings/", "/notices/", "/emergencies/",
    "/numbers/", "/insights/schools/", "/insights/trouble/", "/me/calendar/",
)  # fmt: skip
EXPORTS = ("insights:place_csv", "insights:place")
OF_RECORD = ("record", "record_readers", "record_history", "record_link")


OF_LESSON = ("", "evidence/", "tools/")


def looked_at(life: Life) -> list[str]:
    """Addresses at which words of a record could come out: pages, lists, exports, a calendar."""
    pairs_of = [f"/mentorships/{pk}/{part}" for pk in life.pairs for part in ("", "plan/")]
    records = [reverse(f"mentoring:{name}", args=[pk]) for pk in life.records for name in OF_RECORD]
    exports = [reverse(name, args=[life.cast.school.pk]) for name in EXPORTS]
    of_practice = [
        *(f"/videos/{one.video}/" for one in life.films.values()),
        *(f"/observations/{pk}/{part}" for pk in life.lines for part in OF_LESSON),
        *(f"/submissions/{pk}/" for pk in life.works),
        *(f"/readings/{row.pk}/" for row in Reading.objects.all()),
    ]
    return [*PLACES, *pairs_of, *records, *exports, *of_practice]


def unnamed(life: Life, person: Person, url: str) -> list[str]:
    """Whom a page of work must not name: to a reader neither of the two, to the two no reader."""
    place, _slash, rest = url.strip("/").partition("/")
    if place == "readings" and rest:
        pair = Mentorship.objects.get(submissions__readings=int(rest))
        return [pair.mentee.name, pair.mentor.name]
    if place == "submissions" and rest:
        work = life.works[int(rest)]
        if person.pk in life.pairs[work.pair]:
            return [one.name for one in life.everybody if one.pk in work.found]
    return []


@settings(max_examples=20)
@example(READ_BLINDLY, ARUN)
@example(READ_BLINDLY, MEERA)
@example(READ_BLINDLY, MANU)
@example(WATCHED, MEERA)
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
            secret |= all_tokens(life) - may_read_here(life, person.pk)
            secret |= set(life.gone)
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
                assert [name for name in unnamed(life, person, url) if name in body] == [], url
