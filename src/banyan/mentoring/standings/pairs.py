"""How a viewer may stand to a mentorship, to a step of its journey, to a request."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.mentoring.standings.power import apart
from banyan.mentoring.states import StepReaders
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at

MENTOR = person_at("mentor", "MENTOR", _("the mentor"))
MENTEE = person_at("mentee", "MENTEE", _("the teacher"))
COORDINATOR = role_over(Role.COORDINATOR, "school__path", _("the coordinators of the school"))
PAIR = MENTOR | MENTEE
CONFIDANT = apart(MENTOR, "CONFIDANT", "mentee")
# Who of the two reads what they write. That they are a pair, and when they meet, both know.
PAIR_WORDS_READERS = CONFIDANT | MENTEE
INVOLVED = PAIR | COORDINATOR
# A coordinator who is one of the two is there as that one: somebody else of the area decides.
OVERSEER = Standing(
    name="OVERSEER",
    words=_("the coordinators of the school who are not of the pair"),
    holds=lambda viewer, m: COORDINATOR.holds(viewer, m) and not PAIR.holds(viewer, m),
    where=lambda viewer: COORDINATOR.where(viewer) & ~PAIR.where(viewer),
)
# Who stands for a party of the blueprint. What the head of the school or an official has to do, the
# coordinator records: they have no standing to the pair.
PARTIES: dict[str, Standing] = {
    "teacher": MENTEE,
    "mentor": MENTOR,
    "both": PAIR,
    "coordinator": OVERSEER,
    "principal": OVERSEER,
    "nodal_officer": OVERSEER,
    "reviewer": OVERSEER,
}
# What a mentor earns, and does for her other teachers, is not this teacher's to know.
PAY_READERS = MENTOR | OVERSEER
ENDER = person_at("ended_by", "ENDER", _("whoever ended the pair"))
# The other one of the two is not among them: they are words in confidence.
END_WORDS_READERS = ENDER | apart(OVERSEER, "END_WORDS_OVERSEER", "mentee")


def _step_reader(base: Standing, readers: tuple[StepReaders, ...], name: str) -> Standing:
    """Of those who stand so to the pair, whoever may read what is written in this step."""
    return Standing(
        name=name,
        words=base.words,
        holds=lambda viewer, r: r.readers in readers and base.holds(viewer, r),
        where=lambda viewer: Q(readers__in=readers) & base.where(viewer),
        named=base.named,
    )


_WITH_PAIR = (StepReaders.PAIR, StepReaders.INVOLVED)
_STEP_WRITER = person_at("written_by", "STEP_AUTHOR", _("whoever wrote it"))
_OF_STEP = person_at("mentorship__mentor", "", "")
_KEPT_APART = apart(_OF_STEP, "", "mentorship__mentee")
# What the mentor wrote between the two holds the teacher's words as well.
STEP_AUTHOR = Standing(
    name="STEP_AUTHOR",
    words=_STEP_WRITER.words,
    holds=lambda viewer, r: (
        _STEP_WRITER.holds(viewer, r)
        and (
            r.readers == StepReaders.OWN
            or not _OF_STEP.holds(viewer, r)
            or _KEPT_APART.holds(viewer, r)
        )
    ),
    where=lambda viewer: (
        _STEP_WRITER.where(viewer)
        & (Q(readers=StepReaders.OWN) | ~_OF_STEP.where(viewer) | _KEPT_APART.where(viewer))
    ),
    named=_STEP_WRITER.named,
)
STEP_MENTOR = apart(
    _step_reader(
        person_at("mentorship__mentor", "STEP_MENTOR", _("the mentor")), _WITH_PAIR, "STEP_MENTOR"
    ),
    "STEP_MENTOR",
    "mentorship__mentee",
)
STEP_MENTEE = _step_reader(
    person_at("mentorship__mentee", "STEP_MENTEE", _("the teacher")), _WITH_PAIR, "STEP_MENTEE"
)
STEP_COORDINATOR = apart(
    _step_reader(
        role_over(
            Role.COORDINATOR, "mentorship__school__path", _("the coordinators of the school")
        ),
        (StepReaders.INVOLVED,),
        "STEP_COORDINATOR",
    ),
    "STEP_COORDINATOR",
    "mentorship__mentee",
)
STEP_WORDS_READERS = STEP_AUTHOR | STEP_MENTOR | STEP_MENTEE | STEP_COORDINATOR
# The same, told apart: a label names nobody who does not read this one.
STEP_READERS: dict[str, Standing] = {
    StepReaders.OWN: STEP_AUTHOR,
    StepReaders.PAIR: STEP_MENTOR | STEP_MENTEE,
    StepReaders.INVOLVED: STEP_MENTOR | STEP_MENTEE | STEP_COORDINATOR,
}

ASKER = person_at("teacher", "ASKER", _("the teacher who asks"))
ASKED = person_at("mentor", "ASKED", _("the mentor who is asked"))
REQUEST_PARTIES = ASKER | ASKED
REQUEST_WORDS_READERS = ASKER | apart(ASKED, "ASKED_CONFIDANT", "teacher")
