"""That somebody cancelled late or did not come: dated, open to an explanation, and forgotten."""

from __future__ import annotations

from django.db import models

from banyan.mentoring.models.pairs import Session
from banyan.mentoring.states import MarkKind, MarkStatus
from banyan.people.models import Person


class Mark(models.Model):
    """One late cancellation or absence of one person. What she explains, she and the coordinators
    read, and nobody else: the other one of the pair neither."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="marks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=11, choices=MarkKind.choices)
    status = models.CharField(max_length=9, choices=MarkStatus.choices, default=MarkStatus.COUNTS)
    made_at = models.DateTimeField()
    explanation = models.TextField(default="", blank=True)
    explained_at = models.DateTimeField(null=True)
    because = models.TextField(default="", blank=True)  # of the coordinator, to the person
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Privacy:
        subject = "person"
        confidential = ("explanation", "because")
        keep = (
            "id", "session", "person", "kind", "status", "made_at", "explained_at", "decided_at",
            "decided_by",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="mark_once_a_session")
        ]
        indexes = [models.Index(fields=["person", "made_at"], name="mark_of_person")]
