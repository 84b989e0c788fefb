"""Seconds of CPU for 10,000 journeys of 40 steps, as a ratio to a loop that only builds the states.

The bare loop makes as many objects of the same class, with nothing decided. Run with the project's
interpreter: `.venv/bin/python bench/journeys.py`. Prints a table and asserts nothing.
"""

import datetime as dt
import gc
import statistics
import sys
import time
from collections.abc import Callable

import blueprint
from blueprint import Blueprint, Facts, Hold, StepState, journey
from blueprint.language import Module, Step

JOURNEYS, STEPS, RUNS = 10_000, 40, 5
STARTS = dt.date(2026, 4, 1)
TODAY = dt.date(2026, 11, 2)


def programme() -> Blueprint:
    """Four modules of nine steps in a chain, and four steps of the whole pair."""
    codes = [f"m{number}" for number in range(4)]
    modules = [
        {"code": code, "title": code, "weeks": 8, "after": codes[max(number - 1, 0) : number]}
        for number, code in enumerate(codes)
    ]
    usual = {"title": "Step", "kind": "conversation", "by": "both"}
    steps = [
        usual
        | {
            "code": f"s{number}",
            "modules": codes,
            "after": [f"s{number - 1}"] if number else [],
            "due": {"counted_from": "module_start", "after": {"weeks": number}},
        }
        for number in range(9)
    ] + [
        usual
        | {"code": f"p{number}", "due": {"counted_from": "pair_start", "after": {"months": 2}}}
        for number in range(4)
    ]
    return blueprint.get("in_nmm").model_copy(
        update={
            "modules": tuple(map(Module.model_validate, modules)),
            "steps": tuple(map(Step.model_validate, steps)),
        }
    )


def known(number: int) -> Facts:
    """A pair that began on one of thirty days and has done some of its steps, one in five on
    leave."""
    begins = STARTS + dt.timedelta(days=number % 30)
    keys = [f"m{module}/s{step}" for module in range(4) for step in range(9)]
    done = {key: begins + dt.timedelta(days=5 * n) for n, key in enumerate(keys[: number % 37])}
    leave = Hold(begins + dt.timedelta(days=40), begins + dt.timedelta(days=60))
    return Facts(
        STARTS,
        dt.date(2027, 4, 1),
        begins,
        done=done,
        holds=(leave,) if number % 5 == 0 else (),
    )


def seconds(work: Callable[[], None]) -> float:
    """The median of the CPU time of the runs."""
    found = []
    for _ in range(RUNS):
        gc.collect()
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return statistics.median(found)


def main() -> None:
    """Measure both loops and print them."""
    plan, pairs = programme(), [known(number) for number in range(JOURNEYS)]
    one = journey(plan, pairs[0], TODAY).steps[0]
    fields = tuple(getattr(one, name) for name in StepState.__slots__)

    def bare() -> None:
        for _ in range(JOURNEYS):
            tuple(StepState(*fields) for _ in range(STEPS))

    def journeys() -> None:
        for facts in pairs:
            journey(plan, facts, TODAY)

    counted = len(journey(plan, pairs[0], TODAY).steps)
    least, all_of_it = seconds(bare), seconds(journeys)
    sys.stdout.write(
        f"{JOURNEYS:,} journeys of {counted} steps: {all_of_it:.2f} s of CPU,"
        f" {all_of_it / JOURNEYS / counted * 1e6:.1f} µs a step\n"
        f"only building as many states:   {least:.2f} s, so {all_of_it / least:.1f} times that\n"
    )


if __name__ == "__main__":
    main()
