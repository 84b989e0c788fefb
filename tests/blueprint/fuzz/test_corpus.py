"""Every bad file is refused with a place and a sentence, within a second."""

import time
from pathlib import Path

import blueprint
from blueprint import command
from tests.blueprint.fuzz.corpus import corpus, heaps, small
from tests.blueprint.samples import dumped

MOST_SECONDS = 1.0


def test_the_file_from_which_the_corpus_is_made_is_good() -> None:
    assert blueprint.check(dumped(small())) == []


def test_every_bad_file_is_refused_with_a_place_and_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    names: set[str] = set()
    wrong: list[str] = []
    for bad in corpus():
        assert bad.name not in names
        names.add(bad.name)
        path.write_bytes(bad.content)
        # Time of this process: another one on the machine must not make a file slow.
        begun = time.process_time()
        problems = blueprint.check(path)
        took = time.process_time() - begun
        errors = [problem for problem in problems if problem.severity == "error"]
        if not errors:
            wrong.append(f"{bad.name}: it is called good")
        if took > MOST_SECONDS:
            wrong.append(f"{bad.name}: it took {took:.1f} s")
        wrong += [
            f"{bad.name}: {problem}"
            for problem in errors
            if not (problem.path or problem.line)
            or problem.what[-1:] != "."
            or problem.cure[-1:] not in (".", "?")
        ]
    assert wrong == []
    assert len(names) >= 200


def test_the_command_answers_a_bad_file_with_lines_and_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    for bad in heaps():
        path.write_bytes(bad.content)
        code, lines = command.check(path)
        assert (code, lines[-1].endswith(f" in {path}.")) == (1, True)
