from __future__ import annotations

from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "banyan.mentoring"
    label = "mentoring"
