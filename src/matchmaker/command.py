"""Two spreadsheets in, explained pairs out: the work of `banyan match`, without its options."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from json import dumps
from pathlib import Path
from time import perf_counter
from typing import TextIO

from matchmaker.asking import SCORED, Asked, made_with, printed, printed_proof, replayed
from matchmaker.auction import NOBODY, Answer
from matchmaker.criteria_file import read_criteria
from matchmaker.engines import Engine, EngineError, Watched, chosen, here
from matchmaker.files import BadInput, Fault, Findings, read_people, read_text
from matchmaker.outcome import Outcome, Proof
from matchmaker.problem import Mentor, Objective, Problem, Teacher
from matchmaker.remarks import both, disarmed_ids, strangers, unused
from matchmaker.rules import InvalidProblem
from matchmaker.saying import printed_to, proof, refused, tell
from matchmaker.scored import Scored, read_scored, solve_scored, table
from matchmaker.solving import TABLE, Progress, answer_any, nowhere
from matchmaker.words import sentence, sentences
from matchmaker.writing import unfit, write_rows

HEADER = ("teacher_id", "mentor_id", "score", "reasons")

AT_ONCE = "These people are matched at once, not in parts."
ONE_PART = "There were not two parts to match at the same time; it was done here."


@dataclass(frozen=True, slots=True)
class Run:
    """What was asked, what came out, what there was to remark on the input, and what was told
    besides."""

    problem: Problem
    outcome: Outcome
    notes: tuple[str, ...]
    told: tuple[str, ...]


def run(
    mentors: Path,
    teachers: Path,
    criteria: Path | None,
    out: Path | None,
    progress: Progress = nowhere,
    *,
    objective: Objective | None = None,
    asked: Asked | None = None,
) -> Run:
    """Match the teachers of one CSV file to the mentors of another and write `out`, if it is given;
    by `objective`, if it is given, whatever the criteria say.

    Raises `BadInput` with all that is wrong, and has then written nothing. `progress(step, done,
    of)` is called for the steps "read", "weigh", "assign", "explain" and "write".
    """
    problem, notes = _read(mentors, teachers, criteria, objective, out, progress)
    return _run(problem, notes, teachers, out, progress, asked)


def _run(
    problem: Problem,
    notes: tuple[str, ...],
    teachers: Path,
    out: Path | None,
    progress: Progress,
    asked: Asked | None,
) -> Run:
    told: tuple[str, ...] = ()
    try:
        answered = answer_any(problem, progress)
        if asked:
            told = tuple(asked.told(answered))
        outcome = answered.outcome(progress)
    except InvalidProblem as invalid:
        raise _bad(invalid, teachers) from invalid
    except ValueError as error:
        cure = "Look it up in the files, and write it as it stands there."
        raise BadInput([Fault("What was asked", 0, "", str(error), cure)]) from error
    if out is not None:
        _write(out, rows(problem, outcome), progress)
    return Run(problem, outcome, notes, told)


def _read(
    mentors: Path,
    teachers: Path,
    criteria: Path | None,
    objective: Objective | None,
    out: Path | None,
    progress: Progress,
) -> tuple[Problem, tuple[str, ...]]:
    """The problem that the files put, and what there is to remark on them."""
    _check(out, (mentors, teachers, criteria))
    findings = Findings()
    progress("read", 0, 1)
    problem = Problem(
        mentors=read_people(Mentor, mentors, findings),
        teachers=read_people(Teacher, teachers, findings, partial(progress, "read")),
        criteria=read_criteria(criteria, findings),
    )
    if objective is not None:
        problem = replace(problem, criteria=replace(problem.criteria, objective=objective))
    progress("read", 1, 1)
    if findings.faults:
        raise BadInput(findings.faults)
    findings.notes += strangers(problem, mentors.name, teachers.name)
    findings.notes += both(problem, mentors.name, teachers.name)
    findings.notes += _disarmed(problem, out)
    return problem, tuple(findings.notes)


def _bad(invalid: InvalidProblem, teachers: Path) -> BadInput:
    return BadInput(Fault(teachers.name, 0, "", sentence(each), "") for each in invalid.faults)


def _run_parts(
    problem: Problem,
    teachers: Path,
    out: Path,
    engine: Engine,
    keep: Path | None,
    progress: Progress,
) -> Proof:
    """Match very many people, part by part. Raises `BadInput` as `run` does."""
    from matchmaker.bulk import match_parts  # noqa: PLC0415  # it loads a compiler

    try:
        return match_parts(problem, out, HEADER, engine=engine, keep=keep, progress=progress)
    except InvalidProblem as invalid:
        raise _bad(invalid, teachers) from invalid
    except EngineError as error:
        raise BadInput([Fault("The work", 0, "", error.wrong, error.cure)]) from error
    except OSError as error:
        raise _unwritten(out, error) from error


def _pairs(problem: Problem) -> int:
    return len(problem.teachers) * len(problem.mentors)


def run_scored(
    scores: Path,
    capacities: Path,
    out: Path,
    *,
    exact: bool = False,
    progress: Progress = nowhere,
) -> tuple[Scored, Answer, tuple[str, ...]]:
    """Match by the scores of one CSV file within the capacities of another and write `out`: what
    was asked, the answer, and what there was to remark on the input.

    Raises `BadInput` as `run` does. The steps of `progress` are "read", "assign" and "write".
    """
    _check(out, (scores, capacities))
    findings = Findings()
    progress("read", 0, 1)
    scored = read_scored(scores, capacities, findings)
    progress("read", 1, 1)
    if findings.faults:
        raise BadInput(findings.faults)
    findings.notes += disarmed_ids((*scored.teachers, *scored.mentors), out.name)
    progress("assign", 0, 1)
    found = solve_scored(scored, exact=exact)
    progress("assign", 1, 1)
    _write(out, (HEADER, *table(scored, found)), progress)
    return scored, found, tuple(findings.notes)


def _disarmed(problem: Problem, out: Path | None) -> Iterator[str]:
    teachers = (teacher.id for teacher in problem.teachers)
    mentors = (mentor.id for mentor in problem.mentors)
    return iter(()) if out is None else disarmed_ids(chain(teachers, mentors), out.name)


def _check(out: Path | None, given: Iterable[Path | None]) -> None:
    """Raises `BadInput` where nothing can be written, before there is any work in vain."""
    if out is None:
        return  # the answer is only told
    if found := unfit(out):
        wrong, cure = found
    elif out.resolve() in [path.resolve() for path in given if path is not None]:
        wrong, cure = "This file is also read.", "Choose another name to write to."
    else:
        return
    raise BadInput([Fault(out.name, 0, "", wrong, cure)])


def _write(out: Path, lines: Iterable[tuple[str, ...]], progress: Progress) -> None:
    progress("write", 0, 1)
    try:
        write_rows(out, lines)
    except OSError as error:
        raise _unwritten(out, error) from error
    progress("write", 1, 1)


def _unwritten(out: Path, error: OSError) -> BadInput:
    wrong = f"It cannot be written ({error.strerror})."
    cure = "Check the folder, its permissions and the space on the disk."
    return BadInput([Fault(out.name, 0, "", wrong, cure)])


def rows(problem: Problem, outcome: Outcome) -> Iterator[tuple[str, str, str, str]]:
    """The table `HEADER` and one row a teacher in the order of the problem."""
    pairs = {pair.teacher_id: pair for pair in outcome.pairs}
    unmatched = {each.teacher_id: each for each in outcome.unmatched}
    yield HEADER
    for teacher in problem.teachers:
        if pair := pairs.get(teacher.id):
            told = sentences((*pair.fits, *pair.misses))
            yield teacher.id, pair.mentor_id, str(pair.score), told
        else:
            alone = unmatched[teacher.id]
            told = sentences((*alone.reasons, *alone.relaxations[:1]))
            yield teacher.id, "", "", told


def match(
    mentors_path: Path,
    teachers_path: Path,
    criteria_path: Path | None,
    out_path: Path | None,
    json: bool = False,
    *,
    objective: Objective | None = None,
    asked: Asked | None = None,
    engine: Engine | None = None,
    keep: Path | None = None,
    progress: Progress = nowhere,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """`run` as a command: exit code 0, or 2 for input that cannot be used and
    for what cannot be printed.

    Remarks and faults go to stderr, and so do the answers to what was `asked`; `json` writes the
    whole outcome with its problem to stdout as well. Very many people are matched by `engine` (by
    processes of this machine, if none is given), part by part; parts that are ready stay in the
    folder `keep`. Where one of the two is given for very many, `json` writes the proof alone.
    """
    told, said = stderr or sys.stderr, stdout or sys.stdout
    begun = perf_counter()
    try:
        problem, notes = _read(
            mentors_path, teachers_path, criteria_path, objective, out_path, progress
        )
        whole = asked or (json and engine is None and keep is None)  # all of the answer is told
        if out_path and _pairs(problem) > TABLE and not whole:
            watched = Watched(engine or chosen("processes"))
            parted = here if engine is here else watched
            proven = _run_parts(problem, teachers_path, out_path, parted, keep, progress)
            if not watched.used:
                notes += unused(engine=engine not in (None, here), keep=None, why=ONE_PART)
            matched = proven.worth.matched
            tell(notes, matched, len(problem.teachers) - matched, out_path, told)
            told.writelines(f"{line}\n" for line in proof(proven))
            if not json:
                return 0
            content = printed_proof(proven, perf_counter() - begun)
            return 0 if printed_to(said, content, told) else 2
        notes += unused(engine=engine not in (None, here), keep=keep, why=AT_ONCE)
        done = _run(problem, notes, teachers_path, out_path, progress, asked)
    except BadInput as bad:
        return refused(bad, out_path, told)
    outcome = done.outcome
    tell(done.notes, len(outcome.pairs), len(outcome.unmatched), out_path, told)
    for line in (*proof(outcome), *done.told):
        told.write(f"{line}\n")
    if json:
        content = printed(done.problem, outcome, perf_counter() - begun)
        return 0 if printed_to(said, content, told) else 2
    return 0


def replay(
    saved: Path,
    out: Path | None,
    json: bool = False,
    *,
    progress: Progress = nowhere,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """Answer the problem in a file that `json` wrote, or in a problem's own file, once more: exit
    code 0 if the answer is the same, 1 if it is not, 2 for a file that cannot be used."""
    told, said = stderr or sys.stderr, stdout or sys.stdout
    begun = perf_counter()
    findings = Findings()
    try:
        _check(out, (saved,))
        text = read_text(saved, findings)
        if text is None:
            raise BadInput(findings.faults)
        same, problem, outcome, lines = replayed(text, progress)
        if out is not None:
            _write(out, rows(problem, outcome), progress)
    except BadInput as bad:
        return refused(bad, out, told)
    except InvalidProblem as invalid:
        wrong = sentences(invalid.faults)
        return refused(BadInput([Fault(saved.name, 0, "", wrong, "Mend the problem.")]), out, told)
    except ValueError as error:
        cure = "Name a file that was written with --json."
        return refused(BadInput([Fault(saved.name, 0, "", str(error), cure)]), out, told)
    tell(_disarmed(problem, out), len(outcome.pairs), len(outcome.unmatched), out, told)
    for line in (*proof(outcome), *lines):
        told.write(f"{line}\n")
    if json and not printed_to(said, printed(problem, outcome, perf_counter() - begun), told):
        return 2
    return 0 if same else 1


def match_scored(
    scores_path: Path,
    capacities_path: Path,
    out_path: Path,
    *,
    exact: bool = False,
    json: bool = False,
    progress: Progress = nowhere,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """`run_scored` as a command, like `match`. `json` says on stdout how good the answer is: its
    total, the bound that no answer exceeds, and the gap as a share of that bound."""
    told, said = stderr or sys.stderr, stdout or sys.stdout
    begun = perf_counter()
    try:
        scored, found, notes = run_scored(
            scores_path, capacities_path, out_path, exact=exact, progress=progress
        )
    except BadInput as bad:
        return refused(bad, out_path, told)
    matched = int((found.chosen != NOBODY).sum())
    tell(notes, matched, len(found.chosen) - matched, out_path, told)
    share = found.gap / found.bound if found.bound else 0.0
    told.write(
        f"At most {share:.3%} below the best there can be.\n"
        if share
        else "No better answer exists.\n"
    )
    if json:
        content = {
            "format": SCORED,
            "version": 1,
            "objective": "total",
            "total": float(found.total * scored.unit),
            "bound": float(found.bound * scored.unit),
            "gap": share,
            "engine": "auction",
            "seed": None,
            "made_with": made_with(),
            "seconds": round(perf_counter() - begun, 3),
        }
        return 0 if printed_to(said, dumps(content, indent=1), told) else 2
    return 0
