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
