from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "banyan.practice"
    label = "practice"

    def ready(self) -> None:
        import_module("banyan.practice.notices")
        import_module("banyan.practice.jobs")
