from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProgrammeStatus(models.TextChoices):
    """Whether a programme takes people in."""

    DRAFT = "draft", pgettext_lazy("programme", "Being prepared")
    OPEN = "open", pgettext_lazy("programme", "Open")
    CLOSED = "closed", pgettext_lazy("programme", "Closed")


class DesignStatus(models.TextChoices):
    """A blueprint that somebody makes: in work, or there for good."""

    DRAFT = "draft", pgettext_lazy("design", "Draft")
    PUBLISHED = "published", pgettext_lazy("design", "Published")


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
    READ = "read", pgettext_lazy("application", "With the readers")
    ACCEPTED = "accepted", pgettext_lazy("application", "Accepted")
    ORIENTED = "oriented", pgettext_lazy("application", "Oriented")
    MATCHABLE = "matchable", pgettext_lazy("application", "Open for teachers")
    RESTING = "resting", pgettext_lazy("application", "Resting")
    REFUSED = "refused", pgettext_lazy("application", "Not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")


class Side(models.TextChoices):
    """The two sides of a pair, each with a register of its own."""

    TEACHER = "teacher", pgettext_lazy("side", "Teacher")
    MENTOR = "mentor", pgettext_lazy("side", "Mentor")


class ConsentStatus(models.TextChoices):
    """Whether a consent holds."""

    GIVEN = "given", pgettext_lazy("consent", "Given")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "Withdrawn")


class ConsentWay(models.TextChoices):
    """How a consent was given."""

    HERSELF = "herself", pgettext_lazy("consent", "Given here by the person")
    ON_PAPER = "on_paper", pgettext_lazy("consent", "Given on paper")


class Bar(models.TextChoices):
    """What keeps somebody from being matched until it is mended; derived, not kept."""

    NO_CONSENT = "no_consent", pgettext_lazy("bar", "No consent")
    UNTRAINED = "untrained", pgettext_lazy("bar", "Training is missing")
    RUN_OUT = "run_out", pgettext_lazy("bar", "Training has run out")


class Format(models.TextChoices):
    """How a person would rather meet."""

    ONLINE = "online", pgettext_lazy("format", "Online")
    IN_PERSON = "in_person", pgettext_lazy("format", "In person")
    EITHER = "either", pgettext_lazy("format", "Either way")


class Speaks(models.TextChoices):
    """How well somebody speaks a language, as she sees it: the levels of the Common European
    Framework of Reference."""

    A1 = "A1", pgettext_lazy("language level", "A few words (A1)")
    A2 = "A2", pgettext_lazy("language level", "Simple talk (A2)")
    B1 = "B1", pgettext_lazy("language level", "Everyday talk (B1)")
    B2 = "B2", pgettext_lazy("language level", "Talk about teaching with ease (B2)")
    C1 = "C1", pgettext_lazy("language level", "Nearly everything (C1)")
    C2 = "C2", pgettext_lazy("language level", "Like a first language (C2)")


class Sure(models.IntegerChoices):
    """How sure somebody is in a domain, as she sees it; never from an appraisal."""

    BEGINNING = 1, pgettext_lazy("how sure", "Just beginning")
    GETTING_THERE = 2, pgettext_lazy("how sure", "Getting there")
    SURE = 3, pgettext_lazy("how sure", "Sure of it")
    SHOWS_OTHERS = 4, pgettext_lazy("how sure", "Can show others")


class Advice(models.TextChoices):
    """What a reviewer of a mentor's application advises."""

    ACCEPT = "accept", _("Accept")
    REFUSE = "refuse", _("Do not accept")


class Weekday(models.TextChoices):
    """A day of the week, as free hours name it: "mon-evening"."""

    MONDAY = "mon", pgettext_lazy("weekday", "Monday")
    TUESDAY = "tue", pgettext_lazy("weekday", "Tuesday")
    WEDNESDAY = "wed", pgettext_lazy("weekday", "Wednesday")
    THURSDAY = "thu", pgettext_lazy("weekday", "Thursday")
    FRIDAY = "fri", pgettext_lazy("weekday", "Friday")
    SATURDAY = "sat", pgettext_lazy("weekday", "Saturday")
    SUNDAY = "sun", pgettext_lazy("weekday", "Sunday")


class PartOfDay(models.TextChoices):
    """A stretch of a day in which somebody is free."""

    MORNING = "morning", pgettext_lazy("part of the day", "Morning")
    AFTERNOON = "afternoon", pgettext_lazy("part of the day", "Afternoon")
    EVENING = "evening", pgettext_lazy("part of the day", "Evening")


HOUR_CODES = tuple(f"{day}-{part}" for day in Weekday.values for part in PartOfDay.values)


class Publishable(models.TextChoices):
    """What a listed mentor may add to the public directory, beyond name, domains, languages."""

    ABOUT = "about", _("What you wrote about yourself")
    YEARS = "years", _("Years of experience")
    ORGANISATION = "organisation", _("The school where you work")
    SUBJECTS = "subjects", _("Subjects")
    STAGES = "stages", _("Stages of school")
    HOURS = "hours", _("When you are usually free")
    FORMAT = "format", _("How you would rather meet")
