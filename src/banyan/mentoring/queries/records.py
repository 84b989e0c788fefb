"""Records of practice: the one door through which anybody reads their words."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import (
    Mentorship,
    Record,
    RecordComment,
    RecordLink,
    Share,
)
from banyan.mentoring.queries.history import said_while_read
from banyan.mentoring.queries.readers import noted
from banyan.mentoring.registry import rows_beside
from banyan.mentoring.standings import (
    PAIR,
    POWERS,
    RECORD_CLOSE,
    RECORD_OTHER,
    RECORD_OWNER,
    RECORD_READERS,
    RECORD_WHOLE,
)
from banyan.mentoring.states import LIVE, RecordKind, Tier
from banyan.organisations.models import Membership, ReportingLine
from banyan.people.models import Person
from banyan.people.queries import typed_at
from banyan.trail.queries import subject_of
from banyan.ui.prepared import Given, PreparedFor, PreparedOne

Words = Mapping[str, Any]
_PAIR = ("mentorship__mentor", "mentorship__mentee", "mentorship__cohort__programme")
_ALONG = ("owner", *_PAIR)


def digest(value: object) -> str:
    """A short name of what a section holds, the same wherever it is the same."""
    spelled = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(spelled.encode()).hexdigest()[:20]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: what stands between empty lines."""
    found = re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
    return [one.strip() for one in found if one.strip()]


def trimmed(words: Words, parts: Collection[str]) -> dict[str, Any]:
    """Of each section, only the paragraphs with these digests; a section without any is left out,
    and so is what is no text."""
    kept: dict[str, Any] = {}
    for code, said in words.items():
        if isinstance(said, str):
            shown = [one for one in paragraphs(said) if digest(one) in parts]
            if shown:
                kept[code] = "\n\n".join(shown)
    return kept


@dataclass(frozen=True, slots=True)
class Reading:
    """A record as its viewer may read it: `record` holds no more words than these."""

    record: Record
    title: str
    words: dict[str, Any]
    whole: bool  # not only paragraphs that were shared
    is_owner: bool
    may_write: bool
    remark: tuple[Sequence[str], ...] = ()  # that the viewer has typed and not sent


def records(viewer: Viewer, *kinds: RecordKind) -> QuerySet[Record]:
    """Every record of these kinds that the viewer may read, of any if none is named, newest first.
    Without words; `is_whole` says whether the title, too, is for the viewer."""
    found = Record.objects.filter(RECORD_READERS.where(viewer))
    if kinds:
        found = found.filter(kind__in=[kind.value for kind in kinds])
    return _without_words(viewer, found).order_by("-written_at", "-pk")


def own_records(viewer: Viewer, *kinds: RecordKind) -> QuerySet[Record]:
    """The viewer's own."""
    return records(viewer, *kinds).filter(owner_id=viewer.person_id)


def records_of_pair(viewer: Viewer, pair: Mentorship, *kinds: RecordKind) -> QuerySet[Record]:
    """What this pair has between its two, as far as the viewer may read it."""
    return records(viewer, *kinds).filter(mentorship=pair)


def _without_words(viewer: Viewer, found: QuerySet[Record]) -> QuerySet[Record]:
    """The words of a row are gone, not put off: they could be asked for one by one."""
    whole = RECORD_WHOLE.where(viewer)
    return (
        found.annotate(is_whole=Case(When(whole, then=Value(True)), default=Value(False)))
        .annotate(shown_title=Case(When(whole, then="title"), default=Value("")))
        .defer("words", "title")
        .select_related("school", *_ALONG)
    )


def record(viewer: Viewer, pk: int, *kinds: RecordKind) -> Record:
    """The record with this id, without its words: to name it, share it, decide on it. Raises
    DoesNotExist for whoever may read nothing of it."""
    found: Record = _record.one(viewer, pk, *kinds)
    return found


@PreparedOne
def _record(viewer: Viewer, *kinds: RecordKind) -> QuerySet[Record]:
    return _one(viewer, *kinds)


def _one(viewer: Viewer, *kinds: RecordKind) -> QuerySet[Record]:
    shares = Prefetch("shares", Share.objects.select_related("person"))
    mentor, mentee = OuterRef("mentorship__mentor"), OuterRef("mentorship__mentee")
    heads = Membership.objects.filter(Q(person=mentor) | Q(person=mentee), role__in=POWERS)
    lines = ReportingLine.objects.filter(Q(reports_to=mentor) | Q(reports_to=mentee))
    found = (
        records(viewer, *kinds)
        .annotate(pair_heads=Q(Exists(heads)) | Q(Exists(lines)))
        .select_related("mentorship__school")
        .prefetch_related(shares)
    )
    beside = rows_beside(*kinds) if kinds else ()
    return found.select_related(*beside) if beside else found


def opening(
    viewer: Viewer, pk: int, *kinds: RecordKind, since: datetime, remark_at: str
) -> tuple[Reading, bool]:
    """The record with this id and its words, as this viewer may read them, with what she has typed
    into the form at `remark_at`; and whether her reading is on the log already since then. Two
    queries. Raises DoesNotExist as `record` does."""
    subject = subject_of(Record(pk=pk))
    found = _opening.one(viewer, pk, *kinds, subject=subject, since=since, remark_at=remark_at)
    title, words = found.all_title, found.all_words
    del found.all_title, found.all_words
    reading = _reading(viewer, found, title, words)
    return replace(reading, remark=tuple(found.remark or ())), found.read_lately


@PreparedOne
def _opening(viewer: Viewer, *kinds: RecordKind) -> QuerySet[Record]:
    return _one(viewer, *kinds).annotate(
        all_title=F("title"), all_words=F("words"), read_lately=noted(viewer, "record.read"),
        remark=typed_at(viewer, Given("remark_at", CharField())),
    )  # fmt: skip


def known(viewer: Viewer, found: Record) -> Reading:
    """The words of a record that came through `record` or `records`, as this viewer may read them.
    Pages call `views.records.opened`, which also notes the reading."""
    row = (
        Record.objects.filter(RECORD_READERS.where(viewer), pk=found.pk)
        .values_list("title", "words", named=True)
        .get()
    )
    return _reading(viewer, found, row.title, row.words)


def _reading(viewer: Viewer, found: Record, said: str, words: Words) -> Reading:
    whole = RECORD_WHOLE.holds(viewer, found)
    found.words = dict(words) if whole else trimmed(words, _parts(viewer, found))
    found.title = said if whole else ""
    is_owner = RECORD_OWNER.holds(viewer, found)
    other = RECORD_OTHER.holds(viewer, found)
    return Reading(found, found.title, found.words, whole, is_owner, is_owner or other)


def known_together(viewer: Viewer, found: QuerySet[Record]) -> list[Reading]:
    """The words of records that came through `records`, each as this viewer may read it, in the
    same order. A fixed number of queries; pages also note the readings."""
    rows = list(found.prefetch_related("shares"))
    spelled = Record.objects.filter(
        RECORD_READERS.where(viewer), pk__in=[row.pk for row in rows]
    ).in_bulk()
    told = []
    for row in rows:
        there = spelled.get(row.pk)
        if there is None:
            continue
        whole = bool(getattr(row, "is_whole", False))
        words = dict(there.words) if whole else trimmed(there.words, _parts(viewer, row))
        row.title, row.words = (there.title if whole else ""), words
        is_owner = RECORD_OWNER.holds(viewer, row)
        other = whole and row.tier == Tier.PAIR and viewer.person_id in _of_its_pair(row)
        told.append(Reading(row, row.title, words, whole, is_owner, is_owner or other))
    return told


def own_readings(viewer: Viewer) -> list[Reading]:
    """All that is the viewer's own, with its words, the oldest first: whoever owns a record reads
    all of it. One query."""
    rows = Record.objects.filter(RECORD_OWNER.where(viewer)).select_related(*_ALONG, *rows_beside())
    return [
        Reading(one, one.title, dict(one.words), True, True, True)
        for one in rows.order_by("begun_at", "pk")
    ]


def links_between_own(viewer: Viewer) -> list[tuple[int, int]]:
    """What of the viewer's own led to what else of hers, by ids. One query."""
    rows = RecordLink.objects.filter(
        earlier__owner_id=viewer.person_id, later__owner_id=viewer.person_id
    )
    return list(rows.order_by("pk").values_list("earlier_id", "later_id"))


def _of_its_pair(found: Record) -> set[int]:
    pair = found.mentorship
    return {pair.mentor_id, pair.mentee_id} if pair is not None else set()


def _parts(viewer: Viewer, found: Record) -> set[str]:
    return {
        part
        for share in found.shares.all()
        if share.person_id == viewer.person_id and share.lasts(viewer.now)
        for part in share.parts
    }


def comments(viewer: Viewer, found: Record) -> list[RecordComment]:
    """What was remarked on it, oldest first: in confidence. Those who read only parts read no
    remarks, and what is published is published without; what was remarked before the viewer was
    let in is its owner's, and hers where she wrote it."""
    if not RECORD_CLOSE.holds(viewer, found):
        return []
    said = said_while_read(viewer, found, "written_at", "author_id")
    rows = found.comments.filter(said).select_related("author")
    return list(rows.order_by("written_at", "pk"))


def thread(viewer: Viewer, found: Record) -> tuple[list[Record], list[Record]]:
    """What led to it, and what it led to, as far as the viewer may read them. One query."""
    joined = _joined(viewer, record=found.pk)
    return [one for one in joined if one.led], [one for one in joined if one.came]


@PreparedFor
def _joined(viewer: Viewer) -> QuerySet[Record]:
    record: Any = Given("record", IntegerField())
    led = RecordLink.objects.filter(earlier=OuterRef("pk"), later_id=record)
    came = RecordLink.objects.filter(later=OuterRef("pk"), earlier_id=record)
    return (
        records(viewer)
        .annotate(led=Exists(led), came=Exists(came))
        .filter(Q(led=True) | Q(came=True))
        .order_by("begun_at", "pk")
    )


def at_hand(viewer: Viewer, found: Record) -> QuerySet[Record]:
    """Records with which the owner of this one works at it: her own others, and those between the
    two of its pair. What is only shown to her is none of them."""
    of_pair = RECORD_OTHER.where(viewer) & Q(mentorship_id=found.mentorship_id or 0)
    return records(viewer).filter(RECORD_OWNER.where(viewer) | of_pair).exclude(pk=found.pk)


def can_lead(viewer: Viewer, found: Record) -> QuerySet[Record]:
    """Those at hand that the owner may still join to this one."""
    rows = at_hand(viewer, found).exclude(led_to__later_id=found.pk)
    return rows.exclude(came_from__earlier_id=found.pk)


def can_be_taken_on(viewer: Viewer, pair: Mentorship) -> QuerySet[Record]:
    """The viewer's own records of earlier pairs that have ended, or the copies with which she has
    gone on alone since; without those that are in this one."""
    of_ended = Q(mentorship__isnull=False, tier=Tier.PAIR) & ~Q(mentorship__status__in=LIVE)
    alone = Q(mentorship__isnull=True)
    copies = Record.objects.filter(continues=OuterRef("pk"))
    return (
        own_records(viewer)
        .filter(of_ended | (alone & Q(continues__isnull=False)))
        .exclude(mentorship=pair)
        .exclude(Exists(copies.filter(Q(mentorship=pair) | alone)))
    )


def can_be_named(viewer: Viewer, found: Record) -> QuerySet[Person]:
    """Whom the owner may name as a reader: people of her own pairs, past and present, and those
    who hold a role in her schools today. Everybody once, by name."""
    pairs = Mentorship.objects.filter(PAIR.where(viewer))
    today = Q(starts_on__lte=viewer.today) & (Q(ends_on__isnull=True) | Q(ends_on__gt=viewer.today))
    schools = Membership.objects.filter(today, person_id=viewer.person_id).values("organisation")
    colleagues = Membership.objects.filter(today, person=OuterRef("pk"), organisation__in=schools)
    lasting = Q(until__isnull=True) | Q(until__gt=viewer.now)
    already = Share.objects.filter(lasting, record=found, taken_back_at__isnull=True)
    return (
        Person.objects.filter(
            Exists(pairs.filter(mentor=OuterRef("pk")))
            | Exists(pairs.filter(mentee=OuterRef("pk")))
            | Exists(colleagues)
        )
        .exclude(pk=viewer.person_id)
        .exclude(pk__in=already.values("person"))
        .order_by("name", "pk")
    )
