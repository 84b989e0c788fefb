"""The two registers of a cohort: who has agreed to take part, on which side, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import get_language

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.states import LIVE, EntryState, MentorshipForm, MentorshipStatus
from banyan.programmes.models import Application, Cohort, Consent, Enrolment
from banyan.programmes.queries import cohort_to_run
from banyan.programmes.queries.consents import is_asked
from banyan.programmes.standings import CONSENT_KEEPER
from banyan.programmes.states import ApplicationStatus, ConsentStatus, EnrolmentStatus, Side
from banyan.trail.queries import id_of
from banyan.ui import words

GONE = (
    EnrolmentStatus.WITHDRAWN.value,
    ApplicationStatus.WITHDRAWN.value,
    ApplicationStatus.REFUSED.value,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a register."""

    consent: Consent
    school: str
    form: str  # of the pair that runs
    state: EntryState

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def left_on(self) -> date | None:
        at = self.consent.withdrawn_at
        return words.on(at) if at else None


TONES = {
    EntryState.ENTERED: "sky",
    EntryState.PAIRED: "leaf",
    EntryState.RELEASED: "leaf",
    EntryState.LEFT: "",
}


def cohort_of_register(viewer: Viewer, pk: int, side: str) -> Cohort:
    """A cohort that the viewer runs and that keeps this register. Raises DoesNotExist else."""
    cohort = cohort_to_run(viewer, pk)
    if side not in Side.values or not is_asked(cohort, side):
        raise Cohort.DoesNotExist
    return cohort


def consents_in(viewer: Viewer, cohort: Cohort, side: str) -> QuerySet[Consent]:
    """Every entry of a register in the order of its numbers, closed ones too."""
    return (
        Consent.objects.filter(CONSENT_KEEPER.where(viewer), cohort=cohort, side=side)
        .select_related("person")
        .defer("note", "withdrawal_note")
        .order_by("number")
    )


def entries_of(cohort: Cohort, side: str, consents: Iterable[Consent]) -> list[Entry]:
    """Lines of a register with what is derived for them; two queries however many they are."""
    shown = list(consents)
    people = {one.person_id for one in shown}
    schools, gone = _places(cohort, side, people)
    running, completed = _pairs(cohort, side, people)
    return [
        Entry(
            consent=one,
            school=schools.get(one.person_id, ""),
            form=running.get(one.person_id, "") if one.status == ConsentStatus.GIVEN else "",
            state=_state(one, gone, running, completed),
        )
        for one in shown
    ]


def _state(
    one: Consent, gone: set[int], running: dict[int, str], completed: set[int]
) -> EntryState:
    if one.status == ConsentStatus.WITHDRAWN or one.person_id in gone:
        return EntryState.LEFT
    if one.person_id in running:
        return EntryState.PAIRED
    return EntryState.RELEASED if one.person_id in completed else EntryState.ENTERED


def _places(cohort: Cohort, side: str, people: set[int]) -> tuple[dict[int, str], set[int]]:
    """Schools by person, and who has left."""
    if side == Side.TEACHER:
        rows = Enrolment.objects.filter(cohort=cohort, person_id__in=people).order_by("pk")
        found = list(rows.values_list("person_id", "school__name", "status"))
    else:
        places = Application.objects.filter(
            programme_id=cohort.programme_id, person_id__in=people
        ).order_by("pk")
        found = list(places.values_list("person_id", "organisation__name", "status"))
    last = {person: status for person, _school, status in found}
    return (
        {person: school or "" for person, school, _status in found},
        {person for person, status in last.items() if status in GONE},
    )


def _pairs(cohort: Cohort, side: str, people: set[int]) -> tuple[dict[int, str], set[int]]:
    """The form of mentoring of whoever is in a pair that runs, and who has completed one."""
    who = "mentee_id" if side == Side.TEACHER else "mentor_id"
    rows = Mentorship.objects.filter(
        cohort=cohort, form=MentorshipForm.PAIR, **{f"{who}__in": people}
    ).values_list(who, "status", "blueprint_form")
    relationship = blueprint_of(cohort).relationship
    titles = {form.code: form.title.in_(get_language() or "en") for form in relationship.forms}
    running: dict[int, str] = {}
    completed: set[int] = set()
    for person, status, form in rows:
        if status in LIVE:
            running[person] = titles.get(form or relationship.default_form, "")
        elif status == MentorshipStatus.COMPLETED:
            completed.add(person)
    return running, completed


# What notices need to know: they have no viewer


def pairs_after_withdrawal(subject: str) -> list[Mentorship]:
    """Pairs that run or are proposed although the consent of one of the two, named by the subject
    of the event, holds no more."""
    consent = Consent.objects.get(pk=id_of(subject))
    who = "mentee" if consent.side == Side.TEACHER else "mentor"
    rows = Mentorship.objects.filter(
        cohort_id=consent.cohort_id,
        status__in=[*LIVE, MentorshipStatus.PROPOSED, MentorshipStatus.HALF_ACCEPTED],
        **{f"{who}_id": consent.person_id},
    ).defer("end_words")
    return list(rows.select_related("mentor", "mentee", "school").order_by("pk"))


def consent_lacks(pair_id: int) -> bool:
    """Whether a pair still is there although one of the two has no consent that holds."""
    pair = (
        Mentorship.objects.filter(pk=pair_id)
        .exclude(status__in=[MentorshipStatus.ENDED, MentorshipStatus.COMPLETED])
        .exclude(status=MentorshipStatus.DECLINED)
        .select_related("cohort__programme")
        .first()
    )
    if pair is None:
        return False
    sides = ((Side.TEACHER, pair.mentee_id), (Side.MENTOR, pair.mentor_id))
    given = Consent.objects.filter(cohort_id=pair.cohort_id, status=ConsentStatus.GIVEN)
    return any(
        is_asked(pair.cohort, side) and not given.filter(side=side, person_id=person).exists()
        for side, person in sides
    )
