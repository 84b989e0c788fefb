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
