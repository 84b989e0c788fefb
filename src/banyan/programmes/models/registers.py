"""Consents, which are the entries of a cohort's two registers, and trainings that were held."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from banyan.people.models import Person
from banyan.programmes.models.programmes import Cohort, Programme
from banyan.programmes.states import ConsentStatus, ConsentWay, Side


class Consent(models.Model):
    """A person agrees to take part in a cohort on one side and to stand in its register.

    It is the entry of the register too: withdrawn, it closes, and a new consent has a new number.
    """

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="consents")
    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    side = models.CharField(max_length=8, choices=Side.choices)
    number = models.PositiveIntegerField()  # of the entry, counted from 1 on each side
    status = models.CharField(
        max_length=10, choices=ConsentStatus.choices, default=ConsentStatus.GIVEN
    )
    way = models.CharField(max_length=10, choices=ConsentWay.choices)
    given_on = models.DateField()  # on paper, the day that stands there
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    edition = models.CharField(max_length=80)  # of the text that was agreed to
    language = models.CharField(max_length=12)  # in which it was read
    note = models.CharField(max_length=500, default="", blank=True)  # where the paper lies
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_note = models.CharField(max_length=500, default="", blank=True)

    class Privacy:
        subject = "person"
        confidential = ("note", "withdrawal_note")
        keep = (
            "id", "cohort", "person", "side", "number", "status", "way", "given_on", "given_at",
            "recorded_by", "edition", "language", "withdrawn_at",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "side", "number"], name="consent_number_once"
            ),
            models.UniqueConstraint(
                fields=["cohort", "side", "person"],
                condition=Q(status="given"),
                name="consent_one_that_holds",
            ),
        ]


class TrainingRecord(models.Model):
    """A training that a mentor, or a reader, of a programme has had on some day."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="trainings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="trainings")
    code = models.CharField(max_length=60)  # of the blueprint's training; "reading" for readers
    held_on = models.DateField()
    note = models.CharField(max_length=200, default="", blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Privacy:
        subject = "person"
        personal = ("note",)
        keep = ("id", "programme", "person", "code", "held_on", "recorded_by", "recorded_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person", "code", "held_on"], name="training_day_once"
            ),
        ]
