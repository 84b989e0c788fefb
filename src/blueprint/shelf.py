"""The blueprints that come with the product."""

from functools import cache
from pathlib import Path
from typing import Any

from blueprint.checking import load
from blueprint.language import Blueprint

SHELF = Path(__file__).parent / "library"


@cache
def _editions() -> dict[tuple[str, str], Blueprint]:
    found = (load(path) for path in sorted(SHELF.glob("*.yaml")))
    return {(blueprint.code, blueprint.version): blueprint for blueprint in found}


def library() -> dict[str, Blueprint]:
    """The newest version of every blueprint that comes with the product, by code."""
    editions = sorted(_editions().values(), key=lambda blueprint: blueprint.order)
    return {blueprint.code: blueprint for blueprint in editions}


def get(code: str, version: str | None = None) -> Blueprint:
    """One blueprint of the library, the newest version if none is named.

    Raises `LookupError` if there is none such.
    """
    found = library().get(code) if version is None else _editions().get((code, version))
    if found is None:
        wanted = code if version is None else f"{code} {version}"
        known = ", ".join(sorted(map(str, _editions().values())))
        raise LookupError(f"There is no blueprint {wanted}; there are: {known}.")
    return found


def schema() -> dict[str, Any]:
    """The JSON schema of the language (draft 2020-12), for editors that complete as one types."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Blueprint.model_json_schema(),
    }
