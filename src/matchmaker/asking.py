"""Questions to an answer, as they are asked on a command line: what if, why, and is it the same."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from importlib.metadata import version
from itertools import chain
from typing import Any, Literal, get_args, get_origin

from matchmaker import changes
from matchmaker.changes import Change, what_if
from matchmaker.criteria_file import amiss
from matchmaker.files import LARGEST
from matchmaker.outcome import FORMAT, Outcome, Pair, Proof
from matchmaker.problem import OBJECTIVES, Problem
from matchmaker.rules import InvalidProblem
from matchmaker.solving import Answer, Progress, nowhere, solve
from matchmaker.words import sentence, sentences

CHOICES = 3  # other mentors that a teacher is told of
MOVES = 200  # of a change, or teachers of one mentor, that are told one by one
SHOWN = 60  # signs of a value that is no value
MADE_WITH = ("banyan", "numpy", "scipy")  # what an answer could depend on, if it depended on any

PROOF = "matchmaker.proof"  # what is printed without the problem that it is about
SCORED = "matchmaker.scored"

PAIR = "{teacher} has {mentor}. Fit: {score}."
SEATS = "Seats of {mentor}: {capacity}; taken: {taken}."
HERS = "Further teachers: {count}."
ALONE = "{teacher} has no mentor."
CHOICE = (
    "{mentor} would be a fit of {score}. Teachers with a mentor: {before}, then {matched}."
    " Total fit: {total_before}, then {total}."
)
REFUSED = "{mentor} would be a fit of {score}."
FURTHER = "Further teachers whose mentor changes: {count}."
NEAR = (
    "Answers for so many people are near the best, and not the best to the point: the total fit of"
    " this one is at most {share:.3%} below it. A smaller difference between two says nothing."
)


def read_change(text: str) -> Change:
    """A change as it is written: "pin T1=M2". ValueError, with a cure, for what is not one."""
    verb, _, rest = text.strip().partition(" ")
    if verb not in CHANGES:
        close = get_close_matches(verb, CHANGES, n=1)
        cure = f"Did you mean {close[0]}?" if close else f"Known are: {', '.join(CHANGES)}."
        raise ValueError(f'"{text}": there is no change "{verb}". {cure}')
    shape, read = CHANGES[verb]
    subject, _, value = (part.strip() for part in rest.partition("=" if "=" in shape else "\n"))
    empty = verb == "rule" and "=" in rest  # how a rule on a level is taken away
    if not subject or bool(value or empty) != ("=" in shape):
        raise ValueError(f'"{text}" is not whole. Write: {shape}.')
    try:
        return read(subject, value)
    except ValueError as error:
        raise ValueError(f'"{text}": {error}') from error


def _number(value: str) -> int:
    if not value.isdecimal():
        raise ValueError(f'"{value}" is not a whole number from 0.')
    if len(value) > len(str(LARGEST)) or int(value) > LARGEST:
        raise ValueError(f'"{value}" is too large. Write at most {LARGEST}.')
    return int(value)


def _rule(name: str, value: str) -> Change:
    if len(value) > 1 and value[0] == value[-1] == '"':  # as it is written in a file of criteria
        value = value[1:-1]
    known: dict[str, object] = {"true": True, "false": False}
    meant = known[value] if value in known else _value(value)
    if name in changes.RULES and (wrong := amiss(name, meant)):
        raise ValueError(" ".join(wrong))
    return changes.rule(name, meant)


def _value(value: str) -> object:
    return int(value) if value.isdecimal() else value


def _objective(name: str, _: str) -> Change:
    found = [each for each in OBJECTIVES if each == name]
    if not found:
        raise ValueError(f"There is no objective {name}. Known are: {', '.join(OBJECTIVES)}.")
    return changes.objective(found[0])


# How each change is written, and how it is read.
CHANGES: dict[str, tuple[str, Callable[[str, str], Change]]] = {
    "pin": ("pin TEACHER=MENTOR", changes.pin),
    "unpin": ("unpin TEACHER=MENTOR", changes.unpin),
    "forbid": ("forbid TEACHER=MENTOR", changes.forbid),
    "allow": ("allow TEACHER=MENTOR", changes.allow),
    "capacity": (
        "capacity MENTOR=NUMBER",
        lambda mentor, value: changes.seats(mentor, _number(value)),
    ),
    "weight": ("weight CRITERION=NUMBER", lambda name, value: changes.weight(name, _number(value))),
    "rule": ("rule NAME=VALUE", _rule),
    "objective": ("objective NAME", _objective),
    "without_teacher": ("without_teacher TEACHER", lambda each, _: changes.without_teacher(each)),
    "without_mentor": ("without_mentor MENTOR", lambda each, _: changes.without_mentor(each)),
}


def difference(answered: Answer, done: Sequence[Change]) -> Iterator[str]:
    """What these changes, all together, would do, in sentences; or why they cannot be.

    Raises ValueError for an id that nobody has.
    """
    try:
        found = what_if(answered, *done)
    except InvalidProblem as invalid:
        yield from map(sentence, invalid.faults)
        return
    except KeyError as unknown:
        raise ValueError(f'Nobody has the id "{unknown.args[0]}".') from unknown
    told = found.told()
    yield from map(sentence, told[: MOVES + 1])
    if len(told) > MOVES + 1:
        yield FURTHER.format(count=len(told) - MOVES - 1)


def explained(answered: Answer, person_id: str) -> Iterator[str]:
    """Why a teacher has the mentor she has, or none; the mentors who come next, with what it would
    cost all together if she had them; and why those who would fit better are ruled out. Of a
    mentor, whom she has and why seats stay free; of who is both, both.

    Raises ValueError for an id that nobody has.
    """
    teaches = any(each.id == person_id for each in answered.problem.teachers)
    mentors = any(each.id == person_id for each in answered.problem.mentors)
    if not (teaches or mentors):
        raise ValueError(f'Nobody has the id "{person_id}".')
    if teaches:
        yield from _of_teacher(answered, person_id)
    if mentors:
        yield from _of_mentor(answered, person_id)


def _of_mentor(answered: Answer, mentor_id: str) -> Iterator[str]:
    load = answered.of_mentor(mentor_id)
    yield SEATS.format(mentor=mentor_id, capacity=load.capacity, taken=load.taken)
    hers = [
        (teacher, score)
        for teacher, (mentor, score) in answered.held().items()
        if mentor == mentor_id
    ]
    for teacher, score in hers[:MOVES]:
        yield PAIR.format(teacher=teacher, mentor=mentor_id, score=score)
    if len(hers) > MOVES:
        yield HERS.format(count=len(hers) - MOVES)
    yield from map(sentence, load.reasons)


def _of_teacher(answered: Answer, teacher_id: str) -> Iterator[str]:
    weighing = answered.weighing_of(teacher_id)
    found = answered.of_teacher(teacher_id)
    mentor_id, score = "", -1
    if isinstance(found, Pair):
        mentor_id, score = found.mentor_id, found.score
        yield PAIR.format(teacher=teacher_id, mentor=mentor_id, score=score)
        yield from map(sentence, (*found.fits, *found.misses))
    else:
        yield ALONE.format(teacher=teacher_id)
        yield from map(sentence, (*found.reasons, *found.relaxations))
    others = [p for p in weighing.candidates(teacher_id) if p.mentor_id != mentor_id]
    for other in others[:CHOICES]:
        yield _choice(answered, teacher_id, other.mentor_id, other.score)
    row = weighing.pool.row[teacher_id]
    ruled_out = [
        (-int(weighing.scores[row, column]), mentor.id)
        for column, mentor in enumerate(weighing.pool.mentors)
        if weighing.barriers[row, column] >= 0 and weighing.scores[row, column] > score
    ]
    for fit, other_id in sorted(ruled_out)[:CHOICES]:
        barrier = weighing.barrier(teacher_id, other_id)
        if barrier is not None:
            yield f"{REFUSED.format(mentor=other_id, score=-fit)} {sentence(barrier)}"


def _choice(answered: Answer, teacher_id: str, mentor_id: str, score: int) -> str:
    try:
        found = what_if(answered, changes.pin(teacher_id, mentor_id))
    except InvalidProblem as invalid:
        told = sentences(invalid.faults)
        return f"{REFUSED.format(mentor=mentor_id, score=score)} {told}"
    return CHOICE.format(
        mentor=mentor_id,
        score=score,
        before=found.before.matched,
        matched=found.after.matched,
        total_before=found.before.total,
        total=found.after.total,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What else there is to know of an answer: why somebody has whom she has, and what changes
    would do, all together. Raises ValueError for a change that is not one."""

    explain: str | None = None
    what_if: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.changes()

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return self.explain is not None or bool(self.what_if)

    def changes(self) -> list[Change]:
        """What `what_if` says."""
        return [read_change(text) for text in self.what_if]

    def told(self, answered: Answer) -> Iterator[str]:
        """The answers to these questions. Raises ValueError for an id that nobody has."""
        if self.explain is not None:
            yield from explained(answered, self.explain)
        if self.what_if:
            yield from difference(answered, self.changes())
        if self and answered.open_share:
            yield NEAR.format(share=answered.open_share)


def made_with() -> dict[str, str]:
    """The versions of what an answer is worked out with."""
    return {name: version(name) for name in MADE_WITH}


def printed(problem: Problem, outcome: Outcome, seconds: float) -> str:
    """An answer with its problem as JSON text, so that it can be replayed.

    `seconds` is measured, and alone differs from one run to the next.
    """
    content = {
        **outcome.to_content(),
        "problem": problem.to_content(),
        "made_with": made_with(),
        "seconds": round(seconds, 3),
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)


def printed_proof(proof: Proof, seconds: float) -> str:
    """How well an answer is proven, as JSON text, without its pairs and its problem."""
    content = {
        **proof.plain(),
        "format": PROOF,
        "version": 1,
        "made_with": made_with(),
        "seconds": round(seconds, 3),
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)


def replayed(
    text: str, progress: Progress = nowhere
) -> tuple[bool, Problem, Outcome, tuple[str, ...]]:
    """A saved answer worked out again from its problem: whether it is the same to the byte, the
    problem, the answer now, and what there is to say. A saved problem alone is only answered.

    Raises ValueError for other files and `InvalidProblem` for a problem that has no answer.
    """
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"This is not JSON (line {error.lineno}: {error.msg}).") from error
    except (ValueError, RecursionError) as error:
        wrong = "This is not JSON: a number in it is too long, or too many lists are in lists."
        raise ValueError(wrong) from error
    kind = content.get("format") if isinstance(content, dict) else None
    if kind in (PROOF, SCORED):
        wrong = "This file says how good an answer is, without its problem: it cannot be replayed."
        raise ValueError(wrong)
    if kind != FORMAT:
        problem = _whole(Problem.from_json(text))
        said = ("This file holds a problem and no answer to compare with.",)
        return True, problem, solve(problem, progress), said
    if "problem" not in content:
        raise ValueError("This answer was saved without its problem. Save it with --json.")
    saved = Outcome.from_json(text)
    problem = _whole(Problem.from_json(json.dumps(content["problem"])))
    outcome = solve(problem, progress)
    if outcome.to_json() == saved.to_json():
        return True, problem, outcome, ("The same answer, to the byte.",)
    if replace(outcome, advice=saved.advice).to_json() == saved.to_json():
        said = ("The same answer; only the mentors to look for are told in another way now.",)
        return False, problem, outcome, said
    told = ["The answer is not the same."]
    now, then = outcome.to_content(), saved.to_content()
    told += [
        f"{name}: saved {json.dumps(then[name])}, now {json.dumps(now[name])}."
        for name in ("objective", "engine", "seed", "worth")
        if now[name] != then[name]
    ]
    known = content.get("made_with")
    before = known if isinstance(known, dict) else {}
    told += [
        f"{name}: saved by {before.get(name, 'a version that is not told')}, now {number}."
        for name, number in made_with().items()
        if before.get(name) != number
    ]
    old = {pair.teacher_id: pair.mentor_id for pair in saved.pairs}
    new = {pair.teacher_id: pair.mentor_id for pair in outcome.pairs}
    moved = sum(old.get(each) != new.get(each) for each in old.keys() | new.keys())
    told.append(f"Teachers with another mentor: {moved}.")
    return False, problem, outcome, tuple(told)


def _whole(problem: Problem) -> Problem:
    """The same, as far as all of it is what problems hold: a file that was mended by hand may hold
    anything. ValueError, saying what."""
    criteria = problem.criteria
    parts: tuple[Any, ...] = (*problem.teachers, *problem.mentors, criteria.weights, criteria)
    for one in parts:
        for each in fields(one):
            if not _holds(each.type, value := getattr(one, each.name)):
                raise ValueError(f"This is no {each.name}: {json.dumps(value)[:SHOWN]}.")
    named = (*problem.pins, *problem.forbidden, *problem.prohibited)
    if not all(isinstance(each, str) for each in chain(*named, problem.prohibited.values())):
        raise ValueError("Ids and relations of pairs are texts.")
    return problem


def _holds(kind: Any, value: object) -> bool:
    """Whether a field of this type can have this value. Numbers have bounds, as those in files."""
    if kind in (int, int | None):
        if not isinstance(value, int):
            return value is None and kind is not int
        return not isinstance(value, bool) and abs(value) <= LARGEST
    if kind == tuple[str, ...]:
        return isinstance(value, tuple) and all(isinstance(each, str) for each in value)
    return value in get_args(kind) if get_origin(kind) is Literal else isinstance(value, kind)
