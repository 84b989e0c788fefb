"""Remembering forms that were sent, so that each does its work once."""

from __future__ import annotations

from datetime import datetime

from banyan.kernel.viewer import Viewer
from banyan.people.models import SentForm
from banyan.people.queries import hashed


def remember_sending(key: str, address: str, *, by: Viewer) -> tuple[SentForm, bool]:
    """Whatever is told to a form that is sent with this key to this address, and whether it is new.

    To be asked in the transaction that does what the form wants, so that both are there or
    neither: a second one of the same key waits for the end of the first.
    """
    return SentForm.objects.get_or_create(
        person_id=by.person_id, key=hashed(f"{address} {key}"), defaults={"sent_at": by.now}
    )


def tell_sending(sending: SentForm, answer: dict[str, object]) -> None:
    """What the form was told, to be told again."""
    SentForm.objects.filter(pk=sending.pk).update(answer=answer)


def forget_sendings(before: datetime) -> int:
    """Nobody waits any longer for an answer to these; returns how many there were."""
    return SentForm.objects.filter(sent_at__lt=before).delete()[0]
