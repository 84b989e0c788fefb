"""Ours and other engines on the same problems: seconds, totals, and how many times faster ours is.

Run as `python compare.py FOLDER`, with an environment `peers` and one `mentor-match` in that folder
(tools/bench.sh makes them). Every engine runs in a process of its own, three times where it is
fast, and the median counts; one that is not done within `LIMIT` is ended, and that is told. Those
that would hold every teacher beside every mentor are not tried where that is 16 GB. Prints a table
and asserts nothing.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import instance
import numpy as np

HERE = Path(__file__).parent
SLOW = 5.0  # seconds beyond which once is enough
LIMIT = 120.0  # seconds for an engine to be done, its preparations among them
RUNS = 3

SPARSE = ("ours", "ortools", "networkx")
ALL = (*SPARSE, "scipy", "matching", "mentor_match")
SIZES = (
    (200, 60, 60, ALL),
    (2_000, 300, 300, ALL),
    (20_000, 2_000, 50, ALL),
    (200_000, 10_000, 30, SPARSE),
)
IN_PEERS = ("ortools", "networkx", "matching")


def measured(engine: str, problem: Path, engines: Path) -> dict[str, float] | None:
    """The median run of one engine on one problem; None if it is not done in time."""
    python = sys.executable
    if engine in IN_PEERS:
        python = str(engines / "peers" / "bin" / "python")
    if engine == "mentor_match":
        python = str(engines / "mentor-match" / "bin" / "python")
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent.parent / "src")}
    runs: list[dict[str, float]] = []
    while len(runs) < RUNS and (not runs or runs[0]["seconds"] < SLOW):
        try:
            done = subprocess.run(  # noqa: S603
                [python, str(HERE / "engine.py"), engine, str(problem)],
                check=True,
                capture_output=True,
                text=True,
                env=environment,
                timeout=LIMIT,
            )
        except subprocess.TimeoutExpired:
            return None
        runs.append(json.loads(done.stdout))
    middle = statistics.median_low(run["seconds"] for run in runs)
    return next(run for run in runs if run["seconds"] == middle)


def main(engines: Path) -> None:
    """Measure all, and print a line for each engine and problem."""
    with tempfile.TemporaryDirectory() as folder:
        problem = Path(folder, "problem.npz")
        for teachers, mentors, choices, names in SIZES:
            for hard in (False, True):
                instance.make(problem, teachers, mentors, choices, hard=hard)
                pairs = len(np.load(problem)["points"])
                kind = "hard" if hard else "ordinary"
                sys.stdout.write(f"{teachers} x {mentors}, {pairs} pairs, {kind}\n")
                own = measured("ours", problem, engines)
                if own is None:
                    raise RuntimeError(f"Ours was not done within {LIMIT:.0f} s.")
                for name in names:
                    other = own if name == "ours" else measured(name, problem, engines)
                    if other is None:
                        sys.stdout.write(
                            f"  {name:13} not done within {LIMIT:.0f} s, preparations included\n"
                        )
                        continue
                    gap = other["gap"]
                    sys.stdout.write(
                        f"  {name:13} {other['seconds']:10.4f} s"
                        f"  {other['seconds'] / own['seconds']:9.1f} x ours"
                        f"  total {other['total'] / own['total']:.5f} of ours"
                        f"  {'no proof' if gap is None else f'gap {gap:.4%}'}\n"
                    )
                    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
