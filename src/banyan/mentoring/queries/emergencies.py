"""Emergency access: who knows of it, what it opens, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import (
    AgendaItem,
    AnsweredQuestion,
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
from banyan.ui.prepared import TODAY, PreparedRows
from banyan.ui.words import day

_WITH = (
    "mentorship__mentor", "mentorship__mentee", "mentorship__school", "question__mentor",
    "question__teacher", "question__school", "asked_by", "decided_by",
)  # fmt: skip


def emergencies(viewer: Viewer) -> QuerySet[EmergencyAccess]:
    """Those of which the viewer knows, newest first."""
    found = EmergencyAccess.objects.filter(EMERGENCY_KNOWERS.where(viewer))
    rows = found.select_related(*_WITH).defer("question__text")
    return rows.order_by("-asked_at", "-pk")


def emergency(viewer: Viewer, pk: int) -> EmergencyAccess:
    """Raises DoesNotExist for whoever knows nothing of it."""
    return emergencies(viewer).get(pk=pk)


def has_run_out(found: EmergencyAccess, now: datetime) -> bool:
    """Whether its time has ended before somebody closed it."""
    return found.status == EmergencyStatus.OPEN and found.until is not None and found.until <= now


def told_of_own(viewer: Viewer) -> list[EmergencyAccess]:
    """What was opened of the viewer's own pairs, and she was told of."""
    found = EmergencyAccess.objects.filter(EMERGENCY_TOLD.where(viewer))
    return list(found.select_related(*_WITH).defer("question__text").order_by("-decided_at"))


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


def questions_named(viewer: Viewer, words: str) -> list[Question]:
    """Questions in writing of the officer's area, the newest first: the one of this number, or
    those of which one of the two is called so; none for fewer than two letters. Who asked without
    her name is not found by it. That there is such a question is all that is shown of it."""
    said = words.strip()
    by_name = Q(mentor__name__icontains=said) | Q(teacher__name__icontains=said, is_nameless=False)
    if said.isdecimal():
        sought = Q(pk=int(said)) if len(said) < 18 else Q(pk__in=[])
    else:
        sought = by_name if len(said) >= 2 else Q(pk__in=[])
    rows = Question.objects.filter(SAFEGUARDING.where(viewer), sought)
    own = Q(teacher_id=viewer.person_id) | Q(mentor_id=viewer.person_id)
    # A question that nobody has taken has no mentor to leave out.
    rows = rows.exclude(pk__in=Question.objects.filter(own).values("pk"))
    rows = rows.select_related("teacher", "mentor", "school").defer("text")
    return list(rows.order_by("-asked_at", "-pk")[:20])


@dataclass(frozen=True, slots=True)
class Opened:
    """One thing that the two have written to each other."""

    what: str  # of the kind of row, as its model is called
    title: str
    texts: tuple[str, ...]
    at: datetime


def opened_words(viewer: Viewer, found: EmergencyAccess) -> list[Opened]:
    """Everything that this pair has between its two, or that was written in the question, newest
    first. Raises DoesNotExist for everybody but the officer who asked, while it is open. What one
    keeps for herself is not in it: journals, well-being, steps and feedback that only their author
    reads; nor whether an answer helped."""
    rows = EmergencyAccess.objects.filter(EMERGENCY_READER.where(viewer))
    row = rows.select_related("question").get(pk=found.pk)
    kept = _of_question(row.question) if row.question else _of_pair(row.mentorship_id or 0)
    shown = [
        Opened(one.what, one.title, tuple(text for text in one.texts if text), one.at)
        for one in kept
    ]
    return sorted((one for one in shown if one.title or one.texts), key=_when, reverse=True)


def _of_question(asked: Question) -> list[Opened]:
    kept = [Opened("question", "", (asked.text,), asked.asked_at)]
    for turn in asked.turns.select_related("author"):
        spoken = _("With a recording") if turn.sound else ""
        texts = (turn.text, turn.link, spoken)
        kept.append(Opened("turn", turn.author.name, texts, turn.written_at))
    for public in AnsweredQuestion.objects.filter(question=asked):
        kept.append(Opened("public", "", (public.asked, public.answer), public.written_at))
    return kept


def _of_pair(pair: int) -> list[Opened]:
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
    return kept


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
    found = EmergencyAccess.objects.defer("reason", "delay_reason", "question__text")
    return found.select_related(*_WITH).get(pk=id_of(subject))


def opened_before(question: Question) -> list[EmergencyAccess]:
    """What was opened of this question, that its teacher was told of: for a mentor who takes it
    now, if she has not given it back meanwhile."""
    if question.mentor_id is None:
        return []
    found = EmergencyAccess.objects.filter(question=question, told_at__isnull=False)
    return list(found.defer("reason", "delay_reason").order_by("pk"))


def to_be_told(now: datetime) -> list[EmergencyAccess]:
    """Opened, and the two do not know yet, though the day has come."""
    return _to_be_told(today=now.date())


@PreparedRows
def _to_be_told() -> QuerySet[EmergencyAccess]:
    found = EmergencyAccess.objects.filter(
        decided_at__isnull=False, told_at__isnull=True, until__isnull=False
    ).filter(Q(tell_on__isnull=True) | Q(tell_on__lte=TODAY))
    return found.select_related(*_WITH).order_by("pk")


def teacher_of(whole: Mentorship | Question) -> int:
    """Id of the teacher of the two whose words they are."""
    return whole.teacher_id if isinstance(whole, Question) else whole.mentee_id


def title_of(row: EmergencyAccess, *, named: bool = False) -> str:
    """Whose words it opens. Who asked without her name stands there for whoever reads the words,
    and for nobody else."""
    if row.question is not None:
        return question_title(row.question, named=named)
    assert row.mentorship is not None  # noqa: S101 - a constraint of the table
    two = {"mentor": row.mentorship.mentor, "teacher": row.mentorship.mentee}
    return _("%(mentor)s and %(teacher)s") % two


def question_title(question: Question, *, named: bool = False) -> str:
    """That there is this question: its number, of which day and whose it is, as far as that may be
    told."""
    has_name = named or not question.is_nameless
    if question.mentor is None:
        said = (
            _("Question %(number)s in writing, %(day)s: %(teacher)s asks")
            if has_name
            else _("Question %(number)s in writing, %(day)s: asked without a name")
        )
    elif has_name:
        said = _("Question %(number)s in writing, %(day)s: %(teacher)s asks, %(mentor)s answers")
    else:
        said = _(
            "Question %(number)s in writing, %(day)s: asked without a name, %(mentor)s answers"
        )
    return said % {
        "number": question.pk,
        "day": day(question.asked_at, "short"),
        "teacher": question.teacher,
        "mentor": question.mentor,
    }


def whole(found: EmergencyAccess) -> Mentorship | Question:
    """The pair, or the question in writing, that it opens."""
    of = found.question if found.question is not None else found.mentorship
    assert of is not None  # noqa: S101 - a constraint of the table
    return of


def two_of(found: EmergencyAccess) -> list[int]:
    """Ids of those whose words it opens: of a question that nobody has taken, its teacher."""
    of = whole(found)
    return [pk for pk in (of.mentor_id, teacher_of(of)) if pk is not None]


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
    path = whole(found).school.path or ""
    steps = path.split("/")
    over = ["/".join(steps[: end + 1]) for end in range(len(steps))]
    holders = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=now.date()),
        organisation__path__in=over,
        role__in=(Role.SAFEGUARDING, Role.ADMINISTRATOR),
        starts_on__lte=now.date(),
    )
    own = {found.asked_by_id, *two_of(found)}
    return sorted(set(holders.values_list("person_id", flat=True)) - own)
