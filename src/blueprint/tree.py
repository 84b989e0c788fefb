"""YAML text to plain values that remember their lines.

Only the plain part of YAML is read: mappings, lists and scalars. Anchors and aliases are refused
(a small file could stand for a huge one), and so are tags (they can name Python objects). `yes`,
`no` and `on` are words, `10:30` is a time of day and not the number 630: what an officer types is
what the file says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from blueprint.said import Said

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]
Steps = tuple[str | int, ...]

LONGEST = 200_000
"""Characters; the longest file read. The library's files have less than a fifth of it."""
TOO_LONG = (
    Said("The file is too long: %(longest)s characters are the most.", longest=LONGEST),
    "Keep one programme in one file, and documents outside it.",
)
"""What is said of a longer one, and the cure."""
MOST = 10_000
"""Keys and items; the most that are read. The library's files have less than a fifth of it."""
DEEPEST = 20
"""Mappings and lists inside each other; the language itself needs six."""

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}


@dataclass(eq=False)
class Flaw(Exception):
    """Something that is not the YAML we read: where, what and the cure. Lines count from 1."""

    what: str
    cure: str
    steps: Steps = ()
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class Finding:
    """Something that does not fit together. `error` stops the file, `advice` does not."""

    steps: Steps
    what: str
    cure: str
    error: bool = True


@dataclass
class Tree:
    """Plain values, the line and column of each path, and flaws that did not stop the reading."""

    value: Plain = None
    places: dict[Steps, tuple[int, int]] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)

    def place(self, steps: Steps) -> tuple[int, int] | tuple[None, None]:
        """Where a path is written; for a path that is not there, where its nearest parent is."""
        while steps not in self.places and steps:
            steps = steps[:-1]
        return self.places.get(steps, (None, None))


def read(text: str) -> Tree:
    """Plain values from YAML text. Raises `Flaw` if it cannot be read at all."""
    if len(text) > LONGEST:
        raise Flaw(*TOO_LONG)
    events = _events(text.removeprefix("\ufeff"))
    tree = Tree()
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            tree.value = _value(next(events), events, (), tree)
            break
    else:
        raise Flaw("The file is empty.", "Copy a blueprint from the library and change it.")
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            line, column = _at(event)
            raise Flaw(
                "A second document begins here.",
                "Keep one programme in one file; remove the line “---”.",
                (),
                line,
                column,
            )
    return tree


def _events(text: str) -> Iterator[yaml.Event]:
    """By libyaml where it is built in, which is many times faster; what it refuses is read again by
    the parser in Python, whose sentences say more, and which stops at the first level too deep."""
    fast = getattr(yaml, "CSafeLoader", None)
    if fast is not None:
        try:
            return iter(_shallow(yaml.parse(text, Loader=fast)))
        except (yaml.YAMLError, ValueError, OverflowError):
            pass
    return _explained(text)


def _shallow(events: Iterator[yaml.Event]) -> list[yaml.Event]:
    """The events up to the first level too deep: of open brackets, libyaml is slow to read many."""
    read_events, depth = [], 0
    for event in events:
        read_events.append(event)
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
        if depth > DEEPEST + 2:
            break
    return read_events


def _explained(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(part for part in (error.context, error.problem) if part)
        raise Flaw(
            Said("This is not YAML: %(said)s.", said=said),
            _cure(said),
            (),
            mark.line + 1 if mark else None,
            mark.column + 1 if mark else None,
        ) from error
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        raise Flaw(
            "There is a character here that no text has.",
            "Delete it, or type the line anew in a plain text editor.",
            (),
            before.count("\n") + 1,
            len(before) - before.rfind("\n"),
        ) from error
    except (ValueError, OverflowError) as error:
        # PyYAML lets the two through for escapes such as "\UFFFFFFFF".
        raise Flaw(
            "There is an escape such as \\U… here that is no character.",
            "Type the character itself.",
        ) from error


def _cure(said: str) -> str:
    if "\\t" in said:
        return "Indent with spaces, not with tabs."
    if "mapping values are not allowed" in said:
        return "Put the text in quotes if it contains a colon, and check the indentation."
    if "could not find expected ':'" in said:
        return "Write `key: value`, with a colon and a space after the key."
    if "quoted scalar" in said:
        return "Close the quotation mark that was opened."
    if "expected <block end>" in said:
        return "Align this line with the lines above that belong together with it."
    return "Look at this line and the one above it: indentation, colons, quotes and brackets."


def _value(event: yaml.Event, events: Iterator[yaml.Event], steps: Steps, tree: Tree) -> Plain:
    line, column = _at(event)
    tree.places.setdefault(steps, (line, column))
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise Flaw(
            "Anchors (&) and aliases (*) are not read.",
            "Write it out; put the text in quotes if it begins with & or *.",
            steps,
            line,
            column,
        )
    if getattr(event, "tag", None):
        raise Flaw(
            "Tags (!) are not read.",
            "Remove the tag; put the text in quotes if it begins with !.",
            steps,
            line,
            column,
        )
    if len(tree.places) + len(tree.flaws) > MOST:
        raise Flaw(
            Said("There are more than %(most)s keys and items.", most=MOST),
            "Keep one programme in one file, and lists of people and schools outside it.",
            steps[:6],
            line,
            column,
        )
    if len(steps) > DEEPEST:
        raise Flaw(
            "Too many levels inside each other.",
            "Check the brackets; a blueprint needs six levels at most.",
            steps[:6],
            line,
            column,
        )
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, steps)
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(events, steps, tree)
    items: list[Plain] = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        items.append(_value(event, events, (*steps, len(items)), tree))
    return items


def _mapping(events: Iterator[yaml.Event], steps: Steps, tree: Tree) -> dict[str, Plain]:
    found: dict[str, Plain] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        line, column = _at(event)
        if not isinstance(event, yaml.ScalarEvent) or event.tag or event.anchor:
            raise Flaw("A key is a plain word.", "Write `key: value`.", steps, line, column)
        key = _sound(event.value, steps, line, column)
        under = (*steps, key)
        if key in found:
            first, _ = tree.places[under]
            tree.flaws.append(
                Flaw(
                    Said(
                        "“%(key)s” is written twice; it stands in line %(first)s already.",
                        key=key,
                        first=first,
                    ),
                    "Keep one of the two.",
                    under,
                    line,
                    column,
                )
            )
            _value(next(events), events, (*steps, f"{key} again"), tree)
            continue
        tree.places[under] = (line, column)
        found[key] = _value(next(events), events, under, tree)
    return found


def _scalar(event: yaml.ScalarEvent, steps: Steps) -> Plain:
    words = _sound(event.value, steps, *_at(event))
    if not event.implicit[0]:
        return words
    if words in _WORDS:
        return _WORDS[words]
    if _WHOLE.fullmatch(words):
        return int(words)
    return float(words) if _DECIMAL.fullmatch(words) else words


def _sound(words: str, steps: Steps, line: int, column: int) -> str:
    # Half a surrogate pair ("\uD800") cannot be stored, sent or shown.
    if any("\ud800" <= letter <= "\udfff" for letter in words):
        raise Flaw(
            "There is half a character here, such as \\uD800.",
            "Type the character itself.",
            steps,
            line,
            column,
        )
    return words


def _at(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
