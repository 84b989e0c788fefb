"""Short meetings before pairs are sought: how a rota stands, and what people say afterwards."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RotaStatus(models.TextChoices):
    """Short meetings of a cohort on one day, which nobody but coordinators sees before they are
    announced."""

    DRAFT = "draft", pgettext_lazy("rota", "Draft")
    ANNOUNCED = "announced", pgettext_lazy("rota", "Announced")
    HELD = "held", pgettext_lazy("rota", "Held")
    CANCELLED = "cancelled", pgettext_lazy("rota", "Cancelled")


ROTAS_TOLD = (RotaStatus.ANNOUNCED, RotaStatus.HELD, RotaStatus.CANCELLED)


class Invited(models.TextChoices):
    """Which teachers of the cohort come."""

    WAITING = "waiting", _("Teachers who wait for a mentor")
    ALL = "all", _("All enrolled teachers")


class Coming(models.TextChoices):
    """What a coordinator says on the day of somebody who was expected."""

    HERE = "here", pgettext_lazy("short meetings", "Is here now")
    NOT_COMING = "not_coming", pgettext_lazy("short meetings", "Did not come")
    ALL_ALONG = "all_along", pgettext_lazy("short meetings", "Was here all along")
    LEFT = "left", pgettext_lazy("short meetings", "Had to leave")


class Feeling(models.TextChoices):
    """What somebody says in private of one whom she has met."""

    WOULD = "would", pgettext_lazy("after a short meeting", "I would like to")
    COULD = "could", pgettext_lazy("after a short meeting", "I could")
    RATHER_NOT = "rather_not", pgettext_lazy("after a short meeting", "I would rather not")
