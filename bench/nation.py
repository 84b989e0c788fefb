"""A nation of teachers matched to mentors, from people in memory to a file of explained pairs.

    .venv/bin/python bench/nation.py [--every 100] [--engine processes] [--keep FOLDER]

9,500,000 teachers and 300,000 mentors work in two hundred blocks, each of one state and language,
with 1,002,546 teachers in the largest; sizes fall as those that were measured do, fast among the
largest and slowly after. Every so many-th block is taken, all with `--every 1`, which takes most
of an hour and 20 GB on two processors. Needs and offers are drawn in districts of their own: some
domains are in demand in each. Prints a line and asserts nothing.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from matching import DOMAINS, HOURS, STAGES, SUBJECTS

from matchmaker.bulk import match_parts
from matchmaker.command import HEADER
from matchmaker.engines import chosen
from matchmaker.problem import Criteria, Mentor, Problem, Teacher

SEED = 2026
TEACHERS, MENTORS, BLOCKS = 9_500_000, 300_000, 200
LARGEST, STEEP, LEVEL, FIRST = 1_002_546, 0.8425, 0.985, 18
DISTRICTS = 40  # of a block
SEATS = 40  # of a mentor, where a teacher in 31.7 wants one


def sizes() -> list[int]:
    """Teachers of each block, the largest first: two geometric series, the first 18 of which have
    6.07 million, as was measured; the last takes the rest."""
    found = [round(LARGEST * STEEP**rank) for rank in range(FIRST)]
    while len(found) < BLOCKS:
        found.append(round(LARGEST * STEEP ** (FIRST - 1) * LEVEL ** (len(found) - FIRST + 1)))
    found[-1] += max(0, TEACHERS - sum(found))
    return found


def lists(
    chance: np.random.Generator, values: tuple[str, ...], count: int, each: int
) -> Iterator[tuple[str, ...]]:
    """Some of the values for so many people, in an order that is drawn."""
    drawn = chance.random((count, len(values))).argpartition(each, axis=1)[:, :each]
    for row in drawn.tolist():
        yield tuple(values[place] for place in row)


def people(
    kind: type[Teacher] | type[Mentor], letter: str, block: int, count: int
) -> Iterator[Teacher | Mentor]:
    """The people of a block; drawn by the block's own seed, whatever others there are."""
    chance = np.random.default_rng([SEED, block, ord(letter)])
    given = zip(
        lists(chance, DOMAINS, count, 3),
        lists(chance, SUBJECTS, count, 2),
        lists(chance, STAGES, count, 1),
        lists(chance, HOURS, count, 3),
        chance.integers(0, 30, count).tolist(),
        chance.integers(0, DISTRICTS, count).tolist(),
        strict=True,
    )
    seats = {"capacity": SEATS} if kind is Mentor else {}
    languages, state = (f"language {block}",), f"state {block % 36}"
    for number, (domains, subjects, stages, hours, years, district) in enumerate(given):
        yield kind(
            id=f"{letter}{block:03}{number:07}",
            domains=domains,
            languages=languages,
            subjects=subjects,
            stages=stages,
            years=years,
            district=f"district {block} {district}",
            state=state,
            hours=hours,
            **seats,
        )


def nation(every: int) -> Problem:
    """The people of every so many-th block."""
    blocks = [(block, size) for block, size in enumerate(sizes()) if block % every == every // 2]
    return Problem(
        teachers=tuple(
            each for block, size in blocks for each in people(Teacher, "T", block, size)
        ),
        mentors=tuple(
            each
            for block, size in blocks
            for each in people(Mentor, "M", block, size * MENTORS // TEACHERS)
        ),
        criteria=Criteria(same_state=True),
    )


def main() -> None:
    """Generate, match, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=100, help="Take every so many-th block.")
    parser.add_argument("--engine", default="processes", help="As in banyan match.")
    parser.add_argument("--keep", type=Path, help="As in banyan match.")
    asked = parser.parse_args()
    begun = time.perf_counter()
    problem = nation(asked.every)
    middle = time.perf_counter()
    told = [middle]

    def progress(step: str, done: int, of: int) -> None:
        if step == "match" and (time.perf_counter() - told[0] > 60 or done == of):
            told[0] = time.perf_counter()
            sys.stdout.write(f"{told[0] - middle:.0f} s: {done} of {of} teachers\n")
            sys.stdout.flush()

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "pairs.csv")
        engine = chosen(asked.engine)
        proof = match_parts(problem, out, HEADER, engine=engine, keep=asked.keep, progress=progress)
        size = out.stat().st_size
    ended = time.perf_counter()
    total = proof.measures[1]
    peaks = [
        resource.getrusage(who).ru_maxrss / 2**20
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    sys.stdout.write(
        f"{len(problem.teachers)} teachers x {len(problem.mentors)} mentors on {asked.engine}:"
        f" {ended - middle:.0f} s ({middle - begun:.0f} s to invent them),"
        f" matched {proof.worth.matched} of at most {proof.measures[0].bound},"
        f" gap {total.gap / max(1, total.bound):.3%}, {size / 2**20:.0f} MiB of pairs;"
        f" most memory {peaks[0]:.1f} GiB here, {peaks[1]:.1f} GiB in a worker\n"
    )


if __name__ == "__main__":
    main()
