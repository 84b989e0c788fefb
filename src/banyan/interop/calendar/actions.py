"""The secret address of a person's calendar: made, made anew, taken away."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.interop.calendar.models import CalendarAddress
from banyan.interop.calendar.queries import hashed
from banyan.interop.calendar.rules import CALENDAR_RIGHTS
from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.trail import actions as trail

TWICE = timedelta(seconds=15)  # within which a button is pressed twice, not in two tabs


@transaction.atomic
def make_address(*, by: Viewer, seen: str | None = None) -> str:
    """A new secret for the viewer's own calendar; an earlier one stops working. Returns it: it is
    shown once and only its hash is kept. `seen` is the `edition` of the address that stood on the
    page: Stale where another tab has made one since, which may be copied already. Of a button that
    was pressed twice, only the second answer is seen: it gets an address, too."""
    CALENDAR_RIGHTS.decide(by, by.person_id, "make").or_refuse()
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=by.person_id)
    now = CalendarAddress.objects.filter(person_id=by.person_id).first()
    if now is not None and seen not in (None, edition(now)) and now.made_at < by.now - TWICE:
        raise Stale(
            _("Another address was made since you opened this page, and shown once. If you did not "
              "copy it, make a new one.")
        )  # fmt: skip
    token = secrets.token_urlsafe(32)
    CalendarAddress.objects.update_or_create(
        person_id=by.person_id, defaults={"token_hash": hashed(token), "made_at": by.now}
    )
    _record("make", by)
    return token


def edition(address: CalendarAddress | None) -> str:
    """Which of a person's addresses it is; empty for none."""
    return address.token_hash[:16] if address is not None else ""


@transaction.atomic
def remove_address(*, by: Viewer) -> bool:
    """From now on nobody reads this calendar. Returns whether there was an address."""
    CALENDAR_RIGHTS.decide(by, by.person_id, "remove").or_refuse()
    removed, _rows = CalendarAddress.objects.filter(person_id=by.person_id).delete()
    if removed:
        _record("remove", by)
    return bool(removed)


def _record(verb: str, by: Viewer) -> None:
    trail.record(verb=f"calendar.{verb}", subject=f"person:{by.person_id}", scope="", by=by)
