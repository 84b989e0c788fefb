"""Lessons looked at together: how far it has come, and what was seen and heard.

What the two write of it are the words of its record; the lines of evidence are rows, many in a
lesson, and are read only with that record.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from banyan.mentoring.models import Record
from banyan.people.models import Person
from banyan.practice.states import Direction, EvidenceKind, ObservationStatus


class Observation(models.Model):
    """Whoever is observed owns its record, from the planning on."""

    record = models.OneToOneField(Record, models.CASCADE, related_name="observation")
    observer = models.ForeignKey(Person, models.PROTECT, related_name="observations")
    direction = models.CharField(max_length=9, choices=Direction.choices)
    status = models.CharField(
        max_length=9, choices=ObservationStatus.choices, default=ObservationStatus.PLANNED
    )
    planned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(null=True)  # as agreed
    began_at = models.DateTimeField(null=True)  # as it was
    ended_at = models.DateTimeField(null=True)
    analyse_by = models.DateField(null=True)

    class Privacy:
        subject = ("record.owner", "observer")
        keep = (
            "id", "record", "observer", "direction", "status", "planned_by", "starts_at",
            "began_at", "ended_at", "analyse_by",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                name="observation_ends_after_it_began",
            )
        ]
        indexes = [
            models.Index(fields=["observer", "status"], name="observation_of_observer"),
            models.Index(fields=["status", "analyse_by"], name="observation_to_analyse"),
        ]

    @property
    def minutes(self) -> int | None:
        """How long it was, begun minutes in full; None before it took place."""
        if self.began_at is None or self.ended_at is None:
            return None
        return max(1, -(-int((self.ended_at - self.began_at).total_seconds()) // 60))


class ObservationDraft(models.Model):
    """What one of the two is about to say to the other one: hers alone until she gives it, and
    from then on in the words of the record."""

    observation = models.OneToOneField(Observation, models.CASCADE, related_name="draft")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = models.JSONField(default=dict)  # by code of the section
    written_at = models.DateTimeField()

    class Privacy:
        subject = ("author",)
        confidential = ("words",)
        keep = ("id", "observation", "author", "written_at")


class EvidenceLine(models.Model):
    """One thing that was seen or heard, at its second. `key` is given where it is written down, so
    that a line that is sent twice is there once; what was taken back stays as an empty row."""

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="lines")
    key = models.CharField(max_length=24)
    at_seconds = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=EvidenceKind.choices)
    value = models.CharField(max_length=12, default="", blank=True)
    number = models.PositiveIntegerField(null=True)
    text = models.CharField(max_length=300, default="", blank=True)
    taken_back = models.BooleanField(default=False)

    class Privacy:
        subject = ("observation.record.owner", "observation.observer")
        confidential = ("at_seconds", "kind", "value", "number", "text")
        keep = ("id", "observation", "key", "taken_back")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["observation", "key"], name="evidence_line_once")
        ]
        indexes = [models.Index(fields=["observation", "at_seconds"], name="evidence_in_order")]
