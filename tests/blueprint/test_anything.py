"""Whatever is thrown at it, the checker answers with sentences."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import blueprint
from tests.blueprint.samples import dumped
from tests.blueprint.spoiling import GOOD, changed

words = st.text(max_size=20)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)
paths = st.sampled_from(
    [
        ("code",),
        ("version",),
        ("title",),
        ("title", "en"),
        ("languages",),
        ("words", "mentor"),
        ("domains",),
        ("domains", 0),
        ("domains", 0, "title"),
        ("vocabularies", "stages", 0),
        ("mentor", "caseload"),
        ("mentor", "minimum_years"),
        ("mentor", "evidence", 2, "required"),
        ("request", "default_domain"),
        ("matching", "weights"),
        ("session", "log", 0, "kind"),
        ("feedback", "teacher", 0),
        ("nudges", "quiet_hours", "starts"),
        ("nudges", "reminder_hours"),
        ("visibility", "records"),
        ("visibility", "records", 0, "record"),
        ("provenance", 0, "of"),
        ("sources", 0),
    ]
)


@settings(max_examples=150)
@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    blueprint.check(text)


@settings(max_examples=150)
@given(st.text(alphabet="ab:-[]{}&*!|>'\"%@`#,? \n\t\\uUx0", max_size=120))
def test_any_heap_of_yaml_signs_is_answered(text: str) -> None:
    blueprint.check(text)


@settings(max_examples=150)
@given(plain)
def test_any_yaml_is_answered(data: Any) -> None:
    blueprint.check(dumped(data))


@settings(max_examples=40)
@given(paths, plain)
def test_any_value_in_any_place_is_answered_with_a_sentence(
    path: tuple[str | int, ...], value: Any
) -> None:
    for problem in blueprint.check(changed(*path, to=value)):
        assert (problem.what[-1:], problem.cure[-1:] in {".", "?"}) == (".", True)
        assert problem.line is not None


@settings(max_examples=40)
@given(st.integers(0, len(GOOD)), st.integers(0, 60), st.text(max_size=5))
def test_any_damage_to_a_good_file_is_answered(start: int, length: int, patch: str) -> None:
    blueprint.check(GOOD[:start] + patch + GOOD[start + length :])
