"""Claiming hours, attesting them, awarding them: three people, and no minute twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banyan.credentials.models import ClaimedSession, HoursClaim
from banyan.credentials.queries import hours as queries
from banyan.credentials.queries.ledger import Entry
from banyan.credentials.rules import CLAIMING, HOURS
from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Session
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.trail import actions as trail


@transaction.atomic
def claim_hours(
    pair: Mentorship,
    share: str,
    *,
    by: Viewer,
    sessions: Sequence[Entry] = (),
    minutes: int = 0,
    happened_on: date | None = None,
    evidence: str = "",
    standard: str = "",
    form: str = "",
) -> HoursClaim:
    """Claim what these credited sessions make together, or so many minutes of something else on a
    day. The same `form` sent twice is one claim. Raises Stale when the minutes of one of them are
    claimed already, ValueError for a claim of nothing or of a kind that the blueprint lacks."""
    if form and (before := queries.sent_before(by, form)):
        return before
    CLAIMING.decide(by, pair, "claim").or_refuse()
    design = blueprint_of(pair.cohort)
    shares = design.recognition.shares if design.recognition else ()
    titles = {one.code: one.title for one in shares}
    whole = sum(one.sums.credited for one in sessions) if sessions else minutes
    on = max((one.day for one in sessions), default=happened_on)
    if share not in titles or whole <= 0 or on is None:
        raise ValueError(f"nothing to claim as {share!r}")
    try:
        with transaction.atomic():
            made = HoursClaim.objects.create(
                person_id=by.person_id,
                mentorship=pair,
                share=share,
                words={language: titles[share].in_(language) for language in design.languages},
                standard=standard,
                key=queries.key_of(form) if form else None,
                minutes=whole,
                happened_on=on,
                evidence=evidence.strip(),
                claimed_at=by.now,
            )
            for one in sessions:
                ClaimedSession.objects.create(
                    claim=made,
                    session_id=one.session,
                    person_id=by.person_id,
                    minutes=one.sums.credited,
                )
    except IntegrityError as claimed:
        # The same button on two tabs, at the same moment.
        if form and (before := queries.sent_before(by, form)):
            return before
        raise Stale(_("The minutes of one of these sessions are claimed already.")) from claimed
    trail.record(verb="hours.claim", subject=trail.subject_of(made), scope=_scope(made), by=by)
    return made


@transaction.atomic
def attest_hours(claim: HoursClaim, *, by: Viewer) -> HoursClaim:
    """The other one of the pair says that it was so. Raises Stale when the sessions count for
    something else than when it was claimed."""
    _as_claimed(claim, "attest", by)
    return trail.move(
        claim,
        HOURS,
        "attest",
        by=by,
        scope=_scope(claim),
        attested_by_id=by.person_id,
        attested_at=by.now,
    )


@transaction.atomic
def award_hours(claim: HoursClaim, *, by: Viewer) -> HoursClaim:
    """From now on they stand in her record, and nothing in them changes. Raises Stale when the
    sessions count for something else than when it was claimed."""
    _as_claimed(claim, "award", by)
    return _decided(claim, "award", by)


@transaction.atomic
def refuse_hours(claim: HoursClaim, because: str, *, by: Viewer) -> HoursClaim:
    """It was not so, or does not count, for this reason. Its sessions can be claimed anew, by the
    same form, too."""
    moved = _decided(claim, "refuse", by, refused_because=because.strip(), key=None)
    ClaimedSession.objects.filter(claim=claim).delete()
    return moved


@transaction.atomic
def withdraw_hours(claim: HoursClaim, *, by: Viewer) -> HoursClaim:
    """Taken back; its sessions can be claimed anew."""
    moved = trail.move(claim, HOURS, "withdraw", by=by, scope=_scope(claim), key=None)
    ClaimedSession.objects.filter(claim=claim).delete()
    return moved


def _as_claimed(claim: HoursClaim, verb: str, by: Viewer) -> None:
    """While this lasts nobody changes the minutes of its sessions: whoever does locks them, too."""
    HOURS.decide(by, claim, verb).or_refuse()
    rows = Session.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    list(rows.filter(pk__in=claim.sessions.values("session")).only("pk"))
    if queries.differences(by, [claim]):
        raise Stale(
            _(
                "The minutes of these sessions have changed since they were claimed. They can be "
                "taken back and claimed anew."
            )
        )


def _decided(claim: HoursClaim, verb: str, by: Viewer, **more: str | None) -> HoursClaim:
    return trail.move(
        claim,
        HOURS,
        verb,
        by=by,
        scope=_scope(claim),
        decided_by_id=by.person_id,
        decided_at=by.now,
        **more,
    )


def _scope(claim: HoursClaim) -> str:
    return claim.mentorship.school.path or ""
