from __future__ import annotations

from django.db import models

from banyan.people.models import Person


class CalendarAddress(models.Model):
    """The secret address under which a calendar program reads a person's sessions.

    Only the hash is kept: the address is shown once and can be renewed at any time.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_address")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Privacy:
        subject = "person"
        personal = ("token_hash",)
        keep = ("id", "person", "made_at")
