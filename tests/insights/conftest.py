"""The world of surveys is the world of insights: the fixtures are shared."""

from __future__ import annotations

from tests.surveys.conftest import world

__all__ = ["world"]
