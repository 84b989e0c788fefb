"""How the blueprint wants handed-in work judged, and what follows from what readers find."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from banyan.practice.states import Verdict, Waits
from blueprint import Blueprint, Review, Step


class Judged(NamedTuple):
    """A step in which work is handed in, the step in which it is judged, and how."""

    step: Step
    review_key: str
    review: Review


def code_of(key: str) -> str:
    """The code of the step that a key names: "module_1/review#2" is of "review"."""
    return key.rpartition("/")[2].partition("#")[0]


def judged(design: Blueprint, key: str) -> Judged | None:
    """How what is handed in at this step is judged; None where nobody judges it.

    It is judged by the step with a review that comes after it, in the same module.
    """
    module, _, rest = key.rpartition("/")
    code, _, number = rest.partition("#")
    reviews = {review.code: review for review in design.reviews}
    step = next((step for step in design.steps if step.code == code), None)
    if step is None or step.kind != "submission":
        return None
    for judging in design.steps:
        if judging.review not in reviews or code not in judging.after:
            continue
        if judging.modules and module not in judging.modules:
            continue
        place = f"{module}/" if judging.modules else ""
        again = f"#{number}" if number and judging.every else ""
        return Judged(step, f"{place}{judging.code}{again}", reviews[judging.review])
    return None


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the readers' findings come to: a verdict, or what is waited for and how many more
    readers are to be found."""

    verdict: Verdict | None
    waits: Waits
    wanted: int = 0


_ON_DISAGREEMENT = {
    "another_reader": Waits.ANOTHER,
    "discussion": Waits.DISCUSSION,
    "coordinator": Waits.COORDINATOR,
}


def weighed(found: Sequence[str], review: Review) -> Weighed:
    """`found` has a verdict for each reader who did not give the work back, "" while she reads.

    When all agree, that is the verdict. Where the blueprint asks another reader, the majority
    decides once there are more readers than it began with; of an even split, one more.
    """
    missing = review.readers - len(found)
    if missing > 0:
        return Weighed(None, Waits.ASSIGNING, missing)
    if "" in found:
        return Weighed(None, Waits.READING)
    yes = sum(one == Verdict.SUCCESSFUL for one in found)
    no = len(found) - yes
    if not yes or not no:
        return Weighed(Verdict.SUCCESSFUL if yes else Verdict.NOT_YET, Waits.NOTHING)
    waits = _ON_DISAGREEMENT[review.on_disagreement]
    if waits != Waits.ANOTHER:
        return Weighed(None, waits)
    if len(found) > review.readers and yes != no:
        return Weighed(Verdict.SUCCESSFUL if yes > no else Verdict.NOT_YET, Waits.NOTHING)
    return Weighed(None, waits, 1)


_NUMBERS = (
    re.compile(r"(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}(?!\d)"),  # twelve digits, as of an Aadhaar number
    re.compile(r"(?<!\d)(?:\+\d{1,3}[ -]?)?\d{5}[ -]?\d{5}(?!\d)"),  # a mobile number
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),  # an address for mail
)


def looks_personal(texts: Iterable[str]) -> list[str]:
    """What in these texts looks like a number or address of somebody, as it stands there."""
    return [hit.group() for text in texts for sign in _NUMBERS for hit in sign.finditer(text)]


def without(names: Iterable[str], text: str) -> str:
    """The text with these names, and each part of them, taken out for readers who do not learn
    whose it is. Parts count as they are written, with their capitals."""
    parts = {part for name in names for part in (name, *name.split()) if len(part) > 2}
    if not parts:
        return text
    longest_first = sorted(parts, key=lambda part: (-len(part), part))
    return re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", "[…]", text)
