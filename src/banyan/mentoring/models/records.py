"""Records of practice: what a teacher keeps of her teaching, who reads it, how it hangs together.

The words of every kind stand in one place, so that there is one place in which to filter them.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from banyan.mentoring.models.pairs import Mentorship
from banyan.mentoring.states import RecordKind, Tier
from banyan.organisations.models import Organisation
from banyan.people.models import Person


class Record(models.Model):
    """One piece of practice, whatever its kind. Whoever was observed owns an observation."""

    kind = models.CharField(max_length=16, choices=RecordKind.choices)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="records")
    mentorship = models.ForeignKey(
        Mentorship, models.PROTECT, null=True, related_name="records"
    )  # none is the owner's own
    school = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    tier = models.CharField(max_length=6, choices=Tier.choices)
    title = models.CharField(max_length=160, default="", blank=True)
    words = models.JSONField(default=dict)  # by code of the section
    step_key = models.CharField(max_length=120, default="", blank=True)  # that it serves
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    continues = models.ForeignKey("self", models.SET_NULL, null=True, related_name="continued_in")

    class Privacy:
        subject = ("owner", "mentorship.mentor", "mentorship.mentee")
        confidential = ("title", "words")
        keep = (
            "id", "kind", "owner", "mentorship", "school", "tier", "step_key", "version",
            "begun_at", "written_by", "written_at", "continues",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(tier="pair") | Q(mentorship__isnull=False),
                name="record_of_a_pair_has_one",
            ),
            models.UniqueConstraint(
                fields=["mentorship", "continues"],
                condition=Q(continues__isnull=False),
                name="record_handed_over_once",
            ),
            models.UniqueConstraint(
                fields=["continues"],
                condition=Q(mentorship__isnull=True, continues__isnull=False),
                name="record_taken_on_alone_once",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "kind", "written_at"], name="record_of_owner"),
            models.Index(fields=["mentorship", "kind", "written_at"], name="record_of_pair"),
        ]


class RecordVersion(models.Model):
    """How a record was. What one person saves within a quarter of an hour is one version."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160, default="", blank=True)
    words = models.JSONField(default=dict)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Privacy:
        subject = ("record.owner", "written_by")
        confidential = ("title", "words")
        keep = ("id", "record", "number", "written_by", "written_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="record_version_once")
        ]


class Share(models.Model):
    """The owner lets somebody read a record, for a time or until taken back.

    Where it is of parts, those are named by digests of their paragraphs: a paragraph that is
    changed afterwards has another digest, and is not shared.
    """

    record = models.ForeignKey(Record, models.CASCADE, related_name="shares")
    person = models.ForeignKey(Person, models.PROTECT, related_name="shares_received")
    whole = models.BooleanField(default=True)
    parts = models.JSONField(default=list)
    given_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Privacy:
        subject = ("record.owner", "person")
        keep = (
            "id", "record", "person", "whole", "parts", "given_at", "until", "taken_back_at",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "person"],
                condition=Q(taken_back_at__isnull=True),
                name="share_once",
            )
        ]
        indexes = [models.Index(fields=["person", "taken_back_at"], name="share_of_person")]

    def lasts(self, now: datetime) -> bool:
        """Whether it still lets the person read: neither taken back nor run out."""
        return self.taken_back_at is None and (self.until is None or self.until > now)


class RecordComment(models.Model):
    """A remark beside a section, or at a moment of a recording."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="comments")
    section = models.CharField(max_length=60, default="", blank=True)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField()
    at_seconds = models.PositiveIntegerField(null=True)
    tag = models.CharField(max_length=60, default="", blank=True)
    written_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Privacy:
        subject = ("author", "record.owner")
        confidential = ("text", "tag", "at_seconds")
        keep = ("id", "record", "section", "author", "written_at", "settled_at")

    class Meta:
        indexes = [models.Index(fields=["record", "written_at"], name="comment_of_record")]


class RecordLink(models.Model):
    """The thread: one record led to the other."""

    earlier = models.ForeignKey(Record, models.CASCADE, related_name="led_to")
    later = models.ForeignKey(Record, models.CASCADE, related_name="came_from")

    class Privacy:
        subject = ("earlier.owner", "later.owner")
        keep = ("id", "earlier", "later")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="record_link_once"),
            models.CheckConstraint(
                condition=~Q(earlier=F("later")), name="record_link_not_to_itself"
            ),
        ]
