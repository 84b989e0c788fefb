"""Reasons in the reader's words, and pairs whose announced last day is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.states import LIVE, SEATED, EndReason, MentorshipForm, MentorshipStatus
from blueprint import Coded


def end_reasons(pair: Mentorship) -> list[tuple[str, str]]:
    """The reasons of its blueprint for an early end: code and words, in their order."""
    return _choices(blueprint_of(pair.cohort).relationship.end_reasons)


def decline_reasons(pair: Mentorship) -> list[tuple[str, str]]:
    """The same for declining."""
    return _choices(blueprint_of(pair.cohort).relationship.decline_reasons)


def _choices(reasons: tuple[Coded, ...]) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [(reason.code, reason.title.in_(language)) for reason in reasons]


def end_reason_words(pair: Mentorship) -> str:
    """Why the pair ends; a code that its blueprint lacks is told by the older list, or as it is."""
    code = pair.end_reason
    older = str(EndReason(code).label) if code in EndReason.values else code
    return dict(end_reasons(pair)).get(code, older)


def decline_reason_words(pair: Mentorship) -> str:
    """Why the proposal was declined, for whoever may read it (see `queries.mentorship`)."""
    code: str = getattr(pair, "declined_because", "")
    return dict(decline_reasons(pair)).get(code, code)


def parted(today: date) -> list[Mentorship]:
    """Pairs whose announced last day is over, for the platform."""
    rows = Mentorship.objects.filter(status__in=LIVE, ends_early_on__lt=today)
    return list(rows.defer("end_words").select_related("school").order_by("pk"))


def announced_end(pk: int) -> str:
    """The announced last day of a pair that still runs, as notices keep it; "" without one."""
    rows = Mentorship.objects.filter(pk=pk, status__in=LIVE)
    day = rows.values_list("ends_early_on", flat=True).first()
    return day.isoformat() if day else ""


def first_day(pair: Mentorship, today: date) -> date:
    """The day on which a pair begins that both accept today: at once, or the day after the one
    before it, whose end is announced, has its last."""
    leaving = _beside(pair).filter(ends_early_on__gte=today).order_by("-ends_early_on")
    if pair.starts_on:
        leaving = leaving.filter(starts_on__lt=pair.starts_on)
    last = leaving.values_list("ends_early_on", flat=True).first()
    return last + timedelta(days=1) if last else today


def successors(pair: Mentorship, *, after: date) -> list[Mentorship]:
    """The pairs of the same teacher that were to begin later than this day."""
    rows = _beside(pair).filter(starts_on__gt=after).defer("end_words")
    return list(rows.select_related("school"))


def is_followed(pair: Mentorship) -> bool:
    """Whether somebody comes after this mentor, or is asked to; also one who leaves again."""
    after = Q(starts_on__isnull=True) | Q(starts_on__gt=pair.starts_on)
    return _beside(pair, SEATED).filter(after).exists()


def _beside(pair: Mentorship, statuses: Iterable[MentorshipStatus] = LIVE) -> QuerySet[Mentorship]:
    return Mentorship.objects.filter(
        cohort=pair.cohort_id, mentee=pair.mentee_id, form=MentorshipForm.PAIR, status__in=statuses
    ).exclude(pk=pair.pk)
