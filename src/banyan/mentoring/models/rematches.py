"""Another pairing, without blame: that somebody asks for it, and what a teacher takes along."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from banyan.mentoring.models.pairs import Mentorship
from banyan.mentoring.states import RematchStatus
from banyan.people.models import Person


class Rematch(models.Model):
    """One of a pair asks the coordinators for another pairing. The other one never learns of it,
    nor does whoever comes next."""

    mentorship = models.ForeignKey(Mentorship, models.PROTECT, related_name="rematches")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=9, choices=RematchStatus.choices, default=RematchStatus.OPEN
    )
    reason = models.CharField(max_length=50)  # of the blueprint: one of those that blame nobody
    words = models.TextField(default="", blank=True)  # to the coordinators, in confidence
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Privacy:
        subject = "asked_by"
        confidential = ("reason", "words")
        keep = ("id", "mentorship", "asked_by", "status", "asked_at", "settled_at", "settled_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship", "asked_by"],
                condition=Q(status="open"),
                name="rematch_one_open_each",
            )
        ]


class Carrying(models.Model):
    """Which of her plans in this pair a teacher takes along to whoever comes next."""

    mentorship = models.OneToOneField(Mentorship, models.CASCADE, related_name="carrying")
    records = models.JSONField(default=list)  # ids of records of hers, and nothing of their words
    chosen_at = models.DateTimeField()
    carried_at = models.DateTimeField(null=True)

    class Privacy:
        subject = "mentorship.mentee"
        confidential = ("records",)
        keep = ("id", "mentorship", "chosen_at", "carried_at")
