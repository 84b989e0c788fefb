from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "banyan.interop.calendar"
    label = "calendar"

    def ready(self) -> None:
        import_module("banyan.interop.calendar.notices")  # registers kinds and followers
