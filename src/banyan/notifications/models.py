from __future__ import annotations

from datetime import time

from django.db import models

from banyan.notifications.states import Category, MailChoice
from banyan.people.models import Person

DEFAULT_MAIL = {
    Category.PAIR: MailChoice.AT_ONCE,
    Category.SESSION: MailChoice.AT_ONCE,
    Category.FEEDBACK: MailChoice.DIGEST,
    Category.PROGRAMME: MailChoice.AT_ONCE,
    Category.AREA: MailChoice.DIGEST,  # a coordinator of many schools hears of many pairs
    Category.ACCOUNT: MailChoice.AT_ONCE,
}
QUIET_FROM, QUIET_UNTIL, DIGEST_AT = time(21), time(7), time(8)


# As functions: while the clock shows a time that is the default of a field, the framework's check
# takes it for a mistake.
def quiet_from() -> time:
    return QUIET_FROM


def quiet_until() -> time:
    return QUIET_UNTIL


def digest_at() -> time:
    return DIGEST_AT


class Notice(models.Model):
    """One thing to tell one person. The words are made when read, in the reader's language,
    from `kind` and `data`; `data` holds names, days and counts, never confidential text."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)  # "session.reminder_day"
    key = models.CharField(max_length=120)  # what makes it the same notice: told at most once
    category = models.CharField(max_length=12, choices=Category.choices)
    data = models.JSONField(default=dict)
    link = models.CharField(max_length=200, default="")  # a path in Banyan, never another host
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)  # the thing was done before it was told

    class Privacy:
        subject = "person"
        personal = ("data",)
        keep = (
            "id", "person", "kind", "key", "category", "link",
            "created_at", "read_at", "mailed_at", "dropped_at",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="notice_told_once"),
        ]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notice_of_person"),
            models.Index(
                fields=["id"],
                condition=models.Q(mailed_at__isnull=True, dropped_at__isnull=True),
                name="notice_unmailed",
            ),
            # What waits for a digest, by its person: not all that she was ever told.
            models.Index(
                fields=["person", "id"],
                condition=models.Q(mailed_at__isnull=True, dropped_at__isnull=True),
                name="notice_waiting",
            ),
        ]


class Preference(models.Model):
    """How one category reaches one person by mail; without a row the default holds."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notice_preferences")
    category = models.CharField(max_length=12, choices=Category.choices)
    mail = models.CharField(max_length=8, choices=MailChoice.choices)

    class Privacy:
        subject = "person"
        keep = ("id", "person", "category", "mail")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "category"], name="preference_once")
        ]


class QuietHours(models.Model):
    """When no mail is sent, on the person's own clock, and what mail brings; without a row the
    default holds."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="quiet_hours")
    quiet_from = models.TimeField(default=quiet_from)
    quiet_until = models.TimeField(default=quiet_until)
    digest_at = models.TimeField(default=digest_at)
    digested_on = models.DateField(null=True)
    invitations = models.BooleanField(default=True)  # mails bring sessions to her calendar

    class Privacy:
        subject = "person"
        keep = (
            "id", "person", "quiet_from", "quiet_until", "digest_at", "digested_on", "invitations",
        )  # fmt: skip
