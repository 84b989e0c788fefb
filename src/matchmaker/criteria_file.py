"""Criteria from a TOML file: the names are those of `criteria.toml` here, which explains them."""

import tomllib
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from matchmaker.files import LARGEST, Fault, Findings, read_text
from matchmaker.problem import LANGUAGE_LEVELS, OBJECTIVES, USUAL, WEIGHTS, Criteria, Weights

# Rules that are on or off.
FLAGS = ("shared_language", "shared_format", "same_state", "shared_domain", "shared_stage")
RULES = (
    "shared_language",
    "minimum_years",
    "same_school",
    "language_level",
    "shared_hours",
    "shared_format",
    "same_state",
    "shared_domain",
    "shared_stage",
)
SAMPLE = Path(__file__).with_name("criteria.toml")


def read_criteria(path: Path | None, findings: Findings) -> Criteria:
    """The criteria of a file, the usual ones without a file; what is wrong goes to `findings`."""
    text = None if path is None else read_text(path, findings)
    if path is None or text is None:
        return Criteria()

    def fault(column: str, wrong: str, cure: str) -> None:
        findings.faults.append(Fault(path.name, 0, column, wrong, cure))

    before = len(findings.faults)
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        known = isinstance(error, tomllib.TOMLDecodeError)
        said = str(error) if known else "a number in it is too long, or too many lists are in lists"
        cure = 'Write lines such as: domains = 40, "never" quoted.'
        fault("", f"This is not TOML: {said}.", cure)
        return Criteria()
    _known(content, ("objective", "weights", "rules"), "", fault)
    weights = _table(content, "weights", WEIGHTS, fault)
    rules = _table(content, "rules", RULES, fault)
    for table, values in (("weights", weights), ("rules", rules)):
        for name, value in values.items():
            if wrong := amiss(name, value):
                fault(f"{table}.{name}", *wrong)
    objective = content.get("objective", USUAL)
    if objective not in OBJECTIVES:
        fault("objective", f"There is no objective {objective!r}.", _choose(objective))
    if len(findings.faults) > before:
        return Criteria()
    criteria = Criteria(weights=Weights(**weights), **rules, objective=objective)
    if not any(getattr(criteria.weights, name) for name in WEIGHTS):
        fault("weights", "Every weight is 0.", "Give at least one criterion points.")
    return criteria


_Say = Callable[[str, str, str], None]


def _table(
    content: dict[str, Any], name: str, names: tuple[str, ...], fault: _Say
) -> dict[str, Any]:
    table = content.get(name, {})
    if not isinstance(table, dict):
        fault(name, "This is not a table.", f"Write [{name}] on a line, and the values below it.")
        return {}
    return _known(table, names, f"{name}.", fault)


def _known(
    table: dict[str, Any], names: tuple[str, ...], prefix: str, fault: _Say
) -> dict[str, Any]:
    for name in sorted(table.keys() - set(names)):
        close = get_close_matches(name, names, n=1)
        cure = f"Did you mean {close[0]}?" if close else f"Known are: {', '.join(names)}."
        fault(f"{prefix}{name}", "There is no such key.", cure)
    return {name: table[name] for name in names if name in table}


def _choose(name: object) -> str:
    """The objective most likely meant, or all there are."""
    if close := get_close_matches(str(name), OBJECTIVES, n=1):
        return f"Did you mean {close[0]}?"
    return f"Known are: {', '.join(OBJECTIVES)}."


def amiss(name: str, value: object) -> tuple[str, str] | None:
    """What is wrong with this value of a weight or a rule, and the cure; None where it serves."""
    if name in FLAGS:
        if not isinstance(value, bool):
            return "This is neither true nor false.", "Write true or false."
    elif name == "language_level":
        if value not in LANGUAGE_LEVELS:
            cure = f'Write one of {", ".join(LANGUAGE_LEVELS[1:])}, or "" for no such rule.'
            return "This is not a level.", cure
    elif name == "same_school":
        if value not in ("allowed", "never"):
            return "This is not a choice.", 'Write "allowed" or "never".'
    elif isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        return f"{value!r} is not a whole number from 0.", f"Write 0 to {LARGEST}."
    return None
