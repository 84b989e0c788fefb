"""Asking for feedback that is due, and how the two of a pair fit, by the clock."""

from __future__ import annotations

from datetime import date
from itertools import chain

from django.urls import reverse
from django.utils import timezone

from banyan.mentoring.notices.nudges import later_at
from banyan.mentoring.queries.nudges import resting
from banyan.mentoring.states import Nudge
from banyan.notifications.actions import Telling, tell_each, telling
from banyan.programmes.queries import design_of
from banyan.surveys.notices import DUE, FIT_DUE, FIT_REMINDER
from banyan.surveys.queries.asking import Missing, unanswered
from banyan.surveys.queries.fits import FitMissing, fits_missing
from banyan.trail.registry import every


def ask_feedback() -> int:
    """Ask everybody who was in a held session and has not said how it was, once each, when the
    blueprint's hours have passed. Returns how many notices are new."""
    now = timezone.now()
    found = unanswered(now, untold=DUE.code)
    pairs = {one.session.mentorship_id for one in found if one.session.mentorship_id}
    rest = resting(Nudge.FEEDBACK, pairs, now.date())
    asked = (
        _ask(missing, person)
        for missing in found
        for person in missing.people
        if (missing.session.mentorship_id, person) not in rest
    )
    return tell_each(chain.from_iterable(asked), now=now)


def _ask(missing: Missing, person: int) -> list[Telling]:
    session = missing.session
    return telling(
        [person],
        DUE.code,
        key=f"{DUE.code}:{session.pk}",
        link=reverse("surveys:feedback", args=[session.pk]),
        session=session.pk,
        person=person,
        starts_at=session.starts_at.isoformat(),
        otherwise=later_at(session.mentorship_id, Nudge.FEEDBACK) if session.mentorship_id else "",
    )


def ask_fits() -> int:
    """Ask each of a pair how the two fit, once when the day has come, and once more some days on
    whoever has said nothing. Returns how many notices are new."""
    now = timezone.now()
    today = now.date()
    asked = (_ask_fit(missing, today) for missing in fits_missing(today))
    return tell_each(chain.from_iterable(asked), now=now)


def _ask_fit(missing: FitMissing, today: date) -> list[Telling]:
    pair = missing.pair
    kind = FIT_REMINDER if today >= missing.remind_on else FIT_DUE
    return telling(
        [missing.person_id],
        kind.code,
        key=f"{kind.code}:{pair.pk}:{missing.day}",
        link=reverse("surveys:fit", args=[pair.pk]),
        mentorship=pair.pk,
        blueprint=design_of(pair),
        person=missing.person_id,
        other=missing.other,
        on_day=missing.day,
    )


every(60, "banyan.surveys.jobs.ask_fits")
every(15, "banyan.surveys.jobs.ask_feedback")
