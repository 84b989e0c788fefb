"""Short meetings of a cohort: the plan, who takes part, who meets whom, and what each says of it.

A `Rota` goes draft → announced → held, or cancelled. Its places and meetings are laid by
`matchmaker.rota`; what stands of turns that are over is never touched again.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from banyan.matching.states.rotas import Feeling, Invited, RotaStatus
from banyan.organisations.models import Organisation
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from banyan.programmes.states import Side


class Rota(models.Model):
    """A day of short meetings: everybody of one side meets some of the other, in turns."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="rotas")
    status = models.CharField(max_length=10, choices=RotaStatus.choices, default=RotaStatus.DRAFT)
    name = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)  # of the place
    minutes = models.PositiveSmallIntegerField()  # of a meeting
    pause = models.PositiveSmallIntegerField()  # minutes between two
    most = models.PositiveSmallIntegerField()  # mentors whom a teacher meets
    invited = models.CharField(max_length=10, choices=Invited.choices)
    area = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )  # teachers of this school or district alone
    place = models.CharField(max_length=200, default="", blank=True)  # "": on line
    turns = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)  # rises with each change
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    because = models.CharField(max_length=200, default="", blank=True)  # why it is cancelled
    answers_until = models.DateTimeField(null=True)  # set when it is held; or closed earlier

    class Privacy:
        keep = (
            "id", "cohort", "status", "name", "starts_at", "time_zone", "minutes", "pause", "most",
            "invited", "area", "place", "turns", "version", "made_by", "because", "answers_until",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, most__gte=1), name="rota_has_meetings"
            ),
            models.UniqueConstraint(
                fields=["cohort", "starts_at", "name"],
                condition=Q(status__in=[RotaStatus.DRAFT.value, RotaStatus.ANNOUNCED.value]),
                name="rota_once",
            ),
        ]
        indexes = [models.Index(fields=["status", "starts_at"], name="rota_coming")]


class RotaPlace(models.Model):
    """Somebody who takes part, on one side: her table or link, and of which turns she was there."""

    rota = models.ForeignKey(Rota, models.CASCADE, related_name="places")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side.choices)
    room = models.CharField(max_length=300, default="", blank=True)  # a mentor's table or link
    first_turn = models.PositiveSmallIntegerField(default=1)
    last_turn = models.PositiveSmallIntegerField(null=True)  # none: she stays; 0: did not come

    class Privacy:
        subject = "person"
        keep = ("id", "rota", "person", "side", "room", "first_turn", "last_turn")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rota", "person"], name="rota_place_once"),
        ]


class ShortMeeting(models.Model):
    """One mentor and one teacher in one turn of a rota. Two who were to meet, one of whom was not
    there, may be laid once more, later."""

    rota = models.ForeignKey(Rota, models.CASCADE, related_name="meetings")
    turn = models.PositiveSmallIntegerField()  # from 1
    mentor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    teacher = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Privacy:
        subject = ("teacher", "mentor")
        keep = ("id", "rota", "turn", "mentor", "teacher")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rota", "turn", "mentor"], name="short_of_mentor"),
            models.UniqueConstraint(fields=["rota", "turn", "teacher"], name="short_of_teacher"),
            models.CheckConstraint(condition=~Q(mentor=F("teacher")), name="short_not_alone"),
        ]


class Impression(models.Model):
    """What somebody says, for herself alone, of one whom she has met in a rota. Rounds that heed it
    tell it to nobody; some weeks later it is gone."""

    rota = models.ForeignKey(Rota, models.CASCADE, related_name="impressions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side.choices)  # of whoever says it
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    feeling = models.CharField(max_length=10, choices=Feeling.choices)

    class Privacy:
        subject = "person"
        confidential = ("other", "feeling")
        keep = ("id", "rota", "person", "side")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rota", "person", "other"], name="impression_once"),
        ]
