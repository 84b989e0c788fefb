"""A nation of teachers matched to mentors, from people in memory to a file of explained pairs.

    .venv/bin/python bench/nation.py [--every 100] [--engine processes] [--keep FOLDER]

9,500,000 teachers and 300,000 mentors work in two hundred blocks, each of one state and language,
with 1,002,546 teachers in the largest; sizes fall as those that were measured do, fast among the
largest and slowly after. Every so many-th block is taken, all with `--every 1`. Each district of a
block wants some domains more than others and offers others, and has more or fewer mentors than its
share. Prints a line and asserts nothing.

Measured on two processors, `--every 1`: 9,500,000 teachers and 299,893 mentors in 462 s of the
clock, and 87 s to invent them; all are matched, the gap is 0.022 %, and at most 3.5 GiB are taken
here and 3.5 GiB in a worker. While other work shared the processors, so in their seconds: a tenth
(`--every 10`, 823,400 teachers) took 94 in processes and 118 with two workers of Dask, with
inventing the people; the gap was 0.021 %.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from matching import DOMAINS, HOURS, LANGUAGES, STAGES, SUBJECTS
from numpy.typing import NDArray

from matchmaker.bulk import match_parts
from matchmaker.command import HEADER
from matchmaker.engines import chosen
from matchmaker.packing import Column, unpacked
from matchmaker.problem import Criteria, Mentor, Problem, Teacher

Person = TypeVar("Person", Teacher, Mentor)
Odds = NDArray[np.float32]
Codes = NDArray[Any]

AT_ONCE = 100_000  # people who are drawn together

SEED = 2026
TEACHERS, MENTORS, BLOCKS = 9_500_000, 300_000, 200
LARGEST, STEEP, LEVEL, FIRST = 1_002_546, 0.8425, 0.985, 18
DISTRICTS = 40  # of a block
SEATS = 30, 51  # of a mentor, from and below, where a teacher in 31.7 wants one
UNEVEN = 0.8  # how far districts differ in size, and domains in demand (of a logarithm)
SCARCE = 0.5  # how far what is wanted most in a district is what is offered least
EARLY = 0.7  # of those at the first two stages teach languages, of the others sciences


def sizes() -> list[int]:
    """Teachers of each block, the largest first: two geometric series, the first 18 of which have
    6.07 million, as was measured; the last takes the rest."""
    found = [round(LARGEST * STEEP**rank) for rank in range(FIRST)]
    while len(found) < BLOCKS:
        found.append(round(LARGEST * STEEP ** (FIRST - 1) * LEVEL ** (len(found) - FIRST + 1)))
    found[-1] += max(0, TEACHERS - sum(found))
    return found


def some(
    chance: np.random.Generator, values: Sequence[str], each: int, odds: Odds, group: Codes
) -> Column:
    """Some of the values for each person, in an order that is drawn, by the odds of her group."""
    drawn = np.empty((len(group), each), dtype=np.int64)
    for first in range(0, len(group), AT_ONCE):
        here = group[first : first + AT_ONCE]
        # The first so many to come, where each comes as often as its odds say.
        keys = chance.standard_exponential((len(here), len(values)), np.float32) / odds[here]
        least = keys.argpartition(each, axis=1)[:, :each]
        order = np.take_along_axis(keys, least, axis=1).argsort(axis=1)
        drawn[first : first + AT_ONCE] = np.take_along_axis(least, order, axis=1)
    number = drawn @ len(values) ** np.arange(each)[::-1]
    found, which = np.unique(number, return_index=True, return_inverse=True)[1:]
    lists = [tuple(values[place] for place in row) for row in drawn[found].tolist()]
    return lists, which.astype(np.int32)


def uneven(chance: np.random.Generator, *shape: int) -> Odds:
    """Odds that differ."""
    return np.exp(chance.normal(0, UNEVEN, shape)).astype(np.float32)


def people(kind: type[Person], letter: str, block: int, count: int) -> tuple[Person, ...]:
    """The people of a block; drawn by the block's own seeds, whatever others there are.

    In each district some domains are in demand, and others are on offer; mentors live in other
    districts than teachers. Subjects go by the stage, and free hours by the district.
    """
    place = np.random.default_rng([SEED, block])  # what teachers and mentors have in common
    demand, supply = uneven(place, DISTRICTS, len(DOMAINS)), uneven(place, DISTRICTS, len(DOMAINS))
    free = uneven(place, DISTRICTS, len(HOURS))
    living = {Teacher: uneven(place, DISTRICTS), Mentor: uneven(place, DISTRICTS)}[kind]
    chance = np.random.default_rng([SEED, block, ord(letter)])
    district = chance.choice(DISTRICTS, count, p=living.astype(float) / living.sum(dtype=float))
    stage = chance.integers(0, len(STAGES), count)
    early = np.where(np.array(SUBJECTS)[:, None] == np.array(LANGUAGES), EARLY, 1 - EARLY).max(1)
    by_stage = np.stack([early, early, 1 - early, 1 - early]).astype(np.float32)
    by_district = demand if kind is Teacher else supply / demand**SCARCE
    columns: dict[str, Column] = {
        "id": ([f"{letter}{block:03}{number:07}" for number in range(count)], None),
        "domains": some(chance, DOMAINS, 3, by_district, district),
        "languages": ([(f"language {block}",)], np.zeros(count, dtype=np.int32)),
        "subjects": some(chance, SUBJECTS, 2, by_stage, stage),
        "stages": ([(each,) for each in STAGES], stage),
        "hours": some(chance, HOURS, 3, free, district),
        "years": (list(range(30)), chance.integers(0, 30, count)),
        "district": ([f"district {block} {each}" for each in range(DISTRICTS)], district),
        "state": ([f"state {block % 36}"], np.zeros(count, dtype=np.int32)),
        "capacity": (list(range(SEATS[1])), chance.integers(*SEATS, count)),
    }
    same = np.zeros(count, dtype=np.int32)
    usual = ((each.name, ([each.default], same)) for each in fields(kind))
    return unpacked(kind, [columns.get(name, column) for name, column in usual], count)


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
