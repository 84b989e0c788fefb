"""Every bad file is refused with a place and a sentence."""

from pathlib import Path

import pytest

import blueprint
from blueprint import command
from tests.blueprint.fuzz.corpus import corpus, heaps, problems, small
from tests.blueprint.samples import dumped

# With the other test that looks at what is said of every bad file.
pytestmark = pytest.mark.xdist_group("corpus")


def test_the_file_from_which_the_corpus_is_made_is_good() -> None:
    assert blueprint.check(dumped(small())) == []


def test_there_are_many_bad_files_each_with_its_name() -> None:
    names = [bad.name for bad in corpus()]
    assert len(set(names)) == len(names) >= 200


def test_every_bad_file_is_refused_with_a_place_and_a_sentence() -> None:
    wrong: list[str] = []
    for name, said in problems():
        errors = [problem for problem in said if problem.severity == "error"]
        if not errors:
            wrong.append(f"{name}: it is called good")
        wrong += [
            f"{name}: {problem}"
            for problem in errors
            if not (problem.path or problem.line)
            or problem.what[-1:] != "."
            or problem.cure[-1:] not in (".", "?")
        ]
    assert wrong == []


def test_the_command_answers_a_bad_file_with_lines_and_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    for bad in heaps():
        path.write_bytes(bad.content)
        code, lines = command.check(path)
        assert (code, lines[-1].endswith(f" in {path}.")) == (1, True)
