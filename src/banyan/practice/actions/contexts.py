"""The context of somebody's teaching, and the first interview, begun."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import denied
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import records
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.states import RecordKind
from banyan.practice.queries.contexts import intake_of


def begin_context(words: dict[str, Any], *, by: Viewer, pair: Mentorship | None) -> Record:
    """The viewer's own."""
    return records.begin(RecordKind.CONTEXT, by=by, pair=pair, words=words)


def begin_intake(words: dict[str, Any], *, by: Viewer, pair: Mentorship) -> Record:
    """The teacher's, by either of the two; one of a pair: whoever comes second is given it."""
    with transaction.atomic():
        Mentorship.objects.select_for_update(of=("self",)).get(pk=pair.pk)
        there = intake_of(by, pair)
        if there is not None:
            return there
        if Record.objects.filter(kind=RecordKind.INTAKE, mentorship=pair).exists():
            denied(_("There was a first interview. The teacher keeps it to herself.")).or_refuse()
        return records.begin(RecordKind.INTAKE, by=by, owner=pair.mentee, pair=pair, words=words)
