"""Paying mentors: a part is proposed by one coordinator and decided by another."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banyan.credentials.models import StipendLine
from banyan.credentials.queries import stipends
from banyan.credentials.queries.stipends import Offer
from banyan.credentials.rules import OFFERING, STIPEND
from banyan.credentials.states import StipendStatus
from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.trail import actions as trail


@transaction.atomic
def propose_stipend(offer: Offer, whole_minor: int, *, by: Viewer) -> StipendLine:
    """Put on record that this part is earned: `whole_minor` is the whole pay, in the smallest unit
    of the currency, within the blueprint's least and most; of further parts the same as of those
    that stand on record. Raises Stale when somebody was faster, ValueError for an amount that the
    blueprint does not allow."""
    OFFERING.decide(by, offer, "propose").or_refuse()
    pay = stipends.pay_of(offer.cohort)
    if pay is None or offer.due_on is None:
        raise ValueError("nothing is paid")
    least, most = (stipends.minor(pay.currency, each) for each in (pay.least, pay.most))
    # Two parts in two tabs: each looks for the other.
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=offer.payee.pk)
    known = stipends.whole_on_record(offer)
    if known is not None and whole_minor != known:
        raise Stale(_("Another part is on record by now, of another whole. Propose it anew."))
    if known is None and not least <= whole_minor <= most:
        raise ValueError(f"{whole_minor} is not within {least} and {most}")
    made = stipends.would_be(offer, whole_minor, pay)
    made.proposed_by_id, made.proposed_at = by.person_id, by.now
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as same_moment:
        raise Stale(_("It is proposed already.")) from same_moment
    trail.record(verb="stipend.propose", subject=trail.subject_of(made), scope=_scope(made), by=by)
    return made


@transaction.atomic
def approve_stipend(line: StipendLine, *, by: Viewer) -> StipendLine:
    """A second person agrees; from now on nothing in it changes. Raises Stale when the sessions say
    something else than when it was proposed."""
    line = _locked(line)
    STIPEND.decide(by, line, "approve").or_refuse()
    if line.status == StipendStatus.PROPOSED and stipends.differences(by, [line]):
        raise Stale(
            _("The minutes have changed since it was proposed. Take it back and propose it anew.")
        )
    return _decided(line, "approve", by)


@transaction.atomic
def refuse_stipend(line: StipendLine, because: str, *, by: Viewer) -> StipendLine:
    """A second person does not agree, and says why."""
    return _decided(line, "refuse", by, refused_because=because.strip())


@transaction.atomic
def withdraw_stipend(line: StipendLine, *, by: Viewer) -> StipendLine:
    """It was proposed too early, or wrongly; it can be proposed anew."""
    return trail.move(line, STIPEND, "withdraw", by=by, scope=_scope(line))


def _decided(line: StipendLine, verb: str, by: Viewer, **more: str) -> StipendLine:
    return trail.move(
        line,
        STIPEND,
        verb,
        by=by,
        scope=_scope(line),
        decided_by_id=by.person_id,
        decided_at=by.now,
        **more,
    )


def _locked(line: StipendLine) -> StipendLine:
    rows = StipendLine.objects.select_for_update(of=("self",))
    return rows.select_related("cohort__programme__organisation", "payee").get(pk=line.pk)


def _scope(line: StipendLine) -> str:
    return line.cohort.programme.organisation.path or ""
