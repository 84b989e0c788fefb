from __future__ import annotations

from django.db import models
from django.db.models import Q

from banyan.mentoring.models import Mentorship
from banyan.people.models import Person
from banyan.practice.states import DisputeStatus, ReadingStatus, SubmissionStatus, Verdict


class Submission(models.Model):
    """What a teacher handed in, as it was then. Earlier attempts stay beside later ones."""

    mentorship = models.ForeignKey(Mentorship, models.PROTECT, related_name="submissions")
    key = models.CharField(max_length=120)  # of the step in which it was handed in
    review_key = models.CharField(max_length=120)  # of the step in which it is judged
    attempt = models.PositiveSmallIntegerField()
    # "code@version" of the blueprint by which it is judged, wherever the cohort moves meanwhile;
    # empty is the one that the cohort has.
    design = models.CharField(max_length=72, default="", blank=True)
    words = models.JSONField(default=dict)  # of the step, by code, at the moment of handing in
    handed_in_at = models.DateTimeField()
    status = models.CharField(
        max_length=10, choices=SubmissionStatus.choices, default=SubmissionStatus.IN_REVIEW
    )
    settled_at = models.DateTimeField(null=True)
    because = models.TextField(default="", blank=True)  # of the coordinator, where she decided

    class Privacy:
        subject = ("mentorship.mentee", "mentorship.mentor")
        confidential = ("words", "because")
        keep = (
            "id", "mentorship", "key", "review_key", "attempt", "design", "handed_in_at",
            "status", "settled_at",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship", "key", "attempt"], name="submission_attempt_once"
            ),
            models.UniqueConstraint(
                fields=["mentorship", "key"],
                condition=Q(status="in_review"),
                name="submission_one_in_review",
            ),
        ]
        indexes = [models.Index(fields=["status", "handed_in_at"], name="submission_waiting")]


class Reading(models.Model):
    """One reader and one piece of work. `met` and `comments` are by code of the criterion."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(Person, models.PROTECT, related_name="readings")
    assigned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    due_on = models.DateField()
    status = models.CharField(
        max_length=8, choices=ReadingStatus.choices, default=ReadingStatus.ASSIGNED
    )
    met = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)
    decision = models.CharField(max_length=10, choices=Verdict.choices, default="", blank=True)
    done_at = models.DateTimeField(null=True)

    class Privacy:
        subject = ("reader", "submission.mentorship.mentee")
        confidential = ("met", "comments", "decision")
        keep = (
            "id", "submission", "reader", "assigned_by", "assigned_at", "due_on", "status",
            "done_at",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "reader"], name="reading_reader_once")
        ]
        indexes = [
            models.Index(fields=["reader", "status"], name="reading_of_reader"),
            models.Index(fields=["status", "due_on"], name="reading_due"),
        ]


class Dispute(models.Model):
    """A teacher disagrees with the outcome of her work, and somebody decides once more in writing.

    By raising it she shows what the readers said of it: `findings` are as she saw them then.
    """

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="dispute")
    status = models.CharField(
        max_length=10, choices=DisputeStatus.choices, default=DisputeStatus.RAISED
    )
    words = models.TextField()
    findings = models.JSONField(default=list)  # title, met, of, comments of each criterion
    raised_at = models.DateTimeField()
    decide_by = models.DateField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    because = models.TextField(default="", blank=True)

    class Privacy:
        subject = ("submission.mentorship.mentee", "submission.mentorship.mentor")
        confidential = ("words", "findings", "because")
        keep = (
            "id", "submission", "status", "raised_at", "decide_by", "decided_by", "decided_at",
        )  # fmt: skip
