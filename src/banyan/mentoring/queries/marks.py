"""Late cancellations and absences, as far as each may know them, and how many of them count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Hold, Leave, Mark, Session
from banyan.mentoring.queries.doses import day_there
from banyan.mentoring.queries.hours import closed_then
from banyan.mentoring.queries.mentorships import blueprint_of, coordinators_over
from banyan.mentoring.queries.sessions import CONFIDENTIAL, nearest_of
from banyan.mentoring.standings import MARK_COORDINATOR, MARK_READERS, MARKED
from banyan.mentoring.states import MarkStatus
from banyan.organisations.queries import viewers_for
from banyan.people.models import Person
from blueprint import MeetingRules

COUNTING = (MarkStatus.COUNTS, MarkStatus.STANDS)
OVER = (MarkStatus.LIFTED, MarkStatus.FELL_AWAY)  # these count nowhere any more
WORDS = Mark.Privacy.confidential


def mark(viewer: Viewer, pk: int) -> Mark:
    """With its words. Raises DoesNotExist for everybody but whoever it is of and the coordinators
    who decide on it."""
    return _with_session(Mark.objects.filter(MARK_READERS.where(viewer))).get(pk=pk)


def marks_of_session(viewer: Viewer, session: Session) -> list[Mark]:
    """Those that the viewer may know of and that have not fallen away, without their words. One
    query."""
    rows = Mark.objects.filter(MARK_READERS.where(viewer), session=session).defer(*WORDS)
    rows = rows.exclude(status=MarkStatus.FELL_AWAY)
    return list(rows.select_related("person").order_by("pk"))


def own_marks(viewer: Viewer) -> list[Mark]:
    """The viewer's own that are not lifted and have not fallen away, the newest first. One
    query."""
    rows = Mark.objects.filter(MARKED.where(viewer)).exclude(status__in=OVER)
    return list(_with_session(rows).defer(*_deferred()).order_by("-made_at", "-pk")[:50])


def explained_marks(viewer: Viewer) -> list[Mark]:
    """What waits for this coordinator, the first first. One query."""
    rows = Mark.objects.filter(MARK_COORDINATOR.where(viewer), status=MarkStatus.EXPLAINED)
    return list(_with_session(rows).defer(*_deferred()).order_by("explained_at", "pk")[:50])


def _deferred() -> list[str]:
    return [*WORDS, *(f"session__{name}" for name in CONFIDENTIAL)]


def _with_session(rows: QuerySet[Mark]) -> QuerySet[Mark]:
    return rows.select_related(
        "person",
        "decided_by",
        "session__host",
        "session__school",
        "session__cohort__programme",
        "session__mentorship__mentee",
    ).defer(*(f"session__{name}" for name in CONFIDENTIAL))


def told_of_mark(pk: int) -> Mark | None:
    """For a notice: without a word of it. None where it is gone, as with the session."""
    return _with_session(Mark.objects.all()).defer(*_deferred()).filter(pk=pk).first()


def is_so(pk: int, status: MarkStatus) -> bool:
    """Whether a mark stands so now: for a notice, before it is mailed."""
    return Mark.objects.filter(pk=pk, status=status).exists()


def deciders_of(mark: Mark, now: datetime) -> list[int]:
    """Person ids of the coordinators who may read what is explained and decide on it; of those, the
    ones of the smallest area around the school. At most three queries, and one for each of them
    who has power over teachers."""
    over = coordinators_over([mark.session.school], on=now.date())
    viewers = viewers_for(Person.objects.filter(pk__in=over), now=now)
    return nearest_of(
        {pk: over[pk] for pk, one in viewers.items() if MARK_COORDINATOR.holds(one, mark)}
    )


def rules_for(session: Session) -> MeetingRules:
    """What the blueprint of this session asks."""
    return blueprint_of(session.cohort).session.rules


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of somebody's marks count, and what the programme makes of that."""

    marks: int
    most: int  # that many lead to a talk
    days: int

    @property
    def leads_to_a_talk(self) -> bool:
        """That the last of them is one more talk's worth."""
        return self.marks > 0 and self.marks % self.most == 0


def counted(person_id: int, session: Session, now: datetime) -> Counted:
    """Marks of this person in the cohort of the session that count now: neither lifted nor looked
    at, and not older than the blueprint's days. One query."""
    rules = rules_for(session)
    since = now - timedelta(days=rules.marks_within_days)
    rows = Mark.objects.filter(
        person_id=person_id,
        session__cohort_id=session.cohort_id,
        status__in=COUNTING,
        made_at__gte=since,
        made_at__lte=now,
    )
    return Counted(rows.count(), rules.marks, rules.marks_within_days)


def excused(session: Session, people: set[int], before: datetime) -> set[int]:
    """Of these people, those against whom nothing of the session counts. All of them where on its
    day one of the pair or the mentor of the group was away, a place of theirs was closed, or the
    pair rested; of a group also whoever was away herself. Days away that were entered at that
    moment or later, and a pause begun on its day or later, excuse nobody: she can explain it. Three
    queries at most."""
    pair = session.mentorship
    both = {session.host_id} | ({pair.mentee_id} if pair else set())
    zone = pair.mentee.time_zone if pair else str(timezone.get_default_timezone())
    day = day_there(session.starts_at, zone)
    away = Leave.objects.filter(
        person_id__in=both | people, starts_on__lte=day, ends_on__gt=day, entered_at__lt=before
    )
    # Of a pause the day is kept, and not the hour.
    resting = Hold.objects.filter(
        mentorship_id=session.mentorship_id or 0, begins_on__lt=day_there(before, zone)
    ).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))
    either = (
        away.order_by()
        .values_list("person_id")
        .union(resting.order_by().values_list("mentorship__mentee_id"))
    )
    found = {pk for (pk,) in either}
    if found & both or closed_then(session, [session.starts_at]):
        return people
    return found & people
