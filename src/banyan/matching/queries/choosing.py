"""Two who choose each other: what their requests are decided on, and as each may see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from banyan.kernel.viewer import Viewer
from banyan.matching.models import (
    Impression,
    PairRequest,
    Preference,
    RotaPlace,
    Round,
    Wish,
)
from banyan.matching.standings import (
    CHOICE_COORDINATOR,
    CHOICE_PARTIES,
    CHOICE_READERS,
    CHOICE_WORDS_READERS,
    COORDINATOR,
    RANKER,
    ROTA_GUEST,
)
from banyan.matching.states import (
    PROMISED,
    UNSETTLED,
    WAITING,
    ChoiceStatus,
    RoundStatus,
    WishKind,
)
from banyan.matching.states.rotas import RotaStatus
from banyan.mentoring.models import Mentorship, Question, Request
from banyan.mentoring.queries.mentorships import blueprint_of, waiting_of
from banyan.mentoring.standings import (
    QUESTION_ASKER,
    QUESTION_MENTOR,
    REQUEST_PARTIES,
    mentor_in_power,
)
from banyan.mentoring.states import QuestionStatus, RequestStatus
from banyan.programmes.models import Cohort, Enrolment
from banyan.programmes.standings import ENROLLED
from banyan.programmes.states import Bar
from banyan.trail.queries import id_of
from banyan.ui.prepared import ANYBODY, PreparedFor, PreparedOne, PreparedRows
from blueprint.language import SelfMatch


class Asked(IntEnum):
    """What a row of `asked_at_home` is, in its `kind`."""

    GUIDANCE = 0
    PAIR = 1
    LIST = 2
    QUESTION = 3
    SHORT = 4  # short meetings that come, or of which she can still say how they were


class Waits(IntEnum):
    """What a row of `at_desk` is, in its `kind`."""

    ROUND = 0
    REQUESTS = 1


def limits_of(cohort: Cohort) -> SelfMatch | None:
    """Within which limits teachers of this cohort ask mentors themselves; None: they do not."""
    return blueprint_of(cohort).matching.self_match


# Whom a teacher may ask


@dataclass(frozen=True, slots=True)
class Choosing:
    """What is known of a teacher who waits, when she looks for a mentor herself."""

    cohort: Cohort
    enrolment: Enrolment
    teacher_bar: Bar | None
    requests: Sequence[PairRequest]  # hers in this cohort, the newest first
    fitting: tuple[int, ...]  # mentors whom no rule keeps from her, the best first

    @property
    def waiting(self) -> int:
        return sum(row.status in WAITING for row in self.requests)

    @property
    def has_yes(self) -> bool:
        return any(row.status in PROMISED for row in self.requests)

    @property
    def asked(self) -> dict[int, PairRequest]:
        """Her requests that still stand, by mentor."""
        return {row.mentor_id: row for row in self.requests if row.status in UNSETTLED}


def own_enrolment(viewer: Viewer, cohort_id: int) -> Enrolment:
    """The viewer's place in this cohort, while she waits for a mentor. Raises DoesNotExist."""
    return _waiting_of(Enrolment.objects.filter(ENROLLED.where(viewer), cohort=cohort_id)).get()


def waiting_teacher(row: PairRequest) -> Enrolment | None:
    """The place of the teacher who asked, while she waits for a mentor."""
    rows = Enrolment.objects.filter(cohort=row.cohort_id, person=row.teacher_id)
    return _waiting_of(rows).first()


def _waiting_of(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    return waiting_of(rows).select_related("person", "school", "cohort__programme__organisation")


def requests_of(enrolment: Enrolment) -> list[PairRequest]:
    """What this teacher has asked in her cohort, the newest first. Without words."""
    rows = PairRequest.objects.filter(teacher=enrolment.person_id, cohort=enrolment.cohort_id)
    return list(_without_words(rows))


def promised(
    programme_id: int, besides: int = 0, pairs: Collection[tuple[int, int]] = ()
) -> Counter[int]:
    """Seats by mentor that nobody else gets, of two who have both said yes; without those of the
    request `besides`, and of these `pairs` of teacher and mentor. One query."""
    rows = PairRequest.objects.filter(
        cohort__programme_id=programme_id, status__in=PROMISED
    ).exclude(pk=besides)
    both = rows.order_by().values_list("teacher_id", "mentor_id")
    return Counter(mentor for teacher, mentor in both if (teacher, mentor) not in pairs)


def kept_apart(cohort_id: int, teacher_id: int) -> set[int]:
    """Mentors whom a coordinator keeps from this teacher in the round that is open."""
    wishes = Wish.objects.filter(
        round__cohort=cohort_id,
        round__status=RoundStatus.DRAFT,
        teacher_id=teacher_id,
        kind=WishKind.FORBID,
    )
    return set(wishes.values_list("mentor_id", flat=True))


# Requests


def _without_words(rows: QuerySet[PairRequest]) -> QuerySet[PairRequest]:
    return (
        rows.defer("text", "because")
        .select_related("teacher", "mentor", "school", "cohort__programme__organisation")
        .order_by("-asked_at", "-pk")
    )


def pair_requests(viewer: Viewer) -> QuerySet[PairRequest]:
    """Those that the viewer made or received, the newest first. Without words."""
    return _without_words(PairRequest.objects.filter(CHOICE_PARTIES.where(viewer)))


def requests_in(viewer: Viewer, cohort: Cohort) -> QuerySet[PairRequest]:
    """Those of a cohort whose coordinator this is: first what waits for her. Without words."""
    rows = PairRequest.objects.filter(CHOICE_COORDINATOR.where(viewer), cohort=cohort)
    hers = Case(When(status=ChoiceStatus.AGREED, then=Value(0)), default=Value(1))
    return _without_words(rows).order_by(hers, "-asked_at", "-pk")


def pair_request(viewer: Viewer, pk: int) -> PairRequest:
    """The request with this id; without what the teacher wrote for those who may not read it.
    Raises DoesNotExist for everybody but the two and the coordinators of the programme."""
    found: PairRequest = _pair_request.one(viewer, pk)
    if not CHOICE_WORDS_READERS.holds(viewer, found):
        found.text = ""
    return found


@PreparedOne
def _pair_request(viewer: Viewer) -> QuerySet[PairRequest]:
    rows = PairRequest.objects.filter(CHOICE_READERS.where(viewer))
    return rows.select_related(
        "teacher", "mentor", "school", "cohort__programme__organisation"
    ).annotate(**mentor_in_power("teacher", "mentor", viewer.today))


def asked_at_home(viewer: Viewer) -> tuple[list[Any], list[Any]]:
    """Requests of the viewer's own, on either side, as many as a home shows: for guidance, among
    them questions in writing in which it is her turn; and to be paired, among them lists that wait
    to be ranked, and short meetings. One query."""
    rows = _asked_at_home(viewer)
    return (
        [row for row in rows if row.kind in (Asked.GUIDANCE, Asked.QUESTION)],
        [row for row in rows if row.kind in (Asked.PAIR, Asked.LIST, Asked.SHORT)],
    )


@PreparedFor
def _asked_at_home(viewer: Viewer) -> QuerySet[Any]:
    guidance = Request.objects.filter(
        REQUEST_PARTIES.where(viewer), status=RequestStatus.OPEN
    ).annotate(kind=Value(int(Asked.GUIDANCE)))
    pairs = PairRequest.objects.filter(CHOICE_PARTIES.where(viewer), status__in=UNSETTLED).annotate(
        kind=Value(int(Asked.PAIR))
    )
    shown = (
        "kind", "pk", "status", "asked_at", "expires_at", "teacher_id", "mentor_id",
        "teacher__name", "mentor__name",
    )  # fmt: skip
    ranked = Preference.objects.filter(
        round=OuterRef("round"), person=OuterRef("person"), side=OuterRef("side"), choice=1
    )
    lists = Preference.objects.filter(
        ~Exists(ranked),
        RANKER.where(viewer),
        place=1,
        round__status=RoundStatus.DRAFT,
        round__lists_until__gt=viewer.now,
    ).annotate(kind=Value(int(Asked.LIST)))
    of_lists = (
        "kind", "round_id", "side", "round__lists_opened_at", "round__lists_until",
        "person_id", "person_id", "person__name", "person__name",
    )  # fmt: skip
    her_turn = Q(status=QuestionStatus.TAKEN) & QUESTION_MENTOR.where(viewer)
    turn_of_teacher = Q(status=QuestionStatus.ANSWERED) & QUESTION_ASKER.where(viewer)
    questions = Question.objects.filter(her_turn | turn_of_teacher).annotate(
        kind=Value(int(Asked.QUESTION))
    )
    of_questions = (  # without names: some ask without one
        "kind", "pk", "status", "asked_at", "due_at", "teacher_id", "mentor_id", "status", "status",
    )  # fmt: skip
    said = Impression.objects.filter(rota=OuterRef("rota"), person=OuterRef("person"))
    still_open = Q(rota__status=RotaStatus.HELD, rota__answers_until__gt=viewer.now)
    short = (
        RotaPlace.objects.filter(
            ROTA_GUEST.where(viewer),
            Q(rota__status=RotaStatus.ANNOUNCED) | (still_open & ~Exists(said)),
        )
        .exclude(last_turn=0)
        .annotate(
            kind=Value(int(Asked.SHORT)),
            until=Coalesce("rota__answers_until", "rota__starts_at"),
        )
    )
    of_short = (
        "kind", "rota_id", "rota__status", "rota__starts_at", "until",
        "person_id", "person_id", "rota__name", "person__name",
    )  # fmt: skip
    both = (
        guidance.order_by()
        .values_list(*shown, named=True)
        .union(
            pairs.order_by().values_list(*shown, named=True),
            lists.order_by().values_list(*of_lists),
            questions.order_by().values_list(*of_questions),
            short.order_by().values_list(*of_short),
            all=True,
        )
    )
    return both.order_by("-asked_at")[:20]


def at_desk(viewer: Viewer) -> tuple[list[Any], list[Any]]:
    """What waits for the viewer as a coordinator: rounds that are not published yet, as many as a
    home shows, each with its number and cohort; and by cohort how many requests wait for her, as
    its `number`. One query."""
    rows = _at_desk(viewer)
    return (
        [row for row in rows if row.kind == Waits.ROUND][:3],
        [row for row in rows if row.kind == Waits.REQUESTS],
    )


@PreparedFor
def _at_desk(viewer: Viewer) -> QuerySet[Any]:
    drafts = Round.objects.filter(COORDINATOR.where(viewer), status=RoundStatus.DRAFT)
    waiting = (
        PairRequest.objects.filter(CHOICE_COORDINATOR.where(viewer), status=ChoiceStatus.AGREED)
        .order_by()
        .annotate(kind=Value(int(Waits.REQUESTS)))
        .values("kind", "cohort_id", "cohort__name")
        .annotate(number=Count("pk"), first=Min("pk"))
    )
    return (
        drafts.annotate(kind=Value(int(Waits.ROUND)))
        .order_by()
        .values_list("kind", "pk", "number", "cohort_id", "cohort__name", named=True)
        .union(
            waiting.values_list("kind", "first", "number", "cohort_id", "cohort__name"),
            all=True,
        )
        .order_by("-kind", "-pk")[:50]
    )


# What actions, notices and jobs need to know: they have no viewer


def approved_in(cohort: Cohort) -> list[PairRequest]:
    """Two who chose each other, were approved and are not proposed yet, the first first."""
    rows = PairRequest.objects.filter(cohort=cohort, status=ChoiceStatus.APPROVED)
    return list(_without_words(rows).order_by("decided_at", "pk"))


def draft_of(cohort_id: int) -> Round | None:
    """The round of this cohort that is a draft now."""
    rows = Round.objects.filter(cohort=cohort_id, status=RoundStatus.DRAFT)
    return rows.defer("problem", "loads").select_related("cohort__programme__organisation").first()


def told_of(subject: str) -> PairRequest:
    """The request that an event of the trail is about ("pairrequest:42")."""
    return _without_words(PairRequest.objects.all()).get(pk=id_of(subject))


def status_of(pk: int) -> str | None:
    """Where a request stands now; None when it is gone."""
    return PairRequest.objects.filter(pk=pk).values_list("status", flat=True).first()


def run_out(now: datetime) -> list[PairRequest]:
    """Requests that nobody answered in time, oldest first."""
    return _run_out(now=now)


@PreparedRows
def _run_out() -> QuerySet[PairRequest]:
    rows = PairRequest.objects.filter(status__in=WAITING, expires_at__lte=ANYBODY.now)
    return _without_words(rows).order_by("expires_at", "pk")


def settled_by(mentorship_id: int) -> list[tuple[PairRequest, bool]]:
    """What a teacher to whom a mentor is proposed has asked in that cohort and still stands, each
    with whether it was of these two."""
    pair = Mentorship.objects.filter(pk=mentorship_id).first()
    if pair is None:
        return []
    rows = PairRequest.objects.filter(
        cohort=pair.cohort_id, teacher=pair.mentee_id, status__in=UNSETTLED
    )
    return [(row, row.mentor_id == pair.mentor_id) for row in _without_words(rows)]
