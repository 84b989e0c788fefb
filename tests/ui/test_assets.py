"""What travels to the browser: small, ours, and with its licences."""

from __future__ import annotations

import re
from pathlib import Path

import brotli  # type: ignore[import-untyped]

import banyan.ui

UI = Path(banyan.ui.__file__).parent
STATIC = UI / "static" / "banyan"
SOURCES = Path(__file__).parents[2] / "tools" / "assets" / "src"
TEMPLATES = sorted((UI.parent).glob("**/templates/**/*.html"))


def _on_the_wire(name: str) -> int:
    return len(brotli.compress((STATIC / name).read_bytes()))


def test_the_stylesheet_stays_within_its_budget() -> None:
    assert _on_the_wire("banyan.css") <= 15_000


def test_the_scripts_stay_within_their_budget() -> None:
    assert _on_the_wire("htmx.min.js") <= 17_000
    assert (STATIC / "banyan.js").stat().st_size <= 2_000
    assert _on_the_wire("keep.js") <= 5_000
    assert _on_the_wire("worker.js") <= 2_000
    assert _on_the_wire("../../../matching/static/matching/board.js") <= 1_600


def test_old_phones_understand_the_scripts() -> None:
    """What came after ES2017: `?.`, `??`, a spread of objects, a catch of nothing, `for await`."""
    newer = re.compile(
        r"\?\.[a-z\[(]|\?\?|\{ ?\.\.\.|catch \{|for await|\bimport\(|\.flatMap?\(|#[a-z]+ ="
    )
    ours = [path for path in UI.parent.glob("*/static/*/*.js") if path.name != "htmx.min.js"]
    found = {path.name: newer.findall(path.read_text()) for path in ours}
    names = {"banyan", "board", "keep", "worker", "passkeys", "observing", "player", "upload"}
    assert found == {f"{name}.js": [] for name in names}


def test_the_stylesheet_asks_for_nothing_more() -> None:
    css = (STATIC / "banyan.css").read_text()
    assert re.findall(r"url\([^)]*\)|@import|@font-face|GDS Transport", css) == []


def test_the_stylesheet_holds_every_colour_of_its_source() -> None:
    css = (STATIC / "banyan.css").read_text()
    names = re.findall(r"(--[\w-]+): #", (SOURCES / "_palette.scss").read_text())
    assert [name for name in names if css.count(f"{name}:") < 2] == []


def test_our_own_styles_know_no_left_and_right() -> None:
    sided = re.compile(
        r"(?<![\w-])((margin|padding|border)-(left|right)|left|right)\s*:|text-align:\s*(left|right)"
    )
    found = {
        path.name: sided.findall(path.read_text())
        for path in SOURCES.glob("*.scss")
        if sided.search(path.read_text())
    }
    assert found == {}


def test_what_is_built_in_carries_its_licence() -> None:
    names = sorted(path.name for path in (STATIC / "LICENSES").iterdir())
    assert names == ["govuk-frontend.txt", "htmx.txt"]


def test_no_template_holds_styles_or_scripts_of_its_own() -> None:
    # A block of JSON is data for a script of ours: it does not run.
    inline = re.compile(
        r"""\sstyle=|\son\w+=|<style|<script(?![^>]*\s(src=|type="application/json"))|hx-on|javascript:"""
    )
    found = {
        str(path.relative_to(UI.parent)): [match[0] for match in inline.finditer(path.read_text())]
        for path in TEMPLATES
        if inline.search(path.read_text())
    }
    assert found == {}


def test_the_mark_is_one_path_everywhere() -> None:
    path = (UI / "templates/ui/components/mark_path.html").read_text()
    for name in ("mark.svg", "favicon.svg"):
        drawing = (STATIC / name).read_text()
        assert re.findall(r' d="([^"]*)"', drawing) == [path]
