"""The kinds of notices, in words; contexts register theirs when the application starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import TYPE_CHECKING, Any

from banyan.notifications.states import Category

if TYPE_CHECKING:
    from banyan.people.models import Person

StillWanted = Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """`title` and `body` are lazily translated, with placeholders in braces that are filled from
    the notice's data: `{other}`, `{count}`, `{until_on}` (a day), `{starts_at}` (an instant).
    `action` is the word of the link. `still_wanted(data)` is asked before mail goes out, with the
    instant of asking as `now` and the person's key as `reader` in the data: when the thing is done
    already, the notice is dropped. `nudges`: it reminds of something without an hour, and so comes
    in the digest, also to whoever is told the rest at once: five such on one day are one mail.
    `otherwise` is the word of a second link, to the path that its data has under that name: what
    to do instead."""

    code: str
    category: Category
    title: object
    body: object
    action: object
    still_wanted: StillWanted | None = None
    presses: bool = False  # told at once whatever the digest says (never in quiet hours)
    nudges: bool = False
    otherwise: object = ""
    only_mailed: bool = False  # for a calendar alone: it stands on no page

    def placeholders(self) -> frozenset[str]:
        """The names that the data of a notice must have."""
        texts = (str(self.title), str(self.body))
        return frozenset(
            name for text in texts for _, name, _, _ in Formatter().parse(text) if name
        )


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What a mail brings for a program, beside its words: text of a MIME type with parameters."""

    mimetype: str
    text: str


# Of a person, the data of a notice, and the instant of asking; None where there is nothing.
Enclosing = Callable[["Person", Mapping[str, Any], datetime], Enclosure | None]
# Of the same: what she can answer by a link of the mail, each with its address.
Answering = Callable[["Person", Mapping[str, Any], datetime], Iterable[tuple[str, str]]]
Speaking = Callable[[Mapping[str, Any]], AbstractContextManager[None]]

_kinds: dict[str, Kind] = {}
_speaking: list[Speaking] = []
_enclosing: dict[str, Enclosing] = {}
_answering: dict[str, Answering] = {}


def speak_with(speaking: Speaking) -> None:
    """The context that knows in whose words a notice is said, by its data, registers this."""
    _speaking.append(speaking)


@contextmanager
def in_its_words(data: Mapping[str, Any]) -> Iterator[None]:
    """Inside, sentences are said in the words that fit the data of a notice."""
    with ExitStack() as stack:
        for speaking in _speaking:
            stack.enter_context(speaking(data))
        yield


def register(*kinds: Kind) -> None:
    for kind in kinds:
        _kinds[kind.code] = kind


def enclose(enclosing: Enclosing, *codes: str) -> None:
    """The context that knows what mails of these kinds bring registers this."""
    _enclosing.update(dict.fromkeys(codes, enclosing))


def enclosed(person: Person, code: str, data: Mapping[str, Any], now: datetime) -> Enclosure | None:
    """What a mail about a notice of this kind brings for a program of this person."""
    enclosing = _enclosing.get(code)
    return enclosing(person, data, now) if enclosing else None


def answer_with(answering: Answering, *codes: str) -> None:
    """The context that knows how mails of these kinds are answered registers this."""
    _answering.update(dict.fromkeys(codes, answering))


def answers(
    person: Person, code: str, data: Mapping[str, Any], now: datetime
) -> list[tuple[str, str]]:
    """What a person can answer by a link of a mail of this kind; on pages it is never shown."""
    answering = _answering.get(code)
    return list(answering(person, data, now)) if answering else []


def kind_of(code: str) -> Kind:
    """Raises KeyError for a kind that no context registers any more."""
    return _kinds[code]


def knows() -> list[str]:
    """The codes of all kinds, in a stable order."""
    return sorted(_kinds)


def is_known(code: str) -> bool:
    """Whether a context still registers this kind."""
    return code in _kinds


def shown() -> list[str]:
    """The codes of those that stand on pages, in a stable order."""
    return [code for code in knows() if not _kinds[code].only_mailed]


def kinds() -> list[Kind]:
    return [kind for _, kind in sorted(_kinds.items())]
