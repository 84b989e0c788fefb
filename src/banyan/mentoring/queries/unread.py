"""How many messages wait for somebody: annotated to her pairs, so that no page asks once more."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Func, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Message, ThreadReading


def read_up_to(viewer: Viewer, pair: str) -> Coalesce:
    """The last message of the pair at this path of a row that the viewer has seen; 0 before."""
    read = ThreadReading.objects.filter(mentorship=OuterRef(pair), person_id=viewer.person_id)
    return Coalesce(Subquery(read.values("up_to")[:1]), Value(0))


def unread(viewer: Viewer) -> Coalesce:
    """For annotating a pair: how many messages the other one has written since she read. Also of a
    mentor who may not read them any more; whoever shows it asks the rules."""
    return Coalesce(Subquery(_unread(viewer)), Value(0), output_field=IntegerField())


def _unread(viewer: Viewer) -> QuerySet[Any, Any]:
    rows = Message.objects.filter(mentorship=OuterRef("pk"), taken_back_at__isnull=True)
    rows = rows.exclude(author_id=viewer.person_id)
    rows = rows.annotate(read=read_up_to(viewer, "mentorship")).filter(pk__gt=F("read"))
    # Not an aggregate: that would be counted for each group of something.
    return rows.order_by().values_list(Func("pk", function="COUNT", output_field=IntegerField()))
