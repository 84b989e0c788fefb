"""What is said to place a teacher does, and what is not said does not: by trying everything."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker import rules
from matchmaker.changes import allow, rule, seats, unpin
from matchmaker.outcome import Reason
from matchmaker.pool import Pool
from matchmaker.problem import Criteria, Mentor, Problem, Teacher
from matchmaker.solving import Answered, answer, solve
from matchmaker.weighing import Weighing
from matchmaker.words import sentence
from tests.matchmaker.instances import problems
from tests.matchmaker.oracle import assignments

HINDI = ("Hindi",)


def fewest_moves(answered: Answered, teacher_id: str, changed: Problem) -> int | None:
    """The fewest others who get another mentor so that this teacher and all who have one now have
    one under the changed problem; None if that cannot be. By trying every assignment."""
    pool = Pool(changed)
    stay = [row for row, column in enumerate(answered.columns) if column >= 0]
    mine = pool.row[teacher_id]
    rows = [*stay, mine]
    allowed = (rules.barriers(pool) < 0)[rows]
    for place, row in enumerate(rows):
        for teacher_id_, mentor_id in changed.pins:
            if pool.row[teacher_id_] == row:
                allowed[place] = [each.id == mentor_id for each in pool.mentors]
    nobody = len(pool.mentors)
    moved = [
        sum(columns[place] != answered.columns[row] for place, row in enumerate(stay))
        for columns in assignments(allowed, pool.capacities)
        if nobody not in columns
    ]
    return min(moved, default=None)


@st.composite
def answers(draw: st.DrawFn) -> Answered:
    """An answer with somebody left alone, perhaps, and perhaps a pin."""
    problem = draw(problems(teachers=5, mentors=3))
    weighing = Weighing(problem)
    open_ = [
        (teacher.id, mentor.id)
        for teacher in problem.teachers
        for mentor in problem.mentors
        if weighing.barrier(teacher.id, mentor.id) is None and mentor.capacity > 0
    ]
    pins = draw(st.sampled_from([frozenset[tuple[str, str]](), *(frozenset({p}) for p in open_)]))
    objective = draw(st.sampled_from(("most_matched", "most_matched", "total_fit", "stable")))
    criteria = replace(problem.criteria, objective=objective)
    return answer(replace(problem, pins=pins, criteria=criteria))


@settings(max_examples=300)
@given(answers())
def test_relaxations_are_all_there_are_with_the_fewest_moves(answered: Answered) -> None:
    problem = answered.problem
    for alone in answered.outcome().unmatched:
        told = {reason.code: reason.params for reason in alone.relaxations}
        if "relax_seat_priced" in told:  # the place in their order stays
            told = {code.removesuffix("_priced"): params for code, params in told.items()}
        moves = {code: params["moves"] for code, params in told.items()}
        already = fewest_moves(answered, alone.teacher_id, problem)
        if already is not None:
            assert moves == {"placed_by_most_matched": already}
            continue

        def least(*changed: Problem, teacher: str = alone.teacher_id) -> int | None:
            found = [fewest_moves(answered, teacher, each) for each in changed]
            return min((moves for moves in found if moves is not None), default=None)

        true = {
            "relax_seat": least(*(seats(m.id, m.capacity + 1)(problem) for m in problem.mentors)),
            "relax_shared_language": least(rule("shared_language", False)(problem)),
            "relax_same_school": least(rule("same_school", "allowed")(problem)),
            "relax_language_level": least(rule("language_level", "")(problem)),
            "relax_shared_hours": least(rule("shared_hours", 0)(problem)),
            "relax_shared_format": least(rule("shared_format", False)(problem)),
            "relax_same_state": least(rule("same_state", False)(problem)),
            "relax_shared_domain": least(rule("shared_domain", False)(problem)),
            "relax_shared_stage": least(rule("shared_stage", False)(problem)),
            "relax_years": least(rule("minimum_years", 0)(problem)),
            "relax_forbidden": least(
                *(
                    allow(*pair)(problem)
                    for pair in problem.forbidden
                    if pair[0] in answered.pool.row and pair[1] in answered.pool.column
                )
            ),
            "relax_pin": least(*(unpin(*pair)(problem) for pair in problem.pins)),
        }
        # A lower minimum may ask for more moves than none at all: it is checked by itself.
        years = told.get("relax_years")
        assert (years is None) == (true.pop("relax_years") is None)
        if years is not None:
            lowered = rule("minimum_years", years["years"])(problem)
            assert moves.pop("relax_years") == least(lowered)
            known = {m.years for m in problem.mentors if m.years is not None}
            higher = [
                y for y in known if int(str(years["years"])) < y < problem.criteria.minimum_years
            ]
            assert [least(rule("minimum_years", y)(problem)) for y in higher] == [None] * len(
                higher
            )
        assert moves == {code: each for code, each in true.items() if each is not None}
        assert list(moves.values()) == sorted(moves.values())


@settings(max_examples=150)
@given(problems(teachers=6, mentors=3))
def test_a_seat_that_would_place_somebody_brings_as_many_points_as_is_said(
    problem: Problem,
) -> None:
    outcome = solve(problem)
    for alone in outcome.unmatched:
        for reason in alone.relaxations:
            assert reason.code != "relax_seat"
            if reason.code == "relax_seat_priced":
                mentor_id = str(reason.params["mentor"])
                mentor = next(each for each in problem.mentors if each.id == mentor_id)
                more = solve(seats(mentor_id, mentor.capacity + 1)(problem))
                assert more.worth.matched == outcome.worth.matched + 1
                assert more.worth.total == outcome.worth.total + int(str(reason.params["gained"]))


def recruited(problem: Problem, wanted: list[tuple[Reason, int]]) -> Problem:
    """With so many new mentors of each kind, who take only teachers whom they suit."""
    mentors, others = list(problem.mentors), set(problem.forbidden)
    for reason, many in wanted:
        told = reason.params
        domain, language = str(told["domain"]), str(told["language"])
        hours = told.get("hours", ())
        assert isinstance(hours, tuple)
        for _each in range(many):
            new = Mentor(
                f"new {len(mentors)}",
                capacity=int(str(told["seats"])),
                domains=(domain,),
                languages=(language,),
                stages=("primary", "secondary"),
                hours=hours,
                years=problem.criteria.minimum_years,
                fluency=(f"{language}:C2",),
                minor=True,
            )
            mentors.append(new)
            speak = {
                teacher.id
                for teacher in problem.teachers
                if language.strip().lower() in [each.strip().lower() for each in teacher.languages]
            }
            others |= {
                (teacher.id, new.id)
                for teacher in problem.teachers
                if teacher.id not in speak
                or domain not in teacher.domains
                or not set(hours) <= set(teacher.hours)
            }
    return replace(problem, mentors=tuple(mentors), forbidden=frozenset(others))


@settings(max_examples=150)
@given(problems(teachers=6, mentors=3))
def test_new_mentors_place_as_many_as_is_said(problem: Problem) -> None:
    outcome = solve(problem)

    def matched(wanted: list[tuple[Reason, int]]) -> int:
        return solve(recruited(problem, wanted)).worth.matched - outcome.worth.matched

    every = [(reason, int(str(reason.params["mentors"]))) for reason in outcome.advice]
    placed = sum(int(str(reason.params["teachers"])) for reason in outcome.advice)
    assert matched(every) == placed
    for reason in outcome.advice:
        assert matched([(reason, len(problem.teachers))]) == reason.params["most"]


@settings(max_examples=150)
@given(answers())
def test_free_seats_are_explained_and_full_mentors_need_no_reason(answered: Answered) -> None:
    weighing = answered.weighing
    fits = dict(zip((t.id for t in answered.pool.teachers), answered.fits.tolist(), strict=True))
    mine = {pair.teacher_id: pair.mentor_id for pair in answered.outcome().pairs}
    for load in answered.outcome().mentors:
        column = answered.pool.column[load.mentor_id]
        codes = [reason.code for reason in load.reasons]
        if load.taken == load.capacity:
            assert codes == []
            continue
        could = [
            teacher.id
            for teacher in answered.pool.teachers
            if weighing.barrier(teacher.id, load.mentor_id) is None
        ]
        others = [each for each in could if mine.get(each) != load.mentor_id]
        better = [
            each for each in others if weighing.scores[answered.pool.row[each], column] > fits[each]
        ]
        if not could:
            assert codes[0] == "mentor_nobody_possible"
            counts = Counter(rules.RULES[p].code for p in weighing.barriers[:, column].tolist())
            assert {reason.code: reason.params["count"] for reason in load.reasons[1:]} == {
                f"count_{code}": count for code, count in counts.items()
            }
        elif not others:
            assert codes == ["mentor_has_all_possible"]
        else:
            counted = {"possible": len(others), "better": len(better)}
            assert load.reasons == (Reason("mentor_others_chosen", counted),)
            pinned = {teacher_id for teacher_id, _ in answered.problem.pins}
            assert answered.outcome().objective != "most_matched" or pinned >= set(better)
        assert all(sentence(reason).endswith(".") for reason in load.reasons)


def test_the_nearest_seat_is_with_the_mentor_who_fits_best() -> None:
    problem = Problem(
        tuple(Teacher(each, domains=("art",), languages=HINDI) for each in "abc"),
        (
            Mentor("m", languages=HINDI),
            Mentor("n", languages=HINDI, domains=("art",)),
            Mentor("o", capacity=0, languages=HINDI),
        ),
    )
    (alone,) = solve(problem).unmatched
    assert alone.relaxations == (
        Reason("relax_seat_priced", {"mentor": "n", "moves": 0, "mentors": 3, "gained": 10_000}),
    )


def test_mentors_to_look_for_are_told_in_a_sentence() -> None:
    problem = Problem(
        tuple(
            Teacher(f"t{each}", domains=("maths",), languages=HINDI, hours=("evening",))
            for each in range(7)
        ),
        (Mentor("m", capacity=4, domains=("art",), languages=("Tamil",)),),
    )
    outcome = solve(problem)
    assert list(map(sentence, outcome.advice)) == [
        "Mentors to look for next: 2. They offer maths, speak Hindi, are free evening and take"
        " teachers each: 4. Further teachers they would place: 7. Placed by this kind alone, if"
        " there were enough of them: 7."
    ]


def test_the_kinds_that_place_the_most_are_told_first() -> None:
    needs = ["art"] * 2 + ["maths"] * 3 + ["music"] * 1 + ["craft"] * 4
    problem = Problem(
        tuple(
            Teacher(f"t{place}", domains=(need,), languages=HINDI)
            for place, need in enumerate(needs)
        ),
        (),
        Criteria(),
    )
    assert [(r.code, r.params["domain"], r.params["teachers"]) for r in solve(problem).advice] == [
        ("look_for", "craft", 4),
        ("look_for", "maths", 3),
        ("look_for", "art", 2),
        ("look_for", "music", 1),
    ]


@pytest.mark.parametrize("missing", [{"domains": ()}, {"languages": ()}])
def test_nobody_is_looked_for_where_it_is_not_known_what_is_needed(
    missing: dict[str, tuple[str, ...]],
) -> None:
    teacher = replace(Teacher("t", domains=("art",), languages=HINDI), **missing)
    assert solve(Problem((teacher,), ())).advice == ()


def test_columns_of_an_answer_are_whole_numbers() -> None:
    answered = answer(Problem((Teacher("t"),), (), Criteria()))
    assert answered.loads.dtype == np.int64


@settings(max_examples=60)
@given(problems(teachers=5, mentors=3), st.data())
def test_advice_does_not_tell_why_two_are_kept_apart_in_confidence(
    problem: Problem, data: st.DataObject
) -> None:
    """Whether she or the mentor asked for it, or the caller knows of something between them, what
    would give anybody a mentor is the same to the letter; only the counts have names of their own,
    and those name nobody."""
    pairs = [(t.id, m.id) for t in problem.teachers for m in problem.mentors]
    free = [pair for pair in pairs if Weighing(problem).barrier(*pair) is None]
    if not free:
        return
    teacher_id, mentor_id = data.draw(st.sampled_from(free))
    by_her = replace(
        problem,
        teachers=tuple(
            replace(each, avoid=(*each.avoid, mentor_id)) if each.id == teacher_id else each
            for each in problem.teachers
        ),
    )
    by_mentor = replace(
        problem,
        mentors=tuple(
            replace(each, avoid=(*each.avoid, teacher_id)) if each.id == mentor_id else each
            for each in problem.mentors
        ),
    )
    known = replace(problem, prohibited={**problem.prohibited, (teacher_id, mentor_id): "earlier"})
    told = [
        ([each.relaxations for each in found.unmatched], found.advice)
        for found in map(solve, (by_her, by_mentor, known))
    ]
    assert told[0] == told[1] == told[2]
    assert "earlier" not in str(told[2])


def test_fewer_years_are_told_before_a_rule_that_would_be_given_up() -> None:
    problem = Problem(
        (Teacher("T1", languages=HINDI),),
        (Mentor("M1", languages=HINDI, years=2), Mentor("M2", languages=("Tamil",), years=20)),
        Criteria(minimum_years=8),
    )
    (alone,) = solve(problem).unmatched
    assert [each.code for each in alone.relaxations] == ["relax_years", "relax_shared_language"]
