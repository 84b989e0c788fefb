from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "banyan.matching"
    label = "matching"

    def ready(self) -> None:
        import_module("banyan.matching.notices")
