"""Drawing lots: freezing the list, making up the seed, setting a list aside, taking it out."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused, denied
from banyan.kernel.viewer import Viewer
from banyan.matching import snapshot
from banyan.matching.actions.rounds import change, scope
from banyan.matching.models import Lot, Lottery, Round
from banyan.matching.queries.lots import ballot_of, drawn_before, group_of
from banyan.matching.rules import LOTTERY, LOTTERY_RIGHTS, ROUND_RIGHTS
from banyan.matching.states import Grouping
from banyan.programmes.models import Enrolment
from banyan.trail import actions as trail
from banyan.ui.words import number
from matchmaker.lottery import Ballot

SEED_BYTES = 32


def freeze(
    round_: Round, *, by: Viewer, seats: int, grouping: Grouping = Grouping.ALL, because: str = ""
) -> Lottery:
    """Fix who takes part in the draw, in which groups, and how many go first, before any seed is
    there. Pairs that are set already are not on the list.

    Raises Refused where nobody would have to wait, while another list of this round is live, and
    without a reason where lots were drawn in this cohort before; Stale when the round changed.
    """
    ROUND_RIGHTS.decide(by, round_, "freeze").or_refuse()
    because = because.strip()
    if drawn_before(round_.cohort) and not because:
        sentence = _("Lots were drawn in this cohort before. Say why they are drawn again.")
        raise Refused(denied(sentence))
    taken = snapshot.taken(by, round_)
    pinned = {teacher_id for teacher_id, _mentor_id in taken.problem.pins}
    numbers = dict(Enrolment.objects.filter(cohort=round_.cohort_id).values_list("person_id", "pk"))
    lots = [
        Lot(
            teacher_id=int(each.id),
            school=taken.schools[int(each.id)],
            number=numbers[int(each.id)],
            group=group_of(grouping, taken.schools[int(each.id)], (each.district, each.state)),
        )
        for each in taken.problem.teachers
        if each.id not in pinned
    ]
    if seats < 1 or seats >= len(lots):
        raise Refused(denied(_nobody_waits(len(lots), seats)))
    ballot = Ballot(seats, {str(each.number): each.group for each in lots})
    try:
        with transaction.atomic():
            change(round_, seen=round_.version)
            lottery = Lottery.objects.create(
                round=round_,
                grouping=grouping,
                seats=seats,
                digest=ballot.digest,
                because=because,
                frozen_at=by.now,
                frozen_by_id=by.person_id,
            )
            for each in lots:
                each.lottery = lottery
            Lot.objects.bulk_create(lots, batch_size=500)
            trail.record(
                verb="lottery.freeze",
                subject=trail.subject_of(lottery),
                scope=scope(round_),
                by=by,
                digest=lottery.digest,
                people=len(lots),
                seats=seats,
            )
    except IntegrityError as error:
        sentence = _("A list of this round is frozen already. Draw the lots, or set it aside.")
        raise Refused(denied(sentence)) from error
    return lottery


def _nobody_waits(people: int, seats: int) -> str:
    sentence = _(
        "Teachers who could be on the list: %(people)s; seats: %(seats)s. Lots are drawn only where"
        " some teachers go first and others wait."
    )
    return sentence % {"people": number(people), "seats": number(seats)}


def draw(lottery: Lottery, *, by: Viewer) -> Lottery:
    """Make up the seed, now that nothing of the list can change: who goes first follows from it.

    The seed comes from the operating system's own source of chance, and is on record with the
    digest of the list in the same transaction. Raises Refused when the list is not the one that
    was frozen.
    """
    LOTTERY.decide(by, lottery, "draw").or_refuse()
    if ballot_of(lottery).digest != lottery.digest:
        raise Refused(denied(_("This list is not the one that was frozen. Set it aside.")))
    seed = secrets.token_hex(SEED_BYTES)
    with transaction.atomic():
        change(lottery.round)
        return trail.move(
            lottery,
            LOTTERY,
            "draw",
            by=by,
            scope=scope(lottery.round),
            told={"digest": lottery.digest, "seed": seed},
            seed=seed,
            drawn_at=by.now,
            drawn_by_id=by.person_id,
        )


def set_aside(lottery: Lottery, because: str, *, by: Viewer) -> Lottery:
    """This list no longer counts, for a reason that stays on record with it and with its seed."""
    LOTTERY.decide(by, lottery, "set_aside").or_refuse()
    if not (because := because.strip()):
        raise Refused(denied(_("Say why this list is set aside.")))
    with transaction.atomic():
        change(lottery.round)
        return trail.move(
            lottery,
            LOTTERY,
            "set_aside",
            by=by,
            scope=scope(lottery.round),
            set_aside_because=because,
        )


@transaction.atomic
def take_out(lottery: Lottery, *, by: Viewer) -> None:
    """Put on record that both groups are taken out of the product, with names."""
    LOTTERY_RIGHTS.decide(by, lottery, "take_out").or_refuse()
    trail.record(
        verb="lottery.take_out",
        subject=trail.subject_of(lottery),
        scope=scope(lottery.round),
        by=by,
    )
