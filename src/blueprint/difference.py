"""What changes from one blueprint to another, in sentences, for those who run by the older one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from blueprint.language import (
    Blueprint,
    Caseload,
    Every,
    Minutes,
    MonthlyHours,
    Months,
    Provenance,
    QuietHours,
    Seats,
    Section,
    Span,
    Step,
    Target,
    When,
    Word,
)
from blueprint.page import Writer
from blueprint.phrases import PHRASES, Say, english
from blueprint.text import EVERY, Named, Text, name_of, spell

_RUNNING = (
    "steps", "modules", "traits", "instruments", "doses", "reviews", "session", "feedback", "fit",
    "completion", "recognition", "pay", "clocks", "nudges", "visibility", "conflicts", "documents",
    "signposts",
    "relationship.symmetric", "relationship.extension", "relationship.extension_times",
    "relationship.early_exit", "relationship.trial", "relationship.trial_end_reason",
    "relationship.end_reasons",
)  # fmt: skip
"""Parts by which a pair lives once it has begun. The others count when people join, are chosen or
are paired, and what was then agreed stays."""

_RULES = frozenset(
    ("Teacher.eligibility", "Mentor.eligibility", "Mentor.orientation", "Visibility.statement",
     "Completion.statement", "Pay.otherwise", "Training.refresh", "EarlyExit.text",
     "Recognition.text", "Paragraph.text", "Question.text", "Feedback.confidential_notice")
)  # fmt: skip
"""Texts that are rules: when one reads otherwise, people must be told how it reads now."""

_ONE_VALUE = (
    Span, When, Every, Word, QuietHours, Caseload, MonthlyHours, Months, Minutes, Seats
)  # fmt: skip
"""Parts that are told in one line."""

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Change:
    """One thing that is different."""

    path: str
    """Where; everything under it is meant."""
    kind: Literal["added", "removed", "changed"]
    sentence: str
    affects_running: bool
    """Whether pairs that run already will notice."""
    also: tuple[str, ...] = ()
    """More places of which the same sentence is true."""

    def covers(self, path: str) -> bool:
        """Whether the value at a path is among what the sentence is about."""
        return any(
            path == at or path.startswith((f"{at}.", f"{at}[")) for at in (self.path, *self.also)
        )


def difference(
    old: Blueprint, new: Blueprint, locale: str = "en", say: Say = english
) -> tuple[Change, ...]:
    """Every difference: first what touches pairs that run, then the rest, and wording last.

    Items of lists are matched by their codes. The words of the files come in `locale`, the fixed
    ones by `say`.
    """
    comparer = _Comparer(Writer(old, locale, say), Writer(new, locale, say))
    found = tuple(comparer.sections(old, new, (), ()))
    wording = tuple(comparer.wording())
    return (
        *(change for change in found if change.affects_running),
        *(change for change in found if not change.affects_running),
        *wording,
    )


@dataclass
class _Comparer:
    old: Writer
    new: Writer
    texts: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    """Paths where only words changed, by the languages in which they did."""

    def sections(
        self, old: Section, new: Section, path: Path, inside: tuple[str, ...]
    ) -> Iterator[Change]:
        """What is different inside a part of the language; `inside` is the titles around it."""
        for name in type(new).model_fields:
            was, now = getattr(old, name), getattr(new, name)
            if was == now and _order(was) == _order(now):
                continue
            here = (*path, name)
            key = f"{type(new).__name__}.{name}"
            around = inside or (self._heading(here),)
            if isinstance(was, tuple) and isinstance(now, tuple):
                yield from self.lists(key, was, now, here, around)
            elif isinstance(was, Text) and isinstance(now, Text):
                yield from self.words(key, was, now, here, around)
            elif isinstance(now, _ONE_VALUE) or isinstance(was, _ONE_VALUE):
                yield from self.value(key, was, now, here, around)
            elif isinstance(was, Section) and isinstance(now, Section):
                label = (self.new.say(key, {}),) if len(path) else ()
                yield from self.sections(was, now, here, (*inside, *label) if inside else around)
            else:
                yield from self.value(key, was, now, here, around)

    def lists(
        self, key: str, was: tuple[object, ...], now: tuple[object, ...], path: Path,
        inside: tuple[str, ...],
    ) -> Iterator[Change]:  # fmt: skip
        """What is different between two lists."""
        if all(isinstance(item, Provenance) for item in (*was, *now)):
            yield self._change("changed", "change.Blueprint.provenance", path, inside)
            return
        was, now = _targets(was), _targets(now)
        if not all(isinstance(item, Section) for item in (*was, *now)):
            yield from self.value(key, was, now, path, inside)
            return
        before, after = _by_name(was), _by_name(now)
        for name, item in before.items():
            if name not in after:
                yield self._item("removed", key, item, (*path, name), inside)
        for name, item in after.items():
            if name not in before:
                yield self._item("added", key, item, (*path, name), inside)
            else:
                title = self._title(self.new, item)
                around = (*inside[1:], title) if title else inside
                yield from self.sections(before[name], item, (*path, name), around)
        kept = [name for name in before if name in after]
        if kept != [name for name in after if name in before]:
            yield self._change("changed", "order", path, inside)

    def words(
        self, key: str, was: Text, now: Text, path: Path, inside: tuple[str, ...]
    ) -> Iterator[Change]:
        """What is different between two texts: a rule, a name, or wording only."""
        old, new = was.in_(self.old.locale), now.in_(self.new.locale)
        if old != new and key in _RULES:
            label = self._label(key)
            yield self._change("changed", "change.reads", path, inside, label=label, new=new)
        elif old != new and path[-1] == "title":
            said = self.new.say("called", {"old": old, "new": new})
            yield Change(spell(path), "changed", said, affects_running=False)
        else:
            self._worded(was, now, path)

    def _worded(self, was: Text, now: Text, path: Path) -> None:
        locales = {
            locale
            for locale in (*was.root, *now.root)
            if was.root.get(locale) != now.root.get(locale)
        }
        # A plain string is read in every language of the file.
        spoken = self.new.blueprint.languages if EVERY in locales else ()
        languages = tuple(sorted((locales - {EVERY}) | set(spoken)))
        self.texts.setdefault(languages, []).append(spell(path))

    def wording(self) -> Iterator[Change]:
        """One sentence for all texts in which only words changed, for each set of languages."""
        for languages, paths in self.texts.items():
            values = {"number": len(paths), "languages": ", ".join(languages)}
            yield Change(
                paths[0], "changed", self.new.say("wording", values), False, tuple(paths[1:])
            )

    def value(
        self, key: str, was: object, now: object, path: Path, inside: tuple[str, ...]
    ) -> Iterator[Change]:
        """What is different between two values that are told in one line each."""
        if isinstance(was, Word) and isinstance(now, Word):
            same = self.old.line(key, was) == self.new.line(key, now)
            if same:
                for name in ("one", "many"):
                    if getattr(was, name) != getattr(now, name):
                        self._worded(getattr(was, name), getattr(now, name), (*path, name))
                if was.cases != now.cases:
                    languages = tuple(sorted({one.code for one in (*was.cases, *now.cases)}))
                    self.texts.setdefault(languages, []).append(spell((*path, "cases")))
                return
        if isinstance(was, Caseload) and isinstance(now, Caseload) and was.default == now.default:
            key, path, was, now = f"{key}.maximum", (*path, "maximum"), was.maximum, now.maximum
        before, after = was not in (None, ()), now not in (None, ())
        old = self.old.line(key, was) if before else None
        new = self.new.line(key, now) if after else None
        if (before and old is None) or (after and new is None):
            # A whole part of the language came or went.
            yield self._change("added" if after else "removed",
                               "added.part" if after else "removed.part", path,
                               (*inside[:-1], self._label(key)))  # fmt: skip
            return
        ending = "" if before and after else ".set" if after else ".unset"
        if isinstance(now, bool):
            ending = ".yes" if now else ".no"
        codes = (f"change.{key}{ending}", *((f"change.{key}",) if before and after else ()))
        code = next((code for code in codes if code in PHRASES), None)
        if code is None:
            code = "change" if ending in ("", ".yes", ".no") else f"change{ending}"
        if key.startswith("Exposure."):
            code = "change.Exposure"
        yield self._change(
            "changed", code, path, inside, label=self._label(key), old=old or "", new=new or ""
        )

    def _item(
        self, kind: Literal["added", "removed"], key: str, item: Section, path: Path,
        inside: tuple[str, ...],
    ) -> Change:  # fmt: skip
        writer = self.new if kind == "added" else self.old
        code = f"{kind}.{key}"
        values = {"item": self._title(writer, item) or str(path[-1])}
        if isinstance(item, Step) and kind == "added":
            if not item.required:
                code += ".optional"
            elif item.due is not None:
                code += ".due"
                values["due"] = writer.when(item.due)
        return self._change(kind, code if code in PHRASES else kind, path, inside, **values)

    def _change(
        self, kind: Literal["added", "removed", "changed"], code: str, path: Path,
        inside: tuple[str, ...], **values: str,
    ) -> Change:  # fmt: skip
        at = spell(path)
        where = ", ".join(inside)
        said = {"item": inside[-1] if inside else "", "where": where, **values}
        running = any(at == part or at.startswith((f"{part}.", f"{part}[")) for part in _RUNNING)
        return Change(at, kind, self.new.say(code, said), running)

    def _heading(self, path: Path) -> str:
        code = f"section.{path[0]}"
        return self.new.say(code, {}) if code in PHRASES else str(path[0])

    def _label(self, key: str) -> str:
        if key in PHRASES:
            return self.new.say(key, {})
        model, _, name = key.partition(".")
        if model == "Blueprint" and f"section.{name}" in PHRASES:
            return self.new.say(f"section.{name}", {})
        return self.new.word(model, name) if model == "Exposure" else name.replace("_", " ")

    def _title(self, writer: Writer, item: object) -> str:
        for name in ("title", "heading", "text"):
            title = getattr(item, name, None)
            if title is not None:
                return title.in_(writer.locale) if isinstance(title, Text) else str(title)
        return ""


def _by_name(items: tuple[object, ...]) -> dict[str | int, Section]:
    """Items by their code or their place."""
    return {
        name_of(item) or number: item
        for number, item in enumerate(items)
        if isinstance(item, Section)
    }


def _targets(items: tuple[object, ...]) -> tuple[object, ...]:
    """Targets as words, which are compared as a whole; other items as they are."""
    return tuple(
        f"{item.year}: {item.value}" if isinstance(item, Target) else item for item in items
    )


def _order(value: object) -> tuple[Named | None, ...]:
    return tuple(map(name_of, value)) if isinstance(value, tuple) else ()
