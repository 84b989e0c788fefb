"""Workshops: those that somebody sees, one of them with its sites and days, what is coming."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    F,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)

from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.programmes.models import Application, Programme
from banyan.programmes.queries.trainings import coordinators_of
from banyan.training.models import MeetingDay, Resource, Seat, Site, Workshop
from banyan.training.queries.codes import is_link
from banyan.training.standings import (
    DAY_TEAM,
    IN_THE_POOL,
    INVITED,
    LEADER,
    SEAT_HOLDER,
    SEAT_TEAM,
    SEATED,
    SITE_TEAM,
    WAITING,
    WORKSHOP_COORDINATOR,
    WORKSHOP_READERS,
)
from banyan.training.states import SeatStatus, WorkshopStatus
from banyan.ui.prepared import ANYBODY, Given, PreparedRows

LIVE = (WorkshopStatus.DRAFT, WorkshopStatus.OPEN)
PLACED = (SeatStatus.SEATED, SeatStatus.WAITING)
MOST_SITES = 40  # of one workshop, on one page
MOST_LISTED = 200  # people of whom one chooses who leads a site


def workshops(viewer: Viewer) -> QuerySet[Workshop]:
    """What the viewer may look at, the newest first."""
    return (
        Workshop.objects.filter(WORKSHOP_READERS.where(viewer))
        .select_related("programme__organisation", "cohort__programme")
        .annotate(begins_at=Min("sites__days__starts_at"))
        .order_by("-begins_at", "-pk")
    )


def workshop(viewer: Viewer, pk: int) -> Workshop:
    """Raises DoesNotExist for everybody else, and for whoever would need its link."""
    return workshops(viewer).get(pk=pk)


def by_link(viewer: Viewer, pk: int, token: str) -> Workshop | None:
    """The workshop of a secret link; None for a link that is none, or was renewed."""
    rows = Workshop.objects.select_related("programme__organisation", "cohort__programme")
    found = rows.exclude(status=WorkshopStatus.DRAFT).filter(pk=pk).first()
    return found if found and is_link(found.pk, found.link_edition, token) else None


def workshops_of(viewer: Viewer, programme: Programme) -> QuerySet[Workshop]:
    """Those of one programme that the viewer runs, drafts too."""
    return workshops(viewer).filter(WORKSHOP_COORDINATOR.where(viewer), programme=programme)


def cards(viewer: Viewer) -> QuerySet[Workshop]:
    """Those of a list, what is not over first and the next of it on top; each with `seat`, the
    status of the viewer's own place, and `leads`."""
    mine = Seat.objects.filter(SEAT_HOLDER.where(viewer), workshop=OuterRef("pk"))
    led = Site.objects.filter(leader_id=viewer.person_id, workshop=OuterRef("pk"))
    return (
        workshops(viewer)
        .annotate(
            seat=Subquery(mine.exclude(status=SeatStatus.LEFT).values("status")[:1]),
            leads=Exists(led),
            is_over=Case(When(status__in=LIVE, then=Value(0)), default=Value(1)),
            comes_at=Case(When(status__in=LIVE, then=F("begins_at"))),
        )
        .order_by("is_over", "comes_at", F("begins_at").desc(), "-pk")
    )


def coming(viewer: Viewer, limit: int = 4) -> list[Workshop]:
    """What a home shows: those that she comes to, waits for or leads, and those in which she could
    still take a seat. One query."""
    places = SEATED.where(viewer) | WAITING.where(viewer) | LEADER.where(viewer)
    free = INVITED.where(viewer) & Q(register_by_on__gte=viewer.today)
    to_come = MeetingDay.objects.filter(site__workshop=OuterRef("pk"), ends_at__gt=viewer.now)
    rows = (
        cards(viewer)
        .filter(places | free, status=WorkshopStatus.OPEN)
        .annotate(next_at=Subquery(to_come.order_by("starts_at").values("starts_at")[:1]))
        .filter(next_at__isnull=False)
    )
    return list(rows.order_by("next_at", "pk")[:limit])


def sites_of(workshop: Workshop) -> list[Site]:
    """With their days and leaders; the row keeps them, so that what is asked of it later asks the
    database no more. Two queries, once. Its caller may look at the workshop."""
    rows = Site.objects.select_related("leader").order_by("pk")
    prefetch_related_objects([workshop], Prefetch("sites", rows), "sites__days")
    return list(workshop.sites.all())


def days_of(workshop: Workshop) -> list[MeetingDay]:
    """Those of all its sites."""
    sites = list(workshop.sites.all())
    prefetch_related_objects(sites, "days")
    return [day for site in sites for day in site.days.all()]


def site(viewer: Viewer, pk: int) -> Site:
    """One that the viewer leads or runs."""
    rows = Site.objects.filter(SITE_TEAM.where(viewer))
    return rows.select_related(
        "workshop__programme__organisation", "workshop__cohort__programme", "leader"
    ).get(pk=pk)


def day(viewer: Viewer, pk: int) -> MeetingDay:
    """One that the viewer leads or runs."""
    rows = MeetingDay.objects.filter(DAY_TEAM.where(viewer))
    return rows.select_related(
        "site__workshop__programme__organisation",
        "site__workshop__cohort__programme",
        "site__leader",
    ).get(pk=pk)


def resource(viewer: Viewer, workshop: Workshop, pk: int) -> Resource:
    """Of a workshop that the caller has found for this viewer."""
    return Resource.objects.get(pk=pk, workshop=workshop)


def resources_of(workshop: Workshop) -> list[Resource]:
    return list(Resource.objects.filter(workshop=workshop))


def place_of(viewer: Viewer, workshop: Workshop) -> Seat | None:
    """The viewer's own place, or the one that a coordinator has freed; None for whoever has none,
    or gave it back."""
    rows = Seat.objects.filter(SEAT_HOLDER.where(viewer), workshop=workshop)
    found = rows.exclude(status=SeatStatus.LEFT).select_related("site").first()
    if found is not None:
        found.workshop = workshop
    return found


def seat(viewer: Viewer, pk: int) -> Seat:
    """Somebody's place, had or given back, at a site that the viewer leads or runs."""
    rows = Seat.objects.filter(SEAT_TEAM.where(viewer))
    return rows.select_related(
        "workshop__programme__organisation", "workshop__cohort__programme", "site", "person"
    ).get(pk=pk)


def _may_lead(programme: Programme, viewer: Viewer) -> QuerySet[Person]:
    """Who can lead a site: mentors of the programme, and those who run it."""
    mentors = Application.objects.filter(programme=programme, status__in=IN_THE_POOL)
    runs = coordinators_of(programme, viewer.today) | {viewer.person_id}
    return Person.objects.filter(
        Q(pk__in=mentors.values("person_id")) | Q(pk__in=runs), is_active=True
    )


@dataclass(frozen=True, slots=True)
class Leaders:
    """Who can be chosen to lead a site: as many as one list bears, and anybody by address."""

    listed: list[Person]
    are_all: bool
    by_address: Callable[[str], Person | None]


def leaders(programme: Programme, viewer: Viewer, chosen: int) -> Leaders:
    """Whom this viewer can choose; the person of this id, who is chosen as the page opens, stands
    in the list in any case."""
    able = _may_lead(programme, viewer)
    listed = list(able.order_by("name", "pk")[: MOST_LISTED + 1])
    are_all = len(listed) <= MOST_LISTED
    listed = listed[:MOST_LISTED]
    if chosen not in {person.pk for person in listed}:
        listed.insert(0, Person.objects.get(pk=chosen))
    return Leaders(listed, are_all, lambda address: able.filter(email__iexact=address).first())


def may_lead(programme: Programme, person: Person, viewer: Viewer) -> bool:
    """Whether this viewer can choose this person to lead a site."""
    return _may_lead(programme, viewer).filter(pk=person.pk).exists()


# What jobs and notices look at: they have no viewer


def told_of(pk: int) -> Workshop:
    return Workshop.objects.select_related("programme__organisation", "cohort__programme").get(
        pk=pk
    )


def days_soon(now: datetime, within: timedelta) -> list[MeetingDay]:
    """Meetings of open workshops that begin between now and then."""
    return _days_soon(now=now, until=now + within)


@PreparedRows
def _days_soon() -> QuerySet[MeetingDay]:
    rows = MeetingDay.objects.filter(
        site__workshop__status=WorkshopStatus.OPEN,
        starts_at__gt=ANYBODY.now,
        starts_at__lte=Given("until", DateTimeField()),
    )
    return rows.select_related("site__workshop__programme__organisation").order_by("pk")


def over_since(before: datetime) -> list[Workshop]:
    """Open workshops whose last meeting had ended by then."""
    return _over_since(before=before)


@PreparedRows
def _over_since() -> QuerySet[Workshop]:
    before = Given("before", DateTimeField())
    left = MeetingDay.objects.filter(site__workshop=OuterRef("pk"), ends_at__gt=before)
    rows = Workshop.objects.filter(~Exists(left), status=WorkshopStatus.OPEN)
    return rows.select_related("programme__organisation").order_by("pk")


def with_seats(workshop: Workshop, statuses: Iterable[str], site: Site | None = None) -> list[int]:
    """Ids of the people whose place there has one of these statuses."""
    rows = Seat.objects.filter(workshop=workshop, status__in=list(statuses))
    if site is not None:
        rows = rows.filter(site=site)
    return sorted(rows.values_list("person_id", flat=True))


def has_seat(workshop_id: int, person: int, statuses: Iterable[str]) -> bool:
    """Whether she still has such a place, and the workshop is not called off."""
    rows = Seat.objects.filter(workshop_id=workshop_id, person_id=person)
    return rows.filter(
        status__in=list(statuses), workshop__status__in=[WorkshopStatus.OPEN, WorkshopStatus.HELD]
    ).exists()


def days_in_calendar(viewer: Viewer, since: datetime) -> list[MeetingDay]:
    """The viewer's own meetings for her calendar: where she has a seat, and what she leads."""
    seated = Seat.objects.filter(SEAT_HOLDER.where(viewer), status=SeatStatus.SEATED)
    rows = MeetingDay.objects.filter(
        Q(site__in=seated.values("site_id")) | Q(site__leader_id=viewer.person_id),
        ends_at__gte=since,
    ).exclude(site__workshop__status=WorkshopStatus.DRAFT)
    return list(rows.select_related("site__workshop__programme").order_by("starts_at", "pk")[:500])


def place_in_line(seat: Seat) -> int:
    """Which number somebody has on the waiting list of her site."""
    ahead = Seat.objects.filter(site=seat.site_id, status=SeatStatus.WAITING)
    earlier = Q(taken_at__lt=seat.taken_at) | Q(taken_at=seat.taken_at, pk__lte=seat.pk)
    return ahead.filter(earlier).count()


def site_of(pk: int) -> Site | None:
    """The site that an event names; None when it is gone."""
    return Site.objects.filter(pk=pk).first()


def leaders_of(workshop_id: int) -> set[int]:
    return set(Site.objects.filter(workshop_id=workshop_id).values_list("leader_id", flat=True))


def days_of_ids(workshop_id: int) -> list[int]:
    rows = MeetingDay.objects.filter(site__workshop_id=workshop_id)
    return list(rows.values_list("pk", flat=True))


def is_ahead(day_id: int, starts_at: str, now: datetime) -> bool:
    """Whether this meeting is still to come, at the time that was told, and not called off."""
    return MeetingDay.objects.filter(
        pk=day_id,
        starts_at=datetime.fromisoformat(starts_at),
        starts_at__gt=now,
        site__workshop__status=WorkshopStatus.OPEN,
    ).exists()
