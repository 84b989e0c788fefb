from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Gender(models.TextChoices):
    """What a teacher may say of herself for counts; whoever says nothing has none of these."""

    WOMAN = "woman", pgettext_lazy("gender", "Woman")
    MAN = "man", pgettext_lazy("gender", "Man")
    ANOTHER = "another", pgettext_lazy("gender", "Another word fits me better")


class Counted(models.TextChoices):
    """The groups of a count. They are always these: that one has a name says of nobody that she is
    in it. Whoever said another word is counted with those who said none."""

    WOMAN = "woman", pgettext_lazy("count", "Women")
    MAN = "man", pgettext_lazy("count", "Men")
    NOT_SAID = "not_said", pgettext_lazy("count", "Another word, or not said")
    OTHERS = "others", pgettext_lazy("count", "Everybody else together")
