"""Pairs, as each viewer may see them, and as notices and jobs look at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.utils.translation import get_language, gettext, pgettext

from banyan.kernel.viewer import NOBODY, Viewer
from banyan.mentoring.models import Mentorship, Record, Session
from banyan.mentoring.queries.conflicts import in_conflict
from banyan.mentoring.queries.times import ahead, next_time
from banyan.mentoring.queries.unread import unread
from banyan.mentoring.queries.wishes import wishes
from banyan.mentoring.standings import (
    COORDINATOR,
    END_WORDS_READERS,
    INVOLVED,
    PAIR,
    mentor_in_power,
)
from banyan.mentoring.states import (
    LIVE,
    SEATED,
    MentorshipForm,
    MentorshipStatus,
    SessionStatus,
    Tier,
)
from banyan.organisations.models import Membership, Organisation
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Enrolment
from banyan.programmes.queries import blueprint_named
from banyan.programmes.standings import ENROLMENT_COORDINATOR
from banyan.programmes.states import EnrolmentStatus
from banyan.trail.queries import id_of, timeline
from banyan.ui import words
from banyan.ui.paging import Page, page_asked, page_of
from banyan.ui.pieces import Entry
from banyan.ui.prepared import ANYBODY, TODAY, Prepared, PreparedFor, PreparedOne, PreparedRows
from blueprint import Blueprint

UNANSWERED = (MentorshipStatus.PROPOSED, MentorshipStatus.HALF_ACCEPTED)


def blueprint_of(cohort: Cohort) -> Blueprint:
    """The blueprint that a cohort is run by, at the version that the cohort pins."""
    return blueprint_named(*cohort.design)


def domain_words(cohort: Cohort, codes: Iterable[str]) -> list[str]:
    """Names of domains in the reader's language; a code that the blueprint lacks stays itself."""
    titles = {domain.code: domain.title for domain in blueprint_of(cohort).domains}
    language = get_language() or "en"
    return [titles[code].in_(language) if code in titles else code for code in codes]


# What a viewer may see


def _with_people(rows: QuerySet[Mentorship]) -> QuerySet[Mentorship]:
    return rows.select_related("mentor", "mentee", "school", "cohort__programme")


def _next_at() -> Subquery:
    planned = Session.objects.filter(
        ahead(ANYBODY.now),
        mentorship=OuterRef("pk"),
        status__in=[SessionStatus.PROPOSED, SessionStatus.CONFIRMED],
    )
    return Subquery(planned.annotate(at=next_time(ANYBODY.now)).order_by("at").values("at")[:1])


def _last_at() -> Subquery:
    held = Session.objects.filter(mentorship=OuterRef("pk"), status=SessionStatus.HELD)
    return Subquery(held.order_by("-starts_at").values("starts_at")[:1])


NEXT_AT = Prepared(Mentorship, _next_at, DateTimeField())
LAST_AT = Prepared(Mentorship, _last_at, DateTimeField())


def _with_meetings(rows: QuerySet[Any], now: datetime) -> QuerySet[Any]:
    """Adds `next_at` and `last_at`: the next session that is planned, the last one held."""
    found: QuerySet[Any] = rows.annotate(next_at=NEXT_AT(now=now), last_at=LAST_AT())
    return found


def mentorship(viewer: Viewer, pk: int) -> Mentorship:
    """The pair with this id. Raises DoesNotExist for everybody who is not involved.

    `words_at_end` and `declined_because`, in confidence to the coordinators, are empty for whoever
    may not read them: the database itself does not hand them out. `power_role` and `power_since`
    are of a mentor who has power over the teacher. `has_earlier_records` says whether the
    teacher could take on something from an earlier pair; what `wishes` says of another pairing.
    """
    found: Mentorship = _mentorship.one(viewer, pk)
    return found


@PreparedOne
def _mentorship(viewer: Viewer) -> QuerySet[Mentorship]:
    rows = _with_people(Mentorship.objects.filter(INVOLVED.where(viewer)))
    return (
        rows.defer("end_words", "decline_reason")
        .annotate(
            words_at_end=_in_confidence(viewer, "end_words"),
            declined_because=_in_confidence(viewer, "decline_reason"),
            traits=_traits(),
            has_earlier_records=_earlier_records(),
            unread=unread(viewer),
            **wishes(viewer),
            **in_conflict(viewer.today),
            **mentor_in_power("mentee", "mentor", viewer.today),
        )
        .select_related("ended_by", "mentor", "mentee", "school", "cohort__programme__organisation")
    )


def _in_confidence(viewer: Viewer, name: str) -> Case:
    return Case(
        When(END_WORDS_READERS.where(viewer), then=F(name)),
        default=Value(""),
        output_field=TextField(),
    )


def _traits() -> Subquery:
    """What is true of the teacher that changes what the blueprint asks of the pair."""
    enrolled = Enrolment.objects.filter(cohort=OuterRef("cohort"), person=OuterRef("mentee"))
    return Subquery(enrolled.values("traits")[:1])


def _earlier_records() -> Exists:
    kept = Record.objects.filter(owner=OuterRef("mentee"), tier=Tier.PAIR)
    return Exists(
        kept.exclude(mentorship__status__in=LIVE)
        .exclude(mentorship=OuterRef("pk"))
        .exclude(continued_in__mentorship=OuterRef("pk"))
    )


def own_pairs(viewer: Viewer) -> QuerySet[Mentorship]:
    """The viewer's own pairs on either side, those that work together now first."""
    return _with_meetings(_own_pairs(viewer, viewer.today), viewer.now)


def own_pairs_at_once(viewer: Viewer) -> list[Mentorship]:
    """The same, of those no more than a home shows."""
    return _own_pairs_at_once(person=viewer.person_id, now=viewer.now, today=viewer.today)


@PreparedRows
def _own_pairs_at_once() -> QuerySet[Mentorship]:
    rows = _own_pairs(ANYBODY, TODAY).annotate(next_at=_next_at(), last_at=_last_at())
    return rows.annotate(unread=unread(ANYBODY))[:60]


def _own_pairs(viewer: Viewer, today: date) -> QuerySet[Mentorship]:
    rows = _with_people(Mentorship.objects.filter(PAIR.where(viewer))).only(
        "form", "status", "domains", "proposed_at", "answer_by", "first_accepted_by",
        "starts_on", "ends_on", "extended_to", "blueprint_form", "cohort__starts_on",
        "cohort__ends_on", "mentor__name", "mentee__name", "mentee__time_zone", "school__path",
        "cohort__blueprint", "cohort__blueprint_version", "cohort__programme__blueprint",
    )  # fmt: skip
    return rows.order_by(_liveliest(today), "-proposed_at", "-pk")


def own_pair(viewer: Viewer, pk: int) -> Mentorship:
    """The viewer's own pair with this id. Raises DoesNotExist for everybody else, coordinators
    too."""
    found: Mentorship = _own_pair.one(viewer, pk)
    return found


@PreparedOne
def _own_pair(viewer: Viewer) -> QuerySet[Mentorship]:
    rows = _with_people(Mentorship.objects.filter(PAIR.where(viewer)))
    return rows.defer("end_words", "decline_reason")


def live_pair(viewer: Viewer, pk: int | None = None) -> Mentorship | None:
    """The pair in which the viewer works now: the one with this id, else her newest as a teacher,
    else her newest as a mentor. None where she has none."""
    found = Mentorship.objects.filter(PAIR.where(viewer), status__in=LIVE).select_related(
        "mentor", "mentee", "school", "cohort__programme"
    )
    if pk is not None:
        return found.filter(pk=pk).first()
    as_teacher = Case(When(mentee_id=viewer.person_id, then=Value(0)), default=Value(1))
    return found.order_by(as_teacher, "-pk").first()


def pair_as_teacher(viewer: Viewer) -> Mentorship | None:
    """Her newest as a teacher; None where she only mentors."""
    found = live_pair(viewer)
    return found if found is not None and found.mentee_id == viewer.person_id else None


def pairs_in_area(
    viewer: Viewer, *, status: str = "", school: str = "", page: str | None = None
) -> Page[Any]:
    """A page of the pairs of teachers whose schools this viewer coordinates, newest first: what a
    list shows. One query.

    `status` is a stored status, or "unanswered" for proposals whose time to answer is over;
    `school` is a part of the school's name.
    """
    if school:
        rows = _with_meetings(_pairs_in_area(viewer, status), viewer.now)
        return page_of(_listed(rows.filter(school__name__icontains=school)), page)
    return page_asked(lambda start, end: _area(viewer, status, start, end), page)


@PreparedFor
def _area(viewer: Viewer, status: str, start: int, end: int) -> QuerySet[Any]:
    rows = _pairs_in_area(viewer, status).annotate(next_at=_next_at(), last_at=_last_at())
    return _listed(rows)[start:end]


def _pairs_in_area(viewer: Viewer, status: str) -> QuerySet[Mentorship]:
    rows = Mentorship.objects.filter(COORDINATOR.where(viewer))
    if status == "unanswered":
        return rows.filter(status__in=UNANSWERED, answer_by__lte=viewer.now)
    return rows.filter(status=status) if status else rows


def _listed(rows: QuerySet[Any]) -> QuerySet[Any]:
    return (
        rows.order_by("-proposed_at", "-pk")
        .values_list(
            "pk", "status", "mentor__name", "mentee__name", "school__name", "last_at", "next_at",
            "blueprint_form", "cohort__blueprint", "cohort__blueprint_version",
            "cohort__programme__blueprint",
            named=True,
        )
    )  # fmt: skip


def _liveliest(today: date) -> Case:
    """For ordering: what runs or asks for an answer, then what begins later, then what is over."""
    later = When(status__in=SEATED, starts_on__gt=today, then=Value(1))
    return Case(later, When(status__in=SEATED, then=Value(0)), default=Value(2))


def happened(mentorship: Mentorship, *, also: Sequence[str] = ()) -> list[Entry]:
    """The pair's timeline, newest first; `also` names further subjects of the trail.

    The caller has loaded the pair through `mentorship`, so the viewer may know of it.
    """
    asked: list[str] = []
    if mentorship.form == MentorshipForm.GUIDANCE:  # it began with a request
        asked = [f"request:{pk}" for pk in mentorship.requests.values_list("pk", flat=True)]
    both = {person.pk: person.name for person in (mentorship.mentor, mentorship.mentee)}
    subjects = [f"mentorship:{mentorship.pk}", *asked, *also]
    return story(subjects, known=both, design=blueprint_of(mentorship.cohort))


def story(
    subjects: Sequence[str],
    *,
    known: Mapping[int, str] | None = None,
    design: Blueprint | None = None,
) -> list[Entry]:
    """The newest events about these subjects of the trail, with the names of those who acted.

    `known` spares asking for names that the caller has loaded; `design` names the steps of a
    journey, for those who may see it. At most two queries.
    """
    entries = timeline(subjects)
    names = dict(known or {})
    if unknown := {entry.actor_id for entry in entries} - {NOBODY, *names}:
        names.update(Person.objects.filter(pk__in=unknown).values_list("pk", "name"))
    itself = pgettext("actor", "Banyan")
    return [
        Entry(
            e.happened_at,
            "",
            e.sentence.format(
                actor=names.get(e.actor_id, itself),
                step=step_words(design, str(e.data.get("key", ""))) if design else "",
            ),
        )
        for e in entries
    ]


def step_words(design: Blueprint, key: str) -> str:
    """A step of a journey by its key, in the reader's language: "Module 1 · Goal", "Log, 3"."""
    path, _hash, number = key.partition("#")
    module, _slash, code = path.rpartition("/")
    language = get_language() or "en"
    titles = {step.code: step.title.in_(language) for step in design.steps}
    title = titles.get(code, code)
    if number:
        said = {"step": title, "number": words.number(int(number))}
        title = gettext("%(step)s, %(number)s") % said
    units = [one.title.in_(language) for one in design.modules if one.code == module]
    return " · ".join([*units, title])


def waiting_for_match(
    viewer: Viewer, cohort: Cohort, *, also: int | None = None
) -> QuerySet[Enrolment]:
    """Enrolled teachers of this cohort, in the viewer's area, who want a mentor and have none, or
    one who leaves on an announced day; `also` is a person who counts as one of them.

    Whoever ended a pair and did not ask for another mentor is not waiting. Nothing here says
    why an earlier pair ended.
    """
    rows = Enrolment.objects.filter(ENROLMENT_COORDINATOR.where(viewer), cohort=cohort)
    return waiting_of(rows, also=also)


def waiting_of(enrolments: QuerySet[Enrolment], *, also: int | None = None) -> QuerySet[Enrolment]:
    """Those of these enrolments whose teachers wait for a mentor, as above."""
    pairs = Mentorship.objects.filter(
        cohort=OuterRef("cohort"), mentee=OuterRef("person"), form=MentorshipForm.PAIR
    )
    last = pairs.exclude(status=MentorshipStatus.DECLINED).order_by("-proposed_at", "-pk")
    rows = enrolments.filter(status=EnrolmentStatus.ENROLLED).annotate(
        last_status=Subquery(last.values("status")[:1]),
        wanted_another=Subquery(last.values("wants_another")[:1]),
    )
    stays = pairs.filter(status__in=SEATED, ends_early_on__isnull=True)
    wants = Q(last_status__isnull=True) | Q(
        last_status__in=[MentorshipStatus.ENDED, *LIVE], wanted_another=True
    )
    return (
        rows.filter((~Q(Exists(stays)) & wants) | (Q(person=also) if also else Q(pk__in=[])))
        .select_related("person", "school")
        .order_by("person__name", "pk")
    )


# What notices and jobs need to know: they have no viewer


def told_of(subject: str) -> Mentorship:
    """The pair that an event of the trail is about ("mentorship:42")."""
    rows = _with_people(Mentorship.objects.defer("end_words"))
    return rows.get(pk=id_of(subject))


def status_of(pk: int) -> str | None:
    """Where a pair stands now; None when it is gone."""
    return Mentorship.objects.filter(pk=pk).values_list("status", flat=True).first()


def waits_for(pk: int, person_id: int) -> bool:
    """Whether a proposal still waits for the answer of this one of the two."""
    rows = Mentorship.objects.filter(pk=pk, status__in=UNANSWERED)
    return rows.exclude(first_accepted_by_id=person_id).exists()


def coordinators_over(schools: Iterable[Organisation], *, on: date) -> dict[int, list[str]]:
    """Person ids of today's coordinators over any of these schools, with the paths they cover."""
    places = {pk for school in schools for pk in school.ancestor_ids}
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        role=Role.COORDINATOR,
        organisation_id__in=places,
        starts_on__lte=on,
    ).values_list("person_id", "organisation__path")
    found: dict[int, list[str]] = {}
    for person_id, path in held:
        found.setdefault(person_id, []).append(path or "")
    return found


def lately_unanswered(now: datetime, since: datetime) -> list[Mentorship]:
    """Proposals still open whose time to answer ended between `since` and `now`."""
    rows = Mentorship.objects.filter(
        status__in=UNANSWERED, answer_by__gt=since, answer_by__lte=now
    ).defer("end_words")
    return list(rows.select_related("school", "cohort").order_by("pk"))


def pauses_over(today: date) -> list[Mentorship]:
    """Paused pairs whose last day of pause has come."""
    rows = Mentorship.objects.filter(status=MentorshipStatus.PAUSED, paused_until__lte=today)
    return list(_with_people(rows.defer("end_words")).order_by("pk"))
