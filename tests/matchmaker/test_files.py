import os
import tracemalloc
from pathlib import Path
from threading import Thread

import pytest

from matchmaker.files import Findings, read_people, read_table
from matchmaker.problem import Mentor, Teacher
from matchmaker.sheets import encoding
from matchmaker.writing import disarmed, write_rows

HEADER = "id,capacity,domains,languages"
ROW = "m1,2,ethics;inclusion,Hindi"
GOOD = f"{HEADER}\n{ROW}\n"
MEERA = Mentor("m1", capacity=2, domains=("ethics", "inclusion"), languages=("Hindi",))


def read(folder: Path, content: bytes) -> tuple[tuple[Mentor, ...], list[str], list[str]]:
    """Mentors, faults and notes of a file with this content."""
    path = folder / "mentors.csv"
    path.write_bytes(content)
    findings = Findings()
    people = read_people(Mentor, path, findings)
    return people, [str(fault) for fault in findings.faults], findings.notes


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r").encode(),
        GOOD.replace(",", "\t").encode(),
        b'id;capacity;domains;languages\nm1;2;"ethics;inclusion";Hindi\n',
        b'"id";"capacity";"domains";"languages"\n"m1";"2";"ethics;inclusion";"Hindi"\n',
        f"\n\n{HEADER}\n\n,,,\n{ROW}\n\n".encode(),
        f"{HEADER}\n{ROW},,,\n".encode(),
        b" ID , Capacity,DOMAINS,languages\n m1 , 2 , ethics ;; inclusion; Ethics , Hindi\n",
        b"languages,domains,capacity,id\nHindi,ethics;inclusion,+2,m1\n",
        f"{HEADER}\nm1,२,ethics;inclusion,Hindi".encode(),
    ],
)
def test_the_same_mentor_is_read_however_the_office_saved_the_sheet(
    tmp_path: Path, content: bytes
) -> None:
    assert read(tmp_path, content) == ((MEERA,), [], [])


def test_a_long_file_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "mentors.csv"
    row = f"{ROW},{'a' * 1000}\n"
    path.write_text(f"{HEADER},remarks\n{row * 20_000}", encoding="utf-8")
    said: list[tuple[int, int]] = []

    def told(done: int, of: int) -> None:
        said.append((done, of))

    tracemalloc.start()
    count = sum(1 for _ in read_table(path, ["id"], ["id"], Findings(), told))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert most < path.stat().st_size / 4
    assert [of for _, of in said] == [path.stat().st_size] * 2
    assert 0 < said[0][0] < said[1][0] <= path.stat().st_size


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "utf-8-sig"),
        ("नमस्ते, José".encode(), "utf-8-sig"),
        ("नमस्ते".encode("utf-8-sig"), "utf-8-sig"),
        ("नमस्ते"[:3].encode()[:-1], "cp1252"),
        ("अ José".encode() + b"\xe9", "cp1252"),
        ("José".encode("cp1252") + "अ".encode(), "cp1252"),
        ("नमस्ते".encode("utf-16"), "utf-16"),
        (b"PK\0\3", None),
        (b"\xe9\xe9\0", None),
        ("a\0b".encode("utf-16"), None),
    ],
)
def test_an_encoding_is_known_piece_by_piece(size: int, content: bytes, code: str | None) -> None:
    pieces = [content[:2], *(content[at : at + size] for at in range(2, len(content), size))]
    assert encoding(pieces) == code


def test_what_comes_through_a_pipe_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mentors.csv"
    os.mkfifo(path)
    writer = Thread(target=path.write_text, args=(GOOD,))
    writer.start()
    assert read_people(Mentor, path, Findings()) == (MEERA,)
    writer.join()


def test_people_with_the_same_lists_and_places_share_them(tmp_path: Path) -> None:
    header = "id,domains,languages,school,district,state,prefers"
    path = tmp_path / "teachers.csv"
    rows = (f"t{place},art;ict,Hindi,KV 1,Pune,Goa,m{place};m0" for place in range(3))
    path.write_text("\n".join((header, *rows)), encoding="utf-8")
    people = read_people(Teacher, path, Findings())
    for name in ("domains", "languages", "school", "district", "state"):
        first, *others = (getattr(each, name) for each in people)
        assert all(other is first for other in others)
    assert [each.prefers for each in people] == [("m0",), ("m1", "m0"), ("m2", "m0")]


def test_windows_text_is_read_and_reported(tmp_path: Path) -> None:
    people, faults, notes = read(tmp_path, f"{HEADER},name\n{ROW},José\n".encode("latin-1"))
    assert (people[0].name, faults) == ("José", [])
    assert notes == [
        "mentors.csv: not UTF-8, read as Windows-1252 (Latin-1). Check names with accents."
    ]


def test_columns_that_nobody_knows_are_reported_and_not_fatal(tmp_path: Path) -> None:
    people, faults, notes = read(tmp_path, f"{HEADER},phone,\n{ROW},123,\n".encode())
    assert (people, faults) == ((MEERA,), [])
    assert notes == ["mentors.csv: columns not used: phone, (no name)."]


def test_a_list_with_commas_is_one_value_and_that_is_said_once(tmp_path: Path) -> None:
    header = "id,name,capacity,domains,languages"
    text = f'{header}\nm1,"Rao, A.",1,ict,hi\nm2,B,1,"ict, art",hi\nm3,C,1,"art, ict",hi\n'
    people, faults, notes = read(tmp_path, text.encode())
    assert ([each.domains for each in people[:2]], faults) == ([("ict",), ("ict, art",)], [])
    assert notes == [
        'mentors.csv, row 3, column domains: "ict, art" has a comma in it. '
        'Lists are separated by ";"; what stands between two of these counts as one value.'
    ]


def test_every_column_is_read(tmp_path: Path) -> None:
    header = "id,name,domains,languages,subjects,stages,years,school,district,state,hours"
    path = tmp_path / "teachers.csv"
    path.write_text(
        f"{header},prefers,avoid\n"
        't1,"Arun, K.",digital,Hindi;Tamil,maths,middle,4,KV 1,Pune,Goa,Mon 16;Tue 16,m2;m1,m3\n',
        encoding="utf-8",
    )
    findings = Findings()
    assert read_people(Teacher, path, findings) == (
        Teacher(
            id="t1",
            name="Arun, K.",
            domains=("digital",),
            languages=("Hindi", "Tamil"),
            subjects=("maths",),
            stages=("middle",),
            years=4,
            school="KV 1",
            district="Pune",
            state="Goa",
            hours=("Mon 16", "Tue 16"),
            prefers=("m2", "m1"),
            avoid=("m3",),
        ),
    )
    assert findings == Findings()


MISSING = (
    "This required column is missing. Add it; known: id, name, capacity, domains, languages,"
    " subjects, stages, years, school, district, state, hours, avoid, prefers, skills,"
    " fluency, formats, contexts, says, minor."
)
RAGGED = "Put cells that contain the separator in quotation marks, and leave no cell out."
NOT_WHOLE = "is not a whole number. Write digits only, such as 3."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", [": The file is empty. Write a header: id,capacity,domains,languages."]),
        ('""\n,,\n', [": The file is empty. Write a header: id,capacity,domains,languages."]),
        (
            "id,domains\nm1,ethics\n",
            [
                f", row 1, column capacity: {MISSING}",
                f", row 1, column languages: {MISSING}",
            ],
        ),
        (
            f"{HEADER},ID\n{ROW},m1\n",
            [", row 1, column id: There are two columns of this name. Keep one of them."],
        ),
        (
            f"{HEADER}\n{ROW}\n\nm1,1,art,Hindi\n",
            [', row 4, column id: "m1" is already in row 2. Give each its own id.'],
        ),
        (
            f"{HEADER}\n,1,art,Hindi\n,1,art,Hindi\n",
            [
                ", row 2, column id: The cell is empty. Write one.",
                ", row 3, column id: The cell is empty. Write one.",
            ],
        ),
        (
            f"{HEADER}\nm1,two,art,\nm2,-1,,Hindi\nm3,2.5,art,Hindi\nm4,,art,Hindi\n",
            [
                ', row 2, column capacity: "two" ' + NOT_WHOLE,
                ", row 2, column languages: The cell is empty. Write at least one value.",
                ', row 3, column capacity: "-1" is negative. Write 0 or more.',
                ", row 3, column domains: The cell is empty. Write at least one value.",
                ', row 4, column capacity: "2.5" ' + NOT_WHOLE,
                ", row 5, column capacity: The cell is empty. Write one.",
            ],
        ),
        (
            f"{HEADER},years\n{ROW},99999999\nm2,1,art,Hindi,\n",
            [', row 2, column years: "99999999" is too large. Write at most 1000000.'],
        ),
        (
            f"{HEADER}\nm1,1,art\nm2,1,art,Hindi,more\n",
            [
                f", row 2: The row has 3 cells, the header 4. {RAGGED}",
                f", row 3: The row has 5 cells, the header 4. {RAGGED}",
            ],
        ),
        (
            f'{HEADER}\nm1,1,"art,Hindi\n',
            [
                ", row 2: The row cannot be taken apart (unexpected end of data)."
                " Check the quotation marks: each cell that opens one must close it."
            ],
        ),
        (
            '"id,capacity\n',  # not also that it is empty
            [
                ", row 1: The row cannot be taken apart (unexpected end of data)."
                " Check the quotation marks: each cell that opens one must close it."
            ],
        ),
        (
            f'{HEADER}\nm1,1,"art,{"x" * 131_072},Hindi\n',
            [
                ", row 2: A cell of this row has more than 131,072 signs. Shorten it; or, if it is"
                " not so long, close the quotation mark that opens it."
            ],
        ),
        ("PK\0\3", [": This is not a text file. Save the sheet as CSV (UTF-8)."]),
    ],
)
def test_bad_input_is_told_with_row_column_and_cure_all_at_once(
    tmp_path: Path, content: str, said: list[str]
) -> None:
    assert read(tmp_path, content.encode())[1] == [f"mentors.csv{fault}" for fault in said]


def test_a_number_of_five_thousand_digits_is_only_too_large(tmp_path: Path) -> None:
    digits = "9" * 5000
    (fault,) = read(tmp_path, f"{HEADER}\nm1,{digits},art,Hindi\n".encode())[1]
    assert fault.endswith("is too large. Write at most 1000000.")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    findings = Findings()
    path = tmp_path / "nothing.csv"
    assert read_people(Teacher, path, findings) == ()
    assert [str(fault) for fault in findings.faults] == [
        f"nothing.csv: No such file or directory: {path}. Check the path and its permissions."
    ]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("m=1", "m=1"),
        ("", ""),
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(cell: str, written: str) -> None:
    assert disarmed(cell) == written


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_rows(path, [["a"], ["\ud800"]])
    assert [each.name for each in tmp_path.iterdir()] == ["pairs.csv"]
    assert path.read_text(encoding="utf-8") == "before"
    write_rows(path, [["a", "b,c"], ["=d", "नमस्ते"]])
    assert path.read_bytes() == 'a,"b,c"\n\'=d,नमस्ते\n'.encode()
    assert [each.name for each in tmp_path.iterdir()] == ["pairs.csv"]
