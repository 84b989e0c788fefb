"""Ours and other engines on the same problems: seconds, totals, and how many times faster ours is.

Run as `python compare.py FOLDER`, with an environment `peers` and one `mentor-match` in that folder
(tools/bench.sh makes them). Every engine runs in a process of its own, three times where it is
fast, and the median counts. Prints a table and asserts nothing.
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
RUNS = 3

SIZES = (
    (200, 60, 60, ("ours", "ortools", "scipy", "networkx", "matching", "mentor_match")),
    (2_000, 300, 300, ("ours", "ortools", "scipy", "networkx", "matching", "mentor_match")),
    (20_000, 2_000, 50, ("ours", "ortools")),
    (200_000, 10_000, 30, ("ours", "ortools")),
)
IN_PEERS = ("ortools", "networkx", "matching")


def measured(engine: str, problem: Path, engines: Path) -> dict[str, float]:
    """The median run of one engine on one problem."""
    python = sys.executable
    if engine in IN_PEERS:
        python = str(engines / "peers" / "bin" / "python")
    if engine == "mentor_match":
        python = str(engines / "mentor-match" / "bin" / "python")
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent.parent / "src")}
    runs: list[dict[str, float]] = []
    while len(runs) < RUNS and (not runs or runs[0]["seconds"] < SLOW):
        done = subprocess.run(  # noqa: S603
            [python, str(HERE / "engine.py"), engine, str(problem)],
            check=True,
            capture_output=True,
            text=True,
            env=environment,
        )
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
                for name in names:
                    other = own if name == "ours" else measured(name, problem, engines)
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
