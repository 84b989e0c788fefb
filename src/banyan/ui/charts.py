"""The geometry of charts: numbers in, places on a drawing board out. Templates draw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from banyan.ui import words

WIDTH, HEIGHT = 400, 220  # the board, in SVG units
LEFT, BOTTOM, TOP = 44, 28, 10  # room for the figures at the axes


@dataclass(frozen=True)
class Bar:
    label: str
    value: str
    width: float  # in hundredths of the longest


@dataclass(frozen=True)
class BarChart:
    caption: str
    label: str
    value: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Series:
    name: str
    points: Sequence[tuple[float, float]]
    values: Sequence[str]
    path: str


@dataclass(frozen=True)
class LineChart:
    caption: str
    labels: Sequence[str]
    ticks: Sequence[tuple[float, str]]
    marks: Sequence[tuple[float, str]]
    series: Sequence[Series]
    rows: Sequence[tuple[str, Sequence[str]]]


def bars(caption: str, points: Sequence[tuple[str, float]], label: str, value: str) -> BarChart:
    """Each value as a share of the largest; an empty or all-zero chart has no bars to see."""
    longest = max((amount for _, amount in points), default=0) or 1
    return BarChart(
        caption,
        label,
        value,
        [
            Bar(name, words.number(amount), round(100 * amount / longest, 1))
            for name, amount in points
        ],
    )


def lines(caption: str, labels: Sequence[str], series: Mapping[str, Sequence[float]]) -> LineChart:
    """One to four series of as many values as there are labels, from zero to a round number.

    Raises `ValueError` when a series has another length, or there are more than four.
    """
    if len(series) > 4 or any(len(values) != len(labels) for values in series.values()):
        raise ValueError("a line chart draws one to four series, a value for each label")
    top = _round_up(max((value for values in series.values() for value in values), default=0))
    step = (WIDTH - LEFT - 10) / max(1, len(labels) - 1)

    def place(at: int, value: float) -> tuple[float, float]:
        return round(LEFT + at * step, 1), round(
            HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1
        )

    drawn = []
    for name, values in series.items():
        points = [place(at, value) for at, value in enumerate(values)]
        path = " ".join(f"{x},{y}" for x, y in points)
        drawn.append(Series(name, points, [words.number(value) for value in values], path))
    every = max(1, ceil(len(labels) / 7))
    return LineChart(
        caption=caption,
        labels=labels,
        ticks=[(place(0, top * part / 2)[1], words.number(top * part / 2)) for part in (0, 1, 2)],
        marks=[(place(at, 0)[0], label) for at, label in enumerate(labels) if at % every == 0],
        series=drawn,
        rows=[(label, [one.values[at] for one in drawn]) for at, label in enumerate(labels)],
    )


def _round_up(value: float) -> float:
    """The next even step on a scale that halves well; 1 for nothing."""
    if value <= 0:
        return 1
    power = 10.0 ** floor(log10(value))
    return next(factor * power for factor in (1, 2, 3, 4, 5, 6, 8, 10) if value <= factor * power)
