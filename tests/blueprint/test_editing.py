"""Changing single values of a file leaves every other character alone."""

import pytest

import blueprint
from blueprint import editing

LIBRARY = [blueprint.file_of(each.code, each.version) for each in blueprint.editions()]


@pytest.mark.parametrize("text", LIBRARY, ids=[str(each) for each in blueprint.editions()])
def test_every_value_can_be_written_and_read_back(text: str) -> None:
    before = editing.values(text)
    title = next(path for path in before if path[0] == "title")
    summary = next(path for path in before if path[0] == "summary")
    said: dict[editing.Path, str | int] = {
        title: 'A "new" title: yes',
        summary: "Two\nlines",
        ("mentor", "caseload", "default"): 2,
    }
    after = editing.values(editing.write(text, said))
    assert after == before | {path: str(value) for path, value in said.items()}


def test_comments_and_layout_stay() -> None:
    text = "# ours\ntitle: >-\n  Long\n  words\n\n# mind\nnumber:   4  # four\n"
    said: dict[editing.Path, str | int] = {("title",): "Short", ("number",): 5}
    assert editing.write(text, said) == ('# ours\ntitle: "Short"\n\n# mind\nnumber:   5  # four\n')


def test_a_value_that_is_not_there_is_refused() -> None:
    with pytest.raises(LookupError, match=r"nothing at title\.hi"):
        editing.write("title: {en: One}\n", {("title", "hi"): "एक"})


def test_what_is_not_yaml_has_no_values() -> None:
    assert [editing.values(text) for text in ("", "a: [", "a: &b 1\nc: *b")] == [{}, {}, {}]
