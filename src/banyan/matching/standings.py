"""How a viewer may stand to a round, to a proposal, and to a request of two to be paired."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.matching.states import TOLD, LotteryStatus
from banyan.matching.states.rotas import ROTAS_TOLD
from banyan.mentoring.standings import apart
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at

COORDINATOR = role_over(
    Role.COORDINATOR,
    "cohort__programme__organisation__path",
    _("the coordinators of the programme"),
)
PROPOSAL_COORDINATOR = role_over(
    Role.COORDINATOR,
    "round__cohort__programme__organisation__path",
    _("the coordinators of the programme"),
)
# The two people of a proposal see it once it is proposed to them, and not a moment before.
PROPOSED = Standing(
    name="PROPOSED",
    words=_("the mentor and the teacher (once it is published)"),
    holds=lambda viewer, p: (
        viewer.is_somebody
        and p.round.status in TOLD
        and p.mentorship_id is not None
        and viewer.person_id in (p.teacher_id, p.mentor_id)
    ),
    where=lambda viewer: (
        Q(round__status__in=TOLD, mentorship__isnull=False)
        & (Q(teacher_id=viewer.person_id) | Q(mentor_id=viewer.person_id))
    ),
)
PROPOSAL_READERS = PROPOSED | PROPOSAL_COORDINATOR
LOTTERY_COORDINATOR = role_over(
    Role.COORDINATOR,
    "round__cohort__programme__organisation__path",
    _("the coordinators of the programme"),
)


def _once_told(standing: Standing) -> Standing:
    """The same, of lots that count in a round that is told. Of lists that were set aside, which
    differ from the next by a person or two, numbers could be subtracted from each other."""
    return replace(
        standing,
        holds=lambda viewer, lottery: (
            lottery.status == LotteryStatus.DRAWN
            and lottery.round.status in TOLD
            and standing.holds(viewer, lottery)
        ),
        where=lambda viewer: (
            Q(status=LotteryStatus.DRAWN, round__status__in=TOLD) & standing.where(viewer)
        ),
    )


# Officials of the whole area of the programme are told numbers, and never of few people.
LOTTERY_COUNTERS = (
    LOTTERY_COORDINATOR
    | _once_told(
        role_over(
            Role.ADMINISTRATOR,
            "round__cohort__programme__organisation__path",
            _("the administrators of this area"),
        )
    )
    | _once_told(
        role_over(
            Role.NODAL_OFFICER,
            "round__cohort__programme__organisation__path",
            _("the nodal officers of this area"),
        )
    )
)
LOT_COORDINATOR = role_over(
    Role.COORDINATOR,
    "lottery__round__cohort__programme__organisation__path",
    _("the coordinators of the programme"),
)
# Nobody learns of a lot before the round that it belongs to is told.
LOT_HOLDER = Standing(
    name="LOT_HOLDER",
    words=_("the teacher (once the round is published)"),
    holds=lambda viewer, lot: (
        viewer.is_somebody
        and viewer.person_id == lot.teacher_id
        and lot.lottery.status == LotteryStatus.DRAWN
        and lot.lottery.round.status in TOLD
    ),
    where=lambda viewer: Q(
        teacher_id=viewer.person_id,
        lottery__status=LotteryStatus.DRAWN,
        lottery__round__status__in=TOLD,
    ),
)
LOT_READERS = LOT_HOLDER | LOT_COORDINATOR
CHOOSER = person_at("teacher", "CHOOSER", _("the teacher who asks"))
CHOSEN = person_at("mentor", "CHOSEN", _("the mentor who is asked"))
CHOICE_COORDINATOR = role_over(
    Role.COORDINATOR,
    "cohort__programme__organisation__path",
    _("the coordinators of the programme"),
)
CHOICE_PARTIES = CHOOSER | CHOSEN
CHOICE_READERS = CHOICE_PARTIES | CHOICE_COORDINATOR
# What she wrote is for the mentor alone; coordinators see that she asked.
CHOICE_WORDS_READERS = CHOOSER | apart(CHOSEN, "CHOSEN_CONFIDANT", "teacher")
# How somebody ranks is hers alone: neither the other side nor a coordinator reads it, ever.
RANKER = person_at("person", "RANKER", _("whoever ranks"))
# With whom somebody would rather not be paired: whoever runs the rounds sees to it.
ASKS_APART = person_at("person", "ASKS_APART", _("whoever asks for it"))
APART_COORDINATOR = apart(
    role_over(
        Role.COORDINATOR,
        "programme__organisation__path",
        _("the coordinators of the programme who run its rounds"),
    ),
    "APART_COORDINATOR",
    "person",
)
APART_READERS = ASKS_APART | APART_COORDINATOR
# Whether somebody says woman or man is for counts alone: nobody else reads it of her.
GENDER_SAYER = person_at("person", "GENDER_SAYER", _("whoever says it"))
ROTA_COORDINATOR = role_over(
    Role.COORDINATOR,
    "cohort__programme__organisation__path",
    _("the coordinators of the programme"),
)
# Whoever takes part sees her own sheet, from the day on which it is announced.
ROTA_GUEST = Standing(
    name="ROTA_GUEST",
    words=_("whoever takes part in the short meetings (once they are announced)"),
    holds=lambda viewer, place: (
        viewer.is_somebody
        and viewer.person_id == place.person_id
        and place.rota.status in ROTAS_TOLD
    ),
    where=lambda viewer: Q(person_id=viewer.person_id, rota__status__in=ROTAS_TOLD),
)
# What somebody says of whom she met is hers alone: nobody else reads it, ever.
IMPRESSED = person_at("person", "IMPRESSED", _("whoever says it"))
