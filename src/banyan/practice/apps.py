from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from banyan.mentoring import registry
from banyan.mentoring.states import RecordKind
from banyan.programmes import registry as programmes


class PracticeConfig(AppConfig):
    name = "banyan.practice"
    label = "practice"

    def ready(self) -> None:
        import_module("banyan.practice.notices")
        import_module("banyan.practice.jobs")
        actions = import_module("banyan.practice.actions.lesson_plans")
        plans = import_module("banyan.practice.forms.lesson_plans")
        kept = import_module("banyan.practice.forms.kept")
        registry.begins(RecordKind.LESSON_PLAN, actions.stand_beside)
        registry.has_page(RecordKind.LESSON_PLAN, "practice:lesson_plan", plans.sections_said)
        registry.has_page(RecordKind.JOURNAL, "practice:entry", kept.journal_said)
        registry.has_page(RecordKind.EXPERIMENT, "practice:experiment", kept.experiment_said)
        registry.has_page(RecordKind.STUDENT_WORK, "practice:work", kept.student_work_said)
        needs = import_module("banyan.practice.actions.needs")
        looks = import_module("banyan.practice.forms.needs")
        contexts = import_module("banyan.practice.forms.contexts")
        checks = import_module("banyan.practice.forms.well_being")
        registry.has_page(
            RecordKind.NEED, "practice:assessment", looks.sections_said, beside="assessment"
        )
        registry.has_page(RecordKind.CONTEXT, "practice:context", contexts.context_said)
        registry.has_page(RecordKind.INTAKE, "practice:intake", contexts.intake_said)
        registry.has_page(RecordKind.WELL_BEING, "practice:check", checks.sections_said)
        applying = import_module("banyan.practice.queries.applying")
        programmes.readers_judge(applying.accepted)
        registry.goes_on(RecordKind.NEED, needs.carry_assessment)
        registry.goes_on(RecordKind.LESSON_PLAN, actions.carry_credits)
        standings = import_module("banyan.practice.standings")
        models = import_module("banyan.practice.models")
        registry.is_known(
            RecordKind.OBSERVATION,
            standings.OBSERVATION_COORDINATOR,
            models.Observation,
            "observation",
        )
