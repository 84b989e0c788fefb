"""Well-being: a switch of one's own, and numbers that are counted together with others'."""

from __future__ import annotations

from django.db import models

from banyan.organisations.models import Organisation
from banyan.people.models import Person


class WellBeing(models.Model):
    """Somebody has turned the check on, or off again. Nobody else sees whether she has."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="well_being")
    turned_on_at = models.DateTimeField()
    turned_off_at = models.DateTimeField(null=True)

    class Privacy:
        subject = "person"
        keep = ("id", "person", "turned_on_at", "turned_off_at")


class Pulse(models.Model):
    """The numbers of one check, to be counted with those of many others. When she turns the check
    off they are emptied; that there were some stays, so that whoever counts again counts none of
    those with whom hers were counted."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="pulses")
    area = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)  # by code of the question, from 1 to 5
    given_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Privacy:
        subject = "person"
        confidential = ("answers",)
        keep = ("id", "person", "area", "given_at", "taken_back_at")

    class Meta:
        indexes = [models.Index(fields=["area", "given_at"], name="pulse_of_area")]
