"""Who reads a record of practice, and who knows of it: by name, and as a sentence that is the same
before it is written and after, since both are asked of the standings that filter it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, DateTimeField, Exists, Model, QuerySet
from django.utils.translation import gettext, pgettext

from banyan.kernel.viewer import NOBODY, Grant, Viewer
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.registry import known_by, row_of
from banyan.mentoring.standings import (
    RECORD_OTHER,
    RECORD_OWNER,
    RECORD_READERS,
    RECORD_WHOLE,
)
from banyan.mentoring.states import RecordKind, Tier
from banyan.organisations.queries import viewers_for, viewers_without_roles
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.trail.models import Event
from banyan.trail.queries import subject_of
from banyan.ui.prepared import Given
from banyan.ui.words import join_names


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can read a record now, and why."""

    person: Person
    why: object
    until: datetime | None
    whole: bool  # not only paragraphs that were shared


def readers_now(found: Record, *, now: datetime) -> list[Reader]:
    """By name everybody who can read it at this moment, asked of the standings that filter it."""
    pair = found.mentorship
    people = {found.owner_id: found.owner}
    if pair is not None:
        people |= {pair.mentor_id: pair.mentor, pair.mentee_id: pair.mentee}
    until = {}
    for share in found.shares.all() if found.pk is not None else ():
        if share.taken_back_at is None:
            people[share.person_id] = share.person
            until[share.person_id] = share.until
    told = []
    # Roles are asked for only where one of the pair has ever had power over anybody.
    known = viewers_for if getattr(found, "pair_heads", True) else viewers_without_roles
    for pk, viewer in known(people.values(), now=now).items():
        how = next((one for one in RECORD_READERS.each() if one.holds(viewer, found)), None)
        if how is not None:
            whole = RECORD_WHOLE.holds(viewer, found)
            told.append(Reader(people[pk], how.words, until.get(pk), whole))
    return told


def label(viewer: Viewer, found: Record) -> str:
    """Who can read it, and who knows of it without a word, in one sentence or two: "You and Meera
    Iyer can read this.". Its owner learns it by name, and who reads no more than parts; whoever
    else reads it learns why she does, and not whom the owner has named besides."""
    if found.tier == Tier.PUBLIC:
        return gettext("Everybody can read this.")
    if RECORD_OWNER.holds(viewer, found):
        sentences = _told_to_owner(viewer, readers_now(found, now=viewer.now))
    else:
        sentences = [_label_of_a_reader(viewer, found) % {"owner": found.owner}]
    if knowers := _knowers(found, now=viewer.now):
        sentence = gettext("%(knowers)s see its status and its dates, and not a word of it.")
        sentences.append(sentence % {"knowers": join_names(knowers)})
    return " ".join(one[:1].upper() + one[1:] for one in sentences)


def _told_to_owner(viewer: Viewer, readers: list[Reader]) -> list[str]:
    others = [one for one in readers if one.person.pk != viewer.person_id]
    if not others:
        return [gettext("Only you can read this.")]
    whole = [pgettext("reader", "You"), *(str(one.person) for one in others if one.whole)]
    told = [gettext("%(readers)s can read this.") % {"readers": join_names(whole)}]
    if parts := [str(one.person) for one in others if not one.whole]:
        told.append(gettext("%(readers)s can read parts of it.") % {"readers": join_names(parts)})
    return told


def is_shared(found: Record) -> bool:
    """Whether anybody but its owner has been let in: the pair, somebody by name, or everybody."""
    if found.tier == Tier.PUBLIC or (found.tier == Tier.PAIR and found.mentorship_id is not None):
        return True
    return any(one.taken_back_at is None for one in found.shares.all())


def _label_of_a_reader(viewer: Viewer, found: Record) -> str:
    if RECORD_OTHER.holds(viewer, found):
        return gettext("You and %(owner)s can read this, and whoever %(owner)s names.")
    if not RECORD_READERS.holds(viewer, found):
        return gettext("%(readers)s can read this.") % {"readers": "%(owner)s"}
    if not RECORD_WHOLE.holds(viewer, found):
        return gettext("You can read the parts of this for which %(owner)s has named you.")
    if found.tier == Tier.PAIR:
        return gettext("You can read this because %(owner)s has named you. So can the pair.")
    return gettext("You can read this because %(owner)s has named you.")


def label_before(
    viewer: Viewer,
    kind: RecordKind,
    tier: Tier,
    pair: Mentorship | None,
    *,
    for_teacher: bool = False,
) -> str:
    """The same, of a record that is about to be written by the viewer: as its owner, or as that of
    the teacher of the pair. Without a pair it is the owner's alone."""
    whose = pair.mentee_id if for_teacher and pair is not None else viewer.person_id
    unwritten = Record(
        kind=kind.value,
        owner_id=whose,
        mentorship=pair,
        school=pair.school if pair is not None else None,
        tier=tier if pair is not None or tier == Tier.PUBLIC else Tier.OWN,
    )
    for one in (pair.mentor, pair.mentee) if pair is not None else ():
        if one.pk == whose:
            unwritten.owner = one
    return label(viewer, unwritten)


def _knowers(found: Record, *, now: datetime) -> list[str]:
    """Those who see that it is there, by their office: whoever, with every role over the place,
    would stand so to the row by which they are filtered."""
    standing = known_by(RecordKind(found.kind))
    row = row_of(found) if standing is not None and found.school is not None else None
    if standing is None or row is None or found.school is None:
        return []
    country = (found.school.path or "").partition("/")[0]
    anybody = Viewer(NOBODY, now, frozenset(Grant(role.value, country) for role in Role))
    return [str(one.words) for one in standing.each() if one.holds(anybody, row)]


@dataclass(frozen=True, slots=True)
class Access:
    """Somebody has read a record of the viewer's."""

    happened_at: datetime
    person: Person


# Somebody who reads again and again is on the log once in a while.
ONE_READING = timedelta(minutes=10)


def lately(viewer: Viewer, verb: str) -> QuerySet[Event]:
    """This reader's readings of this kind that are on the log and still count as one with those of
    now."""
    since = viewer.now - ONE_READING
    return Event.objects.filter(verb=verb, actor=viewer.person_id, happened_at__gte=since)


def noted(viewer: Viewer, verb: str) -> Exists:
    """The same as one condition of a prepared query, which is given the `subject`, and `since` when
    readings still count as one."""
    return Exists(
        Event.objects.filter(
            subject=Given("subject", CharField()),
            verb=verb,
            actor=viewer.person_id,
            happened_at__gte=Given("since", DateTimeField()),
        )
    )


def read_lately(viewer: Viewer, found: Model, verb: str) -> bool:
    """Whether this reader's reading is on the log already."""
    return lately(viewer, verb).filter(subject=subject_of(found)).exists()


def read_of_these_lately(viewer: Viewer, found: Collection[Record]) -> set[str]:
    """Of which of these the reading is on the log already, as subjects of the trail."""
    rows = lately(viewer, "record.read").filter(subject__in=[subject_of(row) for row in found])
    return set(rows.values_list("subject", flat=True))


def accesses(viewer: Viewer, found: Record, *, most: int = 50) -> list[Access]:
    """Who else has read it, newest first: its owner's to know, and nobody else's. Two queries."""
    if not RECORD_OWNER.holds(viewer, found):
        return []
    events = Event.objects.filter(subject=subject_of(found), verb="record.read")
    rows = events.order_by("-happened_at", "-pk").values_list("happened_at", "actor")[:most]
    people = Person.objects.in_bulk([actor for _moment, actor in rows])
    return [Access(moment, people[actor]) for moment, actor in rows if actor in people]
