from __future__ import annotations

from django.db import models
from django.db.models import Q

from banyan.interop.meetings.states import UNSETTLED, Problem, RoomStatus
from banyan.mentoring.models import Session
from banyan.people.models import Person


class Room(models.Model):
    """The room of one session on a meeting server, and what is still to be asked of that server.

    One for a session, whatever is delivered twice. `sequence` is that of the time for which the
    room stands; `next_try_at` is when the background looks at it again, and a lease meanwhile.
    """

    session = models.OneToOneField(Session, models.CASCADE, related_name="+")
    provider = models.CharField(max_length=20)  # a code of `rooms.SERVERS`
    status = models.CharField(max_length=10, choices=RoomStatus.choices, default=RoomStatus.WAITING)
    account = models.CharField(max_length=200, default="", blank=True)  # of the vendor
    vendor_id = models.CharField(max_length=400, default="", blank=True)
    address = models.URLField(max_length=300, default="", blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    problem = models.CharField(max_length=12, choices=Problem.choices, default="", blank=True)
    changed_at = models.DateTimeField()

    class Privacy:
        subject = ("session.host", "session.mentorship.mentee")
        confidential = ("address", "vendor_id")
        keep = (
            "id", "session", "provider", "status", "account", "sequence", "tries", "next_try_at",
            "problem", "changed_at",
        )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(status__in=[s.value for s in UNSETTLED]),
                name="room_unsettled",
            )
        ]


class EndOfRecording(models.Model):
    """A room of a session that may be recorded, and that one of the two wants no more. It is ended
    on its server in the background; the next room of the session has another name there.

    `number` is that of the room among those of its session, the first being 0.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        subject = ("session.host", "session.mentorship.mentee")
        keep = ("id", "session", "number", "asked_at", "tries", "next_try_at", "ended_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="end_of_recording_once")
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(ended_at__isnull=True),
                name="end_of_recording_open",
            )
        ]


class RecordingConsent(models.Model):
    """Somebody agrees that one session is recorded. Without that of both, it is not."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Privacy:
        subject = "person"
        keep = ("id", "session", "person", "said_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="recording_consent_once")
        ]
