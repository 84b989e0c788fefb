from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, When

from banyan.kernel.attendance import accounted, differ
from banyan.mentoring.states import (
    SEATED,
    MentorshipForm,
    MentorshipStatus,
    Missing,
    RequestStatus,
    SeatStatus,
    SessionKind,
    SessionMode,
    SessionStatus,
    StepReaders,
    StepStatus,
    TrialStatus,
)
from banyan.organisations.models import Organisation
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from banyan.programmes.states import Side


class Mentorship(models.Model):
    """One mentor walking with one teacher for a while."""

    form = models.CharField(
        max_length=10, choices=MentorshipForm.choices, default=MentorshipForm.PAIR
    )
    mentor = models.ForeignKey(Person, models.PROTECT, related_name="mentoring")
    mentee = models.ForeignKey(Person, models.PROTECT, related_name="being_mentored")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="mentorships")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # the teacher's
    status = models.CharField(
        max_length=14, choices=MentorshipStatus.choices, default=MentorshipStatus.PROPOSED
    )
    domains = models.JSONField(default=list)  # what it is for: codes, most wanted first
    proposed_at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True)
    first_accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    paused_until = models.DateField(null=True)
    extended_to = models.DateField(null=True)  # the last day, where that is later than the cohort's
    extensions = models.PositiveSmallIntegerField(default=0)
    extended_because = models.CharField(max_length=300, default="", blank=True)
    ends_early_on = models.DateField(null=True)  # the last day, while an end is announced
    end_reason = models.CharField(max_length=50, default="", blank=True)  # of the blueprint
    end_words = models.TextField(default="", blank=True)  # to the coordinator, in confidence
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decline_reason = models.CharField(max_length=50, default="", blank=True)  # of the blueprint
    wants_another = models.BooleanField(default=False)  # the teacher would like a new mentor
    blueprint_form = models.CharField(max_length=50, default="", blank=True)  # "": the default one

    class Privacy:
        subject = ("mentor", "mentee")
        confidential = ("end_words", "decline_reason", "extended_because")
        keep = (
            "id", "form", "mentor", "mentee", "cohort", "school", "status", "domains",
            "proposed_at", "answer_by", "first_accepted_by", "starts_on", "ends_on",
            "paused_until", "extended_to", "extensions", "ends_early_on", "end_reason",
            "ended_by", "wants_another", "blueprint_form",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(mentor=F("mentee")), name="mentorship_not_with_oneself"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="mentorship_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["cohort", "mentee"],
                condition=Q(
                    status__in=[s.value for s in SEATED], form="pair", ends_early_on__isnull=True
                ),  # who leaves on an announced day does not stand in the way of who comes after
                name="mentorship_one_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["mentor", "status"], name="mentorship_of_mentor"),
            models.Index(fields=["cohort", "status"], name="mentorship_of_cohort"),
        ]

    def get_status_display(self) -> str:  # type: ignore[no-redef]
        """One translation, where Django's own asks for every label of the field: lists show it."""
        return str(MentorshipStatus(self.status).label)


class Hold(models.Model):
    """A time in which a pair rests: `[begins_on, ends_on)`, open while the pause goes on."""

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="holds")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Privacy:
        subject = ("mentorship.mentor", "mentorship.mentee")
        keep = ("id", "mentorship", "begins_on", "ends_on")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")),
                name="hold_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["mentorship"], condition=Q(ends_on__isnull=True), name="hold_one_open"
            ),
        ]


class StepRecord(models.Model):
    """What a pair has on record of one step of its journey. `version` guards it against being
    overwritten unseen; `readers` says who may read the words."""

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="journey")
    key = models.CharField(max_length=120)  # of the blueprint: "step", "module/step", "step#2"
    status = models.CharField(max_length=6, choices=StepStatus.choices, default=StepStatus.BLANK)
    readers = models.CharField(max_length=8, choices=StepReaders.choices, default=StepReaders.PAIR)
    words = models.JSONField(default=dict)  # by code of the prompt or question
    standards = models.JSONField(default=list)  # of a goal: "framework@version/item"
    waived_because = models.CharField(max_length=300, default="", blank=True)
    done_on = models.DateField(null=True)
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Privacy:
        subject = ("mentorship.mentor", "mentorship.mentee")
        confidential = ("words", "standards", "waived_because")
        keep = (
            "id", "mentorship", "key", "status", "readers", "done_on", "written_by", "written_at",
            "version",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "key"], name="step_record_once")
        ]


class Request(models.Model):
    """A teacher asks a mentor for guidance on one domain; without an answer it expires."""

    teacher = models.ForeignKey(Person, models.PROTECT, related_name="requests_made")
    mentor = models.ForeignKey(Person, models.PROTECT, related_name="requests_received")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="requests")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    domain = models.CharField(max_length=60)
    text = models.TextField()  # confidential between the two
    answer = models.TextField(default="", blank=True)  # the mentor's words, when declining too
    status = models.CharField(
        max_length=10, choices=RequestStatus.choices, default=RequestStatus.OPEN
    )
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    mentorship = models.ForeignKey(Mentorship, models.PROTECT, null=True, related_name="requests")

    class Privacy:
        subject = ("teacher", "mentor")
        confidential = ("text", "answer")
        keep = (
            "id", "teacher", "mentor", "cohort", "school", "domain", "status",
            "asked_at", "expires_at", "answered_at", "mentorship",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["teacher", "mentor"],
                condition=Q(status="open"),
                name="request_one_open_for_each_mentor",
            ),
            models.CheckConstraint(
                condition=~Q(teacher=F("mentor")), name="request_not_to_oneself"
            ),
        ]
        indexes = [models.Index(fields=["status", "expires_at"], name="request_expiring")]


class Session(models.Model):
    """A mentoring meeting. Instants are UTC; `time_zone` is the zone it was planned in."""

    kind = models.CharField(
        max_length=10, choices=SessionKind.choices, default=SessionKind.ONE_TO_ONE
    )
    mentorship = models.ForeignKey(
        Mentorship, models.PROTECT, null=True, related_name="sessions"
    )  # none for a group
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="sessions")
    school = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+"
    )  # the teacher's; for a group, the organisation of the programme
    host = models.ForeignKey(Person, models.PROTECT, related_name="sessions_hosted")
    mode = models.CharField(max_length=10, choices=SessionMode.choices, default=SessionMode.ONLINE)
    topic = models.CharField(max_length=160)  # confidential when one to one
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=40)
    place = models.CharField(max_length=200, default="", blank=True)
    meeting_url = models.URLField(max_length=300, default="", blank=True)
    seats = models.PositiveSmallIntegerField(default=1)
    seats_taken = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(
        max_length=10, choices=SessionStatus.choices, default=SessionStatus.PROPOSED
    )
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    cancelled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    cancel_reason = models.CharField(max_length=200, default="", blank=True)
    moved_reason = models.CharField(max_length=200, default="", blank=True)  # to another time
    sequence = models.PositiveSmallIntegerField(default=0)  # of the calendar entry

    class Privacy:
        subject = ("host", "mentorship.mentee")
        confidential = ("topic", "place", "meeting_url", "cancel_reason", "moved_reason")
        keep = (
            "id", "kind", "mentorship", "cohort", "school", "host", "mode", "starts_at", "ends_at",
            "time_zone", "seats", "seats_taken", "status", "proposed_by", "proposed_at",
            "cancelled_by", "sequence",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("seats")), name="session_not_overbooked"
            ),
            models.CheckConstraint(
                condition=Q(kind="group", mentorship__isnull=True)
                | Q(kind="one_to_one", mentorship__isnull=False),
                name="session_of_a_pair_or_a_group",
            ),
        ]
        indexes = [
            models.Index(fields=["host", "starts_at"], name="session_of_host"),
            models.Index(fields=["mentorship", "starts_at"], name="session_of_pair"),
            models.Index(fields=["status", "starts_at"], name="session_coming"),
        ]

    @property
    def planned_minutes(self) -> int:
        """As long as was agreed on; what was is another thing (`kernel.attendance`)."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class Seat(models.Model):
    """A participant's place in a session, and the minutes that each side says were held."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="places")
    person = models.ForeignKey(Person, models.PROTECT, related_name="seats")
    status = models.CharField(max_length=8, choices=SeatStatus.choices, default=SeatStatus.SEATED)
    taken_at = models.DateTimeField()
    own_minutes = models.PositiveSmallIntegerField(null=True)  # 0 is "was not there"
    own_said_at = models.DateTimeField(null=True)
    host_minutes = models.PositiveSmallIntegerField(null=True)
    host_said_at = models.DateTimeField(null=True)
    # Who was not there, when nobody met: as each side says, and as it is settled.
    own_missing = models.CharField(max_length=8, choices=Missing.choices, default="", blank=True)
    host_missing = models.CharField(max_length=8, choices=Missing.choices, default="", blank=True)
    settled_missing = models.CharField(
        max_length=8, choices=Missing.choices, default="", blank=True
    )
    # By a coordinator, where the two remember it differently and leave it so.
    settled_minutes = models.PositiveSmallIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    settled_reason = models.CharField(max_length=300, default="", blank=True)
    # What counts, as `kernel.attendance.accounted` says: the one number that everybody counts.
    accounted_minutes = models.GeneratedField(
        expression=Case(
            When(own_minutes=F("host_minutes"), then=F("own_minutes")),
            When(
                own_minutes__isnull=False,
                host_minutes__isnull=False,
                then=F("settled_minutes"),
            ),
        ),
        output_field=models.PositiveSmallIntegerField(null=True),
        db_persist=True,
    )

    class Privacy:
        subject = "person"
        personal = ("settled_reason",)
        keep = (
            "id", "session", "person", "status", "taken_at",
            "own_minutes", "own_said_at", "own_missing",
            "host_minutes", "host_said_at", "host_missing", "settled_missing",
            "settled_minutes", "settled_at", "settled_by", "accounted_minutes",
        )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="seat_once")]
        indexes = [models.Index(fields=["person", "status"], name="seat_of_person")]

    @property
    def counts(self) -> int | None:
        """The minutes that count, of this row as it is in memory; None for nothing yet."""
        return accounted(self.own_minutes, self.host_minutes, self.settled_minutes)

    @property
    def differs(self) -> bool:
        """Whether the two remember it differently, and nobody has settled it."""
        return differ(self.own_minutes, self.host_minutes, self.settled_minutes)


class AgendaItem(models.Model):
    """Something that one of the two would like to talk about."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="agenda")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)
    added_at = models.DateTimeField()

    class Privacy:
        subject = "author"
        confidential = ("text",)
        keep = ("id", "session", "author", "added_at")


class SessionLog(models.Model):
    """What both keep of a session. `version` guards it against being overwritten unseen."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="log")
    works = models.TextField(default="", blank=True)
    challenges = models.TextField(default="", blank=True)
    next_on = models.DateField(null=True, blank=True)
    words = models.JSONField(default=dict)  # of other sections of the blueprint, by their code
    standards = models.JSONField(default=list)  # touched: "framework@version/item"
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Privacy:
        subject = ("session.host", "session.mentorship.mentee")
        confidential = ("works", "challenges", "next_on", "words", "standards")
        keep = ("id", "session", "version", "written_by", "written_at")


class NextStep(models.Model):
    """A step that one side takes before the next session; open ones come first there."""

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="steps")
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, related_name="steps"
    )  # none for a step that was agreed after an observation
    side = models.CharField(max_length=8, choices=Side.choices)
    text = models.CharField(max_length=300)
    written_at = models.DateTimeField()
    done_on = models.DateField(null=True)

    class Privacy:
        subject = ("mentorship.mentor", "mentorship.mentee")
        confidential = ("text",)
        keep = ("id", "mentorship", "session", "side", "written_at", "done_on")


class Trial(models.Model):
    """The end of a pair's trial: what came of it, not who said what."""

    mentorship = models.OneToOneField(Mentorship, models.CASCADE, related_name="trial")
    status = models.CharField(max_length=8, choices=TrialStatus.choices, default=TrialStatus.ASKED)

    class Privacy:
        subject = ("mentorship.mentor", "mentorship.mentee")
        confidential = ("status",)
        keep = ("id", "mentorship")


class TrialAnswer(models.Model):
    """Whether one of the two would like to go on; nobody else reads it."""

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    goes_on = models.BooleanField()
    said_at = models.DateTimeField()

    class Privacy:
        subject = "person"
        confidential = ("goes_on",)
        keep = ("id", "trial", "person", "said_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trial", "person"], name="trial_answer_once")
        ]
