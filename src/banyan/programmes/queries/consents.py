"""Consents: who is asked for one, who has given it, and whom its lack keeps from being matched."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.programmes.models import Application, Cohort, Consent, Enrolment
from banyan.programmes.queries.designs import blueprint_named
from banyan.programmes.standings import CONSENT_READERS
from banyan.programmes.states import (
    ApplicationStatus,
    ConsentStatus,
    EnrolmentStatus,
    Side,
)
from banyan.trail.queries import id_of
from banyan.ui.prepared import PreparedOne

# Whoever stands so takes part, or soon may: of her a consent is asked.
TAKES_PART = (EnrolmentStatus.INVITED, EnrolmentStatus.ENROLLED)
IN_POOL = (
    ApplicationStatus.ACCEPTED,
    ApplicationStatus.ORIENTED,
    ApplicationStatus.MATCHABLE,
    ApplicationStatus.RESTING,
)


def is_asked(cohort: Cohort, side: str) -> bool:
    """Whether the blueprint of the cohort asks for a consent on this side."""
    design = blueprint_named(*cohort.design)
    asked = design.teacher if side == Side.TEACHER else design.mentor
    return asked.consent_required


def edition_of(cohort: Cohort) -> str:
    """What names the text that is agreed to: the blueprint with its version, and our own words."""
    code, version = cohort.design
    return f"{code}@{version}, text {TEXT}"


def design_agreed_to(edition: str) -> tuple[str, str]:
    """Code and version of the blueprint that `edition_of` names."""
    code, _at, version = edition.partition(", text ")[0].partition("@")
    return code, version


def text_agreed_to(edition: str) -> str:
    """What `edition_of` names, as a person says it. A blueprint that is not here any more is
    named by its code."""
    code, version = design_agreed_to(edition)
    number = edition.partition(", text ")[2]
    try:
        title = blueprint_named(code, version).title.in_(get_language() or "en")
    except ObjectDoesNotExist:
        title = code
    return _("Text %(number)s, for “%(blueprint)s”, version %(version)s") % {
        "number": number, "blueprint": title, "version": version,
    }  # fmt: skip


TEXT = 1  # of the page on which consent is given; raise it whenever that page says something else


def holding(cohort: Cohort, side: str, people: Collection[int]) -> set[int]:
    """Which of these people have a consent that holds. One query."""
    rows = Consent.objects.filter(
        cohort=cohort, side=side, status=ConsentStatus.GIVEN, person_id__in=people
    )
    return set(rows.values_list("person_id", flat=True))


@dataclass(frozen=True, slots=True)
class Consenting:
    """A person of whom a cohort asks, or does not ask, a consent."""

    cohort: Cohort
    side: Side
    person: Person
    asked: bool
    takes_part: bool
    holds: Consent | None  # the consent that holds, if there is one
    scope: str  # of the trail: the teacher's school, or the programme's area


def _taking_part(cohort: Cohort, side: str) -> QuerySet[Person]:
    """Everybody who takes part in the cohort on this side, or soon may."""
    if side == Side.TEACHER:
        places = Enrolment.objects.filter(cohort=cohort, status__in=TAKES_PART)
        return Person.objects.filter(pk__in=places.values("person_id"))
    pool = Application.objects.filter(programme_id=cohort.programme_id, status__in=IN_POOL)
    return Person.objects.filter(pk__in=pool.values("person_id"))


def consenting(cohort: Cohort, side: str, person: Person) -> Consenting:
    """The caller has shown that the viewer is this person, or runs the cohort. Raises DoesNotExist
    for a side that there is not."""
    if side not in Side.values:
        raise Cohort.DoesNotExist
    rows = _taking_part(cohort, side).filter(pk=person.pk)
    scope = cohort.programme.organisation.path or ""
    if side == Side.TEACHER:
        place = Enrolment.objects.filter(cohort=cohort, person=person).select_related("school")
        scope = next((one.school.path or "" for one in place), scope)
    holds = Consent.objects.filter(
        cohort=cohort, side=side, person=person, status=ConsentStatus.GIVEN
    ).first()
    return Consenting(
        cohort, Side(side), person, is_asked(cohort, side), rows.exists(), holds, scope
    )


def own_consenting(viewer: Viewer, pk: int, side: str) -> Consenting:
    """The viewer's own part in a cohort. Raises DoesNotExist for whoever has none on this side,
    and where nobody is asked."""
    cohort = Cohort.objects.select_related("programme__organisation").get(pk=pk)
    found = consenting(cohort, side, Person.objects.get(pk=viewer.person_id))
    if not found.asked or not (found.takes_part or found.holds):
        raise Cohort.DoesNotExist
    return found


def others_consenting(cohort: Cohort, side: str, person_id: int) -> Consenting:
    """One who takes part in a cohort that the viewer runs. Raises Person.DoesNotExist for all
    others."""
    return consenting(cohort, side, _taking_part(cohort, side).get(pk=person_id))


def without_consent(cohort: Cohort, side: str) -> QuerySet[Person]:
    """Those who take part in a cohort that the viewer runs and have no consent that holds."""
    given = Consent.objects.filter(cohort=cohort, side=side, status=ConsentStatus.GIVEN)
    return (
        _taking_part(cohort, side).exclude(pk__in=given.values("person_id")).order_by("name", "pk")
    )


def consent(viewer: Viewer, pk: int) -> Consent:
    """Raises DoesNotExist for everybody but its giver and those who run the programme."""
    found: Consent = _consent.one(viewer, pk)
    return found


@PreparedOne
def _consent(viewer: Viewer) -> QuerySet[Consent]:
    rows = Consent.objects.filter(CONSENT_READERS.where(viewer))
    return rows.select_related("person", "recorded_by", "cohort__programme__organisation")


@dataclass(frozen=True, slots=True)
class Asked:
    """Of the viewer, a cohort asks a consent on one side; or has it."""

    cohort: Cohort
    side: Side
    holds: Consent | None

    @property
    def given_for(self) -> str:
        """The version of the blueprint that was agreed to, where the cohort runs by another of the
        same now."""
        if self.holds is None:
            return ""
        code, version = design_agreed_to(self.holds.edition)
        return version if code == self.design and version != self.now else ""

    @property
    def now(self) -> str:
        return self.cohort.design[1]

    @property
    def design(self) -> str:
        return self.cohort.design[0]


def consents_asked_of(
    viewer: Viewer, side: str, cohorts: Collection[Cohort], person_id: int
) -> list[Asked]:
    """Cohorts that ask this person on this side, and what holds there. No query where none asks;
    the caller has shown that the viewer may see her place."""
    asking = [cohort for cohort in cohorts if is_asked(cohort, side)]
    if not asking:
        return []
    rows = Consent.objects.filter(
        CONSENT_READERS.where(viewer),
        cohort__in=asking,
        side=side,
        person_id=person_id,
        status=ConsentStatus.GIVEN,
    )
    holds = {row.cohort_id: row for row in rows}
    return [Asked(cohort, Side(side), holds.get(cohort.pk)) for cohort in asking]


def running_cohorts(application: Application, today: date) -> list[Cohort]:
    """Cohorts of the programme of a mentor that are not over on this day."""
    rows = Cohort.objects.filter(programme_id=application.programme_id, ends_on__gt=today)
    return list(rows.select_related("programme__organisation").order_by("starts_on", "pk"))


def consents_of_mentor(viewer: Viewer, application: Application) -> list[Asked]:
    """Of a mentor in the pool, what the cohorts ask that are not over: each by the blueprint that
    it pins, which may be another than that of the programme. No query where all run by that one,
    and it asks mentors for nothing."""
    programme = application.programme
    design = blueprint_named(programme.blueprint, programme.blueprint_version)
    may_ask = design.mentor.consent_required or getattr(application, "run_otherwise", True)
    if application.status not in IN_POOL or not may_ask:
        return []
    cohorts = running_cohorts(application, viewer.today)
    return consents_asked_of(viewer, Side.MENTOR, cohorts, application.person_id)


# For the platform's own look


def lacking_after_move(subject: str) -> list[tuple[Cohort, Side, int]]:
    """Whoever takes part in a cohort that runs by another blueprint now, on each side on which it
    asks, and has no consent there that holds."""
    cohort = Cohort.objects.select_related("programme").filter(pk=id_of(subject)).first()
    if cohort is None:
        return []
    return [
        (cohort, side, person)
        for side in Side
        if is_asked(cohort, side)
        for person in without_consent(cohort, side).values_list("pk", flat=True)
    ]


def still_lacks(cohort_id: int, side: str, person_id: int) -> bool:
    """Whether somebody who takes part has still not said yes."""
    cohort = Cohort.objects.select_related("programme").filter(pk=cohort_id).first()
    if cohort is None or not is_asked(cohort, side):
        return False
    there = _taking_part(cohort, side).filter(pk=person_id).exists()
    return there and person_id not in holding(cohort, side, [person_id])
