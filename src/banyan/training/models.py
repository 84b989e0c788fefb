from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from banyan.organisations.models import Organisation
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Programme
from banyan.training.states import Audience, SeatStatus, Way, WorkshopKind, WorkshopStatus


class Workshop(models.Model):
    """Something to learn together, of a programme or of one cohort of it: at one site or several,
    on one day or several, in person or on line."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="workshops")
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, related_name="workshops")
    title = models.CharField(max_length=160)
    about = models.TextField(default="", blank=True)  # what it is for
    kind = models.CharField(
        max_length=8, choices=WorkshopKind.choices, default=WorkshopKind.WORKSHOP
    )
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.BOTH)
    status = models.CharField(
        max_length=9, choices=WorkshopStatus.choices, default=WorkshopStatus.DRAFT
    )
    is_listed = models.BooleanField(default=True)  # shown to all it is for, not by its link alone
    walk_ins = models.BooleanField(default=False)  # a free seat may be taken at the door
    register_by_on = models.DateField()  # the last day to take a seat
    asks_percent = models.PositiveSmallIntegerField(default=80)  # of the minutes, for a certificate
    recording_url = models.URLField(max_length=300, default="", blank=True)
    link_edition = models.PositiveIntegerField(default=1)  # the secret link is made from it
    cancel_reason = models.CharField(max_length=200, default="", blank=True)
    version = models.PositiveIntegerField(default=0)  # rises with each change
    planned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    class Privacy:
        keep = (
            "id", "programme", "cohort", "title", "about", "kind", "audience", "status",
            "is_listed", "walk_ins", "register_by_on", "asks_percent", "recording_url",
            "link_edition", "cancel_reason", "version", "planned_by", "planned_at",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asks_percent__gte=1, asks_percent__lte=100), name="workshop_asks_a_part"
            ),
        ]
        indexes = [models.Index(fields=["programme", "status"], name="workshop_of_programme")]

    def __str__(self) -> str:
        return self.title


class Site(models.Model):
    """Where one group of a workshop comes together, with its own seats and its own days."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="sites")
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=200, default="", blank=True)  # room, building
    street = models.CharField(max_length=300, default="", blank=True)
    room_url = models.URLField(max_length=300, default="", blank=True)  # for those with a seat
    time_zone = models.CharField(max_length=40)  # in which its days are told
    seats = models.PositiveSmallIntegerField()
    seats_taken = models.PositiveSmallIntegerField(default=0)
    leader = models.ForeignKey(Person, models.PROTECT, related_name="sites_led")
    version = models.PositiveIntegerField(default=0)  # rises with each change

    class Privacy:
        keep = (
            "id", "workshop", "name", "place", "street", "room_url", "time_zone", "seats",
            "seats_taken", "leader", "version",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("seats")), name="site_not_overbooked"
            ),
            models.UniqueConstraint(fields=["workshop", "name"], name="site_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class MeetingDay(models.Model):
    """One time at which a site comes together; a series or a workshop of two days has several."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="days")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)  # for calendars: rises when it is moved

    class Privacy:
        keep = ("id", "site", "starts_at", "ends_at", "sequence")

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_day_ends_after_start"
            ),
            models.UniqueConstraint(fields=["site", "starts_at"], name="meeting_day_once"),
        ]

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class Seat(models.Model):
    """Somebody's place in a workshop: a seat at a site, or a place on its waiting list."""

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="places")
    site = models.ForeignKey(Site, models.PROTECT, related_name="places")
    person = models.ForeignKey(Person, models.PROTECT, related_name="workshop_seats")
    school = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=8, choices=SeatStatus.choices)
    taken_at = models.DateTimeField()
    freed_because = models.CharField(max_length=200, default="", blank=True)  # told to the person

    class Privacy:
        subject = "person"
        personal = ("freed_because",)
        keep = ("id", "workshop", "site", "person", "school", "status", "taken_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "person"], name="workshop_seat_once"),
        ]
        indexes = [models.Index(fields=["site", "status", "taken_at"], name="seat_of_site")]


class Presence(models.Model):
    """That somebody came on one day, and for how many minutes of it; 0 for "did not come"."""

    day = models.ForeignKey(MeetingDay, models.PROTECT, related_name="presences")
    person = models.ForeignKey(Person, models.PROTECT, related_name="presences")
    minutes = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=4, choices=Way.choices)
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Privacy:
        subject = "person"
        keep = ("id", "day", "person", "minutes", "way", "said_by", "said_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "person"], name="presence_once")]


class Resource(models.Model):
    """Something to look at before or after a workshop: a title and a link."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="resources")
    title = models.CharField(max_length=160)
    link = models.URLField(max_length=300)
    is_after = models.BooleanField(default=False)  # else for before, and for those with a seat
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Privacy:
        keep = ("id", "workshop", "title", "link", "is_after", "added_by", "added_at")

    class Meta:
        ordering = ["is_after", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "link", "is_after"], name="resource_once")
        ]
