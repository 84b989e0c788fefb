"""Why a mentor has whom she has, few or many, and the proof of very many for a machine to read."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from matchmaker import asking, command
from matchmaker.asking import explained
from matchmaker.command import match
from matchmaker.engines import here
from matchmaker.many import AnsweredMany
from matchmaker.problem import Criteria, Mentor, Problem, Teacher
from matchmaker.solving import answer
from tests.matchmaker.instances import problems
from tests.matchmaker.test_asking import office
from tests.matchmaker.test_asking_many import FEW


def test_a_mentor_is_told_whom_she_has() -> None:
    assert list(explained(answer(office()), "M1")) == [
        "Seats of M1: 1; taken: 1.",
        "T1 has M1. Fit: 10000.",
    ]


def test_a_mentor_without_teachers_is_told_why() -> None:
    assert list(explained(answer(office()), "M3")) == [
        "Seats of M3: 1; taken: 0.",
        "Every teacher is ruled out for this mentor.",
        "Without a language in common: 3.",
    ]
    assert list(explained(answer(office()), "=M4")) == ["Seats of =M4: 0; taken: 0."]
    wide = replace(
        office(), mentors=(*office().mentors[1:], replace(office().mentors[0], capacity=9))
    )
    assert list(explained(answer(wide), "M2")) == [
        "Seats of M2: 1; taken: 0.",
        "Teachers who could have this mentor and do not: 3. Of these, with a better fit here: 0.",
    ]


def test_of_very_many_teachers_of_one_mentor_the_rest_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "MOVES", 2)
    wide = replace(office(), mentors=(replace(office().mentors[0], capacity=9),))
    said = list(explained(answer(wide), "M1"))
    assert [text.partition(" ")[0] for text in said] == ["Seats", "T1", "T2", "Further", "Every"]
    assert said[3] == "Further teachers: 1."


def test_who_mentors_and_learns_is_told_both() -> None:
    both = Problem(
        (Teacher("p", domains=("art",), languages=("Hindi",)),),
        (Mentor("p", domains=("art",), languages=("Hindi",)),),
        Criteria(),
    )
    said = list(explained(answer(both), "p"))
    assert said[0] == "p has no mentor."
    assert said[-3:] == [
        "Seats of p: 1; taken: 0.",
        "Every teacher is ruled out for this mentor.",
        "The same person: 1.",
    ]


@given(problem=problems(5, 4))
@FEW
def test_a_mentor_is_told_as_the_outcome_has_her(problem: Problem) -> None:
    for answered in (answer(problem), AnsweredMany(problem)):
        loads = answered.outcome().mentors
        assert tuple(answered.of_mentor(mentor.id) for mentor in answered.pool.mentors) == loads


def test_the_proof_of_very_many_is_printed_without_the_pairs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mentors, teachers = tmp_path / "mentors.csv", tmp_path / "teachers.csv"
    mentors.write_text("id,capacity,domains,languages\nm1,1,art,Hindi\n", encoding="utf-8")
    teachers.write_text("id,domains,languages\nt1,art,Hindi\nt2,art,Odia\n", encoding="utf-8")
    out, kept = tmp_path / "pairs.csv", tmp_path / "kept"

    def printed(**given: object) -> dict[str, object]:
        stdout, told = io.StringIO(), io.StringIO()
        given = {"json": True, "stdout": stdout, "stderr": told, **given}
        assert match(mentors, teachers, None, out, **given) == 0  # type: ignore[arg-type]  # of any
        found: dict[str, object] = json.loads(stdout.getvalue())
        return found

    assert printed(engine=here)["format"] == "matchmaker.outcome"
    monkeypatch.setattr(command, "TABLE", 0)
    assert printed()["format"] == "matchmaker.outcome"
    for proven in (printed(engine=here), printed(keep=kept)):
        seconds = proven.pop("seconds")
        assert isinstance(seconds, float)
        assert isinstance(proven.pop("advice"), list)
        assert proven == {
            "format": "matchmaker.proof",
            "version": 1,
            "objective": "most_matched",
            "measures": [
                {"name": "matched", "value": 1, "bound": 1, "gap": 0},
                {"name": "total", "value": 10000, "bound": 10007, "gap": 7},
            ],
            "worth": {"matched": 1, "total": 10000},
            "usual": None,
            "engine": proven["engine"],
            "seed": None,
            "made_with": asking.made_with(),
        }
    assert out.read_text(encoding="utf-8").splitlines()[1].startswith("t1,m1,10000,")
