"""What the two of a pair write to each other, besides sessions and records."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models

from banyan.mentoring.models.pairs import Mentorship
from banyan.people.models import Person


class Message(models.Model):
    """Words from one of the two to the other. Once its author has taken it back nobody reads it on
    a page; what it said is sealed for some days, then gone. That there was one stays."""

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(default="", blank=True)
    key = models.CharField(max_length=64)  # of this sending of its form: sent twice, it is one
    written_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    # What it said before, for a report of it and for emergency access alone: an abusive message
    # must not be delivered and then wiped by whoever wrote it.
    sealed = models.TextField(default="", blank=True)

    class Privacy:
        subject = ("mentorship.mentor", "mentorship.mentee")
        confidential = ("text", "sealed")
        keep = ("id", "mentorship", "author", "key", "written_at", "taken_back_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "author", "key"], name="message_once")
        ]
        indexes = [models.Index(fields=["mentorship", "-id"], name="message_of_pair")]


class Attachment(models.Model):
    """The file that goes with a message. It lies under a random name, where no address leads."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="attachment")
    title = models.CharField(max_length=120)  # what its author called it
    name = models.CharField(max_length=32, unique=True)  # of the file: random, and nobody's words
    size = models.PositiveBigIntegerField()  # bytes
    content_type = models.CharField(max_length=100)

    class Privacy:
        subject = ("message.mentorship.mentor", "message.mentorship.mentee")
        confidential = ("title",)
        personal = ("name",)
        keep = ("id", "message", "size", "content_type")


class ThreadReading(models.Model):
    """How far somebody has read; for herself alone: the other one is not told when she reads."""

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="readings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    up_to = models.PositiveBigIntegerField(default=0)  # the last message that she has seen

    class Privacy:
        subject = "person"
        keep = ("id", "mentorship", "person", "up_to")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "person"], name="thread_reading_once")
        ]


def place_of(name: str) -> Path:
    """Where the file of this name lies: below the media folder, never below the static one."""
    return Path(settings.MEDIA_ROOT) / "messages" / name[:2] / name
