from __future__ import annotations

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "banyan.interop.calendar"
    label = "calendar"
