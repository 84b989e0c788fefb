"""The command line of frameworks: exit codes and what is said."""

from pathlib import Path

from blueprint import frameworks
from blueprint.frameworks import command

SAMPLES = Path(__file__).parent / "samples"


def test_the_shelf_is_listed() -> None:
    code, lines = command.shelf()
    assert code == 0
    assert [line.split()[0] for line in lines] == sorted(frameworks.library())


def test_a_framework_is_shown_in_the_language_asked_for() -> None:
    code, lines = command.show("npst_2024", locale="hi")
    assert code == 0
    assert lines[0] == "शिक्षकों के लिए राष्ट्रीय व्यावसायिक मानक, 2024 (npst_2024 1.0)"
    assert "  2 — broader — 1" in lines


def test_out_and_in_again_is_the_same(tmp_path: Path) -> None:
    packages = [tmp_path / f"{locale}.json" for locale in ("en", "hi")]
    for package in packages:
        assert command.export("npst_2024", package, None, package.stem, None)[0] == 0
    back = tmp_path / "back.yaml"
    code, lines = command.take(packages, back)
    assert (code, lines[-1]) == (0, f"npst_2024 1.0 is written to {back}: 3 items.")
    assert frameworks.load(back) == frameworks.get("npst_2024")
    assert command.check(back)[0] == 0


def test_a_bad_package_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    out = tmp_path / "out.yaml"
    code, lines = command.take([SAMPLES / "LICENSE"], out)
    assert (code, lines[-1], out.exists()) == (1, "Nothing is written.", False)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    assert command.show("danielson")[0] == 2
    assert command.show("danielson.yaml") == (
        2,
        ["danielson.yaml cannot be opened: No such file or directory."],
    )
    assert command.check(tmp_path / "none.yaml")[0] == 2
    assert command.export("npst_2024", tmp_path / "x.json", None, "ta", None)[0] == 2
    assert command.export("npst_2024", tmp_path / "no" / "x.json", None, None, None)[0] == 2
    assert command.show("npst_2024", locale="ta")[0] == 0


def test_mistakes_are_told_with_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("format: 2\n", encoding="utf-8")
    code, lines = command.check(file)
    assert code == 1
    assert lines[0].startswith(f"{file}:1: ")
    assert lines[-1].endswith(f"mistakes in {file}.")
