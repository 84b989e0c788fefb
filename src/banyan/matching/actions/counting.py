"""Saying, for counts alone, whether one is a woman or a man; and counting it, once."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer
from banyan.matching.models import GenderCount, GenderSaid, Round
from banyan.matching.queries.counting import (
    OwnGender,
    counts_gender,
    counts_of,
    fewest_of,
    said_of,
    to_count,
)
from banyan.matching.rules import GENDER_RIGHTS
from banyan.people.models import Person
from banyan.trail import actions as trail


def say_gender(found: OwnGender, gender: str, *, by: Viewer, seen: int) -> None:
    """The viewer says this of herself, or nothing ("") from now on; the record says that she
    answered, and not what. Counts that were made before stay as they are. `seen` is the version she
    began with: Stale when it was changed since, in another window."""
    GENDER_RIGHTS.decide(by, found, "say" if gender else "take_back").or_refuse()
    if seen == found.version and gender == (found.said.gender if found.said else ""):
        return
    mine = GenderSaid.objects.filter(cohort=found.cohort, person=found.person_id)
    with transaction.atomic():
        # Where she has said nothing yet there is no row to wait for: two windows wait for her own.
        Person.objects.select_for_update(no_key=True).get(pk=found.person_id)
        before = mine.first()
        if (before.pk if before else 0) != seen:
            raise Stale(_("Your answer has been changed since you opened the page."))
        subject = trail.subject_of(before) if before else None
        mine.delete()
        if gender:
            now = GenderSaid.objects.create(
                cohort=found.cohort, person_id=found.person_id, gender=gender
            )
            subject = trail.subject_of(now)
        if subject is not None:
            trail.record(
                verb="gender.say",
                subject=subject,
                scope=found.cohort.programme.organisation.path or "",
                by=by,
            )


def count_by_gender(round_: Round, *, by: Viewer) -> None:
    """Keep what this round, which is being published, tells by gender; nothing where that is not
    asked or so few could be counted that whatever they have said nothing could be told."""
    if not counts_gender(round_.cohort):
        return
    fewest = fewest_of(round_.cohort)
    fits = to_count(round_)
    counts = counts_of(fits, said_of(round_), fewest)
    if counts is not None:
        GenderCount.objects.create(round=round_, counted_at=by.now, fewest=fewest, counts=counts)
