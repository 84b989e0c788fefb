"""Reading the tree, and who somebody is today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    Q,
    QuerySet,
    Value,
)

from banyan.kernel.period import Period
from banyan.kernel.viewer import Grant, Viewer, system
from banyan.organisations.models import (
    CalendarDays,
    DirectoryImport,
    Membership,
    Organisation,
    ReportingLine,
)
from banyan.organisations.standings import IMPORTER, KEEPER_OF_HOLDER, under
from banyan.organisations.states import DaysKind, ImportStatus, Level, Role
from banyan.people.models import Person
from banyan.trail import queries as trail
from banyan.ui.pieces import Entry
from banyan.ui.prepared import ANYBODY, PreparedRows


@PreparedRows
def _with_roles() -> QuerySet[Person]:
    reports = ReportingLine.objects.filter(reports_to=ANYBODY.person_id)
    return Person.objects.filter(pk=ANYBODY.person_id).annotate(
        has_reports=Exists(reports),
        held=F("memberships__role"),
        held_in=F("memberships__organisation__path"),
        held_from=F("memberships__starts_on"),
        held_until=F("memberships__ends_on"),
    )


def person_with_roles(pk: int) -> Person | None:
    """A person, and all that `viewer_for` asks about her next: every page wants both. One query."""
    rows: list[Any] = _with_roles(person=pk)
    if not rows:
        return None
    person: Person = rows[0]
    person._roles_read = [  # type: ignore[attr-defined]
        (row.held, row.held_in, row.held_from, row.held_until) for row in rows if row.held
    ]
    return person


def _read_of(person: Person) -> tuple[list[Any], bool]:
    """The roles of a person, and whether anybody was ever entered as reporting to her."""
    known = person if hasattr(person, "_roles_read") else person_with_roles(person.pk)
    if known is None:
        return [], False
    roles: list[Any] = known._roles_read
    del known._roles_read
    return roles, bool(known.has_reports)  # type: ignore[attr-defined]


def viewer_for(person: Person, *, now: datetime) -> Viewer:
    """Who this person is today, everywhere that a role is held. One query, but for whoever comes
    from `person_with_roles`: there what was read is used, once."""
    zone = ZoneInfo(person.time_zone)
    today = now.astimezone(zone).date()
    roles, has_reports = _read_of(person)
    # Few enough to choose the days here: every page asks this, and each condition costs.
    grants = frozenset(
        Grant(role, path or "")
        for role, path, starts_on, ends_on in roles
        if Period(starts_on, ends_on).holds(today)
    )
    return Viewer(person.pk, now, grants, zone, has_reports=has_reports)


def viewers_for(people: Iterable[Person], *, now: datetime) -> dict[int, Viewer]:
    """The same of many, by id, in their order. One query."""
    each = {person.pk: person for person in people}
    grants: dict[int, set[Grant]] = {pk: set() for pk in each}
    held = Membership.objects.filter(person_id__in=list(each)).values_list(
        "person_id", "role", "organisation__path", "starts_on", "ends_on"
    )
    nobody = Value(None, CharField()), Value(None, CharField())
    lines = ReportingLine.objects.filter(reports_to_id__in=list(each)).values_list(
        "reports_to_id", *nobody, "starts_on", "ends_on"
    )
    zones = {pk: ZoneInfo(person.time_zone) for pk, person in each.items()}
    seniors: set[int] = set()
    for pk, role, path, starts_on, ends_on in held.union(lines):
        if role is None:
            seniors.add(pk)
        elif Period(starts_on, ends_on).holds(now.astimezone(zones[pk]).date()):
            grants[pk].add(Grant(role, path or ""))
    return {
        pk: Viewer(pk, now, frozenset(grants[pk]), zones[pk], has_reports=pk in seniors)
        for pk in each
    }


def viewers_without_roles(people: Iterable[Person], *, now: datetime) -> dict[int, Viewer]:
    """The same where no role of theirs can matter, nor who reports to them. No query."""
    return {
        one.pk: Viewer(one.pk, now, frozenset(), ZoneInfo(one.time_zone), has_reports=False)
        for one in people
    }


def acting_for(person: Person | None, role: Role, place: Organisation, *, now: datetime) -> Viewer:
    """Whoever decided something, with the right by which she did: what was decided is carried
    out, also when she holds the role no more by the time a worker gets to it. None is the
    platform itself."""
    if person is None:
        return system(now)
    grant = Grant(role.value, place.path or "")
    return Viewer(person.pk, now, frozenset({grant}), ZoneInfo(person.time_zone))


def places(viewer: Viewer) -> QuerySet[Organisation]:
    """The directory is no secret among colleagues: whoever holds a role anywhere in a tree sees
    all places of that tree, and strangers see none. Who works there is another matter."""
    roots = {grant.scope.partition("/")[0] for grant in viewer.grants}
    return Organisation.objects.filter(under("path", sorted(roots)))


def own_places(viewer: Viewer) -> list[tuple[Organisation, list[Role]]]:
    """The places where the viewer holds a role today, with these roles, from the top down."""
    scopes = {grant.scope for grant in viewer.grants}
    found = Organisation.objects.filter(path__in=scopes).order_by("path")
    return [
        (place, [role for role in Role if (Grant(role.value, place.path or "")) in viewer.grants])
        for place in found
    ]


def above(place: Organisation) -> list[Organisation]:
    """The places above this one, the nation first."""
    ids = place.ancestor_ids[:-1]
    return sorted(Organisation.objects.filter(pk__in=ids), key=lambda found: ids.index(found.pk))


def places_in(viewer: Viewer, place: Organisation, words: str = "") -> QuerySet[Organisation]:
    """What stands directly under a place; with words, everything under it that has them in its
    name or begins one of its codes with them. By name."""
    below = places(viewer).order_by("level", "name")
    if not words:
        return below.filter(parent=place)
    return below.filter(
        Q(name__icontains=words) | Q(udise_code__startswith=words) | Q(local_code__iexact=words),
        path__startswith=f"{place.path}/",
    )


def count_schools(place: Organisation) -> int:
    """Open schools anywhere under this place."""
    return Organisation.objects.filter(
        path__startswith=f"{place.path}/", level=Level.SCHOOL, closed_on__isnull=True
    ).count()


def count_people(viewer: Viewer, place: Organisation) -> list[tuple[Role, int]]:
    """How many people hold each role today here and under; the caller has asked `see_counts`."""
    rows = (
        _running(viewer)
        .filter(under("organisation__path", [place.path or ""]))
        .values_list("role")
        .annotate(count=Count("person", distinct=True))
    )
    counts = dict(rows.order_by("role"))
    return [(role, counts[role.value]) for role in Role if role.value in counts]


def memberships(viewer: Viewer) -> QuerySet[Membership]:
    """Roles held in the areas that the viewer keeps; nobody else reads who holds which."""
    return Membership.objects.filter(KEEPER_OF_HOLDER.where(viewer)).select_related(
        "person", "organisation"
    )


def roles_at(viewer: Viewer, place: Organisation) -> QuerySet[Membership]:
    """Roles held at this very place, today or later, by name."""
    return (
        memberships(viewer)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=viewer.today), organisation=place)
        .order_by("person__name", "role")
    )


@dataclass(frozen=True, slots=True)
class Ties:
    """What binds somebody to a school, and so to whoever teaches there."""

    of_school: bool  # holds a role at the school itself
    manages: bool  # heads the school, answers for it from above, or is reported to
    coordinates: bool
    roles: frozenset[Grant]


def with_roles(people: QuerySet[Person], on: date) -> list[tuple[Any, frozenset[Grant]]]:
    """Each of these people, in their order, with the roles that they hold on that day. One
    query."""
    that_day = Q(memberships__starts_on__lte=on) & (
        Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gt=on)
    )
    rows: QuerySet[Any] = people.annotate(
        held=FilteredRelation("memberships", condition=that_day),
        role=F("held__role"),
        place=F("held__organisation__path"),
    )
    each: dict[int, Any] = {}
    grants: dict[int, set[Grant]] = {}
    for row in rows:
        each.setdefault(row.pk, row)
        held = grants.setdefault(row.pk, set())
        if row.role is not None:
            held.add(Grant(row.role, row.place or ""))
    return [(person, frozenset(grants[pk])) for pk, person in each.items()]


def ties(people: Collection[int], school: str, on: date) -> dict[int, Ties]:
    """By person, the ties to the school at this path on that day. One query."""
    rows = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on), person__in=people, starts_on__lte=on
    )
    held: dict[int, set[Grant]] = {person: set() for person in people}
    for person, role, path in rows.values_list("person_id", "role", "organisation__path"):
        held[person].add(Grant(role, path or ""))
    return {person: ties_of(frozenset(grants), school) for person, grants in held.items()}


def ties_of(grants: frozenset[Grant], school: str, *, oversees: bool = False) -> Ties:
    """What roles come to for the school at this path; `oversees` says that whoever is judged there
    reports to this one."""
    over = {grant.role for grant in grants if grant.covers(school)}
    return Ties(
        of_school=any(grant.scope == school for grant in grants),
        manages=oversees or bool(over & {Role.PRINCIPAL, Role.NODAL_OFFICER}),
        coordinates=Role.COORDINATOR in over,
        roles=grants,
    )


def imports(viewer: Viewer) -> QuerySet[DirectoryImport]:
    """Uploaded directories for the areas that the viewer administers."""
    rows = DirectoryImport.objects.filter(IMPORTER.where(viewer))
    return rows.defer("content").select_related("under", "uploaded_by")


# A task that takes longer is ended by the queue (`Q_CLUSTER["timeout"]`), so whoever took an
# upload up before that is not at it any more.
TAKEN_FOR = timedelta(minutes=3)
ONE_SENDING = timedelta(minutes=15)  # the same file sent again meanwhile is the one that waits


def free_to_take_up(now: datetime) -> Q:
    """Uploads that are being brought in, and at which nobody is."""
    nobody = Q(taken_up_at__isnull=True) | Q(taken_up_at__lt=now - TAKEN_FOR)
    return nobody & Q(status=ImportStatus.APPLYING)


def imports_to_go_on_with(*, now: datetime) -> list[DirectoryImport]:
    """Directories that the worker is to bring in, oldest first."""
    return _imports_to_go_on_with(now=now)


@PreparedRows
def _imports_to_go_on_with() -> QuerySet[DirectoryImport]:
    rows = DirectoryImport.objects.filter(free_to_take_up(ANYBODY.now)).defer("content")
    return rows.select_related("under", "applied_by").order_by("pk")


def places_of(person_id: int, roles: Iterable[Role], on: date) -> set[str]:
    """The paths of the places where somebody holds one of these roles on that day. One query."""
    rows = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        person_id=person_id,
        role__in=list(roles),
        starts_on__lte=on,
    )
    return {path or "" for path in rows.values_list("organisation__path", flat=True)}


@dataclass(frozen=True, slots=True)
class Closing:
    """Days on which a place is closed, why, and by whose calendar."""

    period: Period
    title: str
    place: str

    @property
    def last_day(self) -> date:
        return (self.period.ends_on or date.max) - timedelta(days=1)


class Closings:
    """Closed days by the place whose calendar they stand in. What is closed is closed for
    everything under it."""

    def __init__(self) -> None:
        self._of: dict[int, list[Closing]] = defaultdict(list)

    def add(self, place: int, starts_on: date, ends_on: date, title: str, name: str) -> None:
        self._of[place].append(Closing(Period(starts_on, ends_on), title, name))

    def over(self, path: str) -> list[Closing]:
        """Those that hold for the place at this path, by their first day."""
        found = [one for place in ids_in(path) for one in self._of.get(place, ())]
        return sorted(found, key=lambda one: one.period.starts_on)


def ids_in(path: str) -> list[int]:
    """Of a place at this path and of all above it, from the top down."""
    return [int(part) for part in path.split("/") if part]


def closing_rows(among: Q, since: date, until: date | None = None) -> QuerySet[CalendarDays]:
    """Closed days that are not over by `since`, and begin before `until`; `among` says of which
    organisations, those above to be asked for as well."""
    rows = CalendarDays.objects.filter(among, kind=DaysKind.CLOSED, ends_on__gt=since)
    return rows if until is None else rows.filter(starts_on__lt=until)


CLOSING = ("organisation_id", "starts_on", "ends_on", "title", "organisation__name")


def closings(among: Q, since: date, until: date | None = None) -> Closings:
    """The same to look them up by path. One query."""
    found = Closings()
    for row in closing_rows(among, since, until).values_list(*CLOSING):
        found.add(*row)
    return found


def closings_over(paths: Iterable[str], since: date, until: date | None = None) -> Closings:
    """Closed days that hold for these places. One query; none for no places."""
    ids = {pk for path in paths for pk in ids_in(path)}
    return closings(Q(organisation_id__in=ids), since, until) if ids else Closings()


def calendar_of(viewer: Viewer, place: Organisation) -> list[CalendarDays]:
    """What is in the calendar of a place and of all above it, not longer ago than it is kept, by
    the first day. The caller has got the place through `places`."""
    rows = CalendarDays.objects.filter(
        organisation_id__in=place.ancestor_ids, ends_on__gt=viewer.today - timedelta(days=92)
    )
    return list(rows.select_related("organisation").order_by("starts_on", "pk"))


def calendar_days(viewer: Viewer, pk: int) -> CalendarDays:
    """Raises DoesNotExist for what stands in no tree of the viewer's."""
    trees = places(viewer).values("pk")
    rows = CalendarDays.objects.select_related("organisation")
    return rows.get(pk=pk, organisation_id__in=trees)


def history_of(subjects: list[str]) -> list[Entry]:
    """What happened to these subjects, as sentences with names: two queries."""
    told = trail.timeline(subjects)
    ids = {entry.actor_id for entry in told}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [
        Entry(
            at=entry.happened_at,
            actor="",
            sentence=entry.sentence.format(actor=names.get(entry.actor_id, "Banyan")),
        )
        for entry in told
    ]


def _running(viewer: Viewer) -> QuerySet[Membership]:
    return Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=viewer.today), starts_on__lte=viewer.today
    )
