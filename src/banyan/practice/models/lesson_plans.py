"""Lesson plans: how far one has come, what is published of it, and after whom it was made.

What a plan says are the words of its record. What is published is a record of its own, without
the remarks and the reflection: the plan that a pair works at stays in confidence.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from banyan.mentoring.models import Record
from banyan.people.models import Person
from banyan.practice.states import LessonStatus


class LessonPlan(models.Model):
    """Where `edition_of` is said, it is the published copy of that plan."""

    record = models.OneToOneField(Record, models.CASCADE, related_name="lesson_plan")
    status = models.CharField(
        max_length=9, choices=LessonStatus.choices, default=LessonStatus.DRAFT
    )
    taught_on = models.DateField(null=True)
    edition_of = models.OneToOneField("self", models.SET_NULL, null=True, related_name="edition")
    published_at = models.DateTimeField(null=True)

    class Privacy:
        subject = ("record.owner",)
        keep = ("id", "record", "status", "taught_on", "edition_of", "published_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(edition_of__isnull=True) | ~Q(edition_of=F("id")),
                name="lesson_plan_is_not_its_own_edition",
            )
        ]


class LessonCredit(models.Model):
    """After whose published plan it was made. The first is the oldest; a copy of a copy names
    them all, as the licence asks."""

    plan = models.ForeignKey(LessonPlan, models.CASCADE, related_name="credits")
    number = models.PositiveSmallIntegerField()
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    title = models.CharField(max_length=160, blank=True)  # as it was published

    class Privacy:
        subject = ("author",)
        keep = ("id", "plan", "number", "author", "title")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="lesson_credit_once")
        ]
