"""What a form begins or remarks in records of practice: the same sent again, from another tab or by
an impatient finger, is what is there."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import records
from banyan.mentoring.models import Mentorship, Record, RecordComment
from banyan.mentoring.queries.records import Words
from banyan.mentoring.states import RecordKind
from banyan.people.models import Person


def begin(
    kind: RecordKind,
    *,
    by: Viewer,
    title: str,
    words: Words,
    pair: Mentorship | None = None,
    step_key: str = "",
    after: Iterable[Record] = (),
) -> Record:
    """As `records.begin`, of the viewer's own. One that she has begun within a quarter of an hour
    and not changed since, with the same words, is the one."""
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).only("pk").get(pk=by.person_id)
        mine = Record.objects.filter(
            kind=kind.value, owner_id=by.person_id, mentorship=pair, continues=None, version=1,
            title=title.strip()[:160], step_key=step_key,
            begun_at__gt=by.now - records.ONE_VERSION,
        )  # fmt: skip
        there = next((one for one in mine.order_by("-pk") if one.words == dict(words)), None)
        return there or records.begin(
            kind, by=by, pair=pair, title=title, words=words, step_key=step_key, after=after
        )


def comment(
    found: Record,
    text: str,
    *,
    by: Viewer,
    section: str = "",
    at_seconds: int | None = None,
    tag: str = "",
) -> RecordComment:
    """As `records.comment`. The same words at the same place by the same person within a quarter of
    an hour are one remark."""
    with transaction.atomic():
        Record.objects.select_for_update().only("pk").get(pk=found.pk)
        said = RecordComment.objects.filter(
            record=found, author_id=by.person_id, section=section, at_seconds=at_seconds, tag=tag,
            text=text.strip(), written_at__gt=by.now - records.ONE_VERSION,
        )  # fmt: skip
        return said.first() or records.comment(
            found, text, by=by, section=section, at_seconds=at_seconds, tag=tag
        )
