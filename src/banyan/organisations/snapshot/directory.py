"""A school directory: rows of text to schools, or to what is wrong with each row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from django.utils.translation import gettext

from banyan.organisations.models import DirectoryImport
from banyan.organisations.snapshot.tables import BadFile, Problem, Table
from banyan.organisations.states import SchoolType

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "school_name", "name_of_school", "school"),
    "type": ("type", "school_type", "management", "category"),
    "state": ("state", "state_name", "state_ut", "name_of_state"),
    "district": ("district", "district_name", "name_of_district"),
    "udise_code": ("udise_code", "udise", "udise_school_code", "udise_no", "udisecode"),
    "local_code": ("local_code", "code", "school_code", "kv_code", "affiliation_no"),
    # The region of an office is no district; it is kept where a reader looks for the place.
    "locality": (
        "locality",
        "town",
        "village",
        "city",
        "place",
        "address",
        "region_name",
        "region",
    ),
}
LONGEST = {"name": 200, "state": 200, "district": 200, "local_code": 40, "locality": 120}
TYPES: dict[str, SchoolType] = {
    **{kind.value: kind for kind in SchoolType},
    "kendriyavidyalaya": SchoolType.KV,
    "centralschool": SchoolType.KV,
    "kvs": SchoolType.KV,
    "jawaharnavodayavidyalaya": SchoolType.JNV,
    "navodayavidyalaya": SchoolType.JNV,
    "nvs": SchoolType.JNV,
    "cbseschool": SchoolType.CBSE,
    "stategovernmentschool": SchoolType.STATE,
    "stategovernment": SchoolType.STATE,
    "government": SchoolType.STATE,
    "govt": SchoolType.STATE,
    "departmentofeducation": SchoolType.STATE,
    "localbodyschool": SchoolType.LOCAL,
    "localbody": SchoolType.LOCAL,
    "municipal": SchoolType.LOCAL,
    "governmentaidedschool": SchoolType.AIDED,
    "governmentaided": SchoolType.AIDED,
    "govtaided": SchoolType.AIDED,
    "privateschool": SchoolType.PRIVATE,
    "privateunaided": SchoolType.PRIVATE,
    "otherschool": SchoolType.OTHER,
}
# Where a file has no column for the type, these names say it themselves.
_NAMED = (
    (re.compile(r"(PM ?SHRI )?(KV|K\.V\.|KENDRIYA VIDYALAYA)\b", re.IGNORECASE), SchoolType.KV),
    (
        re.compile(r"(PM ?SHRI )?(JNV|(JAWAHAR )?NAVODAYA VIDYALAYA)\b", re.IGNORECASE),
        SchoolType.JNV,
    ),
)
_ELEVEN_DIGITS = re.compile(r"[0-9]{11}")
_SHORTENED = re.compile(r"[0-9.,]+E\+?[0-9]+", re.IGNORECASE)


@dataclass(slots=True)
class School:
    """One good row. Empty text says nothing about that field, and changes nothing."""

    row: int
    name: str
    school_type: str
    state: str
    district: str
    udise_code: str
    local_code: str
    locality: str


def tidy(text: str) -> str:
    """One space between words, none around; composed characters; nothing that cannot be seen."""
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    # Joiners (category Cf) shape Indic letters and stay; control characters go.
    return "".join(letter for letter in composed if unicodedata.category(letter) != "Cc")


def udise_problem(code: str) -> tuple[str, str] | None:
    """What is wrong with a UDISE code and the cure, or None.

    Source of the shape: UDISE+ (Ministry of Education): state 2, district 2, block 2, village 3,
    school 2 digits.
    """
    if _ELEVEN_DIGITS.fullmatch(code) and not code.startswith("00"):
        return None
    what = gettext("“%(code)s” is not a UDISE code.") % {"code": code}
    if _SHORTENED.fullmatch(code):
        return what, gettext(
            "The spreadsheet has shortened it: format the column as text and enter it again."
        )
    if len(code) == 10 and code.isdecimal():
        return what, gettext(
            "It has 10 digits of 11: a spreadsheet may have dropped the 0 in front. Format the "
            "column as text and put it back."
        )
    return what, gettext(
        "Write its 11 digits: state 2, district 2, block 2, village 3, school 2; or leave it empty."
    )


class Directory:
    """The schools of a Table: each row is a School, or the list of its problems.

    `default_type` is for rows that say none. Raises BadFile when no column holds names.
    """

    def __init__(self, table: Table, default_type: str = "") -> None:
        self.table = table
        self.default_type = default_type
        self._types: dict[str, str | None] = {"": ""}  # as written, to the type or None
        self.columns = self._find_columns()
        self.notes = [*table.notes, *self._unknown()]
        if "name" not in self.columns:
            raise BadFile(
                gettext("No column of the file is called “name”."),
                gettext(
                    "The first row names the columns: name, type, state, district, udise_code, "
                    "local_code, locality. Only name is always needed."
                ),
            )

    def __iter__(self) -> Iterator[School | list[Problem]]:
        fields = itemgetter(*[self.columns.get(field, -1) for field in COLUMNS])
        for number, cells, is_plain, problem in self.table:
            if problem:
                yield [problem]
                continue
            cells.append("")  # for the fields that the file does not have
            yield self._school(number, *map(str.strip if is_plain else tidy, fields(cells)))

    def heading_of(self, field: str) -> str:
        """What the file calls this field, or our own word where it has none."""
        return self.table.heading[self.columns[field]] if field in self.columns else field

    def _school(
        self,
        row: int,
        name: str,
        kind: str,
        state: str,
        district: str,
        udise_code: str,
        local_code: str,
        locality: str,
    ) -> School | list[Problem]:
        udise_code = _plain_code(udise_code)
        if kind not in self._types:
            self._types[kind] = _type_of(kind)
        school_type = self._types[kind]
        if school_type == "":
            school_type = self.default_type or _named_type(name)
        fits = (
            name
            and school_type is not None
            and len(name) <= LONGEST["name"]
            and len(state) <= LONGEST["state"]
            and len(district) <= LONGEST["district"]
            and len(local_code) <= LONGEST["local_code"]
            and len(locality) <= LONGEST["locality"]
        )
        if fits and (not udise_code or udise_problem(udise_code) is None):
            return School(
                row, name, school_type or "", state, district, udise_code, local_code, locality
            )
        texts = {
            "name": name,
            "state": state,
            "district": district,
            "local_code": local_code,
            "locality": locality,
        }
        return list(self._problems(row, texts, kind, udise_code))

    def _problems(
        self, row: int, texts: dict[str, str], kind: str, udise_code: str
    ) -> Iterator[Problem]:
        """Each thing that is wrong with the text of a row."""
        if not texts["name"]:
            yield self._wrong(
                row,
                "name",
                gettext("The name is missing."),
                gettext("Write the name of the school."),
            )
        for field, text in texts.items():
            if len(text) > LONGEST[field]:
                yield self._wrong(
                    row,
                    field,
                    gettext("This has %(length)s characters; at most %(longest)s fit.")
                    % {"length": len(text), "longest": LONGEST[field]},
                    gettext("Shorten it. Perhaps a quotation mark is not closed."),
                )
        if udise_code and (found := udise_problem(udise_code)):
            yield self._wrong(row, "udise_code", *found)
        if self._types[kind] is None:
            yield self._wrong(
                row,
                "type",
                gettext("“%(type)s” is not a type of school.") % {"type": kind},
                gettext("Write one of: %(types)s.") % {"types": ", ".join(SchoolType.values)},
            )

    def _wrong(self, row: int, field: str, what: str, cure: str) -> Problem:
        return Problem(row, self.heading_of(field), what, cure)

    def _find_columns(self) -> dict[str, int]:
        """Field to column: our own word first, then the other words in their order."""
        present = {
            re.sub(r"[^a-z0-9]+", "_", column.casefold()).strip("_"): index
            for index, column in enumerate(self.table.heading)
        }
        found = {}
        for field, words in COLUMNS.items():
            if word := next((word for word in words if word in present), None):
                found[field] = present[word]
        return found

    def _unknown(self) -> list[str]:
        used = set(self.columns.values())
        unused = [
            column
            for index, column in enumerate(self.table.heading)
            if index not in used and column
        ]
        if not unused:
            return []
        return [
            gettext("These columns are not used: %(columns)s.") % {"columns": ", ".join(unused)}
        ]


def directory_of(row: DirectoryImport) -> Directory:
    """The directory that was uploaded, as it was to be read."""
    return Directory(Table(bytes(row.content)), row.options["default_type"])


def _plain_code(code: str) -> str:
    """A code without what spreadsheets put around it, in the digits 0 to 9."""
    if not code or (code.isascii() and code.isdigit()):
        return code
    code = code.removeprefix("'").removesuffix(".0").replace(" ", "")
    return "".join(str(unicodedata.digit(sign, sign)) for sign in code)


def _type_of(text: str) -> str | None:
    letters = "".join(sign for sign in text.casefold() if sign.isalnum())
    return TYPES.get(letters)


def _named_type(name: str) -> str:
    return next((kind.value for pattern, kind in _NAMED if pattern.match(name)), "")
