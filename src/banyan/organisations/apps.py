from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from banyan.trail.registry import every


class OrganisationsConfig(AppConfig):
    name = "banyan.organisations"
    label = "organisations"

    def ready(self) -> None:
        import_module("banyan.organisations.notices")  # registers sentences
        every(1, "banyan.organisations.jobs.bring_in_all")
