"""Checking and showing a blueprint file, as lines for a terminal. Whoever wires it prints them."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from blueprint.checking import Invalid, load
from blueprint.checking import check as problems_of
from blueprint.difference import difference
from blueprint.language import Blueprint
from blueprint.page import Block, Line, Page, Table, page
from blueprint.phrases import PHRASES
from blueprint.shelf import get


def check(path: Path | str) -> tuple[int, list[str]]:
    """The exit code (0 good or advice only, 1 mistakes, 2 no such file) and what to print."""
    try:
        problems = problems_of(Path(path))
    except OSError as error:
        return 2, [f"{path} cannot be opened: {error.strerror or 'no reason given'}."]
    lines = [
        f"{path}:{problem.line or 1}: "
        + ("advice: " if problem.severity == "advice" else "")
        + (f"{problem.path}: " if problem.path else "")
        + f"{problem.what}\n    {problem.cure}"
        for problem in problems
    ]
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        return 1, [*lines, f"{errors} {'mistake' if errors == 1 else 'mistakes'} in {path}."]
    blueprint = load(Path(path))
    return 0, [*lines, f"{path} is good: {blueprint.title} ({blueprint})."]


def show(path: Path | str, locale: str = "en") -> str:
    """A blueprint as a readable text; `path` is a file, or a code of the library such as `in_nmm`.

    Raises `Invalid` if the file has mistakes, `OSError` if it cannot be opened and `LookupError`
    if the library has none such. The headings are English; the words of the file come in `locale`.
    """
    return "\n".join(_lines(page(find(path), locale))) + "\n"


def compare(old: Path | str, new: Path | str, locale: str = "en") -> str:
    """What changes from one blueprint to another, a sentence a line; files or library codes.

    Raises what `show` does.
    """
    changes = difference(find(old), find(new), locale)
    running = [change.sentence for change in changes if change.affects_running]
    others = [change.sentence for change in changes if not change.affects_running]
    lines = [] if changes else [PHRASES["same"]]
    for heading, sentences in (("running", running), ("others", others)):
        if sentences:
            lines += [PHRASES[heading], *(f"  {sentence}" for sentence in sentences)]
    return "\n".join(lines) + "\n"


def answered(work: Callable[[], str]) -> tuple[int, str]:
    """What `show` or `compare` says and the exit code: 1 for a file with mistakes, 2 for one that
    is not there, each with a sentence in its place."""
    try:
        return 0, work()
    except Invalid as error:
        return 1, f"{error}\n"
    except LookupError as error:
        return 2, f"{error.args[0]}\n"
    except OSError as error:
        return 2, f"{error.filename} cannot be opened: {error.strerror or 'no reason given'}.\n"


def find(name: Path | str) -> Blueprint:
    """The blueprint in a file, or of the library: `in_nmm` the newest, `in_nmm@1.0` that version.

    Raises `Invalid`, `OSError` or `LookupError`.
    """
    code, _, version = str(name).partition("@")
    if isinstance(name, str) and re.fullmatch(r"[a-z][a-z0-9_]*", code):
        return get(code, version or None)
    return load(Path(name))


def _lines(shown: Page) -> Iterator[str]:
    title = f"{shown.title} ({shown.code} {shown.version})"
    yield from (title, "=" * len(title), "", shown.summary, "", shown.languages)
    for section in shown.sections:
        yield from ("", section.heading, "-" * len(section.heading))
        for block in section.blocks:
            yield from _block(block, "  ")
    if shown.origins:
        heading = PHRASES["origins"]
        yield from ("", heading, "-" * len(heading))
    for origin in shown.origins:
        yield f"  [{origin.number}] {': '.join(filter(None, (origin.title, origin.where)))}"
        if origin.note:
            yield f"      {origin.note}"


def _block(block: Block, indent: str) -> Iterator[str]:
    if isinstance(block, Line):
        label = f"{block.label}: " if block.label else ""
        yield f"{indent}{label}{block.text}{_mark(block.origin)}"
    elif isinstance(block, Table):
        for row in block.rows:
            yield f"{indent}{row[0]}{_mark(block.origin)}"
            for column, cell in zip(block.columns[1:], row[1:], strict=True):
                yield f"{indent}  {column}: {cell}"
    else:
        said = ": ".join(filter(None, (block.heading, block.hint)))
        if said:
            yield f"{indent}{said}"
        for inner in block.blocks:
            yield from _block(inner, f"{indent}  " if said else indent)


def _mark(origin: int | None) -> str:
    return f" [{origin}]" if origin else ""
