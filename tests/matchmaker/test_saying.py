import errno
import io
import json
from pathlib import Path

import pytest

from matchmaker.command import match, match_scored, replay
from matchmaker.saying import printed_to


class Full(io.StringIO):
    """A stream to a disk that is full."""

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Mentors, teachers, and where the pairs go."""
    mentors, teachers = tmp_path / "mentors.csv", tmp_path / "teachers.csv"
    mentors.write_text("id,capacity,domains,languages\nm1,1,कला,हिन्दी\n", encoding="utf-8")
    teachers.write_text("id,domains,languages\nt1,कला,हिन्दी\n", encoding="utf-8")
    return mentors, teachers, tmp_path / "pairs.csv"


def test_a_full_disk_is_told_after_the_pairs_are_written(files: tuple[Path, Path, Path]) -> None:
    mentors, teachers, out = files
    told = io.StringIO()
    assert match(mentors, teachers, None, out, json=True, stdout=Full(), stderr=told) == 2
    assert f"Written to {out}." in told.getvalue()
    assert out.read_text(encoding="utf-8").count("\n") == 2
    assert told.getvalue().splitlines()[-1] == (
        "The JSON could not be printed (No space left on device). All else was done as it is said."
    )
    saved = out.with_suffix(".json")
    with saved.open("w", encoding="utf-8") as file:
        assert match(mentors, teachers, None, out, json=True, stdout=file, stderr=told) == 0
    assert replay(saved, None, json=True, stdout=Full(), stderr=io.StringIO()) == 2


def test_a_full_disk_is_told_of_scores_too(tmp_path: Path) -> None:
    scores, seats = tmp_path / "scores.csv", tmp_path / "seats.csv"
    scores.write_text("teacher_id,mentor_id,score\nt1,m1,3\n", encoding="utf-8")
    seats.write_text("id,capacity\nm1,1\n", encoding="utf-8")
    out, told = tmp_path / "pairs.csv", io.StringIO()
    assert match_scored(scores, seats, out, json=True, stdout=Full(), stderr=told) == 2
    assert "could not be printed" in told.getvalue()
    stdout = io.StringIO()
    assert match_scored(scores, seats, out, json=True, stdout=stdout, stderr=told) == 0
    assert set(json.loads(stdout.getvalue())["made_with"]) == {"banyan", "numpy", "scipy"}


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_json_is_printed_in_any_encoding(encoding: str, files: tuple[Path, Path, Path]) -> None:
    mentors, teachers, out = files
    content = io.BytesIO()
    stdout = io.TextIOWrapper(content, encoding=encoding)
    assert match(mentors, teachers, None, out, json=True, stdout=stdout, stderr=io.StringIO()) == 0
    printed = json.loads(content.getvalue().decode(encoding))
    assert printed["problem"]["mentors"][0]["domains"] == ["कला"]


def test_what_an_encoding_lacks_is_escaped_as_json_does() -> None:
    content = io.BytesIO()
    said = io.TextIOWrapper(content, encoding="cp1252", newline="")
    text = json.dumps({"a": 'José "😀" हि\n'}, ensure_ascii=False)
    assert printed_to(said, text, io.StringIO())
    assert content.getvalue().isascii()
    assert json.loads(content.getvalue()) == json.loads(text)
