"""Choosing candidates among all pairs, beside a bare product of matrices of the same shape.

The people are those of bench/matching.py; every pair that shares a language counts, and each
teacher's best 30 are kept. The product has a row for each teacher, a column for each mentor, and
the features that the criteria compare between them. Prints a line.
"""

import random
import sys
import time

import numpy as np
from matching import people

from matchmaker.crowd import Crowd
from matchmaker.pool import Pool
from matchmaker.problem import Mentor, Problem, Teacher

TEACHERS, MENTORS, FEATURES, KEPT, RUNS = 20_000, 10_000, 64, 30, 5
SEED = 2026


def crowd() -> Crowd:
    """Invented people."""
    chance = random.Random(SEED)  # noqa: S311  # invented people, not secrets

    def made(kind: type[Teacher] | type[Mentor], letter: str, count: int) -> tuple[object, ...]:
        return tuple(
            kind(
                id=f"{letter}{number:07}",
                years=int(row.pop("years")),
                district=row.pop("district"),
                state=row.pop("state"),
                **{name: tuple(value.split(";")) for name, value in row.items() if name != "id"},
            )
            for number, row in enumerate(people(chance, letter, count))
        )

    return Crowd(
        Pool(Problem(teachers=made(Teacher, "T", TEACHERS), mentors=made(Mentor, "M", MENTORS)))
    )


def main() -> None:
    """Measure both in turns, and print the medians."""
    asked = crowd()
    blocks = asked.blocking.blocks(np.arange(TEACHERS), np.arange(MENTORS))
    pairs = sum(len(block.rows) * len(block.columns) for block in blocks)
    chance = np.random.default_rng(SEED)
    left, right = (
        chance.random((count, FEATURES), dtype=np.float32) for count in (TEACHERS, MENTORS)
    )
    weighing, product = [], []
    points = np.empty((1000, MENTORS), dtype=np.float32)
    for run in range(RUNS + 1):
        begun = time.perf_counter()
        for block in blocks:
            asked.best(block, KEPT, lambda done: None)
        middle = time.perf_counter()
        for first in range(0, TEACHERS, 1000):
            np.matmul(left[first : first + 1000], right.T, out=points)
        ended = time.perf_counter()
        if run:  # the first warms up
            weighing.append(pairs / (middle - begun))
            product.append(TEACHERS * MENTORS / (ended - middle))
    ours, bare = sorted(weighing)[RUNS // 2], sorted(product)[RUNS // 2]
    sys.stdout.write(
        f"choosing candidates: {ours / 1e6:.0f} million pairs a second;"
        f" bare product: {bare / 1e6:.0f}; ratio {ours / bare:.2f}\n"
    )


if __name__ == "__main__":
    main()
