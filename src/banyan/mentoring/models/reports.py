"""What one of two shows the coordinators in confidence of what the other one has written."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from banyan.mentoring.models.messages import Message
from banyan.mentoring.models.pairs import Mentorship
from banyan.mentoring.models.questions import Question, Turn
from banyan.mentoring.states import ReportStatus
from banyan.people.models import Person


class Report(models.Model):
    """One of two shows the coordinators, in confidence, a message of the other one's, or what she
    wrote in a question in writing: the question itself, or one turn of it. What it said is kept
    with it, also if its author takes it back."""

    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="reports")
    mentorship = models.ForeignKey(Mentorship, models.CASCADE, null=True, related_name="reports")
    question = models.ForeignKey(Question, models.CASCADE, null=True, related_name="reports")
    turn = models.ForeignKey(Turn, models.CASCADE, null=True, related_name="reports")
    reported_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    status = models.CharField(max_length=9, choices=ReportStatus.choices, default=ReportStatus.OPEN)
    quote = models.TextField(default="", blank=True)
    words = models.TextField(default="", blank=True)
    reported_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Privacy:
        subject = ("reported_by", "message.author", "turn.author", "question.teacher")
        confidential = ("quote", "words")
        keep = (
            "id", "message", "mentorship", "question", "turn", "reported_by", "status",
            "reported_at", "settled_at", "settled_by",
        )  # fmt: skip

    class Meta:
        constraints = [
            # Of a pair, or of a question in writing; a turn is of its question.
            models.CheckConstraint(
                condition=Q(
                    message__isnull=False,
                    mentorship__isnull=False,
                    question__isnull=True,
                    turn__isnull=True,
                )
                | Q(message__isnull=True, mentorship__isnull=True, question__isnull=False),
                name="report_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["message", "reported_by"],
                condition=Q(status="open"),
                name="report_one_open_each",
            ),
            models.UniqueConstraint(
                fields=["turn", "reported_by"],
                condition=Q(status="open"),
                name="report_one_open_of_turn",
            ),
            models.UniqueConstraint(
                fields=["question", "reported_by"],
                condition=Q(status="open", turn__isnull=True),
                name="report_one_open_of_question",
            ),
        ]
