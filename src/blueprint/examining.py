"""Reading a file against a language, and explaining what is wrong with it."""

import types
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from blueprint.said import Said
from blueprint.text import Text, spell
from blueprint.tree import LONGEST, TOO_LONG, Finding, Flaw, Plain, Steps, Tree, read
from blueprint.words import nearest

MANY = 200
"""The most problems that are told at once; nobody reads more, and a page must hold them."""

Severity = Literal["error", "advice"]
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Kind(Generic[Model]):
    """A kind of file: its name, its shape, and the rules by which its parts must agree."""

    name: str
    model: type[Model]
    findings: Callable[[Model], Iterable[Finding]]


@dataclass(frozen=True)
class Problem:
    """One mistake in a file. `advice` does not stop the file, `error` does."""

    path: str
    what: str
    cure: str
    line: int | None = None
    column: int | None = None
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        path = f"{self.path}: " if self.path else ""
        return f"{place}{path}{self.what} {self.cure}"


class Invalid(ValueError):
    """A file that cannot be used, with all its problems."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def examine(source: Path | str, kind: Kind[Model]) -> tuple[Model | None, list[Problem]]:
    """What a file (a `Path`) or a text (a `str`) says, `None` if it cannot be used, and every
    problem in the order of the lines.

    Never raises, whatever the text; `OSError` only if the file cannot be opened.
    """
    if isinstance(source, Path):
        # A character has four bytes at most; a longer file is refused without reading it whole.
        with source.open("rb") as file:
            read_bytes = file.read(4 * LONGEST + 1)
        if len(read_bytes) > 4 * LONGEST:
            return None, [Problem("", *TOO_LONG, line=1)]
        try:
            source = read_bytes.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            what, cure = "The file is not in UTF-8.", "Save it again with the encoding UTF-8."
            return None, [Problem("", what, cure, line)]
    try:
        tree = read(source)
    except Flaw as flaw:
        place = flaw.line or 1, flaw.column
        return None, [Problem(spell(flaw.steps), flaw.what, flaw.cure, *place)]
    return _examine(tree, kind)


def examine_values(value: Plain, kind: Kind[Model]) -> tuple[Model | None, list[Problem]]:
    """As `examine`, of plain values that came from elsewhere than a file of ours: no lines."""
    return _examine(Tree(value), kind)


def _examine(tree: Tree, kind: Kind[Model]) -> tuple[Model | None, list[Problem]]:
    if not isinstance(tree.value, dict):
        what = f"A {kind.name} is a list of keys with values, and this file is something else."
        return None, [Problem("", what, f"Copy a {kind.name} from the library and change it.", 1)]
    problems = [
        _problem(tree, flaw.steps, flaw.what, flaw.cure, at=(flaw.line, flaw.column))
        for flaw in tree.flaws
    ]
    found: Model | None = None
    try:
        found = kind.model.model_validate(tree.value)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            problems.append(_explain(tree, details, kind.model))
    else:
        problems += [
            _problem(
                tree,
                finding.steps,
                finding.what,
                finding.cure,
                severity="error" if finding.error else "advice",
            )
            for finding in kind.findings(found)
        ]
    problems.sort(key=lambda problem: (problem.line or 0, problem.column or 0))
    stopped = any(problem.severity == "error" for problem in problems)
    if len(problems) > MANY:
        what = Said("There are %(count)s more problems after these.", count=len(problems) - MANY)
        more = Problem("", what, "Cure these first, then check again.", problems[MANY].line)
        problems = [*problems[:MANY], more]
    return (None if stopped else found), problems


def _problem(
    tree: Tree,
    steps: Steps,
    what: str,
    cure: str,
    *,
    severity: Severity = "error",
    at: tuple[int | None, int | None] | None = None,
) -> Problem:
    line, column = at or tree.place(steps)
    return Problem(spell(steps, _codes(tree.value, steps)), what, cure, line, column, severity)


def _codes(value: Plain, steps: Steps) -> tuple[str | None, ...]:
    """For each step, the code of the list item it leads to, if it has one that is a word."""
    codes: list[str | None] = []
    for step in steps:
        following: Plain = None
        if isinstance(value, dict) and isinstance(step, str):
            following = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            following = value[step]
        value = following
        name = value.get("code", value.get("record")) if isinstance(value, dict) else None
        codes.append(name if isinstance(name, str) else None)
    return tuple(codes)


def _explain(tree: Tree, details: ErrorDetails, root: type[BaseModel]) -> Problem:
    """A sentence and a cure for one error of pydantic's."""
    steps: Steps = tuple(details["loc"])
    kind, given = details["type"], details["input"]
    limits: dict[str, Any] = details.get("ctx", {})
    name = str(steps[-1]) if steps else ""
    if steps[-1:] == ("[key]",):
        steps = steps[:-1]
    if kind == "missing":
        return _problem(tree, steps, Said("“%(name)s” is missing.", name=name), _add(root, steps))
    if kind == "extra_forbidden":
        known = sorted(_fields(root, steps[:-1]))
        what = Said("“%(name)s” is not a word that can stand here.", name=name)
        return _problem(tree, steps, what, nearest(name, known))
    if kind == "text_locale":
        locale = limits["locale"]
        shown: str = (
            Said("“%(locale)s” is not a language code.", locale=locale)
            if locale
            else "A language code is missing."
        )
        return _problem(tree, steps, shown, "Write a text as one line, or as `en: …`, `hi: …`.")
    if given is None and _meant(root, steps[:-1]) is Text:
        # {en: Planning, hi: योजना} is fine; {en: Planning, explaining} makes a key of the second.
        what = Said("There are no words after “%(name)s”.", name=name)
        return _problem(tree, steps, what, "Put a text in quotes if it holds a comma or a colon.")
    said, cure = _sentence(kind, given, limits, _meant(root, steps) is Text)
    if kind == "model_type" and (keys := _fields(root, steps)):
        cure = Said(
            "Write keys with values below it, indented by two spaces. Here can stand: %(keys)s.",
            keys=", ".join(keys),
        )
    return _problem(tree, steps, said, cure)


def _sentence(kind: str, given: Any, limits: dict[str, Any], is_text: bool) -> tuple[str, str]:
    shown = _shown(given)
    if kind == "literal_error":
        known = [
            word.strip("'\"") for word in str(limits["expected"]).replace(" or ", ", ").split(", ")
        ]
        return Said("%(shown)s is not one of the words that can stand here.", shown=shown), nearest(
            str(given), known
        )
    if kind in ("greater_than_equal", "less_than_equal"):
        least = kind == "greater_than_equal"
        limit = limits["ge" if least else "le"]
        bound, other = ("at least", "more") if least else ("at most", "less")
        return (
            Said(f"This must be {bound} %(limit)s, and it is %(shown)s.", limit=limit, shown=shown),
            Said(f"Write %(limit)s or {other}.", limit=limit),
        )
    if kind in ("text_empty", "string_too_short"):
        return "There are no words here.", "Write the words, or remove the key."
    if kind == "string_too_long":
        return "This is too long.", Said(
            "Keep it within %(max_length)s characters.", max_length=limits["max_length"]
        )
    if kind == "too_short":
        return "The list is empty.", Said(
            "Write at least %(min_length)s item, each after “- ”.", min_length=limits["min_length"]
        )
    if kind == "too_long":
        return "The list is too long.", Said(
            "Keep it within %(max_length)s items.", max_length=f"{limits['max_length']:,}"
        )
    if kind == "string_pattern_mismatch":
        return Said("%(shown)s is not written as it must be.", shown=shown), _PATTERNS.get(
            str(limits["pattern"]),
            Said("It must look like %(pattern)s.", pattern=limits["pattern"]),
        )
    if kind.startswith("date_"):
        return Said(
            "A day is wanted here, and this is %(shown)s.", shown=shown
        ), 'Write it as "2026-04-01".'
    if kind.startswith("time_"):
        return Said(
            "A time of day is wanted here, and this is %(shown)s.", shown=shown
        ), 'Write it as "21:00".'
    if kind.startswith("string_") and isinstance(given, int | float) and not is_text:
        return Said("Words are wanted here, and this is %(shown)s.", shown=shown), Said(
            'Put it in quotes: "%(given)s".', given=str(given)
        )
    if kind == "one_reader":
        return "There is one reader, who cannot disagree with herself.", (
            "Write readers: 2, or another way under `on_disagreement`."
        )
    for beginning, wanted, cure in _WANTED:
        if kind.startswith(beginning):
            return Said(f"{wanted} is wanted here, and this is %(shown)s.", shown=shown), cure
    return Said(
        "This does not fit: %(shown)s.", shown=shown
    ), "Compare it with one from the library."


_WANTED = (
    ("int_", "A whole number", "Write digits only, such as 8."),
    ("bool_", "Yes or no", "Write true or false."),
    ("tuple_type", "A list", "Write each item on its own line, after “- ”."),
    ("model_type", "A group of keys", "Write keys with values below it, indented by two spaces."),
    ("model_attributes_type", "A group of keys", "Write keys with values below it, indented."),
    ("dict_", "A text", "Write it as one line, or as `en: …`, `hi: …`."),
    ("string_", "A text", "Write words, in quotes if they look like a number."),
)

_PATTERNS = {
    r"^[a-z][a-z0-9_]{0,49}$": "A code has small letters, digits and underscores, and begins "
    "with a letter: classroom_management.",
    r"^[A-Za-z0-9][A-Za-z0-9._:()/-]{0,99}$": "The code of an item has letters, digits and dots "
    'and no spaces, in quotes: "2.1".',
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "A language code is short: en, hi, mni, en-IN.",
    r"^[0-9]{1,4}\.[0-9]{1,4}$": 'A version is two numbers with a dot, in quotes: "1.0".',
    r"^[a-z_]+(\[[a-z0-9_]+\])?(\.[a-z_]+(\[[a-z0-9_]+\])?)*$": "A path is words with dots "
    "between: mentor.minimum_years, or doses[month].minutes.",
    r"^\+?[0-9][0-9 -]{1,29}$": "A telephone number has digits, blanks and dashes, in quotes: "
    '"1800 891 4416".',
    r"^https://[^\s/]+\.[^\s]{2,300}$": "An address begins with https:// and holds no blank.",
    r"^[A-Z]{3}$": "A currency has three capital letters: INR, RUB, USD.",
}


def _shown(given: Any) -> str:
    if given is None:
        return Said("nothing")
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, dict):
        return Said("a group of keys")
    if isinstance(given, list):
        return Said("a list")
    if isinstance(given, int | float):
        return str(given)
    words = str(given)
    return f"“{words[:60]}…”" if len(words) > 60 else f"“{words}”"


def _add(root: type[BaseModel], steps: Steps) -> str:
    field = _fields(root, steps[:-1]).get(str(steps[-1]))
    meaning = " ".join((field.description or "").split()) if field else ""
    return (
        Said(
            "Add `%(key)s:` — %(meaning)s",
            key=steps[-1],
            meaning=meaning[:1].lower() + meaning[1:],
        )
        if meaning
        else "Add it."
    )


def _fields(root: type[BaseModel], steps: Steps) -> dict[str, Any]:
    """The fields that may stand at a path of the language; none if it leads elsewhere."""
    meant = _meant(root, steps)
    if isinstance(meant, type) and issubclass(meant, BaseModel) and meant is not Text:
        return dict(meant.model_fields)
    return {}


def _meant(root: type[BaseModel], steps: Steps) -> Any:
    """The type that the language means at a path, `None` if it leads out of the language."""

    def into(meant: Any, step: str | int) -> Any:
        if isinstance(step, int):
            return _bare(get_args(meant)[0]) if get_origin(meant) is tuple else None
        if isinstance(meant, type) and issubclass(meant, BaseModel) and meant is not Text:
            field = meant.model_fields.get(step)
            return _bare(field.annotation) if field else None
        return None

    return reduce(into, steps, root)


def _bare(annotation: Any) -> Any:
    """An annotation without `| None` and without `Annotated`."""
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(kind for kind in get_args(annotation) if kind is not type(None))
    while hasattr(annotation, "__metadata__"):
        annotation = annotation.__origin__
    return annotation
