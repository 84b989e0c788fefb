"""Whatever happens to people, pairs and roles, nobody reads a word more than a plain reading of
the rules allows.

A life is a random sequence of what may happen: records, remarks, shares, films, lessons, visits,
sessions, requests, messages, questions in writing, what is shown to coordinators in confidence,
work with its readers and disputes, words typed and not sent, pairs that end and begin, moves,
roles, emergencies. Each is told to the product by its actions, and in plain Python to
a reading of the rules that asks none of its standings. The two are compared
- after each step of over a hundred lives: for every person, of every kind, which rows she reads
  anything of, and whether all of it; every paragraph of what is shared in parts; and every word
  that an emergency opens, to the officer and to who let her in (`check`);
- when such a life ends: every word that the queries of pages give to two of the ten people, who
  take turns; for everybody each remark, and what is typed at each form; and that nothing is left of
  what was deleted or forgotten (`check_words`);
- in some more lives after each step: two pages as somebody, in turn; and when it ends one person
  goes through the page of every single thing, a third of the lists, and two searches, while all
  notices are delivered, mailed and digested. A page shows no word that she may not read, names
  nobody of a blind reading, and puts onto the trail only what she may read; words that are typed
  and not sent stand on the page of their form alone; neither trail nor notice nor mail holds any
  word at all, and nobody is told of a visit but the two;
- then, too, in every file that she can take away (`confiding_files`): her portfolio with each thing
  that there is asked for, plans, documents and certificates as text that is copied out of the PDF,
  tables, and calendars, which hold no word at all. A PDF costs as much as five pages: it is drawn
  once, when the life ends.

There is no HTTP API that words could leave by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

import blueprint
from banyan.credentials import actions as credentials
from banyan.kernel.viewer import system
from banyan.mentoring import actions as pairs
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people import actions as people
from banyan.practice.models import Dispute
from banyan.programmes.models import Cohort, Programme
from tests.conftest import LONG_AGO, NOW, kept_cast
from tests.kept import Kept
from tests.mentoring.confiding import (
    HAPPENINGS,
    Happening,
    Life,
    become_head,
    begin,
    break_glass,
    comment,
    end_pair,
    happens,
    match_again,
    move_school,
    reads_all,
    share,
    stop_heading,
    take_back,
    time_passes,
    write,
)
from tests.mentoring.confiding_checks import check, check_words, words_of
from tests.mentoring.confiding_files import FEED, FILES, OF_FILES, complete_pair, files_of
from tests.mentoring.confiding_meetings import (
    OF_MEETINGS,
    ask,
    coordinate,
    meet,
    regret,
    take_turn,
    wonder,
    write_letter,
)
from tests.mentoring.confiding_practice import (
    OF_PRACTICE,
    days_pass,
    decide_work,
    dispute_work,
    film,
    give_to_readers,
    hand_in,
    observe,
    read_work,
    remark,
    see_more,
    show_film,
)
from tests.mentoring.confiding_showing import (
    OF_SHOWING,
    break_glass_of_question,
    close_glass_of_question,
    settle_shown,
    show_inquiry,
    show_letter,
)
from tests.mentoring.confiding_typing import OF_TYPING, look_at_typed, type_words
from tests.mentoring.confiding_visits import (
    OF_VISITS,
    answer_visit,
    ask_to_visit,
    go_on_seeing,
    told_wrongly,
)
from tests.mentoring.confiding_ways_out import Looker, addresses, told
from tests.mentoring.conftest import World, kept_world
from tests.opening import train

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("confidence")]

Lives = Sequence[tuple[Happening, tuple[int, int, int]]]
NUMBER = st.integers(0, 59)
# What goes on in a life: now everything, now some of it, which then comes closer together.
OF_POWER = (become_head, become_head, stop_heading, move_school, coordinate, end_pair, match_again)
THEMES = (
    HAPPENINGS, HAPPENINGS, OF_MEETINGS * 2 + OF_POWER, OF_PRACTICE + OF_POWER + OF_FILES,
    OF_VISITS * 2 + (observe, see_more, see_more, share, take_back) + OF_POWER,
    OF_TYPING * 2 + OF_MEETINGS + OF_PRACTICE + OF_POWER + (time_passes, break_glass),
    (write_letter, regret, wonder, take_turn, take_turn, break_glass, *OF_SHOWING, *OF_POWER),
    HAPPENINGS + OF_MEETINGS + OF_PRACTICE + OF_VISITS + OF_TYPING + OF_FILES + OF_SHOWING,
)  # fmt: skip


def lives_of(theme: tuple[Happening, ...]) -> st.SearchStrategy[Lives]:
    one = st.tuples(st.sampled_from(theme), st.tuples(NUMBER, NUMBER, NUMBER))
    return st.lists(one, min_size=4, max_size=12)


LIVES = st.sampled_from(THEMES).flatmap(lives_of)

# By which number somebody or something is chosen: whom, what, how.
MEERA, ARUN, DEVI, KAVITA, ASHA, MANU = 0, 1, 2, 3, 6, 8
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
IN_DANGER = [(break_glass, (ASHA, 0, 0)), (meet, (0, 0, 1)), (hand_in, (0, 0, 0))]
# Two have met, one has asked; then the mentor comes to head the school, and they meet no more.
IN_POWER = [
    (meet, (MEERA, 0, 1)), (ask, (0, 0, 0)), (become_head, AT_SCHOOL), (meet, (MEERA, 0, 0)),
]  # fmt: skip
# They write to each other, once with a picture, and somebody else cannot; one is taken back. Then
# the mentor comes to head the school, and reads and writes no more; the teacher still does.
WRITTEN = [
    (write_letter, (MEERA, 0, 3)), (write_letter, (ARUN, 0, 1)), (write_letter, (DEVI, 0, 4)),
    (write_letter, (MEERA, 0, 1)), (regret, (DEVI, 0, 1)), (regret, (0, 0, 3)),
    (become_head, AT_SCHOOL), (write_letter, (MEERA, 0, 1)), (write_letter, (ARUN, 0, 3)),
]  # fmt: skip
# A question without a name, taken and answered aloud; then the mentor comes to head the school.
WONDERED = [
    (wonder, (0, 0, 1)), (take_turn, (DEVI, 0, 4)), (take_turn, (MEERA, 0, 1)),
    (take_turn, (ARUN, 0, 1)), (become_head, AT_SCHOOL), (take_turn, (MEERA, 0, 1)),
    (wonder, (0, 0, 0)),
]  # fmt: skip
# A question without a name: each of the two shows what the other one wrote, and who showed it once
# shows it no second time. Kavita coordinates and heads the school, Manu coordinates alone. Then the
# mentor comes to head it, and reads no more what she has shown.
SHOWN = [
    (wonder, (0, 0, 1)), (take_turn, (MEERA, 0, 1)), (take_turn, (ARUN, 0, 1)),
    (show_inquiry, (DEVI, 0, 4)), (show_inquiry, (MEERA, 0, 2)), (show_inquiry, (ARUN, 0, 5)),
    (show_inquiry, (MEERA, 0, 2)), (coordinate, (0, 0, 0)), (coordinate, (1, 0, 0)),
    (settle_shown, (KAVITA, 0, 1)), (settle_shown, (MANU, 0, 1)), (settle_shown, (0, 1, 6)),
    (become_head, AT_SCHOOL),
]  # fmt: skip
# A message that was taken back is shown all the same, by the other one, who does not read it by
# that, and not by its author. An emergency opens it, and then a question: not because a coordinator
# says so, and until it is closed.
OPENED = [
    (write_letter, (MEERA, 0, 3)), (write_letter, (ARUN, 0, 1)), (show_letter, (MEERA, 1, 1)),
    (regret, (0, 1, 3)), (show_letter, (ARUN, 0, 1)), (show_letter, (MEERA, 0, 1)),
    (wonder, (0, 0, 1)), (break_glass, (ASHA, 0, 0)), (break_glass_of_question, (DEVI, 0, 0)),
    (break_glass_of_question, (ASHA, 0, 0)), (take_turn, (MEERA, 0, 1)),
    (close_glass_of_question, (0, 0, 0)), (break_glass_of_question, (ASHA, 0, 0)),
    (become_head, (5, 0, 0)),
]  # fmt: skip
# An entry that is lent for a day, a paragraph of it for good, and then all of it once more; with
# remarks before, in between, and one that whoever reads a paragraph may not make.
LENT = [
    (begin, (0, 1, 4)), (comment, (1, 0, 0)), (share, (KAVITA, 0, 1)), (comment, (0, 0, KAVITA)),
    (share, (MEERA, 0, 3)), (comment, (0, 0, MEERA)), (write, (0, 0, 1)), (time_passes, (0, 0, 1)),
    (share, (KAVITA, 0, 2)),
]  # fmt: skip
# An outcome that the teacher does not take: who has read decides nothing, nor who heads a school.
DISPUTED = [
    (hand_in, (0, 0, 0)), (give_to_readers, (0, 0, 0)), (read_work, (0, 0, 2)),
    (read_work, (0, 0, 2)), (dispute_work, (0, 0, 1)), (coordinate, (0, 0, 0)),
    (coordinate, (1, 0, 0)), (decide_work, (KAVITA, 0, 1)), (decide_work, (MANU, 0, 1)),
    (decide_work, (DEVI, 0, 1)), (become_head, AT_SCHOOL),
]  # fmt: skip
# Meera asks to see a lesson of Manu, who lets her in, and heads nothing; what she thinks of it is
# hers until she gives it. Another day it does not fit; and then she is let in no more.
VISITED = [
    (ask_to_visit, (0, 1, 1)), (answer_visit, (0, 0, 1)), (see_more, (MEERA, 0, 0)),
    (go_on_seeing, (0, 0, 1)), (go_on_seeing, (0, 0, 1)), (go_on_seeing, (0, 0, 2)),
    (go_on_seeing, (0, 0, 1)), (go_on_seeing, (0, 0, 1)), (become_head, (KAVITA - 1, 1, 0)),
    (go_on_seeing, (0, 0, 1)), (ask_to_visit, (0, 1, 1)), (answer_visit, (0, 0, 3)),
    (take_back, (MEERA, 0, 0)),
]  # fmt: skip
# Words of the end of a pair, of an answer, of a reading and of a wish to visit, none of them sent,
# and one that is not hers to say; then the reader gives the work back.
TYPED = [
    (type_words, (0, 0, 1)), (ask, (0, 0, 0)), (type_words, (0, 0, 1)), (hand_in, (0, 0, 0)),
    (give_to_readers, (0, 0, 0)), (type_words, (0, 0, 1)), (type_words, (KAVITA, 0, 0)),
    (type_words, (0, -1, 1)), (read_work, (0, 1, 0)), (time_passes, (0, 0, 1)),
    (look_at_typed, (0, 0, 0)),
]  # fmt: skip
# Words of a wish to be visited; then she comes to head the school, and types on into a form that
# she can send no more.
TYPED_ON = [
    (type_words, (1, 0, 0)), (type_words, (0, 33, 0)), (become_head, (1, 0, 0)),
    (type_words, (0, 33, 0)),
]  # fmt: skip
# A journal of each of the two, which nobody else reads; they meet, observe, and what the observer
# thinks is not given yet; and at the end it is all on paper.
AT_WORK = [
    (begin, (0, 1, 4)), (begin, (1, 1, 4)), (observe, (0, 0, 1)), (go_on_seeing, (0, 0, 1)),
    (go_on_seeing, (0, 0, 1)), (go_on_seeing, (0, 0, 2)), (go_on_seeing, (0, 0, 1)),
    (go_on_seeing, (0, 0, 1)), (meet, (0, 0, 1)), (write_letter, (0, 0, 3)),
    (wonder, (0, 0, 0)), (take_turn, (0, 0, 1)), (complete_pair, (0, 0, 0)),
]  # fmt: skip


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
    for asked in blueprint.get("ct_team").training:  # or Meera could take no question
        train(world.programme, cast.meera, on=date(2025, 9, 1), code=asked.code)
    life = Life(world, manu, hema)
    life.pairs[pair.pk] = (cast.meera.pk, cast.arun.pk)
    life.running.add(pair.pk)
    life.paper = credentials.begin(world.programme, "three_year_plan", by=devi).pk
    life.teaches = {
        cast.arun.pk: cast.school.pk,
        cast.meera.pk: cast.other_school.pk,
        manu.pk: cast.other_school.pk,
    }
    life.heads = {(cast.kavita.pk, cast.school.pk)}
    life.coordinates = {cast.devi.pk}
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


def live(life: Life, steps: Lives) -> list[bool]:
    """What of it happens; looked at after each step."""
    told = []
    for what, numbers in steps:
        told.append(happens(life, what, numbers))
        if told[-1]:
            check(life)
    return told


def ends(life: Life, steps: Lives) -> None:
    """When it ends, two of the ten look closely, in turn."""
    turn, everybody = turn_of(steps), life.everybody
    check_words(life, [everybody[(turn + far) % len(everybody)] for far in (0, 3)])


@contextmanager
def the_life_of(steps: Lives) -> Iterator[Life]:
    """Proven like any other; it has to come to what it is told for."""
    with a_life() as life:
        yield life
        ends(life, steps)


def test_work_is_read_blindly() -> None:
    with the_life_of(READ_BLINDLY) as life:
        assert live(life, READ_BLINDLY) == [True] * len(READ_BLINDLY)
        (work,) = life.works.values()
        assert sorted(met for met, _token in filter(None, work.found.values())) == [
            False, True, True,
        ]  # fmt: skip
        assert work.settled and words_of(life, life.cast.meera.pk) == set()
        assert len(words_of(life, life.cast.arun.pk)) == 4


def test_a_film_is_shown_and_goes() -> None:
    with the_life_of(WATCHED) as life:
        assert live(life, WATCHED) == [True] * len(WATCHED)
        assert (life.films, len(life.gone), [len(one) for one in life.lines.values()]) == (
            {}, 3, [2],
        )  # fmt: skip


def test_an_emergency_opens_what_two_have_between_them() -> None:
    with the_life_of(IN_DANGER) as life:
        assert live(life, IN_DANGER) == [True] * len(IN_DANGER)


def test_a_mentor_who_comes_to_power_is_told_nothing_more() -> None:
    with the_life_of(IN_POWER) as life:
        assert live(life, IN_POWER[:3]) == [True] * 3
        assert len(words_of(life, life.cast.arun.pk)) == 6
        assert words_of(life, life.cast.meera.pk) == set()
        told = len(life.meetings)
        live(life, IN_POWER[3:])
        assert len(life.meetings) == told


def test_what_two_write_to_each_other_is_theirs() -> None:
    with the_life_of(WRITTEN) as life:
        told = live(life, WRITTEN)
        assert [len(words_of(life, one.pk)) for one in (life.cast.arun, life.cast.meera)] == [3, 0]
        assert told == [True, True, True, True, True, True, True, False, True]
        assert len(life.gone) == 1


def test_a_question_in_writing_is_of_two() -> None:
    with the_life_of(WONDERED) as life:
        live(life, WONDERED)
        assert [len(words_of(life, one.pk)) for one in (life.cast.arun, life.cast.meera)] == [4, 0]


def test_what_is_shown_in_confidence_is_read_by_coordinators_without_power() -> None:
    with the_life_of(SHOWN) as life:
        assert live(life, SHOWN[:-1]) == [
            True, True, True, True, True, True, False, True, True, True, True, True,
        ]  # fmt: skip
        cast = life.cast
        asked, answered = life.shown.values()
        assert (asked.reporter, answered.reporter) == (cast.meera.pk, cast.arun.pk)
        assert [one.is_open for one in life.shown.values()] == [False, False]
        four = {*asked.quote, asked.words, *answered.quote, answered.words}
        for person, read in ((cast.devi, four), (life.manu, four), (cast.kavita, set())):
            assert words_of(life, person.pk) == read
        assert words_of(life, cast.meera.pk) >= {*asked.quote, asked.words}
        live(life, SHOWN[-1:])
        assert words_of(life, cast.meera.pk) == {asked.words}


def test_an_emergency_opens_a_question_and_what_was_taken_back() -> None:
    with the_life_of(OPENED) as life:
        told = live(life, OPENED[:-1])
        assert [n for n, happened in enumerate(told) if not happened] == [5, 8]
        (sealed,) = life.sealed.values()
        (once, later) = life.shown.values()
        assert (once.sealed, later.sealed) == (False, True)
        assert sealed.tokens == later.quote
        assert words_of(life, life.cast.devi.pk) >= {*later.quote, later.words, *once.quote}
        for one in (life.cast.meera, life.cast.arun):
            assert not later.quote & words_of(life, one.pk)
        assert len(life.opened_inquiries) == 2
        assert live(life, OPENED[-1:]) == [True]  # the officer heads the school: `check` looked


def test_an_entry_is_lent_and_given() -> None:
    with the_life_of(LENT) as life:
        refused = [n for n, happened in enumerate(live(life, LENT)) if not happened]
        assert refused == [5]  # who reads a paragraph remarks on nothing
        (kept,) = life.records.values()
        assert [reads_all(life, life.cast.kavita.pk, kept), len(kept.remarks)] == [True, 2]


def test_a_visitor_reads_what_she_saw_for_as_long_as_she_is_let_in() -> None:
    with the_life_of(VISITED) as life:
        assert live(life, VISITED[:8]) == [True] * 8
        (record,) = life.visits
        assert (life.stages[record], len(life.drafts[record][1])) == ("analysed", 3)
        assert len(words_of(life, life.manu.pk)) == 5  # what she asked, and what each of them saw
        assert len(words_of(life, life.cast.meera.pk)) == 8
        check_words(life, [life.manu, life.cast.meera])
        assert live(life, VISITED[8:]) == [True] * 5
        assert sorted(life.stages.values()) == ["cancelled", "given"]
        assert [len(words_of(life, one.pk)) for one in (life.manu, life.cast.meera)] == [10, 2]


def test_feedback_is_its_authors_until_it_is_given() -> None:
    with a_life() as life:
        assert live(life, AT_WORK) == [True] * len(AT_WORK)
        assert [len(words_of(life, one.pk)) for one in (life.cast.arun, life.cast.meera)] == [
            18,
            15,
        ]
        check_words(life, [life.cast.arun, life.cast.meera])


def test_what_is_typed_and_not_sent_is_its_authors() -> None:
    with the_life_of(TYPED) as life:
        assert live(life, TYPED[:8]) == [True] * 8
        assert len(life.typed) == 4
        assert live(life, TYPED[8:]) == [True] * 3
        assert sorted(address.split("/")[1] for _author, address in life.typed) == [
            "mentorships", "observations", "requests",
        ]  # fmt: skip
        assert len(life.gone) == 1


def test_what_is_typed_into_a_form_that_can_be_sent_no_more_is_gone() -> None:
    with the_life_of(TYPED_ON) as life:
        assert live(life, TYPED_ON) == [True] * 4
        assert (len(life.typed), len(life.gone)) == (1, 1)


def test_a_dispute_is_decided_by_somebody_who_has_read_none_of_it() -> None:
    with the_life_of(DISPUTED) as life:
        live(life, DISPUTED)
        (work,) = life.works.values()
        assert len(work.disputed) == 4
        assert Dispute.objects.get().decided_by == life.cast.devi


def test_each_file_is_there_for_somebody_and_holds_her_own_words() -> None:
    there = set()
    with a_life() as life:
        assert [happens(life, *one) for one in AT_WORK] == [True] * len(AT_WORK)
        assert [len(said) for _author, said in life.drafts.values()] == [3]
        with time_machine.travel(life.now, tick=False):
            for person in (life.cast.arun, life.cast.meera, life.cast.devi):
                for name, _url, body in files_of(Looker(life, person), 0):
                    if name == "practice:portfolio_file":
                        own = [one for one in life.records.values() if one.owner == person.pk]
                        assert [t for one in own[:1] for t in one.tokens if t not in body] == []
                    there |= {name} if body else set()
    assert there == {*FILES, FEED}


def turn_of(lives: Lives) -> int:
    """Whose turn it is to be looked at closely, by how long it was and what was chosen."""
    return len(lives) + sum(sum(numbers) for _what, numbers in lives)


@settings(max_examples=100)
@given(LIVES)
def test_nobody_ever_reads_a_word_more(lives: Lives) -> None:
    with a_life() as life:
        live(life, lives)
        ends(life, lives)


@settings(max_examples=20)
@example(READ_BLINDLY, ARUN)
@example(READ_BLINDLY, MEERA)
@example(READ_BLINDLY, MANU)
@example(WATCHED, MEERA)
@example(IN_POWER, MEERA)
@example(DISPUTED, KAVITA)
@example(VISITED, MANU)
@example(TYPED, ARUN)
@example(AT_WORK, MEERA)
@example(WRITTEN, MEERA)
@example(WONDERED, MEERA)
@example(SHOWN, MEERA)
@example(SHOWN, MANU)
@example(OPENED, DEVI)
@given(LIVES, st.integers(0, 9))
def test_no_way_out_shows_a_word_more(lives: Lives, who: int) -> None:
    mail.outbox.clear()
    with a_life() as life:
        lookers: dict[int, Looker] = {}
        for step, (what, numbers) in enumerate(lives):
            if not happens(life, what, numbers):
                continue
            turn = (who + 3 * step) % len(life.everybody)
            with time_machine.travel(life.now, tick=False):
                looker = lookers.setdefault(turn, Looker(life, life.everybody[turn]))
                looker.look(addresses(life, step)[-1 - step % 2 :: -5][:2])
        with time_machine.travel(life.now, tick=False):
            assert [text for text in told(life) if "tok" in text] == []
            assert told_wrongly(life) == []
            looker = lookers.setdefault(who, Looker(life, life.everybody[who]))
            looker.look(addresses(life, turn_of(lives)))
            looker.search(turn_of(lives))
            looker.take_away(turn_of(lives))
            for pk, kept in life.records.items():  # the pages do show what may be read
                if kept.owner == looker.person.pk:
                    _status, own = looker.get(f"/records/{pk}/history/")
                    assert [token for token in kept.tokens if token not in own] == []
