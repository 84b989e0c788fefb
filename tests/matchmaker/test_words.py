from string import Formatter

import pytest

from matchmaker.outcome import Reason
from matchmaker.rules import RELATIONS, RULES
from matchmaker.words import EVEN, OBJECTIVES, SENTENCES, aim, sentence, sentences


def placeholders(template: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_whole_with_every_value_in_its_place(code: str) -> None:
    names = placeholders(SENTENCES[code])
    said = sentence(Reason(code, {name: f"<{name}>" for name in names}))
    assert said[0].isupper() or said[0] == "<"
    assert said.endswith(".")
    assert all(f"<{name}>" in said for name in names)


def test_what_is_said_in_confidence_names_nobody() -> None:
    assert SENTENCES["in_confidence"] == "This pair was ruled out in confidence."
    assert placeholders(SENTENCES["in_confidence"]) == set()


def test_every_rule_can_be_told_counted_and_refused_to_a_pin() -> None:
    codes = {rule.code for rule in RULES} - {"prohibited"}
    told = codes | set(RELATIONS) | {"other_relation"}
    counted = {rule.code for rule in RULES} - {"no_shared_language"}
    assert told <= set(SENTENCES)
    assert {f"pin_{code}" for code in told} <= set(SENTENCES)
    assert {f"count_{code}" for code in counted} <= set(SENTENCES)


def test_a_portal_translates_the_template_and_writes_lists_its_own_way() -> None:
    reason = Reason("other_needs_met", {"domains": ("नैतिकता", "समावेशन")})
    hindi = {"Also offers: {domains}.": "यह भी: {domains}।"}
    said = sentence(reason, translate=hindi.__getitem__, listed=" और ".join)
    assert said == "यह भी: नैतिकता और समावेशन।"


def test_braces_in_a_value_are_only_a_value() -> None:
    assert sentence(Reason("far", {"place": "{0.__class__}"})) == (
        "The mentor is elsewhere: {0.__class__}."
    )


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        sentence(Reason("no such thing"))


def test_the_fairest_answer_says_by_what_it_was_measured() -> None:
    assert aim("fairest", ["matched", "lowest", "even"]) == EVEN
    assert aim("fairest", ["matched", "lowest"]) == OBJECTIVES["fairest"]


def test_several_reasons_are_one_text() -> None:
    reasons = [Reason("far", {"place": "Goa"}), Reason("preferred", {"choice": 2})]
    assert sentences(reasons) == (
        "The mentor is elsewhere: Goa. The teacher asked for this mentor, as choice 2."
    )
    assert sentences([]) == ""
