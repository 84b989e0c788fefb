"""The blueprints that come with the product, and what can be asked of them."""

import datetime as dt
import re

import pytest
from pydantic import ValidationError

import blueprint
from blueprint.coherence import RISING
from blueprint.shelf import SHELF
from blueprint.text import Text

FILES = sorted(SHELF.glob("*.yaml"))
NMM = blueprint.get("in_nmm")


# What rules say of an older version that were not there when it came out; who runs by it goes on.
RULES_SINCE = {"peer_1_0": ["steps[well_being].by"]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_of_the_library_has_no_problem_and_no_advice(path: object) -> None:
    assert isinstance(path, type(SHELF))
    found = [problem.path for problem in blueprint.check(path)]
    assert found == RULES_SINCE.get(path.stem, [])


def test_only_an_older_version_may_break_a_rule() -> None:
    newest = {design.code for design in blueprint.library().values()}
    assert not newest & set(RULES_SINCE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_named_after_its_code_and_an_older_one_after_its_version_too(
    path: object,
) -> None:
    assert isinstance(path, type(SHELF))
    found = blueprint.load_again(path.read_text("utf-8"))
    newest = blueprint.library()[found.code] == found
    older = f"{found.code}_{found.version.replace('.', '_')}"
    assert path.stem == (found.code if newest else older)


# A file that names a language has every text in it; one that does not has none.
SPOKEN = {
    "cps_induction": ("en",),
    "ct_team": ("en",),
    "in_nmm": ("en", "hi", "ru"),
    "ntc_induction": ("en",),
    "peer": ("en", "hi", "ru"),
    "ru_target_model": ("ru", "en"),
    "school_inhouse": ("en", "hi", "ru"),
}


@pytest.mark.parametrize("code", sorted(SPOKEN))
def test_a_file_is_written_whole_in_the_languages_that_it_names(code: str) -> None:
    found = blueprint.get(code)
    assert found.languages == SPOKEN[code]
    assert [
        path for path, text in found.texts() if set(text.root) not in ({""}, set(found.languages))
    ] == []


def test_every_blueprint_of_the_library_is_looked_at() -> None:
    assert sorted(SPOKEN) == sorted(blueprint.library())


def test_russian_texts_are_in_cyrillic() -> None:
    spoken = [blueprint.get(code) for code, languages in SPOKEN.items() if "ru" in languages]
    latin = [
        (found.code, path)
        for found in spoken
        for path, text in found.texts()
        if not re.search("[а-яё]", text.in_("ru"), re.IGNORECASE)
    ]
    assert latin == []


def test_hindi_texts_are_in_devanagari() -> None:
    latin = [path for path, text in NMM.texts() if not re.search("[\u0900-\u097f]", text.in_("hi"))]
    assert latin == []


def test_no_text_says_mentee_or_shouts() -> None:
    bad = [
        path for path, text in NMM.texts() if re.search("(?i)mentee|!", "".join(text.root.values()))
    ]
    assert bad == []


def test_every_number_says_where_it_comes_from() -> None:
    assert [path for path, _ in NMM.numbers() if NMM.provenance_of(path) is None] == []


def test_every_domain_names_its_source() -> None:
    assert [domain.code for domain in NMM.domains if domain.source is None] == []


def test_the_national_mission_says_what_its_sources_say() -> None:
    assert len(NMM.domains) == 22
    assert NMM.mentor.minimum_years == 8
    assert NMM.mentor.reviewers == 2
    assert NMM.mentor.orientation_required
    assert [form.code for form in NMM.relationship.forms] == ["individual", "group"]
    assert [mode.code for mode in NMM.session.modes] == ["online", "phone", "in_person"]
    assert NMM.session.seats.default == 25
    assert [part.code for part in NMM.session.log] == [
        "works",
        "challenges",
        "teacher_next_steps",
        "mentor_next_steps",
        "next_date",
    ]
    assert NMM.nudges.quiet_mentor_days == (7, 14, 21)
    assert NMM.nudges.reminder_hours == (24, 1)
    assert NMM.nudges.quiet_hours.starts == dt.time(21, 0)
    assert NMM.feedback.means_need == 3
    assert [stage.code for stage in NMM.vocabularies.stages] == [
        "foundational",
        "preparatory",
        "middle",
        "secondary",
    ]
    assert len(NMM.vocabularies.languages) == 23


def test_the_numbers_that_no_source_gives_are_called_ours() -> None:
    origin = NMM.provenance_of("mentor.reviewers")
    assert origin is not None
    assert (origin.source, origin.note is not None) == (None, True)
    assert origin.note is not None
    assert origin.note.in_("en").startswith("Our default")
    published = NMM.provenance_of("mentor.minimum_years")
    assert published is not None
    assert published.source == "parliament_2026"


def test_the_closest_origin_wins_over_a_wider_one() -> None:
    wide = blueprint.Provenance(of=("session",), note=Text({"en": "wide"}))
    close = blueprint.Provenance(of=("session.minutes",), note=Text({"en": "close"}))
    sample = NMM.model_copy(update={"provenance": (wide, close)})
    assert sample.provenance_of("session.minutes.default") == close
    assert sample.provenance_of("session.seats.default") == wide
    assert sample.provenance_of("sessions") is None


def test_nobody_with_power_over_a_teacher_reads_a_word() -> None:
    words = {"own", "text"}
    readers = [
        (line.record, audience)
        for line in NMM.visibility.records
        for audience in ("principal", "nodal_officer", "administrator")
        if line.to(audience) in words
    ]
    assert readers == []


def test_the_house_rule_gives_no_words_to_power_either() -> None:
    words = RISING.index("own")
    for most in blueprint.HOUSE.values():
        for audience in ("principal", "nodal_officer", "administrator"):
            assert RISING.index(most[audience]) < words


def test_what_can_be_asked_by_code() -> None:
    assert NMM.domain("action_research").title.in_("hi") == "क्रियात्मक अनुसंधान"
    assert NMM.language("ta").own == "தமிழ்"
    assert NMM.subject("mathematics").title.in_("en") == "Mathematics"
    assert NMM.stage("middle").title.in_("en") == "Middle"
    assert NMM.source("nep_2020").where == "education.gov.in"
    assert NMM.visibility.of("needs").to("coordinator") == "text"
    with pytest.raises(LookupError, match="'alchemy' is not among the domains"):
        NMM.domain("alchemy")


def test_questions_and_their_options_by_side() -> None:
    codes = [question.code for question in NMM.feedback.for_("teacher")]
    assert codes == ["useful", "heard", "will_try", "themes", "in_confidence"]
    by_code = {question.code: question for question in NMM.feedback.for_("mentor")}
    assert NMM.feedback.options(by_code["themes"]) == NMM.feedback.themes
    assert [option.code for option in NMM.feedback.options(by_code["prepared"])] == [
        "all",
        "partly",
        "lacking",
    ]
    assert NMM.feedback.options(by_code["worthwhile"]) == ()
    confidential = [code for code, question in by_code.items() if question.confidential]
    assert confidential == ["in_confidence"]


def test_the_library_by_code_and_by_version() -> None:
    assert set(blueprint.library()) == {
        blueprint.load_again(path.read_text("utf-8")).code for path in FILES
    }
    assert blueprint.get("in_nmm", "2.1") is blueprint.library()["in_nmm"]
    assert blueprint.get("in_nmm", "1.0").stages == ()
    with pytest.raises(LookupError, match=re.escape("There is no blueprint in_nmm 9.9; there are")):
        blueprint.get("in_nmm", "9.9")
    with pytest.raises(LookupError, match="There is no blueprint nowhere"):
        blueprint.get("nowhere")


def test_version_ten_comes_after_version_nine() -> None:
    orders = [NMM.model_copy(update={"version": version}).order for version in ("1.9", "1.10")]
    assert orders == [(1, 9), (1, 10)]


def test_a_blueprint_survives_the_way_through_json() -> None:
    assert blueprint.Blueprint.model_validate_json(NMM.model_dump_json()) == NMM


def test_a_blueprint_never_changes() -> None:
    with pytest.raises(ValidationError):
        setattr(NMM, "title", NMM.summary)  # noqa: B010
    assert hash(NMM) == hash(NMM.model_copy())


@pytest.mark.parametrize(
    ("said", "locale", "shown"),
    [
        ({"en": "Mentor", "hi": "मार्गदर्शक"}, "hi", "मार्गदर्शक"),
        ({"en": "Mentor", "hi": "मार्गदर्शक"}, "hi-IN", "मार्गदर्शक"),
        ({"en": "Mentor", "hi": "मार्गदर्शक"}, "hi_IN", "मार्गदर्शक"),
        ({"en": "Mentor", "en-IN": "Guide"}, "en-in", "Guide"),
        ({"en": "Mentor", "hi": "मार्गदर्शक"}, "ru", "Mentor"),
        ({"hi": "मार्गदर्शक"}, "ru", "मार्गदर्शक"),
        ("NCTE", "hi", "NCTE"),
    ],
)
def test_a_text_falls_back_rather_than_leave_a_gap(said: object, locale: str, shown: str) -> None:
    assert Text.model_validate(said).in_(locale) == shown


def test_the_schema_describes_every_key() -> None:
    schema = blueprint.schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    parts = blueprint.Blueprint.model_fields
    assert list(schema["properties"]) == list(parts)
    assert schema["required"] == [name for name, part in parts.items() if part.is_required()]
    silent = [
        f"{name}.{key}"
        for name, part in schema["$defs"].items()
        for key, value in part.get("properties", {}).items()
        if "description" not in value
    ]
    assert silent == []
    assert schema["$defs"]["Text"]["anyOf"][0] == {"type": "string", "minLength": 1}
