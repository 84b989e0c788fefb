"""A file without a mistake, and what is said of it when it has one."""

import copy
from typing import Any

import yaml

import blueprint
from blueprint.shelf import SHELF
from tests.blueprint.samples import dumped

GOOD = (SHELF / "in_nmm.yaml").read_text(encoding="utf-8")
DATA = yaml.load(GOOD, yaml.CSafeLoader)


def changed(*steps: str | int, to: Any) -> str:
    """The good file with another value at one path."""
    data = copy.deepcopy(DATA)
    inner = data
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = to
    return dumped(data)


def without(*steps: str | int) -> str:
    """The good file with one key or item left out."""
    data = copy.deepcopy(DATA)
    inner = data
    for step in steps[:-1]:
        inner = inner[step]
    del inner[steps[-1]]
    return dumped(data)


def said(text: str) -> list[tuple[str, str, str]]:
    return [(problem.path, problem.what, problem.cure) for problem in blueprint.check(text)]


def line_of(text: str, words: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if words in line)
