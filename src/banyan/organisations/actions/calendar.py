"""The calendar of a place: days by hand, and those of a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext

from banyan.kernel.decision import Stale, denied
from banyan.kernel.viewer import Viewer
from banyan.organisations.models import CalendarDays, Organisation
from banyan.organisations.rules import ORGANISATION_RIGHTS
from banyan.organisations.snapshot.calendar import AHEAD, LONGEST, LONGEST_TITLE, Days
from banyan.organisations.states import DaysKind
from banyan.trail import actions as trail

MOST_ROWS = 2_000  # of one place; more is no calendar, and every look at free times reads them


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file says beside what a place has from files: both in the order of their days.

    `gone` are days of earlier files, within the months of this one, that it does not have.
    """

    new: tuple[Days, ...]
    changed: tuple[Days, ...]
    same: int
    gone: tuple[CalendarDays, ...]

    def counts(self) -> dict[str, int]:
        return {"new": len(self.new), "changed": len(self.changed), "gone": len(self.gone)}


@transaction.atomic
def add_days(
    place: Organisation, kind: DaysKind, title: str, first: date, last: date, *, by: Viewer
) -> CalendarDays:
    """These days, both included, stand in the calendar of this place. The same once more change
    nothing. Raises Refused for days that cannot be."""
    ORGANISATION_RIGHTS.decide(by, place, "keep_calendar").or_refuse()
    _lock(place)
    ends_on = last + timedelta(days=1)
    if not first < ends_on <= first + LONGEST or first > by.today + AHEAD:
        denied(gettext("These days cannot be in a calendar.")).or_refuse()
    values = {"kind": kind, "title": title[:LONGEST_TITLE], "starts_on": first, "ends_on": ends_on}
    own = CalendarDays.objects.filter(organisation=place, uid__isnull=True)
    if (there := own.filter(**values).first()) is not None:
        return there
    _room(place, 1)
    row = CalendarDays.objects.create(organisation=place, **values)
    _record("add_days", place, by)
    return row


@transaction.atomic
def drop_days(row: CalendarDays, *, by: Viewer) -> None:
    """These days are out of the calendar; of a row that is gone already, nothing is done."""
    ORGANISATION_RIGHTS.decide(by, row.organisation, "keep_calendar").or_refuse()
    if CalendarDays.objects.filter(pk=row.pk).delete()[0]:
        _record("drop_days", row.organisation, by)


def compare_calendar(place: Organisation, days: Sequence[Days], *, by: Viewer) -> Difference:
    """What these days of a file would change. Nothing is written. Raises Refused."""
    ORGANISATION_RIGHTS.decide(by, place, "keep_calendar").or_refuse()
    rows = CalendarDays.objects.filter(organisation=place, uid__isnull=False)
    there = {row.uid: row for row in rows.order_by("starts_on", "pk")}
    new, changed, same = [], [], 0
    for one in days:
        row = there.get(one.uid)
        if row is None:
            new.append(one)
        elif Days(one.uid, row.kind, row.title, row.starts_on, row.ends_on) != one:
            changed.append(one)
        else:
            same += 1
    gone = []
    if days:
        # A file of one year says nothing of another one.
        since = min(one.starts_on for one in days).replace(day=1)
        until = max(one.ends_on for one in days)
        if until.day != 1:
            until = (until.replace(day=28) + timedelta(days=4)).replace(day=1)
        named = {one.uid for one in days}
        gone = [
            row for uid, row in there.items() if uid not in named and since <= row.starts_on < until
        ]
    return Difference(tuple(new), tuple(changed), same, tuple(gone))


@transaction.atomic
def bring_in_calendar(
    place: Organisation,
    days: Sequence[Days],
    *,
    by: Viewer,
    take_out: bool = False,
    seen: dict[str, int] | None = None,
) -> Difference:
    """Write what a file says: new days and changed ones; with `take_out` also take out what it does
    not have any more. The same file again changes and records nothing.

    `seen` are the counts that were looked at. Raises Stale when they are others by now.
    """
    ORGANISATION_RIGHTS.decide(by, place, "keep_calendar").or_refuse()
    _lock(place)
    found = compare_calendar(place, days, by=by)
    if not (found.new or found.changed or (take_out and found.gone)):
        return found
    if seen is not None and seen != found.counts():
        raise Stale(gettext("The calendar has changed meanwhile. Send the file again."))
    _room(place, len(found.new))
    CalendarDays.objects.bulk_create(
        CalendarDays(organisation=place, **one._asdict()) for one in found.new
    )
    for one in found.changed:
        values = one._asdict()
        CalendarDays.objects.filter(organisation=place, uid=values.pop("uid")).update(**values)
    gone = found.gone if take_out else ()
    CalendarDays.objects.filter(pk__in=[row.pk for row in gone]).delete()
    counts = {**found.counts(), "gone": len(gone)}
    _record("import_days", place, by, **counts)
    return found


def _lock(place: Organisation) -> None:
    """One change of a calendar at a time."""
    Organisation.objects.select_for_update(no_key=True).only("pk").get(pk=place.pk)


def _room(place: Organisation, more: int) -> None:
    if CalendarDays.objects.filter(organisation=place).count() + more > MOST_ROWS:
        denied(gettext("This calendar is full. Take out days that are over.")).or_refuse()


def _record(verb: str, place: Organisation, by: Viewer, **data: int) -> None:
    trail.record(
        verb=f"organisation.{verb}",
        subject=trail.subject_of(place),
        scope=place.path or "",
        by=by,
        **data,
    )
