from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "banyan.surveys"
    label = "surveys"

    def ready(self) -> None:
        import_module("banyan.surveys.notices")
        import_module("banyan.surveys.jobs")
