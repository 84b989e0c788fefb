"""Asking, in confidence, not to be paired with somebody."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer
from banyan.matching.actions.rounds import scope
from banyan.matching.models import Apart, Round
from banyan.matching.queries.apart import OwnApart
from banyan.matching.rules import APART_RIGHTS, ROUND_RIGHTS
from banyan.mentoring.actions.readings import note
from banyan.people.models import Person
from banyan.trail import actions as trail


def keep_apart(found: OwnApart, names: Sequence[str], *, by: Viewer, seen: int) -> None:
    """These are with whom the viewer would rather not be paired, in place of what she said before;
    the record says that she did, and none of the names. `seen` is the version she began with:
    Stale when it was changed since, in another window."""
    APART_RIGHTS.decide(by, found, "keep").or_refuse()
    if list(names) == found.names and seen == found.version:
        return
    mine = Apart.objects.filter(programme=found.programme, person=found.person_id)
    with transaction.atomic():
        # Where she has said nothing yet there is no row to wait for: two windows wait for her own.
        Person.objects.select_for_update(no_key=True).get(pk=found.person_id)
        before = list(mine.order_by("pk"))
        if max((row.pk for row in before), default=0) != seen:
            raise Stale(_("These names have been changed since you opened the page."))
        mine.delete()
        rows = [
            Apart.objects.create(programme=found.programme, person_id=found.person_id, name=name)
            for name in dict.fromkeys(names)
        ]
        trail.record(
            verb="apart.keep",
            subject=trail.subject_of((rows or before)[0]),
            scope=found.programme.organisation.path or "",
            by=by,
        )


def note_apart_reading(round_: Round, *, by: Viewer) -> None:
    """A coordinator reads what people of this round asked for in confidence."""
    ROUND_RIGHTS.decide(by, round_, "read").or_refuse()
    note("apart.read", round_, scope(round_), by=by)
