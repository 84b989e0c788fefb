"""Who has a seat and who came: for those who lead and run it by name, for others as numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Sum,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from banyan.kernel.viewer import Viewer
from banyan.training.models import MeetingDay, Presence, Seat, Site, Workshop
from banyan.training.queries.workshops import PLACED, sites_of
from banyan.training.standings import SEAT_COUNTER, SEAT_TEAM
from banyan.training.states import SeatStatus


@dataclass(frozen=True, slots=True)
class Row:
    """One person in the list: her seat, and what is said of each day of her site."""

    seat: Seat
    days: list[Presence | None]
    minutes: int
    asked: int  # of the minutes, for a certificate
    planned: int

    @property
    def enough(self) -> bool:
        return self.planned > 0 and self.minutes >= self.asked


@dataclass(frozen=True, slots=True)
class Tally:
    """One site in numbers; `came` by its days."""

    site: Site
    registered: int
    waiting: int
    came: list[tuple[MeetingDay, int]] = field(default_factory=list)


def seats(viewer: Viewer, workshop: Workshop) -> QuerySet[Seat]:
    """Who comes and who waits, of the sites that the viewer leads or runs."""
    rows = Seat.objects.filter(SEAT_TEAM.where(viewer), workshop=workshop, status__in=PLACED)
    return rows.select_related("person", "site", "school").order_by(
        "site_id", "status", "taken_at", "pk"
    )


def rows_of(workshop: Workshop, seats: Iterable[Seat]) -> list[Row]:
    """With what is said of their days; three queries however many they are. Each seat keeps its
    workshop, and its site with its days: what is asked of it later asks the database no more."""
    shown = list(seats)
    people = {one.person_id for one in shown}
    sites = {site.pk: site for site in sites_of(workshop)}
    said = {
        (one.day_id, one.person_id): one
        for one in Presence.objects.filter(day__site__workshop=workshop, person__in=people)
    }
    found = []
    for seat in shown:
        seat.workshop, seat.site = workshop, sites[seat.site_id]
        own = list(seat.site.days.all())
        came = [said.get((day.pk, seat.person_id)) for day in own]
        planned = sum(day.minutes for day in own)
        found.append(
            Row(
                seat=seat,
                days=came,
                minutes=sum(one.minutes for one in came if one),
                asked=asked_of(planned, workshop.asks_percent),
                planned=planned,
            )
        )
    return found


def asked_of(planned: int, percent: int) -> int:
    """The fewest minutes that are so many percent of those planned."""
    return -(-planned * percent // 100)


def tallies(workshop: Workshop) -> list[Tally]:
    """Registered, waiting, and how many came on each day, by site. Two queries, and the row keeps
    its sites as `sites_of` does. Its caller leads or runs it."""
    waiting = Count("places", filter=Q(places__status=SeatStatus.WAITING))
    came = Count("presences", filter=Q(presences__minutes__gt=0))
    sites = Site.objects.select_related("leader").annotate(waiting=waiting).order_by("pk")
    days = MeetingDay.objects.annotate(came=came).order_by("starts_at", "pk")
    prefetch_related_objects([workshop], Prefetch("sites", sites), Prefetch("sites__days", days))
    return [
        Tally(
            site=one,
            registered=one.seats_taken,
            waiting=one.waiting,  # type: ignore[attr-defined]
            came=[(day, day.came) for day in one.days.all()],  # type: ignore[attr-defined]
        )
        for one in sites_of(workshop)
    ]


@dataclass(frozen=True, slots=True)
class OfSchool:
    """A workshop as whoever heads a school knows it: how many of hers, and no name."""

    title: str
    programme: str
    school: str
    registered: int
    waiting: int
    came: int


def of_schools(viewer: Viewer) -> list[OfSchool]:
    """Workshops in which somebody of the viewer's schools has a place, newest first. One query."""
    here = Presence.objects.filter(
        day__site=OuterRef("site"), person=OuterRef("person"), minutes__gt=0
    )
    rows = (
        Seat.objects.filter(SEAT_COUNTER.where(viewer), status__in=PLACED)
        .annotate(came=Exists(here))
        .values("workshop_id", "workshop__title", "workshop__programme__name", "school__name")
        .annotate(
            registered=Count("pk", filter=Q(status=SeatStatus.SEATED)),
            waiting=Count("pk", filter=Q(status=SeatStatus.WAITING)),
            present=Count("pk", filter=Q(came=True)),
        )
        .order_by("-workshop_id", "school__name")[:100]
    )
    return [
        OfSchool(
            row["workshop__title"],
            row["workshop__programme__name"],
            row["school__name"],
            row["registered"],
            row["waiting"],
            row["present"],
        )
        for row in rows
    ]


def own_presence(viewer: Viewer, days: Iterable[MeetingDay]) -> dict[int, Presence]:
    """What is said of the viewer herself, by day."""
    rows = Presence.objects.filter(person_id=viewer.person_id, day__in=[day.pk for day in days])
    return {one.day_id: one for one in rows}


def said_of(day: MeetingDay) -> dict[int, Presence]:
    """What is said of one day, by person; its caller leads or runs it."""
    return {one.person_id: one for one in Presence.objects.filter(day=day)}


def minutes_of(person: int, site: Site) -> int:
    """How long she was there on all days of a site."""
    rows = Presence.objects.filter(person_id=person, day__site=site)
    return int(rows.aggregate(sum=Coalesce(Sum("minutes"), 0))["sum"])


def running_days(workshop: Workshop, viewer: Viewer) -> list[MeetingDay]:
    """The meetings that take place at this moment, or begin in a few minutes."""
    from_ = viewer.now
    rows = MeetingDay.objects.filter(site__workshop=workshop, ends_at__gte=from_)
    return list(rows.select_related("site").order_by("pk"))
