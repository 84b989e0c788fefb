from __future__ import annotations

from django.db import models


class Locale(models.TextChoices):
    """Languages of the interface, each in its own words."""

    ENGLISH = "en", "English"
    HINDI = "hi", "हिन्दी"
    RUSSIAN = "ru", "Русский"
