from __future__ import annotations

from django.db import models

from banyan.credentials.states import (
    CertificateStatus,
    ClaimStatus,
    PaidPer,
    PaperStatus,
    Signer,
    StipendStatus,
)
from banyan.mentoring.models import Mentorship, Session
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Programme
from banyan.training.models import Workshop


class ProgrammePaper(models.Model):
    """An order, a regulation, a plan, a report: a paper of a programme, or of one cohort of it.

    A draft is filled in anew whenever it is read. Once issued, its words stay as they were in every
    language; a newer edition takes its place.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="papers")
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, related_name="papers")
    document = models.CharField(max_length=50)  # its code in the blueprint
    edition = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=PaperStatus.choices, default=PaperStatus.DRAFT)
    is_open = models.BooleanField(default=False)  # names nobody: whoever takes part may read it
    language = models.CharField(max_length=12)  # in which it is written and signed
    number = models.CharField(max_length=40, default="", blank=True)
    dated_on = models.DateField(null=True)
    signatory = models.CharField(max_length=200, default="", blank=True)  # post, name
    sections = models.JSONField(default=dict)  # number of the paragraph → what was written below it
    words = models.JSONField(default=dict)  # once issued: language → what it says
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)  # rises with each save

    class Privacy:
        keep = (
            "id", "programme", "cohort", "document", "edition", "status", "is_open", "language",
            "number", "dated_on", "signatory", "sections", "words", "written_by", "written_at",
            "version",
        )  # fmt: skip

    class Meta:
        constraints = [
            # Twice each: for a database, no cohort differs from no cohort.
            models.UniqueConstraint(
                fields=["cohort", "document", "edition"], name="paper_of_cohort_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "document", "edition"],
                condition=models.Q(cohort__isnull=True),
                name="paper_of_programme_once",
            ),
            models.UniqueConstraint(
                fields=["cohort", "document"],
                condition=models.Q(status__in=["draft", "to_sign"]),
                name="paper_of_cohort_one_open",
            ),
            models.UniqueConstraint(
                fields=["programme", "document"],
                condition=models.Q(status__in=["draft", "to_sign"], cohort__isnull=True),
                name="paper_of_programme_one_open",
            ),
        ]


class NamedInPaper(models.Model):
    """Somebody whom an issued paper names, in the spelling of that day."""

    paper = models.ForeignKey(ProgrammePaper, models.CASCADE, related_name="names")
    person = models.ForeignKey(Person, models.PROTECT, related_name="named_in_papers")
    name = models.CharField(max_length=200)

    class Privacy:
        subject = "person"
        personal = ("name",)
        keep = ("id", "paper", "person")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "person"], name="named_in_paper_once")
        ]


class Signature(models.Model):
    """Somebody has put her name to a document of a pair or a programme, as it read then: `edition`
    is a digest of its words. When they change it is signed anew, and the old signature stays."""

    mentorship = models.ForeignKey(Mentorship, models.PROTECT, null=True, related_name="signatures")
    issue = models.ForeignKey(ProgrammePaper, models.PROTECT, null=True, related_name="signatures")
    paper = models.CharField(max_length=180)  # the document, and the step where there are several
    edition = models.CharField(max_length=64)
    party = models.CharField(max_length=14, choices=Signer.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="signatures")
    on_paper = models.BooleanField(default=False)  # `person` put on record that somebody else did
    signed_on = models.DateField(null=True)  # the day that stands on the paper
    signed_at = models.DateTimeField()

    class Privacy:
        subject = "person"
        keep = (
            "id", "mentorship", "issue", "paper", "edition", "party", "person", "on_paper",
            "signed_on", "signed_at",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mentorship__isnull=True) ^ models.Q(issue__isnull=True),
                name="signature_of_one",
            ),
            models.UniqueConstraint(
                fields=["issue", "edition", "party"], name="signature_of_issue_once"
            ),
            models.UniqueConstraint(
                fields=["mentorship", "paper", "edition", "party"], name="signature_once"
            ),
        ]


class Certificate(models.Model):
    """What somebody was awarded, in the words of that day. Whoever has the code can check it."""

    code = models.CharField(max_length=40, unique=True)
    mentorship = models.ForeignKey(
        Mentorship, models.PROTECT, null=True, related_name="certificates"
    )
    workshop = models.ForeignKey(
        Workshop, models.PROTECT, null=True, related_name="certificates"
    )  # that was attended; either of the two
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
            "id", "code", "mentorship", "workshop", "holder", "programme_name", "status",
            "shows_name", "issued_on", "issued_by", "withdrawn_on",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship", "holder"],
                condition=models.Q(status="issued"),
                name="certificate_once",
            ),
            models.UniqueConstraint(
                fields=["workshop", "holder"],
                condition=models.Q(status="issued"),
                name="certificate_of_workshop_once",
            ),
            models.CheckConstraint(
                condition=models.Q(mentorship__isnull=True) ^ models.Q(workshop__isnull=True),
                name="certificate_of_one",
            ),
        ]
        indexes = [models.Index(fields=["holder", "issued_on"], name="certificate_of_holder")]


class StipendLine(models.Model):
    """One part of what a mentor is paid, for one teacher or for the role, as it was proposed.

    Nothing in it changes afterwards: what sessions say later stands beside it as a difference.
    """

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="stipends")
    payee = models.ForeignKey(Person, models.PROTECT, related_name="stipends")
    mentorship = models.ForeignKey(
        Mentorship, models.PROTECT, null=True, related_name="stipends"
    )  # none where the role is paid, and not each teacher
    tranche = models.CharField(max_length=50)  # its code in the blueprint
    words = models.JSONField(default=dict)  # language → its title, in the words of that day
    due_on = models.DateField()
    percent = models.PositiveSmallIntegerField()  # of the whole
    whole_minor = (
        models.PositiveBigIntegerField()
    )  # in the smallest unit of the currency; or a rate
    per = models.CharField(max_length=7, choices=PaidPer.choices, default="", blank=True)
    units = models.PositiveIntegerField(default=1)  # minutes or months, of what has a rate
    up_to_percent = models.PositiveSmallIntegerField(default=0)  # with it and the parts before it
    before_minor = models.PositiveBigIntegerField(default=0)  # due for those by their days
    amount_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    minutes = models.PositiveIntegerField()  # credited by the day on which it was due
    status = models.CharField(
        max_length=9, choices=StipendStatus.choices, default=StipendStatus.PROPOSED
    )
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    refused_because = models.CharField(max_length=300, default="", blank=True)

    class Privacy:
        subject = "payee"
        personal = ("refused_because",)
        keep = (
            "id", "cohort", "payee", "mentorship", "tranche", "words", "due_on", "percent",
            "whole_minor", "per", "units", "up_to_percent", "before_minor", "amount_minor",
            "currency", "minutes", "status", "proposed_by", "proposed_at", "decided_by",
            "decided_at",
        )  # fmt: skip

    class Meta:
        constraints = [
            # Twice: for a database, no pair differs from no pair.
            models.UniqueConstraint(
                fields=["mentorship", "tranche"],
                condition=models.Q(status__in=["proposed", "approved"]),
                name="stipend_of_pair_once",
            ),
            models.UniqueConstraint(
                fields=["cohort", "payee", "tranche"],
                condition=models.Q(status__in=["proposed", "approved"], mentorship__isnull=True),
                name="stipend_of_mentor_once",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("proposed_by")),
                name="stipend_two_people",
            ),
            models.CheckConstraint(
                condition=~models.Q(proposed_by=models.F("payee"))
                & (models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("payee"))),
                name="stipend_not_to_oneself",
            ),
        ]
        indexes = [models.Index(fields=["payee", "proposed_at"], name="stipend_of_payee")]


class HoursClaim(models.Model):
    """Hours of professional development that somebody claims: of sessions of a pair, or of
    something else that she did. The other one of the pair attests it, a coordinator awards it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="hours_claims")
    mentorship = models.ForeignKey(Mentorship, models.PROTECT, related_name="hours_claims")
    share = models.CharField(max_length=50)  # its code in the blueprint
    words = models.JSONField(default=dict)  # language → its title, in the words of that day
    standard = models.CharField(max_length=200, default="", blank=True)  # "framework@version/item"
    key = models.CharField(max_length=64, null=True)  # of this sending of its form
    minutes = models.PositiveIntegerField()
    happened_on = models.DateField()  # the last day of it
    evidence = models.TextField(default="", blank=True)  # what it was, where it was no session
    status = models.CharField(
        max_length=9, choices=ClaimStatus.choices, default=ClaimStatus.CLAIMED
    )
    claimed_at = models.DateTimeField()
    attested_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    attested_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)  # awarded or refused
    refused_because = models.CharField(max_length=300, default="", blank=True)

    class Privacy:
        subject = "person"
        personal = ("evidence", "refused_because")
        keep = (
            "id", "person", "mentorship", "share", "words", "standard", "key", "minutes",
            "happened_on", "status", "claimed_at", "attested_by", "attested_at", "decided_by",
            "decided_at",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="hours_claim_once"),
            models.CheckConstraint(condition=models.Q(minutes__gt=0), name="hours_of_some_time"),
            models.CheckConstraint(
                condition=models.Q(attested_by__isnull=True)
                | ~models.Q(attested_by=models.F("person")),
                name="hours_attested_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="awarded")
                | (
                    models.Q(attested_by__isnull=False, decided_by__isnull=False)
                    & ~models.Q(decided_by=models.F("person"))
                    & ~models.Q(decided_by=models.F("attested_by"))
                ),
                name="hours_awarded_by_a_third",
            ),
        ]
        indexes = [models.Index(fields=["person", "happened_on"], name="hours_of_person")]


class ClaimedSession(models.Model):
    """A session whose minutes somebody has claimed: once. It is given free when the claim falls."""

    claim = models.ForeignKey(HoursClaim, models.CASCADE, related_name="sessions")
    session = models.ForeignKey(Session, models.PROTECT, related_name="claims")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()  # credited when it was claimed

    class Privacy:
        subject = "person"
        keep = ("id", "claim", "session", "person", "minutes")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="session_claimed_once")
        ]
