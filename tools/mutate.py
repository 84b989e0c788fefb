"""How many small mistakes in the matchmaker its tests would notice.

    tools/mutate.sh [--sample 300] [--seed 1] [--further] [MODULE ...]

Cosmic Ray makes the mistakes, one at a time, in a copy of the package; the tests that hold answers
to the byte, and those of the changed module, are run on each, and with `--further` all tests of the
package on what survives those. At most one mistake is tried at a place, and which, is drawn by the
seed. A sample is spread over all modules by the number of their places, with at least `FEWEST` in
each; those of the modules that are named are tried, the same as if all were.
What survives is told with file, line and change: a test that is missing, or code that makes no
difference. Tests run without Django; those that need it are left out.
"""

import argparse
import os
import random
import re
import shlex
import shutil
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from cosmic_ray.commands import execute, init
from cosmic_ray.config import ConfigDict
from cosmic_ray.testing import run_tests
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome, WorkResult

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("src/matchmaker")
TESTS = Path("tests/matchmaker")
FIRST = "sameness"  # the tests that notice the most, and soon
# Modules without tests of their own name, and the tests that are theirs.
TESTED = {
    "prices": ("assignment", "objectives"),
    "stability": ("objectives",),
    "assignment": ("assignment", "objectives"),
    "auction": ("auction", "many_objectives"),
    "weighing": ("solving", "criteria", "rules"),
    "outcome": ("solving", "objectives", "asking"),
    "problem": ("solving", "changes", "command"),
    "pool": ("criteria", "rules", "solving"),
    "criteria_file": ("command",),
    "levels": ("levels", "criteria", "rules"),
    "relaxing": ("relaxing", "asking"),
    "rules": ("rules", "solving", "levels"),
    "words": ("words", "many_objectives"),
    "changes": ("changes", "asking"),
    "files": ("files", "tables", "levels", "command"),
    "command": ("command", "asking"),
    "kinds": ("kinds", "many"),
    "blocking": ("parts", "many"),
    "bulk": ("parts",),
    "engines": ("parts",),
    "crowd": ("many",),
    "picking": ("many",),
    "market": ("many", "auction"),
    "chains": ("advising",),
    "doors": ("advising",),
    "wanting": ("advising",),
    "lowest": ("many_objectives",),
    "beside": ("crowd", "many"),
    "bidding": ("auction",),
    "evenness": ("many_objectives",),
    "heeding": ("rota",),
    "packing": ("parts", "telling"),
    "proposing": ("many_objectives",),
    "sheets": ("files",),
    "tree": ("crowd", "many"),
}
BINARY = "ReplaceBinaryOperator_"
# An annotation is no code that a test could run: `int | None` must not count as noticed.
UNTRIED = f"{BINARY}BitOr_"
# Of what an `except` names, the tool can put another in the place of a name without a point.
EXCEPTION, PLAIN = "ExceptionReplacer", re.compile(r"\w+(?![\w.])")
NOTHING_BEFORE = "([{,:="  # after one of these a star multiplies nothing: it parts what is given
FEWEST = 5  # places of a module in a sample, however few it has among all
PATIENCE = 3  # times as long as the tests take without a change: then it hangs, and is noticed

PATIENT = """from hypothesis import HealthCheck, settings

slow = [HealthCheck.too_slow]
settings.register_profile(
    "patient", deadline=None, derandomize=True, database=None, suppress_health_check=slow
)
settings.load_profile("patient")
"""


def command(module: str | None) -> str:
    """What runs the tests of a module, or all, from the folder of the copy."""
    files = [str(TESTS)]
    if module:
        names = FIRST, *TESTED.get(module, (module,))
        files = [str(TESTS / f"test_{name}.py") for name in names]
    python = str(ROOT / ".venv" / "bin" / "python")
    quiet = ["-q", "-x", "--no-header", "--tb=no"]
    without = ["-p", "no:cacheprovider", "-p", "no:django", "-p", "no:xdist"]
    return shlex.join([python, "-m", "pytest", "-c", "mutate.ini", *quiet, *without, *files])


def copied(work: Path) -> None:
    """A copy of the package and its tests, which know no Django."""
    for part in (PACKAGE, TESTS):
        shutil.copytree(ROOT / part, work / part, ignore=shutil.ignore_patterns("__pycache__"))
    (work / "tests" / "__init__.py").touch()
    (work / "tests" / "conftest.py").write_text(PATIENT, encoding="utf-8")
    (work / "mutate.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")


def places(module: str, chance: random.Random) -> list[MutationSpec]:
    """One mistake for each place of a module that can be mistaken, drawn by chance."""
    with use_db(f"{module}.sqlite") as found:
        init([PACKAGE / f"{module}.py"], found, {})
        mistakes = [item.mutations[0] for item in found.work_items]
    mistakes.sort(key=lambda mistake: (mistake.operator_name, mistake.occurrence))
    chance.shuffle(mistakes)
    text = (PACKAGE / f"{module}.py").read_text(encoding="utf-8").splitlines()
    tried = {mistake.start_pos: mistake for mistake in mistakes if counts(mistake, text)}
    return list(tried.values())


def counts(mistake: MutationSpec, text: list[str]) -> bool:
    """Whether a mistake changes what is worked out, in the module with these lines."""
    row, column = mistake.start_pos
    before = text[row - 1][:column].rstrip()
    parts = not before or before[-1] in NOTHING_BEFORE
    if EXCEPTION in mistake.operator_name:
        return PLAIN.match(text[row - 1][column:]) is not None
    return UNTRIED not in mistake.operator_name and not (BINARY in mistake.operator_name and parts)


def drawn(
    found: dict[str, list[MutationSpec]], sample: int, chance: random.Random
) -> dict[str, list[MutationSpec]]:
    """A sample spread over the modules; all there is if the sample is 0."""
    everything = sum(map(len, found.values()))
    shares = {
        name: max(FEWEST, round(sample * len(here) / everything)) if sample else len(here)
        for name, here in found.items()
    }
    return {name: chance.sample(here, min(shares[name], len(here))) for name, here in found.items()}


def only(chosen: list[MutationSpec], found: WorkDB) -> None:
    """Marks everything that was not chosen as left out."""
    wanted = {(mistake.operator_name, mistake.occurrence) for mistake in chosen}
    left = [
        item.job_id
        for item in found.work_items
        if (item.mutations[0].operator_name, item.mutations[0].occurrence) not in wanted
    ]
    found.set_multiple_results(left, WorkResult(WorkerOutcome.SKIPPED))


def survivors(
    module: str, chosen: list[MutationSpec], tests: str, patience: float
) -> list[tuple[MutationSpec, str]]:
    """The changes to a module that the tests let pass, each with its difference in the file.

    Tests that take longer than `patience` seconds have noticed.
    """
    asked = {"test-command": tests, "timeout": patience, "distributor": {"name": "local"}}
    with use_db(f"{module}.sqlite", WorkDB.Mode.create) as found:
        init([PACKAGE / f"{module}.py"], found, {})
        only(chosen, found)
        execute(found, ConfigDict(asked))
        tried = dict(found.results)
        spec = {item.job_id: item.mutations[0] for item in found.work_items}
    broken = [each for each in tried.values() if each.worker_outcome is WorkerOutcome.EXCEPTION]
    if broken:
        raise RuntimeError(f"A change to {module} could not be tried:\n{broken[0].output}")
    return [
        (spec[job], result.diff or "")
        for job, result in tried.items()
        if result.test_outcome is TestOutcome.SURVIVED
    ]


@cache
def patience(tests: str) -> float:
    """Seconds after which tests hang that pass in a third of them as they are.

    Raises RuntimeError if they fail without any change.
    """
    begun = time.monotonic()
    outcome, said = run_tests(tests, None)
    if outcome is not TestOutcome.SURVIVED:
        raise RuntimeError(f"Tests fail as they are: {tests}\n{said}")
    return PATIENCE * (time.monotonic() - begun) + 10


def main() -> int:
    """Draw, change, test, count; an error if tests fail without any change."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="Whose to try; all if none is given.")
    parser.add_argument("--sample", type=int, default=0, help="How many changes to try.")
    parser.add_argument("--seed", type=int, default=1, help="Which changes to try.")
    parser.add_argument(
        "--further", action="store_true", help="Try what survives on all tests of the package."
    )
    asked = parser.parse_args()
    names = sorted(p.stem for p in (ROOT / PACKAGE).glob("[a-z]*.py"))
    for name in names:
        for test in TESTED.get(name, (name,)):
            if not (ROOT / TESTS / f"test_{test}.py").is_file():
                parser.error(f"There are no tests of {name} in test_{test}.py: say where they are.")
    if unknown := set(asked.modules) - set(names):
        parser.error(f"There is no module {min(unknown)}.")
    chance = random.Random(asked.seed)  # noqa: S311  # a draw that can be repeated, no secret
    with tempfile.TemporaryDirectory() as folder:
        copied(Path(folder))
        os.chdir(folder)
        os.environ["PYTHONPATH"] = "src:."
        found = {name: places(name, chance) for name in names}
        tried = survived = 0
        wanted = asked.modules or names
        for name, here in drawn(found, asked.sample, chance).items():
            if name not in wanted:
                continue
            tests = command(name)
            let_pass = survivors(name, here, tests, patience(tests))
            if asked.further and let_pass:
                left = [mistake for mistake, _ in let_pass]
                tests = command(None)
                let_pass = survivors(name, left, tests, patience(tests))
            tried, survived = tried + len(here), survived + len(let_pass)
            for _, change in let_pass:
                sys.stdout.write(f"Survived:\n{change}\n")
            sys.stdout.write(f"{name}: {len(here) - len(let_pass)} of {len(here)} noticed\n")
            sys.stdout.flush()
    places_in_all = sum(map(len, found.values()))
    sys.stdout.write(f"{tried - survived} of {tried} noticed, of {places_in_all} places in all.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
