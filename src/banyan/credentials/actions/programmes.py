"""Making papers of a programme: begun, written, issued, signed, replaced, taken out of force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banyan.credentials.models import NamedInPaper, ProgrammePaper, Signature
from banyan.credentials.queries.programmes import (
    Issue,
    asked_in,
    document_of,
    is_for_all,
    is_there,
    named_in,
    said,
    told,
)
from banyan.credentials.rules import (
    APPROVING,
    BEGINNING,
    PAPER,
    PAPER_RIGHTS,
    Approving,
    Beginning,
    signs_herself,
)
from banyan.credentials.states import UNDER_WAY, PaperStatus, Signer
from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer, system
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.models import Cohort, Programme
from banyan.programmes.queries.stages import keys_for, records_of
from banyan.trail import actions as trail


@transaction.atomic
def begin(
    programme: Programme, document: str, *, by: Viewer, cohort: Cohort | None = None
) -> ProgrammePaper:
    """A draft of the document, with what was written in the edition before. Raises DoesNotExist for
    a document that the programme lacks."""
    found = document_of(programme, document)
    editions = ProgrammePaper.objects.filter(
        programme=programme, cohort=cohort, document=document
    ).order_by("-edition")
    last = editions.first()
    under_way = editions.filter(status__in=UNDER_WAY).exists()
    BEGINNING.decide(by, Beginning(programme, cohort, found, under_way), "begin").or_refuse()
    try:
        with transaction.atomic():
            row = ProgrammePaper.objects.create(
                programme=programme,
                cohort=cohort,
                document=document,
                edition=last.edition + 1 if last else 1,
                is_open=is_for_all(found),
                language=last.language if last else _first_language(programme, document),
                signatory=last.signatory if last else "",
                sections=last.sections if last else {},
                written_by_id=by.person_id or None,
                written_at=by.now,
            )
    except IntegrityError as same_moment:
        raise Stale(_("One is under way already.")) from same_moment
    _tell(row, "begin", by)
    return row


def _first_language(programme: Programme, document: str) -> str:
    row = ProgrammePaper(programme=programme, document=document)
    return told(row).languages[0]


@transaction.atomic
def write(
    row: ProgrammePaper,
    *,
    by: Viewer,
    version: int,
    language: str,
    number: str = "",
    dated_on: date | None = None,
    signatory: str = "",
    sections: Mapping[str, str],
) -> ProgrammePaper:
    """Keep what was typed. Raises Stale when somebody has saved it since `version` was read."""
    PAPER_RIGHTS.decide(by, row, "write").or_refuse()
    asked = {key for key, _at in asked_in(told(row).document)}
    changes = {
        "language": language,
        "number": number.strip(),
        "dated_on": dated_on,
        "signatory": signatory.strip(),
        "sections": {key: text.strip() for key, text in sections.items() if key in asked},
        "written_by_id": by.person_id,
        "written_at": by.now,
    }
    rows = ProgrammePaper.objects.filter(pk=row.pk, version=version, status=PaperStatus.DRAFT)
    if not rows.update(version=version + 1, **changes):
        raise Stale(_("Somebody has saved this paper since you opened the page."))
    _tell(row, "write", by)
    row.refresh_from_db()
    return row


@transaction.atomic
def issue(row: ProgrammePaper, *, by: Viewer) -> ProgrammePaper:
    """From now on its words stay. It comes into force when all have signed whom it names."""
    row = _locked(row)
    PAPER.decide(by, row, "issue").or_refuse()
    paper = told(row)
    words = {language: said(paper, by, language) for language in paper.languages}
    trail.move(row, PAPER, "issue", by=by, scope=_scope(row), words=words)
    people = Person.objects.filter(pk__in=named_in(words)).values_list("pk", "name")
    NamedInPaper.objects.bulk_create(
        NamedInPaper(paper=row, person_id=pk, name=name) for pk, name in people
    )
    if not told(row).missing:
        _conclude(row, by)
    return row


@transaction.atomic
def take_back(row: ProgrammePaper, *, by: Viewer) -> ProgrammePaper:
    """It is a draft again. Signatures under it stay on record, of words that are no more."""
    NamedInPaper.objects.filter(paper=row).delete()
    return trail.move(row, PAPER, "take_back", by=by, scope=_scope(row), words={})


@transaction.atomic
def approve(paper: Issue, signer: Signer, edition: str, *, by: Viewer) -> Signature:
    """Put one's name to it, or record that it was signed on paper. Raises Stale when its words
    have changed since, or somebody was faster."""
    one = Approving(paper, signer)
    APPROVING.decide(by, one, "sign").or_refuse()
    if edition != paper.edition:
        raise Stale(_("The words of this document have changed. Read it again before you sign."))
    row = _locked(paper.row)
    try:
        with transaction.atomic():
            made = Signature.objects.create(
                issue=row,
                paper=row.document,
                edition=edition,
                party=signer.value,
                person_id=by.person_id,
                on_paper=not signs_herself(by, one),
                signed_at=by.now,
            )
    except IntegrityError as same_moment:
        raise Stale(_("It is signed already.")) from same_moment
    _tell(row, "sign", by, party=signer.value)
    if not told(row).missing:
        _conclude(row, by)
    return made


@transaction.atomic
def withdraw_paper(row: ProgrammePaper, *, by: Viewer) -> ProgrammePaper:
    """It no longer holds; what a stage should bring about is missing again."""
    trail.move(row, PAPER, "withdraw", by=by, scope=_scope(row))
    if not is_there(row.programme, row.document):
        there = records_of(row.programme)
        for key in keys_for(row.programme, row.document):
            if key in there:
                programmes.take_back(row.programme, key, by=_platform(by))
    return row


def _conclude(row: ProgrammePaper, by: Viewer) -> None:
    """Everybody has signed: it takes the place of the edition before, and the stage has it."""
    platform = _platform(by)
    before = ProgrammePaper.objects.filter(
        programme=row.programme,
        cohort=row.cohort,
        document=row.document,
        status=PaperStatus.IN_FORCE,
    ).select_related("programme__organisation")
    for old in before:
        trail.move(old, PAPER, "replace", by=platform, scope=_scope(old))
    trail.move(row, PAPER, "conclude", by=platform, scope=_scope(row))
    there = records_of(row.programme)
    for key in keys_for(row.programme, row.document):
        if key not in there:
            programmes.record_artefact(row.programme, key, platform.today, by=platform)


def _platform(by: Viewer) -> Viewer:
    """The platform itself, on the calendar of whoever has signed."""
    return replace(system(by.now), zone=by.zone)


def _locked(row: ProgrammePaper) -> ProgrammePaper:
    rows = ProgrammePaper.objects.select_for_update(of=("self",))
    return rows.select_related("programme__organisation", "cohort__programme").get(pk=row.pk)


def _scope(row: ProgrammePaper) -> str:
    return row.programme.organisation.path or ""


def _tell(row: ProgrammePaper, verb: str, by: Viewer, **data: str) -> None:
    trail.record(
        verb=f"paper.{verb}", subject=trail.subject_of(row), scope=_scope(row), by=by, **data
    )
