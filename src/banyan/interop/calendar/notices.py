"""What mails about sessions bring to a calendar, and the mail to whoever did it herself.

The others of a session are told by a notice, and its mail brings the invitation. Whoever did it
is told of nothing, but her calendar has to know: she gets a mail for it alone, which stands on no
page.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from banyan.interop.calendar.queries import invitation_of, is_for_calendar
from banyan.mentoring.notices.sessions import SEE, tell_of_session
from banyan.mentoring.queries.sessions import people_of, told_of
from banyan.notifications import registry as notices
from banyan.notifications.registry import Enclosure, Kind
from banyan.notifications.states import Category
from banyan.people.models import Person
from banyan.trail import registry as trail
from banyan.trail.models import Event

OWN = "session.calendar"
TOLD = (
    "session.booked",
    "session.confirmed",
    "session.rescheduled",
    "session.shifted",
    "session.cancelled",
    "session.expired",
    "session.promoted",
)
BY_HERSELF = (
    "session.book",
    "session.confirm",
    "session.announce",
    "session.reschedule",
    "session.shift",
    "session.cancel",
    "session.take_seat",
    "session.give_seat_back",
)
BY_ITSELF = "session.lapse"  # nobody did it: it is for the calendars of all


def enclosed(person: Person, data: Mapping[str, Any], now: datetime) -> Enclosure | None:
    has_left = data.get("has_left", False)
    return invitation_of(person, int(data["session"]), now=now, has_left=has_left)


def _is_for_calendar(data: Mapping[str, Any]) -> bool:
    has_left = data.get("has_left", False)
    session, now = int(data["session"]), data["now"]
    return is_for_calendar(int(data["reader"]), session, now=now, has_left=has_left)


def keep_own(event: Event) -> None:
    """What somebody did with a session goes to her own calendar, too."""
    left = event.verb == "session.give_seat_back"
    if left and not event.data.get("seated"):
        return  # she was waiting, and never invited
    session = told_of(event.subject)
    tell_of_session(
        OWN,
        session,
        people_of(session) if event.verb == BY_ITSELF else [event.actor],
        key=f"{OWN}:{event.pk}",
        now=event.happened_at,
        has_left=left,
    )


notices.register(
    Kind(
        OWN,
        Category.SESSION,
        _("For your calendar"),
        _("Your session of {starts_at}, as it stands now. A calendar program takes it from this "
          "mail."),
        SEE,
        _is_for_calendar,
        only_mailed=True,
    )
)  # fmt: skip
notices.enclose(enclosed, OWN, *TOLD)
trail.follow("calendar.keep_own", keep_own, *BY_HERSELF, BY_ITSELF)
