import io
from pathlib import Path
from typing import Any

import pytest

from matchmaker import command
from matchmaker.command import match
from matchmaker.engines import Dask, Processes, here

MENTORS = "id,capacity,domains,languages\nm1,1,art,Hindi\nm2,1,art,Hindi\n"
TEACHERS = "id,domains,languages\nt1,art,Hindi\nt2,art,Hindi\n"


def told(folder: Path, mentors: str = MENTORS, teachers: str = TEACHERS, **given: Any) -> str:
    """What is said of a match that succeeds."""
    stderr = io.StringIO()
    (folder / "mentors.csv").write_text(mentors, encoding="utf-8")
    (folder / "teachers.csv").write_text(teachers, encoding="utf-8")
    paths = (folder / "mentors.csv", folder / "teachers.csv", None, folder / "pairs.csv")
    assert match(*paths, stderr=stderr, **given) == 0
    return stderr.getvalue()


def test_what_is_for_very_many_people_is_said_to_be_unused_for_few(tmp_path: Path) -> None:
    assert "not used" not in told(tmp_path)
    assert "not used" not in told(tmp_path, engine=here)
    assert "--keep: not used." in told(tmp_path, keep=tmp_path / "kept")
    other = Processes(2)
    assert told(tmp_path, engine=other, keep=tmp_path / "kept").splitlines()[0] == (
        "--engine and --keep: not used. These people are matched at once, not in parts."
    )


def test_an_engine_that_was_given_one_part_is_said_to_be_unused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "TABLE", 0)
    nobody = Dask(1, "tcp://127.0.0.1:1")
    kept = tmp_path / "kept"
    assert told(tmp_path, engine=nobody, keep=kept).splitlines()[0] == (
        "--engine: not used. There were not two parts to match at the same time; it was done here."
    )
    assert "not used" not in told(tmp_path)
    assert "not used" not in told(tmp_path, engine=here)


def test_ids_that_are_in_both_files_are_told(tmp_path: Path) -> None:
    header, *rows = TEACHERS.splitlines()
    assert "same person" not in told(tmp_path)
    numbered = told(
        tmp_path,
        "id,capacity,domains,languages\n" + "".join(f"{n},1,art,Hindi\n" for n in range(1, 6)),
        f"{header}\n" + "".join(f"{n},art,Hindi\n" for n in range(2, 9)),
    )
    assert numbered.splitlines()[0] == (
        "mentors.csv and teachers.csv: ids that are in both files count as the same person, and"
        " nobody is their own mentor: 4 (2, 3, 4, ...). If they are different people, give each"
        " their own id."
    )
    one = told(tmp_path, MENTORS, f"{header}\n{rows[0]}\nm2,art,Hindi\n")
    assert "nobody is their own mentor: 1 (m2)." in one


def test_ids_that_are_disarmed_are_told_where_they_are_written(tmp_path: Path) -> None:
    header, *rows = TEACHERS.splitlines()
    numbers = "".join(f"+9198765432{n},art,Hindi\n" for n in range(4))
    said = told(tmp_path, MENTORS, f"{header}\n{rows[0]}\n{numbers}")
    assert said.splitlines()[0] == (
        "pairs.csv: an apostrophe stands before ids that a spreadsheet would run as a formula: 4"
        " (+91987654320, +91987654321, +91987654322, ...). Take it off before you join the pairs to"
        " other tables."
    )
    assert "apostrophe" not in told(tmp_path)
