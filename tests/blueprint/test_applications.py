"""A programme in which readers judge who may mentor."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

import blueprint
from tests.blueprint.samples import dumped, named, rich

Change = Callable[[dict[str, Any], dict[str, Any]], object]


def told(change: Change = lambda data, review: None) -> list[tuple[str, str]]:
    """What is wrong with a file of which the mentor's part and the review were changed so."""
    data = rich()
    mentor = data["mentor"]
    mentor["review"] = "who_mentors"
    review = named(
        "who_mentors",
        readers=mentor["reviewers"],
        blind=True,
        criteria=copy.deepcopy(mentor["criteria"]),
        on_disagreement="coordinator",
        answer_within={"weeks": 2},
        resubmissions=0,
        resubmit_within={"weeks": 1},
    )
    data["reviews"].append(review)
    data["provenance"].append({"of": ["reviews"], "note": "Our default."})
    change(data, review)
    return [(problem.path, problem.what) for problem in blueprint.check(dumped(data))]


def test_a_review_that_judges_applications_alone_has_no_problem() -> None:
    assert told() == []


def test_its_blueprint_says_how_applications_are_judged() -> None:
    data = rich()
    assert blueprint.load(dumped(data)).review_of_applications is None
    data["mentor"]["review"] = "blind_reading"
    found = blueprint.load_again(dumped(data)).review_of_applications
    assert found is not None
    assert found.code == "blind_reading"


@pytest.mark.parametrize(
    ("change", "path", "what"),
    [
        (
            lambda data, review: data["mentor"].update(review="nobody"),
            "mentor.review",
            "There is no review “nobody”.",
        ),
        (
            lambda data, review: data["mentor"].update(reviewers=5),
            "mentor.reviewers",
            "An application has 5 readers here, and 2 by its review “who_mentors”.",
        ),
        (
            lambda data, review: review["criteria"].pop(),
            "mentor.criteria",
            "An applicant is told other criteria than the review “who_mentors” has.",
        ),
        (
            lambda data, review: review.update(signed_off=True),
            "reviews[who_mentors].signed_off",
            "This review judges applications, and an applicant has no mentor who signs off.",
        ),
        (
            lambda data, review: review.update(resubmissions=1),
            "reviews[who_mentors].resubmissions",
            "This review judges applications: whoever is not accepted applies anew.",
        ),
    ],
)
def test_what_contradicts_itself_is_told(change: Change, path: str, what: str) -> None:
    assert (path, what) in told(change)


def test_readers_are_of_another_school_where_the_mentors_part_says_so() -> None:
    def change(data: dict[str, Any], review: dict[str, Any]) -> None:
        data["conflicts"]["reviewer_other_school"] = False
        data["mentor"]["reviewers_apart"] = True
        review["readers_differ_in_school"] = False

    assert told(change) == [
        (
            "reviews[who_mentors].readers_differ_in_school",
            "`mentor.reviewers_apart` says that a reader is of another school.",
        )
    ]
