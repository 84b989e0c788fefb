"""Each kind of dirt that real files carry, with the exact words in which it is reported."""

from __future__ import annotations

import codecs

import pytest

from banyan.organisations.snapshot import (
    BadFile,
    Problem,
    School,
    looks_like_aadhaar,
    tables,
)
from banyan.organisations.snapshot.identity import verhoeff_holds
from tests.organisations.conftest import read

GOOD = "name,state,udise_code\nKV One,Gujarat,24070100101\n"
ONE = School(2, "KV One", "kv", "Gujarat", "", "24070100101", "", "")
AN_AADHAAR = "234123412346"  # invented; only its check digit is right


def only(text: str | bytes) -> School | list[Problem]:
    found = list(read(text))
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(GOOD.encode(), id="plain"),
        pytest.param(codecs.BOM_UTF8 + GOOD.encode(), id="UTF-8 mark"),
        pytest.param(GOOD.encode("utf-16"), id="UTF-16 mark"),
        pytest.param(codecs.BOM_UTF16_BE + GOOD.encode("utf-16-be"), id="UTF-16 big-endian"),
        pytest.param(GOOD.replace(",", ";").encode(), id="semicolons"),
        pytest.param(GOOD.replace(",", "\t").encode(), id="tabs"),
        pytest.param(b"sep=;\n" + GOOD.replace(",", ";").encode(), id="separator said"),
        pytest.param(GOOD.replace("\n", "\r\n").encode(), id="Windows line ends"),
        pytest.param(GOOD.replace("\n", "\r").encode(), id="old Mac line ends"),
        pytest.param(GOOD.rstrip("\n").encode(), id="no last line end"),
        pytest.param(GOOD.replace("KV One", '"KV  One "').encode(), id="quotes and spaces"),
        pytest.param(GOOD.replace("KV One", '"KV\nOne"').encode(), id="line end in a cell"),
        pytest.param(GOOD.replace("24070100101", "'24070100101").encode(), id="text mark"),
        pytest.param(GOOD.replace("24070100101", "24070100101.0").encode(), id="decimal"),
        pytest.param(GOOD.replace("24070100101", "२४०७०१००१०१").encode(), id="Hindi digits"),
        pytest.param((GOOD + ",,\n\n  ,,\n").encode(), id="empty rows at the end"),
        pytest.param(
            GOOD.replace("code\n", "code,,\n").replace("101\n", "101,,\n").encode(),
            id="empty columns at the end",
        ),
    ],
)
def test_a_school_is_read_whatever_wrote_the_file(content: bytes) -> None:
    assert only(content) == ONE


def test_a_quoted_comma_belongs_to_the_name() -> None:
    found = only('name,state\n"School No. 1, Surat",Gujarat\n')
    assert found == School(2, "School No. 1, Surat", "", "Gujarat", "", "", "", "")


def test_other_words_for_the_columns_are_understood() -> None:
    found = only("School Name,State_Name,KV Code,Region_Name\nKV One,Gujarat,1001,AHMEDABAD\n")
    assert found == School(2, "KV One", "kv", "Gujarat", "", "", "1001", "AHMEDABAD")


def test_unknown_columns_are_reported_and_not_fatal() -> None:
    directory = read("name,colour,fax\nKV One,green,1\n")
    assert directory.notes == ["These columns are not used: colour, fax."]
    assert len(list(directory)) == 1


@pytest.mark.parametrize(
    ("byte", "letter", "name"), [(b"\xe9", "é", "Windows-1252"), (b"\x81", "", "Latin-1")]
)
def test_a_file_that_is_not_utf8_is_read_and_said_to_be(
    byte: bytes, letter: str, name: str
) -> None:
    directory = read(b"name\nEcole M" + byte + b"re\n")
    assert directory.notes == [
        f"The file is not UTF-8. It was read as Western European ({name}): look whether names "
        "with accents are right."
    ]
    assert list(directory) == [School(2, f"Ecole M{letter}re", "", "", "", "", "", "")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(
            b"",
            "The file is empty. Its first row names the columns; the rows below are the schools.",
            id="nothing",
        ),
        pytest.param(
            b"name\nKV\0One\n",
            "This is not a text file. Save the sheet as “CSV UTF-8” and send that.",
            id="NUL",
        ),
        pytest.param(
            "name\nKV One\n".encode("utf-16-le"),
            "This is not a text file. Save the sheet as “CSV UTF-8” and send that.",
            id="UTF-16 without a mark",
        ),
        pytest.param(
            b"PK\x03\x04 and so on",
            "This is a spreadsheet or a zip file, not CSV. Open it, choose “Save as” and the "
            "format “CSV UTF-8”, and send that.",
            id="spreadsheet",
        ),
        pytest.param(
            b"state,district\nGujarat,Surat\n",
            "No column of the file is called “name”. The first row names the columns: name, "
            "type, state, district, udise_code, local_code, locality. Only name is always needed.",
            id="no name",
        ),
        pytest.param(
            b"name,state,Name\nKV One,Gujarat,KV Two\n",
            "The heading names the column “Name” twice. Rename or remove one of the two, so that "
            "it is clear which is meant.",
            id="heading twice",
        ),
        pytest.param(
            b'name,state\nKV One,Gujarat\n"KV Two,Gujarat\nKV Three,Gujarat\n',
            "Row 3 opens a quotation mark that is never closed. Close it or remove it, and send "
            "the file again.",
            id="quote never closed",
        ),
        pytest.param(
            b'"name,state',
            "Row 1 opens a quotation mark that is never closed. Close it or remove it, and send "
            "the file again.",
            id="quote never closed in the heading",
        ),
        pytest.param(
            b"name,Aadhaar No\nKV One,\n",
            "The column “Aadhaar No” is for Aadhaar numbers. Banyan never keeps them. Take the "
            "column out; nothing was stored.",
            id="Aadhaar column",
        ),
        pytest.param(
            b"name,remark\nKV One,no. 2341 2341 2346 of the head\n",
            "Row 2, column “remark”: this looks like an Aadhaar number. Banyan never keeps them. "
            "Take the numbers out of the file; none was stored.",
            id="Aadhaar cell",
        ),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(content: bytes, sentence: str) -> None:
    with pytest.raises(BadFile) as refused:
        list(read(content))
    assert str(refused.value) == sentence


def test_a_file_that_is_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    with pytest.raises(BadFile) as refused:
        list(read("name\nA\nB\nC\n"))
    assert str(refused.value) == (
        "The file has more than 3 rows. Split it into smaller files and import them one after "
        "another."
    )


SHAPE = "Write its 11 digits: state 2, district 2, block 2, village 3, school 2; or leave it empty."


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        pytest.param(
            ",kv,Gujarat,,",
            Problem(2, "name", "The name is missing.", "Write the name of the school."),
            id="no name",
        ),
        pytest.param(
            "KV One,palace,Gujarat,,",
            Problem(
                2,
                "type",
                "“palace” is not a type of school.",
                "Write one of: kv, jnv, cbse, state, local, aided, private, other.",
            ),
            id="unknown type",
        ),
        pytest.param(
            "KV One,kv,Gujarat,2407,",
            Problem(2, "udise", "“2407” is not a UDISE code.", SHAPE),
            id="short code",
        ),
        pytest.param(
            "KV One,kv,Gujarat,2407010010X,",
            Problem(2, "udise", "“2407010010X” is not a UDISE code.", SHAPE),
            id="letter in a code",
        ),
        pytest.param(
            "KV One,kv,Gujarat,2.40701E+10,",
            Problem(
                2,
                "udise",
                "“2.40701E+10” is not a UDISE code.",
                "The spreadsheet has shortened it: format the column as text and enter it again.",
            ),
            id="code shortened by a spreadsheet",
        ),
        pytest.param(
            "KV One,kv,Gujarat,7010100101,",
            Problem(
                2,
                "udise",
                "“7010100101” is not a UDISE code.",
                "It has 10 digits of 11: a spreadsheet may have dropped the 0 in front. Format "
                "the column as text and put it back.",
            ),
            id="zero lost",
        ),
        pytest.param(
            f"{'N' * 201},kv,Gujarat,,",
            Problem(
                2,
                "name",
                "This has 201 characters; at most 200 fit.",
                "Shorten it. Perhaps a quotation mark is not closed.",
            ),
            id="over-long",
        ),
        pytest.param(
            "KV One, Surat,kv,Gujarat,,",
            Problem(
                2,
                "",
                "This row has 6 cells and the heading has 5.",
                "Put text that contains the separator between quotation marks, like “A, B”.",
            ),
            id="too many cells",
        ),
        pytest.param(
            "KV One,kv",
            Problem(
                2,
                "",
                "This row has 2 cells and the heading has 5.",
                "Add the missing cells; an empty one still needs its separator.",
            ),
            id="too few cells",
        ),
        pytest.param(
            '"KV" One,kv,Gujarat,,',
            Problem(
                2,
                "",
                "A quotation mark stands inside a cell, or is not closed.",
                "Write a quotation mark inside quoted text twice, or remove it.",
            ),
            id="stray quote",
        ),
    ],
)
def test_a_bad_row_names_row_column_what_and_cure(row: str, problem: Problem) -> None:
    found = list(read(f"name,type,state,udise,place\n{row}\nKV Next,kv,Gujarat,,\n"))
    assert found == [[problem], School(3, "KV Next", "kv", "Gujarat", "", "", "", "")]


def test_a_row_says_everything_that_is_wrong_with_its_text() -> None:
    found = only("name,type,udise\n,palace,12\n")
    assert isinstance(found, list)
    assert [problem.column for problem in found] == ["name", "udise", "type"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("KV AFS Makarpura", "kv"),
        ("PM SHRI KV NO 1", "kv"),
        ("Kendriya Vidyalaya Surat", "kv"),
        ("JNV Kheda", "jnv"),
        ("PM SHRI Jawahar Navodaya Vidyalaya, Gaya", "jnv"),
        ("KVM Public School", ""),
    ],
)
def test_a_name_may_say_the_type_that_the_file_does_not(name: str, kind: str) -> None:
    found = only(f'name\n"{name}"\n')
    assert isinstance(found, School)
    assert found.school_type == kind


def test_an_aadhaar_number_is_known_by_its_check_digit() -> None:
    assert verhoeff_holds(AN_AADHAAR)
    assert looks_like_aadhaar(AN_AADHAAR)
    assert looks_like_aadhaar(f"of {AN_AADHAAR[:4]}-{AN_AADHAAR[4:8]}-{AN_AADHAAR[8:]}, her own")
    assert not looks_like_aadhaar(AN_AADHAAR[:-1] + "7")
    assert not looks_like_aadhaar("1" + AN_AADHAAR[1:])
    assert not looks_like_aadhaar("9" + AN_AADHAAR)
    assert not looks_like_aadhaar("24070100101")
