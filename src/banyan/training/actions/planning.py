"""Planning a workshop: what it is, its sites and days, its link, and what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused, Stale, Unfit, denied, unfit
from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Programme
from banyan.trail import actions as trail
from banyan.training.actions.seats import lock, promote_first, record, scope_of
from banyan.training.models import MeetingDay, Seat, Site, Workshop
from banyan.training.queries.workshops import MOST_SITES, PLACED, may_lead
from banyan.training.rules import (
    DAY_RIGHTS,
    PLANNING_RIGHTS,
    SITE_RIGHTS,
    WORKSHOP,
    WORKSHOP_RIGHTS,
    live,
    seats_taken,
)
from banyan.training.states import Audience, WorkshopKind, WorkshopStatus

FARTHEST = timedelta(days=730)
MOST_SEATS = 10_000
MOST_DAYS = 60  # of one site: a series of a year
LONGEST = timedelta(hours=14)  # of one meeting


@transaction.atomic
def plan(
    programme: Programme,
    title: str,
    register_by_on: date,
    *,
    by: Viewer,
    cohort: Cohort | None = None,
    **said: Any,
) -> Workshop:
    """A draft, which its coordinators alone see. `said` may have: about, kind, audience, is_listed,
    walk_ins, asks_percent. The same said again, before anything is added, is the same draft. Raises
    Unfit for a value that cannot be."""
    PLANNING_RIGHTS.decide(by, programme, "plan").or_refuse()
    values = _fit(programme.pk, title, register_by_on, said | {"cohort": cohort}, by=by)
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=by.person_id)  # in two tabs
    mine = Workshop.objects.filter(programme=programme, planned_by_id=by.person_id, version=0)
    begun = mine.filter(status=WorkshopStatus.DRAFT, sites__isnull=True, **values).first()
    if begun is not None:
        return begun
    made = Workshop.objects.create(
        programme=programme, planned_by_id=by.person_id, planned_at=by.now, **values
    )
    record(made, "plan", by=by)
    return made


def _fit(
    programme: int, title: str, register_by_on: date, said: Mapping[str, Any], *, by: Viewer
) -> dict[str, Any]:
    if (cohort := said.get("cohort")) is not None and cohort.programme_id != programme:
        raise unfit("cohort", _("Choose a cohort of this programme."))
    if not title.strip():
        raise unfit("title", _("Give it a title."))
    if register_by_on > by.today + FARTHEST:
        raise unfit("register_by_on", _("This is more than two years away. Choose a nearer day."))
    percent = said.get("asks_percent", 80)
    if not 1 <= percent <= 100:
        raise unfit("asks_percent", _("Give a number from 1 to 100."))
    if said.get("kind", WorkshopKind.WORKSHOP) not in WorkshopKind.values:
        raise unfit("kind", _("Choose one of these."))
    if said.get("audience", Audience.BOTH) not in Audience.values:
        raise unfit("audience", _("Choose one of these."))
    return {**said, "title": title.strip(), "register_by_on": register_by_on}


@transaction.atomic
def change(
    workshop: Workshop, seen: int, title: str, register_by_on: date, *, by: Viewer, **said: Any
) -> Workshop:
    """What it says of itself; `seen` is the version that was looked at: Stale when somebody has
    changed it meanwhile."""
    WORKSHOP_RIGHTS.decide(by, workshop, "change").or_refuse()
    values = _fit(workshop.programme_id, title, register_by_on, said, by=by)
    rows = Workshop.objects.filter(pk=workshop.pk, version=seen, status=workshop.status)
    if not rows.update(version=F("version") + 1, **values):
        raise Stale(str(WORKSHOP.moved_on))
    record(workshop, "change", by=by)
    workshop.refresh_from_db()
    return workshop


@transaction.atomic
def open_workshop(workshop: Workshop, *, by: Viewer) -> Workshop:
    """From now on those whom it is for see it, and take seats."""
    lock(workshop)  # so that its last day is not taken out at this moment
    return trail.move(workshop, WORKSHOP, "open", by=by, scope=scope_of(workshop))


def hold(workshop: Workshop, *, by: Viewer) -> Workshop:
    """It took place: nobody takes a seat any more, and certificates can be given."""
    return trail.move(workshop, WORKSHOP, "hold", by=by, scope=scope_of(workshop))


def cancel(workshop: Workshop, reason: str, *, by: Viewer) -> Workshop:
    """Call it off; everybody with a place is told, with the reason."""
    WORKSHOP.decide(by, workshop, "cancel").or_refuse()
    if not reason.strip():
        raise unfit("reason", _("Say why, so that nobody need guess."))
    return trail.move(
        workshop,
        WORKSHOP,
        "cancel",
        by=by,
        scope=scope_of(workshop),
        cancel_reason=reason.strip()[:200],
    )


@transaction.atomic
def renew_link(workshop: Workshop, seen: int, *, by: Viewer) -> Workshop:
    """The link that was shared works no more; another one does. `seen` is the edition that was
    looked at, so that two tabs do not renew it twice (Stale)."""
    WORKSHOP_RIGHTS.decide(by, workshop, "renew_link").or_refuse()
    rows = Workshop.objects.filter(pk=workshop.pk, link_edition=seen)
    if not rows.update(link_edition=F("link_edition") + 1):
        raise Stale(_("The link has been renewed since you opened the page."))
    record(workshop, "renew_link", by=by)
    workshop.link_edition = seen + 1
    return workshop


# Sites and their days


def _record_site(workshop: Workshop, verb: str, site: int, *, by: Viewer, **data: bool) -> None:
    """Says, too, whether people could have a seat there by then: nobody hears of a draft."""
    is_open = workshop.status == WorkshopStatus.OPEN
    record(workshop, verb, by=by, site=site, is_open=is_open, **data)


@transaction.atomic
def add_site(
    workshop: Workshop,
    name: str,
    seats: int,
    leader: Person,
    time_zone: str,
    *,
    by: Viewer,
    place: str = "",
    street: str = "",
    room_url: str = "",
) -> Site:
    """Where one group comes together. Raises Unfit for a value that cannot be."""
    WORKSHOP_RIGHTS.decide(by, workshop, "add_site").or_refuse()
    workshop = lock(workshop)
    live(by, workshop).or_refuse()
    if Site.objects.filter(workshop=workshop).count() >= MOST_SITES:
        raise unfit("name", _("A workshop has at most %(most)s sites.") % {"most": MOST_SITES})
    values = _site_fit(workshop, name, seats, leader, time_zone, place, street, room_url, by=by)
    site = Site.objects.create(workshop=workshop, **values)
    _record_site(workshop, "add_site", site.pk, by=by)
    return site


def _site_fit(
    workshop: Workshop,
    name: str,
    seats: int,
    leader: Person,
    time_zone: str,
    place: str,
    street: str,
    room_url: str,
    *,
    by: Viewer,
    but: int = 0,
    leads: int = 0,
) -> dict[str, Any]:
    """What the site is to have. `but` is its own id where it is changed, and `leads` whoever leads
    it so far: she may go on, also where she could not be chosen any more."""
    name = name.strip()
    if not name:
        raise unfit("name", _("Give the site a name."))
    if Site.objects.filter(workshop=workshop, name=name).exclude(pk=but).exists():
        raise unfit("name", _("Another site of this workshop has this name."))
    if not 1 <= seats <= MOST_SEATS:
        raise unfit("seats", _("Offer from 1 to %(most)s seats.") % {"most": MOST_SEATS})
    if time_zone not in available_timezones():
        raise unfit("time_zone", _("Choose one of these."))
    if leader.pk != leads and not may_lead(workshop.programme, leader, by):
        raise unfit("leader", _("Choose a mentor or a coordinator of this programme."))
    taken = Seat.objects.filter(workshop=workshop, person=leader, status__in=PLACED)
    if taken.exists():
        raise unfit("leader", _("Whoever leads it has no seat in it. This person has one."))
    link = secure(room_url, "room_url")
    if workshop.kind == WorkshopKind.WORKSHOP and not place.strip():
        raise unfit("place", _("Say where you will meet."))
    return {
        "name": name,
        "seats": seats,
        "leader": leader,
        "time_zone": time_zone,
        "place": place.strip(),
        "street": street.strip(),
        "room_url": link,
    }


def secure(link: str, field: str) -> str:
    """A link as it is kept. Raises Unfit for one that is not https."""
    link = link.strip()
    if link and not link.startswith("https://"):
        raise unfit(field, _("A link begins with https://"))
    return link


@transaction.atomic
def change_site(
    site: Site,
    seen: int,
    name: str,
    seats: int,
    leader: Person,
    time_zone: str,
    *,
    by: Viewer,
    place: str = "",
    street: str = "",
    room_url: str = "",
) -> Site:
    """Those who wait move up when there are more seats. Never fewer than are taken."""
    SITE_RIGHTS.decide(by, site, "change").or_refuse()
    workshop = lock(site.workshop)
    live(by, workshop).or_refuse()
    now = Site.objects.get(pk=site.pk)
    if now.version != seen:
        raise Stale(str(WORKSHOP.moved_on))
    values = _site_fit(
        workshop, name, seats, leader, time_zone, place, street, room_url,
        by=by, but=now.pk, leads=now.leader_id,
    )  # fmt: skip
    if seats < now.seats_taken:
        raise Unfit("seats", seats_taken(now.seats_taken))
    moved = any(getattr(now, one) != values[one] for one in ("place", "street", "room_url"))
    Site.objects.filter(pk=site.pk).update(version=F("version") + 1, **values)
    _record_site(workshop, "change_site", site.pk, by=by, moved=moved)
    for _each in range(seats - now.seats_taken):
        if promote_first(workshop, site.pk, by=by) is None:
            break
    site.refresh_from_db()
    return site


def add_day(site: Site, starts_at: datetime, ends_at: datetime, *, by: Viewer) -> MeetingDay:
    """One more time at which a site comes together. Raises Unfit for a time that cannot be."""
    return add_days(site, [(starts_at, ends_at)], by=by)[0]


@transaction.atomic
def add_days(
    site: Site, times: Sequence[tuple[datetime, datetime]], *, by: Viewer
) -> list[MeetingDay]:
    """All days of a series, or none; people are told once. Raises Unfit for a time that cannot
    be."""
    SITE_RIGHTS.decide(by, site, "add_day").or_refuse()
    workshop = lock(site.workshop)
    live(by, workshop).or_refuse()
    made = []
    for starts_at, ends_at in times:
        _day_fit(site, starts_at, ends_at, by=by)
        made.append(MeetingDay.objects.create(site=site, starts_at=starts_at, ends_at=ends_at))
    _record_site(workshop, "add_day", site.pk, by=by)
    return made


@transaction.atomic
def change_day(
    day: MeetingDay, seen: int, starts_at: datetime, ends_at: datetime, *, by: Viewer
) -> MeetingDay:
    """Put a meeting to another time; calendars move it. `seen` is the `sequence` that was looked
    at (Stale)."""
    DAY_RIGHTS.decide(by, day, "change").or_refuse()
    workshop = lock(day.site.workshop)
    live(by, workshop).or_refuse()
    _day_fit(day.site, starts_at, ends_at, by=by, but=day.pk)
    rows = MeetingDay.objects.filter(pk=day.pk, sequence=seen)
    if not rows.update(starts_at=starts_at, ends_at=ends_at, sequence=F("sequence") + 1):
        raise Stale(str(WORKSHOP.moved_on))
    _record_site(workshop, "change_day", day.site_id, by=by)
    day.starts_at, day.ends_at, day.sequence = starts_at, ends_at, seen + 1
    return day


def _day_fit(
    site: Site, starts_at: datetime, ends_at: datetime, *, by: Viewer, but: int = 0
) -> None:
    if starts_at <= by.now:
        raise unfit("day", _("This time has passed. Choose one that is still to come."))
    if starts_at > by.now + FARTHEST:
        raise unfit("day", _("This is more than two years away. Choose a nearer day."))
    if ends_at <= starts_at:
        raise unfit("ends", _("It ends after it begins. Choose a later time."))
    if ends_at - starts_at > LONGEST:
        raise unfit("ends", _("One day lasts 14 hours at most. Add another day instead."))
    others = MeetingDay.objects.filter(site=site).exclude(pk=but)
    if others.count() >= MOST_DAYS:
        raise unfit("day", _("A site has at most %(most)s days.") % {"most": MOST_DAYS})
    if others.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise unfit("day", _("This site has a meeting at that time already."))


@transaction.atomic
def drop_day(day: MeetingDay, *, by: Viewer) -> None:
    """This day is not to be. Raises Stale when it was taken out already."""
    DAY_RIGHTS.decide(by, day, "drop").or_refuse()
    workshop = lock(day.site.workshop)
    live(by, workshop).or_refuse()
    others = MeetingDay.objects.filter(site=day.site_id).exclude(pk=day.pk)
    if workshop.status == WorkshopStatus.OPEN and not others.exists():
        sentence = _("It is the only day of this site. Add another one first, or cancel it all.")
        raise Refused(denied(sentence))
    gone, _rows = MeetingDay.objects.filter(pk=day.pk).delete()
    if not gone:
        raise Stale(str(WORKSHOP.moved_on))
    _record_site(workshop, "drop_day", day.site_id, by=by)
