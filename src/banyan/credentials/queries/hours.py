"""Hours of professional development: what is claimed, what is asked in a year, what can be claimed.

How many hours a year, and of which kinds, the blueprint says (`recognition`), with its source. A
year is counted from the day on which the cohort began.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import get_language

from banyan.credentials.models import ClaimedSession, HoursClaim
from banyan.credentials.queries.ledger import Entry, entries
from banyan.credentials.standings import ATTESTER, CLAIM_COORDINATOR, CLAIM_READERS, CLAIMANT
from banyan.credentials.states import ClaimStatus
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.doses import day_there
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.standings import PAIR
from banyan.mentoring.states import LIVE, MentorshipForm
from banyan.people.queries import hashed
from banyan.programmes.models import Cohort
from banyan.trail.queries import id_of
from banyan.ui.paging import Page, in_lots, page_of
from blueprint import Blueprint

ON_THE_WAY = (ClaimStatus.CLAIMED, ClaimStatus.ATTESTED)
MOST_SESSIONS = 60  # in one form; the newest
AT_ONCE = 200  # claims whose sessions are looked at together for the file


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of hours in a year: minutes asked, awarded, and claimed and not decided yet."""

    code: str
    title: str
    asked: int
    awarded: int
    coming: int


@dataclass(frozen=True, slots=True)
class Year:
    """A year of one person in one cohort: `[begins_on, until)`."""

    pair: Mentorship
    begins_on: date
    until: date
    asked: int
    kinds: tuple[Kind, ...]

    @property
    def last_on(self) -> date:
        return self.until - timedelta(days=1)

    @property
    def awarded(self) -> int:
        return sum(one.awarded for one in self.kinds)

    @property
    def coming(self) -> int:
        return sum(one.coming for one in self.kinds)

    @property
    def left(self) -> int:
        """Minutes still to go, of what is asked."""
        return max(0, self.asked - self.awarded)


def year_of(cohort: Cohort, day: date) -> tuple[date, date]:
    """The year of the cohort that a day lies in: its first day, and the day after its last."""
    first, years = cohort.starts_on, 0
    while _after(first, years + 1) <= day:
        years += 1
    return _after(first, years), _after(first, years + 1)


def _after(first: date, years: int) -> date:
    """The same day some years later; of the 29th of February, the 1st of March."""
    try:
        return first.replace(year=first.year + years)
    except ValueError:
        return date(first.year + years, 3, 1)


def titles_of(design: Blueprint) -> list[tuple[str, str]]:
    """Kinds of hours: code, and title in the reader's language."""
    found = design.recognition.shares if design.recognition else ()
    language = get_language() or "en"
    return [(one.code, one.title.in_(language)) for one in found]


def pairs_with_hours(viewer: Viewer) -> list[Mentorship]:
    """The viewer's own pairs whose blueprint names hours, those that run first."""
    rows = Mentorship.objects.filter(
        PAIR.where(viewer), form=MentorshipForm.PAIR, starts_on__isnull=False
    )
    live = Case(When(status__in=LIVE, then=Value(0)), default=Value(1))
    people = rows.select_related("mentor", "mentee", "school", "cohort__programme")
    found = people.defer("end_words").order_by(live, "-starts_on", "-pk")[:50]
    return [pair for pair in found if titles_of(blueprint_of(pair.cohort))]


def years(viewer: Viewer, pairs: Iterable[Mentorship]) -> list[Year]:
    """This year of the viewer in each cohort of these pairs of hers. One query."""
    first = {pair.cohort_id: pair for pair in reversed(list(pairs))}
    claims: dict[int, list[tuple[str, str, int, date]]] = defaultdict(list)
    rows = HoursClaim.objects.filter(CLAIMANT.where(viewer), mentorship__cohort__in=first)
    parts = ("mentorship__cohort_id", "share", "status", "minutes", "happened_on")
    for cohort, share, status, minutes, on in rows.values_list(*parts):
        claims[cohort].append((share, status, minutes, on))
    found = []
    for pk, pair in first.items():
        design = blueprint_of(pair.cohort)
        begins_on, until = year_of(pair.cohort, viewer.today)
        mine = [one for one in claims[pk] if begins_on <= one[3] < until]
        shares = design.recognition.shares if design.recognition else ()
        language = get_language() or "en"
        kinds = tuple(
            Kind(
                one.code,
                one.title.in_(language),
                one.hours * 60,
                _minutes(mine, one.code, (ClaimStatus.AWARDED,)),
                _minutes(mine, one.code, ON_THE_WAY),
            )
            for one in shares
        )
        asked = (design.recognition.hours if design.recognition else 0) * 60
        found.append(Year(pair, begins_on, until, asked, kinds))
    return found


def _minutes(
    claims: Iterable[tuple[str, str, int, date]], share: str, statuses: Iterable[str]
) -> int:
    wanted = set(statuses)
    return sum(minutes for of, status, minutes, _on in claims if of == share and status in wanted)


def unclaimed(viewer: Viewer, pair: Mentorship) -> list[Entry]:
    """Credited sessions of the viewer's own pair of which she has not claimed the minutes, with
    this pair or, of a group, with another one; the newest first. Two queries, and one more where
    groups count."""
    found = [one for one in entries(viewer, [pair]) if one.sums.credited]
    claimed = ClaimedSession.objects.filter(
        person_id=viewer.person_id, session__in={one.session for one in found}
    )
    taken = set(claimed.values_list("session_id", flat=True))
    return [one for one in found if one.session not in taken][:MOST_SESSIONS]


# What is on record


def _with_all(rows: QuerySet[HoursClaim]) -> QuerySet[HoursClaim]:
    return rows.select_related(
        "person", "mentorship__mentor", "mentorship__mentee", "mentorship__school",
        "mentorship__cohort__programme", "attested_by", "decided_by",
    ).defer("mentorship__end_words")  # fmt: skip


def claim(viewer: Viewer, pk: int) -> HoursClaim:
    """Raises DoesNotExist for everybody but the two and the coordinators of the school."""
    return _with_all(HoursClaim.objects.filter(CLAIM_READERS.where(viewer))).get(pk=pk)


@dataclass(frozen=True, slots=True)
class Held:
    """A session that a claim is made of: the minutes that were claimed, and that count now."""

    on: date
    claimed: int
    now: int


def sessions_of(viewer: Viewer, rows: Iterable[HoursClaim]) -> dict[int, list[Held]]:
    """By claim: the sessions that it is made of, the first one first; none where it is of something
    else. The caller has the claims as a reader. Three queries for any number of claims, and one
    where none is of sessions."""
    claims = {row.pk: row for row in rows}
    parts = ("claim_id", "session_id", "session__starts_at", "minutes")
    held = ClaimedSession.objects.filter(claim__in=claims).order_by("session__starts_at", "pk")
    found = list(held.values_list(*parts))
    if not found:
        return {}
    pairs = {claims[pk].mentorship_id: claims[pk].mentorship for pk, *_rest in found}
    credited = {
        (one.pair, one.session): one.sums.credited for one in entries(viewer, list(pairs.values()))
    }
    told: dict[int, list[Held]] = defaultdict(list)
    for pk, session, at, minutes in found:
        pair = claims[pk].mentorship
        now = credited.get((pair.pk, session), 0)
        told[pk].append(Held(day_there(at, pair.mentee.time_zone), minutes, now))
    return told


def differences(viewer: Viewer, rows: Iterable[HoursClaim]) -> dict[int, int]:
    """By claim whose sessions say something else now: the minutes more, or fewer when below 0.
    Also where a session says more and another one less."""
    return {
        pk: sum(one.now - one.claimed for one in held)
        for pk, held in sessions_of(viewer, rows).items()
        if any(one.now != one.claimed for one in held)
    }


def key_of(form: str) -> str:
    """What is kept of a sending of a form, to know it again."""
    return hashed(form)


def sent_before(viewer: Viewer, form: str) -> HoursClaim | None:
    """The viewer's own claim that this sending of a form has made already."""
    rows = HoursClaim.objects.filter(CLAIMANT.where(viewer), key=key_of(form))
    return _with_all(rows).first()


def awarded(viewer: Viewer, cohort: Cohort) -> Iterator[tuple[HoursClaim, int | None]]:
    """All awarded claims of a cohort that the viewer may award, with what changed since, in
    minutes; some at a time."""
    rows = HoursClaim.objects.filter(
        CLAIM_COORDINATOR.where(viewer), mentorship__cohort=cohort, status=ClaimStatus.AWARDED
    )
    for found in in_lots(_with_all(rows), AT_ONCE):
        changed = differences(viewer, found)
        for row in found:
            yield row, changed.get(row.pk)


def own_claims(viewer: Viewer, number: str | None) -> Page[HoursClaim]:
    """The viewer's own claims, the newest first."""
    rows = _with_all(HoursClaim.objects.filter(CLAIMANT.where(viewer)))
    return page_of(rows.order_by("-claimed_at"), number)


def to_attest(viewer: Viewer) -> list[HoursClaim]:
    """Claims that wait for the viewer as the other one of the pair, the oldest first."""
    rows = HoursClaim.objects.filter(ATTESTER.where(viewer), status=ClaimStatus.CLAIMED)
    return list(_with_all(rows).order_by("claimed_at", "pk")[:50])


def to_award(viewer: Viewer, cohort: Cohort, number: str | None) -> Page[HoursClaim]:
    """Claims of a cohort that both have confirmed, the oldest first."""
    rows = HoursClaim.objects.filter(
        CLAIM_COORDINATOR.where(viewer), mentorship__cohort=cohort, status=ClaimStatus.ATTESTED
    )
    return page_of(_with_all(rows).order_by("attested_at"), number)


def title(row: HoursClaim) -> str:
    """The kind of the hours, as it was called when they were claimed."""
    return str(row.words.get(get_language() or "en") or row.words.get("en") or row.share)


def told_of(subject: str) -> HoursClaim | None:
    """The claim that an event of the trail is about; None when it is gone."""
    return _with_all(HoursClaim.objects.filter(pk=id_of(subject))).first()


def waits(pk: int) -> bool:
    """Whether it still waits for the other side."""
    return HoursClaim.objects.filter(pk=pk, status=ClaimStatus.CLAIMED).exists()
