"""Goals: what a teacher sets out to reach. Its words are those of its record."""

from __future__ import annotations

from django.db import models

from banyan.mentoring.models.records import Record
from banyan.mentoring.states import GoalStatus, GoalTurnKind
from banyan.people.models import Person


class Goal(models.Model):
    """How a goal stands, and its days: this much a coordinator sees of what a pair has."""

    record = models.OneToOneField(Record, models.CASCADE, related_name="goal")
    status = models.CharField(max_length=8, choices=GoalStatus.choices, default=GoalStatus.DRAFT)
    due_on = models.DateField(null=True)  # as the words say it; asked for by the clock
    review_on = models.DateField(null=True)  # the two look at it again
    reached = models.JSONField(default=dict)  # days by the code of a milestone
    settled_on = models.DateField(null=True)  # met, or let go

    class Privacy:
        subject = ("record.owner",)
        keep = ("id", "record", "status", "due_on", "review_on", "reached", "settled_on")

    class Meta:
        indexes = [
            models.Index(fields=["status", "review_on"], name="goal_to_review"),
            models.Index(fields=["status", "due_on"], name="goal_due"),
        ]


class GoalTurn(models.Model):
    """A turn in the life of a goal: which version of its words was endorsed, or left behind."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="turns")
    kind = models.CharField(max_length=8, choices=GoalTurnKind.choices)
    version = models.PositiveIntegerField()  # RecordVersion.number
    because = models.CharField(max_length=500, default="", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Privacy:
        subject = ("goal.record.owner", "by")
        confidential = ("because",)
        keep = ("id", "goal", "kind", "version", "by", "at")

    class Meta:
        indexes = [models.Index(fields=["goal", "at"], name="goal_turn_of_goal")]
