from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "banyan.training"
    label = "training"

    def ready(self) -> None:
        import_module("banyan.training.notices")
        import_module("banyan.training.jobs")
