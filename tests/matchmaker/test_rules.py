from dataclasses import replace

import pytest
from hypothesis import given, settings

from matchmaker.outcome import Reason
from matchmaker.pool import Pool
from matchmaker.problem import Criteria, Mentor, Problem, Teacher
from matchmaker.rules import RULES, InvalidProblem
from matchmaker.solving import solve
from matchmaker.weighing import Weighing
from matchmaker.words import sentence
from tests.matchmaker.instances import problems

HINDI = ("Hindi",)
TEACHER = Teacher("t", languages=HINDI, school="KV 1", years=2)
MENTOR = Mentor("m", languages=HINDI, school="KV 1", years=12)
PAIR = ("t", "m")
ALLOWED = Problem((TEACHER,), (MENTOR,))


def with_mentor(**changes: object) -> Problem:
    """The allowed problem, with the mentor changed."""
    return replace(ALLOWED, mentors=(replace(MENTOR, **changes),))  # type: ignore[arg-type]


def with_teacher(**changes: object) -> Problem:
    """The allowed problem, with the teacher changed."""
    return replace(ALLOWED, teachers=(replace(TEACHER, **changes),))  # type: ignore[arg-type]


BROKEN = {
    "oneself": (with_mentor(id="t"), "Nobody can be their own mentor."),
    "principal": (
        replace(ALLOWED, prohibited={PAIR: "principal"}),
        "The mentor is the teacher's own principal.",
    ),
    "evaluator": (
        replace(ALLOWED, prohibited={PAIR: "evaluator"}),
        "The mentor evaluates the teacher.",
    ),
    "line_manager": (
        replace(ALLOWED, prohibited={PAIR: "line_manager"}),
        "The mentor is the teacher's line manager.",
    ),
    "other_relation": (
        replace(ALLOWED, prohibited={PAIR: "spouse"}),
        "Another relation between the two rules this pair out: spouse.",
    ),
    "in_confidence": (with_teacher(avoid=("m",)), "This pair was ruled out in confidence."),
    "in_confidence by the mentor": (
        with_mentor(avoid=("t",)),
        "This pair was ruled out in confidence.",
    ),
    "forbidden": (
        replace(ALLOWED, forbidden=frozenset({PAIR})),
        "The coordinator has ruled this pair out.",
    ),
    "no_shared_language": (
        with_mentor(languages=("Tamil",)),
        "The mentor speaks none of the teacher's languages: Hindi.",
    ),
    "too_few_years": (
        replace(ALLOWED, criteria=Criteria(minimum_years=13)),
        "The mentor is not known to have the years of experience asked for: 13.",
    ),
    "too_few_years, not known": (
        replace(with_mentor(years=None), criteria=Criteria(minimum_years=1)),
        "The mentor is not known to have the years of experience asked for: 1.",
    ),
    "same_school": (
        replace(with_mentor(school="kv  1"), criteria=Criteria(same_school="never")),
        "Both are at the same school: KV 1.",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_hard_rule_rules_the_pair_out_and_says_so(name: str) -> None:
    problem, said = BROKEN[name]
    mentor_id = problem.mentors[0].id
    barrier = Weighing(problem).barrier("t", mentor_id)
    assert barrier is not None
    assert (barrier.code, sentence(barrier)) == (name.split(" ")[0].strip(","), said)
    assert solve(problem).pairs == ()


@pytest.mark.parametrize("name", BROKEN)
def test_a_pin_that_breaks_a_hard_rule_is_refused_by_its_name(name: str) -> None:
    problem = BROKEN[name][0]
    mentor_id = problem.mentors[0].id
    with pytest.raises(InvalidProblem) as refused:
        solve(replace(problem, pins=frozenset({("t", mentor_id)})))
    (fault,) = refused.value.faults
    assert fault.code == f"pin_{name.split(' ')[0].strip(',')}"
    assert sentence(fault).startswith("t cannot be set with ")


KEPT = {
    "as they are": ALLOWED,
    "another's relation": replace(ALLOWED, prohibited={("t", "x"): "principal"}),
    "another's avoidance": with_teacher(avoid=("x",)),
    "another's forbidden pair": replace(ALLOWED, forbidden=frozenset({("x", "m")})),
    "no shared language where none is asked": replace(
        with_mentor(languages=()), criteria=Criteria(shared_language=False)
    ),
    "a language spelt otherwise": with_mentor(languages=(" HINDI ",)),
    "just enough years": replace(ALLOWED, criteria=Criteria(minimum_years=12)),
    "the same school where it may be": ALLOWED,
    "another school where it must be": replace(
        with_mentor(school="KV 2"), criteria=Criteria(same_school="never")
    ),
    "a school that is not known": replace(
        Problem((replace(TEACHER, school=""),), (replace(MENTOR, school=""),)),
        criteria=Criteria(same_school="never"),
    ),
    "a school of the same name elsewhere": Problem(
        (replace(TEACHER, district="Bilaspur"),),
        (replace(MENTOR, district="Pune"),),
        Criteria(same_school="never"),
    ),
    "a school of the same name in another state": Problem(
        (replace(TEACHER, state="Goa"),),
        (replace(MENTOR, state="Assam"),),
        Criteria(same_school="never"),
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_pair_that_breaks_no_rule_is_made(name: str) -> None:
    assert Weighing(KEPT[name]).barrier("t", "m") is None
    assert len(solve(KEPT[name]).pairs) == 1


def pin_faults(problem: Problem, *pins: tuple[str, str]) -> list[str]:
    """What is said against these pins."""
    with pytest.raises(InvalidProblem) as refused:
        solve(replace(problem, pins=frozenset(pins)))
    return [sentence(fault) for fault in refused.value.faults]


def test_pins_over_capacity_and_pins_of_nobody_are_refused_together() -> None:
    problem = Problem(
        (TEACHER, replace(TEACHER, id="u")), (MENTOR, Mentor("n", capacity=0, languages=HINDI))
    )
    assert pin_faults(problem, PAIR, ("u", "m"), ("u", "n"), ("x", "m"), ("t", "y")) == [
        "t cannot be set with y: no mentor has the id y.",
        "x cannot be set with m: no teacher has the id x.",
        "u is set with more than one mentor: m, n.",
        "m has fewer seats (1) than teachers set with them (2).",
        "n has fewer seats (0) than teachers set with them (1).",
    ]


def test_a_pinned_pair_says_who_set_it() -> None:
    (pair,) = solve(replace(ALLOWED, pins=frozenset({PAIR}))).pairs
    assert pair.pinned
    assert pair.fits[0] == Reason("pinned")


def test_asking_about_nobody_is_an_error() -> None:
    with pytest.raises(KeyError):
        Weighing(ALLOWED).barrier("t", "nobody")


@given(problem=problems(7, 7))
@settings(max_examples=100, deadline=None)
def test_a_rule_that_is_not_asked_for_rules_out_nobody(problem: Problem) -> None:
    pool = Pool(problem)
    for rule in RULES:
        if rule.broken is not None and not rule.on(problem.criteria):
            assert not rule.broken(pool).any()
    assert [rule.code for rule in RULES if not rule.on(Criteria(shared_language=False))] == [
        "no_shared_language",
        "no_shared_domain",
        "no_shared_stage",
        "too_few_years",
        "same_school",
        "below_language_level",
        "too_few_hours",
        "no_shared_format",
        "other_state",
    ]
