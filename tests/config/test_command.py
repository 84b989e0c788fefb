from __future__ import annotations

import socket
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from banyan.config import serving
from banyan.config.command import main
from banyan.organisations.models import Membership, Organisation
from banyan.organisations.states import Role
from banyan.people.models import Person
from tests.conftest import Cast

COMMANDS = (
    "serve",
    "demo",
    "migrate",
    "begin",
    "import schools",
    "import people",
    "match",
    "framework",
    "framework list",
    "framework show",
    "framework export",
    "framework import",
    "framework check",
    "doctor",
    "docs",
)


def banyan(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_every_option_says_what_it_does(name: str) -> None:
    command: click.Command = main
    for word in name.split():
        assert isinstance(command, click.Group)
        command = command.commands[word]
    assert (command.help or "").count(".") >= 2, "two sentences at least"
    options = [p for p in command.params if isinstance(p, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_two_spreadsheets_become_explained_pairs(tmp_path: Path) -> None:
    mentors, teachers = tmp_path / "mentors.csv", tmp_path / "teachers.csv"
    mentors.write_text("id,capacity,domains,languages\nmeera,1,reading,hi;en\n")
    teachers.write_text("id,domains,languages\narun,reading,hi\ntara,reading,ta\n")
    out = tmp_path / "pairs.csv"
    result = banyan("match", "--mentors", mentors, "--teachers", teachers, "--out", out)
    assert result.exit_code == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "teacher_id,mentor_id,score,reasons"
    assert lines[1].startswith("arun,meera,10000,")
    assert "--engine" not in result.output
    assert lines[2].startswith("tara,,,")


def test_a_framework_goes_out_and_comes_in(tmp_path: Path) -> None:
    package, file = tmp_path / "npst.json", tmp_path / "npst.yaml"
    assert banyan("framework", "export", "npst_2024", "--out", package).exit_code == 0
    assert banyan("framework", "import", package, "--out", file).exit_code == 0
    result = banyan("framework", "check", file)
    assert (result.exit_code, " is good: " in result.output) == (0, True)
    assert "Proficient" in banyan("framework", "show", file).output
    assert len(banyan("framework", "list").output.splitlines()) == 3
    assert banyan("framework", "show", "nothing").exit_code == 2


def test_a_wrong_spreadsheet_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    mentors, teachers = tmp_path / "mentors.csv", tmp_path / "teachers.csv"
    mentors.write_text("id,capacity,domains,languages\nmeera,many,reading,hi\n")
    teachers.write_text("id,domains,languages\narun,reading,hi\n")
    out = tmp_path / "pairs.csv"
    result = banyan("match", "--mentors", mentors, "--teachers", teachers, "--out", out)
    assert result.exit_code == 2
    assert "mentors.csv" in result.output
    assert "capacity" in result.output
    assert not out.exists()


def test_scores_made_elsewhere_become_pairs(tmp_path: Path) -> None:
    scores, seats, out = (tmp_path / name for name in ("scores.csv", "seats.csv", "pairs.csv"))
    scores.write_text("teacher_id,mentor_id,score\narun,meera,3\ntara,meera,5\n")
    seats.write_text("id,capacity\nmeera,1\n")
    given = ("match", "--scores", scores, "--out", out)
    result = banyan(*given, "--capacities", seats, "--exact")
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "No better answer exists.")
    assert out.read_text(encoding="utf-8").splitlines()[2].startswith("tara,meera,5,")
    assert "Missing option '--capacities'" in banyan(*given).output
    assert "Missing option '--mentors'" in banyan("match", "--out", out).output
    mixed = banyan(*given, "--capacities", seats, "--mentors", seats)
    assert "--mentors is not for scores made elsewhere" in mixed.output
    idle = banyan("match", "--mentors", seats, "--teachers", seats, "--out", out, "--exact")
    assert "--exact is not for people. Leave it out." in idle.output


def test_the_first_administrator_is_made_once(db: None) -> None:
    words = ("begin", "--nation", "India", "--name", "Asha Verma", "--email", "Asha@example.org")
    assert banyan(*words).exit_code == 0
    assert banyan(*words).exit_code == 0
    assert [p.email for p in Person.objects.all()] == ["asha@example.org"]
    assert [(m.role, m.organisation.name) for m in Membership.objects.all()] == [
        (Role.ADMINISTRATOR, "India")
    ]


def test_a_directory_of_schools_comes_in(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "schools.csv"
    file.write_text("name,type,state,district\nKV Patan,KV,Gujarat,Patan\n")
    dry = banyan("import", "schools", file, "--dry-run")
    assert (dry.exit_code, Organisation.objects.filter(name="KV Patan").count()) == (0, 0)
    wet = banyan("import", "schools", file)
    assert (wet.exit_code, Organisation.objects.filter(name="KV Patan").count()) == (0, 1)


def test_a_bad_row_is_named_and_nothing_is_written(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "schools.csv"
    file.write_text("name,type,state,district\nKV Patan,KV,Gujarat,Patan\nKV Nowhere,KV,,\n")
    result = banyan("import", "schools", file)
    assert result.exit_code == 1
    assert "row 3, state" in result.output
    assert not Organisation.objects.filter(name="KV Patan").exists()


def test_an_unknown_place_or_programme_says_what_there_is(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "any.csv"
    file.write_text("name\n")
    assert "no place named" in banyan("import", "schools", file, "--under", "Atlantis").output
    people = banyan("import", "people", file, "--programme", "nothing")
    assert people.exit_code == 1
    assert "no such programme" in people.output


def test_the_doctor_says_what_is_wrong_and_what_to_do(cast: Cast) -> None:
    result = banyan("doctor")
    assert result.exit_code == 1
    assert "banyan serve --no-web" in result.output  # no worker has ever run here


def test_the_documents_are_written_and_then_fresh(cast: Cast, tmp_path: Path) -> None:
    assert banyan("docs", "--to", tmp_path, "--check").exit_code == 1
    assert banyan("docs", "--to", tmp_path).exit_code == 0
    assert banyan("docs", "--to", tmp_path, "--check").exit_code == 0


def test_a_port_in_use_is_said_before_anything_starts(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code = serving.run(host="127.0.0.1", port=port, processes=1, web=True, worker=False)
    assert code == 1
    assert f"Port {port} is in use" in capsys.readouterr().err


def test_a_match_needs_a_file_to_write_to_unless_it_is_asked_something(tmp_path: Path) -> None:
    mentors, teachers = tmp_path / "mentors.csv", tmp_path / "teachers.csv"
    mentors.write_text("id,capacity,domains,languages\nmeera,1,art,Hindi\n", encoding="utf-8")
    teachers.write_text("id,domains,languages\narun,art,Hindi\n", encoding="utf-8")
    given = ("match", "--mentors", mentors, "--teachers", teachers)
    assert "Missing option '--out'." in banyan(*given).output
    told = banyan(*given, "--explain", "arun", "--what-if", "capacity meera=0")
    assert told.exit_code == 0
    assert "arun has meera. Fit: 10000." in told.output
    assert "arun no longer has meera." in told.output
    assert "Seats of meera: 1; taken: 1." in banyan(*given, "--explain", "meera").output
    mixed = banyan(*given, "--explain", "arun", "--engine", "here").output
    assert "--engine is not for --explain or --what-if. Leave it out." in mixed
    kept = banyan(*given, "--out", tmp_path / "p.csv", "--keep", tmp_path / "kept", "--json")
    assert (kept.exit_code, '"format": "matchmaker.outcome"' in kept.stdout) == (0, True)
    wrong = banyan(*given, "--what-if", "pinn arun=meera")
    assert wrong.exit_code == 2
    assert 'there is no change "pinn". Did you mean pin?' in wrong.output


def test_a_printed_answer_is_replayed_and_takes_no_other_options(tmp_path: Path) -> None:
    mentors, teachers = tmp_path / "mentors.csv", tmp_path / "teachers.csv"
    saved = tmp_path / "answer.json"
    mentors.write_text("id,capacity,domains,languages\nmeera,1,art,Hindi\n", encoding="utf-8")
    teachers.write_text("id,domains,languages\narun,art,Hindi\n", encoding="utf-8")
    given = ("--mentors", mentors, "--teachers", teachers, "--explain", "arun", "--json")
    saved.write_text(banyan("match", *given).stdout, encoding="utf-8")
    again = banyan("match", "--replay", saved)
    assert again.exit_code == 0
    assert "The same answer, to the byte." in again.output
    other = banyan("match", "--replay", saved, "--objective", "stable")
    assert other.exit_code == 2
    assert "--objective is not for an answer that is replayed. Leave it out." in other.output
