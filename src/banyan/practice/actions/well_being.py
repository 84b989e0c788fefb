"""Well-being: turned on and off by oneself, and a check given."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import once, records
from banyan.mentoring.models import Record
from banyan.mentoring.states import RecordKind, Tier
from banyan.organisations.models import Organisation
from banyan.organisations.states import Level
from banyan.practice.models import Pulse, WellBeing
from banyan.practice.queries.well_being import switch
from banyan.practice.rules.well_being import WELL_BEING_RIGHTS
from banyan.trail import actions as trail


def turn_on(*, by: Viewer) -> WellBeing:
    """From now on the viewer can give checks; their numbers count together with those of others."""
    WELL_BEING_RIGHTS.decide(by, None, "turn_on").or_refuse()
    with transaction.atomic():
        row, made = WellBeing.objects.get_or_create(
            person_id=by.person_id, defaults={"turned_on_at": by.now}
        )
        again = WellBeing.objects.filter(pk=row.pk, turned_off_at__isnull=False).update(
            turned_on_at=by.now, turned_off_at=None
        )
        if made or again:
            _tell(row, "turn_on", by)
    return row


def turn_off(*, by: Viewer) -> None:
    """What was given stays the viewer's own; none of its numbers is counted any more."""
    WELL_BEING_RIGHTS.decide(by, None, "turn_off").or_refuse()
    with transaction.atomic():
        row = switch(by)
        if row is None:
            return
        on = WellBeing.objects.filter(pk=row.pk, turned_off_at__isnull=True)
        if on.update(turned_off_at=by.now):
            Pulse.objects.filter(person_id=by.person_id, taken_back_at__isnull=True).update(
                answers={}, taken_back_at=by.now
            )
            _tell(row, "turn_off", by)


def give_check(words: dict[str, Any], *, by: Viewer) -> Record:
    """A check of the viewer's own, for her alone until she shares it. Its numbers, without her
    words, are laid beside those of others of the district. The same given again at once is the
    one, and counts once."""
    with transaction.atomic():
        WELL_BEING_RIGHTS.decide(by, switch(by), "check").or_refuse()
        if same := once.there(RecordKind.WELL_BEING, by=by, words=words).first():
            return same
        made = records.begin(RecordKind.WELL_BEING, by=by, tier=Tier.OWN, words=words)
        numbers = {code: value for code, value in words.items() if isinstance(value, int)}
        if numbers and made.school is not None:
            Pulse.objects.create(
                person_id=by.person_id, area=_area(made.school), answers=numbers, given_at=by.now
            )
    return made


def _area(place: Organisation) -> Organisation:
    """Where it is counted: never in one school, in which few are known to each other."""
    if place.level == Level.SCHOOL and place.parent is not None:
        return place.parent
    return place


def _tell(row: WellBeing, verb: str, by: Viewer) -> None:
    """On her own trail, in no area's: nobody who coordinates learns that she uses it."""
    trail.record(verb=f"well_being.{verb}", subject=trail.subject_of(row), scope="", by=by)
