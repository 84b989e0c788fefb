"""When mail may go out: what a person chose, on the person's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from banyan.kernel.rights import Right, Rights
from banyan.notifications.standings import READER

TOO_OLD = timedelta(days=3)  # a mail about something older helps nobody
LATE = timedelta(hours=1)  # whoever chose an hour expects the digest within the next one

NOTICE_RIGHTS = Rights(
    "notice",
    [Right("read", READER.otherwise(_("This was told to somebody else.")), label=_("Open"))],
)


def in_quiet_hours(quiet_from: time, quiet_until: time, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a mail would disturb now (an aware instant), on the wall clock of `zone`.

    From `quiet_from` up to but not including `quiet_until`, across midnight when it is the later
    one; equal times are no quiet hours. Asked of the instant, so a change to or from summer time
    needs no arithmetic: an hour that a clock skips is never asked about, one that it shows twice
    answers alike both times.
    """
    clock = now.astimezone(zone).time().replace(tzinfo=None)
    if quiet_from <= quiet_until:
        return quiet_from <= clock < quiet_until
    return clock >= quiet_from or clock < quiet_until


def last_digest(digest_at: time, now: datetime, zone: ZoneInfo) -> datetime:
    """The latest moment, not after `now`, at which the wall clock of `zone` showed `digest_at`.

    What was told before it belongs into that digest and what comes later waits for the next, so
    a worker that is late sends the same mail. A time that a clock skips is the moment an hour
    later; one that it shows twice is the first.
    """
    today = now.astimezone(zone).date()
    days = (today, today - timedelta(days=1))
    moments = (datetime.combine(day, digest_at, zone).astimezone(UTC) for day in days)
    return next(moment for moment in moments if moment <= now)


def digest_due(
    digest_at: time,
    digested_on: date | None,
    quiet_from: time,
    quiet_until: time,
    now: datetime,
    zone: ZoneInfo,
) -> bool:
    """Whether the latest digest is still to be sent, and may be sent now.

    One that is late, because there was no mail server or no worker, waits until quiet hours are
    over; whoever wants her digest at an hour that is quiet gets it then.
    """
    latest = last_digest(digest_at, now, zone)
    if digested_on is not None and digested_on >= latest.astimezone(zone).date():
        return False
    if now - latest < LATE or in_quiet_hours(quiet_from, quiet_until, latest, zone):
        return True
    return not in_quiet_hours(quiet_from, quiet_until, now, zone)
