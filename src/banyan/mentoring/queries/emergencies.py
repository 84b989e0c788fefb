"""Emergency access: who knows of it, what it opens, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import (
    AgendaItem,
    EmergencyAccess,
    Mentorship,
    Message,
    NextStep,
    Question,
    Record,
    RecordComment,
    Request,
    Session,
    SessionLog,
    StepRecord,
)
from banyan.mentoring.queries.history import kept_from_the_pair
from banyan.mentoring.standings import (
    EMERGENCY_KNOWERS,
    EMERGENCY_READER,
    EMERGENCY_TOLD,
    PAIR,
    SAFEGUARDING,
    has_power_over,
)
from banyan.mentoring.states import EmergencyStatus, StepReaders, Tier
from banyan.organisations.models import Membership
from banyan.organisations.queries import viewers_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.trail.models import Event
from banyan.trail.queries import id_of, subject_of

_WITH = ("mentorship__mentor", "mentorship__mentee", "mentorship__school", "asked_by", "decided_by")


def emergencies(viewer: Viewer) -> QuerySet[EmergencyAccess]:
    """Those of which the viewer knows, newest first."""
    found = EmergencyAccess.objects.filter(EMERGENCY_KNOWERS.where(viewer))
    return found.select_related(*_WITH).order_by("-asked_at", "-pk")


def emergency(viewer: Viewer, pk: int) -> EmergencyAccess:
    """Raises DoesNotExist for whoever knows nothing of it."""
    return emergencies(viewer).get(pk=pk)


def has_run_out(found: EmergencyAccess, now: datetime) -> bool:
    """Whether its time has ended before somebody closed it."""
    return found.status == EmergencyStatus.OPEN and found.until is not None and found.until <= now


def told_of_own(viewer: Viewer) -> list[EmergencyAccess]:
    """What was opened of the viewer's own pairs, and she was told of."""
    found = EmergencyAccess.objects.filter(EMERGENCY_TOLD.where(viewer))
    return list(found.select_related(*_WITH).order_by("-decided_at"))


def pairs_named(viewer: Viewer, words: str) -> list[Mentorship]:
    """Pairs of the officer's area of whose two one is called so; none for fewer than two letters.
    That they are a pair is known to the programme anyway."""
    if len(words.strip()) < 2:
        return []
    named = Q(mentor__name__icontains=words.strip()) | Q(mentee__name__icontains=words.strip())
    found = Mentorship.objects.filter(SAFEGUARDING.where(viewer), named)
    return list(
        found.exclude(PAIR.where(viewer))
        .select_related("mentor", "mentee", "school")
        .order_by("mentee__name", "-pk")[:20]
    )


@dataclass(frozen=True, slots=True)
class Opened:
    """One thing that the two have written to each other."""

    what: str  # of the kind of row, as its model is called
    title: str
    texts: tuple[str, ...]
    at: datetime


def opened_words(viewer: Viewer, found: EmergencyAccess) -> list[Opened]:
    """Everything that this pair has between its two, newest first. Raises DoesNotExist for
    everybody but the officer who asked, while it is open. What one keeps for herself is not in
    it: journals, well-being, steps and feedback that only their author reads."""
    EmergencyAccess.objects.filter(EMERGENCY_READER.where(viewer)).get(pk=found.pk)
    pair = found.mentorship_id
    of_pair = {"mentorship_id": pair}
    kept: list[Opened] = []
    for record in Record.objects.filter(tier=Tier.PAIR, **of_pair):
        kept.append(Opened("record", record.title, _texts(record.words), record.written_at))
    remarks = RecordComment.objects.filter(record__tier=Tier.PAIR, record__mentorship_id=pair)
    for remark in remarks.exclude(kept_from_the_pair("record_id", "written_at")):
        kept.append(Opened("comment", "", (remark.text,), remark.written_at))
    for step in StepRecord.objects.filter(**of_pair, written_at__isnull=False).exclude(
        readers=StepReaders.OWN
    ):
        if step.written_at is not None:
            kept.append(Opened("step", "", _texts(step.words), step.written_at))
    for log in SessionLog.objects.filter(session__mentorship_id=pair):
        kept.append(Opened("log", "", (log.works, log.challenges), log.written_at))
    for one in NextStep.objects.filter(**of_pair):
        kept.append(Opened("next_step", "", (one.text,), one.written_at))
    for item in AgendaItem.objects.filter(session__mentorship_id=pair):
        kept.append(Opened("agenda", "", (item.text,), item.added_at))
    for session in Session.objects.filter(**of_pair):
        texts = (session.topic, session.cancel_reason, session.moved_reason)
        kept.append(Opened("session", "", texts, session.proposed_at))
    for asked in Request.objects.filter(**of_pair):
        kept.append(Opened("request", "", (asked.text, asked.answer), asked.asked_at))
    for line in Message.objects.filter(**of_pair).select_related("attachment"):
        file = getattr(line, "attachment", None)
        said = line.text or line.sealed  # what was taken back, while it is kept
        kept.append(Opened("message", file.title if file else "", (said,), line.written_at))
    shown = [
        Opened(one.what, one.title, tuple(text for text in one.texts if text), one.at)
        for one in kept
    ]
    return sorted((one for one in shown if one.title or one.texts), key=_when, reverse=True)


def _when(one: Opened) -> datetime:
    return one.at


def _texts(words: dict[str, Any]) -> tuple[str, ...]:
    """Whatever was written, also in lists."""
    found: list[str] = []
    for said in words.values():
        found += [str(one) for one in said] if isinstance(said, list) else [str(said)]
    return tuple(found)


def readings(found: EmergencyAccess) -> list[datetime]:
    """When the words were read, oldest first, for those who know of the access."""
    events = Event.objects.filter(subject=subject_of(found), verb="emergency.read")
    return list(events.order_by("happened_at").values_list("happened_at", flat=True))


# What notices and jobs need to know: they have no viewer


def told_of(subject: str) -> EmergencyAccess:
    """The access that an event of the trail is about, without its reasons."""
    found = EmergencyAccess.objects.defer("reason", "delay_reason")
    return found.select_related(*_WITH).get(pk=id_of(subject))


def to_be_told(now: datetime) -> list[EmergencyAccess]:
    """Opened, and the two do not know yet, though the day has come."""
    found = EmergencyAccess.objects.filter(
        decided_at__isnull=False, told_at__isnull=True, until__isnull=False
    ).filter(Q(tell_on__isnull=True) | Q(tell_on__lte=now.date()))
    return list(found.select_related(*_WITH).order_by("pk"))


def teacher_of(whole: Mentorship | Question) -> int:
    """Id of the teacher of the two whose words they are."""
    return whole.teacher_id if isinstance(whole, Question) else whole.mentee_id


def officers_of(whole: Mentorship | Question, now: datetime) -> list[int]:
    """Ids of the nearest safeguarding officers over the school who could ask to read what these two
    have written: neither of the two, and without power over the teacher."""
    teacher = teacher_of(whole)
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=now.date()),
        organisation__in=whole.school.ancestor_ids,
        role=Role.SAFEGUARDING,
        starts_on__lte=now.date(),
    ).exclude(person__in=[pk for pk in (whole.mentor_id, teacher) if pk is not None])
    paths = dict(
        held.order_by(Length("organisation__path")).values_list("person", "organisation__path")
    )
    viewers = viewers_for(Person.objects.filter(pk__in=paths), now=now)
    may = [pk for pk, viewer in viewers.items() if not has_power_over(viewer, teacher)]
    nearest = max((len(paths[pk] or "") for pk in may), default=0)
    return [pk for pk in may if len(paths[pk] or "") == nearest]


def openers_of(found: EmergencyAccess, now: datetime) -> list[int]:
    """Ids of those who may open it: safeguarding officers and administrators over the school."""
    path = found.mentorship.school.path or ""
    steps = path.split("/")
    over = ["/".join(steps[: end + 1]) for end in range(len(steps))]
    holders = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=now.date()),
        organisation__path__in=over,
        role__in=(Role.SAFEGUARDING, Role.ADMINISTRATOR),
        starts_on__lte=now.date(),
    )
    pair = found.mentorship
    own = {found.asked_by_id, pair.mentor_id, pair.mentee_id}
    return sorted(set(holders.values_list("person_id", flat=True)) - own)
