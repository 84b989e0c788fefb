from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from banyan.mentoring.models import Record
from banyan.people.models import Person
from banyan.practice.states import ConsentStatus, FilmingBasis, VideoStatus


class FilmingConsent(models.Model):
    """That a class may be filmed: written down before the first film of it is kept."""

    owner = models.ForeignKey(Person, models.PROTECT, related_name="filming_consents")
    class_name = models.CharField(max_length=60)
    given_by = models.CharField(max_length=160)  # who gave it, as a name or an office
    of_whom = models.CharField(max_length=300)  # whose consent it is, and where the papers lie
    basis = models.CharField(max_length=12, choices=FilmingBasis.choices)
    until = models.DateField()  # the last day
    given_at = models.DateTimeField()  # when it was written down here
    status = models.CharField(
        max_length=9, choices=ConsentStatus.choices, default=ConsentStatus.GIVEN
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Privacy:
        subject = "owner"
        confidential = ("class_name", "given_by", "of_whom")
        keep = ("id", "owner", "basis", "until", "given_at", "status", "withdrawn_at")

    class Meta:
        indexes = [models.Index(fields=["owner", "status"], name="filming_consent_of")]


class Video(models.Model):
    """A film of a lesson. Its title, who reads it and what is said of it are those of its record.

    When it is deleted the file and the record are gone; this line stays, to say so.
    """

    owner = models.ForeignKey(Person, models.PROTECT, related_name="videos")
    record = models.OneToOneField(Record, models.SET_NULL, null=True, related_name="video")
    consent = models.ForeignKey(FilmingConsent, models.PROTECT, related_name="videos")
    name = models.CharField(max_length=32, unique=True)  # of the file: random, and nobody's words
    size = models.PositiveBigIntegerField()  # bytes
    content_type = models.CharField(max_length=40)
    kept_at = models.DateTimeField()
    delete_on = models.DateField()
    status = models.CharField(max_length=7, choices=VideoStatus.choices, default=VideoStatus.KEPT)
    deleted_at = models.DateTimeField(null=True)

    class Privacy:
        subject = "owner"
        personal = ("name",)
        keep = (
            "id", "owner", "record", "consent", "size", "content_type", "kept_at", "delete_on",
            "status", "deleted_at",
        )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["status", "delete_on"], name="video_to_delete")]


class Upload(models.Model):
    """A video on its way. Whoever holds the token is still asked who she is."""

    owner = models.ForeignKey(Person, models.PROTECT, related_name="uploads")
    consent = models.ForeignKey(FilmingConsent, models.PROTECT, related_name="uploads")
    token = models.CharField(max_length=43, unique=True)
    name = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=160, default="", blank=True)
    keep_days = models.PositiveSmallIntegerField()
    length = models.PositiveBigIntegerField()  # bytes, all of them
    offset = models.PositiveBigIntegerField(default=0)  # bytes that are here
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    video = models.OneToOneField(Video, models.CASCADE, null=True, related_name="upload")

    class Privacy:
        subject = "owner"
        confidential = ("title",)
        personal = ("token", "name")
        keep = (
            "id", "owner", "consent", "keep_days", "length", "offset", "begun_at", "expires_at",
            "video",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(offset__lte=F("length")), name="upload_within_its_length"
            )
        ]
        indexes = [models.Index(fields=["expires_at"], name="upload_expires")]


def place_of(name: str) -> Path:
    """Where the file of this name lies: below the media folder, never below the static one."""
    return Path(settings.MEDIA_ROOT) / "videos" / name[:2] / name
