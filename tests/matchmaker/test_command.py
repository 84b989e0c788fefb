import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from matchmaker.command import match, run
from matchmaker.criteria_file import SAMPLE, read_criteria
from matchmaker.files import BadInput, Findings
from matchmaker.outcome import Outcome
from matchmaker.problem import Criteria, Weights
from matchmaker.saying import proof

MENTORS = "id,capacity,domains,languages\n=meera,1,digital;ethics,Hindi\nnila,1,art,Tamil\n"
TEACHERS = (
    "id,domains,languages,shoe,avoid\n"
    "zoya,digital,Hindi,38,\n"
    "arun,ethics;art,Hindi,43,nobody\n"
    "bela,art,Odia,37,\n"
    "chitra,art,Tamil,36,nila\n"
)


class Office:
    """A folder with two spreadsheets, and the command run on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "pairs.csv"
        self.write("mentors.csv", MENTORS)
        self.write("teachers.csv", TEACHERS)

    def write(self, name: str, text: str) -> Path:
        """A file of the folder."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def match(
        self, criteria: Path | None = None, json: bool = False, out: Path | None = None
    ) -> tuple[int, str, str]:
        """Exit code, standard output and standard error."""
        stdout, stderr = io.StringIO(), io.StringIO()
        code = match(
            self.folder / "mentors.csv",
            self.folder / "teachers.csv",
            criteria,
            out or self.out,
            json,
            stdout=stdout,
            stderr=stderr,
        )
        return code, stdout.getvalue(), stderr.getvalue()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_two_spreadsheets_become_explained_pairs(office: Office) -> None:
    code, stdout, stderr = office.match()
    with office.out.open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))
    assert (code, stdout) == (0, "")
    assert table == [
        ["teacher_id", "mentor_id", "score", "reasons"],
        [
            "zoya",
            "'=meera",
            "10000",
            "Offers what the teacher needs most: digital. Both put this language first: Hindi.",
        ],
        [
            "arun",
            "",
            "",
            "Every mentor who could take this teacher is full. Such mentors: 1, with seats: 1."
            " One more seat with =meera would place this teacher. Teachers who would get another"
            " mentor: 0. Mentors with whom one more seat would do: 1. Points of total fit that such"
            " a seat brings, beside one more teacher with a mentor: 7333.",
        ],
        [
            "bela",
            "",
            "",
            "No mentor speaks a language of this teacher (Odia). Mentors asked: 2."
            " Without the rule that two share a language, this teacher would have a mentor."
            " Teachers who would get another: 0.",
        ],
        [
            "chitra",
            "",
            "",
            "Every mentor who shares a language with this teacher is ruled out. Such mentors: 1."
            " Ruled out in confidence: 1. Without the rule that two share a language, this teacher"
            " would have a mentor. Teachers who would get another: 1.",
        ],
    ]
    assert stderr.splitlines() == [
        "teachers.csv: columns not used: shoe.",
        "teachers.csv, id arun, column avoid: no mentor has the id nobody.",
        "pairs.csv: an apostrophe stands before ids that a spreadsheet would run as a formula: 1"
        " (=meera). Take it off before you join the pairs to other tables.",
        f"Teachers with a mentor: 1; without: 3. Written to {office.out}.",
        "As many teachers as possible have a mentor, with the highest total fit there is.",
        "No better answer exists.",
        "Mentors to look for next: 1. They offer art, speak Odia and take teachers each: 1."
        " Further teachers they would place: 1. Placed by this kind alone, if there were enough of"
        " them: 1.",
        "Mentors to look for next: 1. They offer art, speak Tamil and take teachers each: 1."
        " Further teachers they would place: 1. Placed by this kind alone, if there were enough of"
        " them: 1.",
        "Mentors to look for next: 1. They offer ethics, speak Hindi and take teachers each: 1."
        " Further teachers they would place: 1. Placed by this kind alone, if there were enough of"
        " them: 1.",
    ]


def test_json_prints_the_whole_outcome_as_well(office: Office) -> None:
    code, stdout, _ = office.match(json=True)
    outcome = Outcome.from_json(stdout)
    assert code == 0
    assert [(pair.teacher_id, pair.mentor_id) for pair in outcome.pairs] == [("zoya", "=meera")]
    assert office.out.exists()


def answer(office: Office) -> str:
    """What is printed as JSON, without the time it took, which is measured."""
    printed = json.loads(office.match(json=True)[1])
    assert printed.pop("seconds") >= 0
    return json.dumps(printed)


def test_the_objective_of_the_command_goes_before_that_of_the_criteria(office: Office) -> None:
    criteria = office.write("criteria.toml", 'objective = "fairest"\n')
    assert read_criteria(criteria, Findings()).objective == "fairest"
    mentors, teachers = office.folder / "mentors.csv", office.folder / "teachers.csv"
    done = run(mentors, teachers, criteria, office.out, objective="stable")
    assert (done.outcome.objective, done.outcome.value) == ("stable", (0, 10_000))
    assert list(proof(replace(done.outcome, advice=()))) == [
        "No teacher and mentor would both rather have each other.",
        "Pairs who would both rather have each other: 0.",
        "Teachers with a mentor: 1, total fit: 10000; by the usual objective 1 and 10000.",
    ]


def test_bad_input_says_everything_writes_nothing_and_exits_with_2(office: Office) -> None:
    office.write("mentors.csv", MENTORS + "nila,-1,art,Tamil\n")
    office.write("teachers.csv", TEACHERS + "dev,,Hindi,40,\n")
    criteria = office.write("criteria.toml", "[weights]\ndomain = 3\n")
    code, stdout, stderr = office.match(criteria)
    assert (code, stdout) == (2, "")
    assert stderr.splitlines() == [
        'mentors.csv, row 4, column capacity: "-1" is negative. Write 0 or more.',
        'mentors.csv, row 4, column id: "nila" is already in row 3. Give each its own id.',
        "teachers.csv, row 6, column domains: The cell is empty. Write at least one value.",
        "criteria.toml, weights.domain: There is no such key. Did you mean domains?",
        f"Nothing was written to {office.out}.",
    ]
    assert not office.out.exists()


def test_an_earlier_answer_stays_where_the_input_is_bad(office: Office) -> None:
    office.out.write_text("before", encoding="utf-8")
    office.write("mentors.csv", "")
    assert office.match()[0] == 2
    assert office.out.read_text(encoding="utf-8") == "before"


def test_it_never_writes_over_what_it_reads_nor_where_nothing_can_be(office: Office) -> None:
    nowhere = office.folder / "no" / "pairs.csv"
    assert office.match(out=office.folder / "teachers.csv")[2].splitlines()[0] == (
        "teachers.csv: This file is also read. Choose another name to write to."
    )
    assert office.match(out=nowhere)[2].splitlines()[0] == (
        f"pairs.csv: There is no such place to write to: {nowhere}. Name a file in a folder."
    )
    assert (office.folder / "teachers.csv").read_text(encoding="utf-8") == TEACHERS


def test_the_answer_is_the_same_to_the_byte(office: Office) -> None:
    first = answer(office), office.out.read_bytes()
    assert (answer(office), office.out.read_bytes()) == first


def test_criteria_change_the_answer(office: Office) -> None:
    criteria = office.write(
        "criteria.toml", "[weights]\ndomains = 1\n\n[rules]\nshared_language = false\n"
    )
    done = run(office.folder / "mentors.csv", office.folder / "teachers.csv", criteria, office.out)
    assert done.problem.criteria == Criteria(Weights(domains=1), shared_language=False)
    assert len(done.outcome.pairs) == 2


def test_progress_goes_from_reading_to_writing(office: Office) -> None:
    steps: list[str] = []
    run(
        office.folder / "mentors.csv",
        office.folder / "teachers.csv",
        None,
        office.out,
        progress=lambda step, done, of: steps.append(step),
    )
    assert list(dict.fromkeys(steps)) == [
        "read", "weigh", "assign", "explain", "recruit", "write",
    ]  # fmt: skip


def test_a_bad_run_raises_all_its_faults(office: Office) -> None:
    office.write("mentors.csv", "")
    with pytest.raises(BadInput) as refused:
        run(office.folder / "mentors.csv", office.folder / "teachers.csv", None, office.out)
    assert str(refused.value) == (
        "mentors.csv: The file is empty. Write a header: id,capacity,domains,languages."
    )


def test_criteria_that_cannot_be_read_are_one_fault(tmp_path: Path) -> None:
    findings = Findings()
    assert read_criteria(tmp_path / "none.toml", findings) == Criteria()
    assert [fault.file for fault in findings.faults] == ["none.toml"]


def test_the_sample_of_criteria_holds_the_usual_values() -> None:
    findings = Findings()
    assert read_criteria(SAMPLE, findings) == Criteria()
    assert findings == Findings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[wieghts]\n", ["wieghts: There is no such key. Did you mean weights?"]),
        (
            "[rules]\nzzz = 1\n",
            [
                "rules.zzz: There is no such key."
                " Known are: shared_language, minimum_years, same_school, language_level,"
                " shared_hours, shared_format, same_state, shared_domain, shared_stage."
            ],
        ),
        (
            'objective = "fairness"\n',
            ["objective: There is no objective 'fairness'. Did you mean fairest?"],
        ),
        (
            "objective = 3\n",
            [
                "objective: There is no objective 3."
                " Known are: most_matched, total_fit, fairest, balanced, stable."
            ],
        ),
        (
            "weights = 3\n",
            ["weights: This is not a table. Write [weights] on a line, and the values below it."],
        ),
        (
            "[weights]\nhours = -1\ndomains = 1.5\nstages = true\n",
            [
                "weights.domains: 1.5 is not a whole number from 0. Write 0 to 1000000.",
                "weights.stages: True is not a whole number from 0. Write 0 to 1000000.",
                "weights.hours: -1 is not a whole number from 0. Write 0 to 1000000.",
            ],
        ),
        (
            '[rules]\nshared_domain = 1\nshared_stage = "no"\nshared_domian = true\n',
            [
                "rules.shared_domian: There is no such key. Did you mean shared_domain?",
                "rules.shared_domain: This is neither true nor false. Write true or false.",
                "rules.shared_stage: This is neither true nor false. Write true or false.",
            ],
        ),
        (
            '[rules]\nshared_hours = -1\nshared_format = 3\nlanguage_level = "good"\n',
            [
                "rules.language_level: This is not a level."
                ' Write one of A1, A2, B1, B2, C1, C2, or "" for no such rule.',
                "rules.shared_hours: -1 is not a whole number from 0. Write 0 to 1000000.",
                "rules.shared_format: This is neither true nor false. Write true or false.",
            ],
        ),
        (
            '[rules]\nshared_language = "yes"\nminimum_years = "8"\nsame_school = "maybe"\n',
            [
                "rules.shared_language: This is neither true nor false. Write true or false.",
                "rules.minimum_years: '8' is not a whole number from 0. Write 0 to 1000000.",
                'rules.same_school: This is not a choice. Write "allowed" or "never".',
            ],
        ),
        (
            "[weights]\n"
            + "".join(
                f"{name} = 0\n"
                for name in (
                    "domains",
                    "subjects",
                    "stages",
                    "languages",
                    "hours",
                    "distance",
                    "experience",
                    "preference",
                )
            ),
            ["weights: Every weight is 0. Give at least one criterion points."],
        ),
    ],
)
def test_criteria_are_checked(tmp_path: Path, text: str, said: list[str]) -> None:
    path = tmp_path / "criteria.toml"
    path.write_text(text, encoding="utf-8")
    findings = Findings()
    read_criteria(path, findings)
    assert [str(fault) for fault in findings.faults] == [
        f"criteria.toml, {fault}" for fault in said
    ]


@pytest.mark.parametrize("text", ["x = " + "9" * 5000, "x = " + "[" * 5000], ids=["long", "deep"])
def test_criteria_that_no_reader_can_hold_are_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "criteria.toml"
    path.write_text(text, encoding="utf-8")
    findings = Findings()
    assert read_criteria(path, findings) == Criteria()
    assert [fault.wrong for fault in findings.faults] == [
        "This is not TOML: a number in it is too long, or too many lists are in lists."
    ]


def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "criteria.toml"
    path.write_text("[weights]\ndomains 40\n", encoding="utf-8")
    findings = Findings()
    read_criteria(path, findings)
    (fault,) = findings.faults
    assert str(fault).startswith("criteria.toml: This is not TOML: ")
    assert "line 2" in fault.wrong
