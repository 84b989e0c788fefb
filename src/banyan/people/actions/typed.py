"""Keeping what somebody has typed and not sent, for her alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext

from banyan.kernel.decision import denied
from banyan.kernel.viewer import Viewer
from banyan.people.models import TypedForm
from banyan.people.standings import TYPIST

MOST_TYPED, LONGEST_ADDRESS = 200_000, 200  # characters in one form, and in its address


def keep_typed(address: str, words: Sequence[tuple[str, str]], *, by: Viewer) -> TypedForm:
    """Keep for the viewer alone what she has typed into the form at this address so far, without
    the character that not every database holds. Raises Refused for more than any form takes."""
    size = sum(len(name) + len(value) for name, value in words)
    if size > MOST_TYPED or len(address) > LONGEST_ADDRESS:
        denied(gettext("That is more than can be kept.")).or_refuse()
    said = [[text.replace("\0", "") for text in one] for one in words]
    now = {"words": said, "typed_at": by.now, "looked_at": by.now}  # its page was asked just before
    kept, _made = TypedForm.objects.update_or_create(
        person_id=by.person_id, address=address, defaults=now
    )
    return kept


def forget_typed(address: str, *, by: Viewer) -> int:
    """It is sent, or can be sent no more; returns how many there were."""
    return TypedForm.objects.filter(TYPIST.where(by), address=address).delete()[0]


def look_at_typed(row: TypedForm, now: datetime) -> None:
    """Its page is being asked: the next look is at others first, whatever comes of this one."""
    TypedForm.objects.filter(pk=row.pk).update(looked_at=now)


def forget_typed_of(row: TypedForm) -> int:
    """The same of one that its form is not there for any more; what was typed since stays."""
    return TypedForm.objects.filter(pk=row.pk, typed_at=row.typed_at).delete()[0]


def forget_typed_before(before: datetime) -> int:
    """Nobody came back to these; returns how many there were."""
    return TypedForm.objects.filter(typed_at__lt=before).delete()[0]
