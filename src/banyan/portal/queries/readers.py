"""Who sees what: for each kind of record and each record of a person, who can read its words, asked
of the standings that filter them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.kernel.viewer import Viewer
from banyan.matching import standings as matching
from banyan.matching.models import Apart, GenderSaid
from banyan.mentoring import standings as mentoring
from banyan.mentoring.forms.records import named
from banyan.mentoring.models import (
    Mentorship,
    Message,
    Question,
    Record,
    Request,
    Session,
    StepRecord,
)
from banyan.mentoring.queries.mentorships import own_pairs
from banyan.mentoring.queries.questions import own_questions
from banyan.mentoring.queries.records import own_records
from banyan.mentoring.registry import known_by
from banyan.mentoring.rules.records import KINDS as RECORD_KINDS
from banyan.mentoring.states import RecordKind, SessionKind, Tier
from banyan.organisations.models import Membership, Organisation
from banyan.organisations.queries import viewers_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.practice import standings as practice
from banyan.practice.models import Dispute, Submission
from banyan.programmes import standings as programmes
from banyan.programmes.models import Application, Enrolment
from banyan.surveys import standings as surveys
from banyan.surveys.models import Response
from banyan.ui import words


@dataclass(frozen=True, slots=True)
class KindOfRecord:
    """One kind of what a person writes here: its rows, and the standing by which they are read."""

    code: str
    title: object
    subject: str  # how the trail names a row of it
    rows: Callable[[Viewer], QuerySet[Any]]
    readers: Callable[[Any], Standing]
    who: tuple[object, ...]  # the same in words, of the kind as a whole
    name: Callable[[Any], object]
    url: Callable[[Any], str]
    # Of one row: the places by which roles could be over it, and who else could stand to it besides
    # the viewer and those of her pairs.
    places: Callable[[Any], tuple[Organisation | None, ...]]
    people: Callable[[Any], set[int]] = lambda row: set()


def _records(kind: RecordKind) -> Callable[[Viewer], QuerySet[Any]]:
    return lambda viewer: own_records(viewer, kind).prefetch_related("shares__person")


def _steps(viewer: Viewer) -> QuerySet[StepRecord]:
    return (
        StepRecord.objects.filter(written_by_id=viewer.person_id)
        .select_related(
            "mentorship__mentor", "mentorship__mentee", "mentorship__school", "written_by"
        )
        .order_by("-written_at", "-pk")
        .defer("words", "standards", "waived_because")
    )


def _sessions(viewer: Viewer) -> QuerySet[Session]:
    return (
        Session.objects.filter(
            mentoring.SESSION_PAIR.where(viewer), kind=SessionKind.ONE_TO_ONE, log__isnull=False
        )
        .select_related("host", "mentorship__mentee", "school")
        .prefetch_related("places")
        .order_by("-starts_at", "-pk")
    )


def _threads(viewer: Viewer) -> QuerySet[Mentorship]:
    """Each pair in which something was written, without what."""
    rows = own_pairs(viewer).filter(Exists(Message.objects.filter(mentorship=OuterRef("pk"))))
    return rows.order_by("-pk")


def _questions(viewer: Viewer) -> QuerySet[Question]:
    """Not those of somebody who asked without her name: the page would say it."""
    named = Q(is_nameless=False) | Q(teacher_id=viewer.person_id)
    return own_questions(viewer).filter(named).order_by("-asked_at", "-pk")


def _requests(viewer: Viewer) -> QuerySet[Request]:
    found = Request.objects.filter(mentoring.REQUEST_PARTIES.where(viewer))
    return found.select_related("teacher", "mentor").defer("text", "answer").order_by("-asked_at")


def _responses(viewer: Viewer) -> QuerySet[Response]:
    found = Response.objects.filter(surveys.AUTHOR.where(viewer))
    return (
        found.select_related("person", "session__school", "session__host")
        .prefetch_related("session__places")
        .order_by("-given_at", "-pk")
    )


def _submissions(viewer: Viewer) -> QuerySet[Submission]:
    """Without applications: those are a kind of their own."""
    found = Submission.objects.filter(practice.AUTHOR.where(viewer), mentorship__isnull=False)
    return (
        found.select_related("mentorship__mentor", "mentorship__mentee", "mentorship__school")
        .defer("words", "because")
        .order_by("-handed_in_at", "-pk")
    )


def _disputes(viewer: Viewer) -> QuerySet[Dispute]:
    found = Dispute.objects.filter(practice.DISPUTANT.where(viewer))
    of = ("mentorship__mentor", "mentorship__mentee", "mentorship__school", "application__person")
    return (
        found.select_related(*(f"submission__{each}" for each in of))
        .defer("words", "findings", "because", "submission__words", "submission__because")
        .order_by("-raised_at", "-pk")
    )


def _enrolments(viewer: Viewer) -> QuerySet[Enrolment]:
    found = Enrolment.objects.filter(programmes.ENROLLED.where(viewer))
    return found.select_related("person", "school", "cohort__programme__organisation").order_by(
        "-pk"
    )


def _aparts(viewer: Viewer) -> QuerySet[Apart]:
    found = Apart.objects.filter(matching.ASKS_APART.where(viewer))
    return found.select_related("person", "programme__organisation").order_by("-pk")


def _genders(viewer: Viewer) -> QuerySet[GenderSaid]:
    found = GenderSaid.objects.filter(matching.GENDER_SAYER.where(viewer))
    return found.select_related("person", "cohort").order_by("-pk")


def _applications(viewer: Viewer) -> QuerySet[Application]:
    found = Application.objects.filter(programmes.APPLICANT.where(viewer))
    return found.select_related("person", "programme__organisation").order_by("-pk")


def _words_of(standing: Standing) -> tuple[object, ...]:
    return tuple(one.words for one in standing.each())


def _who_may(kind: RecordKind) -> tuple[object, ...]:
    """Of a kind as a whole: an owner reads her own, and names whom she likes; the rest follows from
    what the kind allows."""
    tiers = RECORD_KINDS[kind].tiers
    known = known_by(kind)
    knowers = [one.words for one in known.each()] if known is not None else []
    pair = (_("the other one of your pair, unless you keep it to yourself"),)
    return (
        _("you"),
        *(pair if Tier.PAIR in tiers else ()),
        _("people whom you name, for all of it or for parts"),
        *((_("everybody, once you publish it"),) if Tier.PUBLIC in tiers else ()),
        *(format_lazy(_("{who}, only its status and dates"), who=who) for who in knowers),
    )


_PRACTICE = [
    KindOfRecord(
        kind.value,
        kind.label,
        "record",
        _records(kind),
        lambda row: mentoring.RECORD_READERS,
        _who_may(kind),
        named,
        lambda row: reverse("mentoring:record", args=[row.pk]),
        lambda row: (row.school,),
        lambda row: {share.person_id for share in row.shares.all()},
    )
    for kind in RecordKind
]
KINDS: dict[str, KindOfRecord] = {
    one.code: one
    for one in [
        *_PRACTICE,
        KindOfRecord(
            "step", _("Steps of your journey"), "steprecord", _steps,
            lambda row: mentoring.STEP_READERS[row.readers] | mentoring.STEP_AUTHOR,
            _words_of(mentoring.STEP_WORDS_READERS),
            lambda row: row.written_at and words.day(row.written_at),
            lambda row: reverse("mentoring:mentorship", args=[row.mentorship_id]) + "#journey",
            lambda row: (row.mentorship.school,),
        ),
        KindOfRecord(
            "log", _("Logs of your sessions"), "session", _sessions,
            lambda row: mentoring.SESSION_PAIR_WORDS, _words_of(mentoring.SESSION_PAIR_WORDS),
            lambda row: words.day(row.starts_at),
            lambda row: reverse("mentoring:session", args=[row.pk]),
            lambda row: (row.school,),
        ),
        KindOfRecord(
            "message", _("Messages of your pairs"), "mentorship", _threads,
            lambda row: mentoring.PAIR_WORDS_READERS, _words_of(mentoring.PAIR_WORDS_READERS),
            lambda row: words.join_names([row.mentor, row.mentee]),
            lambda row: reverse("mentoring:messages", args=[row.pk]),
            lambda row: (row.school,),
        ),
        KindOfRecord(
            "question", _("Questions in writing"), "question", _questions,
            lambda row: mentoring.QUESTION_PARTIES, _words_of(mentoring.QUESTION_READERS),
            lambda row: words.day(row.asked_at),
            lambda row: reverse("mentoring:question", args=[row.pk]),
            lambda row: (),
            lambda row: {row.teacher_id, row.mentor_id or row.teacher_id},
        ),
        KindOfRecord(
            "request", _("Requests for guidance"), "request", _requests,
            lambda row: mentoring.REQUEST_WORDS_READERS, _words_of(mentoring.REQUEST_WORDS_READERS),
            lambda row: words.day(row.asked_at),
            lambda row: reverse("mentoring:request", args=[row.pk]),
            lambda row: (),
            lambda row: {row.teacher_id, row.mentor_id},
        ),
        KindOfRecord(
            "feedback", _("What you said in confidence after a session"), "response", _responses,
            lambda row: surveys.IN_CONFIDENCE_READERS, _words_of(surveys.IN_CONFIDENCE_READERS),
            lambda row: words.day(row.given_at),
            lambda row: reverse("surveys:own"),
            lambda row: (row.session.school,),
        ),
        KindOfRecord(
            "submission", _("Work that you handed in"), "submission", _submissions,
            lambda row: practice.SUBMISSION_READERS,
            (
                *_words_of(practice.SUBMISSION_READERS),
                _("its readers, who do not learn whose it is"),
            ),
            lambda row: words.day(row.handed_in_at),
            lambda row: reverse("practice:submission", args=[row.pk]),
            lambda row: (row.mentorship.school,),
        ),
        KindOfRecord(
            "dispute", _("What you said in a dispute"), "dispute", _disputes,
            lambda row: practice.DISPUTE_PARTIES, _words_of(practice.DISPUTE_PARTIES),
            lambda row: words.day(row.raised_at),
            lambda row: reverse("practice:dispute", args=[row.pk]),
            lambda row: (row.submission.mentorship and row.submission.mentorship.school,),
        ),
        KindOfRecord(
            "apart", _("With whom you would rather not be paired"), "apart", _aparts,
            lambda row: matching.APART_READERS, _words_of(matching.APART_READERS),
            lambda row: row.programme.name,
            lambda row: reverse("matching:apart", args=[row.programme.code]),
            lambda row: (row.programme.organisation,),
        ),
        KindOfRecord(
            "gender", _("How you are counted, woman or man"), "gendersaid", _genders,
            lambda row: matching.GENDER_SAYER, _words_of(matching.GENDER_SAYER),
            lambda row: row.cohort.name,
            lambda row: reverse("matching:gender", args=[row.cohort_id]),
            lambda row: (),
        ),
        KindOfRecord(
            "enrolment", _("Your wishes when you enrolled"), "enrolment", _enrolments,
            lambda row: programmes.ENROLMENT_READERS, _words_of(programmes.ENROLMENT_READERS),
            lambda row: row.cohort.programme.name,
            lambda row: reverse("programmes:enrolment", args=[row.pk]),
            lambda row: (row.school, row.cohort.programme.organisation),
        ),
        KindOfRecord(
            "application", _("Your application as a mentor"), "application", _applications,
            lambda row: programmes.APPLICATION_READERS,
            (
                *_words_of(programmes.APPLICATION_READERS),
                _("its readers, where the programme has any"),
            ),
            lambda row: row.programme.name,
            lambda row: reverse("programmes:application", args=[row.pk]),
            lambda row: (row.programme.organisation,),
        ),
    ]
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Readable:
    """One record, and by name everybody who can read its words now, each with the reason."""

    name: object
    url: str
    readers: list[tuple[str, object]]
    barred: list[str]  # of each who would read it, had she no power: why she does not


def readable(viewer: Viewer, kind: KindOfRecord, rows: Iterable[Any]) -> list[Readable]:
    """For each row of a page. Three queries besides those of the rows."""
    found = list(rows)
    people = _who_could(viewer, kind, found)
    seen = mentoring.informed(viewers_for(people.values(), now=viewer.now), people.keys())
    told = []
    for row in found:
        each = kind.readers(row).each()
        how = [
            (people[pk].name, next((one.words for one in each if one.holds(v, row)), None))
            for pk, v in seen.items()
        ]
        readers = [(name, why) for name, why in how if why is not None]
        barred = [
            mentoring.why_barred(people[pk].name)
            for (pk, v), (_name, why) in zip(seen.items(), how, strict=True)
            if why is None and any(one.holds(_without_power(v), row) for one in each)
        ]
        if isinstance(row, Record) and row.tier == Tier.PUBLIC:
            readers = [(gettext("Everybody"), "")]
        told.append(Readable(kind.name(row), kind.url(row), readers, barred))
    return told


def _without_power(viewer: Viewer) -> Viewer:
    kept = frozenset(grant for grant in viewer.grants if grant.role not in mentoring.POWERS)
    return Viewer(viewer.person_id, viewer.now, kept, viewer.zone, has_reports=False)


# Of those who only teach somewhere, nobody reads anything unless she is of a pair or is named.
_ANSWERING = [role.value for role in Role if role not in (Role.TEACHER, Role.MENTOR)]


def _who_could(viewer: Viewer, kind: KindOfRecord, rows: list[Any]) -> dict[int, Person]:
    """Everybody who could stand to one of these rows: the viewer and those of her pairs, those whom
    a row names, and whoever answers for a place over one of them."""
    named_people = {pk for row in rows for pk in kind.people(row)}
    pairs = own_pairs(viewer)
    paths = {place.path or "" for row in rows for place in kind.places(row) if place is not None}
    over = {
        "/".join(path.split("/")[: end + 1]) for path in paths for end in range(path.count("/") + 1)
    }
    answering = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=viewer.today),
        role__in=_ANSWERING,
        starts_on__lte=viewer.today,
        organisation__path__in=over,
    )
    found = Person.objects.filter(
        Q(pk=viewer.person_id)
        | Q(pk__in=named_people)
        | Q(pk__in=pairs.values("mentor_id"))
        | Q(pk__in=pairs.values("mentee_id"))
        | Q(pk__in=answering.values("person_id"))
    )
    return {one.pk: one for one in found.order_by("name", "pk")}
