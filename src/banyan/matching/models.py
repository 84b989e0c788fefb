from __future__ import annotations

from django.db import models
from django.db.models import Q

from banyan.matching.states import OPEN, Objective, RoundStatus, Skip, WishKind
from banyan.mentoring.models import Mentorship
from banyan.organisations.models import Organisation
from banyan.people.models import Person
from banyan.programmes.models import Cohort


class Round(models.Model):
    """One matching run of a cohort: what was asked, what was answered, what was published."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=RoundStatus.choices, default=RoundStatus.DRAFT)
    blueprint_form = models.CharField(max_length=50, default="", blank=True)  # "": the default one
    objective = models.CharField(
        max_length=12, choices=Objective.choices, default=Objective.MOST_MATCHED
    )  # what the next answer aims at; the summary says what the last one did
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    computed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    problem = models.JSONField(default=dict)  # replayable: the matchmaker's own JSON
    loads = models.JSONField(default=dict)  # why seats stay free: reasons by mentor's id
    summary = models.JSONField(default=dict)  # totals and the proof: see actions.compute
    version = models.PositiveIntegerField(default=0)  # rises with each computation and each wish
    computed_version = models.PositiveIntegerField(null=True)  # the version that was answered

    class Privacy:
        confidential = ("problem", "loads")
        keep = (
            "id", "cohort", "number", "status", "blueprint_form", "objective", "opened_by",
            "opened_at", "computed_at", "published_at", "published_by", "summary", "version",
            "computed_version",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["cohort"],
                condition=Q(status__in=[s.value for s in OPEN]),
                name="round_one_open",
            ),
        ]


class Proposal(models.Model):
    """One teacher of a round: with whom and why, or what stood in the way."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="proposals")
    teacher = models.ForeignKey(Person, models.PROTECT, related_name="+")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # the teacher's
    mentor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    score = models.PositiveIntegerField(null=True)  # 0 to 10,000
    reasons = models.JSONField(default=list)  # [{"code": …, "params": {…}, "kind": …}], best first
    relaxations = models.JSONField(default=list)  # what would give a teacher without a mentor one
    mentorship = models.OneToOneField(
        Mentorship, models.SET_NULL, null=True, related_name="proposal"
    )  # made when the round is published
    skipped = models.CharField(
        max_length=16, choices=Skip.choices, default=""
    )  # why publication left it out

    class Privacy:
        subject = ("teacher", "mentor")
        confidential = ("relaxations",)
        personal = ("score", "reasons")
        keep = ("id", "round", "teacher", "school", "mentor", "mentorship", "skipped")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "teacher"], name="proposal_once")]
        indexes = [models.Index(fields=["round", "mentor"], name="proposal_of_mentor")]


class Wish(models.Model):
    """A pin or a ban that a coordinator sets in a round; the next computation keeps it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="wishes")
    teacher = models.ForeignKey(Person, models.PROTECT, related_name="+")
    mentor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=WishKind.choices)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Privacy:
        subject = ("teacher", "mentor")
        confidential = ("kind",)
        keep = ("id", "round", "teacher", "mentor", "made_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "teacher", "mentor"], name="wish_once"),
            models.UniqueConstraint(
                fields=["round", "teacher"], condition=Q(kind="pin"), name="wish_one_pin"
            ),
        ]
