from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from banyan.people.registry import holds_time


class TrainingConfig(AppConfig):
    name = "banyan.training"
    label = "training"

    def ready(self) -> None:
        import_module("banyan.training.notices")
        import_module("banyan.training.jobs")
        holds_time(import_module("banyan.training.queries.held").held)
