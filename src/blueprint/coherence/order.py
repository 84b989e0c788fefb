"""Nothing waits for itself: steps, modules, stages, and days counted from steps."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from blueprint.coherence.finding import Finding
from blueprint.language import Blueprint, Step, When
from blueprint.said import Said
from blueprint.tree import Steps

MOST_DEEDS = 1_000
"""The most things to do of one pair: steps, each counted once for every module it is in."""

Node = tuple[str, str]
"""A module (or none) and a step in it (or none: the start of the module)."""


@dataclass
class _Waits:
    """Who waits for whom, and where the file says so."""

    edges: dict[Node, dict[Node, Steps]] = field(default_factory=dict)

    def add(self, waits: Node, for_: Node, said: Steps) -> None:
        self.edges.setdefault(waits, {}).setdefault(for_, said)
        self.edges.setdefault(for_, {})

    def circles(self) -> Iterator[tuple[list[Node], Steps]]:
        """Circles of those who wait for each other, each once, and where the file says the first
        wait of it. A node comes in one circle at most."""
        left = self._knotted({node: dict(others) for node, others in self.edges.items()})
        while left:
            begin = next(iter(left))
            circle = _shortest(left, begin)
            if circle is None:
                left.pop(begin)
            else:
                yield [*circle, circle[0]], left[circle[0]][circle[1 % len(circle)]]
                for node in circle:
                    left.pop(node)
            gone = set(self.edges) - set(left)
            for node in left:
                for other in gone & set(left[node]):
                    del left[node][other]
            left = self._knotted(left)

    @staticmethod
    def _knotted(edges: dict[Node, dict[Node, Steps]]) -> dict[Node, dict[Node, Steps]]:
        """Only those who wait, at any remove, for somebody in a circle."""
        waiting: dict[Node, list[Node]] = {}
        for node, others in edges.items():
            for other in others:
                waiting.setdefault(other, []).append(node)
        count = {node: len(others) for node, others in edges.items()}
        free = deque(node for node, others in count.items() if not others)
        while free:
            node = free.popleft()
            for one in waiting.get(node, ()):
                count[one] -= 1
                if not count[one]:
                    free.append(one)
        return {
            node: {other: said for other, said in others.items() if count[other]}
            for node, others in edges.items()
            if count[node]
        }


def _shortest(edges: dict[Node, dict[Node, Steps]], begin: Node) -> list[Node] | None:
    """The shortest way from a node back to itself, without the return; `None` if there is none."""
    came: dict[Node, Node] = {}
    queue = deque([begin])
    while queue:
        node = queue.popleft()
        for other in edges[node]:
            if other == begin:
                way = [node]
                while way[-1] != begin:
                    way.append(came[way[-1]])
                return way[::-1]
            if other not in came:
                came[other] = node
                queue.append(other)
    return None


def circles(blueprint: Blueprint) -> Iterator[Finding]:
    """Everything that waits for itself, with the circle in which it does."""
    stages = _Waits()
    for number, stage in enumerate(blueprint.stages):
        for place, code in enumerate(stage.after):
            stages.add(("", stage.code), ("", code), ("stages", number, "after", place))
    yield from _told(stages)
    deeds = sum(len(step.modules) or 1 for step in blueprint.steps)
    if deeds > MOST_DEEDS:
        yield Finding(
            ("steps",),
            Said(
                "There are %(deeds)s things to do in one pair, a step counted once "
                "for each of its modules, and %(most)s is the most.",
                deeds=f"{deeds:,}",
                most=f"{MOST_DEEDS:,}",
            ),
            "Keep what can be kept in one step together, as its prompts.",
        )
        return
    yield from _told(_pairs(blueprint))


def _told(waits: _Waits) -> Iterator[Finding]:
    told = set()
    for circle, said in waits.circles():
        modules = {module for module, step in circle if step}
        names = [step if step and len(modules) == 1 else _spelled(module, step)
                 for module, step in circle]  # fmt: skip
        shown = (
            " → ".join(name for at, name in enumerate(names) if not at or names[at - 1] != name)
            if len(set(names)) > 1
            else f"{names[0]} → {names[0]}"
        )
        if shown not in told:
            yield Finding(
                said,
                Said("This waits for itself: %(shown)s.", shown=shown),
                "Take one of them out, so that something comes first.",
            )
        told.add(shown)


def _spelled(module: str, step: str) -> str:
    return "/".join(name for name in (module, step) if name)


def _pairs(blueprint: Blueprint) -> _Waits:
    """Everything that a pair does, as it waits for each other."""
    waits = _Waits()
    steps = {step.code: step for step in blueprint.steps}
    within: dict[str, list[str]] = {module.code: [] for module in blueprint.modules}
    for step in blueprint.steps:
        for code in step.modules:
            within.setdefault(code, []).append(step.code)

    def named(code: str, module: str) -> list[Node]:
        """What a step means by the code of another: its own module's, or every one there is."""
        step: Step | None = steps.get(code)
        if step is None:
            return []
        if module in step.modules:
            return [(module, code)]
        return [(each, code) for each in step.modules] or [("", code)]

    def day(node: Node, when: When | None, module: str, said: Steps) -> None:
        if when is None:
            return
        if when.counted_from == "step" and when.step is not None:
            for other in named(when.step, module):
                waits.add(node, other, (*said, "step"))

    for number, found in enumerate(blueprint.modules):
        node = (found.code, "")
        for place, code in enumerate(found.after):
            waits.add(node, (code, ""), ("modules", number, "after", place))
            for inner in within.get(code, ()):
                if steps[inner].required:
                    waits.add(node, (code, inner), ("modules", number, "after", place))
        day(node, found.starts, "", ("modules", number, "starts"))
    for number, step in enumerate(blueprint.steps):
        for module in step.modules or ("",):
            node = (module, step.code)
            if module:
                place = step.modules.index(module)
                waits.add(node, (module, ""), ("steps", number, "modules", place))
            for place, code in enumerate(step.after):
                for other in named(code, module):
                    waits.add(node, other, ("steps", number, "after", place))
            day(node, step.opens, module, ("steps", number, "opens"))
            day(node, step.due, module, ("steps", number, "due"))
    return waits
