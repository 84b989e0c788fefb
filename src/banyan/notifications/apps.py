from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.trail.registry import every, tell


class NotificationsConfig(AppConfig):
    name = "banyan.notifications"
    label = "notifications"

    def ready(self) -> None:
        every(1, "banyan.notifications.jobs.send_due")
        every(10, "banyan.notifications.jobs.send_digests")
        tell({"person.choose_mail": _("{actor} chose what comes by mail.")})
