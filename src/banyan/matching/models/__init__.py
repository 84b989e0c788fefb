from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from banyan.matching.models.rotas import Impression as Impression
from banyan.matching.models.rotas import Rota as Rota
from banyan.matching.models.rotas import RotaPlace as RotaPlace
from banyan.matching.models.rotas import ShortMeeting as ShortMeeting
from banyan.matching.states import (
    LIVE_LOTTERIES,
    OPEN,
    PROMISED,
    UNSETTLED,
    ChoiceStatus,
    Gender,
    Grouping,
    LotteryStatus,
    Objective,
    RoundStatus,
    Skip,
    WishKind,
)
from banyan.mentoring.models import Mentorship
from banyan.organisations.models import Organisation
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Programme
from banyan.programmes.states import Side


class Round(models.Model):
    """One matching run of a cohort: what was asked, what was answered, what was published."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=RoundStatus.choices, default=RoundStatus.DRAFT)
    blueprint_form = models.CharField(max_length=50, default="", blank=True)  # "": the default one
    of_one = models.BooleanField(default=False)  # another mentor for one teacher, chosen by hand
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
    lists_opened_at = models.DateTimeField(null=True)
    lists_until = models.DateTimeField(null=True)  # when they close, or were closed
    heeds = models.ForeignKey(
        Rota, models.PROTECT, null=True, related_name="+"
    )  # what was said after these short meetings counts
    version = models.PositiveIntegerField(default=0)  # rises with each computation and each wish
    computed_version = models.PositiveIntegerField(null=True)  # the version that was answered

    class Privacy:
        confidential = ("problem", "loads")
        keep = (
            "id", "cohort", "number", "status", "blueprint_form", "of_one", "objective",
            "opened_by", "opened_at", "computed_at", "published_at", "published_by", "summary",
            "version", "computed_version", "lists_opened_at", "lists_until", "heeds",
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


class PairRequest(models.Model):
    """A teacher who waits asks a mentor to be hers; a coordinator approves what both want."""

    teacher = models.ForeignKey(Person, models.PROTECT, related_name="+")
    mentor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="+")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # the teacher's
    text = models.TextField()  # confidential between the two
    because = models.TextField(default="", blank=True)  # why a coordinator did not approve it
    status = models.CharField(
        max_length=10, choices=ChoiceStatus.choices, default=ChoiceStatus.OPEN
    )
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()  # rises when the mentor says yes: another has to answer
    answered_at = models.DateTimeField(null=True)  # by the mentor
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Privacy:
        subject = ("teacher", "mentor")
        confidential = ("text", "because")
        keep = (
            "id", "teacher", "mentor", "cohort", "school", "status", "asked_at", "expires_at",
            "answered_at", "decided_at", "decided_by",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "teacher", "mentor"],
                condition=Q(status__in=[s.value for s in UNSETTLED]),
                name="pair_request_once",
            ),
            models.UniqueConstraint(
                fields=["cohort", "teacher"],
                condition=Q(status__in=[s.value for s in PROMISED]),
                name="pair_request_one_yes",
            ),
            models.CheckConstraint(
                condition=~Q(teacher=F("mentor")), name="pair_request_not_to_oneself"
            ),
        ]
        indexes = [models.Index(fields=["status", "expires_at"], name="pair_request_expiring")]


class Preference(models.Model):
    """Somebody on the list that a round suggests to a person, and where she ranks them. Nobody but
    her ever reads how she ranks; the round heeds it, and tells it to nobody."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="preferences")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side.choices)  # whose list it is
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()  # on the list, 1 for who fits best
    reasons = models.JSONField(default=list)  # what she is told of the two
    choice = models.PositiveSmallIntegerField(null=True)  # 1 for her first

    class Privacy:
        subject = "person"
        confidential = ("choice", "other")
        personal = ("reasons",)
        keep = ("id", "round", "person", "side", "place")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person", "side", "other"], name="ranking_once"
            ),
            models.UniqueConstraint(
                fields=["round", "person", "side", "place"], name="ranking_place_once"
            ),
        ]


class Wish(models.Model):
    """A pin or a ban that a coordinator sets in a round; the next computation keeps it. A pin with
    a `request` is of two who chose each other."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="wishes")
    teacher = models.ForeignKey(Person, models.PROTECT, related_name="+")
    mentor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=WishKind.choices)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    request = models.ForeignKey(PairRequest, models.PROTECT, null=True, related_name="wishes")

    class Privacy:
        subject = ("teacher", "mentor")
        confidential = ("kind",)
        keep = ("id", "round", "teacher", "mentor", "made_by", "request")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "teacher", "mentor"], name="wish_once"),
            models.UniqueConstraint(
                fields=["round", "teacher"], condition=Q(kind="pin"), name="wish_one_pin"
            ),
        ]


class Apart(models.Model):
    """Somebody with whom a person of a programme would rather not be paired, as she calls them. It
    is not looked up when it is said, so that nobody learns from it who takes part."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")  # who asks for it
    name = models.CharField(max_length=200)

    class Privacy:
        subject = "person"
        confidential = ("name",)
        keep = ("id", "programme", "person")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "person", "name"], name="apart_once"),
        ]


class GenderSaid(models.Model):
    """What a teacher says of herself for counts of rounds of this cohort. Nobody but her reads it,
    ever; there is no row of whoever would rather not say."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    gender = models.CharField(max_length=10, choices=Gender.choices)

    class Privacy:
        subject = "person"
        confidential = ("gender",)
        keep = ("id", "cohort", "person")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="gender_said_once"),
        ]


class GenderCount(models.Model):
    """How a round came out by gender, as it stood when it was published, without what could tell of
    a few people: see `queries.counting`. It is never made again, and nobody is counted twice."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="gender_count")
    counted_at = models.DateTimeField()
    fewest = models.PositiveIntegerField()  # people in each number that is told
    counts = models.JSONField(default=dict)  # see `queries.counting.Counts`

    class Privacy:
        keep = ("id", "round", "counted_at", "fewest", "counts")


class Lottery(models.Model):
    """Lots drawn in a round with more teachers than seats: the list and its digest first, then the
    seed. Who goes first follows from the two (see `matchmaker.lottery`) and is kept nowhere."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="lotteries")
    status = models.CharField(
        max_length=10, choices=LotteryStatus.choices, default=LotteryStatus.FROZEN
    )
    grouping = models.CharField(max_length=12, choices=Grouping.choices, default=Grouping.ALL)
    seats = models.PositiveIntegerField()  # how many go first
    digest = models.CharField(max_length=64)  # SHA-256 of the frozen list
    because = models.CharField(max_length=300, default="", blank=True)  # why again, after another
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    seed = models.CharField(max_length=64, default="", blank=True)  # made up by the server
    drawn_at = models.DateTimeField(null=True)
    drawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    set_aside_because = models.CharField(max_length=300, default="", blank=True)

    class Privacy:
        keep = (
            "id", "round", "status", "grouping", "seats", "digest", "because", "frozen_at",
            "frozen_by", "seed", "drawn_at", "drawn_by", "set_aside_because",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(status__in=[s.value for s in LIVE_LOTTERIES]),
                name="lottery_one_live",
            ),
            models.CheckConstraint(
                condition=Q(status="set_aside") | Q(status="frozen", seed="") | ~Q(seed=""),
                name="lottery_drawn_has_seed",
            ),
        ]


class Lot(models.Model):
    """A teacher on the list of a lottery. The list names her by a number that says nothing else."""

    lottery = models.ForeignKey(Lottery, models.CASCADE, related_name="lots")
    teacher = models.ForeignKey(Person, models.PROTECT, related_name="+")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField()  # of her enrolment
    group = models.CharField(max_length=420, default="", blank=True)

    class Privacy:
        subject = "teacher"
        keep = ("id", "lottery", "teacher", "school", "number", "group")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lottery", "teacher"], name="lot_once"),
            models.UniqueConstraint(fields=["lottery", "number"], name="lot_number_once"),
        ]
