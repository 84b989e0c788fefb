"""“Not now, because …”: reminders stop for a while, and nobody is to blame."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, NotNow
from banyan.mentoring.queries.nudges import reasons_of
from banyan.mentoring.rules.nudges import NOT_NOW_RIGHTS, NOT_NOW_SAID_RIGHTS, WEEKS
from banyan.mentoring.states import Nudge
from banyan.trail import actions as trail


def say_not_now(
    pair: Mentorship, nudge: Nudge, reason: str, weeks: int, words: str = "", *, by: Viewer
) -> NotNow:
    """One of the two is not reminded of this for so many weeks; what she said of it before is
    replaced. `reason` is one of the blueprint, `words` are for the coordinators, in confidence.
    Raises Refused, and ValueError for another reason or length."""
    NOT_NOW_RIGHTS.decide(by, pair, "say").or_refuse()
    if reason not in dict(reasons_of(pair)) or weeks not in WEEKS:
        raise ValueError(f"not now for {reason}, {weeks} weeks: neither is offered")
    with transaction.atomic():
        said = {
            "reason": reason,
            "words": words.strip(),
            "until": by.today + timedelta(weeks=weeks),
        }
        key: dict[str, Any] = {
            "mentorship": pair,
            "person_id": by.person_id,
            "nudge": nudge.value,
        }
        if same := NotNow.objects.filter(**key, **said).first():
            return same  # from another tab
        made, _new = NotNow.objects.update_or_create(**key, defaults=said | {"said_at": by.now})
        _told("say", made, pair, by)
    return made


def take_not_now_back(said: NotNow, *, by: Viewer) -> None:
    """She may be reminded again from today on. Raises Refused, and Stale when she has done so."""
    NOT_NOW_SAID_RIGHTS.decide(by, said, "take_back").or_refuse()
    with transaction.atomic():
        _told("take_back", said, said.mentorship, by)
        if not NotNow.objects.filter(pk=said.pk).delete()[0]:
            raise Stale(_("This was taken back already."))


def _told(verb: str, said: NotNow, pair: Mentorship, by: Viewer) -> None:
    # Of what was said and not of the pair: the other one need not learn of it.
    trail.record(
        verb=f"not_now.{verb}", subject=trail.subject_of(said), scope=pair.school.path or "", by=by
    )
