"""That somebody pressed "join": a click, and never more than that."""

from __future__ import annotations

from django.db import models

from banyan.mentoring.models.pairs import Session
from banyan.people.models import Person


class Joining(models.Model):
    """The first time that somebody went to the meeting of a session. Who stays, and how long, is
    said by people (`kernel.attendance`): nothing is counted from this."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="joinings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()

    class Privacy:
        subject = "person"
        personal = ("joined_at",)
        keep = ("id", "session", "person")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="joining_once")]
