"""When people can be met: hours of the week, single days, leave; and the time that is taken."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from banyan.mentoring.models.pairs import Session
from banyan.mentoring.states import SessionMode
from banyan.people.models import Person


class Availability(models.Model):
    """Somebody keeps hours in which she can be booked, by the clock of one zone. When she lives by
    another zone later, her hours stay where they are until she says otherwise."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="availability")
    time_zone = models.CharField(max_length=40)
    mode = models.CharField(
        max_length=10, choices=SessionMode.choices, default=SessionMode.ONLINE
    )  # how one meets her in these hours
    place = models.CharField(max_length=200, default="", blank=True)
    buffer = models.PositiveSmallIntegerField(default=10)  # minutes free around each session
    notice = models.PositiveSmallIntegerField(default=24)  # hours before, at the least
    most_a_week = models.PositiveSmallIntegerField(null=True)  # sessions, from Monday to Sunday

    class Privacy:
        subject = "person"
        personal = ("time_zone", "mode", "place", "buffer", "notice", "most_a_week")
        keep = ("id", "person")


class WeeklyHours(models.Model):
    """Hours of one weekday, as minutes of the day; past midnight they end after 1440."""

    availability = models.ForeignKey(Availability, models.CASCADE, related_name="weekly")
    weekday = models.PositiveSmallIntegerField()  # Monday is 0
    begins = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()

    class Privacy:
        subject = "availability.person"
        personal = ("weekday", "begins", "ends")
        keep = ("id", "availability")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6, begins__lt=1440, ends__gt=F("begins"), ends__lte=2880),
                name="weekly_hours_of_one_day",
            ),
            models.UniqueConstraint(
                fields=["availability", "weekday", "begins"], name="weekly_hours_once"
            ),
        ]


class DayHours(models.Model):
    """Other hours on one day, of which it may have several stretches; without a beginning there are
    none on it."""

    availability = models.ForeignKey(Availability, models.CASCADE, related_name="instead")
    on = models.DateField()
    begins = models.PositiveSmallIntegerField(null=True)
    ends = models.PositiveSmallIntegerField(null=True)

    class Privacy:
        subject = "availability.person"
        personal = ("on", "begins", "ends")
        keep = ("id", "availability")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(begins__isnull=True, ends__isnull=True)
                | Q(begins__lt=1440, ends__gt=F("begins"), ends__lte=2880),
                name="day_hours_of_one_day",
            ),
            models.UniqueConstraint(fields=["availability", "on", "begins"], name="day_hours_once"),
            models.UniqueConstraint(  # nothing equals an empty beginning
                fields=["availability", "on"],
                condition=Q(begins__isnull=True),
                name="day_without_hours_once",
            ),
        ]


class Leave(models.Model):
    """Days on which somebody is away: `[starts_on, ends_on)`. Why is nobody's business.

    `entered_at` is when all of these days were known: they excuse nothing that came before it.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="leaves")
    starts_on = models.DateField()
    ends_on = models.DateField()
    entered_at = models.DateTimeField()

    class Privacy:
        subject = "person"
        keep = ("id", "person", "starts_on", "ends_on", "entered_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="leave_ends_after_it_starts"
            ),
            models.UniqueConstraint(fields=["person", "starts_on"], name="leave_once"),
        ]

    @property
    def last_day(self) -> date:
        """Periods are half open; people say the last day of theirs."""
        return self.ends_on - timedelta(days=1)


class OtherTime(models.Model):
    """Another time at which a proposed session could be as well; nothing is left of it once the
    other one has answered."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="others")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Privacy:
        subject = ("session.host", "session.mentorship.mentee")
        keep = ("id", "session", "starts_at", "ends_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="other_time_ends_after_start"
            ),
            models.UniqueConstraint(fields=["session", "starts_at"], name="other_time_once"),
        ]


class TakenTime(models.Model):
    """Five minutes of somebody's time that a planned session holds.

    The database lets nobody have the same five minutes twice, whichever sessions they belong to
    and however these lie to each other; it needs to know nothing of stretches for that.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="taken_times")
    session = models.ForeignKey(Session, models.CASCADE, related_name="taken_times")
    at = models.PositiveIntegerField()  # fives of minutes since the beginning of 1970, in UTC

    class Privacy:
        subject = "person"
        keep = ("id", "person", "session", "at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "at"], name="time_taken_once")]


class CountedTime(models.Model):
    """Five minutes of somebody's time that count, in one session and in no other.

    What `TakenTime` is to plans, this is to what was: so the same minutes are never logged twice,
    whoever says them, when, and in however many groups and pairs.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="counted_times")
    session = models.ForeignKey(Session, models.CASCADE, related_name="counted_times")
    at = models.PositiveIntegerField()  # fives of minutes since the beginning of 1970, in UTC

    class Privacy:
        subject = "person"
        keep = ("id", "person", "session", "at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "at"], name="time_counted_once")]
