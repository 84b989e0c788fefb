from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from banyan.organisations.states import (
    DaysKind,
    ImportStatus,
    Level,
    ReportingKind,
    Role,
    SchoolType,
)
from banyan.people.models import Person


class Organisation(models.Model):
    """A nation, state, district or school; its path of ids spells its place in the tree."""

    name = models.CharField(max_length=200)
    level = models.CharField(max_length=10, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=120, unique=True, null=True)  # null only while being made
    school_type = models.CharField(max_length=10, choices=SchoolType.choices, default="")
    udise_code = models.CharField(max_length=11, null=True, unique=True)
    lgd_code = models.CharField(max_length=8, default="")  # of a state or a district
    local_code = models.CharField(max_length=40, default="")  # the code its own office uses
    locality = models.CharField(max_length=120, default="")
    closed_on = models.DateField(null=True)

    class Privacy:
        keep = (
            "id", "name", "level", "parent", "path", "school_type", "udise_code",
            "lgd_code", "local_code", "locality", "closed_on",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level="nation", parent__isnull=True)
                | Q(~Q(level="nation"), parent__isnull=False),
                name="organisation_root_is_a_nation",
            ),
            models.CheckConstraint(
                condition=Q(level="school") | Q(school_type=""),
                name="organisation_type_of_schools_only",
            ),
            models.UniqueConstraint(
                fields=["school_type", "local_code"],
                condition=Q(level="school") & ~Q(local_code=""),
                name="organisation_local_code_once",
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=~Q(level="school"),
                name="organisation_place_once",
            ),
        ]
        indexes = [models.Index(fields=["level", "name"], name="organisation_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def ancestor_ids(self) -> list[int]:
        """Ids from the nation down to this one."""
        return [int(part) for part in (self.path or "").split("/") if part]


class Membership(models.Model):
    """A person holding a role in an organisation for a period, half open."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Privacy:
        subject = "person"
        keep = ("id", "person", "organisation", "role", "starts_on", "ends_on")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(ends_on__isnull=True),
                name="membership_open_once",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "role"], name="membership_of_place")]

    @property
    def last_day(self) -> date | None:
        """Periods are half open; people say the last day on which they hold."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None


class ReportingLine(models.Model):
    """Somebody who is appraised, managed or paid by somebody else for a period, half open: what no
    role says, such as a head of department or an inspector of one subject."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="reporting_lines")
    reports_to = models.ForeignKey(Person, models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=12, choices=ReportingKind.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="reporting_lines")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Privacy:
        subject = ("person", "reports_to")
        keep = ("id", "person", "reports_to", "kind", "organisation", "starts_on", "ends_on")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="reporting_line_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("reports_to")), name="reporting_line_of_two"
            ),
            models.UniqueConstraint(
                fields=["person", "reports_to", "kind"],
                condition=Q(ends_on__isnull=True),
                name="reporting_line_open_once",
            ),
        ]

    @property
    def last_day(self) -> date | None:
        """Periods are half open; people say the last day on which they hold."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None


class CalendarDays(models.Model):
    """Days in the calendar of a place, `[starts_on, ends_on)`. What is closed is closed for
    everything under it, too."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="calendar")
    kind = models.CharField(max_length=8, choices=DaysKind.choices, default=DaysKind.CLOSED)
    title = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()
    uid = models.CharField(max_length=200, null=True)  # in the file it came from; null by hand

    class Privacy:
        keep = ("id", "organisation", "kind", "title", "starts_on", "ends_on", "uid")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="calendar_days_end_after_start"
            ),
            models.UniqueConstraint(fields=["organisation", "uid"], name="calendar_days_once"),
        ]
        indexes = [models.Index(fields=["organisation", "ends_on"], name="calendar_days_of_place")]

    @property
    def last_day(self) -> date:
        """Periods are half open; people say the last day of theirs."""
        return self.ends_on - timedelta(days=1)


class DirectoryImport(models.Model):
    """An uploaded school directory: what it would do, and what it did."""

    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    under = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    content = models.BinaryField()  # emptied once it was brought in or discarded
    status = models.CharField(
        max_length=10, choices=ImportStatus.choices, default=ImportStatus.CHECKED
    )
    options = models.JSONField(default=dict)  # default_type, create_districts
    notes = models.JSONField(default=list)  # sentences about what had to be guessed
    counts = models.JSONField(default=dict)  # rows, new, changed, same, bad
    problems = models.JSONField(default=list)  # at most 200, each row, column, what, cure
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    # While it is being brought in:
    taken_up_at = models.DateTimeField(null=True)  # by whoever is at it now
    percent = models.PositiveSmallIntegerField(default=0)
    written = models.JSONField(default=dict)  # new, changed and districts, exactly

    class Privacy:
        subject = ("uploaded_by", "applied_by")
        keep = (
            "id", "uploaded_by", "under", "file_name", "content", "status", "options",
            "notes", "counts", "problems", "created_at", "applied_at", "applied_by",
            "taken_up_at", "percent", "written",
        )  # fmt: skip
