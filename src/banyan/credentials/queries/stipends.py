"""What mentors are paid: parts that are earned, proposed, approved; and what changed since.

How a part is worked out: the whole, in the smallest unit of the currency, lies between the least
and the most of the blueprint. Parts are rounded so that together they are the whole: each is what
is due up to and with it, less what was due before. Where the role is paid and not each teacher, a
part is earned when all of the mentor's pairs of the cohort have earned it.

Where an hour or a month is paid, what lies between the least and the most is the rate, and the role
is paid: by the day of a part is due

    rate × units by that day × percent of the parts up to and with it / 100, rounded down,

and the part is that, less what was due by the day of the part before. So the parts come to the rate
for all units by the last day, whatever was rounded. Units are hours (minutes / 60) that are
credited to her pairs by then, without groups, or months of the role that have begun
(`months_begun`). The formula is ours; what an hour brings the blueprint says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from babel.numbers import get_currency_precision
from django.db.models import QuerySet
from django.utils.translation import get_language

from banyan.credentials.models import StipendLine
from banyan.credentials.standings import PAYEE, STIPEND_COORDINATOR, STIPEND_READERS
from banyan.credentials.states import StipendStatus
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.steps import on_record
from banyan.mentoring.snapshot import facts_of
from banyan.mentoring.standings import COORDINATOR
from banyan.mentoring.states import MentorshipForm
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from banyan.trail.queries import id_of
from banyan.ui.paging import Page, in_lots, page_asked
from blueprint import Facts, Pay, TrancheState, months_begun, tranches

STANDING = (StipendStatus.PROPOSED, StipendStatus.APPROVED)
RATES = ("hour", "month")  # what is between the least and the most of the blueprint is a rate
AT_ONCE = 200  # lines whose pairs are looked at together for the file


@dataclass(frozen=True, slots=True)
class Offer:
    """One part of a mentor's pay as it follows from the blueprint today. `line` is what stands on
    record of it, proposed or approved."""

    cohort: Cohort
    payee: Person
    pair: Mentorship | None
    """The pair that it is for; none where the role is paid."""
    tranche: str
    percent: int
    before: int
    """The percent of the parts before it."""
    due_on: date | None
    earned: bool | None
    minutes: int
    """Credited by its day, or by today before it."""
    line: StipendLine | None = None
    whole_minor: int | None = None
    """The whole of which the parts on record are, proposed or approved; none while there is none.
    Of it are all: else they would not add up."""
    per: str = "mentor"
    units: int = 1
    """Minutes or months by its day, where an hour or a month is paid."""
    units_before: int = 0
    """The same by the day of the part before."""

    def due(self, whole_minor: int) -> int:
        """What is due by its day, with all parts before it, in the smallest unit."""
        return due(whole_minor, self.before + self.percent, self.units, self.per)

    def due_before(self, whole_minor: int) -> int:
        """Of that, what was due by the day of the part before."""
        return min(
            self.due(whole_minor), due(whole_minor, self.before, self.units_before, self.per)
        )

    def amount(self, whole_minor: int) -> int:
        return self.due(whole_minor) - self.due_before(whole_minor)

    @property
    def key(self) -> str:
        """Whom it is for, as an address has it."""
        return f"{self.pair.pk if self.pair else self.payee.pk}"


@dataclass(frozen=True, slots=True)
class Payee:
    """A mentor, or a mentor for one of her teachers, with the parts of the pay in their order."""

    payee: Person
    pair: Mentorship | None
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What sessions say now of a line, where that is something else than it holds."""

    minutes: int
    """More, or fewer when below 0."""
    earned: bool
    """Whether it would still be earned."""
    amount_minor: int = 0
    """What it would come to more, or less when below 0; all of it where it is not earned."""


def pay_of(cohort: Cohort) -> Pay | None:
    """What the cohort's blueprint pays, if anything."""
    return blueprint_of(cohort).pay


def minor(pay_currency: str, whole: int) -> int:
    """Whole units of a currency in its smallest unit: 500 dollars are 50,000 cents."""
    return int(whole * 10 ** get_currency_precision(pay_currency))


def major(pay_currency: str, whole_minor: int) -> int:
    """The other way round; the whole of a pay is always one of whole units."""
    return int(whole_minor // 10 ** get_currency_precision(pay_currency))


PER_HOUR = 60  # minutes


def due(whole_minor: int, percent: int, units: int = 1, per: str = "mentor") -> int:
    """What is due of a whole, or of a rate for so many minutes or months, when this percent of the
    parts is: in the smallest unit, rounded down. A part is what is due with it, less what was due
    before it, so all parts together are the whole.

    >>> due(101, 50), due(101, 100) - due(101, 50)
    (50, 51)
    >>> due(2000, 50, 90, "hour")  # 20.00 an hour, an hour and a half, the first half of it
    1500
    """
    return whole_minor * units * percent // (100 * (PER_HOUR if per == "hour" else 1))


def payees(viewer: Viewer, cohort: Cohort, number: str | None) -> Page[Payee]:
    """A page of those who are paid, by name. The caller has the cohort as one who runs it."""
    pay = pay_of(cohort)
    if pay is None:
        return Page([], 1, has_next=False)
    rows = _pairs(viewer, cohort).order_by("mentor__name", "mentor_id", "mentee__name", "pk")
    if pay.per == "teacher":
        page = page_asked(lambda first, last: list(rows[first:last]), number)
        return Page(_paid(viewer, cohort, pay, list(page)), page.number, page.has_next)
    mentors = rows.order_by("mentor__name", "mentor_id").values_list("mentor_id", flat=True)
    found = page_asked(lambda first, last: list(mentors.distinct()[first:last]), number)
    pairs = list(rows.filter(mentor_id__in=list(found)))
    return Page(_paid(viewer, cohort, pay, pairs), found.number, found.has_next)


def offer(viewer: Viewer, cohort: Cohort, key: int, tranche: str) -> Offer:
    """One part of the pay of a pair, or of a mentor where the role is paid. Raises DoesNotExist for
    what the cohort does not have."""
    pay = pay_of(cohort)
    rows = _pairs(viewer, cohort)
    if pay is not None:
        mine = rows.filter(pk=key) if pay.per == "teacher" else rows.filter(mentor_id=key)
        for each in _paid(viewer, cohort, pay, list(mine.order_by("pk"))):
            for one in each.offers:
                if one.tranche == tranche:
                    return one
    raise StipendLine.DoesNotExist(f"no {tranche} for {key}")


def _pairs(viewer: Viewer, cohort: Cohort) -> QuerySet[Mentorship]:
    rows = Mentorship.objects.filter(
        COORDINATOR.where(viewer),
        cohort=cohort,
        form=MentorshipForm.PAIR,
        starts_on__isnull=False,
    )
    people = rows.select_related("mentor", "mentee", "school", "cohort__programme__organisation")
    return people.defer("end_words")


def _paid(viewer: Viewer, cohort: Cohort, pay: Pay, pairs: Sequence[Mentorship]) -> list[Payee]:
    """Two queries, and those of the journeys, for any number of pairs."""
    facts, states = _states(viewer, pairs)
    lines: dict[tuple[int | None, int, str], StipendLine] = {}
    wholes: dict[tuple[int | None, int], int] = {}
    known = StipendLine.objects.filter(
        cohort=cohort, payee__in={pair.mentor_id for pair in pairs}, status__in=STANDING
    )
    for line in known.order_by("pk"):
        lines[line.mentorship_id, line.payee_id, line.tranche] = line
        wholes.setdefault((line.mentorship_id, line.payee_id), line.whole_minor)
    together: dict[int, list[Mentorship]] = defaultdict(list)
    for pair in pairs:
        together[pair.pk if pay.per == "teacher" else pair.mentor_id].append(pair)
    found = []
    for mine in together.values():
        first, before, units_before, offers = mine[0], 0, 0, []
        of_pair = first if pay.per == "teacher" else None
        whose = (of_pair.pk if of_pair else None, first.mentor_id)
        for at, tranche in enumerate(pay.tranches):
            each = [states[pair.pk][at] for pair in mine]
            day = max((state.due_on for state, _m in each if state.due_on), default=None)
            minutes = sum(minutes for _state, minutes in each)
            earned = _earned([state for state, _minutes in each])
            units = 1
            if pay.per in RATES:
                by = min(day or viewer.today, viewer.today)
                role = [facts[pair.pk] for pair in mine]
                units = minutes if pay.per == "hour" else months_begun(role, by)
                earned = earned and units > 0
            offers.append(
                Offer(
                    cohort,
                    first.mentor,
                    of_pair,
                    tranche.code,
                    tranche.percent,
                    before,
                    day,
                    earned,
                    minutes,
                    lines.get((*whose, tranche.code)),
                    wholes.get(whose),
                    pay.per,
                    units,
                    units_before,
                )
            )
            before, units_before = before + tranche.percent, units
        found.append(Payee(first.mentor, of_pair, tuple(offers)))
    return found


def whole_on_record(offer: Offer) -> int | None:
    """The whole of the first of the parts that stand on record now, in the smallest unit."""
    rows = StipendLine.objects.filter(
        cohort=offer.cohort, payee=offer.payee, mentorship=offer.pair, status__in=STANDING
    )
    return rows.order_by("pk").values_list("whole_minor", flat=True).first()


def would_be(offer: Offer, whole_minor: int, pay: Pay) -> StipendLine:
    """The line that it would be, not saved, of this whole or at this rate."""
    tranche = next(one for one in pay.tranches if one.code == offer.tranche)
    languages = blueprint_of(offer.cohort).languages
    assert offer.due_on is not None  # noqa: S101 - nothing is earned without a day
    return StipendLine(
        cohort=offer.cohort,
        payee=offer.payee,
        mentorship=offer.pair,
        tranche=offer.tranche,
        words={language: tranche.title.in_(language) for language in languages},
        due_on=offer.due_on,
        percent=offer.percent,
        whole_minor=whole_minor,
        per=offer.per,
        units=offer.units,
        up_to_percent=offer.before + offer.percent,
        before_minor=offer.due_before(whole_minor),
        amount_minor=offer.amount(whole_minor),
        currency=pay.currency,
        minutes=offer.minutes,
    )


def _earned(states: Sequence[TrancheState]) -> bool | None:
    decided = [state.earned for state in states]
    if any(one is None for one in decided):
        return None
    return all(decided)


def _states(
    viewer: Viewer, pairs: Sequence[Mentorship]
) -> tuple[dict[int, Facts], dict[int, list[tuple[TrancheState, int]]]]:
    """By pair: what it follows from; how each part stands, and the minutes that were credited by
    its day."""
    stored = on_record(pairs) if pairs else {}
    facts = {pair.pk: facts_of(pair, stored[pair.pk]) for pair in pairs}
    found = {
        pair.pk: [
            (
                state,
                sum(
                    minutes
                    for day, minutes in facts[pair.pk].minutes
                    if day <= min(state.due_on or viewer.today, viewer.today)
                ),
            )
            for state in tranches(blueprint_of(pair.cohort), facts[pair.pk], viewer.today)
        ]
        for pair in pairs
    }
    return facts, found


# What is on record


def _with_all(rows: QuerySet[StipendLine]) -> QuerySet[StipendLine]:
    return rows.select_related(
        "payee", "mentorship__mentee", "mentorship__mentor", "mentorship__school", "proposed_by",
        "decided_by", "cohort__programme__organisation",
    ).defer("mentorship__end_words")  # fmt: skip


def line(viewer: Viewer, pk: int) -> StipendLine:
    """Raises DoesNotExist for everybody but the mentor who is paid and the coordinators."""
    return _with_all(StipendLine.objects.filter(STIPEND_READERS.where(viewer))).get(pk=pk)


def own(viewer: Viewer) -> list[StipendLine]:
    """The viewer's own parts of pay, the newest first."""
    rows = StipendLine.objects.filter(PAYEE.where(viewer)).exclude(status=StipendStatus.WITHDRAWN)
    return list(_with_all(rows).order_by("-proposed_at", "-pk")[:50])


def title(row: StipendLine) -> str:
    """The name of the part, as it was when it was proposed."""
    return str(row.words.get(get_language() or "en") or row.words.get("en") or row.tranche)


def differences(viewer: Viewer, lines: Sequence[StipendLine]) -> dict[int, Difference]:
    """By id: what is something else now, of lines of one cohort that a viewer's query gave."""
    if not lines:
        return {}
    cohort, pay = lines[0].cohort, pay_of(lines[0].cohort)
    if pay is None:
        return {}
    rows = Mentorship.objects.filter(
        cohort=cohort,
        form=MentorshipForm.PAIR,
        starts_on__isnull=False,
        mentor__in={one.payee_id for one in lines},
    ).select_related("mentor", "mentee", "cohort__programme")
    if pay.per == "teacher":
        rows = rows.filter(pk__in=[one.mentorship_id for one in lines])
    now = {
        (each.pair.pk if each.pair else None, each.payee.pk, one.tranche): one
        for each in _paid(viewer, cohort, pay, list(rows.defer("end_words").order_by("pk")))
        for one in each.offers
    }
    found = {}
    for row in lines:
        today = now.get((row.mentorship_id, row.payee_id, row.tranche))
        if today is None:
            continue
        owed = today.amount(row.whole_minor) if today.earned else 0
        if (today.minutes, owed, bool(today.earned)) != (row.minutes, row.amount_minor, True):
            found[row.pk] = Difference(
                today.minutes - row.minutes, bool(today.earned), owed - row.amount_minor
            )
    return found


def approved(viewer: Viewer, cohort: Cohort) -> Iterator[tuple[StipendLine, Difference | None]]:
    """All approved lines of the cohort, with what changed since; some at a time."""
    rows = StipendLine.objects.filter(
        STIPEND_COORDINATOR.where(viewer), cohort=cohort, status=StipendStatus.APPROVED
    )
    for found in in_lots(_with_all(rows), AT_ONCE):
        changed = differences(viewer, found)
        for row in found:
            yield row, changed.get(row.pk)


def told_of(subject: str) -> StipendLine | None:
    """The line that an event of the trail is about; None when it is gone."""
    return _with_all(StipendLine.objects.filter(pk=id_of(subject))).first()


def waits(pk: int) -> bool:
    """Whether it still waits for a second person."""
    return StipendLine.objects.filter(pk=pk, status=StipendStatus.PROPOSED).exists()
