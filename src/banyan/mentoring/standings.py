"""How a viewer may stand to a mentorship, a request, a session."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Record, Seat, Share
from banyan.mentoring.states import (
    EmergencyStatus,
    SeatStatus,
    SessionKind,
    StepReaders,
    Tier,
)
from banyan.organisations.models import Membership
from banyan.organisations.standings import role_over, under
from banyan.organisations.states import Role
from banyan.people.standings import person_at
from banyan.programmes.models import Enrolment
from banyan.programmes.states import EnrolmentStatus
from banyan.ui.words import join_names


def readers(standing: Standing, viewer: Viewer, row: Any) -> str:
    """Who can read this record, as a sentence: "You and Meera Iyer can read this."

    Made of the standing that filters the record, so that the label cannot say anything else.
    """
    parts = standing.each()
    you = (
        [pgettext("reader", "You")] if any(p.named and p.holds(viewer, row) for p in parts) else []
    )
    others = [
        p.named(row) if p.named else str(p.words)
        for p in parts
        if not (p.named and p.holds(viewer, row))
    ]
    sentence = gettext("%(readers)s can read this.") % {"readers": join_names(you + others)}
    return sentence[:1].upper() + sentence[1:]


MENTOR = person_at("mentor", "MENTOR", _("the mentor"))
MENTEE = person_at("mentee", "MENTEE", _("the teacher"))
COORDINATOR = role_over(Role.COORDINATOR, "school__path", _("the coordinators of the school"))
PAIR = MENTOR | MENTEE
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
END_WORDS_READERS = ENDER | OVERSEER


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
STEP_AUTHOR = person_at("written_by", "STEP_AUTHOR", _("whoever wrote it"))
STEP_MENTOR = _step_reader(
    person_at("mentorship__mentor", "STEP_MENTOR", _("the mentor")), _WITH_PAIR, "STEP_MENTOR"
)
STEP_MENTEE = _step_reader(
    person_at("mentorship__mentee", "STEP_MENTEE", _("the teacher")), _WITH_PAIR, "STEP_MENTEE"
)
STEP_COORDINATOR = _step_reader(
    role_over(Role.COORDINATOR, "mentorship__school__path", _("the coordinators of the school")),
    (StepReaders.INVOLVED,),
    "STEP_COORDINATOR",
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

HOST = person_at("host", "HOST", _("the mentor"))
SESSION_MENTEE = person_at("mentorship__mentee", "SESSION_MENTEE", _("the teacher"))


def _placed(status: SeatStatus, name: str, words: object) -> Standing:
    """The standing of those whose place in a session has this status."""
    return Standing(
        name=name,
        words=words,
        holds=lambda viewer, s: (
            viewer.is_somebody
            and any(
                seat.person_id == viewer.person_id and seat.status == status
                for seat in s.places.all()
            )
        ),
        where=lambda viewer: Q(
            pk__in=Seat.objects.filter(person_id=viewer.person_id, status=status).values(
                "session_id"
            )
        ),
    )


def _enrolments(viewer: Viewer) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(person_id=viewer.person_id, status=EnrolmentStatus.ENROLLED)


SEATED = _placed(SeatStatus.SEATED, "SEATED", _("those who have a seat"))
WAITING = _placed(SeatStatus.WAITING, "WAITING", _("those on the waiting list"))
COHORT_TEACHER = Standing(
    name="COHORT_TEACHER",
    words=_("the teachers of the cohort"),
    holds=lambda viewer, s: (
        viewer.is_somebody
        and s.kind == SessionKind.GROUP
        and _enrolments(viewer).filter(cohort_id=s.cohort_id).exists()
    ),
    where=lambda viewer: Q(
        kind=SessionKind.GROUP, cohort_id__in=_enrolments(viewer).values("cohort_id")
    ),
)
SESSION_COORDINATOR = role_over(
    Role.COORDINATOR, "school__path", _("the coordinators of the school")
)
SESSION_PAIR = HOST | SESSION_MENTEE
SESSION_PARTIES = HOST | SESSION_MENTEE | SEATED
SEAT_HOLDERS = SEATED | WAITING
SESSION_READERS = SESSION_PARTIES | WAITING | COHORT_TEACHER | SESSION_COORDINATOR

COHORT_MENTOR = role_over(
    Role.MENTOR, "programme__organisation__path", _("the mentors of the programme")
)

RECORD_OWNER = person_at("owner", "RECORD_OWNER", _("whoever it belongs to"))


# Whoever holds one of these over a school appraises, manages or pays its teachers, or may.
POWERS = (Role.PRINCIPAL, Role.ADMINISTRATOR, Role.NODAL_OFFICER)


def _has_power(viewer: Viewer) -> bool:
    return any(viewer.has(role) for role in POWERS)


def _under_power(viewer: Viewer) -> QuerySet[Membership]:
    """Those who teach today in a school over which the viewer has power: nobody reads in
    confidence what somebody wrote whom they appraise."""
    return Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=viewer.today),
        under("organisation__path", [path for role in POWERS for path in viewer.scopes(role)]),
        role=Role.TEACHER,
        starts_on__lte=viewer.today,
    )


def has_power_over(viewer: Viewer, person: int) -> bool:
    """Whether this viewer appraises, manages or pays this person, or may: she then neither reads
    nor writes in confidence what is that person's."""
    return _has_power(viewer) and _under_power(viewer).filter(person_id=person).exists()


def apart_from_power(viewer: Viewer, person: str) -> Q:
    """The same in SQL: rows in which this field names nobody over whom the viewer has power."""
    if not _has_power(viewer):
        return Q()
    return ~Q(**{f"{person}__in": _under_power(viewer).values("person_id")})


def _is_other(viewer: Viewer, row: Record) -> bool:
    pair = row.mentorship
    if not viewer.is_somebody or row.tier != Tier.PAIR or pair is None:
        return False
    if viewer.person_id not in {pair.mentor_id, pair.mentee_id} - {row.owner_id}:
        return False
    return not has_power_over(viewer, row.owner_id)


def _where_other(viewer: Viewer) -> Q:
    of_pair = Q(mentorship__mentor_id=viewer.person_id) | Q(mentorship__mentee_id=viewer.person_id)
    found = Q(tier=Tier.PAIR) & of_pair & ~Q(owner_id=viewer.person_id)
    return found & apart_from_power(viewer, "owner_id")


def _name_of_other(row: Record) -> str:
    pair = row.mentorship
    if pair is None or row.tier != Tier.PAIR:
        return ""
    return str(pair.mentee if pair.mentor_id == row.owner_id else pair.mentor)


def _named(name: str, words: object, *, whole: bool) -> Standing:
    """The standing of those whom the owner has named, for as long as she said."""

    def holds(viewer: Viewer, row: Record) -> bool:
        # Of what is not written yet nobody is named.
        return (viewer.is_somebody and row.pk is not None) and any(
            share.person_id == viewer.person_id and share.whole == whole and share.lasts(viewer.now)
            for share in row.shares.all()
        )

    def where(viewer: Viewer) -> Q:
        mine = Share.objects.filter(
            Q(until__isnull=True) | Q(until__gt=viewer.now),
            person_id=viewer.person_id,
            whole=whole,
            taken_back_at__isnull=True,
        )
        return Q(pk__in=mine.values("record_id"))

    return Standing(name, words, holds, where)


RECORD_OTHER = Standing(
    name="RECORD_OTHER",
    words=_("the other one of the pair"),
    holds=_is_other,
    where=_where_other,
    named=_name_of_other,
)
RECORD_NAMED = _named("RECORD_NAMED", _("the people whom the owner names"), whole=True)
RECORD_NAMED_FOR_PARTS = _named(
    "RECORD_NAMED_FOR_PARTS", _("the people whom the owner names, parts of it"), whole=False
)
PUBLISHED = Standing(
    name="PUBLISHED",
    words=_("everybody"),
    holds=lambda viewer, r: r.tier == Tier.PUBLIC,
    where=lambda viewer: Q(tier=Tier.PUBLIC),
)
RECORD_CLOSE = RECORD_OWNER | RECORD_OTHER | RECORD_NAMED  # who reads all of it in confidence
RECORD_WHOLE = RECORD_CLOSE | PUBLISHED
RECORD_READERS = RECORD_WHOLE | RECORD_NAMED_FOR_PARTS


# In an emergency one safeguarding officer asks, and somebody else who answers for the area opens.
EMERGENCY_ASKER = person_at("asked_by", "EMERGENCY_ASKER", _("whoever asked"))
_ANSWERS_FOR = role_over(Role.SAFEGUARDING, "mentorship__school__path", "") | role_over(
    Role.ADMINISTRATOR, "mentorship__school__path", ""
)
_OF_THE_PAIR = person_at("mentorship__mentor", "", "") | person_at("mentorship__mentee", "", "")
EMERGENCY_OPENER = Standing(
    name="EMERGENCY_OPENER",
    words=_("another safeguarding officer or an administrator of the area, not of the pair"),
    holds=lambda viewer, e: (
        _ANSWERS_FOR.holds(viewer, e) and not (EMERGENCY_ASKER | _OF_THE_PAIR).holds(viewer, e)
    ),
    where=lambda viewer: (
        _ANSWERS_FOR.where(viewer) & ~(EMERGENCY_ASKER | _OF_THE_PAIR).where(viewer)
    ),
)
EMERGENCY_TOLD = Standing(
    name="EMERGENCY_TOLD",
    words=_("the two of the pair, once they are told"),
    holds=lambda viewer, e: e.told_at is not None and _OF_THE_PAIR.holds(viewer, e),
    where=lambda viewer: Q(told_at__isnull=False) & _OF_THE_PAIR.where(viewer),
)
EMERGENCY_READER = Standing(
    name="EMERGENCY_READER",
    words=_("whoever asked, while it is open"),
    holds=lambda viewer, e: (
        EMERGENCY_ASKER.holds(viewer, e)
        and e.status == EmergencyStatus.OPEN
        and e.until > viewer.now
        and viewer.holds(Role.SAFEGUARDING, over=e.mentorship.school.path)
    ),
    where=lambda viewer: (
        EMERGENCY_ASKER.where(viewer)
        & Q(status=EmergencyStatus.OPEN, until__gt=viewer.now)
        & under("mentorship__school__path", viewer.scopes(Role.SAFEGUARDING))
    ),
)
EMERGENCY_KNOWERS = EMERGENCY_ASKER | EMERGENCY_OPENER | EMERGENCY_TOLD
SAFEGUARDING = role_over(
    Role.SAFEGUARDING, "school__path", _("the safeguarding officers of the area")
)
_GOAL_AREA = role_over(
    Role.COORDINATOR, "record__mentorship__school__path", _("the coordinators of the school")
)
# Of a goal that is the pair's: that it is there, how it stands, its days. Never a word of it.
GOAL_COORDINATOR = Standing(
    name="GOAL_COORDINATOR",
    words=_GOAL_AREA.words,
    holds=lambda viewer, g: g.record.tier == Tier.PAIR and _GOAL_AREA.holds(viewer, g),
    where=lambda viewer: Q(record__tier=Tier.PAIR) & _GOAL_AREA.where(viewer),
)
