from __future__ import annotations

from django.apps import AppConfig

from banyan.trail.registry import every


class TrailConfig(AppConfig):
    name = "banyan.trail"
    label = "trail"

    def ready(self) -> None:
        every(1, "banyan.trail.jobs.sweep")
