"""The geometry of charts: numbers in, places on a drawing board out. Templates draw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from banyan.ui import words

WIDTH, HEIGHT = 400, 220  # the board, in SVG units
LEFT, BOTTOM, TOP = 44, 28, 10  # room for the figures at the axes
WORDS = 110  # room for the words at the axis of levels


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


@dataclass(frozen=True)
class Track:
    """What one source found, from left to right: a path for each stretch without a gap."""

    name: str
    number: int  # of its colour and stroke
    paths: Sequence[str]
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class LevelChart:
    caption: str
    steps: Sequence[tuple[float, str]]
    marks: Sequence[tuple[float, str]]
    tracks: Sequence[Track]
    rows: Sequence[tuple[str, Sequence[str]]]


Found = Mapping[int, int | None]


def levels(
    caption: str,
    times: Sequence[tuple[float, str]],
    steps: Sequence[str],
    tracks: Mapping[str, Found],
    *,
    missing: str,
) -> LevelChart:
    """Levels in words, from the lowest up, over moments (a number, such as of days, and a name)
    that stand as far apart as they are. Each source names, by the place of a moment, the level
    from 1 up, or None where it looked and found none: there its line breaks, and the table says
    `missing`; where it did not look at all the table says nothing.

    Raises `ValueError` when there are more than four sources.
    """
    if len(tracks) > 4:
        raise ValueError("a chart of levels draws one to four sources")
    first = min((at for at, _name in times), default=0)
    span = max((at for at, _name in times), default=0) - first or 1
    across, high = WIDTH - WORDS - 20, HEIGHT - BOTTOM - TOP
    places = [round(WORDS + across * (at - first) / span, 1) for at, _name in times]

    def height(level: int) -> float:
        return round(HEIGHT - BOTTOM - high * (level - 0.5) / len(steps), 1)

    drawn = []
    for number, (name, found) in enumerate(tracks.items(), start=1):
        stretches: list[list[tuple[float, float]]] = [[]]
        for at in sorted(found):
            level = found[at]
            if level is None:
                stretches.append([])
            else:
                stretches[-1].append((places[at], height(level)))
        paths = [" ".join(f"{x},{y}" for x, y in one) for one in stretches if len(one) > 1]
        drawn.append(Track(name, number, paths, [place for one in stretches for place in one]))
    marks: list[tuple[float, str]] = []
    for x, (_at, name) in zip(places, times, strict=True):
        if not marks or x - marks[-1][0] >= 90:
            marks.append((x, name))
    return LevelChart(
        caption=caption,
        steps=[(height(number), name) for number, name in enumerate(steps, start=1)],
        marks=marks,
        tracks=drawn,
        rows=[
            (name, [_level(found, at, steps, missing) for found in tracks.values()])
            for at, (_place, name) in enumerate(times)
        ],
    )


def _level(found: Found, at: int, steps: Sequence[str], missing: str) -> str:
    if at not in found:
        return ""
    level = found[at]
    return missing if level is None else steps[level - 1]


def _round_up(value: float) -> float:
    """The next even step on a scale that halves well; 1 for nothing."""
    if value <= 0:
        return 1
    power = 10.0 ** floor(log10(value))
    return next(factor * power for factor in (1, 2, 3, 4, 5, 6, 8, 10) if value <= factor * power)
