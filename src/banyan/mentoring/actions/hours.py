"""Keeping hours: those of the week, other ones on single days, and leave."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from banyan.kernel.decision import unfit
from banyan.kernel.hours import DAY
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Availability, DayHours, Leave, WeeklyHours
from banyan.mentoring.rules.hours import DAY_RIGHTS, HOURS_RIGHTS, LEAVE_RIGHTS, WEEKLY_RIGHTS
from banyan.mentoring.states import SessionMode
from banyan.people.models import Person
from banyan.trail import actions as trail

MOST_ROWS = 60  # of one kind: more than a week has room for
FURTHEST = timedelta(days=366)
LONGEST_BUFFER, LONGEST_NOTICE, MOST_A_WEEK = 120, 14 * 24, 60


@transaction.atomic
def set_limits(
    mode: str,
    place: str,
    buffer: int,
    notice: int,
    most_a_week: int | None,
    *,
    by: Viewer,
    time_zone: str = "",
) -> Availability:
    """How the viewer can be met in her hours, and within which limits she is booked.

    `buffer` are minutes around each session, `notice` hours before it; `time_zone` is the zone by
    whose clock her hours are, the one that they have if not given. Raises Unfit for what cannot be.
    """
    row, is_first = _kept(by)
    HOURS_RIGHTS.decide(by, row, "keep").or_refuse()
    place = place.strip()
    if mode not in SessionMode.values:
        raise unfit("mode", _("Choose one of the ways to meet."))
    if mode == SessionMode.IN_PERSON and not place:
        raise unfit("place", _("Say where you will meet."))
    if not 0 <= buffer <= LONGEST_BUFFER:
        raise unfit("buffer", _range(0, LONGEST_BUFFER))
    if not 0 <= notice <= LONGEST_NOTICE:
        raise unfit("notice", _range(0, LONGEST_NOTICE))
    if most_a_week is not None and not 1 <= most_a_week <= MOST_A_WEEK:
        raise unfit("most_a_week", _range(1, MOST_A_WEEK))
    values = {
        "mode": mode,
        "place": place[:200],
        "buffer": buffer,
        "notice": notice,
        "most_a_week": most_a_week,
        "time_zone": time_zone or row.time_zone,
    }
    row, is_new = trail.put(Availability, values, person_id=by.person_id)
    if is_first or is_new:
        _record("hours.limits", by)
    return row


@transaction.atomic
def add_hours(weekdays: Iterable[int], begins: int, ends: int, *, by: Viewer) -> Availability:
    """The viewer can be met on these weekdays, Monday being 0, from one minute of the day to
    another; past midnight where the end is not after the beginning. The same hours again change
    nothing. Raises Unfit for hours that cannot be."""
    row = _keeps(by)
    HOURS_RIGHTS.decide(by, row, "keep").or_refuse()
    chosen = sorted(set(weekdays))
    if not chosen or not all(0 <= day <= 6 for day in chosen):
        raise unfit("weekdays", _("Choose at least one day."))
    ends = past_midnight(begins, ends)
    if WeeklyHours.objects.filter(availability=row).count() + len(chosen) > MOST_ROWS:
        raise unfit("weekdays", _("These are more hours than a week has room for."))
    of = {"availability": row, "begins": begins}
    news = [trail.put(WeeklyHours, {"ends": ends}, weekday=day, **of)[1] for day in chosen]
    if any(news):
        _record("hours.add", by)
    return row


@transaction.atomic
def drop_hours(row: WeeklyHours, *, by: Viewer) -> None:
    """These hours are not kept any more. What is booked in them stands."""
    WEEKLY_RIGHTS.decide(by, row, "drop").or_refuse()
    row.delete()
    _record("hours.drop", by)


@transaction.atomic
def set_day(on: date, hours: tuple[int, int] | None, *, by: Viewer) -> DayHours:
    """A stretch of hours on one day, on which those of the week do not count; with None that day
    has none, whatever it had. The same again changes nothing. Raises Unfit as `add_hours`, and for
    a stretch that overlaps another one of that day."""
    keeps = _keeps(by)
    HOURS_RIGHTS.decide(by, keeps, "keep").or_refuse()
    _near(on, "on", by)
    begins, ends = hours or (None, None)
    of_day = DayHours.objects.filter(availability=keeps, on=on)
    if begins is None or ends is None:
        of_day.filter(begins__isnull=False).delete()
    else:
        ends = past_midnight(begins, ends)
        _apart(of_day, begins, ends)
        of_day.filter(begins__isnull=True).delete()
    others = DayHours.objects.filter(availability=keeps, on__gte=by.today)
    if others.exclude(on=on, begins=begins).count() >= MOST_ROWS:
        raise unfit("on", _("These are many days. Take leave for a longer time instead."))
    row, is_new = trail.put(DayHours, {"ends": ends}, availability=keeps, on=on, begins=begins)
    if is_new:
        _record("hours.set_day", by)
    return row


@transaction.atomic
def drop_day(row: DayHours, *, by: Viewer) -> bool:
    """That stretch is not kept on its day any more. When it was the only one the day is as the week
    has it again; says whether it is."""
    DAY_RIGHTS.decide(by, row, "drop").or_refuse()
    keeps = _keeps(by)  # locked: of two tabs that take out two, the second is told of the week
    row.delete()
    is_usual = not DayHours.objects.filter(availability=keeps, on=row.on).exists()
    _record("hours.drop_day" if is_usual else "hours.set_day", by)
    return is_usual


@transaction.atomic
def take_leave(first: date, last: date, *, by: Viewer) -> Leave:
    """The viewer is away from one day to another, both included; why, nobody is told. What is
    planned on these days stands until somebody moves it. Raises Unfit for days that cannot be.

    The first day may be over. Where she is away from that day on already, she comes back earlier,
    or the days that are added stand for themselves: they were not known before now.
    """
    row = Leave(person_id=by.person_id)
    LEAVE_RIGHTS.decide(by, row, "take").or_refuse()
    if last < first:
        raise unfit("last", _("The last day comes before the first. Choose a later one."))
    if last < by.today:
        raise unfit("last", _("These days are over. Choose days that are still to come."))
    _near(last, "last", by)
    if Leave.objects.filter(person_id=by.person_id, ends_on__gt=by.today).count() >= MOST_ROWS:
        raise unfit("first", _("These are many times away. Take some out first."))
    row, is_new = _away(first, last + timedelta(days=1), by)
    if is_new:
        _record("leave.take", by)
    return row


@transaction.atomic
def drop_leave(row: Leave, *, by: Viewer) -> None:
    """She is not away then after all."""
    LEAVE_RIGHTS.decide(by, row, "drop").or_refuse()
    row.delete()
    _record("leave.drop", by)


def _away(starts_on: date, ends_on: date, by: Viewer) -> tuple[Leave, bool]:
    """The row that holds the last of these days, and whether anything is other than it was."""
    _locked(by)
    kept = {row.starts_on: row for row in Leave.objects.filter(person_id=by.person_id)}
    row = kept.get(starts_on)
    if row is not None and row.ends_on > ends_on:
        row.ends_on = ends_on
        row.save(update_fields=["ends_on"])
        return row, True
    while row is not None and row.ends_on < ends_on:
        starts_on = row.ends_on
        row = kept.get(starts_on)
    if row is not None:
        return row, False
    return Leave.objects.create(
        person_id=by.person_id, starts_on=starts_on, ends_on=ends_on, entered_at=by.now
    ), True


def past_midnight(begins: int, ends: int) -> int:
    """When hours end, counted from the day on which they begin. Raises Unfit for no time at all,
    and for what begins on no minute of a day."""
    if not 0 <= begins < DAY or not 0 <= ends <= DAY:
        raise unfit("begins", _("Write the time like 16:30."))
    if begins == ends:
        raise unfit("ends", _("Choose an end that is not the beginning."))
    return ends if ends > begins else ends + DAY


def _apart(of_day: QuerySet[DayHours], begins: int, ends: int) -> None:
    """Whoever keeps them is locked: nobody adds another stretch meanwhile."""
    over = of_day.filter(begins__lt=ends, ends__gt=begins).exclude(begins=begins, ends=ends)
    if over.exists():
        raise unfit(
            "begins",
            _("You keep hours on that day that overlap these. Take them out first."),
        )


def _keeps(by: Viewer) -> Availability:
    return _kept(by)[0]


def _kept(by: Viewer) -> tuple[Availability, bool]:
    """The viewer's row, locked, made where she has none: by her own clock; and whether it was."""
    _locked(by)
    return Availability.objects.get_or_create(
        person_id=by.person_id, defaults={"time_zone": str(by.zone)}
    )


def _locked(by: Viewer) -> None:
    """Whatever else the viewer says of her hours in another tab waits until this is written."""
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=by.person_id)


def _near(day: date, field: str, by: Viewer) -> None:
    if day < by.today:
        raise unfit(field, _("This day is over. Choose one that is still to come."))
    if day > by.today + FURTHEST:
        raise unfit(field, _("This is more than a year away. Choose a nearer day."))


def _range(least: int, most: int) -> str:
    return _("Give a number from %(least)s to %(most)s.") % {"least": least, "most": most}


def _record(verb: str, by: Viewer) -> None:
    trail.record(verb=verb, subject=f"person:{by.person_id}", scope="", by=by)
