from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from banyan.people.registry import holds_time
from banyan.trail.registry import every


class MatchingConfig(AppConfig):
    name = "banyan.matching"
    label = "matching"

    def ready(self) -> None:
        import_module("banyan.matching.notices")
        import_module("banyan.matching.notices.rotas")
        import_module("banyan.matching.jobs")
        holds_time(import_module("banyan.matching.queries.held").held)
        every(1, "banyan.matching.jobs.publish_all")
        every(5, "banyan.matching.jobs.expire_choices")
        every(30, "banyan.matching.jobs.remind_of_rotas")
        every(5, "banyan.matching.jobs.end_rotas")
        every(1440, "banyan.matching.jobs.forget_said")
