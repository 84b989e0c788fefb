from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class CertificateStatus(models.TextChoices):
    """Whether a certificate still holds."""

    ISSUED = "issued", pgettext_lazy("certificate", "Valid")
    WITHDRAWN = "withdrawn", pgettext_lazy("certificate", "Withdrawn")


class Signer(models.TextChoices):
    """In what part somebody signs."""

    TEACHER = "teacher", pgettext_lazy("signer", "Teacher")
    MENTOR = "mentor", pgettext_lazy("signer", "Mentor")
    COORDINATOR = "coordinator", pgettext_lazy("signer", "Coordinator")
    PRINCIPAL = "principal", pgettext_lazy("signer", "Principal")
    NODAL_OFFICER = "nodal_officer", pgettext_lazy("signer", "Nodal officer")
    REVIEWER = "reviewer", pgettext_lazy("signer", "Reader")


class PaperStatus(models.TextChoices):
    """How far a paper of a programme has come. Each edition is a row of its own."""

    DRAFT = "draft", pgettext_lazy("paper", "Draft")
    TO_SIGN = "to_sign", pgettext_lazy("paper", "To be signed")
    IN_FORCE = "in_force", pgettext_lazy("paper", "In force")
    REPLACED = "replaced", pgettext_lazy("paper", "Replaced by a newer one")
    WITHDRAWN = "withdrawn", pgettext_lazy("paper", "No longer in force")


UNDER_WAY = (PaperStatus.DRAFT, PaperStatus.TO_SIGN)  # one of a document at a time


class StipendStatus(models.TextChoices):
    """One part of a mentor's pay, from a proposal that a second person decides."""

    PROPOSED = "proposed", pgettext_lazy("stipend", "Waits for a second person")
    APPROVED = "approved", pgettext_lazy("stipend", "Approved")
    REFUSED = "refused", pgettext_lazy("stipend", "Not approved")
    WITHDRAWN = "withdrawn", pgettext_lazy("stipend", "Taken back")


class ClaimStatus(models.TextChoices):
    """Hours that somebody claims, from the claim to the award."""

    CLAIMED = "claimed", pgettext_lazy("hours", "Waits for the other side")
    ATTESTED = "attested", pgettext_lazy("hours", "Confirmed by both")
    AWARDED = "awarded", pgettext_lazy("hours", "Awarded")
    REFUSED = "refused", pgettext_lazy("hours", "Not confirmed")
    WITHDRAWN = "withdrawn", pgettext_lazy("hours", "Taken back")


class PaidPer(models.TextChoices):
    """For what mentors are paid, as a blueprint says it."""

    MENTOR = "mentor", pgettext_lazy("paid for", "The role")
    TEACHER = "teacher", pgettext_lazy("paid for", "Each teacher")
    HOUR = "hour", pgettext_lazy("paid for", "Each hour")
    MONTH = "month", pgettext_lazy("paid for", "Each month")
