"""What there is to remark on the files of a match: it stops nothing, and should not be missed."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from matchmaker.problem import Problem
from matchmaker.writing import disarmed

FEW = 3  # ids that are named of many


def strangers(problem: Problem, mentors: str, teachers: str) -> Iterator[str]:
    """Ids in lists of people that nobody has: most likely slips, which leave a wish unheard."""
    teacher_ids = {teacher.id for teacher in problem.teachers}
    mentor_ids = {mentor.id for mentor in problem.mentors}
    for teacher in problem.teachers:
        for column in ("prefers", "avoid", "earlier"):
            for each in getattr(teacher, column):
                if each not in mentor_ids:
                    where = f"{teachers}, id {teacher.id}, column {column}"
                    yield f"{where}: no mentor has the id {each}."
    for mentor in problem.mentors:
        for column in ("avoid", "prefers"):
            for each in getattr(mentor, column):
                if each not in teacher_ids:
                    where = f"{mentors}, id {mentor.id}, column {column}"
                    yield f"{where}: no teacher has the id {each}."


def both(problem: Problem, mentors: str, teachers: str) -> Iterator[str]:
    """Ids that are in both files: people who mentor and learn, or two offices that both number from
    1."""
    mentor_ids = {mentor.id for mentor in problem.mentors}
    found = [teacher.id for teacher in problem.teachers if teacher.id in mentor_ids]
    if found:
        yield (
            f"{mentors} and {teachers}: ids that are in both files count as the same person, and"
            f" nobody is their own mentor: {len(found)} ({_few(found)}). If they are different"
            " people, give each their own id."
        )


def disarmed_ids(ids: Iterable[str], out: str) -> Iterator[str]:
    """Ids before which an apostrophe is written, so that they join no other table as they stand."""
    found = sorted({each for each in ids if disarmed(each) != each})
    if found:
        yield (
            f"{out}: an apostrophe stands before ids that a spreadsheet would run as a formula:"
            f" {len(found)} ({_few(found)}). Take it off before you join the pairs to other tables."
        )


def _few(found: list[str]) -> str:
    return ", ".join(found[:FEW]) + (", ..." if len(found) > FEW else "")


def unused(*, engine: bool, keep: Path | None, why: str) -> tuple[str, ...]:
    """What was asked for and is for very many people only, or for many parts."""
    given = [*(("--engine",) if engine else ()), *(("--keep",) if keep else ())]
    return (f"{' and '.join(given)}: not used. {why}",) if given else ()
