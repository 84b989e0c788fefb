from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "banyan.programmes"
    label = "programmes"

    def ready(self) -> None:
        import_module("banyan.programmes.notices")
