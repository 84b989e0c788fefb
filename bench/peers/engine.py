"""One engine on one problem: seconds, teachers matched and total fit, as a line of JSON.

Run as `python engine.py ENGINE PROBLEM.npz` in an environment that has the engine. Reading the
problem and turning it into what the engine takes is not counted, nor is loading the engine.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np


def ours(problem: Any) -> Callable[[], Any]:
    """The auction, with a gap of at most a thousandth."""
    from matchmaker.auction import Pairs, auction

    names = ("starts", "mentors", "points", "capacities")
    pairs = Pairs(*(problem[name] for name in names))
    if len(pairs.points) >= 30_000:
        warm = Pairs(
            np.array([0, 40_000]), np.zeros(40_000, int), np.ones(40_000, int), np.ones(1, int)
        )
        auction(warm)  # from the cache on disk

    def run() -> Any:
        answer = auction(pairs)
        return answer.chosen, answer.gap / max(1, answer.bound)

    return run


def ortools(problem: Any) -> Callable[[], Any]:
    """Minimum-cost flow: source, teachers, mentors, sink; whoever stays alone takes a free arc."""
    from ortools.graph.python import min_cost_flow

    starts, mentors, points = (problem[name] for name in ("starts", "mentors", "points"))
    seats = problem["capacities"]
    n, m = len(starts) - 1, len(seats)
    rows = np.repeat(np.arange(n), np.diff(starts))
    tails = np.concatenate([rows, np.arange(n), n + np.arange(m)])
    heads = np.concatenate([n + mentors, np.full(n, n + m), np.full(m, n + m)])
    room = np.concatenate([np.ones(len(rows) + n, dtype=np.int64), seats])
    costs = np.concatenate([-points, np.zeros(n + m, dtype=np.int64)])

    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, room, costs)
    flow.set_nodes_supplies(np.arange(n), np.ones(n, dtype=np.int64))
    flow.set_nodes_supplies(np.array([n + m]), np.array([-n]))

    def run() -> Any:
        assert flow.solve() == flow.OPTIMAL
        used = flow.flows(arcs[: len(rows)]) > 0
        chosen = np.full(n, -1)
        chosen[rows[used]] = np.flatnonzero(used)
        return chosen, 0.0

    return run


def _dense(problem: Any) -> Any:
    starts, mentors, seats = problem["starts"], problem["mentors"], problem["capacities"]
    rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    places = np.full((len(starts) - 1, len(seats)), -1, dtype=np.int64)
    places[rows, mentors] = np.arange(len(mentors))
    return places


def scipy(problem: Any) -> Callable[[], Any]:
    """`linear_sum_assignment`, a column for each seat."""
    from scipy.optimize import linear_sum_assignment

    places, seats = _dense(problem), problem["capacities"]
    mentor_of = np.repeat(np.arange(len(seats)), seats)
    points = np.where(places >= 0, problem["points"][places], 0)

    def run() -> Any:
        rows, columns = linear_sum_assignment(points[:, mentor_of], maximize=True)
        chosen = np.full(len(places), -1)
        chosen[rows] = places[rows, mentor_of[columns]]
        return chosen, 0.0

    return run


def networkx(problem: Any) -> Callable[[], Any]:
    """Network simplex."""
    from networkx import DiGraph, network_simplex

    starts, mentors, points = (problem[name].tolist() for name in ("starts", "mentors", "points"))
    seats = problem["capacities"].tolist()
    n = len(starts) - 1
    graph = DiGraph()
    graph.add_node("end", demand=n)
    for row in range(n):
        graph.add_node(row, demand=-1)
        graph.add_edge(row, "end", capacity=1, weight=0)
        for at in range(starts[row], starts[row + 1]):
            graph.add_edge(row, ("m", mentors[at]), capacity=1, weight=-points[at], at=at)
    for mentor, room in enumerate(seats):
        graph.add_edge(("m", mentor), "end", capacity=room, weight=0)

    def run() -> Any:
        _, flow = network_simplex(graph)
        chosen = [
            next(
                (graph[row][to]["at"] for to, used in flow[row].items() if used and to != "end"), -1
            )
            for row in range(n)
        ]
        return np.array(chosen), 0.0

    return run


def matching(problem: Any) -> Callable[[], Any]:
    """Hospital and resident: stable, both sides prefer more points."""
    from matching.games import HospitalResident

    sys.setrecursionlimit(1_000_000)  # it copies everybody from preference to preference

    places, seats = _dense(problem), problem["capacities"].tolist()
    points = np.where(places >= 0, problem["points"][places], -1)
    ours = {
        row: [int(m) for m in np.argsort(-points[row], kind="stable") if points[row, m] >= 0]
        for row in range(len(points))
    }
    theirs = {
        f"m{m}": [int(t) for t in np.argsort(-points[:, m], kind="stable") if points[t, m] >= 0]
        for m in range(len(seats))
    }
    ours = {f"t{row}": [f"m{m}" for m in liked] for row, liked in ours.items()}
    theirs = {mentor: [f"t{row}" for row in liked] for mentor, liked in theirs.items()}
    room = {f"m{mentor}": seat for mentor, seat in enumerate(seats)}

    def run() -> Any:
        game = HospitalResident.create_from_dictionaries(ours, theirs, room)
        chosen = np.full(len(points), -1)
        for mentor, teachers in ((str(name), found) for name, found in game.solve().items()):
            for teacher in map(str, teachers):
                chosen[int(teacher[1:])] = places[int(teacher[1:]), int(mentor[1:])]
        return chosen, None

    return run


def mentor_match(problem: Any) -> Callable[[], Any]:
    """Rounds of one new teacher a mentor, as long as somebody has room."""
    from matching.mentee import Mentee
    from matching.mentor import Mentor
    from matching.process import process_data
    from matching.rules.rule import Rule

    places, seats = _dense(problem), problem["capacities"].tolist()
    points = np.where(places >= 0, problem["points"][places], 0)

    class Fit(Rule):
        def apply(self, match_object: Any) -> int:
            return int(points[match_object.mentee.number, match_object.mentor.number])

        def evaluate(self, match_object: Any) -> bool:
            return True

    mentors = [Mentor(grade=0, email=f"m{m}") for m in range(len(seats))]
    mentees = [Mentee(grade=0, email=f"t{t}") for t in range(len(points))]
    for people in (mentors, mentees):
        for number, person in enumerate(people):
            person.number = number

    def run() -> Any:
        for _ in range(max(seats)):
            free = [mentee for mentee in mentees if not mentee.mentors]
            open_ = [mentor for mentor in mentors if len(mentor.mentees) < seats[mentor.number]]
            if free and open_:
                process_data(open_, free, [[Fit()]])
        chosen = [
            int(places[each.number, each.mentors[0].number]) if each.mentors else -1
            for each in mentees
        ]
        return np.array(chosen), None

    return run


ENGINES = {each.__name__: each for each in (ours, ortools, scipy, networkx, matching, mentor_match)}


def main(engine: str, path: str) -> None:
    """Measure, and print one line."""
    problem = dict(np.load(path))
    run = ENGINES[engine](problem)
    begun = time.perf_counter()
    chosen, gap = run()
    seconds = time.perf_counter() - begun
    made = chosen[chosen >= 0]
    total = int(problem["points"][made].sum())
    told = {"seconds": seconds, "matched": len(made), "total": total, "gap": gap}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
