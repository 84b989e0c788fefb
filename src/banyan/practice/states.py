from __future__ import annotations

from django.db import models
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
