from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SubmissionStatus(models.TextChoices):
    """How work that was handed in stands."""

    IN_REVIEW = "in_review", pgettext_lazy("submission", "Being read")
    SUCCESSFUL = "successful", pgettext_lazy("submission", "Successful")
    NOT_YET = "not_yet", pgettext_lazy("submission", "Not yet")
    WITHDRAWN = "withdrawn", pgettext_lazy("submission", "Withdrawn")


class ReadingStatus(models.TextChoices):
    """How far one reader has come."""

    ASSIGNED = "assigned", pgettext_lazy("reading", "To be read")
    DONE = "done", pgettext_lazy("reading", "Read")
    DECLINED = "declined", pgettext_lazy("reading", "Given back")


class DisputeStatus(models.TextChoices):
    """How a dispute about an outcome stands."""

    RAISED = "raised", pgettext_lazy("dispute", "To be decided")
    UPHELD = "upheld", pgettext_lazy("dispute", "The outcome stands")
    CHANGED = "changed", pgettext_lazy("dispute", "The outcome is changed")
    WITHDRAWN = "withdrawn", pgettext_lazy("dispute", "Withdrawn")


class Verdict(models.TextChoices):
    """What a reader, or all of them together, find."""

    SUCCESSFUL = "successful", pgettext_lazy("verdict", "Successful")
    NOT_YET = "not_yet", pgettext_lazy("verdict", "Not yet")


class Waits(models.TextChoices):
    """What work that is being read waits for; derived, not kept."""

    SIGNING_OFF = "signing_off", pgettext_lazy("submission", "Waits for the mentor")
    ASSIGNING = "assigning", pgettext_lazy("submission", "Waits for readers")
    READING = "reading", pgettext_lazy("submission", "Being read")
    ANOTHER = "another", pgettext_lazy("submission", "Readers disagree: one more is needed")
    DISCUSSION = "discussion", pgettext_lazy("submission", "Readers disagree: a talk is needed")
    COORDINATOR = "coordinator", pgettext_lazy("submission", "Readers disagree: you decide")
    NOTHING = "", pgettext_lazy("submission", "Settled")


class FilmingBasis(models.TextChoices):
    """Why a class may be filmed lawfully."""

    CONSENT = "consent", _("Every parent or guardian has agreed in writing")
    ADULTS = "adults", _("Nobody but adults can be seen or heard")
    SCHOOL = "school", _("The school has a written rule for filming lessons, and parents know it")


class ConsentStatus(models.TextChoices):
    """Whether a consent to film still holds."""

    GIVEN = "given", pgettext_lazy("consent", "Given")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "Withdrawn")


class VideoStatus(models.TextChoices):
    """Whether there still is a video."""

    KEPT = "kept", pgettext_lazy("video", "Kept")
    DELETED = "deleted", pgettext_lazy("video", "Deleted")


class VideoTag(models.TextChoices):
    """What a remark on a video is about."""

    QUESTION = "question", pgettext_lazy("remark", "Question asked")
    VOICES = "voices", pgettext_lazy("remark", "Pupils’ voices")
    WAITING = "waiting", pgettext_lazy("remark", "Time to think")
    EXPLAINING = "explaining", pgettext_lazy("remark", "Explaining")
    BOARD = "board", pgettext_lazy("remark", "Board and materials")
    CALM = "calm", pgettext_lazy("remark", "Calm and order")
    STRENGTH = "strength", pgettext_lazy("remark", "This works")
    TRY = "try", pgettext_lazy("remark", "To try next")


class ObservationStatus(models.TextChoices):
    """How far an observation has come."""

    PLANNED = "planned", pgettext_lazy("observation", "Being planned")
    AGREED = "agreed", pgettext_lazy("observation", "Agreed")
    OBSERVED = "observed", pgettext_lazy("observation", "Observed")
    ANALYSED = "analysed", pgettext_lazy("observation", "Looked at together")
    FEEDBACK = "feedback", pgettext_lazy("observation", "Feedback given")
    ANSWERED = "answered", pgettext_lazy("observation", "Answered")
    CLOSED = "closed", pgettext_lazy("observation", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("observation", "Called off")


class Direction(models.TextChoices):
    """Who watches whom."""

    LESSON = "lesson", pgettext_lazy("observation", "The mentor watches the teacher")
    MODELLING = "modelling", pgettext_lazy("observation", "The teacher watches the mentor")
    VISIT = "visit", pgettext_lazy("observation", "A colleague comes to learn from a lesson")
    PEER = "peer", pgettext_lazy("observation", "Colleagues watch each other")


class Tool(models.TextChoices):
    """A way of writing down what is seen and heard; which are used is agreed before."""

    SCRIPT = "script", pgettext_lazy("tool", "What is said and done, with the time")
    TALK = "talk", pgettext_lazy("tool", "Who talks, and for how long")
    QUESTIONS = "questions", pgettext_lazy("tool", "Open and closed questions")
    PLACES = "places", pgettext_lazy("tool", "Who is asked and who speaks, by place")
    WAITING = "waiting", pgettext_lazy("tool", "How long an answer is waited for")
    ON_TASK = "on_task", pgettext_lazy("tool", "How many are at their task")


class EvidenceKind(models.TextChoices):
    """What one line of evidence is. None of them is a judgement."""

    TEACHER_SAYS = "teacher_says", pgettext_lazy("evidence", "Teacher says")
    PUPILS_SAY = "pupils_say", pgettext_lazy("evidence", "Pupils say")
    TEACHER_DOES = "teacher_does", pgettext_lazy("evidence", "Teacher does")
    PUPILS_DO = "pupils_do", pgettext_lazy("evidence", "Pupils do")
    TALK = "talk", pgettext_lazy("evidence", "Now talks")  # value: a Voice
    QUESTION = "question", pgettext_lazy("evidence", "Question")  # value: open or closed
    ASKED = "asked", pgettext_lazy("evidence", "Is asked")  # value: a place, "row-place"
    SPOKE = "spoke", pgettext_lazy("evidence", "Speaks")
    NEAR = "near", pgettext_lazy("evidence", "Teacher stands at")
    WAIT = "wait", pgettext_lazy("evidence", "Waited for an answer")  # number: tenths of seconds
    SWEEP = "sweep", pgettext_lazy("evidence", "At their task")  # number, of value


class Voice(models.TextChoices):
    """Who talks from a moment on."""

    TEACHER = "teacher", pgettext_lazy("voice", "Teacher")
    PUPILS = "pupils", pgettext_lazy("voice", "Pupils")
    SILENCE = "silence", pgettext_lazy("voice", "Nobody")
    STOP = "stop", pgettext_lazy("voice", "Not counted")


class QuestionKind(models.TextChoices):
    """Whether a question has one answer, or many."""

    OPEN = "open", pgettext_lazy("question", "Open")
    CLOSED = "closed", pgettext_lazy("question", "Closed")


class StepAnswer(models.TextChoices):
    """What a teacher says to a step that was proposed."""

    WILL_TRY = "will_try", pgettext_lazy("answer to a step", "I will try it")
    NEED_HELP = "need_help", pgettext_lazy("answer to a step", "I would like to, and need help")
    DISAGREE = "disagree", pgettext_lazy("answer to a step", "I see it differently, because …")


class LessonStatus(models.TextChoices):
    """How far a lesson plan has come."""

    DRAFT = "draft", pgettext_lazy("lesson plan", "Draft")
    TAUGHT = "taught", pgettext_lazy("lesson plan", "Taught")
    REFLECTED = "reflected", pgettext_lazy("lesson plan", "Thought about")


class Subject(models.TextChoices):
    """What is taught, coarse enough for every school: to find published plans by."""

    LANGUAGE = "language", pgettext_lazy("subject", "Language and literature")
    SECOND_LANGUAGE = "second_language", pgettext_lazy("subject", "Second or foreign language")
    MATHEMATICS = "mathematics", pgettext_lazy("subject", "Mathematics and statistics")
    SCIENCE = "science", pgettext_lazy("subject", "Natural science")
    SOCIAL_SCIENCE = "social_science", pgettext_lazy("subject", "Social science")
    COMPUTING = "computing", pgettext_lazy("subject", "Computing")
    ARTS = "arts", pgettext_lazy("subject", "Arts and music")
    SPORT = "sport", pgettext_lazy("subject", "Health and sport")
    VOCATIONAL = "vocational", pgettext_lazy("subject", "Vocational education")
    OTHER = "other", pgettext_lazy("subject", "Something else")


class SchoolStage(models.TextChoices):
    """The stages of India's National Curriculum Framework (5+3+3+4), by age for everybody else."""

    FOUNDATIONAL = "foundational", pgettext_lazy("stage", "Foundational, ages 3 to 8")
    PREPARATORY = "preparatory", pgettext_lazy("stage", "Preparatory, ages 8 to 11")
    MIDDLE = "middle", pgettext_lazy("stage", "Middle, ages 11 to 14")
    SECONDARY = "secondary", pgettext_lazy("stage", "Secondary, ages 14 to 18")


class ExperimentStage(models.TextChoices):
    """How far an experiment has come; derived from what is written of it, not kept."""

    BEGUN = "begun", pgettext_lazy("experiment", "Begun")
    PLANNED = "planned", pgettext_lazy("experiment", "Planned")
    DONE = "done", pgettext_lazy("experiment", "Tried")
    WEIGHED = "weighed", pgettext_lazy("experiment", "Evidence is in")
    KEEP = "keep", pgettext_lazy("experiment", "Keep it")
    ADAPT = "adapt", pgettext_lazy("experiment", "Adapt it")
    DROP = "drop", pgettext_lazy("experiment", "Drop it")


class Phase(models.TextChoices):
    """Where a pair is on its way together; derived from its days, not kept."""

    BEGINNING = "beginning", pgettext_lazy("phase", "Beginning")
    UNDER_WAY = "under_way", pgettext_lazy("phase", "Under way")
    CLOSING = "closing", pgettext_lazy("phase", "Looking back")


class Source(models.TextChoices):
    """Who looked at a teacher's strengths and needs; never made into one."""

    SELF = "self", pgettext_lazy("source", "The teacher")
    MENTOR = "mentor", pgettext_lazy("source", "The mentor")
    OBSERVATION = "observation", pgettext_lazy("source", "An observed lesson")


class LevelOfPractice(models.IntegerChoices):
    """How far an element of a framework has come, in words."""

    NOT_YET = 1, pgettext_lazy("level of practice", "Not yet")
    WITH_HELP = 2, pgettext_lazy("level of practice", "With help")
    MOSTLY = 3, pgettext_lazy("level of practice", "Mostly")
    STRENGTH = 4, pgettext_lazy("level of practice", "A strength")
