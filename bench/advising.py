"""What it takes to say what would change an answer for very many, where there are too few seats.

    .venv/bin/python bench/advising.py [--teachers 200000] [--mentors 10000]

Invented people as in `nation`, in one block, with a tenth of the teachers too many; some mentors
have less experience than is asked for, some free hours must be in common, and a twentieth of the
teachers avoid somebody. Prints lines and asserts nothing.
"""

import argparse
import sys
import time
import tracemalloc
from dataclasses import replace

import numpy as np
from nation import people

from matchmaker import criteria
from matchmaker.advising import Advising
from matchmaker.auction import NOBODY
from matchmaker.many import checked, put
from matchmaker.parts import divided, solve_part
from matchmaker.problem import Criteria, Mentor, Problem, Teacher


def crowd(teachers: int, mentors: int) -> Problem:
    """So many people, in one block."""
    seats = teachers * 10 // 11
    hers = [seats // mentors + (place < seats % mentors) for place in range(mentors)]
    return Problem(
        teachers=tuple(
            replace(each, avoid=(f"M000{place % mentors:07}",) if place % 20 == 0 else ())
            for place, each in enumerate(people(Teacher, "T", 0, teachers))
        ),
        mentors=tuple(
            replace(each, capacity=hers[place])
            for place, each in enumerate(people(Mentor, "M", 0, mentors))
        ),
        criteria=Criteria(minimum_years=2, shared_hours=1),
    )


def main() -> None:
    """Match, then ask what would change it, and print what both took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teachers", type=int, default=200_000)
    parser.add_argument("--mentors", type=int, default=10_000)
    parser.add_argument("--memory", action="store_true", help="Measure memory, which takes time.")
    asked = parser.parse_args()
    problem = crowd(asked.teachers, asked.mentors)
    begun = time.process_time()
    pool = checked(problem)
    columns, wanted = np.full((2, asked.teachers), NOBODY, dtype=np.int64)
    better = np.zeros(asked.mentors, dtype=np.int64)
    parts = divided(pool, criteria.judged(pool))
    for block, part in parts:
        solved = solve_part(part)
        put(columns, block, solved.columns)
        put(wanted, block, solved.wanted)
        better[block.columns] = solved.better
    middle = time.process_time()
    if asked.memory:
        tracemalloc.start()
    advising = Advising(pool, columns, wanted, [block for block, _ in parts])
    told = [f"kinds {time.process_time() - middle:.1f}"]
    for name, step in (
        ("teachers", advising.of_teachers),
        ("mentors", lambda: advising.of_mentors(better)),
        ("recruits", advising.recruits),
    ):
        since = time.process_time()
        found = step()
        told.append(f"{name} {time.process_time() - since:.1f}")
    ended = time.process_time()
    most = tracemalloc.get_traced_memory()[1] if asked.memory else 0
    sys.stdout.write(
        f"{asked.teachers} x {asked.mentors}: matched in {middle - begun:.1f} s of the processor,"
        f" {len(advising.alone)} without a mentor; advice {ended - middle:.1f} s"
        f" ({', '.join(told)}), {most / asked.teachers:.0f} bytes a teacher at most\n{found}\n"
    )


if __name__ == "__main__":
    main()
