"""What would change an answer for very many is what would change it for a few: to the letter."""

import csv
from collections.abc import Iterator
from dataclasses import asdict, replace
from io import StringIO
from json import dumps
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker import command, doors, solving, wanting
from matchmaker.advising import Advising
from matchmaker.auction import NOBODY
from matchmaker.blocking import Blocking
from matchmaker.crowd import Crowd
from matchmaker.many import solve_many
from matchmaker.outcome import Outcome, Reason
from matchmaker.pool import Integers
from matchmaker.problem import Criteria, Mentor, Objective, Problem, Teacher
from matchmaker.relaxing import Relaxing
from matchmaker.solving import Answered
from matchmaker.wanting import better, wanted
from matchmaker.weighing import Weighing
from matchmaker.words import sentences
from tests.matchmaker.instances import problems
from tests.matchmaker.test_many import DOMAINS, crowded
from tests.matchmaker.test_relaxing import answers

HINDI = ("Hindi",)


def best_of(weighing: Weighing, columns: Integers) -> Integers:
    """For each row without a mentor whoever fits best of all who may be hers."""
    found = np.full(len(columns), NOBODY)
    for row in np.flatnonzero(columns == NOBODY):
        if len(open_ := np.flatnonzero(weighing.barriers[row] < 0)):
            found[row] = open_[weighing.scores[row, open_].argmax()]
    return found


def fitting_better(weighing: Weighing, columns: Integers, fits: Integers) -> Integers:
    """How many would fit better with each mentor who has free seats."""
    taken = np.bincount(columns[columns != NOBODY], minlength=len(weighing.pool.mentors))
    there = (weighing.barriers < 0) & (weighing.scores > fits[:, None])
    counts: Integers = np.where(taken < weighing.pool.capacities, there.sum(axis=0), 0)
    return counts


def agrees(weighing: Weighing, columns: Integers, fits: Integers) -> None:
    """Everything that is said of these pairs is what a table of all pairs says."""
    pool = weighing.pool
    pinned = np.isin(np.arange(len(columns)), [pool.row[each] for each, _ in pool.problem.pins])
    few = Relaxing(weighing, columns, pinned)
    parts = Blocking(pool).parts()
    many = Advising(pool, columns, best_of(weighing, columns), parts)
    alone = np.flatnonzero(columns == NOBODY).tolist()
    assert many.of_teachers() == {row: few.of_teacher(row) for row in alone}
    counts = fitting_better(weighing, columns, fits)
    assert many.of_mentors(counts) == [few.of_mentor(each) for each in range(len(pool.mentors))]
    assert many.recruits() == few.recruits()


@settings(max_examples=80, deadline=None)
@given(answers())
def test_chains_among_kinds_say_what_chains_among_people_do(answered: Answered) -> None:
    agrees(answered.weighing, answered.columns, answered.fits)


@settings(max_examples=40, deadline=None)
@given(problems(teachers=7, mentors=4), st.data())
def test_whatever_pairs_there_are_the_same_would_change_them(
    problem: Problem, data: st.DataObject
) -> None:
    """Also of answers that leave seats free for somebody, as an auction may."""
    weighing = Weighing(problem)
    columns = np.full(len(problem.teachers), NOBODY, dtype=np.int64)
    room = weighing.pool.capacities.copy()
    for row in range(len(columns)):
        open_ = np.flatnonzero((weighing.barriers[row] < 0) & (room > 0)).tolist()
        columns[row] = data.draw(st.sampled_from([NOBODY, *open_]))
        if columns[row] != NOBODY:
            room[columns[row]] -= 1
    fits = np.full(len(columns), -1)
    made = np.flatnonzero(columns != NOBODY)
    fits[made] = weighing.scores[made, columns[made]]
    agrees(weighing, columns, fits)
    crowd = Crowd(weighing.pool)
    counts = fitting_better(weighing, columns, fits)
    assert better(crowd, columns, np.maximum(fits, 0)).tolist() == counts.tolist()
    hers, best = wanted(crowd, columns), best_of(weighing, columns)
    there = np.flatnonzero(best != NOBODY)
    assert ((hers == NOBODY) == (best == NOBODY)).all()
    assert (weighing.barriers[there, hers[there]] < 0).all()
    assert (weighing.scores[there, hers[there]] == weighing.scores[there, best[there]]).all()


def asked(capacity: int, objective: Objective) -> Problem:
    """Some hundreds of people, of whom one language has seats to spare, another nobody speaks, and
    many live in another state; with wishes of the coordinator."""
    problem = crowded(210, 70, capacity)
    teachers = tuple(
        replace(each, state=f"state {at % 2}") for at, each in enumerate(problem.teachers)
    )
    mentors = tuple(replace(each, state="state 0") for each in problem.mentors)
    teachers += tuple(
        Teacher(f"U{at:02}", languages=("Bodo",), domains=DOMAINS[at % 3 : at % 3 + 2])
        for at in range(30)
    )
    mentors += tuple(
        Mentor(f"N{at}", capacity=9, languages=(language,), domains=DOMAINS[1:4], years=9)
        for at, language in enumerate(("Bodo", "Bodo", "Bodo", "Bodo", "Urdu", "Urdu"))
    )
    problem = replace(problem, teachers=teachers, mentors=mentors)
    weighing = Weighing(problem)
    seats = {each.id: each.capacity for each in problem.mentors}
    pins = set()
    for teacher in problem.teachers[::60]:
        open_ = [each.mentor_id for each in weighing.candidates(teacher.id)]
        hers = next(each for each in open_ if seats[each])
        seats[hers] -= 1
        pins.add((teacher.id, hers))
    ruled = {
        (t.id, problem.mentors[(7 * at) % 70].id) for at, t in enumerate(problem.teachers[::9])
    }
    criteria = replace(problem.criteria, objective=objective, same_state=True)
    return replace(
        problem, pins=frozenset(pins), forbidden=frozenset(ruled) - pins, criteria=criteria
    )


@pytest.fixture(params=[(3, "most_matched"), (5, "stable"), (5, "fairest")])
def solved(request: pytest.FixtureRequest) -> tuple[Weighing, Outcome]:
    problem = asked(*request.param)
    return Weighing(problem), solve_many(problem)


def test_an_answer_for_very_many_says_what_would_change_it(
    solved: tuple[Weighing, Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    weighing, outcome = solved
    told = solving.retold(outcome, weighing)
    for here, there in zip(outcome.unmatched, told.unmatched, strict=True):
        assert here == there
    assert [each.reasons for each in outcome.mentors] == [each.reasons for each in told.mentors]
    assert outcome.advice == told.advice
    codes = {told.code for each in outcome.unmatched for told in each.relaxations}
    full = outcome.objective == "most_matched"  # of those in this state nobody has a seat left
    assert codes >= {"relax_shared_language", "relax_seat" if full else "relax_same_state"}
    assert {told.code for each in outcome.mentors for told in each.reasons} >= {
        "mentor_nobody_possible",
        "mentor_others_chosen",
    }
    assert Outcome.from_json(outcome.to_json()) == outcome
    # In pieces of any size, and however many seemed enough at first.
    monkeypatch.setattr(doors, "KEPT", 1)
    monkeypatch.setattr(doors, "WIDE", 1)
    monkeypatch.setattr(wanting, "FIRST", 1)
    assert solve_many(weighing.problem) == outcome


def test_needs_and_stages_that_are_asked_for_are_told_as_among_a_few() -> None:
    problem = asked(3, "most_matched")
    teachers, mentors = (
        tuple(
            replace(each, stages=(f"stage {at % 5 % most}",) if at % 4 else ())
            for at, each in enumerate(people)
        )
        for people, most in ((problem.teachers, 3), (problem.mentors, 2))
    )
    teachers += (Teacher("V", domains=("stars",), languages=("Bodo",)),)  # what nobody offers
    criteria = replace(problem.criteria, shared_domain=True, shared_stage=True)
    problem = replace(
        problem, teachers=teachers, mentors=mentors, criteria=criteria, pins=frozenset()
    )
    outcome = solve_many(problem)
    told = solving.retold(outcome, Weighing(problem))
    assert outcome.unmatched == told.unmatched
    assert [each.reasons for each in outcome.mentors] == [each.reasons for each in told.mentors]
    assert outcome.advice == told.advice
    counted = {reason.code for each in outcome.unmatched for reason in each.reasons}
    assert counted >= {"count_no_shared_domain", "count_no_shared_stage"}
    changes = {reason.code for each in outcome.unmatched for reason in each.relaxations}
    assert changes >= {"relax_shared_domain", "relax_shared_stage"}
    assert outcome.advice


def chained(length: int) -> Problem:
    """Teachers of whom each could have the mentor of the next; nobody has a seat left."""
    return Problem(
        tuple(
            Teacher(f"t{at:03}", domains=("art",), languages=(f"{at}", f"{at + 1}"))
            for at in range(length)
        ),
        tuple(Mentor(f"m{at:03}", languages=(f"{at}",)) for at in range(1, length)),
    )


@pytest.mark.parametrize("length", [3, 63, 64, 65, 130])
def test_a_chain_may_be_as_long_as_there_are_people(length: int) -> None:
    problem = chained(length)
    outcome = solve_many(problem)
    (alone,) = outcome.unmatched
    told = {each.code: each.params for each in alone.relaxations}
    # The first of all has one mentor open to her, the last one too; whoever waits is either.
    assert told["relax_seat"]["mentors"] == length - 1
    (recruit,) = outcome.advice
    assert (recruit.params["teachers"], recruit.params["mentors"]) == (1, 1)


def test_a_teacher_is_placed_by_those_who_move_all_along_a_chain() -> None:
    problem = chained(70)
    weighing = Weighing(problem)
    columns = np.append(np.arange(69), NOBODY)  # each with the mentor of her second language
    # The last could have the mentor of the one before her, and so on to the first, who could have
    # a newcomer alone.
    agrees(weighing, columns, np.append(weighing.scores[np.arange(69), np.arange(69)], -1))
    mentor = Mentor("m000", languages=("0",))
    more = Weighing(replace(problem, mentors=(mentor, *problem.mentors)))
    columns = np.append(np.arange(1, 70), NOBODY)
    many = Advising(more.pool, columns, best_of(more, columns), Blocking(more.pool).parts())
    (told,) = many.of_teachers().values()
    assert told == (Reason("placed_by_most_matched", {"moves": 69}),)


def test_a_pair_that_is_no_longer_set_makes_room() -> None:
    teachers = Teacher("t0", languages=("Hindi", "Tamil")), Teacher("t1", languages=HINDI)
    mentors = Mentor("m0", languages=HINDI), Mentor("m1", languages=("Tamil",))
    problem = Problem(teachers, mentors, Criteria(), pins=frozenset({("t0", "m0")}))
    weighing, columns = Weighing(problem), np.array([0, NOBODY])
    agrees(weighing, columns, np.array([weighing.scores[0, 0], -1]))
    parts, heard = Blocking(weighing.pool).parts(), list[tuple[str, int, int]]()
    many = Advising(
        weighing.pool, columns, best_of(weighing, columns), parts, lambda *of: heard.append(of)
    )
    (told,) = many.of_teachers().values()
    ids: dict[str, str | int] = {"teacher": "t0", "mentor": "m0", "moves": 1}
    assert Reason("relax_pin", ids) in told
    assert heard == [("advise", done, 5) for done in (0, 1, 2, 3, 5)]


def test_a_pair_that_was_ruled_out_is_named_before_a_seat_that_there_is_not() -> None:
    teachers = Teacher("t0", languages=HINDI), Teacher("t1", languages=("Hindi", "Tamil"))
    mentors = Mentor("m0", languages=HINDI), Mentor("m1", languages=("Tamil",))
    problem = Problem(teachers, mentors, Criteria(), forbidden=frozenset({("t1", "m1")}))
    weighing, columns = Weighing(problem), np.array([0, NOBODY])
    agrees(weighing, columns, best_of(weighing, columns))
    many = Advising(
        weighing.pool, columns, best_of(weighing, columns), Blocking(weighing.pool).parts()
    )
    (told,) = many.of_teachers().values()
    assert [reason.code for reason in told][:2] == ["relax_forbidden", "relax_seat"]


def test_files_of_very_many_say_what_would_place_a_teacher(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "TABLE", 0)
    problem = replace(asked(3, "most_matched"), pins=frozenset(), forbidden=frozenset())
    mentors, teachers, out = (tmp_path / name for name in ("m.json", "t.json", "pairs.csv"))
    mentors.write_text(dumps([asdict(each) for each in problem.mentors]))
    teachers.write_text(dumps([asdict(each) for each in problem.teachers]))
    criteria = tmp_path / "c.toml"
    criteria.write_text('[rules]\nminimum_years = 9\nsame_school = "never"\nsame_state = true\n')
    told = StringIO()
    assert command.match(mentors, teachers, criteria, out, keep=tmp_path / "k", stderr=told) == 0
    outcome = solve_many(problem)
    rows = dict(_rows(out))
    for each in outcome.unmatched:
        assert rows[each.teacher_id] == sentences((*each.reasons, *each.relaxations[:1]))
    assert outcome.advice
    assert sentences(outcome.advice[:1]) in told.getvalue()
    # Parts that are kept are taken up with what is needed to say it.
    first, again = out.read_bytes(), StringIO()
    assert command.match(mentors, teachers, criteria, out, keep=tmp_path / "k", stderr=again) == 0
    assert (out.read_bytes(), again.getvalue()) == (first, told.getvalue())
    for kept in (tmp_path / "k").glob("*.npy"):
        kept.unlink()
    assert command.match(mentors, teachers, criteria, out, keep=tmp_path / "k", stderr=again) == 0
    assert out.read_bytes() == first


def _rows(out: Path) -> Iterator[tuple[str, str]]:
    with out.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["mentor_id"]:
                yield row["teacher_id"], row["reasons"]


def test_nobody_without_a_mentor_needs_no_advice() -> None:
    problem = Problem((Teacher("t", languages=HINDI),), (Mentor("m", languages=HINDI),), Criteria())
    outcome = solve_many(problem)
    assert (outcome.unmatched, outcome.advice) == ((), ())
    assert [each.reasons for each in outcome.mentors] == [()]
