from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class WorkshopStatus(models.TextChoices):
    """From a plan to what was held."""

    DRAFT = "draft", pgettext_lazy("workshop", "Draft")
    OPEN = "open", pgettext_lazy("workshop", "Open")
    HELD = "held", pgettext_lazy("workshop", "Took place")
    CANCELLED = "cancelled", pgettext_lazy("workshop", "Cancelled")


class WorkshopKind(models.TextChoices):
    """Whether people come together at a place or on line."""

    WORKSHOP = "workshop", pgettext_lazy("kind of workshop", "Workshop, in person")
    WEBINAR = "webinar", pgettext_lazy("kind of workshop", "Webinar, online")


class Audience(models.TextChoices):
    """For whom it is, of the people of its programme."""

    TEACHERS = "teachers", pgettext_lazy("audience", "Teachers")
    MENTORS = "mentors", pgettext_lazy("audience", "Mentors")
    BOTH = "both", pgettext_lazy("audience", "Teachers and mentors")


class SeatStatus(models.TextChoices):
    """Somebody's place in a workshop."""

    SEATED = "seated", pgettext_lazy("seat", "Has a seat")
    WAITING = "waiting", pgettext_lazy("seat", "On the waiting list")
    LEFT = "left", pgettext_lazy("seat", "Gave the seat back")
    FREED = "freed", pgettext_lazy("seat", "Freed by a coordinator")


class Way(models.TextChoices):
    """How it is known that somebody came."""

    CODE = "code", pgettext_lazy("presence", "By the code that was shown there")
    LIST = "list", pgettext_lazy("presence", "By the list of whoever led it")
