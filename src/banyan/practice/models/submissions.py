from __future__ import annotations

from django.db import models
from django.db.models import Q

from banyan.mentoring.models import Mentorship
from banyan.people.models import Person
from banyan.practice.states import DisputeStatus, ReadingStatus, SubmissionStatus, Verdict
from banyan.programmes.models import Application, Programme


class Submission(models.Model):
    """What a teacher handed in at a step, or the application of a mentor, as it was then. Earlier
    attempts stay beside later ones."""

    mentorship = models.ForeignKey(
        Mentorship, models.PROTECT, null=True, related_name="submissions"
    )
    application = models.OneToOneField(
        Application, models.PROTECT, null=True, related_name="submission"
    )
    # Of the steps in which it was handed in, and is judged; empty of an application.
    key = models.CharField(max_length=120, default="", blank=True)
    review_key = models.CharField(max_length=120, default="", blank=True)
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
    # Of the coordinator, where she decided; of the mentor, where it was not ready to be read.
    because = models.TextField(default="", blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    signed_off_at = models.DateTimeField(null=True)  # by the mentor, where the blueprint asks it

    class Privacy:
        subject = ("mentorship.mentee", "mentorship.mentor", "application.person")
        confidential = ("words", "because")
        keep = (
            "id", "mentorship", "application", "key", "review_key", "attempt", "design",
            "handed_in_at", "status", "settled_at", "decided_by", "signed_off_at",
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
            models.CheckConstraint(
                condition=Q(mentorship__isnull=True) ^ Q(application__isnull=True),
                name="submission_of_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["status", "handed_in_at"], name="submission_waiting")]


class Anchor(models.Model):
    """A text of which it is agreed beforehand which criteria it meets. Readers judge it like any
    work, or like any application of a mentor, and do not learn that it is none, so that one sees
    how far each keeps to what is agreed.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="anchors")
    # Of the step of which it looks to be; empty where it looks like an application.
    key = models.CharField(max_length=120, default="", blank=True)
    design = models.CharField(max_length=72)  # "code@version" of the blueprint by which it is read
    title = models.CharField(max_length=120)  # for coordinators
    words = models.JSONField(default=dict)  # by code, as of a step or of an application
    agreed = models.JSONField(default=dict)  # whether it is met, by code of the criterion
    agreed_how = models.TextField(default="", blank=True)  # who agreed, and why
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Privacy:
        subject = "written_by"
        confidential = ("words", "agreed", "agreed_how", "title")
        keep = (
            "id", "programme", "key", "design", "written_by", "written_at", "retired_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Reading(models.Model):
    """One reader, and one piece of work or one anchor. `met` and `comments` are by code of the
    criterion."""

    submission = models.ForeignKey(Submission, models.CASCADE, null=True, related_name="readings")
    anchor = models.ForeignKey(Anchor, models.CASCADE, null=True, related_name="readings")
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
    # What she found before a talk, oldest first: met, comments, decision, done_at of each time.
    earlier = models.JSONField(default=list)

    class Privacy:
        subject = ("reader", "submission.mentorship.mentee", "submission.application.person")
        confidential = ("met", "comments", "decision", "earlier")
        keep = (
            "id", "submission", "anchor", "reader", "assigned_by", "assigned_at", "due_on",
            "status", "done_at",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "reader"], name="reading_reader_once"),
            models.UniqueConstraint(fields=["anchor", "reader"], name="reading_anchor_once"),
            models.CheckConstraint(
                condition=Q(submission__isnull=True) ^ Q(anchor__isnull=True),
                name="reading_of_one_thing",
            ),
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
        subject = (
            "submission.mentorship.mentee",
            "submission.mentorship.mentor",
            "submission.application.person",
        )
        confidential = ("words", "findings", "because")
        keep = (
            "id", "submission", "status", "raised_at", "decide_by", "decided_by", "decided_at",
        )  # fmt: skip
