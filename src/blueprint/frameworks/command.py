"""Frameworks on the command line: a code and lines to print. Whoever wires it prints them."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from blueprint.examining import Invalid, Problem
from blueprint.frameworks import case
from blueprint.frameworks.checking import check as problems_of
from blueprint.frameworks.checking import load, written
from blueprint.frameworks.combining import combined
from blueprint.frameworks.language import Framework, Item
from blueprint.frameworks.shelf import crosswalks, editions, get

Answer = tuple[int, list[str]]
"""The exit code (0 good, 1 mistakes, 2 no such thing) and what to print."""


def shelf() -> Answer:
    """Every framework of the library, a line each."""
    return 0, [
        f"{framework.code:<20} {framework.version:<6} {framework.title} "
        f"({', '.join(framework.languages)}; {_items(framework)})"
        for framework in editions().values()
    ]


def show(named: str, version: str | None = None, locale: str | None = None) -> Answer:
    """A framework of the library or in a file, as a readable text in one language."""
    return _answered(named, version, lambda found: (0, list(_lines(found, locale))))


def export(
    named: str, to: Path, version: str | None, locale: str | None, base: str | None
) -> Answer:
    """Write a framework of the library or in a file as a CASE 1.0 package in one language."""

    def write(found: Framework) -> Answer:
        package = case.write(found, locale, base=base)
        to.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return 0, [f"{found} is written to {to}: {_items(found)}, CASE 1.0."]

    return _answered(named, version, write)


def take(packages: Sequence[Path], to: Path) -> Answer:
    """Write the framework in a CASE package, or in one package for each language, to a file."""
    known = editions().values()
    told: list[str] = []
    try:
        imported = [(path, case.read(path, known)) for path in packages]
        framework = combined([each.framework for _, each in imported])
        text = written(framework)
        load(text)
        to.write_text(text, encoding="utf-8")
    except OSError as error:
        return 2, [_closed(error)]
    except Invalid as error:
        names = ", ".join(map(str, packages))
        return 1, [*_told(names, error.problems), "Nothing is written."]
    for path, each in imported:
        told += _told(path, each.told)
        if each.matches:
            told.append(f"{path}: {len(each.matches)} matches with frameworks of the library.")
    return 0, [*told, f"{framework} is written to {to}: {_items(framework)}."]


def check(path: Path) -> Answer:
    """Every mistake in a framework file, each with its line and cure."""
    try:
        problems = problems_of(path)
    except OSError as error:
        return 2, [_closed(error)]
    if problems:
        mistakes = "mistake" if len(problems) == 1 else "mistakes"
        return 1, [*_told(path, problems), f"{len(problems)} {mistakes} in {path}."]
    framework = load(path)
    return 0, [f"{path} is good: {framework.title} ({framework}), {_items(framework)}."]


def _answered(named: str, version: str | None, work: Callable[[Framework], Answer]) -> Answer:
    try:
        path = Path(named)
        return work(load(path) if path.suffix in (".yaml", ".yml") else get(named, version))
    except LookupError as error:
        return 2, [str(error.args[0])]
    except OSError as error:
        return 2, [_closed(error)]
    except Invalid as error:
        return 1, _told(named, error.problems)


def _closed(error: OSError) -> str:
    return f"{error.filename} cannot be opened: {error.strerror or 'no reason given'}."


def _told(path: Path | str, problems: Sequence[Problem]) -> list[str]:
    return [
        f"{path}:{problem.line or 1}: "
        + ("advice: " if problem.severity == "advice" else "")
        + (f"{problem.path}: " if problem.path else "")
        + f"{problem.what}\n    {problem.cure}"
        for problem in problems
    ]


def _items(framework: Framework) -> str:
    many = sum(1 for _ in framework.walk())
    return f"{many} {'item' if many == 1 else 'items'}"


def _lines(framework: Framework, locale: str | None) -> Iterator[str]:
    said = framework.in_language(locale or framework.languages[0])
    title = f"{said.title} ({framework})"
    yield from (title, "=" * len(title), "", str(said.summary), "")
    if said.note:
        yield from (str(said.note), "")
    yield from (
        f"By {said.creator}. Licence: {said.licence.title}. Languages: "
        f"{', '.join(framework.languages)}.",
        "",
    )
    for level in said.levels:
        yield f"Stage: {level.title}" + (f" — {level.text}" if level.text else "")
    if said.levels:
        yield ""
    for item, above in said.walk():
        yield from _said(item, "  " * len(above))
    for way in crosswalks(framework):
        yield from ("", f"Beside {way.second.framework} {way.second.version}:")
        yield from (f"  {match.item} — {match.kind} — {match.to}" for match in way.matches)


def _said(item: Item, margin: str) -> Iterator[str]:
    yield f"{margin}{item.code}  {item.title}"
    if item.text:
        yield f"{margin}    {item.text}"
    for note in item.at_levels:
        yield f"{margin}    [{note.level}] {note.text}"
