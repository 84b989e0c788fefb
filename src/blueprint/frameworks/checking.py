"""Reading a framework or a crosswalk from its file, and writing a framework to one."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from blueprint.examining import Invalid, Kind, Problem, examine
from blueprint.frameworks.agreement import of_crosswalk, of_framework
from blueprint.frameworks.language import Crosswalk, Edition, Framework
from blueprint.language.base import Section
from blueprint.text import EVERY, Text
from blueprint.tree import Plain

FRAMEWORK = Kind("framework", Framework, of_framework)


def load(source: Path | str) -> Framework:
    """The framework in a file (a `Path`) or in a text (a `str`).

    Raises `Invalid` with every problem if it cannot be used, and `OSError` if the file cannot be
    opened.
    """
    framework, problems = examine(source, FRAMEWORK)
    if framework is None:
        raise Invalid(tuple(problems))
    return framework


def check(source: Path | str) -> list[Problem]:
    """Every problem of a framework file or text, in the order of the lines.

    Never raises, whatever the text; `OSError` only if the file cannot be opened.
    """
    return examine(source, FRAMEWORK)[1]


def load_crosswalk(source: Path | str, known: Mapping[Edition, Framework]) -> Crosswalk:
    """The crosswalk in a file or a text, between two of the known frameworks.

    Raises `Invalid` with every problem if it cannot be used, and `OSError` if the file cannot be
    opened.
    """
    kind = Kind("crosswalk", Crosswalk, lambda found: of_crosswalk(found, known))
    crosswalk, problems = examine(source, kind)
    if crosswalk is None:
        raise Invalid(tuple(problems))
    return crosswalk


def written(framework: Framework) -> str:
    """The framework as the text of a file: `load(written(framework)) == framework`."""
    return yaml.safe_dump(_plain(framework), allow_unicode=True, sort_keys=False, width=100)


def _plain(value: object) -> Plain:
    if isinstance(value, Text):
        return value.root[EVERY] if EVERY in value.root else dict(value.root)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Section):
        fields = type(value).model_fields
        said = {name: getattr(value, name) for name in fields}
        return {
            name: _plain(inner) for name, inner in said.items() if inner != fields[name].default
        }
    return value if isinstance(value, int) else str(value)
