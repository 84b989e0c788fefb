"""Who reads a record of practice, and who knows of it: by name, and as a sentence that is the same
before it is written and after, since both are asked of the standings that filter it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, pgettext

from banyan.kernel.viewer import NOBODY, Grant, Viewer
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.registry import known_by, row_of
from banyan.mentoring.standings import RECORD_READERS
from banyan.mentoring.states import RecordKind, Tier
from banyan.organisations.queries import viewers_for, viewers_without_roles
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.ui.words import join_names


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can read a record now, and why."""

    person: Person
    why: object
    until: datetime | None


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
    # Roles are asked for only where one of the pair has ever headed a school.
    known = viewers_for if getattr(found, "pair_heads", True) else viewers_without_roles
    for pk, viewer in known(people.values(), now=now).items():
        how = next((one for one in RECORD_READERS.each() if one.holds(viewer, found)), None)
        if how is not None:
            told.append(Reader(people[pk], how.words, until.get(pk)))
    return told


def label(viewer: Viewer, found: Record) -> str:
    """Who can read it, and who knows of it without a word, in one sentence or two: "You and Meera
    Iyer can read this."."""
    if found.tier == Tier.PUBLIC:
        return gettext("Everybody can read this.")
    readers = readers_now(found, now=viewer.now)
    names = [str(one.person) for one in readers if one.person.pk != viewer.person_id]
    you = [pgettext("reader", "You")] if len(names) < len(readers) else []
    sentences = [gettext("%(readers)s can read this.") % {"readers": join_names(you + names)}]
    if knowers := _knowers(found, now=viewer.now):
        sentence = gettext("%(knowers)s see its status and its dates, and not a word of it.")
        sentences.append(sentence % {"knowers": join_names(knowers)})
    return " ".join(one[:1].upper() + one[1:] for one in sentences)


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
