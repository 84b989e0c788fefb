from dataclasses import replace
from typing import Any

import pytest

from matchmaker.criteria import CRITERIA, WHOLE
from matchmaker.pool import Pool
from matchmaker.problem import WEIGHTS, Criteria, Mentor, Problem, Teacher, Weights
from matchmaker.weighing import Weighing
from matchmaker.words import sentence

NO_WEIGHTS = dict.fromkeys(WEIGHTS, 0)

# criterion, what the teacher says, what the mentor says, parts of the whole, what is said of it
TABLE: list[tuple[str, dict[str, Any], dict[str, Any], int, list[str]]] = [
    (
        "domains",
        {"domains": ("ethics", "inclusion", "digital")},
        {"domains": ("Inclusion", "ETHICS")},
        WHOLE * 5 // 6,
        [
            "Offers what the teacher needs most: ethics.",
            "Also offers: inclusion.",
            "Does not offer: digital.",
        ],
    ),
    (
        "domains",
        {"domains": ("ethics", "inclusion")},
        {"domains": ("inclusion",)},
        WHOLE // 3,
        ["Also offers: inclusion.", "Does not offer what the teacher needs most: ethics."],
    ),
    (  # what is offered beyond what is needed counts nothing
        "domains",
        {"domains": ("ethics", "inclusion")},
        {"domains": ("music", "inclusion", "art")},
        WHOLE // 3,
        ["Also offers: inclusion.", "Does not offer what the teacher needs most: ethics."],
    ),
    (
        "subjects",
        {"subjects": ("maths", "art")},
        {"subjects": ("art", "music")},
        WHOLE // 2,
        ["Teaches the same: art.", "Does not teach: maths."],
    ),
    (
        "stages",
        {"stages": ("middle", "primary")},
        {"stages": ("primary",)},
        WHOLE // 2,
        ["Teaches at the same stage: primary.", "Does not teach at the stage: middle."],
    ),
    (
        "languages",
        {"languages": ("Hindi",)},
        {"languages": ("Hindi", "Tamil")},
        WHOLE,
        ["Both put this language first: Hindi."],
    ),
    (
        "languages",
        {"languages": ("Tamil", "Hindi", "Odia")},
        {"languages": ("Hindi", "Tamil")},
        WHOLE // 2 * 3 // 4 + WHOLE // 4,
        [
            "Both speak this language: Tamil.",
            "They also share: Hindi.",
            "This language is not the first of both: Tamil.",
        ],
    ),
    (
        "languages",
        {"languages": ("Hindi", "Odia")},
        {"languages": ("Hindi",)},
        WHOLE * 3 // 4,
        ["Both put this language first: Hindi."],
    ),
    (
        "languages",
        {"languages": ("Odia",)},
        {"languages": ("Hindi",)},
        0,
        ["They have no language in common."],
    ),
    (
        "hours",
        {"hours": ("Mon 16", "Tue 16", "Sat 10")},
        {"hours": ("tue 16",)},
        WHOLE // 3,
        ["Both are free: Tue 16."],
    ),
    (
        "hours",
        {"hours": ("Mon 16",)},
        {"hours": ("Tue 16",)},
        0,
        ["They have no free hour in common."],
    ),
    (
        "distance",
        {"district": "Pune"},
        {"district": "pune", "state": "Maharashtra"},
        WHOLE,
        ["Both are in the same district: Pune."],
    ),
    (
        "distance",
        {"district": "Bilaspur", "state": "Chhattisgarh"},
        {"district": "Bilaspur", "state": "Himachal Pradesh"},
        0,
        ["The mentor is elsewhere: Himachal Pradesh."],
    ),
    (
        "distance",
        {"district": "Pune", "state": "Maharashtra"},
        {"district": "Nashik", "state": "Maharashtra"},
        WHOLE // 2,
        ["Both are in the same state: Maharashtra."],
    ),
    (
        "distance",
        {"district": "Pune"},
        {"district": "Nashik"},
        0,
        ["The mentor is elsewhere: Nashik."],
    ),
    (
        "experience",
        {"years": 2},
        {"years": 9},
        WHOLE * 7 // 10,
        ["The mentor's lead in experience, in years: 7."],
    ),
    (
        "experience",
        {"years": 0},
        {"years": 40},
        WHOLE,
        ["The mentor's lead in experience, in years: 40."],
    ),
    (
        "experience",
        {"years": 9},
        {"years": 9},
        0,
        ["The mentor does not have more years of experience."],
    ),
    (
        "preference",
        {"prefers": ("x", "m", "y")},
        {},
        WHOLE * 2 // 3,
        ["The teacher asked for this mentor, as choice 2."],
    ),
    (  # needs of 3, 2 and 1 levels, met in full, by half and not at all; the top is no need
        "complement",
        {"skills": ("Questioning:1", "planning:2", "feedback:3", "drama:4")},
        {"skills": ("questioning:3", "planning:3", "feedback:3", "drama:4")},
        WHOLE * (2 * 3 + 2) // 12,
        [
            "Is strong where the teacher wants to grow: Questioning, planning.",
            "Is not known to be stronger than the teacher in: feedback.",
        ],
    ),
    (
        "complement",
        {"skills": ("feedback:3", "feedback:1")},
        {"skills": (" Feedback : 4 ",)},
        WHOLE,
        ["Is strong where the teacher wants to grow: feedback."],
    ),
    (
        "complement",
        {"skills": ("planning:1",)},
        {"skills": ("drama:4",)},
        0,
        ["Is not known to be stronger than the teacher in: planning."],
    ),
    (
        "fluency",
        {"fluency": ("Hindi:C2", "English:B1")},
        {"fluency": ("english:c1", "Hindi:A2")},
        WHOLE // 2,
        ["Both speak English at this level or above: B1."],
    ),
    (
        "fluency",
        {"fluency": ("Odia:C2",)},
        {"fluency": ("Hindi:C2",)},
        0,
        ["How well they speak a language in common is not known."],
    ),
    (
        "formats",
        {"formats": ("on line", "in person")},
        {"formats": ("On line",)},
        WHOLE // 2,
        ["Both would meet: on line."],
    ),
    (
        "formats",
        {"formats": ("in person",)},
        {"formats": ("on line",)},
        0,
        ["They would not meet in the same way."],
    ),
    (
        "contexts",
        {"contexts": ("rural", "one teacher")},
        {"contexts": ("Rural", "town")},
        WHOLE // 2,
        [
            "Knows schools of this kind: rural.",
            "Is not known to know schools of this kind: one teacher.",
        ],
    ),
    (
        "continuity",
        {"earlier": ("x", "m")},
        {},
        WHOLE,
        ["They have worked together before, and the teacher would go on."],
    ),
    (
        "mentor_preference",
        {},
        {"prefers": ("x", "t", "x", "y")},
        WHOLE * 2 // 3,
        ["The mentor asked for this teacher, as choice 2."],
    ),
    (
        "inclusion",
        {"asks": ("a woman", "signs")},
        {"says": ("Signs", "A woman", "cycles")},
        WHOLE,
        ["The mentor has said what the teacher asked for in confidence."],
    ),
    (
        "inclusion",
        {"asks": ("a woman", "signs")},
        {"says": ("signs",)},
        WHOLE // 2,
        ["The mentor has said some of what the teacher asked for in confidence."],
    ),
    (
        "inclusion",
        {"asks": ("a woman",)},
        {"says": ("cycles",)},
        0,
        ["The mentor has not said what the teacher asked for in confidence."],
    ),
]


def only(name: str, teacher: dict[str, Any], *mentors: Mentor) -> Weighing:
    """One teacher and these mentors, weighed by one criterion alone."""
    criteria = Criteria(Weights(**{**NO_WEIGHTS, name: 3}), shared_language=False)
    return Weighing(Problem((Teacher("t", **teacher),), mentors, criteria))


@pytest.mark.parametrize(("name", "teacher", "mentor", "parts", "said"), TABLE)
def test_a_criterion_gives_its_parts_and_says_why(
    name: str, teacher: dict[str, Any], mentor: dict[str, Any], parts: int, said: list[str]
) -> None:
    weighing = only(name, teacher, Mentor("m", **mentor))
    (criterion,) = [each for each in CRITERIA if each.name == name]
    pair = weighing.pair("t", "m")
    assert criterion.parts(weighing.pool).tolist() == [[parts]]
    assert pair.score == (2 * parts * 10_000 + WHOLE) // (2 * WHOLE)
    assert [sentence(reason) for reason in (*pair.fits, *pair.misses)] == said


def test_experience_that_a_teacher_does_not_tell_counts_nothing() -> None:
    assert only("experience", {}, Mentor("m", years=30)).pair("t", "m").score == 0
    assert only("experience", {"years": 0}, Mentor("m", years=30)).pair("t", "m").score > 0


@pytest.mark.parametrize(
    ("name", "teacher", "said"),
    [
        ("distance", {"state": "Goa"}, "Where the mentor is, is not known."),
        (
            "experience",
            {"years": 2},
            "How many years of experience the mentor has is not known.",
        ),
        ("preference", {"prefers": ("other",)}, "Not one of the mentors the teacher asked for."),
        (
            "continuity",
            {"earlier": ("other",)},
            "Not a mentor with whom the teacher has worked before.",
        ),
        ("mentor_preference", {}, "The mentor did not ask for this teacher."),
    ],
)
def test_a_mentor_who_says_nothing_is_told_apart_from_one_who_does_not_fit(
    name: str, teacher: dict[str, Any], said: str
) -> None:
    other = Mentor("other", state="Goa", years=5, prefers=("t",))
    pair = only(name, teacher, Mentor("m"), other).pair("t", "m")
    assert (pair.score, pair.fits) == (0, ())
    assert [sentence(reason) for reason in pair.misses] == [said]


def test_the_table_of_criteria_and_the_weights_name_the_same() -> None:
    assert tuple(criterion.name for criterion in CRITERIA) == WEIGHTS


def test_every_criterion_explains_itself_in_a_sentence() -> None:
    for criterion in CRITERIA:
        assert (criterion.parts.__doc__ or "").split("\n")[0].endswith(".")


def test_a_criterion_that_nobody_answers_takes_nothing_from_the_score() -> None:
    teacher = Teacher("t", domains=("ethics",), languages=("Hindi",), hours=("Mon 16",))
    mentor = Mentor("m", domains=("ethics",), languages=("Hindi",))
    problem = Problem((teacher,), (mentor,))
    assert Weighing(problem).pair("t", "m").score == 10_000
    answering = replace(mentor, id="n", hours=("Tue 16",))
    told = Weighing(replace(problem, mentors=(mentor, answering)))
    assert told.pair("t", "m").score == 8333


def test_blank_and_repeated_values_are_no_values() -> None:
    teacher = Teacher("t", domains=("", "ethics", "Ethics ", "art"), languages=("", "Hindi"))
    blank = Mentor("blank", domains=("",), languages=("", " "))
    mentor = Mentor("m", domains=(" ", "art"), languages=("Hindi",))
    weighing = Weighing(Problem((teacher,), (blank, mentor)))
    barrier = weighing.barrier("t", "blank")
    assert barrier is not None
    assert barrier.code == "no_shared_language"
    pair = weighing.pair("t", "m")
    assert pair.score == (10_000 * (40 + 3 * 10) + 75) // 150  # a third of 40 and all of 10, of 50
    assert [sentence(reason) for reason in (*pair.fits, *pair.misses)] == [
        "Also offers: art.",
        "Both put this language first: Hindi.",
        "Does not offer what the teacher needs most: ethics.",
    ]


def test_weights_say_how_much_a_criterion_counts() -> None:
    problem = Problem(
        (Teacher("t", domains=("ethics",), subjects=("art",)),),
        (Mentor("m", domains=("ethics",), subjects=("music",)),),
        Criteria(Weights(domains=3, subjects=1), shared_language=False),
    )
    assert Weighing(problem).pair("t", "m").score == 7500


def test_a_teacher_of_whom_nothing_is_known_scores_nothing() -> None:
    problem = Problem((Teacher("t"),), (Mentor("m"),), Criteria(shared_language=False))
    pair = Weighing(problem).pair("t", "m")
    assert (pair.score, pair.fits, pair.misses) == (0, (), ())


def test_people_are_put_in_order_of_their_ids() -> None:
    pool = Pool(Problem((Teacher("b"), Teacher("a")), (Mentor("d"), Mentor("c"))))
    assert [teacher.id for teacher in pool.teachers] == ["a", "b"]
    assert [mentor.id for mentor in pool.mentors] == ["c", "d"]


def test_new_criteria_count_nothing_until_they_are_given_a_weight() -> None:
    said = {"skills": ("planning:1",), "fluency": ("Hindi:C1",), "formats": ("on line",)}
    teacher = Teacher("t", domains=("art",), earlier=("m",), asks=("a woman",), **said)
    mentor = Mentor("m", domains=("art",), prefers=("t",), says=("a man",), contexts=("rural",))
    pair = Weighing(Problem((teacher,), (mentor,), Criteria(shared_language=False))).pair("t", "m")
    assert (pair.score, len(pair.fits), pair.misses) == (10_000, 1, ())


@pytest.mark.parametrize(
    ("name", "teacher", "mentor"),
    [
        ("complement", {"skills": ("planning:4",)}, {"skills": ("planning:4",)}),
        ("complement", {"skills": ("planning:1",)}, {}),
        ("fluency", {"fluency": ("Hindi:C1",)}, {}),
        ("formats", {}, {"formats": ("on line",)}),
        ("contexts", {"contexts": ("rural",)}, {}),
        ("continuity", {"earlier": ("gone",)}, {}),
        ("mentor_preference", {}, {"prefers": ("gone",)}),
        ("inclusion", {"asks": ("a woman",)}, {}),
        ("inclusion", {}, {"says": ("a woman",)}),
    ],
)
def test_nobody_is_judged_by_what_she_or_the_mentors_have_not_said(
    name: str, teacher: dict[str, Any], mentor: dict[str, Any]
) -> None:
    pair = only(name, teacher, Mentor("m", **mentor)).pair("t", "m")
    assert (pair.score, pair.fits, pair.misses) == (0, (), ())
