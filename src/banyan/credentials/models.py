from __future__ import annotations

from django.db import models

from banyan.credentials.states import CertificateStatus, Signer
from banyan.mentoring.models import Mentorship
from banyan.people.models import Person


class Signature(models.Model):
    """Somebody has put her name to a document of a pair, as it read then: `edition` is a digest of
    its words. When the words change it is signed anew, and the old signature stays."""

    mentorship = models.ForeignKey(Mentorship, models.PROTECT, related_name="signatures")
    paper = models.CharField(max_length=180)  # the document, and the step where there are several
    edition = models.CharField(max_length=64)
    party = models.CharField(max_length=14, choices=Signer.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="signatures")
    signed_at = models.DateTimeField()

    class Privacy:
        subject = "person"
        keep = ("id", "mentorship", "paper", "edition", "party", "person", "signed_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship", "paper", "edition", "party"], name="signature_once"
            )
        ]


class Certificate(models.Model):
    """What somebody was awarded, in the words of that day. Whoever has the code can check it."""

    code = models.CharField(max_length=40, unique=True)
    mentorship = models.ForeignKey(Mentorship, models.PROTECT, related_name="certificates")
    holder = models.ForeignKey(Person, models.PROTECT, related_name="certificates")
    holder_name = models.CharField(max_length=200)  # as issued
    programme_name = models.CharField(max_length=200)
    words = models.JSONField(default=dict)  # language → title, parts and issuer
    status = models.CharField(
        max_length=10, choices=CertificateStatus.choices, default=CertificateStatus.ISSUED
    )
    shows_name = models.BooleanField(default=True)  # on the page that everybody can open
    issued_on = models.DateField()
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True)

    class Privacy:
        subject = "holder"
        personal = ("holder_name", "words")
        keep = (
            "id", "code", "mentorship", "holder", "programme_name", "status", "shows_name",
            "issued_on", "issued_by", "withdrawn_on",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship", "holder"],
                condition=models.Q(status="issued"),
                name="certificate_once",
            )
        ]
        indexes = [models.Index(fields=["holder", "issued_on"], name="certificate_of_holder")]
