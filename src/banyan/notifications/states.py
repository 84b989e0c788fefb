from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailChoice(models.TextChoices):
    """When mail of one category comes."""

    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("Once a day, together")
    OFF = "off", _("Never by mail")


class Category(models.TextChoices):
    """What a notice is about, as far as a person chooses between them."""

    PAIR = "pair", _("Your mentor or teacher")
    SESSION = "session", _("Sessions and reminders")
    FEEDBACK = "feedback", _("Feedback")
    PROGRAMME = "programme", _("Programme and applications")
    AREA = "area", _("Pairs you answer for, if you coordinate")
    ACCOUNT = "account", _("Your account")
