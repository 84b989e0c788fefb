"""Records of practice: begun, written, shared, joined to a thread, taken on into a new pair."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale, denied
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import (
    Mentorship,
    Record,
    RecordComment,
    RecordLink,
    RecordVersion,
    Share,
)
from banyan.mentoring.queries.readers import read_lately, read_of_these_lately
from banyan.mentoring.queries.records import (
    Words,
    can_be_named,
    digest,
)
from banyan.mentoring.registry import beginning_of, carrier_of
from banyan.mentoring.rules.records import KINDS, RECORD_RIGHTS, not_under_power
from banyan.mentoring.standings import PAIR
from banyan.mentoring.states import LIVE, RecordKind, Tier
from banyan.organisations.models import Organisation
from banyan.organisations.queries import own_places
from banyan.people.models import Person
from banyan.trail import actions as trail

ONE_VERSION = timedelta(minutes=15)


class Conflict(Stale):
    """Two people wrote in the same sections. `theirs` is what is there now, by section; what was
    sent is kept by whoever catches this."""

    def __init__(self, theirs: Words) -> None:
        super().__init__(_("The same place has been written in since you opened it."))
        self.theirs = theirs


def begin(
    kind: RecordKind,
    *,
    by: Viewer,
    owner: Person | None = None,
    pair: Mentorship | None = None,
    tier: Tier | None = None,
    title: str = "",
    words: Words | None = None,
    step_key: str = "",
    after: Iterable[Record] = (),
    visiting: bool = False,
) -> Record:
    """A new record of the viewer's, or of the other one of her pair where both write in this kind.

    Without a pair only its owner reads it; and the viewer who asks to visit somebody else, for as
    long as that owner lets her. `after` are records that led to it. Raises Refused when
    the viewer is not of the pair, the pair has ended or what led to it is only shown to her;
    ValueError for a tier that the kind lacks.
    """
    rule, led = KINDS[kind], list(after)
    for one in led:
        RECORD_RIGHTS.decide(by, one, "lead").or_refuse()
    whose = owner.pk if owner is not None else by.person_id
    if pair is not None:
        PAIR.otherwise(_("Only the two of the pair can do this."))(by, pair).or_refuse()
        if pair.status not in LIVE:
            denied(_("This is possible only while the pair is active.")).or_refuse()
    others = {pair.mentor_id, pair.mentee_id} if pair is not None and rule.co_written else set()
    if visiting and pair is None and rule.co_written:
        others = {whose}
    if not by.is_somebody or (whose != by.person_id and whose not in others):
        denied(_("Only the person whose record it is can write in it.")).or_refuse()
    if whose != by.person_id:
        not_under_power(by, whose).or_refuse()
    chosen = tier or (rule.tier if pair is not None else Tier.OWN)
    if not _can_be_chosen(kind, chosen) or (chosen == Tier.PAIR and pair is None):
        raise ValueError(f"a record of kind {kind} is not for {chosen}")
    school = pair.school if pair is not None else _school_of(by)
    with transaction.atomic():
        made = Record.objects.create(
            kind=kind.value, owner_id=whose, mentorship=pair, school=school, tier=chosen.value,
            title=title.strip()[:160], words=dict(words or {}), step_key=step_key,
            begun_at=by.now, written_by_id=by.person_id, written_at=by.now,
        )  # fmt: skip
        _keep_version(made, by)
        for one in led:
            RecordLink.objects.get_or_create(earlier=one, later=made)
        if beside := beginning_of(kind):
            beside(made)
        _tell(made, "begin", by)
        if visiting:
            Share.objects.create(record=made, person_id=by.person_id, given_at=by.now)
    return made


def write(
    found: Record,
    title: str,
    words: Words,
    seen: Mapping[str, str],
    *,
    by: Viewer,
    right: str = "write",
) -> Record:
    """Keep what was typed. `seen` says, by section ("" is the title), the digest of what the
    writer had before her: sections that somebody else has changed since and she has not stay as
    they are now. `right` is that by which she writes: "write_along" is of one who was let in.

    Raises Refused, and Conflict when both have changed the same section.
    """
    with transaction.atomic():
        row = _as_it_is_now(found)
        RECORD_RIGHTS.decide(by, row, right).or_refuse()
        now_there: dict[str, Any] = {**row.words, "": row.title}
        sent: dict[str, Any] = {**words, "": title.strip()[:160]}
        kept = merged(now_there, sent, seen)
        said = kept.pop("", "")
        if said != row.title or kept != row.words:
            row.title, row.words = said, kept
            row.version, row.written_by_id, row.written_at = row.version + 1, by.person_id, by.now
            row.save(update_fields=["title", "words", "version", "written_by", "written_at"])
            if _keep_version(row, by):
                _tell(row, "write", by)
    return row


def merged(now_there: Words, sent: Words, seen: Mapping[str, str]) -> dict[str, Any]:
    """What stands there once both have written, by section; what is left empty is left out.
    Raises Conflict when both have changed the same section."""
    kept, contested = {}, {}
    for code in {*now_there, *sent}:
        there, mine = now_there.get(code, ""), sent.get(code, "")
        was = seen.get(code, digest(""))
        if digest(there) == was or digest(there) == digest(mine):
            kept[code] = mine
        elif digest(mine) == was:
            kept[code] = there
        else:
            contested[code] = there
    if contested:
        raise Conflict({**now_there, **contested})
    return {code: value for code, value in kept.items() if value not in ("", None, [], {})}


def _keep_version(row: Record, by: Viewer) -> bool:
    """Whether it is a new version: what one person saves in a quarter of an hour is one."""
    last = row.versions.order_by("-number").first()
    same = (
        last is not None
        and last.written_by_id == by.person_id
        and by.now - last.written_at < ONE_VERSION
    )
    if same and last is not None:
        RecordVersion.objects.filter(pk=last.pk).update(title=row.title, words=row.words)
    else:
        RecordVersion.objects.create(
            record=row,
            number=last.number + 1 if last is not None else 1,
            title=row.title,
            words=row.words,
            written_by_id=by.person_id,
            written_at=by.now,
        )
    return not same


def part_versions(found: Record, *, by: Viewer) -> int:
    """From here on what is written is another version, however soon: the one before stays as it
    is. Returns the number of the one before. In the transaction of the caller."""
    row = Record.objects.get(pk=found.pk)
    before = _last_number(row)
    RecordVersion.objects.create(
        record=row, number=before + 1, title=row.title, words=row.words,
        written_by_id=by.person_id, written_at=by.now,
    )  # fmt: skip
    return before


def _last_number(row: Record) -> int:
    return row.versions.order_by("-number").values_list("number", flat=True).first() or 0


def note_reading(found: Record, *, by: Viewer, noted: bool | None = None) -> None:
    """Somebody else than its owner reads a record: that is on the owner's log, once in a while for
    one who reads it again and again. `noted` says whether it is there already, where that is
    known."""
    if by.person_id == found.owner_id or found.tier == Tier.PUBLIC:
        return
    if noted is None:
        noted = read_lately(by, found, "record.read")
    if not noted:
        with transaction.atomic():
            _tell(found, "read", by)


def note_readings(found: Collection[Record], *, by: Viewer) -> None:
    """The same of several that are read on one page, in a fixed number of queries."""
    others = [row for row in found if row.owner_id != by.person_id and row.tier != Tier.PUBLIC]
    if not others:
        return
    known = read_of_these_lately(by, others)
    fresh = [row for row in others if trail.subject_of(row) not in known]
    if fresh:
        with transaction.atomic():
            trail.record_all(
                verb="record.read",
                about=[(trail.subject_of(row), scope_of(row)) for row in fresh],
                by=by,
            )


def share(
    found: Record,
    person: Person,
    *,
    by: Viewer,
    until: datetime | None = None,
    parts: Collection[str] | None = None,
) -> Share:
    """Let somebody read it, whole or these paragraphs by their digests, until a moment or until
    taken back. Whoever is named already reads as is said now. Raises Refused for somebody whom
    the viewer has no reason to know."""
    RECORD_RIGHTS.decide(by, found, "share").or_refuse()
    with transaction.atomic():
        _as_it_is_now(found)  # one after the other, where two forms are sent at once
        open_ones = Share.objects.filter(record=found, person=person, taken_back_at__isnull=True)
        renewed = open_ones.update(taken_back_at=by.now)
        if not renewed and not can_be_named(by, found).filter(pk=person.pk).exists():
            denied(_("You can name people of your pairs and of your school.")).or_refuse()
        made = Share.objects.create(
            record=found, person=person, whole=parts is None, parts=sorted(parts or ()),
            given_at=by.now, until=until,
        )  # fmt: skip
        _tell(found, "share", by, person=person.pk)
    return made


def take_back(found: Record, person: Person, *, by: Viewer) -> None:
    """From now on that person reads it no more. Nothing happens where she did not."""
    RECORD_RIGHTS.decide(by, found, "take_back").or_refuse()
    with transaction.atomic():
        given = Share.objects.filter(record=found, person=person, taken_back_at__isnull=True)
        if given.update(taken_back_at=by.now):
            _tell(found, "take_back", by, person=person.pk)


def set_tier(found: Record, tier: Tier, *, by: Viewer) -> Record:
    """Who reads it besides those who are named. "Only me" takes everything back that was shared.
    Raises Refused for a pair that has ended, ValueError for a tier that its kind lacks; to publish
    is a verb of its own."""
    if not _can_be_chosen(RecordKind(found.kind), tier) or (
        tier == Tier.PAIR and found.mentorship_id is None
    ):
        raise ValueError(f"a record of kind {found.kind} is not for {tier}")
    with transaction.atomic():
        row = _as_it_is_now(found)
        RECORD_RIGHTS.decide(by, row, "set_tier").or_refuse()
        if row.tier != tier:
            if tier == Tier.PAIR:
                RECORD_RIGHTS.decide(by, row, "open").or_refuse()
            Record.objects.filter(pk=row.pk).update(tier=tier)
            _tell(found, "set_tier", by, before=row.tier, after=tier.value)
        if tier == Tier.OWN:
            Share.objects.filter(record=found, taken_back_at__isnull=True).update(
                taken_back_at=by.now
            )
    found.tier = tier
    return found


def _can_be_chosen(kind: RecordKind, tier: Tier) -> bool:
    return tier == Tier.OWN or (tier != Tier.PUBLIC and tier in KINDS[kind].tiers)


def publish(found: Record, *, by: Viewer) -> Record:
    """From now on everybody reads it. Raises Refused unless it is its owner's alone, of a kind
    that can be published."""
    RECORD_RIGHTS.decide(by, found, "publish").or_refuse()
    with transaction.atomic():
        if Record.objects.filter(pk=found.pk).exclude(tier=Tier.PUBLIC).update(tier=Tier.PUBLIC):
            _tell(found, "publish", by)
    found.tier = Tier.PUBLIC
    return found


def comment(
    found: Record,
    text: str,
    *,
    by: Viewer,
    section: str = "",
    at_seconds: int | None = None,
    tag: str = "",
) -> RecordComment:
    """A remark beside a section, or at a moment of a recording."""
    with transaction.atomic():
        RECORD_RIGHTS.decide(by, _as_it_is_now(found), "comment").or_refuse()
        made = RecordComment.objects.create(
            record=found, section=section, author_id=by.person_id, text=text.strip(),
            at_seconds=at_seconds, tag=tag, written_at=by.now,
        )  # fmt: skip
        _tell(found, "comment", by)
    return made


def settle_comment(made: RecordComment, *, by: Viewer) -> None:
    """The owner has dealt with a remark, or its author takes it as dealt with."""
    if by.person_id != made.author_id:
        RECORD_RIGHTS.decide(by, made.record, "share").or_refuse()
    RecordComment.objects.filter(pk=made.pk, settled_at__isnull=True).update(settled_at=by.now)


def link(earlier: Record, later: Record, *, by: Viewer) -> None:
    """Say that the one led to the other. Raises Refused unless the viewer owns one of the two,
    and the other one is not only shown to her."""
    for one in (earlier, later):
        RECORD_RIGHTS.decide(by, one, "lead").or_refuse()
    if not RECORD_RIGHTS.decide(by, earlier, "link"):
        RECORD_RIGHTS.decide(by, later, "link").or_refuse()
    with transaction.atomic():
        _row, made = RecordLink.objects.get_or_create(earlier=earlier, later=later)
        if made:
            _tell(later, "link", by)


def hand_over(found: Record, pair: Mentorship, *, by: Viewer) -> Record:
    """Take a record of an earlier pair on into a new one: a copy that goes on there. The earlier
    one stays as it was, for those who read it then. Twice is once."""
    RECORD_RIGHTS.decide(by, found, "hand_over").or_refuse()
    with transaction.atomic():
        row = _as_it_is_now(found)
        taken = Record.objects.filter(mentorship=pair, continues=found).first()
        return taken or _taken_on(row, pair, by)


def go_on(found: Record, *, by: Viewer) -> Record:
    """Its owner goes on with what was in a pair that has ended, with or without a new one: a copy
    that is hers alone. The earlier one stays as it was, for those who read it then. Twice is
    once."""
    RECORD_RIGHTS.decide(by, found, "go_on").or_refuse()
    with transaction.atomic():
        row = _as_it_is_now(found)
        taken = Record.objects.filter(mentorship=None, continues=found).first()
        return taken or _taken_on(row, None, by)


def _as_it_is_now(found: Record) -> Record:
    """The row itself, held until the transaction ends: what was loaded may have changed since."""
    rows = Record.objects.select_related("mentorship").select_for_update(of=("self",))
    return rows.get(pk=found.pk)


def _taken_on(row: Record, pair: Mentorship | None, by: Viewer) -> Record:
    made = begin(
        RecordKind(row.kind), by=by, pair=pair, title=row.title, words=row.words,
        step_key=row.step_key if pair is not None else "", after=[row],
    )  # fmt: skip
    Record.objects.filter(pk=made.pk).update(continues=row)
    made.continues = row
    if (carry := carrier_of(RecordKind(row.kind))) is not None:
        carry(row, made, by)
    return made


def _school_of(whoever: Viewer) -> Organisation | None:
    """The school of somebody who writes without a pair: the lowest place where she has a role."""
    each = [place for place, _roles in own_places(whoever)]
    return max(each, key=lambda place: len(place.ancestor_ids), default=None)


def scope_of(row: Record) -> str:
    """The path of the school that it is of, "" for none: the area that its events are of."""
    return (row.school.path or "") if row.school is not None else ""


def _tell(row: Record, verb: str, by: Viewer, **data: object) -> None:
    trail.record(
        verb=f"record.{verb}",
        subject=trail.subject_of(row),
        scope=scope_of(row),
        by=by,
        **data,
    )


__all__ = [
    "Conflict", "begin", "comment", "go_on", "hand_over", "link", "merged", "note_reading",
    "note_readings", "part_versions", "publish", "scope_of", "set_tier", "settle_comment", "share",
    "take_back", "write",
]  # fmt: skip
