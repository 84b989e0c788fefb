"""That somebody would rather not be reminded of something for a while."""

from __future__ import annotations

from django.db import models

from banyan.mentoring.models.pairs import Mentorship
from banyan.mentoring.states import Nudge
from banyan.people.models import Person


class NotNow(models.Model):
    """Somebody of a pair has said that now is not the time. Saying it again takes its place; when
    the day has come, reminders of this kind come again by themselves."""

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="not_nows")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    nudge = models.CharField(max_length=10, choices=Nudge.choices)
    reason = models.CharField(max_length=50)  # of the blueprint: one of those that blame nobody
    words = models.TextField(default="", blank=True)  # to the coordinators, in confidence
    until = models.DateField()  # the first day on which reminders come again
    said_at = models.DateTimeField()

    class Privacy:
        subject = "person"
        confidential = ("reason", "words")
        keep = ("id", "mentorship", "person", "nudge", "until", "said_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "person", "nudge"], name="not_now_once")
        ]
