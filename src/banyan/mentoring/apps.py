from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "banyan.mentoring"
    label = "mentoring"

    def ready(self) -> None:
        import_module("banyan.mentoring.notices")
        import_module("banyan.mentoring.jobs")
