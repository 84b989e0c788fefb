"""Two who choose each other: asking, both answers, and what becomes of the pair."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from banyan.kernel.decision import Refused, Stale, denied
from banyan.kernel.viewer import Viewer, system
from banyan.matching.actions.rounds import able_to_pin, change
from banyan.matching.models import PairRequest, Wish
from banyan.matching.queries.choosing import draft_of, limits_of
from banyan.matching.rules import CHOICE, CHOOSING_RIGHTS, can_be_asked
from banyan.matching.snapshot.choosing import in_the_way, looking
from banyan.matching.states import ChoiceStatus, Skip, WishKind
from banyan.mentoring.queries.proposals import places_in_pool
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Enrolment
from banyan.trail import actions as trail

# Days that a request waits where the programme has closed this way since, so that those who had
# asked can finish.
CLOSED_SINCE = 7


@transaction.atomic
def ask(mentor: Person, enrolment: Enrolment, text: str, *, by: Viewer) -> PairRequest:
    """The viewer, a teacher who waits, asks a mentor of the pool to be hers.

    `text` stays between the two. The request ends by itself after the blueprint's days. Raises
    Refused where the rules say no, and for a mentor who is not among those whom she may ask.
    """
    found = looking(by, enrolment).facts
    CHOOSING_RIGHTS.decide(by, found, "ask").or_refuse()
    can_be_asked(found, mentor.pk, mentor.name).or_refuse()
    try:
        with transaction.atomic():
            row = PairRequest.objects.create(
                teacher_id=by.person_id,
                mentor=mentor,
                cohort=enrolment.cohort,
                school=enrolment.school,
                text=text.strip(),
                asked_at=by.now,
                expires_at=_later(enrolment.cohort, by),
            )
    except IntegrityError as again:  # the same button in two tabs
        sentence = gettext("You have asked %(name)s already. Please wait for the answer.")
        raise Refused(denied(sentence % {"name": mentor})) from again
    trail.record(verb="choice.ask", subject=trail.subject_of(row), scope=_scope(row), by=by)
    return row


def agree(row: PairRequest, *, by: Viewer) -> PairRequest:
    """The mentor says yes: until a coordinator has decided, no other request gets the seat, and no
    round gives it away; what else the teacher asked lapses. Raises
    Refused when the two cannot be a pair any more, or no seat is left; Stale when somebody else has
    said yes to the teacher at the same moment."""
    CHOICE.decide(by, row, "agree").or_refuse()
    try:
        with transaction.atomic():
            _possible_now(row, by, in_confidence=False)
            # Whoever says yes takes back what the teacher asked of the others. Two who do so at
            # once take turns, all her requests in one order: none waits for what another holds.
            hers = PairRequest.objects.filter(cohort=row.cohort_id, teacher=row.teacher_id)
            list(hers.order_by("pk").select_for_update().values_list("pk"))
            trail.move(
                row,
                CHOICE,
                "agree",
                by=by,
                scope=_scope(row),
                answered_at=by.now,
                expires_at=_later(row.cohort, by),
            )
            others = hers.filter(status=ChoiceStatus.OPEN).select_related("school")
            for other in others.order_by("pk"):
                lapse(other, by=system(by.now))
    except IntegrityError as faster:
        sentence = gettext("Another mentor has just said yes to %(teacher)s.")
        raise Stale(sentence % {"teacher": row.teacher}) from faster
    return row


def decline(row: PairRequest, *, by: Viewer) -> PairRequest:
    """The mentor says no, or takes her yes back before it is approved; nobody asks why."""
    return trail.move(row, CHOICE, "decline", by=by, scope=_scope(row), answered_at=by.now)


def withdraw(row: PairRequest, *, by: Viewer) -> PairRequest:
    """The teacher takes the request back, before it is approved."""
    return trail.move(row, CHOICE, "withdraw", by=by, scope=_scope(row))


def approve(row: PairRequest, *, by: Viewer) -> PairRequest:
    """A coordinator approves: the two are kept together in the round that is open, or else in the
    next. Raises Refused when they cannot be a pair any more, saying why."""
    CHOICE.decide(by, row, "approve").or_refuse()
    with transaction.atomic():
        # Whoever opens a round waits: it takes up what is approved, now or here.
        Cohort.objects.select_for_update().get(pk=row.cohort_id)
        _possible_now(row, by)
        draft = draft_of(row.cohort_id)
        if draft is not None:
            able_to_pin(draft, row.teacher, row.mentor, by=by)
        trail.move(
            row,
            CHOICE,
            "approve",
            by=by,
            scope=_scope(row),
            decided_at=by.now,
            decided_by_id=by.person_id,
        )
        if draft is not None:
            change(draft, seen=draft.version)
            Wish.objects.create(
                round=draft,
                teacher=row.teacher,
                mentor=row.mentor,
                kind=WishKind.PIN,
                made_by_id=by.person_id,
                request=row,
            )
    return row


def refuse(row: PairRequest, because: str, *, by: Viewer) -> PairRequest:
    """A coordinator does not approve it, or no longer; the two read why. Stale when the pair has
    been proposed meanwhile."""
    with transaction.atomic():
        trail.move(
            row,
            CHOICE,
            "refuse",
            by=by,
            scope=_scope(row),
            because=because.strip(),
            decided_at=by.now,
            decided_by_id=by.person_id,
        )
        draft = draft_of(row.cohort_id)
        if draft is not None and Wish.objects.filter(round=draft, request=row).exists():
            change(draft)
            Wish.objects.filter(round=draft, request=row).delete()
    return row


def propose(row: PairRequest, *, by: Viewer) -> PairRequest:
    """The two have been proposed to each other as a pair; the platform says so."""
    return trail.move(row, CHOICE, "propose", by=by, scope=_scope(row))


def lapse(row: PairRequest, *, by: Viewer) -> PairRequest:
    """The teacher has another mentor's yes, or a mentor; only the platform itself says so."""
    return trail.move(row, CHOICE, "lapse", by=by, scope=_scope(row))


def expire(row: PairRequest, *, by: Viewer) -> PairRequest:
    """Nobody answered in time; only the platform itself says so."""
    return trail.move(row, CHOICE, "expire", by=by, scope=_scope(row))


def _possible_now(row: PairRequest, by: Viewer, *, in_confidence: bool = True) -> None:
    """Raises Refused, with what is in the way; nobody else takes a seat of this mentor until the
    transaction ends. What may have been said `in_confidence` is told to coordinators alone."""
    places_in_pool(row.cohort, [row.mentor_id], lock=True)
    why = in_the_way(row, on=by.today)
    if why is None:
        return
    if in_confidence or why in (Skip.NOT_WAITING, Skip.RESTING, Skip.FULL):
        raise Refused(denied(str(why.label)))
    raise Refused(denied(gettext("This pair cannot be made now. Nothing is left for you to do.")))


def _later(cohort: Cohort, by: Viewer) -> datetime:
    limits = limits_of(cohort)
    return by.now + timedelta(days=limits.expires_after_days if limits else CLOSED_SINCE)


def _scope(row: PairRequest) -> str:
    return row.school.path or ""
