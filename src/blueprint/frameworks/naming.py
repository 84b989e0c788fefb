"""Whether a blueprint names frameworks that there are."""

from collections.abc import Iterator

from blueprint.frameworks.shelf import library
from blueprint.language import Blueprint
from blueprint.said import Said
from blueprint.tree import Finding
from blueprint.words import nearest


def frameworks(blueprint: Blueprint) -> Iterator[Finding]:
    """Every framework that is not in the library."""
    for number, code in enumerate(blueprint.frameworks):
        if code not in library():
            what = Said("There is no framework “%(code)s”.", code=code)
            yield Finding(("frameworks", number), what, nearest(code, sorted(library())))
