"""The blueprints that come with the product."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from blueprint.checking import load, load_again
from blueprint.language import Blueprint

SHELF = Path(__file__).parent / "library"


_OLDER = re.compile(r"_[0-9]+_[0-9]+$")  # an older version ends so: peer_1_0


@cache
def _files() -> dict[tuple[str, str], tuple[Blueprint, Path]]:
    """An older version runs on for who began by it, whatever rules have been added since."""
    found = (
        (load_again(path.read_text("utf-8")) if _OLDER.search(path.stem) else load(path), path)
        for path in sorted(SHELF.glob("*.yaml"))
    )
    return {(blueprint.code, blueprint.version): (blueprint, path) for blueprint, path in found}


@cache
def _editions() -> dict[tuple[str, str], Blueprint]:
    return {key: blueprint for key, (blueprint, _path) in _files().items()}


def editions() -> list[Blueprint]:
    """Every version of every blueprint that comes with the product."""
    return list(_editions().values())


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


def file_of(code: str, version: str) -> str:
    """The file itself of one blueprint of the library.

    Raises `LookupError` if there is none such.
    """
    found = get(code, version)
    return _files()[found.code, found.version][1].read_text(encoding="utf-8")


def schema() -> dict[str, Any]:
    """The JSON schema of the language (draft 2020-12), for editors that complete as one types."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Blueprint.model_json_schema(),
    }
