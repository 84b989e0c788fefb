"""The same people from CSV, JSON and Parquet, and what is said of files that cannot be used."""

import json
import sys
from decimal import Decimal
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from matchmaker.command import run
from matchmaker.files import BadInput, Findings, read_people, read_table
from matchmaker.problem import Mentor, Teacher
from matchmaker.scored import read_scored

MEERA = {
    "id": "meera",
    "capacity": 2,
    "domains": ["digital", " ethics "],
    "languages": ["Hindi", "Tamil"],
    "years": 12,
    "district": "Pune",
    "avoid": None,
}
NILA = {"id": 7, "capacity": 1.0, "domains": "art", "languages": "Tamil; Odia", "years": None}
CSV = (
    "id,capacity,domains,languages,years,district,avoid\n"
    "meera,2,digital;ethics,Hindi;Tamil,12,Pune,\n"
    "7,1,art,Tamil;Odia,,,\n"
)


def people(path: Path) -> tuple[Mentor, ...]:
    findings = Findings()
    found = read_people(Mentor, path, findings)
    assert findings == Findings()
    return found


def write_json(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def write_parquet(path: Path, rows: list[dict[str, object]]) -> Path:
    parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    return path


def test_csv_json_and_parquet_hold_the_same_people(tmp_path: Path) -> None:
    sheet = tmp_path / "mentors.csv"
    sheet.write_text(CSV, encoding="utf-8")
    listed = write_json(tmp_path / "mentors.JSON", [MEERA, NILA])
    lists = {"domains": ["art"], "languages": ["Tamil", "Odia"]}
    stored = write_parquet(tmp_path / "mentors.parquet", [MEERA, {**NILA, "id": "7", **lists}])
    assert people(sheet) == people(listed) == people(stored)
    assert people(sheet)[1] == Mentor(
        "7", capacity=1, domains=("art",), languages=("Tamil", "Odia")
    )


def test_gaps_among_numbers_are_gaps(tmp_path: Path) -> None:
    rows = [{**MEERA, "years": years} for years in (3.0, float("nan"))]
    rows[1]["id"] = "nila"
    assert [m.years for m in people(write_parquet(tmp_path / "m.parquet", rows))] == [3, None]


def test_rows_are_counted_from_one_and_blank_ones_left_out(tmp_path: Path) -> None:
    path = write_json(tmp_path / "t.json", [{"id": ""}, {"id": "a"}, {"id": " b "}])
    assert list(read_table(path, ["id"], ["id"], Findings())) == [
        (2, {"id": "a"}),
        (3, {"id": "b"}),
    ]


def test_scores_made_elsewhere_are_read_too(tmp_path: Path) -> None:
    edges = [
        {"teacher_id": "a", "mentor_id": "m", "score": 0.25},
        {"teacher_id": "b", "mentor_id": "m", "score": 3.0},
    ]
    scores = write_parquet(tmp_path / "scores.parquet", edges)
    seats = write_json(tmp_path / "seats.json", [{"id": "m", "capacity": 1}])
    findings = Findings()
    scored = read_scored(scores, seats, findings)
    assert (findings, scored.scores) == (Findings(), ("0.25", "3"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "{",
            "m.json: This is not JSON (line 1: Expecting property name enclosed in double quotes).",
        ),
        pytest.param("[" * 100_000, "m.json: A number in it is too long, or too", id="deep"),
        pytest.param(f'[{{"id": {"9" * 5000}}}]', "m.json: A number in it is too long", id="long"),
        ("{}", "m.json: This is not a list."),
        ("[3, 4]", "m.json, row 1: This is not an object."),
        ("[]", "m.json: The file is empty. Write a header: id,capacity,domains,languages."),
        ('[{"id": "a"}]', "m.json, capacity: This required column is missing."),
        (
            '[{"id": "a", "capacity": 1, "domains": "art", "languages": {"Hindi": 1}}]',
            "m.json, row 1, column languages: This is not a text, a number or a list of them."
            ' Write "Hindi", 3 or ["Hindi", "Tamil"].',
        ),
        (
            '[{"id": "a", "capacity": 1, "domains": "art", "languages": [["Hindi"]]}]',
            "m.json, row 1, column languages: This is not a text,",
        ),
        (
            '[{"id": "a", "capacity": 1, "domains": ["art;maths"], "languages": "Hindi"}]',
            "m.json, row 1, column domains: This is not a text,",
        ),
        (
            '[{"id": "a", "capacity": -1, "domains": "art", "languages": "Hindi"}]',
            'm.json, row 1, column capacity: "-1" is negative. Write 0 or more.',
        ),
        (
            '[{"id": "a", "capacity": true, "domains": "art", "languages": "Hindi"}]',
            'm.json, row 1, column capacity: "yes" is not a whole number.',
        ),
    ],
)
def test_a_json_file_that_cannot_be_used_says_why_and_nothing_is_written(
    tmp_path: Path, text: str, said: str
) -> None:
    mentors, out = tmp_path / "m.json", tmp_path / "pairs.csv"
    mentors.write_text(text, encoding="utf-8")
    teachers = write_json(tmp_path / "t.json", [{"id": "t", "domains": "art", "languages": "Odia"}])
    with pytest.raises(BadInput) as refused:
        run(mentors, teachers, None, out)
    assert str(refused.value.faults[0]).startswith(said)
    told = list(map(str, refused.value.faults))
    assert len(told) == (3 if "required column" in said else 1)
    assert not out.exists()


@pytest.mark.parametrize("name", ["none.parquet", "text.parquet"])
def test_what_is_not_parquet_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.parquet").write_text("id\na\n", encoding="utf-8")
    findings = Findings()
    assert read_people(Teacher, tmp_path / name, findings) == ()
    (fault,) = findings.faults
    assert str(fault) == (
        f"none.parquet: No such file or directory: {tmp_path / name}."
        " Check the path and its permissions."
        if name == "none.parquet"
        else "text.parquet: This is not a Parquet file. Save the table as Parquet or as CSV."
    )


def test_without_its_library_parquet_is_refused_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    findings = Findings()
    assert read_people(Teacher, tmp_path / "t.parquet", findings) == ()
    assert list(map(str, findings.faults)) == [
        "t.parquet: Parquet is read with pyarrow, which is not installed."
        " Install it (.venv/bin/python -m pip install pyarrow), or save the table as CSV."
    ]


@pytest.mark.parametrize("value", ["M\ud800", "\0", ["Hindi", "a\udfff"]])
@pytest.mark.parametrize("column", ["id", "languages", "remarks"])
def test_what_no_text_can_hold_is_told_by_its_cell(
    tmp_path: Path, column: str, value: object
) -> None:
    findings = Findings()
    read_people(Mentor, write_json(tmp_path / "m.json", [{**MEERA, column: value}]), findings)
    assert [str(fault) for fault in findings.faults] == [
        f"m.json, row 1, column {column}: This holds half a character, or a sign that is no text."
        " Write it again from where it came."
    ]


def test_a_parquet_file_with_damaged_pages_is_told(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "m.parquet", [{**MEERA, "id": f"m{n}"} for n in range(500)])
    content = bytearray(path.read_bytes())
    content[4:200] = b"\xff" * 196
    path.write_bytes(content)
    findings = Findings()
    assert read_people(Mentor, path, findings) == ()
    assert [str(fault) for fault in findings.faults] == [
        "m.parquet: This Parquet file is damaged, or holds what cannot be read."
        " Save the table once more, as Parquet or as CSV."
    ]


def test_decimals_are_numbers(tmp_path: Path) -> None:
    rows = [
        {"teacher_id": "t", "mentor_id": "m", "score": Decimal("0.80")},
        {"teacher_id": "u", "mentor_id": "m", "score": Decimal("-7.00")},
        {"teacher_id": "v", "mentor_id": "m", "score": Decimal("0.00")},
    ]
    path = write_parquet(tmp_path / "scores.parquet", rows)
    names = ["teacher_id", "mentor_id", "score"]
    findings = Findings()
    found = [cells["score"] for _, cells in read_table(path, names, names, findings)]
    assert (found, findings) == (["0.80", "-7", "0"], Findings())
