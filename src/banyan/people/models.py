from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from banyan.people.states import Locale


class PersonManager(BaseUserManager["Person"]):
    """What Django's authentication asks of a user table; Banyan's own code uses actions."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """A human being, once. Without an e-mail address there is no sign-in, only a record."""

    name = models.CharField(max_length=120)
    email = models.EmailField(null=True, blank=True, unique=True)
    locale = models.CharField(max_length=8, choices=Locale.choices, default=Locale.ENGLISH)
    time_zone = models.CharField(max_length=40, default="Asia/Kolkata")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    # A digest of the form by which she was recorded: a form that is sent twice records one person.
    recorded_by_form = models.CharField(max_length=64, null=True, unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    class Privacy:
        subject = "self"
        personal = ("name", "email", "password", "recorded_by_form")
        keep = ("id", "locale", "time_zone", "is_active", "joined_at", "last_login")

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """At most two letters, for the round picture."""
        words = [word for word in self.name.split() if word[:1].isalpha()]
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))


class Invitation(models.Model):
    """A single-use link by which a recorded person gets a sign-in. Only the hash is kept.

    Whoever opens the link proves an address by a code: the recorded one, or where none is
    recorded the one she gives.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="invitations_sent"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    to_mail_at = models.DateTimeField(null=True)  # null when the link is handed over instead
    mailed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=64, default="")
    code_email = models.EmailField(default="")  # where the newest code went
    code_sent_at = models.DateTimeField(null=True)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    code_attempts = models.PositiveSmallIntegerField(default=0)  # wrong ones, of the newest code

    class Privacy:
        subject = "person"
        personal = ("token_hash", "code_hash", "code_email")
        keep = (
            "id", "person", "invited_by", "created_at", "expires_at", "to_mail_at", "mailed_at",
            "used_at", "revoked_at", "code_sent_at", "codes_sent", "code_attempts",
        )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")),
                name="invitation_ends_after_start",
            )
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(to_mail_at__isnull=False, mailed_at__isnull=True),
                name="invitation_unmailed",
            )
        ]


class SentForm(models.Model):
    """A form that a script sent, and what it was told: sent again, it is told the same.

    Where a network comes and goes, an answer is lost as easily as a question.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)  # a digest of the address and of the key of the sending
    answer = models.JSONField(default=dict)  # names and numbers for the form, no words of hers
    sent_at = models.DateTimeField(db_index=True)

    class Privacy:
        subject = "person"
        keep = ("id", "person", "key", "answer", "sent_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="sent_form_once")]


class TypedForm(models.Model):
    """What somebody has typed into a form and not sent yet: hers alone, on every device of hers,
    until she sends it or nobody can send it any more."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    address = models.CharField(max_length=200)  # of the form
    words = models.JSONField(default=list)  # name and value of each field, as they are sent
    typed_at = models.DateTimeField()
    looked_at = models.DateTimeField()  # when its page was last seen to have the form for her

    class Privacy:
        subject = "person"
        confidential = ("words",)
        keep = ("id", "person", "address", "typed_at", "looked_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "address"], name="typed_form_once")
        ]
        indexes = [
            models.Index(fields=["typed_at"], name="typed_form_by_age"),
            models.Index(fields=["looked_at"], name="typed_form_by_look"),
        ]
