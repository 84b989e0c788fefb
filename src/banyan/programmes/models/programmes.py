"""Blueprints that organisations make, programmes, their cohorts, and what their stages brought."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from banyan.organisations.models import Organisation
from banyan.people.models import Person
from banyan.programmes.states import DesignStatus, ProgrammeStatus


class Design(models.Model):
    """A blueprint that an organisation makes: the file itself. Once published it never changes."""

    code = models.CharField(max_length=50)  # as the file says, once it can be read
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=500)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="designs")
    status = models.CharField(
        max_length=10, choices=DesignStatus.choices, default=DesignStatus.DRAFT
    )
    based_on = models.CharField(max_length=72)  # "code@version" of what was copied
    text = models.TextField()
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    edition = models.PositiveIntegerField(default=0)  # rises with each save

    class Privacy:
        keep = (
            "id", "code", "version", "title", "organisation", "status", "based_on", "text",
            "written_by", "written_at", "edition",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="design_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class Programme(models.Model):
    """A mentoring programme of an organisation, run by a blueprint."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="programmes")
    blueprint = models.CharField(max_length=50)  # code of a blueprint file
    blueprint_version = models.CharField(max_length=20)
    status = models.CharField(
        max_length=10, choices=ProgrammeStatus.choices, default=ProgrammeStatus.DRAFT
    )
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Privacy:
        keep = (
            "id", "code", "name", "organisation", "blueprint", "blueprint_version",
            "status", "starts_on", "ends_on",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="programme_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_on(self) -> date:
        return self.ends_on - timedelta(days=1)


class Cohort(models.Model):
    """The people of one intake. It pins the blueprint's version for as long as it runs."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="cohorts")
    name = models.CharField(max_length=120)
    blueprint = models.CharField(max_length=50, default="", blank=True)  # if not the programme's
    blueprint_version = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Privacy:
        keep = (
            "id", "programme", "name", "blueprint", "blueprint_version", "starts_on", "ends_on",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="cohort_ends_after_start"
            ),
            models.UniqueConstraint(fields=["programme", "name"], name="cohort_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def design(self) -> tuple[str, str]:
        """Code and version of the blueprint that it is run by."""
        return self.blueprint or self.programme.blueprint, self.blueprint_version

    @property
    def last_on(self) -> date:
        return self.ends_on - timedelta(days=1)


class StageRecord(models.Model):
    """Something that a stage of a programme should bring about, and that exists now."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="stage_records")
    key = models.CharField(max_length=101)  # "stage/artefact", or "stage" where it has none
    done_on = models.DateField()
    note = models.CharField(max_length=500, default="", blank=True)
    link = models.URLField(default="", blank=True)
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Privacy:
        keep = ("id", "programme", "key", "done_on", "note", "link", "written_by", "written_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="stage_record_once"),
        ]
