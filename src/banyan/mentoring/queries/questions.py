"""Questions in writing: a teacher's own, those a mentor has with her, those she could take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Leave, Question, QuestionLimit, Turn
from banyan.mentoring.models.questions import sound_at
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.proposals import bar_of
from banyan.mentoring.queries.reports import shown_already, sound_shown
from banyan.mentoring.standings import (
    QUESTION_ELIGIBLE,
    QUESTION_PARTIES,
    QUESTION_READERS,
    TURN_PARTIES,
    mentor_in_power,
)
from banyan.mentoring.states import QuestionStatus
from banyan.notifications.models import Notice
from banyan.organisations.queries import viewers_for
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.programmes.models import Application, Cohort, Enrolment, Expertise, Fluency
from banyan.programmes.queries import blueprint_named, cohorts_by
from banyan.programmes.queries.bars import bars
from banyan.programmes.states import (
    ApplicationStatus,
    Bar,
    EnrolmentStatus,
    ProgrammeStatus,
    Side,
)
from banyan.trail.queries import id_of
from banyan.ui.files import lost_in
from banyan.ui.prepared import ANYBODY, PreparedRows
from blueprint import Blueprint

WITH_MENTOR = (QuestionStatus.TAKEN, QuestionStatus.ANSWERED)
OPEN_STILL = (QuestionStatus.OPEN, *WITH_MENTOR)
OPEN_TO_ALL = "question.open"  # the notice of it
LATELY = timedelta(days=30)
CLOSES_SOON = timedelta(days=3)
LOOKED_AT = 4  # mentors for each one who hears of a question: some may not take it
USUAL_MOST = 5  # questions that a mentor has with her at a time, unless she says otherwise
AREA = role_over(Role.COORDINATOR, "school__path", "")


def _with(rows: QuerySet[Question], viewer: Viewer) -> QuerySet[Question]:
    """What rules and pages ask of a question besides: `answers` of its mentor, and of the viewer
    how many she `has` with her and the `most` that she wants."""
    answers = Turn.objects.filter(question=OuterRef("pk"), author=OuterRef("mentor")).order_by()
    counted = answers.values("question").annotate(n=Count("pk")).values("n")
    return rows.select_related("teacher", "mentor", "school", "cohort__programme").annotate(
        answers=Coalesce(Subquery(counted), Value(0), output_field=IntegerField()),
        **_room(viewer),
        **mentor_in_power("teacher", "mentor", viewer.today),
    )


def question(viewer: Viewer, pk: int) -> Question:
    """Raises DoesNotExist for everybody but its teacher, the mentor who has taken it, and while
    nobody has, the mentors who could. To a mentor it says what `bars` her from mentoring there, if
    anything does, and whether its teacher `is_minor`."""
    rows = _with(Question.objects.filter(QUESTION_READERS.where(viewer)), viewer)
    shown = shown_already(viewer, question=OuterRef("pk"), turn=None)
    found: Any = rows.annotate(shown=shown).get(pk=pk)
    if found.teacher_id != viewer.person_id:
        found.bars = bar_of(found.cohort, Side.MENTOR, viewer.person_id or 0, on=viewer.today)
        found.is_minor = found.teacher_id in minors(found.cohort, [found.teacher_id])
        if found.status == QuestionStatus.OPEN and (found.bars or found.is_minor):
            raise Question.DoesNotExist(f"question {pk} is not for this mentor")
    return found  # type: ignore[no-any-return]


def minors(cohort: Cohort, people: Collection[int]) -> set[int]:
    """Those of these teachers who are under age, by the traits of the cohort's blueprint. No query
    where it names none."""
    under_age = _under_age(cohort)
    if not under_age:
        return set()
    rows = Enrolment.objects.filter(cohort=cohort, person__in=list(people))
    return {
        person
        for person, traits in rows.values_list("person_id", "traits")
        if not under_age.isdisjoint(traits)
    }


def _under_age(cohort: Cohort) -> set[str]:
    return {trait.code for trait in blueprint_of(cohort).traits if trait.under_age}


def title_in(code: str, version: str, domain: str) -> str:
    """As the design calls it, in the active language."""
    titles = {one.code: one.title for one in blueprint_named(code, version).domains}
    return titles[domain].in_(get_language() or "en") if domain in titles else domain


def title_of(found: Question) -> str:
    """Its domain, as its programme calls it, in the active language."""
    return title_in(*found.cohort.design, found.domain)


def own_questions(viewer: Viewer) -> QuerySet[Question]:
    """Asked or taken by the viewer: those in which it is her turn first, then the newest."""
    hers = Case(
        When(status=QuestionStatus.TAKEN, mentor_id=viewer.person_id, then=Value(0)),
        When(status=QuestionStatus.ANSWERED, teacher_id=viewer.person_id, then=Value(0)),
        When(status__in=OPEN_STILL, then=Value(1)),
        default=Value(2),
    )
    rows = Question.objects.filter(QUESTION_PARTIES.where(viewer))
    rows = rows.select_related("teacher", "mentor", "cohort__programme").defer("text")
    return rows.order_by(hers, "-asked_at", "-pk")


def open_questions(
    viewer: Viewer, domain: str = "", languages: Collection[str] = ()
) -> QuerySet[Question]:
    """Those that the viewer could take, the oldest first; of one domain, in these languages. None
    of cohorts in which something bars her from mentoring. One query, and some for each cohort."""
    rows = Question.objects.filter(QUESTION_ELIGIBLE.where(viewer), due_at__gt=viewer.now)
    cohorts = Cohort.objects.filter(pk__in=rows.values("cohort")).select_related("programme")
    barred = [
        cohort.pk
        for cohort in cohorts
        if bar_of(cohort, Side.MENTOR, viewer.person_id or 0, on=viewer.today)
    ]
    rows = rows.exclude(cohort__in=barred)
    if domain:
        rows = rows.filter(domain=domain)
    if languages:
        rows = rows.filter(language__in=list(languages))
    return rows.select_related("cohort__programme").defer("teacher").order_by("asked_at", "pk")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a pool of mentors: what she offers there, in her order; how many questions she
    `has` with her, and the `most` that she wants."""

    application: Application
    domains: list[str]
    languages: list[str]
    has: int
    most: int


def places(viewer: Viewer) -> list[Place]:
    """Where the viewer can take questions: her places in pools. Two queries."""
    rows = Application.objects.filter(
        person_id=viewer.person_id, status=ApplicationStatus.MATCHABLE
    )
    found: list[Any] = list(
        rows.annotate(**_room(viewer)).select_related("programme").order_by("pk")
    )
    fields = Expertise.objects.filter(application__in=found).values_list(
        "application_id", Value("domain"), "rank", "domain"
    )
    spoken = Fluency.objects.filter(application__in=found).values_list(
        "application_id", Value("language"), "rank", "language"
    )
    said: dict[tuple[int, str], list[str]] = defaultdict(list)
    for place, kind, _rank, code in sorted(
        fields.order_by().union(spoken.order_by(), all=True) if found else ()
    ):
        said[place, kind].append(code)
    return [
        Place(row, said[row.pk, "domain"], said[row.pk, "language"], row.has, row.most)
        for row in found
    ]


def _room(viewer: Viewer) -> dict[str, Coalesce]:
    """For annotating anything: how many questions the viewer `has` with her, and the `most` that
    she wants."""
    hers = Question.objects.filter(mentor_id=viewer.person_id, status__in=WITH_MENTOR).order_by()
    has = hers.values("mentor").annotate(n=Count("pk")).values("n")
    limit = QuestionLimit.objects.filter(person_id=viewer.person_id).values("most")
    return {
        "has": Coalesce(Subquery(has), Value(0), output_field=IntegerField()),
        "most": Coalesce(Subquery(limit), Value(USUAL_MOST), output_field=IntegerField()),
    }


def turns(viewer: Viewer, found: Question) -> list[Turn]:
    """In their order; for whoever read the question through `question`, and while nobody has taken
    it there are none."""
    if not QUESTION_PARTIES.holds(viewer, found):
        return []
    rows = found.turns.annotate(shown=shown_already(viewer, turn=OuterRef("pk")))
    return list(rows.select_related("author").order_by("pk"))


def turn(viewer: Viewer, pk: int) -> Turn:
    """One of a question of the viewer's. DoesNotExist otherwise."""
    rows = Turn.objects.filter(TURN_PARTIES.where(viewer)).select_related(
        "author", "question__teacher", "question__mentor", "question__school",
        "question__cohort__programme",
    )  # fmt: skip
    return rows.get(pk=pk)


def sound(viewer: Viewer, pk: int) -> Turn:
    """A turn that has sound: for the two of its question, and for the coordinators to whom it was
    shown, until they have looked into it. DoesNotExist otherwise."""
    rows = Turn.objects.filter(TURN_PARTIES.where(viewer) | Q(sound_shown(viewer)))
    return rows.exclude(sound="").get(pk=pk)


@dataclass(frozen=True, slots=True)
class AskingAll:
    """What is known when a teacher asks the mentors of her programme."""

    enrolment: Enrolment | None
    open: int  # questions of hers that are not closed; 0 where she is enrolled nowhere
    bar: Bar | None
    is_minor: bool = False

    @property
    def is_open(self) -> bool:
        found = self.enrolment
        return found is not None and found.cohort.programme.status == ProgrammeStatus.OPEN


def asking_all(viewer: Viewer) -> AskingAll:
    """In the first of her programmes that is open."""
    rows = Enrolment.objects.filter(person_id=viewer.person_id, status=EnrolmentStatus.ENROLLED)
    is_open = Case(
        When(cohort__programme__status=ProgrammeStatus.OPEN, then=Value(0)), default=Value(1)
    )
    mine = Question.objects.filter(teacher_id=viewer.person_id, status__in=OPEN_STILL)
    rows = rows.annotate(open_now=counted(mine.order_by().values("teacher")))
    found: Any = rows.select_related("school", "cohort__programme").order_by(is_open, "pk").first()
    if found is None:
        return AskingAll(None, 0, None)
    bar = bar_of(found.cohort, Side.TEACHER, viewer.person_id, on=viewer.today)
    is_minor = bool(_under_age(found.cohort).intersection(found.traits))
    return AskingAll(found, found.open_now, bar, is_minor)


# What notices and jobs need to know: they have no viewer


def told_of_question(subject: str) -> Question:
    rows = Question.objects.defer("text").select_related(
        "teacher", "mentor", "school", "cohort__programme"
    )
    return rows.get(pk=id_of(subject))


def mentors_for(found: Question, now: datetime, most: int) -> list[int]:
    """Ids of those who hear that this question is open: mentors of the field and the language who
    are there, may take it and have room, those with the fewest questions first, and of these who
    was told of the fewest lately. Six queries, and one for each thing that the blueprint asks of
    mentors."""
    hers = Question.objects.filter(mentor=OuterRef("person"), status__in=WITH_MENTOR).order_by()
    told = Notice.objects.filter(
        person=OuterRef("person"), kind=OPEN_TO_ALL, created_at__gt=now - LATELY
    ).order_by()
    limit = QuestionLimit.objects.filter(person=OuterRef("person")).values("most")
    spoken = Fluency.objects.filter(application=OuterRef("pk"))  # without any: every language
    today = now.date()
    away = Leave.objects.filter(
        person=OuterRef("person"), starts_on__lte=today, ends_on__gt=today
    ).order_by()
    rows = (
        Application.objects.filter(
            programme=found.cohort.programme_id,
            status=ApplicationStatus.MATCHABLE,
            expertise__domain=found.domain,
        )
        .filter(Exists(spoken.filter(language=found.language)) | ~Exists(spoken), ~Exists(away))
        .exclude(person=found.teacher_id)
        .annotate(
            has=counted(hers.values("mentor")),
            told=counted(told.values("person")),
            most=Coalesce(Subquery(limit), Value(USUAL_MOST), output_field=IntegerField()),
        )
        .filter(has__lt=F("most"))
        .select_related("person")
        .order_by("has", "told", "pk")[: most * LOOKED_AT]
    )
    people = {row.person_id: row.person for row in rows}
    barred = bars(found.cohort, Side.MENTOR, list(people), on=today)
    viewers = viewers_for((one for pk, one in people.items() if pk not in barred), now=now)
    fit = (pk for pk, viewer in viewers.items() if QUESTION_ELIGIBLE.holds(viewer, found))
    return list(islice(fit, most))


def counted(rows: QuerySet[Any]) -> Coalesce:
    """For annotating: how many rows, of values in which all of them agree."""
    number = rows.annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(number), Value(0), output_field=IntegerField())


def questions_due(now: datetime, most: int) -> list[Question]:
    """Whose turn is over, with how often its mentor has answered."""
    return _questions_due(most, now=now)


@PreparedRows
def _questions_due(most: int) -> QuerySet[Question]:
    answers = Turn.objects.filter(question=OuterRef("pk"), author=F("question__mentor"))
    rows = Question.objects.filter(due_at__lte=ANYBODY.now, status__in=OPEN_STILL).defer("text")
    rows = rows.annotate(answers=Exists(answers)).select_related("school", "cohort__programme")
    return rows.order_by("due_at", "pk")[:most]


def questions_near(now: datetime, within: timedelta) -> list[Question]:
    """Those of mentors, whose turn is over within this time."""
    rows = Question.objects.filter(
        due_at__gt=now, due_at__lte=now + within, status=QuestionStatus.TAKEN
    )
    return list(
        rows.defer("text").select_related("teacher", "mentor", "school", "cohort__programme")
    )


def unclaimed(now: datetime) -> list[Question]:
    """Those that nobody has taken for the days after which coordinators hear of it."""
    waits = Q()
    for (told, lives), cohorts in cohorts_by(_unclaimed_days).items():
        if 0 < told < lives:
            waits |= Q(cohort__in=cohorts, due_at__lte=now + timedelta(days=lives - told))
    if not waits:
        return []
    rows = Question.objects.filter(waits, due_at__gt=now, status=QuestionStatus.OPEN)
    return list(rows.defer("text").select_related("school", "cohort__programme").order_by("pk"))


def _unclaimed_days(design: Blueprint) -> tuple[int, int]:
    asked = design.request
    return asked.in_writing.unclaimed_days, asked.expires_after_days


def closing(now: datetime) -> list[Question]:
    """Answered ones that soon close by themselves: in three days, or in half of the days that the
    teacher has where they are few."""
    soon = Q()
    for days, cohorts in cohorts_by(_follow_up_days).items():
        soon |= Q(cohort__in=cohorts, due_at__lte=now + min(CLOSES_SOON, timedelta(days) / 2))
    rows = Question.objects.filter(soon, due_at__gt=now, status=QuestionStatus.ANSWERED)
    return list(rows.defer("text").select_related("mentor", "school", "cohort__programme"))


def _follow_up_days(design: Blueprint) -> int:
    return design.request.in_writing.follow_up_days


def closes_at(pk: int) -> datetime | None:
    """When an answered question closes by itself; None for every other."""
    rows = Question.objects.filter(pk=pk, status=QuestionStatus.ANSWERED)
    return rows.values_list("due_at", flat=True).first()


def status_of(pk: int) -> str | None:
    return Question.objects.filter(pk=pk).values_list("status", flat=True).first()


def sounds_of_nobody(before: datetime) -> list[Any]:
    rows = Turn.objects.exclude(sound="").values_list("sound", flat=True)

    def known(begins: str) -> set[str]:
        return set(rows.filter(sound__startswith=begins))

    return list(lost_in(sound_at("00").parent.parent, before, known))


def languages_of(found: Iterable[Place]) -> list[str]:
    """Codes of the languages that a mentor's places name, each once."""
    return list(dict.fromkeys(code for place in found for code in place.languages))
