"""Reading a blueprint file, and explaining what is wrong with it."""

from pathlib import Path

from blueprint.coherence import findings
from blueprint.examining import MANY, Invalid, Kind, Problem, examine
from blueprint.language import Blueprint

__all__ = ["MANY", "Invalid", "Problem", "check", "load", "load_again"]

_BLUEPRINT = Kind("blueprint", Blueprint, findings)
_SHAPE = Kind("blueprint", Blueprint, lambda _blueprint: ())


def load(source: Path | str) -> Blueprint:
    """The blueprint in a file (a `Path`) or in a text (a `str`).

    Raises `Invalid` with every problem if it cannot be used, and `OSError` if the file cannot be
    opened. Advice does not stop it.
    """
    blueprint, problems = examine(source, _BLUEPRINT)
    if blueprint is None:
        raise Invalid(tuple(problems))
    return blueprint


def load_again(text: str) -> Blueprint:
    """The blueprint of a text in which `check` once found no error.

    Rules that have been added since then do not stop it: what runs by it goes on running. Raises
    `Invalid` if it has not even the shape of a blueprint.
    """
    blueprint, problems = examine(text, _SHAPE)
    if blueprint is None:
        raise Invalid(tuple(problems))
    return blueprint


def check(source: Path | str) -> list[Problem]:
    """Every problem of a file (a `Path`) or a text (a `str`), in the order of the lines.

    Never raises, whatever the text; `OSError` only if the file cannot be opened.
    """
    return examine(source, _BLUEPRINT)[1]
