"""Strengths and needs: whose view of a teacher it is, on which framework, by what evidence."""

from __future__ import annotations

from django.db import models

from banyan.mentoring.models import Record, RecordLink
from banyan.practice.states import Source


class Assessment(models.Model):
    """Beside a record of strengths and needs: who looked, and by which edition of a framework. The
    levels and sentences themselves are the words of the record."""

    record = models.OneToOneField(Record, models.CASCADE, related_name="assessment")
    source = models.CharField(max_length=12, choices=Source.choices)
    framework = models.CharField(max_length=80)  # as code@version

    class Privacy:
        subject = ("record.owner",)
        keep = ("id", "record", "source", "framework")


class Evidence(models.Model):
    """The record that led to an assessment shows something of this element of the framework."""

    link = models.ForeignKey(RecordLink, models.CASCADE, related_name="evidence")
    element = models.CharField(max_length=100)

    class Privacy:
        subject = ("link.later.owner",)
        confidential = ("element",)
        keep = ("id", "link")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "element"], name="evidence_of_element_once")
        ]
