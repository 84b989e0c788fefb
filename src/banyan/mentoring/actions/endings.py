"""How a pair ends: completed, early at once, or on the day that was announced."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from banyan.kernel.decision import Decision, Unfit
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions.moving import change, end_hold, move
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.endings import end_reasons, first_day, is_followed, successors
from banyan.mentoring.rules import ENDING_RIGHTS, MENTORSHIP, all_done
from banyan.mentoring.rules.endings import earliest_end, explained, far_enough, followed
from banyan.mentoring.snapshot import journey_of

# Of a pair that goes on, or that ends otherwise than somebody had announced.
NOTHING_ANNOUNCED: dict[str, Any] = {
    "ends_early_on": None,
    "end_reason": "",
    "end_words": "",
    "ended_by_id": None,
    "wants_another": False,
}


@transaction.atomic
def complete(mentorship: Mentorship, *, by: Viewer) -> Mentorship:
    """The pair has done what it was for; today is its last day. Raises Refused, with what is
    missing, where the blueprint says what it takes and the journey is not there yet."""
    MENTORSHIP.decide(by, mentorship, "complete").or_refuse()
    all_done(by, mentorship, journey_of(mentorship, by.today)).or_refuse()
    last = _last_day(mentorship, by)
    done = move(mentorship, "complete", by=by, ends_on=last, **NOTHING_ANNOUNCED)
    _bring_forward(done, last, by)
    return done


@transaction.atomic
def end(
    mentorship: Mentorship, reason: str, words: str, wants_another: bool, *, by: Viewer
) -> Mentorship:
    """Stop early, without blame, today. `reason` is one of the blueprint (ValueError otherwise);
    `words` are in confidence to the coordinator; with `wants_another` the teacher waits for a new
    mentor. Where the blueprint asks for notice, this is only for whom it lets end a pair at once,
    and the words are needed: raises Unfit without them."""
    MENTORSHIP.decide(by, mentorship, "end").or_refuse()
    _fits("words", explained(by, mentorship, words.strip()))
    end_hold(mentorship, by)
    said = _said(mentorship, reason, words, wants_another, by)
    last = _last_day(mentorship, by)
    ended = move(mentorship, "end", by=by, ends_on=last, paused_until=None, **said)
    _bring_forward(ended, last, by)
    return ended


def _bring_forward(ended: Mentorship, last: date, by: Viewer) -> None:
    """Where a pair ends before its announced day, who comes after begins the sooner: the teacher
    has no day without a mentor, and none with two."""
    after = last + timedelta(days=1)
    for pair in successors(ended, after=after):
        begins = first_day(pair, after)
        if pair.starts_on and begins < pair.starts_on:
            change(pair, "begin_sooner", {"starts_on": begins}, by=by)


def give_notice(
    mentorship: Mentorship,
    reason: str,
    words: str,
    wants_another: bool,
    *,
    by: Viewer,
    on: date | None = None,
) -> Mentorship:
    """Announce the end: `on` is the last day, the first that the notice of the blueprint allows
    if not given. Until then the pair goes on, and this can be taken back. Raises Unfit for a
    day that is too near or on which the pair is over anyway, ValueError for a reason that the
    blueprint does not have."""
    ENDING_RIGHTS.decide(by, mentorship, "give_notice").or_refuse()
    day = on or earliest_end(mentorship, by.today)
    _fits("on", far_enough(by, mentorship, day))
    said = _said(mentorship, reason, words, wants_another, by)
    changes = {**said, "ends_early_on": day}
    return change(mentorship, "give_notice", changes, by=by, on=day.isoformat())


def take_notice_back(mentorship: Mentorship, *, by: Viewer) -> Mentorship:
    """The pair goes on as if nothing had been announced. Raises Refused once another mentor has
    been proposed to the teacher."""
    ENDING_RIGHTS.decide(by, mentorship, "take_notice_back").or_refuse()
    if is_followed(mentorship):
        followed(mentorship).or_refuse()
    try:
        with transaction.atomic():
            return change(mentorship, "take_notice_back", NOTHING_ANNOUNCED, by=by)
    except IntegrityError:
        followed(mentorship).or_refuse()
        raise


@transaction.atomic
def part(mentorship: Mentorship, *, by: Viewer) -> Mentorship:
    """The announced day is over: the pair ended on it. Only the platform does this."""
    MENTORSHIP.decide(by, mentorship, "part").or_refuse()
    end_hold(mentorship, by)
    last = mentorship.ends_early_on
    return move(mentorship, "part", by=by, ends_on=last, paused_until=None)


def _said(
    mentorship: Mentorship, reason: str, words: str, wants_another: bool, by: Viewer
) -> dict[str, Any]:
    if reason not in dict(end_reasons(mentorship)):
        raise ValueError(f"{reason} is no reason of this blueprint")
    return {
        "ends_early_on": None,
        "end_reason": reason,
        "end_words": words.strip(),
        "ended_by_id": by.person_id,
        "wants_another": wants_another,
    }


def _fits(field: str, decision: Decision) -> None:
    if not decision:
        raise Unfit(field, decision)


def _last_day(mentorship: Mentorship, by: Viewer) -> date:
    """Today, unless for `by`, further west, the day on which it began is still to come."""
    return max(by.today, mentorship.starts_on or by.today)
