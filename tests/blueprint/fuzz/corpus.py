"""Bad files, made in the same way every time: what people, editors and attackers do to a file."""

import pickle
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from pydantic import BaseModel

import blueprint
from blueprint import Problem
from blueprint.language import Blueprint
from blueprint.shelf import SHELF
from blueprint.text import Text
from tests.blueprint.samples import dumped, rich

FILES = sorted(SHELF.glob("*.yaml"))


@dataclass(frozen=True)
class Bad:
    """A file that must be refused; it is written when it is asked for."""

    name: str
    make: Callable[[], str | bytes]

    @property
    def content(self) -> bytes:
        made = self.make()
        return made if isinstance(made, bytes) else made.encode()


@cache
def corpus() -> tuple[Bad, ...]:
    """Every bad file, each with a name of its own."""
    return tuple(_corpus())


@cache
def problems() -> tuple[tuple[str, tuple[Problem, ...]], ...]:
    """What is said of every bad file, by its name: found once in a process."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "bad.yaml")

        def said_of(bad: Bad) -> tuple[Problem, ...]:
            path.write_bytes(bad.content)
            return tuple(blueprint.check(path))

        return tuple((bad.name, said_of(bad)) for bad in corpus())


def _corpus() -> Iterator[Bad]:
    yield from heaps()
    # What is done to a key is one of three things; every second of all is enough for each key.
    yield from islice(_shapes(), 0, None, 2)
    for number, path in enumerate(FILES):
        # Every fourth damage of each file: all of them on some files, a quarter of the time.
        yield from islice(_texts(path), number % 4, None, 4)
        yield from islice(_contradictions(path), number % 4, None, 4)


def _bad(name: str, content: str | bytes) -> Bad:
    return Bad(name, lambda: content)


def heaps() -> Iterator[Bad]:
    """What is no blueprint at all."""
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}, *{old}]\n" for old, new in pairwise("abcdefg")
    )
    heaps: dict[str, str | bytes] = {
        "empty": "",
        "spaces": "  \n \n",
        "a comment only": "# nothing\n",
        "a word": "mentoring",
        "a number": "42",
        "a list": "- code: a\n- title: b\n",
        "nothing": "~",
        "not a number": ".nan",
        "two documents": "code: a\n---\ncode: b\n",
        "no document": "---\n...\n",
        "NUL": b"\x00" * 100,
        "NUL in a word": b"code: in\x00nmm\n",
        "a bell": "code: a\ntitle: \x07\n",
        "Latin 1": "title: caf\u00e9\n".encode("latin-1"),
        "UTF-16": "code: a\n".encode("utf-16"),
        "half a letter": b"title: \xe0\xa4\n",
        "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "a surrogate": 'title: "\\uD800"\n',
        "an escape that is no character": 'title: "\\UFFFFFFFF"\n',
        "laughs": bomb,
        "an alias to itself": "code: &a [*a]\n",
        "an anchor": "code: &a x\n",
        "a tag": "code: !!python/object/apply:os.system [ls]\n",
        "a binary": "code: !!binary aGVsbG8=\n",
        "a merge": "a: {b: 1}\n<<: *a\n",
        "a set": "? a\n? b\n",
        "a list as a key": "[a, b]: c\n",
        "a group as a key": "{a: b}: c\n",
        "deep lists": "a: " + "[" * 5_000 + "]" * 5_000,
        "deep groups": "a: " + "{a: " * 2_000 + "1" + "}" * 2_000,
        "deep dashes": "- " * 5_000 + "a\n",
        "deep lines": "".join(f"{' ' * depth}a:\n" for depth in range(400)),
        "open brackets": "[" * 50_000,
        "a tab": "words:\n\tmentor: x\n",
        "an open quote": 'title: "Mentoring\ncode: a\n',
        "an open bracket": "languages: [en, hi\ncode: a\n",
        "two colons": "title: Mentoring: a programme\n",
        "a step back": "a:\n    b: 1\n  c: 2\n",
        "a long line": "title: " + "x" * 190_000,
        "too long": "x" * 200_001,
        "fifty megabytes": b"a" * 50_000_000,
        "fifty megabytes that are no text": b"\xff" * 50_000_000,
        "very many keys": "".join(f"k{number}: 1\n" for number in range(11_000)),
        "very many items": "languages: [" + "en, " * 20_000 + "en]",
        "unknown keys": "".join(f"k{number}: 1\n" for number in range(1_000)),
        "JSON": '{"format": 1, "code": "a"}',
        "TOML": '[programme]\ncode = "a"\n',
        "HTML": "<html><body>A programme</body></html>\n",
        "a spreadsheet": "name,email\nMeera,m@example.org\n",
        "a header only": 'format: 1\ncode: a\nversion: "1.0"\n',
        "a percent": "%YAML 9.9\n---\ncode: a\n",
        "a reserved sign": "code: @home\n",
    }
    for name, content in heaps.items():
        yield _bad(name, content)


# One wrong value in every place of the language.


def small() -> dict[str, Any]:
    """A file that says something in every part of the language, and no more than it must."""
    data = rich()
    data["domains"] = data["domains"][:2]
    data["request"]["default_domain"] = data["domains"][0]["code"]
    for name, entries in data["vocabularies"].items():
        data["vocabularies"][name] = entries[:2]
    return data


Place = tuple[str | int, ...]


def _places(kind: Any, value: Any, at: Place, seen: set[str]) -> Iterator[tuple[Place, Any]]:
    """Every place of a file with what the language means there, one for each kind of place."""
    if typing.get_origin(kind) is not tuple:
        arguments = [one for one in typing.get_args(kind) if one is not type(None)]
        if typing.get_origin(kind) is not typing.Literal and arguments:
            yield from _places(arguments[0], value, at, seen)
            return
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind is not Text:
        for name, field in kind.model_fields.items():
            key = f"{kind.__name__}.{name}"
            if name in value and key not in seen:
                seen.add(key)
                yield (*at, name), (field, kind)
                yield from _places(field.annotation, value[name], (*at, name), seen)
    elif typing.get_origin(kind) is tuple and isinstance(value, list):
        for number, item in enumerate(value):
            yield from _places(typing.get_args(kind)[0], item, (*at, number), seen)


def _inner(data: Any, place: Place) -> Any:
    for step in place:
        data = data[step]
    return data


def _shapes() -> Iterator[Bad]:
    base = small()
    kept = pickle.dumps(base)
    parts: set[Place] = set()
    for place, (field, _) in _places(Blueprint, base, (), set()):
        shown = ".".join(map(str, place))
        if place[:-1] not in parts:
            parts.add(place[:-1])
            unknown = _set(*place[:-1], "colour", to="blue")
            yield Bad(f"an unknown key beside {shown}", partial(_changed, kept, unknown))
        if field.is_required():
            yield Bad(f"no {shown}", partial(_changed, kept, _without(*place)))
        else:
            wrong = _set(*place, to=_wrong(_inner(base, place)))
            yield Bad(f"wrong {shown}", partial(_changed, kept, wrong))


def _changed(kept: bytes, change: Callable[[dict[str, Any]], None]) -> str:
    data = pickle.loads(kept)  # many times faster than a deep copy
    change(data)
    return dumped(data)


def _wrong(said: Any) -> Any:
    """Something that cannot stand where this stands."""
    match said:
        case bool():
            return "perhaps"
        case int():
            return -(10**12)
        case list():
            return {"first": said[0]} if said else 7
        case dict():
            return [said]
        case _:
            return {"2025-02-30": None}


# What happens to a good file as text.


def _texts(path: Path) -> Iterator[Bad]:
    text = path.read_text(encoding="utf-8")
    half = text.index("\n", len(text) // 2) + 1
    begin, end = text[:half], text[half:]
    damages: dict[str, str | bytes] = {
        "cut in a quote": begin + 'title: "',
        "a tab in the middle": begin + "\tx: 1\n" + end,
        "a key twice": text + "\ncode: another\n",
        "an alias at the end": text + "\nmore: *steps\n",
        "a tag at the end": text + "\nmore: !!set {}\n",
        "a second document": text + "\n---\n" + text,
        "NUL in the middle": (begin + "\x00" + end).encode(),
        "not UTF-8": begin.encode() + b"# caf\xe9\n" + end.encode(),
        "conflict markers": begin + "<<<<<<< ours\n=======\n>>>>>>> theirs\n" + end,
        "no version": text.replace("\nversion: ", "\n# version: ", 1),
        "a version that is a number": text.replace('version: "', "version: ", 1).replace(
            '"\n', "\n", 1
        ),
    }
    for name, content in damages.items():
        yield _bad(f"{path.stem}: {name}", content)


# What fits the shape, and contradicts itself or the house.


def _set(*place: str | int, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        _inner(data, place[:-1])[place[-1]] = to

    return change


def _without(*place: str | int) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        del _inner(data, place[:-1])[place[-1]]

    return change


def _power_reads(data: dict[str, Any]) -> None:
    for line in data["visibility"]["records"]:
        line["principal"] = line["nodal_officer"] = "text"


def _circle(data: dict[str, Any]) -> None:
    steps = data.setdefault("steps", [])
    for number in range(3):
        steps.append(
            {
                "code": f"round_{number}",
                "title": "Round",
                "kind": "log",
                "by": "both",
                "after": [f"round_{(number + 1) % 3}"],
            }
        )


def _step(**more: Any) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        step = {"code": "bad_step", "title": "A step", "kind": "log", "by": "both"}
        data.setdefault("steps", []).append(step | more)

    return change


_IMPOSSIBLE = {
    "opens": {"counted_from": "pair_start", "after": {"weeks": 9}},
    "due": {"counted_from": "pair_start", "after": {"weeks": 3}},
}
_CONTRADICTIONS: dict[str, Callable[[dict[str, Any]], None]] = {
    "a circle": _circle,
    "a step that waits for itself": _step(after=["bad_step"]),
    "due before it opens": _step(**_IMPOSSIBLE),
    "a day that is none": _step(due="2025-02-30"),
    "a day that is a date": _step(due={"counted_from": "2025-02-30"}),
    "an unknown role": _step(by="janitor"),
    "two owners": _step(by=["teacher", "mentor"]),
    "a step after nothing": _step(after=["nowhere_at_all"]),
    "a code that is a day": _set("code", to="2025-02-30"),
    "a negative number": _set("mentor", "minimum_years", to=-3),
    "a huge number": _set("mentor", "minimum_years", to=10**14),
    "a number beyond all": _set("mentor", "minimum_years", to=10**300),
    "no number": _set("mentor", "minimum_years", to=float("nan")),
    "for ever": _set("mentor", "minimum_years", to=float("inf")),
    "a fraction": _set("mentor", "minimum_years", to=7.5),
    "power that reads": _power_reads,
    "an evaluator as mentor": _set("matching", "rules", "never_own_evaluator", to=False),
    "a judge as mentor": _set("conflicts", to={"reviewer_never_mentor": False}),
    "a record that nobody keeps": _set("visibility", "records", 0, "record", to="diary"),
    "signposts that lead nowhere": _set(
        "signposts",
        to=[
            {"code": "nobody", "title": "Nobody", "about": "A wall."},
            {"code": "letters", "title": "Letters", "about": "A line.", "telephones": ["call us"]},
            {"code": "plain", "title": "Plain", "about": "A page.", "web": "http://a.example"},
            {"code": "klingon", "title": "K", "about": "A line.", "telephones": ["112"],
             "languages": ["tlh"]},
        ],
    ),
    "counts of two": _set("visibility", "aggregate_needs", to=2),
    "half a pay": _set(
        "pay",
        to={
            "currency": "INR", "least": 5, "most": 3, "per": "hour", "otherwise": "Nothing.",
            "tranches": [{"code": "a", "title": "A", "percent": 50,
                          "due": {"counted_from": "pair_end"}}],
        },
    ),
}  # fmt: skip


def _contradictions(path: Path) -> Iterator[Bad]:
    read = pickle.dumps(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    for name, change in _CONTRADICTIONS.items():
        yield Bad(f"{path.stem}: {name}", partial(_changed, read, change))
