from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a person may be in an organisation and everything under it, for a while."""

    TEACHER = "teacher", pgettext_lazy("role", "Teacher")
    MENTOR = "mentor", pgettext_lazy("role", "Mentor")
    REVIEWER = "reviewer", pgettext_lazy("role", "Reader")
    COORDINATOR = "coordinator", pgettext_lazy("role", "Coordinator")
    PRINCIPAL = "principal", pgettext_lazy("role", "Principal")
    NODAL_OFFICER = "nodal_officer", pgettext_lazy("role", "Nodal officer")
    ADMINISTRATOR = "administrator", pgettext_lazy("role", "Administrator")
    SAFEGUARDING = "safeguarding", pgettext_lazy("role", "Safeguarding officer")


ROLES_IN_PLURAL: dict[Role, object] = {
    Role.TEACHER: pgettext_lazy("roles", "Teachers"),
    Role.MENTOR: pgettext_lazy("roles", "Mentors"),
    Role.REVIEWER: pgettext_lazy("roles", "Readers"),
    Role.COORDINATOR: pgettext_lazy("roles", "Coordinators"),
    Role.PRINCIPAL: pgettext_lazy("roles", "Principals"),
    Role.NODAL_OFFICER: pgettext_lazy("roles", "Nodal officers"),
    Role.ADMINISTRATOR: pgettext_lazy("roles", "Administrators"),
    Role.SAFEGUARDING: pgettext_lazy("roles", "Safeguarding officers"),
}

ROLE_WORDS: dict[str, object] = {
    Role.TEACHER: _("Teaches here. May be enrolled in programmes and have a mentor."),
    Role.MENTOR: _("Mentors teachers of this programme area. Sees her own teachers only."),
    Role.REVIEWER: _(
        "Reads work that teachers hand in and judges it. Sees only what she is given to read, and "
        "does not learn whose it is."
    ),
    Role.COORDINATOR: _(
        "Runs programmes here: enrols, screens mentors, matches, helps pairs in trouble. "
        "Sees that pairs meet, never what they write."
    ),
    Role.PRINCIPAL: _("Heads the school. Sees counts and minutes, never a word of content."),
    Role.NODAL_OFFICER: _(
        "Answers for programmes of an area. Sees counts and minutes, never a word of content."
    ),
    Role.ADMINISTRATOR: _(
        "Keeps the directory of schools and the roles of people. Has no standing to content."
    ),
    Role.SAFEGUARDING: _(
        "Answers for the safety of people here. Reads nothing, except what a second person opens "
        "for a stated reason and a short time; both of the pair are told."
    ),
}


class ReportingKind(models.TextChoices):
    """What somebody to whom a person reports has a say over."""

    EVALUATOR = "evaluator", pgettext_lazy("reporting", "Evaluator")
    LINE_MANAGER = "line_manager", pgettext_lazy("reporting", "Line manager")


REPORTING_WORDS: dict[str, object] = {
    ReportingKind.EVALUATOR: _("Appraises the work, or takes part in the appraisal."),
    ReportingKind.LINE_MANAGER: _("Gives out the work, or decides on leave, contract or pay."),
}


class Level(models.TextChoices):
    """Where an organisation stands in the tree."""

    NATION = "nation", pgettext_lazy("level", "Nation")
    STATE = "state", pgettext_lazy("level", "State")
    DISTRICT = "district", pgettext_lazy("level", "District")
    SCHOOL = "school", pgettext_lazy("level", "School")


# What may stand directly under what. A school may stand under its state: an office that runs
# schools in many districts often does not say in which.
LEVELS_UNDER: dict[str, tuple[Level, ...]] = {
    Level.NATION: (Level.STATE,),
    Level.STATE: (Level.DISTRICT, Level.SCHOOL),
    Level.DISTRICT: (Level.SCHOOL,),
    Level.SCHOOL: (),
}


class SchoolType(models.TextChoices):
    """Who runs a school."""

    KV = "kv", _("Kendriya Vidyalaya")
    JNV = "jnv", _("Jawahar Navodaya Vidyalaya")
    CBSE = "cbse", _("CBSE school")
    STATE = "state", _("State government school")
    LOCAL = "local", _("Local body school")
    AIDED = "aided", _("Government-aided school")
    PRIVATE = "private", _("Private school")
    OTHER = "other", _("Other school")


class DaysKind(models.TextChoices):
    """What some days of a place's calendar are. A term closes nothing, nor is closed what lies
    between two: a calendar in which only the first one stands would close the year."""

    CLOSED = "closed", pgettext_lazy("days", "Closed")
    TERM = "term", pgettext_lazy("days", "Term")


class ImportStatus(models.TextChoices):
    """How far an uploaded directory, or list of people, has come."""

    CHECKED = "checked", pgettext_lazy("import", "Checked")
    APPLYING = "applying", pgettext_lazy("import", "Being brought in")
    APPLIED = "applied", pgettext_lazy("import", "Brought in")
    DISCARDED = "discarded", pgettext_lazy("import", "Discarded")
