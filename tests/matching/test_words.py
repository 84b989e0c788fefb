"""Every reason of the matchmaker has its sentence, in the words of the product."""

from __future__ import annotations

from string import Formatter

import pytest
from django.utils import translation

import blueprint
from banyan.matching.queries.reasons import reason_lines, score_of
from banyan.matching.states import BARS, SENTENCES, UNKNOWN, ByLot, Relation
from banyan.programmes.models import Programme
from banyan.programmes.queries import words_of
from banyan.programmes.states import Bar
from matchmaker import words

RULES = blueprint.get("in_nmm")


def placeholders(text: object) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(str(text)) if name}


def test_every_code_of_the_matchmaker_has_a_sentence_and_no_other() -> None:
    assert set(SENTENCES) == set(words.SENTENCES)


def test_whatever_keeps_somebody_from_being_matched_has_its_sentence() -> None:
    assert set(BARS) == {*Bar.values, *ByLot.values}
    assert set(BARS).isdisjoint(SENTENCES)


@pytest.mark.parametrize("code", sorted(words.SENTENCES))
def test_a_sentence_has_the_placeholders_of_its_code(code: str) -> None:
    assert placeholders(SENTENCES[code]) == placeholders(words.SENTENCES[code])


def test_what_is_not_known_is_a_code() -> None:
    assert set(words.SENTENCES) >= UNKNOWN


def said(code: str, **params: object) -> str:
    return reason_lines([{"code": code, "params": params, "kind": "for"}], RULES)[0].text


def test_codes_are_told_by_the_titles_of_the_blueprint() -> None:
    assert said("first_need_met", domain="digital_education") == (
        "The mentor offers what the teacher needs most: Digital education."
    )
    assert (
        said("languages_further", languages=["en", "ta"]) == "They also share: English and Tamil."
    )
    assert said("hours_shared", hours=["sat-morning"]) == "Both are free: Saturday · Morning."


def test_codes_are_told_in_the_readers_language() -> None:
    with translation.override("hi"):
        assert "डिजिटल शिक्षा" in said("first_need_met", domain="digital_education")


def test_a_code_that_the_blueprint_lacks_stays_itself() -> None:
    assert (
        said("same_district", district="Ahmedabad") == "Both are in the same district: Ahmedabad."
    )
    assert (
        said("other_needs_met", domains=["gone"])
        == "The mentor offers what the teacher also needs: gone."
    )


@pytest.mark.parametrize("relation", Relation)
def test_every_relation_that_keeps_two_apart_is_told_in_words(relation: Relation) -> None:
    assert said("other_relation", relation=relation.value) == (
        f"A rule keeps these two apart: {relation.label}."
    )


@pytest.mark.parametrize(
    ("score", "percent", "word"),
    [
        (10_000, 100, "Very good fit"),
        (8000, 80, "Very good fit"),
        (7999, 79, "Good fit"),
        (6500, 65, "Good fit"),
        (5000, 50, "Fair fit"),
        (4999, 49, "Weak fit"),
        (0, 0, "Weak fit"),
    ],
)
def test_a_score_is_a_percentage_and_a_word(score: int, percent: int, word: str) -> None:
    found = score_of(score)
    assert found is not None
    assert (found.percent, found.word) == (percent, word)


def test_no_pair_has_no_score() -> None:
    assert score_of(None) is None


def test_a_reason_is_said_in_the_words_of_whichever_programme_is_spoken_of() -> None:
    rules = blueprint.get("ct_team")
    team = Programme(blueprint="ct_team", blueprint_version=rules.version)
    pinned = [{"code": "pinned", "kind": "fits", "params": {}}]
    told = [[line.text for line in reason_lines(pinned, rules)]]
    with words_of(team):
        told.append([line.text for line in reason_lines(pinned, rules)])
    told.append([line.text for line in reason_lines(pinned, rules)])
    everyday = ["The coordinator has put these two together."]
    assert told == [everyday, ["The district facilitator has put these two together."], everyday]
