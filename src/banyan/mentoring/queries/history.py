"""How a record was before, as far as each who reads it may know."""

from __future__ import annotations

from datetime import datetime

from django.db.models import CharField, Exists, Expression, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Record, RecordVersion, Share
from banyan.mentoring.standings import RECORD_OTHER, RECORD_OWNER
from banyan.mentoring.states import Tier
from banyan.trail.models import Event
from banyan.trail.queries import subject_of


def versions(viewer: Viewer, found: Record) -> list[RecordVersion]:
    """How it was, newest first: for its owner and the other one of its pair, to whom what stood
    there before it was opened to her is as private as it was."""
    is_owner = RECORD_OWNER.holds(viewer, found)
    if not is_owner and not RECORD_OTHER.holds(viewer, found):
        return []
    rows = list(found.versions.select_related("written_by").order_by("-number"))
    if is_owner or (since := _opened_at(found)) is None:
        return rows
    fresh = sum(row.written_at > since for row in rows)
    return rows[: fresh + 1]  # the last is what stood there at that moment


def _opened_at(found: Record) -> datetime | None:
    """When it last became the pair's; None where it has been so from the beginning."""
    changes = Event.objects.filter(subject=subject_of(found), verb="record.set_tier")
    rows = changes.order_by("-happened_at", "-pk").values_list("happened_at", "data")
    return next((moment for moment, data in rows if data.get("after") == Tier.PAIR), None)


def said_while_read(viewer: Viewer, found: Record, moment: str, by: str) -> Q:
    """Of rows about it, those `by` this viewer, and those of which the `moment` lies where she
    read all of it in confidence: what was said on it before she was let in is its owner's."""
    if RECORD_OWNER.holds(viewer, found):
        return Q()
    of_record = Share.objects.filter(record_id=found.pk, person_id=viewer.person_id, whole=True)
    lasted = of_record.filter(
        Q(taken_back_at__isnull=True) | Q(taken_back_at__gt=OuterRef(moment)),
        Q(until__isnull=True) | Q(until__gt=OuterRef(moment)),
        given_at__lte=OuterRef(moment),
    )
    told = Q(**{by: viewer.person_id}) | Q(Exists(lasted))
    if RECORD_OTHER.holds(viewer, found):
        return told | ~Q(_opened_since(found, moment))
    return told


def _opened_since(found: Record, moment: str) -> Exists:
    return _became_the_pairs(Value(subject_of(found)), moment)


def kept_from_the_pair(record_id: str, moment: str) -> Exists:
    """Of rows about records: whether theirs became the pair's at or after their `moment`."""
    subject = Concat(Value(subject_of(Record(pk=0))[:-1]), Cast(OuterRef(record_id), CharField()))
    return _became_the_pairs(subject, moment)


def _became_the_pairs(subject: Expression, moment: str) -> Exists:
    changes = Event.objects.filter(
        subject=subject, verb="record.set_tier", data__after=Tier.PAIR.value
    )
    return Exists(changes.filter(happened_at__gte=OuterRef(moment)))
