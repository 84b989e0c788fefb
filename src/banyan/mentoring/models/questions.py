"""Mentoring in writing: a question, the mentor who takes it, and whose turn it is."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from banyan.mentoring.states import Helped, QuestionStatus
from banyan.organisations.models import Organisation
from banyan.people.models import Person
from banyan.programmes.models import Cohort


class Question(models.Model):
    """A teacher asks whoever of the programme's mentors can help with it. Its status says whose
    turn it is; `due_at` until when, if anything happens then."""

    teacher = models.ForeignKey(Person, models.PROTECT, related_name="questions_asked")
    mentor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="questions_taken")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="questions")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    domain = models.CharField(max_length=60)
    language = models.CharField(max_length=10)  # in which she would like the answer
    text = models.TextField()
    is_nameless = models.BooleanField(default=False)  # the mentor does not learn who asks
    status = models.CharField(
        max_length=9, choices=QuestionStatus.choices, default=QuestionStatus.OPEN
    )
    key = models.CharField(max_length=64)  # of this sending of its form
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    helped = models.CharField(max_length=7, choices=Helped.choices, default="", blank=True)

    class Privacy:
        subject = ("teacher", "mentor")
        confidential = ("text", "helped")
        keep = (
            "id", "teacher", "mentor", "cohort", "school", "domain", "language", "is_nameless",
            "status", "key", "asked_at", "taken_at", "due_at", "closed_at",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["teacher", "key"], name="question_once"),
            models.CheckConstraint(
                condition=Q(mentor__isnull=True) | ~Q(mentor=F("teacher")),
                name="question_not_by_oneself",
            ),
        ]
        indexes = [
            models.Index(fields=["cohort", "status", "asked_at"], name="question_waiting"),
            models.Index(fields=["mentor", "status"], name="question_of_mentor"),
            models.Index(fields=["status", "due_at"], name="question_due"),
        ]


class Turn(models.Model):
    """One answer or one thing more that is asked: words, a link, sound, or several of them."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="turns")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(default="", blank=True)
    link = models.URLField(max_length=300, default="", blank=True)
    sound = models.CharField(max_length=32, default="", blank=True)  # name of its file, random
    sound_size = models.PositiveBigIntegerField(default=0)  # bytes
    sound_type = models.CharField(max_length=40, default="", blank=True)
    key = models.CharField(max_length=64)
    written_at = models.DateTimeField()

    class Privacy:
        subject = ("question.teacher", "question.mentor")
        confidential = ("text", "link")
        personal = ("sound",)
        keep = ("id", "question", "author", "sound_size", "sound_type", "key", "written_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "author", "key"], name="turn_once")
        ]


class AnsweredQuestion(models.Model):
    """A question and its answer in words for everybody: the two make them together, and each says
    yes to one version. From when both have said yes to the same one, it is there to be read."""

    question = models.OneToOneField(Question, models.CASCADE, related_name="public")
    domain = models.CharField(max_length=60)
    asked = models.TextField()
    answer = models.TextField()
    version = models.PositiveIntegerField(default=1)  # of the words
    teacher_agreed = models.PositiveIntegerField(default=0)  # to which version
    mentor_agreed = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Privacy:
        subject = ("question.teacher", "question.mentor")
        confidential = ("asked", "answer")
        keep = (
            "id", "question", "domain", "version", "teacher_agreed", "mentor_agreed",
            "written_at", "published_at",
        )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["-published_at"], name="answered_published")]


class QuestionLimit(models.Model):
    """How many questions a mentor has with her at a time; without a row, the house's number."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="question_limit")
    most = models.PositiveSmallIntegerField()  # 0: none now

    class Privacy:
        subject = "person"
        keep = ("id", "person", "most")


def sound_at(name: str) -> Path:
    """Where the file of this name lies: below the media folder, never below the static one."""
    return Path(settings.MEDIA_ROOT) / "questions" / name[:2] / name
