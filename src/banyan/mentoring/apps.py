from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from banyan.mentoring.states import RecordKind


class MentoringConfig(AppConfig):
    name = "banyan.mentoring"
    label = "mentoring"

    def ready(self) -> None:
        import_module("banyan.mentoring.notices")
        import_module("banyan.mentoring.jobs")
        actions = import_module("banyan.mentoring.actions.goals")
        forms = import_module("banyan.mentoring.forms.goals")
        registry = import_module("banyan.mentoring.registry")
        registry.has_page(RecordKind.GOAL, "mentoring:goal", forms.sections_said, "goal")
        registry.begins(RecordKind.GOAL, actions.beside)
        registry.goes_on(RecordKind.GOAL, actions.carry)
        standings = import_module("banyan.mentoring.standings")
        models = import_module("banyan.mentoring.models")
        registry.is_known(RecordKind.GOAL, standings.GOAL_COORDINATOR, models.Goal, "goal")
