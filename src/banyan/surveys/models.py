from __future__ import annotations

from django.db import models

from banyan.mentoring.models import Mentorship, Session
from banyan.people.models import Person
from banyan.programmes.states import Side
from banyan.surveys.states import FitStatus


class Response(models.Model):
    """What one person says after one session.

    `answers` go into means of at least as many answers as the blueprint asks for; `themes`
    are counted for the coordinator; `in_confidence` is read by the coordinator only, and
    says so before it is written.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="responses")
    person = models.ForeignKey(Person, models.PROTECT, related_name="responses")
    side = models.CharField(max_length=8, choices=Side.choices)
    answers = models.JSONField(default=dict)  # question code → 1 to 5, or a choice's code
    themes = models.JSONField(default=list)  # codes of the blueprint
    in_confidence = models.TextField(default="", blank=True)
    given_at = models.DateTimeField()  # the first time: it settles a week later
    version = models.PositiveIntegerField(default=1)  # rises with each change

    class Privacy:
        subject = "person"
        confidential = ("answers", "themes", "in_confidence")
        keep = ("id", "session", "person", "side", "given_at", "version")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="response_once")]
        indexes = [models.Index(fields=["person", "given_at"], name="response_of_person")]


class FitPulse(models.Model):
    """How one of a pair says, alone, that the two fit; or that she would rather not say now.

    Nobody else reads it, the other one least of all. `answers` go into numbers over at least as
    many people as the blueprint asks for.
    """

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="fits")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=Side.choices)
    day = models.PositiveIntegerField()  # of the blueprint: so many days after the pair began
    status = models.CharField(max_length=8, choices=FitStatus.choices)
    answers = models.JSONField(default=dict)  # question code → 1 to 5
    because = models.CharField(max_length=50, default="", blank=True)  # why not now: a code
    given_at = models.DateTimeField()  # the first time: it settles a week later
    version = models.PositiveIntegerField(default=1)  # rises with each change

    class Privacy:
        subject = "person"
        confidential = ("answers", "because")
        keep = ("id", "mentorship", "person", "side", "day", "status", "given_at", "version")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "person", "day"], name="fit_pulse_once")
        ]
        indexes = [models.Index(fields=["status", "given_at"], name="fit_pulse_given")]
