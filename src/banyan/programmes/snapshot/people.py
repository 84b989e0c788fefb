"""A list of people from an office: rows of text to plain values, or to what is wrong with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext

from banyan.organisations.snapshot import BadFile, Problem, Table
from banyan.organisations.states import Role
from banyan.programmes.models import Programme
from banyan.programmes.rules import rules_of
from banyan.programmes.states import HOUR_CODES, Format, Speaks, Sure
from blueprint import Blueprint

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "full_name", "teacher_name", "name_of_teacher", "mentor_name"),
    "email": ("email", "e_mail", "email_id", "mail", "email_address"),
    "school": ("school", "udise", "udise_code", "school_code", "local_code", "school_name"),
    "role": ("role", "type"),
    "domains": ("domains", "domain", "needs", "expertise"),
    "languages": ("languages", "language"),
    "subjects": ("subjects", "subject"),
    "stages": ("stages", "stage"),
    "traits": ("traits", "what_applies"),
    "years": ("years", "experience", "years_of_experience"),
    "hours": ("hours", "free_hours", "availability"),
    "format": ("format",),
    "capacity": ("capacity", "seats"),
    "hours_a_month": ("hours_a_month", "hours_per_month"),
    "evaluators": ("evaluators", "evaluator", "evaluator_email", "appraised_by"),
    "line_managers": ("line_managers", "line_manager", "line_manager_email", "managed_by"),
}
# Columns in which a level may follow a code, after a colon, and where the levels go.
LEVELLED = {"domains": "domain_levels", "languages": "levels"}
SCALES: dict[str, dict[str, object]] = {
    "domains": {str(level.value): level.value for level in Sure},
    "languages": {level.value: level.value for level in Speaks},
}
MOST_YEARS = 70


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One good row. What is empty says nothing, and changes nothing."""

    row: int
    name: str
    email: str
    school: str  # a UDISE code, a code of its own office, or its exact name
    role: str  # teacher or mentor
    domains: tuple[str, ...]
    domain_levels: dict[str, int]  # how sure she is, of these domains
    languages: tuple[str, ...]
    levels: dict[str, str]  # how well she speaks, of these languages
    subjects: tuple[str, ...]
    stages: tuple[str, ...]
    hours: tuple[str, ...]
    traits: tuple[str, ...]  # of a teacher
    years: int | None
    format: str
    capacity: int | None
    hours_a_month: int | None
    evaluators: tuple[str, ...]  # e-mail addresses of those who appraise a teacher
    line_managers: tuple[str, ...]


def key_of(text: str) -> str:
    """What is left of a word when habits of spelling are taken away."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LMN")


class _Wrong(Exception):
    """One cell cannot be taken: column, what, cure."""


class PeopleList:
    """The people of a Table: each row is a PersonRow, or the list of its problems.

    Words are looked up in the blueprint of the programme: its codes, and its titles in every
    language that it has. Raises BadFile when no column holds names.
    """

    def __init__(self, table: Table, programme: Programme) -> None:
        self.table = table
        self.rules = rules_of(programme)
        self.words = _words(self.rules)
        self.columns = self._find_columns()
        self.notes = [*table.notes, *self._unknown()]
        if "name" not in self.columns:
            raise BadFile(
                gettext("No column of the file is called “name”."),
                gettext("The first row names the columns: %(columns)s. Only name is always needed.")
                % {"columns": ", ".join(COLUMNS)},
            )

    def __iter__(self) -> Iterator[PersonRow | list[Problem]]:
        for line in self.table:
            if line.problem:
                yield [line.problem]
                continue
            cells = {
                field: " ".join(line.cells[index].split()) for field, index in self.columns.items()
            }
            yield self._person(line.number, cells)

    def heading_of(self, field: str) -> str:
        """What the file calls this field, or our own word where it has none."""
        return self.table.heading[self.columns[field]] if field in self.columns else field

    def _find_columns(self) -> dict[str, int]:
        heads = {
            re.sub(r"[^a-z]+", "_", head.casefold()).strip("_"): index
            for index, head in reversed(list(enumerate(self.table.heading)))
        }
        return {
            field: next(heads[alias] for alias in aliases if alias in heads)
            for field, aliases in COLUMNS.items()
            if any(alias in heads for alias in aliases)
        }

    def _unknown(self) -> list[str]:
        used = set(self.columns.values())
        return [
            gettext("The column “%(column)s” is not used.") % {"column": head}
            for index, head in enumerate(self.table.heading)
            if index not in used and head.strip()
        ]

    def _person(self, row: int, cells: dict[str, str]) -> PersonRow | list[Problem]:
        problems: list[Problem] = []

        def take(field: str) -> object:
            try:
                return self._value(field, cells.get(field, ""))
            except _Wrong as wrong:
                what, cure = wrong.args
                problems.append(Problem(row, self.heading_of(field), what, cure))
                return None

        values = {field: take(field) for field in COLUMNS}
        for field, name in LEVELLED.items():
            values[field], values[name] = values[field] or ((), {})  # type: ignore[misc]  # a pair
        if not problems and values["role"] == Role.TEACHER and not values["school"]:
            problems.append(
                Problem(
                    row,
                    self.heading_of("school"),
                    gettext("The school is missing."),
                    gettext("Write its UDISE code, its local code or its exact name."),
                )
            )
        return problems or PersonRow(row=row, **values)  # type: ignore[arg-type]  # by field

    def _value(self, field: str, text: str) -> object:
        if field in LEVELLED:
            return self._levelled(field, text)
        if field in self.words:
            return self._codes(field, text)
        if field in ("years", "capacity", "hours_a_month"):
            return self._number(field, text)
        if field in ("evaluators", "line_managers"):
            return self._addresses(text)
        return getattr(self, f"_{field}")(text)

    def _name(self, text: str) -> str:
        if not text:
            raise _Wrong(gettext("The name is missing."), gettext("Write the person’s full name."))
        if len(text) > 120:
            raise _Wrong(
                gettext("The name is longer than 120 letters."),
                gettext("Write the name alone; other facts have their own columns."),
            )
        return text

    def _email(self, text: str) -> str:
        if not text:
            return ""
        try:
            validate_email(text)
        except ValidationError:
            raise _Wrong(
                gettext("This is not an e-mail address."),
                gettext("Write it like name@example.org, or leave it empty."),
            ) from None
        return text.lower()

    def _addresses(self, text: str) -> tuple[str, ...]:
        each = [self._email(piece.strip()) for piece in text.split(";")]
        return tuple(dict.fromkeys(filter(None, each)))

    def _school(self, text: str) -> str:
        return text

    def _role(self, text: str) -> str:
        known = {"": Role.TEACHER, "teacher": Role.TEACHER, "mentor": Role.MENTOR}
        known |= {"शिक्षक": Role.TEACHER, "मार्गदर्शक": Role.MENTOR}
        if text.casefold() not in known:
            raise _Wrong(
                gettext("“%(text)s” is no role that a list can bring in.") % {"text": text[:40]},
                gettext("Write teacher or mentor."),
            )
        return known[text.casefold()].value

    def _format(self, text: str) -> str:
        known = {"": "", "inperson": Format.IN_PERSON.value, "online": Format.ONLINE.value}
        known |= {key_of(choice.value): choice.value for choice in Format}
        if key_of(text) not in known:
            raise _Wrong(
                gettext("“%(text)s” is no way to meet.") % {"text": text[:40]},
                gettext("Write online, in_person or either."),
            )
        return known[key_of(text)]

    def _number(self, field: str, text: str) -> int | None:
        if not text:
            return None
        mentor = self.rules.mentor
        most = {
            "years": MOST_YEARS,
            "capacity": mentor.caseload.maximum,
            "hours_a_month": mentor.hours_a_month.maximum,
        }[field]
        if not re.fullmatch(r"[0-9]{1,3}(\.0+)?", text) or int(float(text)) > most:
            raise _Wrong(
                gettext("“%(text)s” is not a whole number up to %(most)s.")
                % {"text": text[:20], "most": most},
                gettext("Write a whole number, or leave it empty."),
            )
        return int(float(text))

    def _levelled(self, field: str, text: str) -> tuple[tuple[str, ...], dict[str, object]]:
        """Codes, and the level of those that have one after a colon: "hi:B2; en"."""
        plain, levels = [], {}
        for piece in text.split(";"):
            word, colon, level = piece.rpartition(":")
            on_scale = SCALES[field].get(level.strip().upper())
            plain.append(word if colon and on_scale else piece)
            if colon and on_scale:
                levels.update(dict.fromkeys(self._codes(field, word), on_scale))
        return self._codes(field, ";".join(plain)), levels

    def _codes(self, field: str, text: str) -> tuple[str, ...]:
        known = self.words[field]
        codes = []
        for part in filter(None, (piece.strip() for piece in text.split(";"))):
            code = known.get(key_of(part))
            if code is None:
                raise _Wrong(
                    gettext("“%(text)s” is not known here.") % {"text": part[:60]},
                    gettext("Separate several by “;”. Known are, for example: %(some)s.")
                    % {"some": ", ".join(sorted(set(known.values()))[:6])},
                )
            codes.append(code)
        return tuple(dict.fromkeys(codes))


def _words(rules: Blueprint) -> dict[str, dict[str, str]]:
    """For each list of codes: every way to say an entry, to its code."""
    lists = rules.vocabularies
    found: dict[str, dict[str, str]] = {"hours": {key_of(code): code for code in HOUR_CODES}}
    entries: Iterable[tuple[str, Iterable[object]]] = (
        ("domains", rules.domains),
        ("languages", lists.languages),
        ("subjects", lists.subjects),
        ("stages", lists.stages),
        ("traits", [trait for trait in rules.traits if trait.of == "teacher"]),
    )
    for field, choices in entries:
        found[field] = {}
        for entry in choices:
            code = str(getattr(entry, "code"))  # noqa: B009 - languages and domains share no base
            said = [code, getattr(entry, "own", code)]
            said += [getattr(entry, "title").in_(locale) for locale in rules.languages]  # noqa: B009
            found[field].update((key_of(word), code) for word in said)
    return found
