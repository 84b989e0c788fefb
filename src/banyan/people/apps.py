from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from banyan.trail.registry import every


class PeopleConfig(AppConfig):
    name = "banyan.people"
    label = "people"

    def ready(self) -> None:
        import_module("banyan.people.notices")  # registers sentences
        every(1, "banyan.people.jobs.mail_invitations")
        every(60 * 24, "banyan.people.jobs.forget_sign_ups")
        every(60 * 24, "banyan.people.jobs.forget_sendings")
        every(15, "banyan.people.jobs.forget_typed")
