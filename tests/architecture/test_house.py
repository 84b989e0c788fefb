"""House rules that no tool knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model

import matchmaker
from banyan.config.documents import own_models, standings, tables
from banyan.kernel.lifecycle import Lifecycle
from banyan.trail import registry

SRC = Path(settings.PACKAGE)
SOURCES = sorted(p for p in SRC.rglob("*.py") if "migrations" not in p.parts)
TEMPLATES = sorted(SRC.rglob("*.html"))
WATCHES = {"timezone", "datetime", "date"}
EDGE = {"config", "demo"}  # composition and the builder of the demonstration


def room(path: Path) -> str:
    """ "mentoring/actions/sessions.py" is in the room "actions"."""
    parts = path.relative_to(SRC).parts
    for name in ("actions", "queries", "rules", "standings", "models", "forms", "views", "jobs"):
        if name in parts or f"{name}.py" in parts:
            return name
    return ""


@pytest.mark.parametrize("model", own_models(), ids=lambda m: m.__name__)
def test_every_field_carries_a_privacy_promise(model: type[Model]) -> None:
    promise = getattr(model, "Privacy", None)
    assert promise is not None, f"{model.__name__} says nothing about privacy"
    declared: list[str] = []
    for kind in ("keep", "personal", "confidential"):
        declared += getattr(promise, kind, ())
    assert sorted(declared) == sorted(f.name for f in model._meta.local_fields)


@pytest.mark.parametrize("model", own_models(), ids=lambda m: m.__name__)
def test_what_is_personal_says_of_whom(model: type[Model]) -> None:
    promise = model.Privacy  # type: ignore[attr-defined]
    if getattr(promise, "personal", ()) or getattr(promise, "confidential", ()):
        if model.__name__ == "Round":
            return  # of everybody in the cohort
        assert getattr(promise, "subject", None)


def test_views_reach_rows_through_queries_only() -> None:
    found = [
        f"{path.relative_to(SRC)}:{number}"
        for path in SOURCES
        if room(path) == "views"
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"\.(objects|_base_manager|_default_manager)\b", line)
    ]
    assert found == []


def test_nothing_below_the_edge_reads_the_clock() -> None:
    clocks = {"now", "today", "utcnow", "localdate", "localtime"}
    found = []
    for path in SOURCES:
        context = path.relative_to(SRC).parts[0]
        if context in EDGE or room(path) == "jobs" or path.name == "adapter.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = ast.unparse(node.func.value)
                converts = node.func.attr in {"localtime", "localdate"} and node.args
                if node.func.attr in clocks and owner in WATCHES and not converts:
                    found.append(f"{path.relative_to(SRC)}:{node.lineno}")
    assert found == []


def test_models_have_no_save_of_their_own_and_nobody_uses_signals() -> None:
    found = [
        str(path.relative_to(SRC))
        for path in SOURCES
        if re.search(r"def save\(self|post_save|pre_save|@receiver", path.read_text())
    ]
    assert found == []


def test_templates_have_no_inline_style_or_script() -> None:
    bad = re.compile(r"\sstyle=|<style|<script(?![^>]*(src=|application/json))|\son\w+=|hx-on|js:")
    found = [str(p.relative_to(SRC)) for p in TEMPLATES if bad.search(p.read_text())]
    assert found == []


def test_nothing_is_marked_safe_in_a_page() -> None:
    found = [str(p.relative_to(SRC)) for p in TEMPLATES if re.search(r"\|\s*safe\b", p.read_text())]
    assert found == []


def test_every_verb_of_a_table_has_its_sentence_for_the_timeline() -> None:
    silent = [
        f"{table.kind}.{move.verb}"
        for _context, table in tables()
        if isinstance(table, Lifecycle)
        for move in table.moves
        if registry.sentence_of(f"{table.kind}.{move.verb}") is None
    ]
    assert silent == []


def test_every_verb_of_a_table_is_done_by_an_action_of_its_context() -> None:
    idle = [
        f"{table.kind}.{move.verb}"
        for context, table in tables()
        if isinstance(table, Lifecycle)
        for move in table.moves
        if not any(
            f'"{move.verb}"' in path.read_text()
            for path in SOURCES
            if room(path) == "actions"
            and ".".join(path.relative_to(SRC).parts).startswith(f"{context}.")
        )
    ]
    assert idle == []


def test_every_verb_of_a_table_has_a_word_for_its_button() -> None:
    mute = [
        f"{table.kind}.{move.verb}"
        for _context, table in tables()
        if isinstance(table, Lifecycle)
        for move in table.moves
        if not str(move.label)
    ]
    assert mute == []


def test_every_standing_says_who_stands_so() -> None:
    assert [name for _c, name, s in standings() for part in s.each() if not str(part.words)] == []


def test_every_context_says_what_it_is_for() -> None:
    silent = [
        config.label
        for config in apps.get_app_configs()
        if config.name.startswith("banyan.") and not (config.module.__doc__ or "").strip()
    ]
    assert silent == []


def test_the_engine_says_what_each_of_its_files_is_for() -> None:
    there = {path.stem for path in Path(matchmaker.__path__[0]).glob("*.py")} - {"__init__"}
    assert there - set(re.findall(r"`(\w+)`", matchmaker.__doc__ or "")) == set()


def test_only_settings_read_the_environment() -> None:
    found = [
        str(path.relative_to(SRC))
        for path in SOURCES
        if "os.environ" in path.read_text() and path.relative_to(SRC).parts[0] != "config"
    ]
    assert found == []


def test_no_code_branches_on_the_vendor_outside_its_places() -> None:
    found = [
        str(path.relative_to(SRC))
        for path in SOURCES
        if re.search(r"\.vendor\b", path.read_text())
        and path.relative_to(SRC).parts[0] not in {"config", "trail"}
    ]
    assert found == []
