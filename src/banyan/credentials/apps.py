from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "banyan.credentials"
    label = "credentials"

    def ready(self) -> None:
        import_module("banyan.credentials.notices")
