from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProgrammeStatus(models.TextChoices):
    """Whether a programme takes people in."""

    DRAFT = "draft", pgettext_lazy("programme", "Being prepared")
    OPEN = "open", pgettext_lazy("programme", "Open")
    CLOSED = "closed", pgettext_lazy("programme", "Closed")


class EnrolmentStatus(models.TextChoices):
    """A teacher's place in a cohort."""

    INVITED = "invited", pgettext_lazy("enrolment", "Invited")
    ENROLLED = "enrolled", pgettext_lazy("enrolment", "Enrolled")
    COMPLETED = "completed", pgettext_lazy("enrolment", "Completed")
    WITHDRAWN = "withdrawn", pgettext_lazy("enrolment", "Withdrawn")


class ApplicationStatus(models.TextChoices):
    """From an application to a place in the mentor pool."""

    DRAFT = "draft", pgettext_lazy("application", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("application", "Sent")
    SCREENED = "screened", pgettext_lazy("application", "Screened")
    ACCEPTED = "accepted", pgettext_lazy("application", "Accepted")
    ORIENTED = "oriented", pgettext_lazy("application", "Oriented")
    MATCHABLE = "matchable", pgettext_lazy("application", "Open for teachers")
    RESTING = "resting", pgettext_lazy("application", "Resting")
    REFUSED = "refused", pgettext_lazy("application", "Not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")


class Format(models.TextChoices):
    """How a person would rather meet."""

    ONLINE = "online", pgettext_lazy("format", "Online")
    IN_PERSON = "in_person", pgettext_lazy("format", "In person")
    EITHER = "either", pgettext_lazy("format", "Either way")


class Advice(models.TextChoices):
    """What a reviewer of a mentor's application advises."""

    ACCEPT = "accept", _("Accept")
    REFUSE = "refuse", _("Do not accept")
