import io
import os
from pathlib import Path

import pytest

from matchmaker.command import match, match_scored, replay
from matchmaker.writing import unfit, write_rows

ROWS = [["a"], ["b"]]
CIRCLE = "What is there is no file, but a device, a pipe or a link in a circle."


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("bits", [0o600, 0o640, 0o664])
def test_a_file_that_is_there_keeps_who_may_read_it(tmp_path: Path, bits: int) -> None:
    path = tmp_path / "pairs.csv"
    path.touch()
    path.chmod(bits)
    write_rows(path, ROWS)
    assert (mode(path), path.read_text(encoding="utf-8")) == (bits, "a\nb\n")


def test_a_new_file_is_as_any_other(tmp_path: Path) -> None:
    path, other = tmp_path / "pairs.csv", tmp_path / "other"
    other.touch()
    write_rows(path, ROWS)
    assert mode(path) == mode(other)


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    target, link, chain = tmp_path / "far" / "kept.csv", tmp_path / "link", tmp_path / "chain"
    target.write_text("before", encoding="utf-8")
    target.chmod(0o600)
    link.symlink_to(target)
    chain.symlink_to(link)
    write_rows(chain, ROWS)
    assert chain.is_symlink()
    assert link.is_symlink()
    assert (target.read_text(encoding="utf-8"), mode(target)) == ("a\nb\n", 0o600)
    target.unlink()
    assert unfit(link) is None
    write_rows(link, ROWS)
    assert target.read_text(encoding="utf-8") == "a\nb\n"


def test_what_is_no_file_is_refused_before_any_work(tmp_path: Path) -> None:
    pipe, to_pipe, circle = (tmp_path / name for name in ("pipe", "to_pipe", "circle"))
    os.mkfifo(pipe)
    to_pipe.symlink_to(pipe)
    circle.symlink_to(circle)
    # None of these is there: whoever reads before it is known where to write would say so.
    first, second = tmp_path / "mentors.csv", tmp_path / "teachers.csv"
    for out in (pipe, to_pipe, circle):
        for work in (
            lambda told, out=out: match(first, second, None, out, stderr=told),
            lambda told, out=out: match_scored(first, second, out, stderr=told),
            lambda told, out=out: replay(first, out, stderr=told),
        ):
            stderr = io.StringIO()
            assert work(stderr) == 2
            assert stderr.getvalue().splitlines() == [
                f"{out.name}: {CIRCLE} Choose another name to write to.",
                f"Nothing was written to {out}.",
            ]
    assert pipe.is_fifo()
    assert to_pipe.is_symlink()
    assert circle.is_symlink()


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    out, stderr = tmp_path / ("p" * 300), io.StringIO()
    assert match(tmp_path / "none", tmp_path / "none", None, out, stderr=stderr) == 2
    assert "There is no such place to write to: " in stderr.getvalue()
