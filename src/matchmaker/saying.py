"""What `banyan match` says beside the pairs that it writes."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from matchmaker.files import BadInput
from matchmaker.outcome import Proof
from matchmaker.problem import STABLE
from matchmaker.words import aim, sentence

# What an auction among very many may leave open.
UNPROVEN = {
    "matched": "Further teachers who might have a mentor, at most: {told.gap}.",
    "total": "The total fit is at most {told.share:.3%} below the best there can be.",
    "lowest": "The lowest fit is {told.value}; it cannot be above {told.bound}.",
    "even": "The fits are at most {told.share:.3%} less even than they could be.",
    "balance": "The total fit, less what full hands cost, could gain at most {told.gap} points.",
}


def proof(outcome: Proof) -> Iterator[str]:
    """What the answer is the best of, how well that is proven, and what it cost, in sentences."""
    yield aim(outcome.objective, [measure.name for measure in outcome.measures])
    if outcome.objective == STABLE:
        yield f"Pairs who would both rather have each other: {outcome.value[0]}."
    elif outcome.proven:
        yield "No better answer exists."
    else:
        for measure in outcome.measures:
            if measure.gap:
                yield UNPROVEN[measure.name].format(told=measure)
    yield from map(sentence, outcome.advice)
    if outcome.usual is not None:
        yield (
            f"Teachers with a mentor: {outcome.worth.matched}, total fit: {outcome.worth.total};"
            f" by the usual objective {outcome.usual.matched} and {outcome.usual.total}."
        )


def refused(bad: BadInput, out: Path | None, told: TextIO) -> int:
    """Say what is wrong: the exit code."""
    for fault in bad.faults:
        told.write(f"{fault}\n")
    if out is not None:
        told.write(f"Nothing was written to {out}.\n")
    return 2


def tell(notes: Iterable[str], matched: int, alone: int, out: Path | None, told: TextIO) -> None:
    """Say what there was to remark, and what came of it."""
    for note in notes:
        told.write(f"{note}\n")
    written = f" Written to {out}." if out is not None else ""
    told.write(f"Teachers with a mentor: {matched}; without: {alone}.{written}\n")
