"""What a form begins or remarks in records of practice: the same sent again, from another tab or by
an impatient finger, is what is there."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

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
    """As `records.begin`, of the viewer's own. One that is there already is the one."""
    with transaction.atomic():
        same = there(kind, by=by, title=title, words=words, pair=pair, step_key=step_key)
        return same.first() or records.begin(
            kind, by=by, pair=pair, title=title, words=words, step_key=step_key, after=after
        )


def there(
    kind: RecordKind,
    *,
    by: Viewer,
    title: str = "",
    words: Words | None = None,
    owner: Person | None = None,
    pair: Mentorship | None = None,
    step_key: str = "",
) -> QuerySet[Record]:
    """Records with the same words that the viewer has begun so within a quarter of an hour, her own
    or those of this owner, and that nobody has changed since; the newest first. Until the end of
    the transaction in which it is asked for she begins none in another tab."""
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=by.person_id)
    begun = Record.objects.filter(
        kind=kind.value, owner_id=owner.pk if owner else by.person_id, mentorship=pair,
        continues=None, version=1, title=title.strip()[:160], step_key=step_key,
        written_by_id=by.person_id, begun_at__gt=by.now - records.ONE_VERSION,
    )  # fmt: skip
    same = [one.pk for one in begun.only("words") if one.words == dict(words or {})]
    return begun.filter(pk__in=same).order_by("-pk")


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
