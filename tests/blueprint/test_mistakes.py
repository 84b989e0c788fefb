"""Each mistake that somebody can make in a file, and what she is told."""

import copy
from collections.abc import Callable
from functools import partial

import pytest

import blueprint
from blueprint.checking import MANY
from tests.blueprint.spoiling import DATA, GOOD, changed, line_of, said, without

ONE_OPTION = [{"code": "all", "title": "All"}]
STEPS_OF_BOTH = {"code": "both_next", "title": {"en": "Next", "hi": "आगे", "ru": "Дальше"}} | {
    "kind": "steps"
}

POST = {
    "code": "line",
    "title": {"en": "A line", "hi": "लाइन", "ru": "Линия"},
    "about": {"en": "People listen.", "hi": "लोग सुनते हैं।", "ru": "Выслушают."},
}


def test_the_good_file_has_no_problem() -> None:
    assert blueprint.check(GOOD) == []


@pytest.mark.parametrize(
    ("text", "path", "what", "cure"),
    [
        pytest.param(
            partial(without, "mentor", "minimum_years"),
            "mentor.minimum_years",
            "“minimum_years” is missing.",
            "Add `minimum_years:` — the fewest years of experience in one's own field.",
            id="a missing key",
        ),
        pytest.param(
            partial(changed, "mentor", "minimum_year", to=8),
            "mentor.minimum_year",
            "“minimum_year” is not a word that can stand here.",
            "Did you mean “minimum_years”?",
            id="an unknown key like a known one",
        ),
        pytest.param(
            partial(changed, "request", "colour", to="blue"),
            "request.colour",
            "“colour” is not a word that can stand here.",
            "Write one of: default_domain, expires_after_days, in_writing, most_open, "
            "warn_before_days.",
            id="an unknown key like none",
        ),
        pytest.param(
            partial(changed, "mentor", "minimum_years", to="eight"),
            "mentor.minimum_years",
            "A whole number is wanted here, and this is “eight”.",
            "Write digits only, such as 8.",
            id="words for a number",
        ),
        pytest.param(
            partial(changed, "mentor", "minimum_years", to=7.5),
            "mentor.minimum_years",
            "A whole number is wanted here, and this is 7.5.",
            "Write digits only, such as 8.",
            id="a fraction",
        ),
        pytest.param(
            partial(changed, "mentor", "reviewers", to=True),
            "mentor.reviewers",
            "A whole number is wanted here, and this is true.",
            "Write digits only, such as 8.",
            id="yes for a number",
        ),
        pytest.param(
            partial(changed, "mentor", "minimum_years", to=-1),
            "mentor.minimum_years",
            "This must be at least 0, and it is -1.",
            "Write 0 or more.",
            id="too small",
        ),
        pytest.param(
            partial(changed, "session", "minutes", "maximum", to=2000),
            "session.minutes.maximum",
            "This must be at most 1440, and it is 2000.",
            "Write 1440 or less.",
            id="too large",
        ),
        pytest.param(
            partial(changed, "mentor", "orientation_required", to="perhaps"),
            "mentor.orientation_required",
            "Yes or no is wanted here, and this is “perhaps”.",
            "Write true or false.",
            id="neither yes nor no",
        ),
        pytest.param(
            GOOD.replace('version: "2.1"', "version: 2.1"),
            "version",
            "Words are wanted here, and this is 2.1.",
            'Put it in quotes: "2.1".',
            id="a version without quotes",
        ),
        pytest.param(
            partial(changed, "signposts", to=[POST]),
            "signposts[line]",
            "Nobody can be reached at this signpost.",
            "Add `telephones:` or `web:`.",
            id="a signpost without a number or page",
        ),
        pytest.param(
            partial(changed, "signposts", to=[POST | {"telephones": ["call us"]}]),
            "signposts[line].telephones[1]",
            "“call us” is not written as it must be.",
            'A telephone number has digits, blanks and dashes, in quotes: "1800 891 4416".',
            id="a telephone number in words",
        ),
        pytest.param(
            partial(changed, "signposts", to=[POST | {"telephones": [14416]}]),
            "signposts[line].telephones[1]",
            "Words are wanted here, and this is 14416.",
            'Put it in quotes: "14416".',
            id="a telephone number without quotes",
        ),
        pytest.param(
            partial(changed, "signposts", to=[POST | {"web": "http://help.example"}]),
            "signposts[line].web",
            "“http://help.example” is not written as it must be.",
            "An address begins with https:// and holds no blank.",
            id="an address that is not encrypted",
        ),
        pytest.param(
            partial(
                changed, "signposts", to=[POST | {"telephones": ["112"], "languages": ["hin"]}]
            ),
            "signposts[line].languages[1]",
            "There is no language “hin”.",
            "Did you mean “hi”?",
            id="a signpost in a language that is none",
        ),
        pytest.param(
            partial(changed, "version", to="first"),
            "version",
            "“first” is not written as it must be.",
            'A version is two numbers with a dot, in quotes: "1.0".',
            id="a version in words",
        ),
        pytest.param(
            partial(changed, "code", to="In NMM"),
            "code",
            "“In NMM” is not written as it must be.",
            "A code has small letters, digits and underscores, and begins with a letter: "
            "classroom_management.",
            id="a code with a space",
        ),
        pytest.param(
            partial(changed, "domains", to=[]),
            "domains",
            "The list is empty.",
            "Write at least 1 item, each after “- ”.",
            id="an empty list",
        ),
        pytest.param(
            partial(changed, "domains", to="all"),
            "domains",
            "A list is wanted here, and this is “all”.",
            "Write each item on its own line, after “- ”.",
            id="words for a list",
        ),
        pytest.param(
            partial(changed, "session", to=45),
            "session",
            "A group of keys is wanted here, and this is 45.",
            "Write keys with values below it, indented by two spaces. Here can stand: "
            "minutes, seats, modes, default_mode, agenda_hint, log, confirm_within_days, "
            "cancel_reasons, rules.",
            id="a number for a group of keys",
        ),
        pytest.param(
            partial(changed, "nudges", "digest", to="weakly"),
            "nudges.digest",
            "“weakly” is not one of the words that can stand here.",
            "Did you mean “weekly”?",
            id="a word not among the choices",
        ),
        pytest.param(
            partial(changed, "nudges", "quiet_hours", "starts", to="late"),
            "nudges.quiet_hours.starts",
            "A time of day is wanted here, and this is “late”.",
            'Write it as "21:00".',
            id="no time of day",
        ),
        pytest.param(
            partial(changed, "nudges", "quiet_hours", "starts", to=21),
            "nudges.quiet_hours.starts",
            "A time of day is wanted here, and this is 21.",
            'Write it as "21:00".',
            id="an hour without minutes",
        ),
        pytest.param(
            partial(changed, "title", to=12),
            "title",
            "A text is wanted here, and this is 12.",
            "Write it as one line, or as `en: …`, `hi: …`.",
            id="a number for a text",
        ),
        pytest.param(
            partial(changed, "title", to={"English": "Mentoring"}),
            "title",
            "“English” is not a language code.",
            "Write a text as one line, or as `en: …`, `hi: …`.",
            id="a language by its name",
        ),
        pytest.param(
            partial(changed, "title", to={"en": "  "}),
            "title",
            "There are no words here.",
            "Write the words, or remove the key.",
            id="a text of spaces",
        ),
        pytest.param(
            partial(changed, "title", to={"en": "Planning", "explaining": None}),
            "title.explaining",
            "There are no words after “explaining”.",
            "Put a text in quotes if it holds a comma or a colon.",
            id="a comma that ends a text in braces",
        ),
        pytest.param(
            partial(changed, "domains", 1, "code", to="instructional_leadership"),
            "domains[instructional_leadership].code",
            "The code “instructional_leadership” is used twice: by items 1 and 2.",
            "Give one of them another code, or remove it.",
            id="a code twice",
        ),
        pytest.param(
            partial(changed, "languages", to=["en", "hi", "en"]),
            "languages[3]",
            "“en” is named twice.",
            "Remove one.",
            id="a language twice",
        ),
        pytest.param(
            partial(changed, "session", "minutes", "minimum", to=60),
            "session.minutes.minimum",
            "The minimum is 60, and the default only 45.",
            "Lower the minimum or raise the default.",
            id="the least above the usual",
        ),
        pytest.param(
            partial(changed, "mentor", "caseload", "default", to=30),
            "mentor.caseload.default",
            "The default is 30, and the maximum only 20.",
            "Lower the default or raise the maximum.",
            id="the usual above the most",
        ),
        pytest.param(
            partial(changed, "request", "default_domain", to="action_reserch"),
            "request.default_domain",
            "There is no domain “action_reserch”.",
            "Did you mean “action_research”?",
            id="a default domain that there is not",
        ),
        pytest.param(
            partial(changed, "session", "default_mode", to="letter"),
            "session.default_mode",
            "There is no mode “letter”.",
            "Write one of: online, phone, in_person.",
            id="a default mode that there is not",
        ),
        pytest.param(
            partial(changed, "relationship", "default_form", to="individuals"),
            "relationship.default_form",
            "There is no form “individuals”.",
            "Did you mean “individual”?",
            id="a default form that there is not",
        ),
        pytest.param(
            partial(changed, "domains", 3, "source", to="nep_2002"),
            "domains[inclusive_education].source",
            "There is no source “nep_2002”.",
            "Did you mean “nep_2020”?",
            id="a source that there is not",
        ),
        pytest.param(
            partial(changed, "provenance", 0, "of", to=["mentor.minimum_years", "mentor.salary"]),
            "provenance[1].of[2]",
            "There is nothing at “mentor.salary” in this file.",
            "Write the path with dots, as in `mentor.minimum_years`, and the code of an item "
            "in brackets.",
            id="the origin of nothing",
        ),
        pytest.param(
            partial(changed, "provenance", 0, to={"of": ["mentor.minimum_years"]}),
            "provenance[1]",
            "This line names neither a source nor a note.",
            "Name a source, or say in a note that it is your own default.",
            id="an origin that says nothing",
        ),
        pytest.param(
            partial(without, "feedback", "teacher", 0, "low"),
            "feedback.teacher[useful]",
            "A scale does not say what its ends mean.",
            "Add `low` (what 1 means) and `high` (what 5 means).",
            id="a scale without an end",
        ),
        pytest.param(
            partial(changed, "feedback", "teacher", 2, "low", to="never"),
            "feedback.teacher[will_try]",
            "`low` and `high` belong to a scale, and this question is a choice.",
            "Remove them, or write `kind: scale`.",
            id="a choice with ends",
        ),
        pytest.param(
            partial(
                changed, "feedback", "mentor", 1, "options", to=[{"code": "all", "title": "All"}]
            ),
            "feedback.mentor[prepared]",
            "A choice needs two options at least; it has 1.",
            "Add `options`, each with `code` and `title`.",
            id="a choice with nothing to choose",
        ),
        pytest.param(
            partial(
                changed, "feedback", "teacher", 4, "options", to=[{"code": "all", "title": "All"}]
            ),
            "feedback.teacher[in_confidence]",
            "Only a choice has options, and this question is a text.",
            "Remove `options`, or write `kind: choice`.",
            id="words with options",
        ),
        pytest.param(
            partial(changed, "session", "log", 0, "kind", to="choices"),
            "session.log[works]",
            "A part of the log has options if it is ticked, and only then.",
            "Add `options`, each with `code` and `title`, or write `kind: text`.",
            id="a log with nothing to tick",
        ),
        pytest.param(
            partial(changed, "session", "log", 0, to=STEPS_OF_BOTH),
            "session.log",
            "A log has one day at most, and one list of steps for each side.",
            "Write `by: teacher` or `by: mentor` at the steps, and leave out what is there twice.",
            id="steps of nobody in particular",
        ),
        pytest.param(
            partial(changed, "feedback", "teacher", 2, "options", 1, "code", to="definitely"),
            "feedback.teacher[will_try].options[definitely].code",
            "The code “definitely” is used twice: by items 1 and 2.",
            "Give one of them another code, or remove it.",
            id="an option twice",
        ),
        pytest.param(
            partial(changed, "feedback", "means_need", to=2),
            "feedback.means_need",
            "This must be at least 3, and it is 2.",
            "Write 3 or more.",
            id="means over two answers",
        ),
        pytest.param(
            partial(changed, "request", "warn_before_days", to=7),
            "request.warn_before_days",
            "The warning would come 7 days before the end, but a request lives only 7.",
            "Let the warning come later, or the request live longer.",
            id="a warning before the beginning",
        ),
        pytest.param(
            partial(changed, "nudges", "quiet_mentor_days", to=[14, 7]),
            "nudges.quiet_mentor_days",
            "These are not in order, shortest first, or one comes twice.",
            "Write [7, 14].",
            id="nudges in disorder",
        ),
        pytest.param(
            partial(changed, "nudges", "reminder_hours", to=[1, 24]),
            "nudges.reminder_hours",
            "These are not in order, longest first, or one comes twice.",
            "Write [24, 1].",
            id="reminders in disorder",
        ),
        pytest.param(
            partial(changed, "nudges", "quiet_hours", "ends", to="21:00"),
            "nudges.quiet_hours",
            "The quiet hours begin and end at the same time.",
            'Write, for example, starts: "21:00" and ends: "07:00".',
            id="no quiet at all",
        ),
        pytest.param(
            partial(changed, "matching", "rules", "never_own_evaluator", to=False),
            "matching.rules.never_own_evaluator",
            "No programme may switch this rule off: guidance is no appraisal.",
            "Write true.",
            id="an evaluator as mentor",
        ),
        pytest.param(
            partial(changed, "visibility", "records", 4, "principal", to="text"),
            "visibility.records[session_log].principal",
            "This is weaker than the house rule: of “session_log”, the principal sees at most "
            "“status”.",
            "Write status, or less.",
            id="a principal who reads the log",
        ),
        pytest.param(
            partial(without, "visibility", "records", 7),
            "visibility.records",
            "Nothing says who may see “confidential_words”.",
            "Add a line with `record: confidential_words`.",
            id="a record that nobody thought of",
        ),
    ],
)
def test_a_mistake_is_explained_with_its_path_cause_and_cure(
    text: str | Callable[[], str], path: str, what: str, cure: str
) -> None:
    assert said(text if isinstance(text, str) else text()) == [(path, what, cure)]


def test_two_lines_for_a_record_are_one_too_many() -> None:
    records = DATA["visibility"]["records"]
    text = changed("visibility", "records", to=[*records, copy.deepcopy(records[0])])
    assert said(text) == [
        (
            "visibility.records[application].record",
            "“application” has two lines.",
            "Keep one of the two.",
        )
    ]


def test_a_missing_translation_is_advice_and_does_not_stop_the_file() -> None:
    text = changed("title", to={"en": "Mentoring"})
    problems = blueprint.check(text)
    assert {(problem.severity, problem.path) for problem in problems} == {("advice", "languages")}
    assert [problem.what for problem in problems] == [
        "1 texts are not written in “hi”: title.",
        "1 texts are not written in “ru”: title.",
    ]
    assert blueprint.load(text).title.in_("hi") == "Mentoring"


def test_a_number_without_origin_is_advice() -> None:
    [problem] = blueprint.check(without("provenance", 0))
    assert (problem.severity, problem.path) == ("advice", "provenance")
    assert problem.what == "Nothing says where these numbers come from: mentor.minimum_years."


def test_a_problem_names_its_line_and_column() -> None:
    text = GOOD.replace("  minimum_years: 8", "  minimum_years: eight")
    [problem] = blueprint.check(text)
    assert (problem.line, problem.column) == (line_of(text, "minimum_years: eight"), 3)


def test_all_mistakes_come_at_once_in_the_order_of_the_file() -> None:
    text = GOOD.replace("minimum_years: 8", "minimum_years: x").replace(
        "digest: weekly", "digest: x"
    )
    assert [path for path, _, _ in said(text)] == ["mentor.minimum_years", "nudges.digest"]


def test_loading_a_bad_file_tells_every_problem() -> None:
    with pytest.raises(blueprint.Invalid) as caught:
        blueprint.load("code: A\n")
    assert list(caught.value.problems) == blueprint.check("code: A\n")
    assert "line 1: title: “title” is missing." in str(caught.value)


def test_very_many_problems_are_told_in_part() -> None:
    problems = blueprint.check("".join(f"key_{number}: 1\n" for number in range(1000)))
    missing = sum(one.is_required() for one in blueprint.Blueprint.model_fields.values())
    assert len(problems) == MANY + 1
    assert problems[-1].what == f"There are {1000 + missing - MANY} more problems after these."


def test_coordinators_cannot_be_told_of_a_question_that_has_ended() -> None:
    wrong, _unsourced = said(changed("request", "in_writing", to={"unclaimed_days": 7}))
    assert wrong == (
        "request.in_writing.unclaimed_days",
        "Coordinators would be told after 7 days, but a question lives only 7.",
        "Let them be told sooner, or questions live longer.",
    )
    # The house's own number is not held against a programme whose questions are short-lived.
    assert said(changed("request", "expires_after_days", to=3)) == []
