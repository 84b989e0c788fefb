"""Texts whose outcome is agreed: written, given to readers among their work, taken out of use."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale, unfit
from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.practice.actions.submissions import MOST_WORDS, tell_of_reading
from banyan.practice.models import Anchor, Reading
from banyan.practice.queries.anchors import Anchored, anchored
from banyan.practice.queries.calibrating import calibrated
from banyan.practice.rules import ANCHOR_RIGHTS, CALIBRATING
from banyan.programmes.models import Programme
from banyan.programmes.queries import design_of
from banyan.trail import actions as trail
from blueprint import counted

LONGEST = 40_000  # characters of a text


def write_anchor(
    programme: Programme,
    key: str,
    title: str,
    words: Mapping[str, Any],
    agreed: Mapping[str, bool],
    how: str,
    *,
    by: Viewer,
) -> Anchor:
    """A text that looks to be of this step, or with no key like the application of a mentor, by
    the codes of what is asked there; and what is agreed of each criterion. Raises Unfit, naming
    the field, or the criterion of which nothing is said."""
    ANCHOR_RIGHTS.decide(by, programme, "write").or_refuse()
    made = Anchor(
        programme=programme,
        key=key,
        design=design_of(programme),
        title=title.strip()[:120],
        words={code: _trimmed(said) for code, said in words.items()},
        agreed_how=how.strip()[:MOST_WORDS],
        written_by_id=by.person_id,
        written_at=by.now,
    )
    try:
        one = anchored(made)
    except Anchor.DoesNotExist as error:
        raise unfit("key", _("Readers do not judge this.")) from error
    lacking = ("title", not made.title), (one.missing, one.missing), ("how", not made.agreed_how)
    for field, is_missing in lacking:
        if is_missing:
            raise unfit(field, _("Write something here."))
    for criterion in one.review.criteria:
        if criterion.code not in agreed:
            raise unfit(criterion.code, _("Say whether the text meets this."))
        made.agreed[criterion.code] = agreed[criterion.code]
    with transaction.atomic():
        Programme.objects.select_for_update(no_key=True).only("pk").get(pk=programme.pk)
        written = Anchor.objects.filter(
            programme=programme, key=key, title=made.title, agreed_how=made.agreed_how,
            written_by_id=by.person_id, retired_at=None,
        )  # fmt: skip
        for same in written:
            if (same.words, same.agreed) == (made.words, made.agreed):
                return same  # from another tab
        made.save(force_insert=True)
        _record(one, "write", by)
    return made


def _trimmed(said: object) -> object:
    """Of what is typed, the text without spaces around it, and not without end."""
    return said.strip()[:LONGEST] if isinstance(said, str) else said


def give_anchor(one: Anchored, people: Collection[Person], *, by: Viewer) -> list[Reading]:
    """To these readers, among their work and with the same time for it. Raises Refused when one of
    them may not have it."""
    ANCHOR_RIGHTS.decide(by, one.anchor, "give").or_refuse()
    with transaction.atomic():
        Anchor.objects.select_for_update().only("pk").get(pk=one.anchor.pk)
        found = calibrated(one.anchor, list(people), on=by.today)
        for each in found:
            CALIBRATING.decide(by, each, "give").or_refuse()
        return [_give(one, each.person, by) for each in found]


def _give(one: Anchored, person: Person, by: Viewer) -> Reading:
    made = Reading.objects.create(
        anchor=one.anchor,
        reader=person,
        assigned_by_id=by.person_id,
        assigned_at=by.now,
        due_on=counted(by.today, one.review.answer_within),
    )
    tell_of_reading(made, one, "assign", by)
    return made


def retire_anchor(one: Anchored, *, by: Viewer) -> None:
    """It is given to nobody any more; what readers found of it stays."""
    ANCHOR_RIGHTS.decide(by, one.anchor, "retire").or_refuse()
    with transaction.atomic():
        if not Anchor.objects.filter(pk=one.anchor.pk, retired_at=None).update(retired_at=by.now):
            raise Stale(_("This anchor paper has been taken out of use since you opened the page."))
        _record(one, "retire", by)


def _record(one: Anchored, verb: str, by: Viewer) -> None:
    trail.record(
        verb=f"anchor.{verb}", subject=trail.subject_of(one.anchor), scope=one.scope, by=by
    )
