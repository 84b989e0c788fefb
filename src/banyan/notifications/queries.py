"""Reading notices: as rows, in words, and those whose mail is due."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    CharField,
    Exists,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Concat

from banyan.kernel.viewer import Viewer
from banyan.notifications.models import (
    DEFAULT_MAIL,
    DIGEST_AT,
    QUIET_FROM,
    QUIET_UNTIL,
    Notice,
    Preference,
    QuietHours,
)
from banyan.notifications.registry import in_its_words, kind_of, knows, shown
from banyan.notifications.standings import READER
from banyan.notifications.states import MailChoice
from banyan.people.models import Person
from banyan.ui import words
from banyan.ui.prepared import ANYBODY, Given, PreparedRows, each, given_each, size_of

LOT = 500  # notices in memory


@dataclass(frozen=True, slots=True)
class Told:
    """One notice in the words, the language and the zone of whoever reads now."""

    id: int
    title: str
    body: str
    action: str
    link: str
    created_at: datetime
    unread: bool
    otherwise: str = ""  # the word of a second link, and where it leads
    otherwise_at: str = ""


def told_to(kind: str, *, keys: str) -> list[int]:
    """Who was told notices of this kind whose key begins so, by their ids, each once."""
    found = Notice.objects.filter(kind=kind, key__startswith=keys)
    return sorted(set(found.values_list("person_id", flat=True)))


def told_by_key(person: str, *key: str) -> Exists:
    """For a job that looks for whom it has not told yet: whether the person in this field of a row
    has a notice with this key. Of the parts of the key, those that begin with `=` are fields of
    the row, the others words: `("host", "session.reminder:", "=pk")`."""
    parts = [
        Cast(OuterRef(part[1:]), CharField()) if part[0] == "=" else Value(part) for part in key
    ]
    return Exists(Notice.objects.filter(person=OuterRef(person), key=Concat(*parts)))


def in_words(notice: Notice) -> Told:
    """Say a notice in the active language and zone. Raises KeyError for an unknown kind.

    Instants (`…_at`, one or a list) and days (`…_on`) are ISO text in the data and are told as the
    reader writes them; numbers are grouped. Roles are called as the programme of the notice calls
    them.
    """
    kind = kind_of(notice.kind)
    said = _Said({name: _say(name, value) for name, value in notice.data.items()})
    with in_its_words(notice.data):
        return Told(
            id=notice.pk,
            title=str(kind.title).format_map(said),
            body=str(kind.body).format_map(said),
            action=str(kind.action),
            link=notice.link,
            created_at=notice.created_at,
            unread=notice.read_at is None,
            otherwise=str(kind.otherwise),
            otherwise_at=str(notice.data.get("otherwise") or "") if kind.otherwise else "",
        )


class _Said(dict[str, str]):
    """A word that an older notice lacks is left out, so that the page still opens."""

    def __missing__(self, name: str) -> str:
        return "…"


def _say(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if name.endswith("_at") and isinstance(value, list):
        return "; ".join(words.moment(datetime.fromisoformat(at)) for at in value)
    if name.endswith("_at"):
        return words.moment(datetime.fromisoformat(value))
    if name.endswith("_on"):
        return words.day(date.fromisoformat(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return words.number(value)
    if isinstance(value, list):
        return words.join_names(value)
    return str(value)


def notices_of(viewer: Viewer) -> QuerySet[Notice]:
    """What the viewer was told, newest first; kinds that nobody registers any more are left out."""
    rows = Notice.objects.filter(READER.where(viewer), kind__in=shown())
    return rows.order_by("-created_at", "-id")


def notice_of(viewer: Viewer, notice_id: int) -> Notice:
    """One notice of the viewer's own. Raises Notice.DoesNotExist for any other."""
    return notices_of(viewer).get(pk=notice_id)


def unread_count(viewer: Viewer) -> int:
    """For the header: one query, answered from an index."""
    if not viewer.is_somebody:
        return 0
    ((count,),) = _unread(*shown(), person=viewer.person_id)
    return int(count)


@PreparedRows
def _unread(*kinds: str) -> QuerySet[Any, Any]:
    rows = Notice.objects.filter(READER.where(ANYBODY), kind__in=kinds, read_at__isnull=True)
    # Not an aggregate: that would be counted for each group of something.
    return rows.order_by().values_list(Func("pk", function="COUNT", output_field=IntegerField()))


@dataclass(frozen=True, slots=True)
class Wishes:
    """How one person wants mail: what she chose, or else the default."""

    mail: Mapping[str, str]
    quiet_from: time
    quiet_until: time
    digest_at: time
    digested_on: date | None
    zone: ZoneInfo
    invitations: bool = True

    def choice(self, notice: Notice) -> str:
        """A notice that presses does not wait for a digest, and one that only reminds does; "never"
        stays never."""
        chosen = self.mail[notice.category]
        if chosen == MailChoice.DIGEST and kind_of(notice.kind).presses:
            return MailChoice.AT_ONCE
        if chosen == MailChoice.AT_ONCE and kind_of(notice.kind).nudges:
            return MailChoice.DIGEST
        return chosen


def wishes_of(person_ids: set[int]) -> dict[int, Wishes]:
    """What each of these people chose, in three queries however many they are."""
    if not person_ids:
        return {}
    size = size_of(person_ids)
    given = each("person", person_ids, size)
    chosen: dict[int, dict[str, str]] = {}
    for person_id, category, mail in _chosen_by(size, **given):
        chosen.setdefault(person_id, {})[category] = mail
    hours = {row.person_id: row for row in _hours_of(size, **given)}
    return {
        person_id: _wishes(zone, chosen.get(person_id, {}), hours.get(person_id))
        for person_id, zone in _zones_of(size, **given)
    }


@PreparedRows
def _chosen_by(size: int) -> QuerySet[Preference, Any]:
    rows = Preference.objects.filter(person__id__in=given_each("person", size))
    return rows.values_list("person_id", "category", "mail")


@PreparedRows
def _hours_of(size: int) -> QuerySet[QuietHours]:
    return QuietHours.objects.filter(person__id__in=given_each("person", size))


@PreparedRows
def _zones_of(size: int) -> QuerySet[Person, Any]:
    rows = Person.objects.filter(pk__in=given_each("person", size))
    return rows.values_list("pk", "time_zone")


def _wishes(zone: str, chosen: dict[str, str], hours: QuietHours | None) -> Wishes:
    return Wishes(
        mail={**{str(c.value): str(m.value) for c, m in DEFAULT_MAIL.items()}, **chosen},
        quiet_from=hours.quiet_from if hours else QUIET_FROM,
        quiet_until=hours.quiet_until if hours else QUIET_UNTIL,
        digest_at=hours.digest_at if hours else DIGEST_AT,
        digested_on=hours.digested_on if hours else None,
        zone=ZoneInfo(zone),
        invitations=hours.invitations if hours else True,
    )


def unmailed() -> QuerySet[Notice]:
    """Notices for which no mail went out and none was given up, oldest first."""
    return (
        Notice.objects.filter(mailed_at__isnull=True, dropped_at__isnull=True)
        .select_related("person")
        .order_by("id")
    )


def without_digests(*, after: int = 0) -> list[Notice]:
    """The first LOT of `unmailed` above an id that `Wishes.choice` does not leave to a digest: a
    day of digests of a nation is not looked through every minute."""
    found = [kind_of(code) for code in knows()]
    at_once = tuple(kind.code for kind in found if kind.presses or kind.only_mailed)
    reminding = tuple(kind.code for kind in found if kind.nudges)
    return _without_digests(at_once, reminding, LOT, after=after)


@PreparedRows
def _without_digests(
    at_once: tuple[str, ...], reminding: tuple[str, ...], most: int
) -> QuerySet[Notice]:
    by_digest = _chosen(MailChoice.DIGEST) & ~Q(kind__in=at_once)
    only_reminds = _chosen(MailChoice.AT_ONCE) & Q(kind__in=reminding)
    rows = unmailed().exclude(by_digest | only_reminds)
    return rows.filter(pk__gt=Given("after", IntegerField()))[:most]


def told_already(people: Collection[int], keys: Collection[str]) -> set[tuple[int, str]]:
    """Of these people and these keys of notices, each two that go together. One query; none where
    nobody is given."""
    if not people or not keys:
        return set()
    of, named = size_of(people), size_of(keys)
    given = each("person", people, of) | each("key", keys, named)
    return {(person, key) for person, key in _told_already(of, named, **given)}


@PreparedRows
def _told_already(people: int, keys: int) -> QuerySet[Notice, Any]:
    rows = Notice.objects.filter(
        person__id__in=given_each("person", people),
        key__in=given_each("key", keys, CharField()),
    )
    return rows.values_list("person_id", "key")


def _chosen(choice: MailChoice) -> Q:
    """Whether that is how the category of a notice reaches its person."""
    own = Preference.objects.filter(person=OuterRef("person"), category=OuterRef("category"))
    unless = [category for category, usual in DEFAULT_MAIL.items() if usual == choice]
    return Exists(own.filter(mail=choice)) | (Q(category__in=unless) & ~Exists(own))


def digests_near(latest: Callable[[time, ZoneInfo], datetime]) -> Iterator[Q]:
    """Of which people, by zone and by the hour of the digest, something was told before the
    `latest` one, which has not come to them. Some of them have chosen something else."""
    combinations = unmailed().values_list("person__time_zone", "person__quiet_hours__digest_at")
    for zone_name, chosen in combinations.order_by().distinct():
        zone = ZoneInfo(zone_name)
        moment = latest(chosen or DIGEST_AT, zone)
        of_person = {"person__time_zone": zone_name, "created_at__lt": moment}
        if chosen is None:
            yield Q(person__quiet_hours__isnull=True, **of_person)
            continue
        none_yet = Q(person__quiet_hours__digested_on__isnull=True)
        earlier = Q(person__quiet_hours__digested_on__lt=moment.astimezone(zone).date())
        yield Q(none_yet | earlier, person__quiet_hours__digest_at=chosen, **of_person)


def people_waiting(which: Q, *, after: int) -> QuerySet[Notice, int]:
    """Ids above `after` of people for whom some mail has not gone out, in order."""
    rows = unmailed().filter(which, person_id__gt=after).order_by("person_id")
    return rows.values_list("person_id", flat=True).distinct()


def waiting_at_once() -> Iterator[tuple[list[Notice], dict[int, Wishes]]]:
    """Notices that wait for no digest, with what their people wish, some at a time, oldest
    first."""
    last = 0
    while notices := without_digests(after=last):
        yield notices, wishes_of({notice.person_id for notice in notices})
        if len(notices) < LOT:
            return
        last = notices[-1].pk


def waiting_by_person(
    latest: Callable[[time, ZoneInfo], datetime],
) -> Iterator[tuple[list[Notice], dict[int, Wishes]]]:
    """All unmailed notices of those whose digest may be due, all of a person together."""
    for which in digests_near(latest):
        last = 0
        while people := list(people_waiting(which, after=last)[:LOT]):
            last = people[-1]
            rows = unmailed().filter(person_id__in=people).order_by("person_id", "id")
            yield list(rows), wishes_of(set(people))
            if len(people) < LOT:
                break
