"""The language on one page, from its own sentences: for whoever writes a blueprint."""

import datetime as dt
import inspect
import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from blueprint.language import Blueprint, Section
from blueprint.text import Text

WORDS = {str: "text", int: "number", bool: "true or false", dt.time: 'time, as `"21:00"`'}


def reference() -> str:
    """A page in Markdown: each part of the language with its keys, in the order of a file."""
    lines = [
        "# The blueprint language",
        "",
        "A blueprint is one YAML file. The easiest way to write one is to copy the file that comes "
        "closest from `src/blueprint/library/`, give it a code and a title of its own, and ask "
        "after each change:",
        "",
        "    banyan blueprint check ours.yaml",
        "    banyan blueprint show ours.yaml",
        "    banyan blueprint diff peer ours.yaml",
        "",
        "A text is one string, or a mapping of languages to strings: `{en: Mentor, hi: मेंटर}`. "
        "Keys in **bold** must be there; all others may be left out.",
    ]
    for part in _parts():
        lines += ["", f"## {_heading(part)}", "", inspect.cleandoc(part.__doc__ or ""), ""]
        lines += ["| key | holds | meaning |", "|---|---|---|"]
        lines += [_row(name, field) for name, field in part.model_fields.items()]
    return "\n".join(lines) + "\n"


def _parts() -> list[type[Section]]:
    """Every part, each once, where a file first meets it."""
    found: dict[type[Section], None] = {}

    def meet(part: type[Section]) -> None:
        if part in found:
            return
        found[part] = None
        for field in part.model_fields.values():
            for inner in _sections(field.annotation):
                meet(inner)

    meet(Blueprint)
    return list(found)


def _sections(kind: Any) -> Iterator[type[Section]]:
    if isinstance(kind, type) and issubclass(kind, Section):
        yield kind
    for argument in get_args(kind):
        yield from _sections(argument)


def _heading(part: type[BaseModel]) -> str:
    said = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in part.__name__)
    return said.strip().capitalize()


def _row(name: str, field: FieldInfo) -> str:
    key = f"**`{name}`**" if field.is_required() else f"`{name}`"
    meaning = " ".join((field.description or "").split())
    return f"| {key} | {_holds(field.annotation)} | {meaning} |"


def _holds(kind: Any) -> str:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _holds(arguments[0])
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if origin in (Union, types.UnionType):
        return _holds(next(one for one in arguments if one is not type(None)))
    if origin is tuple:
        return f"list of: {_holds(arguments[0])}"
    if isinstance(kind, type) and issubclass(kind, Text):
        return "text in languages"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        name = _heading(kind)
        return f"[{name}](#{name.lower().replace(' ', '-')})"
    return WORDS[kind]
