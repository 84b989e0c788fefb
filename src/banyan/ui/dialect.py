"""A language with some words of its own.

While a dialect is spoken, every sentence of the catalogue passes through it on its way to the page:
those of templates, forms, refusals and buttons alike. So a sentence stays one whole sentence in the
catalogue, translated once, and yet says what this reader's programme says. What people wrote never
passes here, and is never touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import trans_real

from banyan.kernel.viewer import Viewer

Say = Callable[[str, str, bool], str]
"""The English sentence, what the catalogue has for it, and whether a number chose its form; to what
is said instead."""

CONTEXT_ENDS = "\x04"  # between the context of a message and the message, as gettext has it


class Dialect:
    """Stands where Django keeps the translation of the active language, and asks it first."""

    def __init__(self, language: str, say: Say) -> None:
        self._language = language
        self._say = say
        self._said: dict[tuple[str, str], str] = {}  # at most one for each form in the catalogue

    @property
    def _own(self) -> Any:
        return trans_real.translation(self._language)

    def gettext(self, message: str) -> str:
        return self._spoken(message, self._own.gettext(message), counted=False)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self._spoken(many, self._own.ngettext(one, many, number), counted=True)

    def _spoken(self, message: str, found: str, *, counted: bool) -> str:
        key = (message, found)
        if (said := self._said.get(key)) is None:
            # A message in context that nobody translated comes back with its context.
            said = self._say(_bare(message), _bare(found), counted)
            self._said[key] = said
        return said

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)


def _active() -> Any:
    """Where Django keeps what is spoken in this thread or task; it has no other door to it."""
    return vars(trans_real)["_active"]


def _bare(message: str) -> str:
    return message.rpartition(CONTEXT_ENDS)[2]


def spoken() -> object:
    """What is spoken now: the same thing, the same words. To keep by it what was said."""
    return getattr(_active(), "value", None)


def speak(dialect: Dialect) -> None:
    """From here on, until the language is chosen anew: the end of the request does so."""
    _active().value = dialect


_choosing: list[Callable[[Viewer], None]] = []


def choose_with(choose: Callable[[Viewer], None]) -> Callable[[Viewer], None]:
    """The context that knows whose words fit a viewer registers this."""
    _choosing.append(choose)
    return choose


def speak_for(viewer: Viewer) -> None:
    """From here on, a page of the viewer's own speaks the words that fit her."""
    for choose in _choosing:
        choose(viewer)


@contextmanager
def speaking(dialect: object) -> Iterator[None]:
    """Inside, the dialect is spoken, or what `spoken` gave elsewhere; afterwards again what was
    spoken before."""
    before = spoken()
    _speak(dialect)
    try:
        yield
    finally:
        _speak(before)


def _speak(what: object) -> None:
    """None, where no language was chosen, stands for the one of the installation."""
    place = _active()
    if what is not None:
        place.value = what
    elif spoken() is not None:
        del place.value
