"""What is answered: pairs, teachers without a mentor, mentors with their prices, and the proof."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias

from matchmaker.problem import opened

FORMAT = "matchmaker.outcome"
VERSION = 1

Param: TypeAlias = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing there is to say: a code of `words.SENTENCES` and the values of its placeholders."""

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class Worth:
    """What an answer is worth: teachers matched first, then points of fit in all.

    A difference of two answers (a price, a gap) is a worth too, and may have negative points.
    """

    matched: int
    total: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A teacher with a mentor: `score` from 0 to 10,000, what fits and what does not."""

    teacher_id: str
    mentor_id: str
    score: int
    pinned: bool
    fits: tuple[Reason, ...]
    misses: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A teacher without a mentor; the first reason is what stood in the way, the rest count."""

    teacher_id: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """A mentor's seats, how many are taken, and her price.

    The price is the least that makes every teacher content with the mentor she has: how contested
    a seat is. It is nothing where a seat stays free.
    """

    mentor_id: str
    capacity: int
    taken: int
    price: Worth


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a problem, in order of ids.

    `bound` is what no answer can exceed, computed from the prices and not from the answer; `gap` is
    the distance from it, (0, 0) where the answer is proven optimal.
    """

    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]
    mentors: tuple[Load, ...]
    objective: Worth
    bound: Worth
    gap: Worth
    engine: str

    def to_json(self) -> str:
        """The outcome as text that `from_json` reads back to an equal outcome."""
        content = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Outcome":
        """Read what `to_json` wrote; ValueError if it is something else or of another version."""
        content = opened(text, FORMAT, VERSION)
        try:
            return cls(
                pairs=tuple(
                    Pair(**row | {"fits": _reasons(row["fits"]), "misses": _reasons(row["misses"])})
                    for row in content["pairs"]
                ),
                unmatched=tuple(
                    Unmatched(row["teacher_id"], _reasons(row["reasons"]))
                    for row in content["unmatched"]
                ),
                mentors=tuple(
                    Load(**row | {"price": Worth(**row["price"])}) for row in content["mentors"]
                ),
                objective=Worth(**content["objective"]),
                bound=Worth(**content["bound"]),
                gap=Worth(**content["gap"]),
                engine=content["engine"],
            )
        except (KeyError, TypeError, AttributeError) as fault:
            raise ValueError(f"This is not a whole {FORMAT}: {fault}") from fault


def _reasons(rows: list[dict[str, Any]]) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            row["code"],
            {
                name: tuple(value) if isinstance(value, list) else value
                for name, value in row["params"].items()
            },
        )
        for row in rows
    )
