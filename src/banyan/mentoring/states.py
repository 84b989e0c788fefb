from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MentorshipStatus(models.TextChoices):
    """From a proposal that both must accept to an end that blames nobody."""

    PROPOSED = "proposed", pgettext_lazy("mentorship", "Proposed")
    HALF_ACCEPTED = "half_accepted", pgettext_lazy("mentorship", "Accepted by one")
    ACTIVE = "active", pgettext_lazy("mentorship", "Active")
    PAUSED = "paused", pgettext_lazy("mentorship", "Paused")
    COMPLETED = "completed", pgettext_lazy("mentorship", "Completed")
    ENDED = "ended", pgettext_lazy("mentorship", "Ended early")
    DECLINED = "declined", pgettext_lazy("mentorship", "Declined")


# A mentorship in one of these takes a seat of the mentor and is the teacher's one pair.
SEATED = (
    MentorshipStatus.PROPOSED,
    MentorshipStatus.HALF_ACCEPTED,
    MentorshipStatus.ACTIVE,
    MentorshipStatus.PAUSED,
)
# In these the two work together, or have.
LIVE = (MentorshipStatus.ACTIVE, MentorshipStatus.PAUSED)


class MentorshipForm(models.TextChoices):
    """A pair for the cohort's time, or guidance on one question."""

    PAIR = "pair", pgettext_lazy("mentorship", "Pair")
    GUIDANCE = "guidance", pgettext_lazy("mentorship", "Guidance on one question")


class EndReason(models.TextChoices):
    """Words for reasons that were stored before they came from the list of the blueprint."""

    MOVED = "moved", _("One of the two moves to another school or post")
    TIME = "time", _("There is not enough time now")
    FIT = "fit", _("Another pairing would fit better")
    AIM_REACHED = "aim_reached", _("What was wanted has been reached")
    HEALTH = "health", _("Health or family")
    OTHER = "other", _("Another reason")


class RequestStatus(models.TextChoices):
    """A teacher's request to a mentor for guidance."""

    OPEN = "open", pgettext_lazy("request", "Waiting for an answer")
    ACCEPTED = "accepted", pgettext_lazy("request", "Accepted")
    DECLINED = "declined", pgettext_lazy("request", "Declined")
    EXPIRED = "expired", pgettext_lazy("request", "Expired without an answer")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")


class SessionKind(models.TextChoices):
    """Two people, or a mentor with a group."""

    ONE_TO_ONE = "one_to_one", pgettext_lazy("session", "One to one")
    GROUP = "group", pgettext_lazy("session", "Group")


class SessionMode(models.TextChoices):
    """Where a session takes place."""

    ONLINE = "online", pgettext_lazy("session", "Online")
    IN_PERSON = "in_person", pgettext_lazy("session", "In person")
    PHONE = "phone", pgettext_lazy("session", "By phone")


class SessionStatus(models.TextChoices):
    """From a proposed time to what came of it."""

    PROPOSED = "proposed", pgettext_lazy("session", "Proposed")
    CONFIRMED = "confirmed", pgettext_lazy("session", "Confirmed")
    HELD = "held", pgettext_lazy("session", "Held")
    MISSED = "missed", pgettext_lazy("session", "Did not take place")
    CANCELLED = "cancelled", pgettext_lazy("session", "Cancelled")


class SeatStatus(models.TextChoices):
    """A participant's place in a session."""

    SEATED = "seated", pgettext_lazy("seat", "Has a seat")
    WAITING = "waiting", pgettext_lazy("seat", "On the waiting list")
    LEFT = "left", pgettext_lazy("seat", "Gave the seat back")


class Missing(models.TextChoices):
    """Who was not there, of a session that did not take place, as one side says."""

    NOBODY = "nobody", _("Nobody is to blame: it could not be, or we both let it be")
    TEACHER = "teacher", pgettext_lazy("missing", "The teacher could not come")
    MENTOR = "mentor", pgettext_lazy("missing", "The mentor could not come")


class MarkKind(models.TextChoices):
    """What somebody's mark is of."""

    LATE_CANCEL = "late_cancel", pgettext_lazy("mark", "Late cancellation")
    LATE_MOVE = "late_move", pgettext_lazy("mark", "Moved late")
    NO_SHOW = "no_show", pgettext_lazy("mark", "Did not come")


class MarkStatus(models.TextChoices):
    """A mark counts until it is lifted, until it is old, or until the session stands
    differently: other minutes are said, or the other one agrees to another time."""

    COUNTS = "counts", pgettext_lazy("mark", "Counts")
    EXPLAINED = "explained", pgettext_lazy("mark", "With the coordinators")
    STANDS = "stands", pgettext_lazy("mark", "Stands")
    LIFTED = "lifted", pgettext_lazy("mark", "Lifted")
    FELL_AWAY = "fell_away", pgettext_lazy("mark", "Fallen away")


class StepStatus(models.TextChoices):
    """What is on record of one step of a pair's journey. Whether it is due is derived, not kept."""

    BLANK = "blank", pgettext_lazy("step", "Nothing yet")
    DRAFT = "draft", pgettext_lazy("step", "Draft")
    DONE = "done", pgettext_lazy("step", "Done")
    WAIVED = "waived", pgettext_lazy("step", "Waived")


class StepReaders(models.TextChoices):
    """Who reads what is written in a step; settled by the blueprint when it is written."""

    OWN = "own", _("only whoever wrote it")
    PAIR = "pair", _("the two of the pair")
    INVOLVED = "involved", _("the two of the pair and their coordinators")


class TrialStatus(models.TextChoices):
    """What the two have said at the end of their trial, each alone."""

    ASKED = "asked", pgettext_lazy("trial", "Asked")
    ONE_YES = "one_yes", pgettext_lazy("trial", "One has answered")
    GOES_ON = "goes_on", pgettext_lazy("trial", "They go on")
    DOUBTED = "doubted", pgettext_lazy("trial", "At least one would rather not")


class RematchStatus(models.TextChoices):
    """One of a pair has asked the coordinators, in confidence, for another pairing."""

    OPEN = "open", pgettext_lazy("rematch", "With the coordinators")
    STAYS = "stays", pgettext_lazy("rematch", "The pair goes on")
    FOUND = "found", pgettext_lazy("rematch", "Another pairing is proposed")
    WITHDRAWN = "withdrawn", pgettext_lazy("rematch", "Withdrawn")


class Nudge(models.TextChoices):
    """Of what somebody is reminded, and for a while would rather not be."""

    QUIET = "quiet", pgettext_lazy("reminder", "That we have not met for a while")
    STEP = "step", pgettext_lazy("reminder", "Steps of our journey")
    MINUTES = "minutes", pgettext_lazy("reminder", "To say how long a session was")
    FEEDBACK = "feedback", pgettext_lazy("reminder", "Feedback after a session")
    QUESTION = "question", pgettext_lazy("reminder", "Answers to my questions in writing")


class QuestionStatus(models.TextChoices):
    """A question in writing: its state says whose turn it is."""

    OPEN = "open", pgettext_lazy("question", "Waits for a mentor")
    TAKEN = "taken", pgettext_lazy("question", "With the mentor")
    ANSWERED = "answered", pgettext_lazy("question", "Answered")
    CLOSED = "closed", pgettext_lazy("question", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("question", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("question", "Nobody took it")


class Helped(models.TextChoices):
    """What a teacher says of an answer when she closes her question."""

    YES = "yes", pgettext_lazy("question", "Yes, it helped")
    PARTLY = "partly", pgettext_lazy("question", "In part")
    NOT_YET = "not_yet", pgettext_lazy("question", "Not yet")


class ReportStatus(models.TextChoices):
    """One of a pair has shown the coordinators, in confidence, a message of the other one's."""

    OPEN = "open", pgettext_lazy("report", "With the coordinators")
    SETTLED = "settled", pgettext_lazy("report", "Looked into")
    WITHDRAWN = "withdrawn", pgettext_lazy("report", "Withdrawn")


class EntryState(models.TextChoices):
    """How somebody in a register stands; derived, not kept."""

    ENTERED = "entered", pgettext_lazy("register", "Entered")
    PAIRED = "paired", pgettext_lazy("register", "In a pair")
    RELEASED = "released", pgettext_lazy("register", "Pair completed")
    LEFT = "left", pgettext_lazy("register", "Left")


class RecordKind(models.TextChoices):
    """What sort of practice a record keeps."""

    CONTEXT = "context", pgettext_lazy("record", "Teaching context")
    INTAKE = "intake", pgettext_lazy("record", "First interview")
    NEED = "need", pgettext_lazy("record", "Strengths and needs")
    GOAL = "goal", pgettext_lazy("record", "Goal")
    OBSERVATION = "observation", pgettext_lazy("record", "Observation")
    LESSON_PLAN = "lesson_plan", pgettext_lazy("record", "Lesson plan")
    EXPERIMENT = "experiment", pgettext_lazy("record", "Experiment")
    STUDENT_WORK = "student_work", pgettext_lazy("record", "Student work")
    VIDEO = "video", pgettext_lazy("record", "Classroom video")
    JOURNAL = "journal", pgettext_lazy("record", "Journal entry")
    WELL_BEING = "well_being", pgettext_lazy("record", "Well-being check")


class Tier(models.TextChoices):
    """Who reads a record besides the people whom its owner names."""

    OWN = "own", _("only me")
    PAIR = "pair", _("the two of the pair")
    PUBLIC = "public", _("everybody")


class EmergencyStatus(models.TextChoices):
    """How far an emergency access has come: one asks, somebody else opens."""

    ASKED = "asked", pgettext_lazy("emergency", "Asked for")
    OPEN = "open", pgettext_lazy("emergency", "Opened")
    DECLINED = "declined", pgettext_lazy("emergency", "Not opened")
    CLOSED = "closed", pgettext_lazy("emergency", "Closed")


class GoalStatus(models.TextChoices):
    """From a draft that nobody judges to a goal that is met, or let go without blame."""

    DRAFT = "draft", pgettext_lazy("goal", "Draft")
    PROPOSED = "proposed", pgettext_lazy("goal", "Waits for a yes")
    ACTIVE = "active", pgettext_lazy("goal", "Under way")
    MET = "met", pgettext_lazy("goal", "Met")
    DROPPED = "dropped", pgettext_lazy("goal", "Let go")


class GoalTurnKind(models.TextChoices):
    """What is kept of the way of a goal, with the version of its words."""

    ENDORSED = "endorsed", pgettext_lazy("goal turn", "Endorsed")
    REVISED = "revised", pgettext_lazy("goal turn", "Revised")
    MET = "met", pgettext_lazy("goal turn", "Met")
    DROPPED = "dropped", pgettext_lazy("goal turn", "Let go")
