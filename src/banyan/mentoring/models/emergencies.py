"""The glass that two people break together when somebody may be in danger."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from banyan.mentoring.models.pairs import Mentorship
from banyan.mentoring.models.questions import Question
from banyan.mentoring.states import EmergencyStatus
from banyan.people.models import Person


class EmergencyAccess(models.Model):
    """For a stated reason and a short time, one officer reads what a pair has written to each
    other, or what was written in one question, because somebody else has opened it. What one of
    them keeps for herself stays closed."""

    mentorship = models.ForeignKey(
        Mentorship, models.PROTECT, null=True, related_name="emergencies"
    )
    question = models.ForeignKey(Question, models.PROTECT, null=True, related_name="emergencies")
    status = models.CharField(
        max_length=8, choices=EmergencyStatus.choices, default=EmergencyStatus.ASKED
    )
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.TextField()
    hours = models.PositiveSmallIntegerField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    tell_on = models.DateField(null=True)  # where the two are told later, for a stated reason
    delay_reason = models.TextField(default="", blank=True)
    told_at = models.DateTimeField(null=True)

    class Privacy:
        subject = (
            "mentorship.mentor", "mentorship.mentee", "question.mentor", "question.teacher",
            "asked_by",
        )  # fmt: skip
        confidential = ("reason", "delay_reason")
        keep = (
            "id", "mentorship", "question", "status", "asked_by", "asked_at", "hours", "decided_by",
            "decided_at", "until", "tell_on", "told_at",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mentorship__isnull=False, question__isnull=True)
                | Q(mentorship__isnull=True, question__isnull=False),
                name="emergency_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="emergency_takes_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(status="open") | Q(until__isnull=False, decided_by__isnull=False),
                name="emergency_ends",
            ),
            models.CheckConstraint(
                condition=Q(tell_on__isnull=True) | ~Q(delay_reason=""),
                name="emergency_delay_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["asked_by", "status"], name="emergency_of_asker")]
