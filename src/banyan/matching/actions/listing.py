"""Lists to be ranked: opening them in a round, ranking one's own, closing them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused, Stale, denied
from banyan.kernel.viewer import Viewer
from banyan.matching import snapshot
from banyan.matching.actions.rounds import change, record
from banyan.matching.models import Preference, Round
from banyan.matching.queries.listing import OwnList, lists_of
from banyan.matching.rules import LIST_RIGHTS, ROUND_RIGHTS
from banyan.matching.snapshot.listing import lines
from banyan.matching.states import RoundStatus
from matchmaker.solving import TABLE


def open_lists(round_: Round, *, by: Viewer) -> Round:
    """Suggest to everybody who waits, and to every mentor with a seat, who fits best; they rank
    until the blueprint's days are over. Raises Refused where there is nobody to suggest, or where
    there are more than can be weighed at once; Stale when the round changed meanwhile."""
    ROUND_RIGHTS.decide(by, round_, "open_lists").or_refuse()
    lists = lists_of(round_.cohort)
    assert lists is not None  # noqa: S101 - the rule above lets nobody else through
    taken = snapshot.taken(by, round_)
    if len(taken.problem.teachers) * len(taken.problem.mentors) > TABLE:
        raise Refused(denied(_("Here are too many teachers and mentors for lists.")))
    rows = [
        Preference(
            round=round_,
            person_id=line.person,
            side=line.side,
            other_id=line.other,
            place=line.place,
            reasons=line.reasons,
        )
        for line in lines(round_, taken, lists.suggested)
    ]
    if not rows:
        raise Refused(denied(_("There is nobody to suggest: no two could be a pair.")))
    with transaction.atomic():
        change(
            round_,
            seen=round_.version,
            lists_opened_at=by.now,
            lists_until=by.now + timedelta(days=lists.open_days),
        )
        Preference.objects.bulk_create(rows, batch_size=500)
        record("round.open_lists", round_, by, people=len({(r.person_id, r.side) for r in rows}))
    return round_


def close_lists(round_: Round, *, by: Viewer) -> Round:
    """From now on nobody ranks; what was ranked counts."""
    ROUND_RIGHTS.decide(by, round_, "close_lists").or_refuse()
    with transaction.atomic():
        change(round_, lists_until=by.now)
        record("round.close_lists", round_, by)
    return round_


def rank(found: OwnList, chosen: Sequence[int], *, by: Viewer) -> OwnList:
    """Rank these rows of one's own list, the first first; the others are not ranked. What was
    ranked before is forgotten, and nothing of it is on record. ValueError for a row of another
    list, or one twice; Stale when the lists have closed meanwhile."""
    LIST_RIGHTS.decide(by, found, "rank").or_refuse()
    if len(set(chosen)) < len(chosen) or not set(chosen) <= {row.pk for row in found.rows}:
        raise ValueError("these are not rows of this list, each once")
    places = {pk: choice for choice, pk in enumerate(chosen, start=1)}
    with transaction.atomic():
        held = Round.objects.filter(
            pk=found.round.pk, status=RoundStatus.DRAFT, lists_until__gt=by.now
        ).select_for_update()
        if not held.exists():
            raise Stale(_("The lists of this round have closed since you opened the page."))
        for row in found.rows:
            row.choice = places.get(row.pk)
            Preference.objects.filter(pk=row.pk).update(choice=row.choice)
    return found
