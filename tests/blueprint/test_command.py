"""What the command line says about a file."""

from pathlib import Path

import pytest

import blueprint
from blueprint import command
from blueprint.shelf import SHELF

NMM = SHELF / "in_nmm.yaml"


def test_a_good_file_is_called_good() -> None:
    assert command.check(NMM) == (
        0,
        [f"{NMM} is good: National Mission for Mentoring (in_nmm 2.1)."],
    )


def test_mistakes_are_counted_and_each_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    text = NMM.read_text(encoding="utf-8")
    path.write_text(text.replace("minimum_years: 8", "minimum_years: x"), encoding="utf-8")
    line = text[: text.index("minimum_years: 8")].count("\n") + 1
    assert command.check(str(path)) == (
        1,
        [
            f"{path}:{line}: mentor.minimum_years: A whole number is wanted here, and this is “x”."
            "\n    Write digits only, such as 8.",
            f"1 mistake in {path}.",
        ],
    )


def test_advice_is_given_and_the_file_is_good_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    text = NMM.read_text(encoding="utf-8")
    path.write_text(
        text.replace("languages: [en, hi, ru]", "languages: [en, hi, ru, mr]"), encoding="utf-8"
    )
    code, lines = command.check(path)
    assert (code, len(lines)) == (0, 2)
    assert "advice: languages: 336 texts are not written in “mr”" in lines[0]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.yaml"
    assert command.check(path) == (2, [f"{path} cannot be opened: No such file or directory."])


def test_showing_a_bad_file_tells_its_problems(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("code: A\n", encoding="utf-8")
    with pytest.raises(blueprint.Invalid):
        command.show(path)


@pytest.mark.parametrize("locale", ["en", "hi"])
def test_the_page_shows_every_text_of_the_file_that_people_read(locale: str) -> None:
    page = command.show(NMM, locale)
    nmm = blueprint.get("in_nmm")
    unseen = [path for path, text in nmm.texts() if text.in_(locale) not in page]
    assert unseen == []


def test_the_page_begins_with_the_name_and_the_version() -> None:
    assert command.show(NMM).startswith("National Mission for Mentoring (in_nmm 2.1)\n====")


def test_a_blueprint_of_the_library_goes_by_its_code_and_version() -> None:
    assert command.find("in_nmm") == blueprint.get("in_nmm")
    assert command.find("in_nmm@1.0") == blueprint.get("in_nmm", "1.0")
    assert command.find(str(NMM)).code == "in_nmm"


def test_a_comparison_says_first_what_running_pairs_notice(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    text = NMM.read_text(encoding="utf-8")
    changed = text.replace("confirm_within_days: 3", "confirm_within_days: 5")
    path.write_text(changed.replace("minimum_years: 8", "minimum_years: 6"), encoding="utf-8")
    assert command.compare(str(NMM), str(path)).splitlines() == [
        "What pairs that run will notice:",
        "  Sessions, “Days in which both confirm that they met”: now “5”, instead of “3”.",
        "What else is different:",
        "  Mentors now need at least 6 years of experience instead of 8.",
    ]
    assert command.compare(NMM, NMM) == "Nothing is different.\n"


def test_what_cannot_be_shown_is_answered_with_a_sentence(tmp_path: Path) -> None:
    bad, gone = tmp_path / "bad.yaml", tmp_path / "gone.yaml"
    bad.write_text("code: A\n", encoding="utf-8")
    code, said = command.answered(lambda: command.show(bad))
    assert (code, said.splitlines()[0][:8]) == (1, "line 1: ")
    assert command.answered(lambda: command.show(gone)) == (
        2,
        f"{gone} cannot be opened: No such file or directory.\n",
    )
    code, said = command.answered(lambda: command.show("nowhere"))
    assert (code, said[:33]) == (2, "There is no blueprint nowhere; th")
    assert command.answered(lambda: "good\n") == (0, "good\n")
