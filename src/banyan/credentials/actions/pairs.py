"""Signing documents of a pair, and awarding certificates."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banyan.credentials.models import Certificate, Signature
from banyan.credentials.queries.papers import Award, Paper, filled, parts
from banyan.credentials.queries.papers import paper as paper_of
from banyan.credentials.rules import (
    AWARDING,
    CERTIFICATE,
    CERTIFICATE_RIGHTS,
    SIGNING,
    Signing,
    on_paper,
)
from banyan.credentials.states import Signer
from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship
from banyan.mentoring.snapshot import doing
from banyan.people.models import Person
from banyan.programmes.queries import words_of
from banyan.programmes.rules.consents import day_has_come
from banyan.trail import actions as trail
from blueprint import Status

_OPEN = (Status.OPEN, Status.DUE_SOON, Status.OVERDUE)
CODE_BYTES = 15  # in a certificate's address: by trying, nobody comes upon 120 random bits


def sign(
    paper: Paper, signer: Signer, edition: str, *, by: Viewer, on: date | None = None
) -> Signature:
    """Put one's name to the document as it was shown, or record that somebody signed it on paper
    on that day, today if none is said. When all have, the step that asks for it is done. Raises
    Stale when its words have changed since, or somebody was faster."""
    one = Signing(paper, signer)
    SIGNING.decide(by, one, "sign").or_refuse()
    recorded = on_paper(by, one)
    signed_on = (on or by.today) if recorded else None
    if signed_on:
        day_has_come(by, signed_on).or_refuse()
    try:
        with transaction.atomic():
            rows = Mentorship.objects.select_for_update().defer("end_words")
            paper = paper_of(rows.get(pk=paper.pair.pk), paper.name, by)  # as it is by now
            if not (still := SIGNING.decide(by, Signing(paper, signer), "sign")):
                raise Stale(str(still.reason))
            if edition != paper.edition:
                sentence = _(
                    "The words of this document have changed. Read it again before you sign."
                )
                raise Stale(sentence)
            made = Signature.objects.create(
                mentorship=paper.pair,
                paper=paper.name,
                edition=paper.edition,
                party=signer.value,
                person_id=by.person_id,
                on_paper=recorded,
                signed_on=signed_on,
                signed_at=by.now,
            )
            trail.record(
                verb="document.sign",
                subject=trail.subject_of(paper.pair),
                scope=paper.pair.school.path or "",
                by=by,
                paper=paper.name,
                party=signer.value,
                on_paper=recorded,
            )
            _finish(paper, by)
    except IntegrityError as same_moment:
        raise Stale(_("It is signed already.")) from same_moment
    return made


def _finish(paper: Paper, by: Viewer) -> None:
    """The step that asks for the document is done once everybody has signed."""
    signed = set(
        Signature.objects.filter(
            mentorship=paper.pair, paper=paper.name, edition=paper.edition
        ).values_list("party", flat=True)
    )
    state = paper.state
    if state is None or state.status not in _OPEN or set(paper.signers) - signed:
        return
    platform = system(by.now)
    mentoring.conclude_step(doing(platform, paper.pair, state.key), by.today, by=platform)


def issue(
    holder: Person, programme: str, words: dict[str, Any], *, by: Viewer, **of: Any
) -> Certificate:
    """A certificate `of` a pair or a workshop of the programme of this name, in these words.
    Raises Stale when somebody was faster."""
    try:
        with transaction.atomic():
            made = Certificate.objects.create(
                code=secrets.token_urlsafe(CODE_BYTES).replace("-", "a").replace("_", "b"),
                holder=holder,
                holder_name=holder.name,
                programme_name=programme,
                words=words,
                issued_on=by.today,
                issued_by_id=by.person_id,
                **of,
            )
    except IntegrityError as same_moment:
        raise Stale(_("The certificate was awarded already.")) from same_moment
    _tell(made, "award", by)
    return made


@transaction.atomic
def award(award: Award, *, by: Viewer) -> Certificate:
    """Award it, in the words of today in every language of the document. They stay."""
    AWARDING.decide(by, award, "award").or_refuse()
    pair, document = award.pair, award.document
    words = {}
    for language in document.languages or award.design.languages:
        with words_of(pair, language):
            values = filled(pair, award.design, by, language)
            words[language] = {
                "title": document.title.in_(language),
                "parts": [
                    {"heading": one.heading, "text": one.text}
                    for one in parts(document, language, values)
                ],
            }
    name = pair.cohort.programme.name
    return issue(award.holder, name, words, by=by, mentorship=pair)


@transaction.atomic
def withdraw_certificate(certificate: Certificate, *, by: Viewer) -> Certificate:
    """It no longer holds; whoever checks it is told so."""
    return trail.move(
        certificate,
        CERTIFICATE,
        "withdraw",
        by=by,
        scope=_scope(certificate),
        withdrawn_on=by.today,
    )


@transaction.atomic
def show_name(certificate: Certificate, shows: bool, *, by: Viewer) -> None:
    """Whether the page that everybody with the code can open says the name."""
    verb = "show_name" if shows else "hide_name"
    CERTIFICATE_RIGHTS.decide(by, certificate, verb).or_refuse()
    Certificate.objects.filter(pk=certificate.pk).update(shows_name=shows)
    _tell(certificate, verb, by)


def _tell(certificate: Certificate, verb: str, by: Viewer) -> None:
    trail.record(
        verb=f"certificate.{verb}",
        subject=trail.subject_of(certificate),
        scope=_scope(certificate),
        by=by,
    )


def _scope(certificate: Certificate) -> str:
    if certificate.mentorship is not None:
        return certificate.mentorship.school.path or ""
    assert certificate.workshop is not None  # noqa: S101 - the database sees to it
    return certificate.workshop.programme.organisation.path or ""
