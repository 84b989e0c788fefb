"""Lists that a round suggests: one's own as she may see it, and of all others only counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from banyan.kernel.viewer import Viewer
from banyan.matching.models import Preference, Round
from banyan.matching.queries.lots import FEWEST
from banyan.matching.queries.reasons import Line, reason_lines
from banyan.matching.standings import RANKER
from banyan.matching.states import RoundStatus
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.programmes.models import Application, Cohort
from banyan.programmes.states import ApplicationStatus, Side
from banyan.ui.words import number
from blueprint.language import Lists


def lists_of(cohort: Cohort) -> Lists | None:
    """Of which length lists are in this cohort; None: its rounds open none."""
    return blueprint_of(cohort).matching.lists


@dataclass(frozen=True, slots=True)
class Suggested:
    """Somebody on a list: the name, where it may be told, and what speaks for the two."""

    preference: Preference
    name: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class OwnList:
    """The viewer's own list of a round, on one of the two sides."""

    round: Round
    side: str
    rows: list[Preference]

    @property
    def first(self) -> Preference:
        return self.rows[0]

    @property
    def ranked(self) -> list[int]:
        """Ids of the rows that she has ranked, her first first."""
        chosen = [row for row in self.rows if row.choice is not None]
        return [row.pk for row in sorted(chosen, key=lambda row: row.choice or 0)]


def own_list(viewer: Viewer, round_id: int, side: str) -> OwnList:
    """Raises DoesNotExist for whoever has no list there."""
    rows = list(
        Preference.objects.filter(RANKER.where(viewer), round=round_id, side=side)
        .exclude(round__status=RoundStatus.DISCARDED)
        .select_related("round__cohort__programme__organisation", "other")
        .defer("round__problem", "round__loads")
        .order_by("place")
    )
    if not rows:
        raise Preference.DoesNotExist
    return OwnList(rows[0].round, side, rows)


def suggested(found: OwnList) -> list[Suggested]:
    """The people of a list. A mentor is named who has agreed to be seen; teachers never are, before
    a pair is proposed. One query at most."""
    named: set[int] = set()
    if found.side == Side.TEACHER:
        places = Application.objects.filter(
            programme=found.round.cohort.programme_id,
            person__in=[row.other_id for row in found.rows],
            status=ApplicationStatus.MATCHABLE,
            listed=True,
        )
        named = set(places.values_list("person_id", flat=True))
    rules = blueprint_of(found.round.cohort)
    return [
        Suggested(
            row,
            row.other.name if row.other_id in named else _nameless(found.side, row.place),
            reason_lines(row.reasons, rules),
        )
        for row in found.rows
    ]


def _nameless(side: str, place: int) -> str:
    said = _("Mentor %(number)s") if side == Side.TEACHER else _("Teacher %(number)s")
    return said % {"number": number(place)}


@dataclass(frozen=True, slots=True)
class Ranked:
    """How many people have a list in a round, and how many of them have ranked. Never who how."""

    lists: int
    ranked: int

    @property
    def is_told(self) -> bool:
        """Whether so many have ranked, and so many have not, that it tells of nobody."""
        return min(self.ranked, self.lists - self.ranked) >= FEWEST


def ranked_in(round_: Round) -> Ranked:
    """Of a round that the viewer has been given. One query."""
    rows = Preference.objects.filter(round=round_).aggregate(
        lists=Count("person", filter=Q(place=1)), ranked=Count("person", filter=Q(choice=1))
    )
    return Ranked(rows["lists"], rows["ranked"])


def rankings(round_: Round) -> dict[str, dict[int, tuple[int, ...]]]:
    """By side and person: whom she ranked, her first first. For the round's problem alone."""
    found: dict[str, dict[int, tuple[int, ...]]] = {side: {} for side in Side.values}
    rows = Preference.objects.filter(round=round_, choice__isnull=False).order_by("choice")
    for side, person, other in rows.values_list("side", "person_id", "other_id"):
        found[side][person] = (*found[side].get(person, ()), other)
    return found


def heeded_words(round_: Round) -> str:
    """What came of the rankings in the pairs that were found. How many wishes came true is told of
    a published round alone, where no wish of a coordinator can change the count any more, and of
    enough people."""
    opened, found = round_.lists_opened_at, round_.computed_at
    if opened is None or found is None or found < opened:
        return ""
    said = _(
        "How people ranked counts in these pairs. Every fit is told without it, and no price, so"
        " that nobody learns how anybody ranked."
    )
    counts = round_.summary.get("heeded")
    if not counts or round_.status == RoundStatus.DRAFT:
        return said
    sentence = _(
        "Of those who ranked and have a pair, so many have somebody whom they ranked: %(met)s of"
        " %(ranked)s."
    )
    met, ranked = counts
    return f"{said} {sentence % {'met': number(met), 'ranked': number(ranked)}}"


# What notices need to know: they have no viewer


def lists_are_open(round_id: int, now: datetime) -> bool:
    """Whether people can still rank in this round."""
    rows = Round.objects.filter(pk=round_id, status=RoundStatus.DRAFT, lists_until__gt=now)
    return rows.exists()


def whose_lists(round_id: int) -> tuple[Round | None, dict[str, list[int]]]:
    """The round, and by side the people who have a list in it."""
    round_ = (
        Round.objects.filter(pk=round_id)
        .defer("problem", "loads")
        .select_related("cohort__programme")
        .first()
    )
    people: dict[str, list[int]] = {side: [] for side in Side.values}
    for side, person in Preference.objects.filter(round=round_id, place=1).values_list(
        "side", "person_id"
    ):
        people[side].append(person)
    return round_, people
