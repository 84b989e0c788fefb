import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from matchmaker.asking import made_with
from matchmaker.command import match_scored

SCORES = (
    "teacher_id,mentor_id,score\n"
    "arun,meera,0.9\n"
    "arun,nila,0.3\n"
    "bela,meera,0.8\n"
    "chitra,meera,0.1\n"
    "dev,nila,-1\n"
    "arun,omar,0.95\n"
)
CAPACITIES = "id,capacity,shoe\nmeera,1,38\nnila,1,41\nomar,0,40\n"


class Desk:
    """A folder with the two files, and the command run on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "pairs.csv"
        self.write("scores.csv", SCORES)
        self.write("capacities.csv", CAPACITIES)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def match(self, out: str = "pairs.csv", **options: Any) -> tuple[int, str, list[str]]:
        """Exit code, standard output, and the lines of standard error."""
        stdout, stderr = io.StringIO(), io.StringIO()
        code = match_scored(
            self.folder / "scores.csv",
            self.folder / "capacities.csv",
            self.folder / out,
            stdout=stdout,
            stderr=stderr,
            **options,
        )
        return code, stdout.getvalue(), stderr.getvalue().splitlines()

    def pairs(self) -> list[list[str]]:
        with self.out.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_scores_become_the_pairs_of_the_highest_total(desk: Desk) -> None:
    code, stdout, stderr = desk.match()
    assert (code, stdout) == (0, "")
    assert desk.pairs() == [
        ["teacher_id", "mentor_id", "score", "reasons"],
        ["arun", "nila", "0.3", "By score this is choice 3 of 3."],
        ["bela", "meera", "0.8", "By score this is choice 1 of 1."],
        [
            "chitra",
            "",
            "",
            "Every mentor who could take this teacher is full. Such mentors: 1, with seats: 1.",
        ],
        ["dev", "", "", "Every possible mentor has a score below nothing. Such mentors: 1."],
    ]
    assert stderr == [
        "capacities.csv: columns not used: shoe.",
        f"Teachers with a mentor: 2; without: 2. Written to {desk.out}.",
        "No better answer exists.",
    ]


def test_json_says_how_good_the_answer_is(desk: Desk) -> None:
    _, stdout, _ = desk.match(json=True)
    said = json.loads(stdout)
    assert said.pop("seconds") >= 0
    assert said == {
        "format": "matchmaker.scored",
        "version": 1,
        "objective": "total",
        "total": 1.1,
        "bound": 1.1,
        "gap": 0.0,
        "engine": "auction",
        "seed": None,
        "made_with": made_with(),
    }


def test_what_is_not_proven_the_best_says_how_far_it_may_be(desk: Desk) -> None:
    rows = [
        f"t{row},m{column},{(row * 7919 + column * 104729) % 9973}"
        for row in range(60)
        for column in range(12)
    ]
    desk.write("scores.csv", "\n".join(["teacher_id,mentor_id,score", *rows]))
    desk.write("capacities.csv", "\n".join(["id,capacity", *(f"m{n},4" for n in range(12))]))
    _, near, told = desk.match(json=True)
    _, exact, best = desk.match(json=True, exact=True)
    assert 0 < json.loads(near)["gap"] <= 0.001
    assert told[-1] == f"At most {json.loads(near)['gap']:.3%} below the best there can be."
    assert json.loads(exact)["gap"] == 0
    assert best[-1] == "No better answer exists."
    assert json.loads(near)["total"] <= json.loads(exact)["total"] <= json.loads(near)["bound"]


def test_the_order_of_the_rows_changes_no_pair(desk: Desk) -> None:
    rows = [f"t{row},m{column},{column % 2}" for row in range(9) for column in range(4)]
    seats = [f"m{column},2" for column in range(4)]

    def matched(rows: list[str], seats: list[str]) -> list[list[str]]:
        desk.write("scores.csv", "\n".join(["teacher_id,mentor_id,score", *rows]))
        desk.write("capacities.csv", "\n".join(["id,capacity", *seats]))
        desk.match()
        return desk.pairs()

    before, after = matched(rows, seats), matched(rows[::-1], seats[::-1])
    assert sorted(after) == sorted(before)
    assert [row[0] for row in after[1:]] == [f"t{row}" for row in range(9)][::-1]


def test_every_fault_is_told_and_nothing_written(desk: Desk) -> None:
    desk.write(
        "scores.csv",
        "teacher_id,mentor_id,score\n"
        "arun,zoya,1\n"
        "arun,meera,x\n"
        ",meera,1\n"
        "arun,meera,1e999999999\n"
        "arun,nila,1\n"
        "arun,nila,2\n"
        "bela,nila,0.12345678\n"
        "bela,meera,nan\n"
        "bela,,\n"
        "chitra,meera,1_000\n",
    )
    desk.write("capacities.csv", "id,capacity\nmeera,1\nmeera,2\nnila,many\n,3\nomar,\n")
    code, _, stderr = desk.match()
    assert code == 2
    assert stderr == [
        'capacities.csv, row 3, column id: "meera" is already in row 2. Give each its own id.',
        'capacities.csv, row 4, column capacity: "many" is not a whole number.'
        " Write digits only, such as 3.",
        "capacities.csv, row 5, column id: The cell is empty. Write one.",
        "capacities.csv, row 6, column capacity: The cell is empty. Write one.",
        'scores.csv, row 2, column mentor_id: No mentor has the id "zoya".'
        " Add her to capacities.csv, or leave the row out.",
        'scores.csv, row 3, column score: "x" is not a number. Write a number such as 7 or 0.82.',
        "scores.csv, row 4, column teacher_id: The cell is empty. Write one.",
        'scores.csv, row 5, column score: "1e999999999" is too large. Write at most 1099511.',
        "scores.csv, row 7, column mentor_id: This pair is already in row 6. Keep one of them.",
        'scores.csv, row 8, column score: "0.12345678" is too fine.'
        " Round it to 6 digits after the point.",
        'scores.csv, row 9, column score: "nan" is not a number. Write a number such as 7 or 0.82.',
        "scores.csv, row 10, column mentor_id: The cell is empty. Write one.",
        "scores.csv, row 10, column score: The cell is empty. Write one.",
        'scores.csv, row 11, column score: "1_000" is not a number. Write a number such as 7 or'
        " 0.82.",
        f"Nothing was written to {desk.out}.",
    ]
    assert not desk.out.exists()


def test_a_file_that_is_wrong_throughout_is_not_told_row_by_row(desk: Desk) -> None:
    desk.write("scores.csv", "teacher_id,mentor_id,score\n" + "a,b,c\n" * 5000)
    _, _, stderr = desk.match()
    assert stderr[-2] == "scores.csv, row 53: There are more faults. Mend these first."


def test_it_never_writes_over_what_it_reads(desk: Desk) -> None:
    assert desk.match("scores.csv")[2] == [
        "scores.csv: This file is also read. Choose another name to write to.",
        f"Nothing was written to {desk.folder / 'scores.csv'}.",
    ]
    assert (desk.folder / "scores.csv").read_text(encoding="utf-8") == SCORES


def test_files_without_rows_have_nobody_to_match(desk: Desk) -> None:
    desk.write("scores.csv", "teacher_id,mentor_id,score\n")
    desk.write("capacities.csv", "id,capacity\n")
    code, _, stderr = desk.match()
    assert (code, len(desk.pairs())) == (0, 1)
    assert stderr[-1] == "No better answer exists."
