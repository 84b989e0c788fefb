"""What `banyan match` says beside the pairs that it writes."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from json import dumps
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


def printed_to(said: TextIO, text: str, told: TextIO) -> bool:
    """Whether a JSON text could be printed; if it cannot, that is told, after all else was done.

    What the signs of the stream have no place for is written as JSON escapes it.
    """
    try:
        said.write(_within(said.encoding, text) + "\n")
        said.flush()
    except OSError as error:
        reason = error.strerror or "nobody takes it"
        told.write(f"The JSON could not be printed ({reason}). All else was done as it is said.\n")
        # What waits in the stream would be tried once more at the end.
        with suppress(OSError), Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), said.fileno())
        return False
    return True


def _within(encoding: str | None, text: str) -> str:
    """A JSON text in signs that an encoding has."""
    try:
        text.encode(encoding or "utf-8")
    except UnicodeEncodeError:
        return "".join(sign if sign.isascii() else dumps(sign)[1:-1] for sign in text)
    return text
