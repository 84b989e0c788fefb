"""A blueprint as a page to read: plain data, without any markup."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import get_args

from blueprint.language import (
    Audience,
    Blueprint,
    Every,
    Exposure,
    Provenance,
    QuietHours,
    Section,
    Span,
    Target,
    When,
    Word,
)
from blueprint.phrases import Say, english
from blueprint.text import Text, name_of, spell

HEADER = ("format", "code", "version", "title", "summary", "languages")
"""Parts of a file that stand at the head of its page."""

ORDER = (
    "words", "domains", "teacher", "mentor", "training", "conflicts", "relationship", "matching",
    "request", "traits", "stages", "modules", "steps", "instruments", "doses", "reviews", "session",
    "feedback", "fit", "completion", "recognition", "pay", "clocks", "nudges", "indicators",
    "documents", "signposts", "visibility", "vocabularies", "frameworks", "sources",
)  # fmt: skip
"""The other parts in the order of the page: who, how they come together, what they do, what comes
of it, who sees it. `provenance` stands beside the numbers."""


@dataclass(frozen=True)
class Line:
    """One thing that the file says."""

    path: str
    """Where the file says it; `Blueprint.provenance_of` knows it."""
    label: str
    text: str
    origin: int | None = None
    """The number of the `Origin` that says where it was read, for numbers."""


@dataclass(frozen=True)
class Table:
    """Rows that are read across. The first column names the row."""

    path: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    origin: int | None = None


@dataclass(frozen=True)
class Group:
    """Something with a heading, and what belongs to it. Groups stand inside each other."""

    path: str
    heading: str
    hint: str
    blocks: "tuple[Line | Table | Group, ...]"


Block = Line | Table | Group


@dataclass(frozen=True)
class Origin:
    """Where numbers were read, or that they are the programme's own."""

    number: int
    title: str
    """The title of the source; empty where there is none."""
    where: str
    note: str


@dataclass(frozen=True)
class Page:
    """A blueprint to read. Everything a file says is on it."""

    code: str
    version: str
    title: str
    summary: str
    languages: str
    sections: tuple[Group, ...]
    origins: tuple[Origin, ...]


def page(blueprint: Blueprint, locale: str = "en", say: Say = english) -> Page:
    """A blueprint as a page: the words of the file in `locale`, the fixed ones by `say`."""
    writer = Writer(blueprint, locale, say)
    sections = tuple(
        Group(part, say(f"section.{part}", {}), "", blocks)
        for part in ORDER
        if (blocks := tuple(writer.part(part)))
    )
    own = {language.code: language.title for language in blueprint.vocabularies.languages}
    shown = [own[code].in_(locale) if code in own else code for code in blueprint.languages]
    return Page(
        code=blueprint.code,
        version=blueprint.version,
        title=blueprint.title.in_(locale),
        summary=blueprint.summary.in_(locale),
        languages=say("languages", {"languages": ", ".join(shown)}),
        sections=sections,
        origins=tuple(
            writer.origin(line, number) for number, line in enumerate(blueprint.provenance, 1)
        ),
    )


@dataclass
class Writer:
    """How one blueprint says its values in one language."""

    blueprint: Blueprint
    locale: str
    say: Say
    titles: dict[str, dict[str, Text]] = field(init=False)
    """Titles of what codes can name, by the field that names it."""

    def __post_init__(self) -> None:
        blueprint = self.blueprint
        steps, modules, stages, documents, doses, forms = (
            {entry.code: entry.title for entry in entries}
            for entries in (
                blueprint.steps, blueprint.modules, blueprint.stages, blueprint.documents,
                blueprint.doses, blueprint.relationship.forms,
            )
        )  # fmt: skip
        traits = {trait.code: trait.title for trait in blueprint.traits}
        self.titles = {
            "Step.after": steps,
            "When.step": steps,
            "Step.modules": modules,
            "Module.after": modules,
            "Stage.after": stages,
            "Step.traits": traits,
            "Module.traits": traits,
            "Step.forms": forms,
            "Relationship.default_form": forms,
            "Artefact.document": documents,
            "Step.document": documents,
            "Agreement.document": documents,
            "Recognition.certificate": documents,
            "Completion.doses": doses,
            "Tranche.dose": doses,
            "Step.instrument": {one.code: one.title for one in blueprint.instruments},
            "Step.review": {one.code: one.title for one in blueprint.reviews},
            "Mentor.review": {one.code: one.title for one in blueprint.reviews},
            "Session.default_mode": {one.code: one.title for one in blueprint.session.modes},
            "Request.default_domain": {one.code: one.title for one in blueprint.domains},
            "Signpost.languages": {one.code: one.title for one in blueprint.vocabularies.languages},
            "Domain.source": {
                one.code: Text.model_validate(one.title) for one in blueprint.sources
            },
        }

    def part(self, name: str) -> Iterator[Block]:
        value = getattr(self.blueprint, name)
        if isinstance(value, tuple) and any(isinstance(item, str) for item in value):
            yield Line(name, "", ", ".join(value))
        elif isinstance(value, tuple):
            yield from self.items(value, (name,))
        elif isinstance(value, Section):
            yield from self.section(value, (name,))

    def section(self, value: Section, path: tuple[str | int, ...]) -> Iterator[Block]:
        """Every field of a part of the language that says something."""
        for name in type(value).model_fields:
            said = getattr(value, name)
            # What nobody wrote and what switches nothing on is not worth a line.
            silent = said is None or said == ()
            if silent or (name not in value.model_fields_set and said in (False, 0)):
                continue
            if name in ("code", "title", "hint", "heading"):
                continue
            yield self.block(f"{type(value).__name__}.{name}", said, (*path, name))

    def block(self, key: str, said: object, path: tuple[str | int, ...]) -> Block:
        label, at = self.say(key, {}), spell(path)
        if isinstance(said, tuple) and all(isinstance(item, Exposure) for item in said):
            return self.exposures(said, at)
        if isinstance(said, tuple) and all(isinstance(item, Target) for item in said):
            columns = self.say("Target.year", {}), self.say("Target.value", {})
            rows = tuple((str(target.year), str(target.value)) for target in said)
            return Table(at, columns, rows, self.number_of(at))
        if isinstance(said, tuple) and all(isinstance(item, Section) for item in said):
            return Group(at, label, "", self.items(said, path))
        line = self.line(key, said)
        if line is None and isinstance(said, Section):
            return Group(at, label, "", tuple(self.section(said, path)))
        return Line(at, label, line or "", self.number_of(at) if _counts(said) else None)

    def items(self, items: tuple[Section, ...], path: tuple[str | int, ...]) -> tuple[Group, ...]:
        return tuple(
            self.item(item, (*path, name_of(item) or number)) for number, item in enumerate(items)
        )

    def item(self, item: Section, here: tuple[str | int, ...]) -> Group:
        """One item of a list, under its title, its heading or its question."""
        for name in ("title", "heading", "text"):
            title = getattr(item, name, None)
            if title is not None:
                break
        blocks = self.section(item, here)
        if name == "text":
            blocks = (block for block in blocks if block.path != f"{spell(here)}.text")
        hint = getattr(item, "hint", None)
        return Group(
            spell(here),
            title.in_(self.locale) if isinstance(title, Text) else title or "",
            hint.in_(self.locale) if hint else "",
            tuple(blocks),
        )

    def line(self, key: str, said: object) -> str | None:
        """A value in one line; `None` for one that needs more."""
        match said:
            case Text():
                return said.in_(self.locale)
            case bool():
                return self.say("yes" if said else "no", {})
            case int():
                return str(said)
            case dt.time():
                return f"{said:%H:%M}"
            case str():
                return self.word(key, said)
            case Word():
                return f"{said.one.in_(self.locale)}, {said.many.in_(self.locale)}"
            case Span():
                return self.span(said)
            case When():
                return self.when(said)
            case Every():
                return self.every(said)
            case QuietHours():
                hours = {"starts": f"{said.starts:%H:%M}", "ends": f"{said.ends:%H:%M}"}
                return self.say("hours.from_to", hours)
            case tuple():
                joint = " · " if said and isinstance(said[0], Text) else ", "
                return joint.join(self.line(key, item) or "" for item in said)
        names = set(type(said).model_fields) if isinstance(said, Section) else set()
        if names == {"minimum", "default", "maximum"} and isinstance(said, Section):
            return self.say("range", dict(said))
        if names == {"default", "maximum"} and isinstance(said, Section):
            return self.say("range.most", dict(said))
        return None

    def word(self, key: str, said: str) -> str:
        if key == "Blueprint.code":  # a name, even where it is spelled as a word: "peer"
            return said
        titles = self.titles.get(key)
        if titles is not None:
            return titles[said].in_(self.locale) if said in titles else said
        own = getattr(self.blueprint.words, said, None)
        if isinstance(own, Word):
            return own.one.in_(self.locale)
        for code in (f"{key}.{said}", f"word.{said}"):
            try:
                return self.say(code, {})
            except KeyError:
                continue
        return said

    def span(self, span: Span) -> str:
        parts = [
            self.say(name, {"number": number})
            for name in ("months", "weeks", "days", "working_days")
            if (number := getattr(span, name))
        ]
        said = parts[0] if parts else self.say("at_once", {})
        for part in parts[1:]:
            said = self.say("and", {"first": said, "second": part})
        return said

    def when(self, when: When) -> str:
        step = self.word("When.step", when.step) if when.step else ""
        after, before = (bool(any(dict(span).values())) for span in (when.after, when.before))
        relation = "after" if after else "before" if before else "on"
        span = self.span(when.after if after else when.before)
        day = self.say(f"{relation}.{when.counted_from}", {"span": span, "step": step})
        return self.say("less", {"day": day, "span": self.span(when.before)}) if (
            after and before
        ) else day  # fmt: skip

    def every(self, every: Every) -> str:
        span = self.span(every.span)
        if every.times is None:
            return self.say("again", {"span": span})
        return self.say("again.times", {"span": span, "number": every.times})

    def exposures(self, lines: tuple[Exposure, ...], at: str) -> Table:
        audiences: tuple[Audience, ...] = get_args(Audience)
        columns = (
            self.say("Exposure.title", {}),
            *(self.word("Exposure", audience) for audience in audiences),
        )
        rows = tuple(
            (
                line.title.in_(self.locale),
                *(self.say(f"word.{line.to(audience)}", {}) for audience in audiences),
            )
            for line in lines
        )
        return Table(at, columns, rows)

    def number_of(self, at: str) -> int | None:
        """The number under which the origin of the value at a path stands."""
        line = self.blueprint.provenance_of(at)
        if line is None:
            # An origin may be told for a part of what one line shows: a range, a rhythm.
            under = [
                number
                for number, line in enumerate(self.blueprint.provenance, 1)
                if any(of.startswith(f"{at}.") for of in line.of)
            ]
            return under[0] if under else None
        return self.blueprint.provenance.index(line) + 1

    def origin(self, line: Provenance, number: int) -> Origin:
        source = self.blueprint.source(line.source) if line.source else None
        note = line.note.in_(self.locale) if line.note else ""
        return Origin(
            number,
            source.title if source else self.say("ours", {}),
            source.where if source else "",
            note,
        )


def _counts(said: object) -> bool:
    """Whether a value holds a number that somebody decided."""
    if isinstance(said, tuple):
        return any(map(_counts, said))
    if isinstance(said, Section):
        return any(_counts(getattr(said, name)) for name in said.model_fields_set)
    return isinstance(said, int) and not isinstance(said, bool)
