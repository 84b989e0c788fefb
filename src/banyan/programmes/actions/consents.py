"""Consents: given by the person, recorded from paper, withdrawn at any time."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer
from banyan.programmes.models import Cohort, Consent
from banyan.programmes.queries.consents import Consenting, edition_of
from banyan.programmes.rules.consents import CONSENT, CONSENTING, day_has_come
from banyan.programmes.states import ConsentWay, Side
from banyan.trail import actions as trail


def give_consent(asked: Consenting, *, by: Viewer, language: str) -> Consent:
    """She agrees herself, having read the page in this language; her entry opens today."""
    CONSENTING.decide(by, asked, "give").or_refuse()
    return _enter(asked, "consent.give", ConsentWay.HERSELF, by.today, "", by, language)


def record_consent(asked: Consenting, on: date, note: str, *, by: Viewer, language: str) -> Consent:
    """A coordinator has it on paper, signed on that day; the note says where it lies."""
    CONSENTING.decide(by, asked, "record").or_refuse()
    day_has_come(by, on).or_refuse()
    return _enter(asked, "consent.record", ConsentWay.ON_PAPER, on, note, by, language)


def withdraw_consent(consent: Consent, *, by: Viewer, note: str = "") -> Consent:
    """No more, from now on: the entry closes. A pair that runs is not ended by it."""
    return trail.move(
        consent,
        CONSENT,
        "withdraw",
        by=by,
        scope=consent.cohort.programme.organisation.path or "",
        withdrawn_at=by.now,
        withdrawal_note=note.strip(),
    )


def _enter(
    asked: Consenting, verb: str, way: ConsentWay, on: date, note: str, by: Viewer, language: str
) -> Consent:
    try:
        with transaction.atomic():
            # Numbers follow each other: whoever enters holds the cohort.
            Cohort.objects.select_for_update().get(pk=asked.cohort.pk)
            entries = Consent.objects.filter(cohort=asked.cohort, side=asked.side)
            last = entries.aggregate(last=Max("number"))["last"] or 0
            consent = Consent.objects.create(
                cohort=asked.cohort,
                person=asked.person,
                side=Side(asked.side),
                number=last + 1,
                way=way,
                given_on=on,
                given_at=by.now,
                recorded_by_id=by.person_id if way == ConsentWay.ON_PAPER else None,
                edition=edition_of(asked.cohort),
                language=language,
                note=note.strip(),
            )
            trail.record(verb=verb, subject=trail.subject_of(consent), scope=asked.scope, by=by)
    except IntegrityError as error:
        raise Stale(_("This consent has been recorded since you opened the page.")) from error
    return consent
