from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One thing that happened. Append only, and without foreign keys, so that the
    record never blocks an erasure and never disappears with its subject.

    `data` holds small facts of state (before, after, counts), never what people wrote.
    """

    verb = models.CharField(max_length=80)  # "mentorship.accept"
    subject = models.CharField(max_length=80)  # "mentorship:42"
    actor = models.BigIntegerField()  # a person's id; 0 is the platform itself
    scope = models.CharField(max_length=200)  # path of the organisation it belongs to
    happened_at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Privacy:
        subject = "actor"
        keep = ("id", "verb", "subject", "actor", "scope", "happened_at", "data")

    class Meta:
        indexes = [
            models.Index(fields=["subject", "happened_at"], name="trail_of_subject"),
            models.Index(fields=["verb", "happened_at"], name="trail_of_verb"),
        ]


class Delivery(models.Model):
    """One event still to be handled by one follower: the outbox, and its receipt."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="deliveries")
    follower = models.CharField(max_length=60)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Privacy:
        keep = ("id", "event", "follower", "attempts", "done_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "follower"], name="trail_one_delivery")
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(done_at__isnull=True),
                name="trail_delivery_open",
            )
        ]


class Heartbeat(models.Model):
    """When a worker last said that it is alive; one row for each kind of worker."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()

    class Privacy:
        keep = ("name", "beat_at")
