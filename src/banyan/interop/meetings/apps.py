from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "banyan.interop.meetings"
    label = "meetings"

    def ready(self) -> None:
        import_module("banyan.interop.meetings.notices")
        import_module("banyan.interop.meetings.jobs")
