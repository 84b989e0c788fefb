"""What is asked of an answer on the command line, and what is said."""

import io
import json
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from matchmaker import changes
from matchmaker.asking import CHANGES, Asked, difference, explained, printed, read_change, replayed
from matchmaker.changes import Change
from matchmaker.command import match, replay
from matchmaker.outcome import Outcome
from matchmaker.problem import Criteria, Mentor, Problem, Teacher, Weights
from matchmaker.solving import answer, solve

HINDI = ("Hindi",)


def office() -> Problem:
    """Three teachers, two seats for those who speak Hindi, and a mentor who does not."""
    return Problem(
        (
            Teacher("T1", domains=("maths", "art"), languages=HINDI),
            Teacher("T2", domains=("art",), languages=HINDI),
            Teacher("T3", domains=("maths",), languages=HINDI),
        ),
        (
            Mentor("M1", domains=("maths", "art"), languages=HINDI),
            Mentor("M2", domains=("art",), languages=HINDI),
            Mentor("M3", domains=("maths", "art"), languages=("Tamil",)),
            Mentor("=M4", capacity=0, domains=("art",), languages=HINDI),
        ),
    )


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("pin T2=M1", changes.pin("T2", "M1")),
        ("  pin  T2 = M1 ", changes.pin("T2", "M1")),
        ("unpin T2=M1", changes.unpin("T2", "M1")),
        ("forbid T2==M4", changes.forbid("T2", "=M4")),
        ("allow T2=M1", changes.allow("T2", "M1")),
        ("capacity M1=12", changes.seats("M1", 12)),
        ("weight hours=7", changes.weight("hours", 7)),
        ("rule minimum_years=4", changes.rule("minimum_years", 4)),
        ("rule shared_language=false", changes.rule("shared_language", False)),
        ("rule shared_language=true", changes.rule("shared_language", True)),
        ("rule same_school=never", changes.rule("same_school", "never")),
        ("rule shared_domain=true", changes.rule("shared_domain", True)),
        ("rule shared_stage=true", changes.rule("shared_stage", True)),
        ("objective stable", changes.objective("stable")),
        ("without_teacher T2", changes.without_teacher("T2")),
        ("without_mentor M2", changes.without_mentor("M2")),
    ],
)
def test_a_change_is_read_as_it_is_written(text: str, change: Change) -> None:
    assert read_change(text)(office()) == change(office())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pinn T1=M1", '"pinn T1=M1": there is no change "pinn". Did you mean pin?'),
        (
            "zzz",
            '"zzz": there is no change "zzz". Known are: pin, unpin, forbid, allow, capacity,'
            " weight, rule, objective, without_teacher, without_mentor.",
        ),
        ("pin T1", '"pin T1" is not whole. Write: pin TEACHER=MENTOR.'),
        ("pin =M1", '"pin =M1" is not whole. Write: pin TEACHER=MENTOR.'),
        ("pin T1=", '"pin T1=" is not whole. Write: pin TEACHER=MENTOR.'),
        ("objective", '"objective" is not whole. Write: objective NAME.'),
        (
            "without_teacher T1\nT2",
            '"without_teacher T1\nT2" is not whole. Write: without_teacher TEACHER.',
        ),
        ("capacity M1=-1", '"capacity M1=-1": "-1" is not a whole number from 0.'),
        ("weight hours=x", '"weight hours=x": "x" is not a whole number from 0.'),
        ("rule minimum_years=", "\"rule minimum_years=\": '' is not a whole number from 0."),
        ("rule =3", '"rule =3" is not whole. Write: rule NAME=VALUE.'),
        ("rule same_school", '"rule same_school" is not whole. Write: rule NAME=VALUE.'),
        ("rule shoes=3", '"rule shoes=3": There is no rule shoes. Known are: '),
        ("weight shoes=3", '"weight shoes=3": There is no criterion shoes. Known are: '),
        ("capacity M1=1000001", '"capacity M1=1000001": "1000001" is too large. Write at most'),
        ("weight hours=99999999999999999999", '"weight hours=99999999999999999999": "99999'),
        (
            "rule shared_hours=two",
            "\"rule shared_hours=two\": 'two' is not a whole number from 0. Write 0 to 1000000.",
        ),
        (
            "rule shared_language=5",
            '"rule shared_language=5": This is neither true nor false. Write true or false.',
        ),
        ("rule minimum_years=true", '"rule minimum_years=true": True is not a whole number'),
        ("rule language_level=Z9", '"rule language_level=Z9": This is not a level. Write one of'),
        ("rule same_school=maybe", '"rule same_school=maybe": This is not a choice. Write'),
        ("objective best", '"objective best": There is no objective best. Known are: '),
    ],
)
def test_what_is_not_a_change_is_told_with_its_cure(text: str, said: str) -> None:
    with pytest.raises(ValueError) as refused:
        read_change(text)
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize("text", ['rule language_level=""', "rule language_level="])
def test_a_language_level_can_be_taken_away(text: str) -> None:
    answered = answer(replace(office(), criteria=Criteria(language_level="C1")))
    assert answered.worth.matched == 0
    told = list(difference(answered, [read_change(text)]))
    assert told[0].startswith("Teachers with a mentor: 0, then 2.")


def test_a_choice_may_stand_in_quotation_marks() -> None:
    assert office().criteria.same_school != "never"
    changed = read_change('rule same_school="never"')(office())
    assert changed.criteria.same_school == "never"


def test_every_change_says_how_it_is_written() -> None:
    assert [shape.split(" ")[0] for shape, _ in CHANGES.values()] == list(CHANGES)


def test_a_teacher_with_a_mentor_is_told_why_and_what_another_would_cost() -> None:
    assert list(explained(answer(office()), "T1")) == [
        "T1 has M1. Fit: 10000.",
        "Offers what the teacher needs most: maths.",
        "Also offers: art.",
        "Both put this language first: Hindi.",
        "=M4 would be a fit of 4667. =M4 has fewer seats (0) than teachers set with them (1).",
        "M2 would be a fit of 4667."
        " Teachers with a mentor: 2, then 2. Total fit: 20000, then 14667.",
    ]


def test_a_teacher_without_a_mentor_is_told_why_and_what_would_help() -> None:
    assert list(explained(answer(office()), "T3")) == [
        "T3 has no mentor.",
        "Every mentor who could take this teacher is full. Such mentors: 3, with seats: 2.",
        "One more seat with M1 would place this teacher. Teachers who would get another mentor: 0."
        " Mentors with whom one more seat would do: 3. Points of total fit that such a seat brings,"
        " beside one more teacher with a mentor: 10000.",
        "Without the rule that two share a language, this teacher would have a mentor."
        " Teachers who would get another: 0.",
        "M1 would be a fit of 10000."
        " Teachers with a mentor: 2, then 2. Total fit: 20000, then 20000.",
        "=M4 would be a fit of 2000. =M4 has fewer seats (0) than teachers set with them (1).",
        "M2 would be a fit of 2000."
        " Teachers with a mentor: 2, then 2. Total fit: 20000, then 12000.",
        "M3 would be a fit of 8000. The mentor speaks none of the teacher's languages: Hindi.",
    ]


def test_of_many_other_mentors_three_are_told_and_of_those_ruled_out_three() -> None:
    fit = tuple(Mentor(f"M{number}", domains=("art",), languages=HINDI) for number in range(5))
    barred = tuple(Mentor(f"N{number}", domains=("art",)) for number in range(5))
    teacher = Teacher("T1", domains=("art", "maths"), languages=HINDI)
    own = Mentor("M9", domains=("art",), languages=HINDI)
    problem = Problem((teacher,), (own, *fit, *barred), pins=frozenset({("T1", "M9")}))
    said = list(explained(answer(problem), "T1"))
    others = [text for text in said if text.partition(" ")[2].startswith("would be a fit")]
    assert [text[:2] for text in others] == ["M0", "M1", "M2"]


def test_nobody_is_explained_who_is_not_there() -> None:
    with pytest.raises(ValueError) as refused:
        list(explained(answer(office()), "M9"))
    assert str(refused.value) == 'Nobody has the id "M9".'


def test_a_change_that_cannot_be_is_told_by_its_faults() -> None:
    said = list(difference(answer(office()), [changes.pin("T1", "M3")]))
    assert said == ["T1 cannot be set with M3, who speaks none of the teacher's languages: Hindi."]
    with pytest.raises(ValueError) as refused:
        list(difference(answer(office()), [changes.seats("M9", 3)]))
    assert str(refused.value) == 'Nobody has the id "M9".'


def test_questions_are_answered_together() -> None:
    asked = Asked("T2", ("capacity M1=2", "weight domains=1"))
    told = list(asked.told(answer(office())))
    assert told[0] == "T2 has M2. Fit: 10000."
    assert told[-2:] == [
        "Teachers with a mentor: 2, then 3. Total fit: 20000, then 30000.",
        "T3 gets M1. Fit: 10000.",
    ]
    assert list(Asked().told(answer(office()))) == []


def saved(problem: Problem, **changed: Any) -> str:
    return json.dumps({**json.loads(printed(problem, solve(problem), 0.25049)), **changed})


def test_what_is_printed_holds_the_proof_the_problem_and_the_time() -> None:
    content = json.loads(saved(office()))
    assert content["seconds"] == 0.25  # rounded to thousandths
    assert content["objective"] == "most_matched"
    assert content["measures"] == [
        {"name": "matched", "value": 2, "bound": 2, "gap": 0},
        {"name": "total", "value": 20_000, "bound": 20_000, "gap": 0},
    ]
    assert (content["engine"], content["seed"]) == (solve(office()).engine, None)
    assert list(content) == sorted(content)
    assert sorted(content["made_with"]) == ["banyan", "numpy", "scipy"]
    assert Problem.from_json(json.dumps(content["problem"])) == office()
    assert Outcome.from_json(json.dumps(content)) == solve(office())


def test_a_saved_answer_is_proven_to_be_the_same() -> None:
    same, problem, outcome, said = replayed(saved(office()))
    assert (same, problem, outcome) == (True, office(), solve(office()))
    assert said == ("The same answer, to the byte.",)


def test_an_answer_saved_with_other_advice_is_told_to_be_the_same_but_for_that() -> None:
    other = json.loads(saved(office()))
    other["advice"] = []
    assert solve(office()).advice
    same, _, _, said = replayed(json.dumps(other))
    assert not same
    assert said == ("The same answer; only the mentors to look for are told in another way now.",)


def test_another_answer_is_told_by_what_differs() -> None:
    other = json.loads(saved(office()))
    other["pairs"][0]["teacher_id"] = "T9"
    other["engine"] = "abacus"
    other["made_with"]["scipy"] = "0.1"
    same, _, outcome, said = replayed(json.dumps(other))
    assert (same, outcome) == (False, solve(office()))
    assert said[0] == "The answer is not the same."
    assert said[1] == f'engine: saved "abacus", now "{outcome.engine}".'
    assert said[2].startswith("scipy: saved by 0.1, now ")
    assert said[3:] == ("Teachers with another mentor: 2.",)


@pytest.mark.parametrize("made_with", [None, "numpy", ["numpy"], {}])
def test_what_an_answer_was_made_with_may_not_be_told(made_with: object) -> None:
    content = {**json.loads(saved(office(), engine="abacus")), "made_with": made_with}
    same, _, _, said = replayed(json.dumps(content))
    assert not same
    assert f"banyan: saved by a version that is not told, now {version('banyan')}." in said


def test_a_replay_tells_how_far_it_is(tmp_path: Path) -> None:
    path, steps = tmp_path / "saved.json", []
    path.write_text(saved(office()), encoding="utf-8")
    told = io.StringIO()
    done = replay(path, None, progress=lambda step, *_: steps.append(step), stderr=told)
    assert (done, steps[:2]) == (0, ["weigh", "weigh"])


def test_a_problem_alone_is_answered() -> None:
    same, problem, outcome, said = replayed(office().to_json())
    assert (same, problem, outcome) == (True, office(), solve(office()))
    assert said == ("This file holds a problem and no answer to compare with.",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "saved.json: This is not JSON (line 1: "),
        pytest.param("[" * 100_000, "saved.json: This is not JSON: ", id="deep"),
        (
            '{"n": ' + "9" * 5000 + "}",
            "saved.json: This is not JSON: a number in it is too long, or too many lists are in"
            " lists. Name a file that was written with --json.",
        ),
        ("[]", "saved.json: This is not a matchmaker.problem."),
        ('{"format": "matchmaker.proof"}', "saved.json: This file says how good an answer is,"),
        ('{"format": ["matchmaker"]}', "saved.json: This is not a matchmaker.problem."),
        (
            solve(office()).to_json(),
            "saved.json: This answer was saved without its problem. Save it with --json.",
        ),
        (
            Problem((Teacher("t"), Teacher("t")), ()).to_json(),
            "saved.json: Two teachers have the id t. Mend the problem.",
        ),
    ],
)
def test_what_cannot_be_replayed_is_refused_and_nothing_is_written(
    tmp_path: Path, text: str, said: str
) -> None:
    path, out, stderr = tmp_path / "saved.json", tmp_path / "pairs.csv", io.StringIO()
    path.write_text(text, encoding="utf-8")
    assert replay(path, out, stderr=stderr, stdout=io.StringIO()) == 2
    assert stderr.getvalue().startswith(said)
    assert stderr.getvalue().splitlines()[-1] == f"Nothing was written to {out}."
    assert not out.exists()


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("teachers", 0, "id"), 5, "This is no id: 5."),
        (("teachers", 0, "domains"), 5, "This is no domains: 5."),
        (("teachers", 0, "domains"), [["art"]], 'This is no domains: [["art"]].'),
        (("teachers", 0, "years"), "x", 'This is no years: "x".'),
        (("teachers", 0, "minor"), 1, "This is no minor: 1."),
        (("mentors", 0, "capacity"), "x", 'This is no capacity: "x".'),
        (("mentors", 0, "capacity"), None, "This is no capacity: null."),
        (("mentors", 0, "capacity"), True, "This is no capacity: true."),
        (("mentors", 0, "capacity"), 10**30, "This is no capacity: 1000000"),
        (("mentors", 0, "capacity"), "x" * 60, f'This is no capacity: "{"x" * 59}.'),
        (("mentors", 0, "years"), 1.5, "This is no years: 1.5."),
        (("criteria", "weights", "domains"), 10**30, "This is no domains: 1000000"),
        (("criteria", "objective"), "best", 'This is no objective: "best".'),
        (("criteria", "language_level"), ["B1"], 'This is no language_level: ["B1"].'),
        (("criteria", "shared_language"), 1, "This is no shared_language: 1."),
        (("pins",), [["T1", 5]], "Ids and relations of pairs are texts."),
        (("prohibited",), [["T1", "M1", 5]], "Ids and relations of pairs are texts."),
    ],
)
def test_a_file_that_was_mended_by_hand_is_told_what_is_wrong_with_it(
    place: tuple[str | int, ...], value: object, said: str
) -> None:
    problem = json.loads(office().to_json())
    inner: Any = problem
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    whole = {**json.loads(saved(office())), "problem": problem}
    for content in (problem, whole):
        with pytest.raises(ValueError) as refused:
            replayed(json.dumps(content))
        assert str(refused.value).startswith(said)


def test_a_replay_writes_the_pairs_and_says_with_its_code_whether_they_are_the_same(
    tmp_path: Path,
) -> None:
    path, out = tmp_path / "saved.json", tmp_path / "pairs.csv"
    path.write_text(saved(office()), encoding="utf-8")
    stdout = io.StringIO()
    assert replay(path, out, json=True, stdout=stdout, stderr=io.StringIO()) == 0
    assert out.read_text(encoding="utf-8").splitlines()[0] == "teacher_id,mentor_id,score,reasons"
    assert replayed(stdout.getvalue())[0]
    path.write_text(saved(office(), engine="abacus"), encoding="utf-8")
    assert replay(path, None, stdout=io.StringIO(), stderr=io.StringIO()) == 1
    assert replay(path, path, stdout=io.StringIO(), stderr=io.StringIO()) == 2
    assert replay(tmp_path / "none", None, stdout=io.StringIO(), stderr=io.StringIO()) == 2


def test_a_question_about_nobody_writes_nothing(tmp_path: Path) -> None:
    mentors, teachers, out = (tmp_path / name for name in ("m.csv", "t.csv", "pairs.csv"))
    mentors.write_text("id,capacity,domains,languages\nM1,1,art,Hindi\n", encoding="utf-8")
    teachers.write_text("id,domains,languages\nT1,art,Hindi\n", encoding="utf-8")
    stderr = io.StringIO()
    assert match(mentors, teachers, None, out, asked=Asked("T9"), stderr=stderr) == 2
    assert stderr.getvalue().splitlines() == [
        'What was asked: Nobody has the id "T9".'
        " Look it up in the files, and write it as it stands there.",
        f"Nothing was written to {out}.",
    ]
    assert not out.exists()
    stderr = io.StringIO()
    asked = Asked(what_if=("capacity M1=0",))
    assert match(mentors, teachers, None, None, asked=asked, stderr=stderr) == 0
    assert stderr.getvalue().splitlines()[-2:] == [
        "Teachers with a mentor: 1, then 0. Total fit: 10000, then 0.",
        "T1 no longer has M1.",
    ]


def test_the_usual_criteria_are_those_of_an_office() -> None:
    assert office().criteria == Criteria()


def test_a_mentor_who_does_not_fit_at_all_is_told_too_where_there_is_none() -> None:
    problem = Problem(
        (Teacher("t", domains=("art",), languages=("Hindi",)),),
        (Mentor("m", domains=("music",), languages=("Tamil",)),),
        Criteria(weights=Weights(1, 0, 0, 0, 0, 0, 0, 0)),
    )
    assert list(explained(answer(problem), "t"))[-1] == (
        "m would be a fit of 0. The mentor speaks none of the teacher's languages: Hindi."
    )


def test_half_a_character_in_a_saved_answer_is_said_so(tmp_path: Path) -> None:
    """JSON can write half of a character, which no file can hold."""
    path, out = tmp_path / "half.json", tmp_path / "out.csv"
    whole = office().to_json()
    half = whole.replace('"name": ""', '"name": "\\ud800"', 1)
    assert half != whole
    path.write_text(half, encoding="utf-8")
    stderr = io.StringIO()
    assert replay(path, out, stderr=stderr, stdout=io.StringIO()) == 2
    assert "holds half a character" in stderr.getvalue()
    assert not out.exists()
    both = whole.replace('"name": ""', '"name": "\\ud83c\\udf33"', 1)
    path.write_text(both, encoding="utf-8")
    assert replay(path, out, stderr=io.StringIO(), stdout=io.StringIO()) == 0
