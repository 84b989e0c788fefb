"""What is read of a file before anybody knows what it says: plain YAML, in UTF-8, of some size."""

from pathlib import Path

import pytest

import blueprint
from blueprint.tree import DEEPEST, LONGEST, MOST
from tests.blueprint.spoiling import GOOD, changed, line_of


def test_a_key_written_twice_is_reported_where_it_stands() -> None:
    text = GOOD + "\ncode: other\n"
    first = line_of(GOOD, "code: in_nmm")
    [problem] = blueprint.check(text)
    assert problem.what == f"“code” is written twice; it stands in line {first} already."
    assert problem.line == len(text.splitlines())


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("", "The file is empty.", 1),
        ("# only a comment\n", "The file is empty.", 1),
        (
            "- a\n- b\n",
            "A blueprint is a list of keys with values, and this file is something else.",
            1,
        ),
        ("code: a\n---\ncode: b\n", "A second document begins here.", 2),
        ("code: &a x\n", "Anchors (&) and aliases (*) are not read.", 1),
        ("code: x\ntitle: *a\n", "Anchors (&) and aliases (*) are not read.", 2),
        ("code: !!python/object:os.system x\n", "Tags (!) are not read.", 1),
        ("[a, b]: c\n", "A key is a plain word.", 1),
        ("a: " + "[" * 50 + "]" * 50, "Too many levels inside each other.", 1),
        ('a: "\\UFFFFFFFF"\n', "There is an escape such as \\U… here that is no character.", 1),
        ('a: "\\uD800"\n', "There is half a character here, such as \\uD800.", 1),
        ("a: b\nc: \x07\n", "There is a character here that no text has.", 2),
        ("a: b: c\n", "This is not YAML: mapping values are not allowed here.", 1),
        (
            "x" * (LONGEST + 1),
            "The file is too long: 200,000 characters are the most.",
            1,
        ),
    ],
)
def test_what_is_no_plain_yaml_is_refused_with_a_sentence(
    text: str, what: str, line: int | None
) -> None:
    [problem] = blueprint.check(text)
    assert (problem.what, problem.line) == (what, line)
    assert problem.cure.endswith(".")


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("a:\n\t- b\n", "Indent with spaces, not with tabs."),
        ("a: b: c\n", "Put the text in quotes if it contains a colon, and check the indentation."),
        ('a: "b\n', "Close the quotation mark that was opened."),
        ("a: 1\nb\nc: 2\n", "Write `key: value`, with a colon and a space after the key."),
        (
            "a:\n  - b\n c: d\n",
            "Align this line with the lines above that belong together with it.",
        ),
        (
            "a: [\n",
            "Look at this line and the one above it: indentation, colons, quotes and brackets.",
        ),
    ],
)
def test_broken_yaml_comes_with_a_cure(text: str, cure: str) -> None:
    [problem] = blueprint.check(text)
    assert problem.cure == cure


def test_words_that_yaml_would_change_stay_words() -> None:
    text = changed("title", to={"no": "Mentoring", "en": "10:30", "hi": "yes"})
    title = blueprint.load(text.replace("'no'", "no").replace("'10:30'", "10:30")).title
    assert title.root == {"no": "Mentoring", "en": "10:30", "hi": "yes"}


def test_a_file_not_in_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"code: a\ntitle: caf\xe9\n")
    [problem] = blueprint.check(path)
    assert (problem.what, problem.line) == ("The file is not in UTF-8.", 2)


def test_a_file_from_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(GOOD.replace("\n", "\r\n").encode("utf-8-sig"))
    assert blueprint.load(path) == blueprint.get("in_nmm")


def test_a_file_with_too_many_items_is_refused() -> None:
    [problem] = blueprint.check("languages: [" + "en, " * (MOST + 1) + "]")
    assert problem.what == "There are more than 10,000 keys and items."


def test_a_deep_file_within_the_limit_is_read_to_the_end() -> None:
    problems = blueprint.check("a: " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1))
    assert "a" in [problem.path for problem in problems]
