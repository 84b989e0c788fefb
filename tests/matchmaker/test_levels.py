"""Levels beside names, and the rules that were added with them."""

from dataclasses import replace
from pathlib import Path

import pytest

from matchmaker.files import Findings, read_people
from matchmaker.levels import complement, growing, levelled, unreadable
from matchmaker.outcome import Reason
from matchmaker.pool import WHOLE, Pool
from matchmaker.problem import Criteria, Mentor, Problem, Teacher, Weights
from matchmaker.rules import InvalidProblem
from matchmaker.solving import solve
from matchmaker.weighing import Weighing


def barrier(teacher: Teacher, mentor: Mentor, criteria: Criteria) -> Reason | None:
    return Weighing(Problem((teacher,), (mentor,), criteria)).barrier(teacher.id, mentor.id)


def ruled(**rules: object) -> Criteria:
    return Criteria(shared_language=False, **rules)  # type: ignore[arg-type]  # by name


def test_a_level_is_read_beside_its_name_and_the_first_of_two_counts() -> None:
    assert levelled("skills", ("Wait time : 3", "wait  TIME:1", "drama:4", ":2", "x:5", "y")) == {
        "wait time": ("Wait time", 3),
        "drama": ("drama", 4),
    }
    assert levelled("fluency", ("Hindi:b2", "Odia:D1")) == {"hindi": ("Hindi", 4)}
    assert unreadable("skills", ("a:1", " ", "b", "c:5", "d:")) == ("b", "c:5", "d:")


def test_levels_that_cannot_be_read_are_refused_with_whose_they_are() -> None:
    problem = Problem(
        (Teacher("t", skills=("planning",)),), (Mentor("m", fluency=("Hindi:good",)),)
    )
    with pytest.raises(InvalidProblem) as refused:
        solve(problem)
    assert refused.value.faults == (
        Reason("level_unreadable", {"person": "m", "value": "Hindi:good"}),
        Reason("level_unreadable", {"person": "t", "value": "planning"}),
    )


@pytest.mark.parametrize(
    ("teacher", "mentor", "code"),
    [
        (True, False, "minor"),
        (True, True, None),
        (False, False, None),
        (False, True, None),
    ],
)
def test_a_teacher_under_age_has_only_a_mentor_who_is_cleared(
    teacher: bool, mentor: bool, code: str | None
) -> None:
    found = barrier(Teacher("t", minor=teacher), Mentor("m", minor=mentor), ruled())
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("ours", "theirs", "open_"),
    [
        (("Hindi:B1",), ("Hindi:B1",), True),
        (("Hindi:C2",), ("Hindi:A2",), False),
        (("Hindi:C2",), ("Odia:C2",), False),
        (("Hindi:A1", "Odia:B2"), ("Hindi:C1", "odia:B1"), True),
        ((), ("Hindi:C2",), False),
    ],
)
def test_a_language_must_be_shared_at_the_level_asked_for(
    ours: tuple[str, ...], theirs: tuple[str, ...], open_: bool
) -> None:
    teacher, mentor = Teacher("t", fluency=ours), Mentor("m", fluency=theirs)
    found = barrier(teacher, mentor, ruled(language_level="B1"))
    assert found == (None if open_ else Reason("below_language_level", {"minimum": "B1"}))
    assert barrier(teacher, mentor, ruled()) is None


@pytest.mark.parametrize(
    ("ours", "theirs", "open_"),
    [
        (("Mon", "Tue"), ("tue", "Mon", "Wed"), True),
        (("Mon", "Tue"), ("Mon",), False),
        ((), ("Mon",), True),
        (("Mon",), (), True),
    ],
)
def test_free_hours_must_be_in_common_where_both_have_given_some(
    ours: tuple[str, ...], theirs: tuple[str, ...], open_: bool
) -> None:
    teacher, mentor = Teacher("t", hours=ours), Mentor("m", hours=theirs)
    found = barrier(teacher, mentor, ruled(shared_hours=2))
    assert found == (None if open_ else Reason("too_few_hours", {"minimum": 2}))


@pytest.mark.parametrize(
    ("ours", "theirs", "open_"),
    [
        (("on line", "phone"), ("Phone",), True),
        (("on line",), ("phone",), False),
        ((), ("phone",), True),
        (("phone",), (), True),
    ],
)
def test_a_way_of_meeting_must_be_in_common_where_both_have_given_some(
    ours: tuple[str, ...], theirs: tuple[str, ...], open_: bool
) -> None:
    teacher, mentor = Teacher("t", formats=ours), Mentor("m", formats=theirs)
    found = barrier(teacher, mentor, ruled(shared_format=True))
    assert found == (None if open_ else Reason("no_shared_format"))
    assert barrier(teacher, mentor, ruled()) is None


@pytest.mark.parametrize(
    ("ours", "theirs", "open_"),
    [("Goa", " goa", True), ("Goa", "Kerala", False), ("", "Goa", True), ("Goa", "", True)],
)
def test_both_must_work_in_one_state_where_both_have_given_theirs(
    ours: str, theirs: str, open_: bool
) -> None:
    teacher, mentor = Teacher("t", state=ours), Mentor("m", state=theirs)
    found = barrier(teacher, mentor, ruled(same_state=True))
    assert found == (None if open_ else Reason("other_state"))
    assert barrier(teacher, mentor, ruled()) is None


@pytest.mark.parametrize(
    ("needs", "offers", "open_"),
    [
        (("art", "play"), ("maths", " Play"), True),
        (("art",), ("maths",), False),
        (("art",), (), False),
        ((), ("maths",), True),
        ((" ",), (), True),
    ],
)
@pytest.mark.parametrize(
    ("name", "rule", "code"),
    [
        ("domains", "shared_domain", "no_shared_domain"),
        ("stages", "shared_stage", "no_shared_stage"),
    ],
)
def test_a_mentor_must_offer_a_need_and_know_a_stage_that_the_teacher_has_named(
    name: str, rule: str, code: str, needs: tuple[str, ...], offers: tuple[str, ...], open_: bool
) -> None:
    teacher = replace(Teacher("t"), **{name: needs})
    mentor = replace(Mentor("m"), **{name: offers})
    found = barrier(teacher, mentor, ruled(**{rule: True}))
    assert found == (None if open_ else Reason(code))
    assert barrier(teacher, mentor, ruled()) is None


def test_the_new_columns_are_read_from_a_spreadsheet(tmp_path: Path) -> None:
    path, findings = tmp_path / "t.csv", Findings()
    path.write_text(
        "id,domains,languages,skills,fluency,formats,contexts,asks,earlier,minor\n"
        "a,art,Hindi,planning:1;drama:2,Hindi:B2,on line,rural,a woman,m1;M1,Yes\n"
        "b,art,Hindi,,,,,,,\n",
        encoding="utf-8",
    )
    first, second = read_people(Teacher, path, findings)
    assert findings == Findings()
    assert first == Teacher(
        "a",
        domains=("art",),
        languages=("Hindi",),
        skills=("planning:1", "drama:2"),
        fluency=("Hindi:B2",),
        formats=("on line",),
        contexts=("rural",),
        asks=("a woman",),
        earlier=("m1", "M1"),
        minor=True,
    )
    assert second == Teacher("b", domains=("art",), languages=("Hindi",))


def test_slips_in_the_new_columns_are_told_with_row_column_and_cure(tmp_path: Path) -> None:
    path, findings = tmp_path / "m.csv", Findings()
    path.write_text(
        "id,capacity,domains,languages,skills,fluency,minor\n"
        "a,1,art,Hindi,planning,Hindi:good,perhaps\n",
        encoding="utf-8",
    )
    read_people(Mentor, path, findings)
    assert list(map(str, findings.faults)) == [
        'm.csv, row 2, column skills: "planning" has no level. Write planning:1, up to 4.',
        'm.csv, row 2, column fluency: "Hindi:good" has no level. Write Hindi:A1, up to C2.',
        'm.csv, row 2, column minor: "perhaps" is neither yes nor no. Write yes or no.',
    ]


def test_a_teacher_who_has_nothing_left_to_learn_is_not_judged_by_it() -> None:
    teacher = Teacher("t", domains=("art",), skills=("planning:4",))
    mentor = Mentor("m", domains=("art",), skills=("planning:4",))
    criteria = ruled(weights=Weights(domains=1, complement=1))
    assert Weighing(Problem((teacher,), (mentor,), criteria)).pair("t", "m").score == 10_000


def test_a_teacher_who_has_named_no_skill_is_not_judged_by_those_of_others() -> None:
    teachers = (Teacher("s", skills=("planning:1",)), Teacher("t"), Teacher("u", skills=("x:4",)))
    mentor = Mentor("m", skills=("planning:3",))
    criteria = ruled(weights=Weights(domains=0, complement=1))
    pool = Pool(Problem(teachers, (mentor,), criteria))
    assert growing(pool).tolist() == [True, False, False]
    assert complement(pool)[:, 0].tolist() == [WHOLE, 0, 0]


def test_who_has_not_said_where_she_is_is_neither_alike_nor_different() -> None:
    teachers = tuple(Teacher(each, state=each) for each in ("", "Goa"))
    mentors = tuple(Mentor(each, state=each) for each in ("", "Goa", "Kerala"))
    same, other = Pool(Problem(teachers, mentors)).alike("state")
    assert same.tolist() == [[False, False, False], [False, True, False]]
    assert other.tolist() == [[False, False, False], [False, False, True]]
