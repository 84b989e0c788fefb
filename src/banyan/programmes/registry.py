"""What readers found of an application. The context above that lets them judge registers itself."""

from __future__ import annotations

from collections.abc import Callable

Finder = Callable[[int], bool | None]
_finders: list[Finder] = []


def readers_judge(finder: Finder) -> None:
    """From now on this tells of the application with an id whether its readers accept it; None
    while they have not come to an end, or where there are none."""
    _finders[:] = [finder]


def found_by_readers(application: int) -> bool | None:
    return next((finder(application) for finder in _finders), None)
