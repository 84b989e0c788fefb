from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class FitStatus(models.TextChoices):
    """What somebody has said when asked how the two of a pair fit."""

    GIVEN = "given", pgettext_lazy("fit pulse", "Answered")
    NOT_NOW = "not_now", pgettext_lazy("fit pulse", "Not now")
