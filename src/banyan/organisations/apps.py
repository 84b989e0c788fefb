from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "banyan.organisations"
    label = "organisations"

    def ready(self) -> None:
        import_module("banyan.organisations.notices")  # registers sentences
