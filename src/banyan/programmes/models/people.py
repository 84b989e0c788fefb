"""Teachers in a cohort, mentors in a pool, and lists of people that were uploaded."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from banyan.organisations.models import Organisation
from banyan.organisations.states import ImportStatus
from banyan.people.models import Person
from banyan.programmes.models.programmes import Cohort, Programme
from banyan.programmes.states import (
    Advice,
    ApplicationStatus,
    EnrolmentStatus,
    Format,
    Speaks,
    Sure,
)


class Enrolment(models.Model):
    """A teacher's place in a cohort, with what she teaches and what she would like."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="enrolments")
    status = models.CharField(
        max_length=10, choices=EnrolmentStatus.choices, default=EnrolmentStatus.INVITED
    )
    languages = models.JSONField(default=list)  # codes, best first
    subjects = models.JSONField(default=list)  # codes
    stages = models.JSONField(default=list)  # codes
    hours = models.JSONField(default=list)  # codes of free hours: "mon-evening"
    years = models.PositiveSmallIntegerField(null=True)  # of teaching
    levels = models.JSONField(default=dict)  # by language of these: Speaks, where she has said
    format = models.CharField(max_length=10, choices=Format.choices, default=Format.EITHER)
    again = models.BooleanField(default=False)  # would go on with a mentor of an earlier pair
    asks = models.JSONField(default=list)  # confidential: what a mentor is to have said of herself
    traits = models.JSONField(default=list)  # codes of the blueprint, such as a kind of licence
    hopes = models.TextField(default="", blank=True)  # confidential: the teacher's own words
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    left_because = models.CharField(max_length=200, default="", blank=True)
    version = models.PositiveIntegerField(default=0)  # rises with each change of the answers

    class Privacy:
        subject = "person"
        confidential = ("hopes", "left_because", "asks")
        personal = (
            "languages", "levels", "subjects", "stages", "hours", "years", "format", "again",
            "traits",
        )  # fmt: skip
        keep = ("id", "cohort", "person", "school", "status", "starts_on", "ends_on", "version")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="enrolment_once"),
        ]
        indexes = [models.Index(fields=["cohort", "status"], name="enrolment_of_cohort")]

    def get_status_display(self) -> str:  # type: ignore[no-redef]
        """One translation, where Django's own asks for every label of the field: lists show it."""
        return str(EnrolmentStatus(self.status).label)


class Need(models.Model):
    """A domain in which a teacher wants to grow; rank 1 matters most."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="needs")
    domain = models.CharField(max_length=60)
    rank = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(null=True, choices=Sure.choices)  # as she sees it

    class Privacy:
        subject = "enrolment.person"
        personal = ("domain", "rank", "level")
        keep = ("id", "enrolment")

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "domain"], name="need_once"),
            models.UniqueConstraint(fields=["enrolment", "rank"], name="need_rank_once"),
        ]


class Application(models.Model):
    """A person's way into the mentor pool of a programme, and the place held there."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="applications")
    person = models.ForeignKey(Person, models.PROTECT, related_name="applications")
    status = models.CharField(
        max_length=10, choices=ApplicationStatus.choices, default=ApplicationStatus.DRAFT
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+"
    )  # the school where the mentor works, if any
    years = models.PositiveSmallIntegerField(null=True)  # of experience in the field
    subjects = models.JSONField(default=list)
    stages = models.JSONField(default=list)
    hours = models.JSONField(default=list)
    capacity = models.PositiveSmallIntegerField(default=0)  # teachers at a time
    hours_a_month = models.PositiveSmallIntegerField(default=0)
    format = models.CharField(max_length=10, choices=Format.choices, default=Format.EITHER)
    says = models.JSONField(default=list)  # confidential: what she has said of herself, if asked
    about = models.TextField(default="", blank=True)  # for the directory, if published
    motivation = models.TextField(default="", blank=True)  # for the reviewers only
    publishes = models.JSONField(default=list)  # names of the fields shown in the directory
    listed = models.BooleanField(default=False)
    refusal = models.TextField(default="", blank=True)  # the reason, told to the applicant
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    oriented_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)  # rises with each change of the answers

    class Privacy:
        subject = "person"
        confidential = ("motivation", "refusal", "says")
        personal = ("about", "years", "subjects", "stages", "hours", "format")
        keep = (
            "id", "programme", "person", "status", "organisation", "capacity", "hours_a_month",
            "publishes", "listed", "submitted_at", "decided_at", "oriented_on", "version",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person"],
                condition=~Q(status__in=["refused", "withdrawn"]),
                name="application_one_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["programme", "status"], name="application_of_programme")]


class Expertise(models.Model):
    """A domain in which a mentor can help; rank 1 is the strongest."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="expertise")
    domain = models.CharField(max_length=60)
    rank = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(null=True, choices=Sure.choices)  # as she sees it

    class Privacy:
        subject = "application.person"
        personal = ("domain", "rank", "level")
        keep = ("id", "application")

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["application", "domain"], name="expertise_once"),
            models.UniqueConstraint(fields=["application", "rank"], name="expertise_rank_once"),
        ]


class Fluency(models.Model):
    """A language in which a mentor can mentor; rank 1 is the best."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="fluencies")
    language = models.CharField(max_length=12)
    rank = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=2, choices=Speaks.choices, default="", blank=True)

    class Privacy:
        subject = "application.person"
        personal = ("language", "rank", "level")
        keep = ("id", "application")

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["application", "language"], name="fluency_once"),
        ]


class Evidence(models.Model):
    """What an applicant brings to show experience: words, and a link where there is one."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="evidence")
    title = models.CharField(max_length=160)
    text = models.TextField(default="", blank=True)
    link = models.URLField(default="", blank=True)

    class Privacy:
        subject = "application.person"
        confidential = ("title", "text", "link")
        keep = ("id", "application")


class Review(models.Model):
    """One reviewer's reading of one application; two agree before anybody is accepted."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    advice = models.CharField(max_length=8, choices=Advice.choices)
    words = models.TextField(default="", blank=True)
    given_at = models.DateTimeField()

    class Privacy:
        subject = ("application.person", "reviewer")
        confidential = ("advice", "words")
        keep = ("id", "application", "reviewer", "given_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "reviewer"], name="review_once"),
        ]


class PeopleImport(models.Model):
    """An uploaded list of people: what it would do, and what it did.

    The file itself is kept only until somebody has decided and everybody is in: it is full of
    names and addresses.
    """

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="imports")
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    content = models.BinaryField()  # emptied once everybody is in, or the list is discarded
    status = models.CharField(
        max_length=10, choices=ImportStatus.choices, default=ImportStatus.CHECKED
    )
    counts = models.JSONField(default=dict)  # rows, new, changed, same, bad
    problems = models.JSONField(default=list)  # at most 200, each row, column, what, cure
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    # While it is being brought in:
    taken_up_at = models.DateTimeField(null=True)  # by whoever is at it now
    written = models.JSONField(default=dict)  # counts of the rows that are done

    class Privacy:
        subject = ("uploaded_by", "applied_by")
        confidential = ("content",)
        keep = (
            "id", "cohort", "uploaded_by", "file_name", "status", "counts", "problems",
            "created_at", "applied_at", "applied_by", "taken_up_at", "written",
        )  # fmt: skip
