"""What is answered: pairs, teachers without a mentor, mentors with their prices, and the proof."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias

from matchmaker.problem import STABLE, opened

FORMAT = "matchmaker.outcome"
VERSION = 2

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

    def plus(self, other: "Worth") -> "Worth":
        """What both are worth together."""
        return Worth(self.matched + other.matched, self.total + other.total)


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
    """A teacher without a mentor; the first reason is what stood in the way, the rest count.

    `relaxations` are single changes that would each give her a mentor and take none from anybody,
    those first for which the fewest others would get another mentor.
    """

    teacher_id: str
    reasons: tuple[Reason, ...]
    relaxations: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """A mentor's seats, how many are taken, and her price.

    The price is the least that makes every teacher content with the mentor she has: how contested
    a seat is. It is nothing where a seat stays free and costs nothing, and None where the objective
    has no single price for a seat. `reasons` say why seats stay free.
    """

    mentor_id: str
    capacity: int
    taken: int
    price: Worth | None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that the objective counts: what the answer has of it and what no answer, with as
    much of what counts before it, can better."""

    name: str
    value: int
    bound: int

    @property
    def gap(self) -> int:
        """How far the answer is from the bound; nothing where it is proven best."""
        return abs(self.bound - self.value)

    @property
    def share(self) -> float:
        """The gap as a share of the bound."""
        return self.gap / max(1, self.bound)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What an answer is worth, and how well it is proven that no other is worth more.

    `objective` is the name of what was asked for; `measures` are what it counts, the most important
    first, each with a bound that no answer can better, computed from prices and not from the
    answer. `worth` is what the answer is worth by the usual objective, and `usual` what the usual
    answer would be worth, so that the price of another objective shows; None where it is the usual.
    `advice` says which new mentors would place the most of those without one. `seed` is that of an
    engine that draws lots; None where none does.
    """

    objective: str
    measures: tuple[Measure, ...]
    worth: Worth
    usual: Worth | None
    engine: str
    advice: tuple[Reason, ...] = ()
    seed: int | None = None

    @property
    def value(self) -> tuple[int, ...]:
        """What the answer has of each measure."""
        return tuple(measure.value for measure in self.measures)

    @property
    def bound(self) -> tuple[int, ...]:
        """What no answer can better, measure by measure."""
        return tuple(measure.bound for measure in self.measures)

    @property
    def gap(self) -> tuple[int, ...]:
        """How far the answer is from the bound, measure by measure."""
        return tuple(measure.gap for measure in self.measures)

    @property
    def proven(self) -> bool:
        """Whether the answer is proven to be a best one by its objective. A stable answer is, if no
        pair blocks it: its gap in total fit is the price of stability."""
        return not (self.measures[0].gap if self.objective == STABLE else any(self.gap))

    def plain(self) -> dict[str, Any]:
        """All of it as plain values, each measure with its gap."""
        measures = [{**asdict(measure), "gap": measure.gap} for measure in self.measures]
        return {**asdict(self), "measures": measures}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Proof):
    """The answer to a problem, in order of ids, with its proof."""

    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]
    mentors: tuple[Load, ...]

    def to_json(self) -> str:
        """The outcome as text that `from_json` reads back to an equal outcome."""
        return json.dumps(self.to_content(), ensure_ascii=False, indent=1, sort_keys=True)

    def to_content(self) -> dict[str, Any]:
        """The outcome as plain values."""
        return {"format": FORMAT, "version": VERSION, **self.plain()}

    @classmethod
    def from_json(cls, text: str) -> "Outcome":
        """Read what `to_json` wrote; ValueError if it is something else or of another version."""
        content = opened(text, FORMAT, (VERSION,))
        try:
            return cls(
                pairs=tuple(
                    Pair(**row | {"fits": _reasons(row["fits"]), "misses": _reasons(row["misses"])})
                    for row in content["pairs"]
                ),
                unmatched=tuple(
                    Unmatched(
                        row["teacher_id"], _reasons(row["reasons"]), _reasons(row["relaxations"])
                    )
                    for row in content["unmatched"]
                ),
                mentors=tuple(
                    Load(
                        **row | {"price": _worth(row["price"]), "reasons": _reasons(row["reasons"])}
                    )
                    for row in content["mentors"]
                ),
                objective=content["objective"],
                measures=tuple(
                    Measure(row["name"], row["value"], row["bound"]) for row in content["measures"]
                ),
                worth=Worth(**content["worth"]),
                usual=_worth(content["usual"]),
                engine=content["engine"],
                advice=_reasons(content["advice"]),
                seed=content["seed"],
            )
        except KeyError as missing:
            wrong = f'This is not a whole {FORMAT}: "{missing.args[0]}" is missing.'
            raise ValueError(wrong) from missing
        except (ValueError, TypeError, AttributeError) as other:
            wrong = f"This is not a whole {FORMAT}: something in it is of another kind."
            raise ValueError(wrong) from other


def _worth(row: dict[str, int] | None) -> Worth | None:
    return None if row is None else Worth(**row)


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
