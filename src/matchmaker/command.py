"""Two spreadsheets in, explained pairs out: the work of `banyan match`, without its options."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from matchmaker.criteria_file import read_criteria
from matchmaker.files import BadInput, Fault, Findings, read_people, write_rows
from matchmaker.outcome import Outcome
from matchmaker.problem import Mentor, Problem, Teacher
from matchmaker.solving import Progress, nowhere, solve
from matchmaker.words import sentence

HEADER = ("teacher_id", "mentor_id", "score", "reasons")


@dataclass(frozen=True, slots=True)
class Run:
    """What was asked, what came out, and what there was to remark on the input."""

    problem: Problem
    outcome: Outcome
    notes: tuple[str, ...]


def run(
    mentors: Path,
    teachers: Path,
    criteria: Path | None,
    out: Path,
    progress: Progress = nowhere,
) -> Run:
    """Match the teachers of one CSV file to the mentors of another and write `out`.

    Raises `BadInput` with all that is wrong, and has then written nothing. `progress(step, done,
    of)` is called for the steps "read", "weigh", "assign", "explain" and "write".
    """
    findings = Findings()
    progress("read", 0, 1)
    problem = Problem(
        mentors=read_people(Mentor, mentors, findings),
        teachers=read_people(Teacher, teachers, findings),
        criteria=read_criteria(criteria, findings),
    )
    progress("read", 1, 1)
    given = [path.resolve() for path in (mentors, teachers, criteria) if path is not None]
    if out.resolve() in given:
        wrong, cure = "This file is also read.", "Choose another name to write to."
        findings.faults.append(Fault(out.name, 0, "", wrong, cure))
    elif not out.parent.is_dir() or out.is_dir():
        wrong, cure = f"There is no such place to write to: {out}.", "Name a file in a folder."
        findings.faults.append(Fault(out.name, 0, "", wrong, cure))
    if findings.faults:
        raise BadInput(findings.faults)
    findings.notes += _strangers(problem, mentors.name, teachers.name)
    outcome = solve(problem, progress)
    progress("write", 0, 1)
    try:
        write_rows(out, rows(problem, outcome))
    except OSError as error:
        wrong = f"It cannot be written ({error.strerror})."
        cure = "Check the folder, its permissions and the space on the disk."
        raise BadInput([Fault(out.name, 0, "", wrong, cure)]) from error
    progress("write", 1, 1)
    return Run(problem, outcome, tuple(findings.notes))


def rows(problem: Problem, outcome: Outcome) -> Iterator[tuple[str, str, str, str]]:
    """The table `HEADER` and one row a teacher in the order of the problem."""
    pairs = {pair.teacher_id: pair for pair in outcome.pairs}
    unmatched = {each.teacher_id: each for each in outcome.unmatched}
    yield HEADER
    for teacher in problem.teachers:
        if pair := pairs.get(teacher.id):
            told = " ".join(sentence(reason) for reason in (*pair.fits, *pair.misses))
            yield teacher.id, pair.mentor_id, str(pair.score), told
        else:
            told = " ".join(sentence(reason) for reason in unmatched[teacher.id].reasons)
            yield teacher.id, "", "", told


def match(
    mentors_path: Path,
    teachers_path: Path,
    criteria_path: Path | None,
    out_path: Path,
    json: bool = False,
    *,
    progress: Progress = nowhere,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """`run` as a command: exit code 0, or 2 for input that cannot be used.

    Remarks and faults go to stderr; `json` writes the whole outcome to stdout as well.
    """
    told, said = stderr or sys.stderr, stdout or sys.stdout
    try:
        done = run(mentors_path, teachers_path, criteria_path, out_path, progress)
    except BadInput as bad:
        for fault in bad.faults:
            told.write(f"{fault}\n")
        told.write(f"Nothing was written to {out_path}.\n")
        return 2
    for note in done.notes:
        told.write(f"{note}\n")
    outcome = done.outcome
    told.write(
        f"Teachers with a mentor: {len(outcome.pairs)}; without: {len(outcome.unmatched)}."
        f" Written to {out_path}.\n"
    )
    if json:
        said.write(outcome.to_json() + "\n")
    return 0


def _strangers(problem: Problem, mentors: str, teachers: str) -> Iterator[str]:
    """Ids in lists of people that nobody has: most likely slips, which leave a wish unheard."""
    teacher_ids = {teacher.id for teacher in problem.teachers}
    mentor_ids = {mentor.id for mentor in problem.mentors}
    for teacher in problem.teachers:
        for column, ids in (("prefers", teacher.prefers), ("avoid", teacher.avoid)):
            for each in ids:
                if each not in mentor_ids:
                    where = f"{teachers}, id {teacher.id}, column {column}"
                    yield f"{where}: no mentor has the id {each}."
    for mentor in problem.mentors:
        for each in mentor.avoid:
            if each not in teacher_ids:
                yield f"{mentors}, id {mentor.id}, column avoid: no teacher has the id {each}."
