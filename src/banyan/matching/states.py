from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class RoundStatus(models.TextChoices):
    """A matching run, which nobody but coordinators sees before it is published."""

    DRAFT = "draft", pgettext_lazy("round", "Draft")
    PUBLISHED = "published", pgettext_lazy("round", "Published")
    DISCARDED = "discarded", pgettext_lazy("round", "Discarded")


class WishKind(models.TextChoices):
    """What a coordinator lays down before the best pairs are sought."""

    PIN = "pin", pgettext_lazy("wish", "These two together")
    FORBID = "forbid", pgettext_lazy("wish", "Not these two")
