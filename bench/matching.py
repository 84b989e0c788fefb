"""Seconds of `banyan match` from files to explained pairs, from the command line and back, for an
office and for very many; and how much sooner the answer to a change is there than one from the
beginning.

Run with the project's interpreter: `.venv/bin/python bench/matching.py`. Prints lines and asserts
nothing, but that the answers are the same.
"""

import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from matchmaker import changes
from matchmaker.changes import Change, what_if
from matchmaker.files import Findings, read_people
from matchmaker.problem import Mentor, Problem, Teacher
from matchmaker.solving import answer

RUNS = 5


class Size(NamedTuple):
    """How many there are, and how often they are matched."""

    teachers: int
    mentors: int
    seats: int  # of each mentor
    runs: int = RUNS


USUAL = Size(700, 60, 12)
SIZES = Size(20, 6, 4), USUAL, Size(2_000, 300, 8), Size(200_000, 10_000, 22, 1)
SEED = 2026

DOMAINS = tuple(f"domain {number}" for number in range(16))
LANGUAGES = ("Hindi", "English", "Tamil", "Bengali", "Odia", "Marathi")
SUBJECTS = ("Mathematics", "Science", "English", "Hindi", "Social science", "Art")
STAGES = ("Foundational", "Preparatory", "Middle", "Secondary")
HOURS = tuple(
    f"{day} {hour}" for day in ("Mon", "Tue", "Wed", "Thu", "Fri") for hour in range(15, 19)
)


def people(chance: random.Random, letter: str, count: int) -> Iterable[dict[str, str]]:
    """Invented rows of the columns that both files have."""
    for number in range(count):
        yield {
            "id": f"{letter}{number:04}",
            "domains": ";".join(chance.sample(DOMAINS, 3)),
            "languages": ";".join(chance.sample(LANGUAGES, 2)),
            "subjects": ";".join(chance.sample(SUBJECTS, 2)),
            "stages": chance.choice(STAGES),
            "years": str(chance.randint(0, 12) if letter == "T" else chance.randint(8, 35)),
            "district": f"district {chance.randrange(30)}",
            "state": f"state {chance.randrange(6)}",
            "hours": ";".join(chance.sample(HOURS, 3)),
        }


def write(path: Path, rows: list[dict[str, str]]) -> None:
    """One CSV file of these rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def ratios(problem: Problem) -> Iterable[str]:
    """For each kind of change, how long the changed answer took beside one from the beginning: in
    one run, the processor's time of each, the best of a few."""
    before = answer(problem)
    teacher, mentor = problem.teachers[0].id, problem.mentors[0].id
    fits = before.weighing.candidates(teacher)
    kinds: dict[str, Change] = {
        "pin": changes.pin(teacher, fits[-1].mentor_id),
        "forbid": changes.forbid(teacher, fits[0].mentor_id),
        "capacity": changes.seats(mentor, USUAL.seats - 2),
        "weight": changes.weight("hours", 11),
        "without_teacher": changes.without_teacher(teacher),
    }
    for name, change in kinds.items():
        soon, anew = [], []
        for _ in range(RUNS):
            begun = time.process_time()
            changed = what_if(before, change)
            middle = time.process_time()
            fresh = answer(change(problem))
            soon.append(middle - begun)
            anew.append(time.process_time() - middle)
            if (fresh.columns != changed.answered.columns).any():
                raise AssertionError(name)
        moved = f"{len(changed.moves)} moved"
        yield f"{name} {min(soon):.3f} s of {min(anew):.3f} s ({moved})"


def invented(folder: Path, size: Size) -> tuple[Path, Path]:
    """Files of mentors and teachers."""
    chance = random.Random(SEED)  # noqa: S311  # invented people, not secrets
    mentors, teachers = folder / "mentors.csv", folder / "teachers.csv"
    seats = {"capacity": str(size.seats)}
    write(mentors, [row | seats for row in people(chance, "M", size.mentors)])
    write(teachers, list(people(chance, "T", size.teachers)))
    return mentors, teachers


def from_files(mentors: Path, teachers: Path, runs: int) -> str:
    """Seconds of the clock from the command line and back, and the most memory that was taken."""
    banyan = Path(sys.executable).with_name("banyan")
    command = [str(banyan), "match", "--mentors", str(mentors), "--teachers", str(teachers)]
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        to = str(mentors.with_name("pairs.csv"))
        subprocess.run([*command, "--out", to], check=True, capture_output=True)  # noqa: S603
        seconds.append(time.perf_counter() - begun)
    seconds.sort()
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    told = f"median {seconds[runs // 2]:.2f} s, worst {seconds[-1]:.2f} s of {runs}"
    return f"{told}, at most {most:.0f} MiB so far"


def main() -> None:
    """Measure, the smallest first, and print a line for each size; then what changes cost."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            mentors, teachers = invented(Path(folder), size)
            told = from_files(mentors, teachers, size.runs)
            sys.stdout.write(f"{size.teachers} x {size.mentors} from the command line: {told}\n")
            sys.stdout.flush()
            if size == USUAL:
                findings = Findings()
                given = (
                    read_people(Teacher, teachers, findings),
                    read_people(Mentor, mentors, findings),
                )
                changed = ", ".join(ratios(Problem(*given)))
                sys.stdout.write(f"changed and from the beginning: {changed}\n")


if __name__ == "__main__":
    main()
