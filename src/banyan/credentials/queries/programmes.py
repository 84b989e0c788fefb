"""Papers of a programme: what there is of each document, and what it says in a language."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.credentials.models import NamedInPaper, ProgrammePaper, Signature
from banyan.credentials.queries.content import (
    BLANK,
    Content,
    Head,
    Line,
    OfADocument,
    Part,
    Table,
    long_day,
)
from banyan.credentials.queries.papers import parts
from banyan.credentials.queries.tables import NAMING, OF_A_COHORT, About, Cell, sheets
from banyan.credentials.standings import HEADS, PAPER_COORDINATOR, PAPER_READERS, signs_as
from banyan.credentials.states import PaperStatus, Signer
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import coordinators_over
from banyan.mentoring.standings import COORDINATOR
from banyan.mentoring.states import MentorshipForm
from banyan.organisations.models import Membership, Organisation
from banyan.organisations.states import Level, Role
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Programme
from banyan.programmes.queries import blueprint_named, words_of
from banyan.programmes.states import ProgrammeStatus
from banyan.trail.queries import id_of
from banyan.ui import words
from banyan.ui.prepared import PreparedFor, PreparedOne
from blueprint import Blueprint, Document

Said = Mapping[
    str, Any
]  # what a paper says in one language: title, parts, tables, what stands below

_KINDS_FOR_ALL = ("regulation", "road_map", "plan")
_KINDS_APPROVED = ("regulation", "road_map", "plan")  # by the head, above the title


def design_of(programme: Programme, cohort: Cohort | None = None) -> Blueprint:
    """The blueprint of a programme, or of a cohort at the version that it pins."""
    code, version = programme.blueprint, programme.blueprint_version
    return blueprint_named(*(cohort.design if cohort else (code, version)))


def document_of(programme: Programme, code: str) -> Document:
    """Raises DoesNotExist for a code that the blueprint of the programme lacks."""
    for one in design_of(programme).documents:
        if one.code == code:
            return one
    raise ProgrammePaper.DoesNotExist(f"no document {code}")


def is_for_all(document: Document) -> bool:
    """Whether it names nobody and says how the programme is run."""
    return document.kind in _KINDS_FOR_ALL and not NAMING.intersection(document.includes)


def of_a_cohort(document: Document) -> bool:
    """Whether it tells of the people of one cohort."""
    return bool(OF_A_COHORT.intersection(document.includes))


def asked_in(document: Document) -> list[tuple[str, int]]:
    """What the coordinator is asked to write: the key of the section, and its paragraph."""
    return [(str(at), at) for at, one in enumerate(document.paragraphs) if one.asks]


@dataclass(frozen=True)
class Issue(OfADocument):
    """A paper of a programme with its document, its signatures and the names that it holds."""

    row: ProgrammePaper
    design: Blueprint
    document: Document
    signatures: Mapping[Signer, Signature]

    @property
    def signers(self) -> tuple[Signer, ...]:
        return tuple(dict.fromkeys(Signer(party) for party in self.document.signed_by))

    @property
    def missing(self) -> list[Signer]:
        return [one for one in self.signers if one not in self.signatures]

    @property
    def edition(self) -> str:
        """A digest of the words that are signed; none while it is a draft."""
        return digest(self.row.words) if self.row.words else ""


def digest(what: Mapping[str, Said]) -> str:
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


def papers(viewer: Viewer, programme: Programme) -> QuerySet[ProgrammePaper]:
    """Those of a programme that the viewer may read; the newest edition of each document first."""
    return (
        ProgrammePaper.objects.filter(PAPER_READERS.where(viewer), programme=programme)
        .select_related("cohort")
        .defer("words", "sections")
        .order_by("document", "cohort_id", "-edition")
    )


def paper(viewer: Viewer, pk: int) -> Issue:
    """Raises DoesNotExist for a paper that the viewer may not read."""
    return told(_paper.one(viewer, pk))


@PreparedOne
def _paper(viewer: Viewer) -> QuerySet[ProgrammePaper]:
    rows = ProgrammePaper.objects.filter(PAPER_READERS.where(viewer))
    return rows.select_related("programme__organisation", "cohort__programme")


def paper_to_write(viewer: Viewer, pk: int) -> Issue:
    """The same for those who write it."""
    return told(_paper_to_write.one(viewer, pk))


@PreparedOne
def _paper_to_write(viewer: Viewer) -> QuerySet[ProgrammePaper]:
    rows = ProgrammePaper.objects.filter(PAPER_COORDINATOR.where(viewer))
    return rows.select_related("programme__organisation", "cohort__programme")


def told(row: ProgrammePaper) -> Issue:
    signed = Signature.objects.filter(issue=row).select_related("person") if row.words else ()
    return _issue(row, signed)


def _issue(row: ProgrammePaper, signed: Iterable[Signature]) -> Issue:
    """With those of its signatures that are under the words as they stand."""
    design = design_of(row.programme, row.cohort)
    document = next(one for one in design.documents if one.code == row.document)
    edition = digest(row.words) if row.words else ""
    found = {Signer(one.party): one for one in signed if edition and one.edition == edition}
    return Issue(row, design, document, found)


def waiting_for(viewer: Viewer) -> list[Issue]:
    """Papers that wait for the viewer's own signature, the oldest first. One query, and one more
    where any paper waits that is one for her to sign."""
    found = [
        row
        for row in _to_sign(viewer)
        if any(signs_as(viewer, row, signer) for signer in _issue(row, ()).signers)
    ]
    signed: dict[int, list[Signature]] = {row.pk: [] for row in found}
    for one in Signature.objects.filter(issue__in=found) if found else ():
        signed[one.issue_id or 0].append(one)
    issues = [_issue(row, signed[row.pk]) for row in found]
    return [
        issue
        for issue in issues
        if any(signs_as(viewer, issue.row, signer) for signer in issue.missing)
    ]


@PreparedFor
def _to_sign(viewer: Viewer) -> QuerySet[ProgrammePaper]:
    return (
        ProgrammePaper.objects.filter(PAPER_READERS.where(viewer), status=PaperStatus.TO_SIGN)
        .exclude(programme__status=ProgrammeStatus.CLOSED)
        .select_related("programme__organisation", "cohort__programme")
        .order_by("pk")[:20]
    )


def told_of(subject: str) -> Issue | None:
    """The paper that an event is about; None when it is gone."""
    rows = ProgrammePaper.objects.select_related("programme__organisation", "cohort__programme")
    row = rows.filter(pk=id_of(subject)).first()
    return told(row) if row else None


def waits_of(issue: Issue, on: date) -> dict[Signer, set[int]]:
    """In which part it still waits for whom: ids of those who hold the office on that day. What
    somebody without an office signs, coordinators record."""
    if issue.row.status != PaperStatus.TO_SIGN:
        return {}
    roles = {**HEADS, Signer.COORDINATOR: Role.COORDINATOR}
    place = issue.row.programme.organisation
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        role__in=[roles[one] for one in issue.missing if one in roles],
        organisation_id__in=place.ancestor_ids,
        starts_on__lte=on,
    ).values_list("role", "person_id")
    found: dict[Signer, set[int]] = {one: set() for one in issue.missing if one in roles}
    for role, person in held:
        for one in found:
            if roles[one] == role:
                found[one].add(person)
    return found


def is_there(programme: Programme, document: str) -> bool:
    """Whether some paper of this document is in force."""
    rows = ProgrammePaper.objects.filter(programme=programme, document=document)
    return rows.filter(status=PaperStatus.IN_FORCE).exists()


def pairs_with(viewer: Viewer, programme: Programme, document: Document) -> QuerySet[Mentorship]:
    """The pairs of a programme that the viewer coordinates and that have such a document each, with
    how many have signed it."""
    of_document = Q(signatures__paper=document.code) | Q(
        signatures__paper__startswith=f"{document.code}."
    )
    return (
        Mentorship.objects.filter(
            COORDINATOR.where(viewer),
            cohort__programme=programme,
            form=MentorshipForm.PAIR,
            starts_on__isnull=False,
        )
        .annotate(signed=Count("signatures", filter=of_document))
        .select_related("mentor", "mentee", "cohort")
        .defer("end_words")
        .order_by("mentee__name", "pk")
    )


# What it says


def said(issue: Issue, viewer: Viewer, language: str) -> Said:
    """What it says today, to be read as a draft or kept when it is issued."""
    row = issue.row
    about = About(row.programme, row.cohort, issue.design, viewer, seed=row.pk)
    with words_of(row.cohort or row.programme, language):
        filled = parts(issue.document, language, _values(issue, viewer, language))
        for key, at in asked_in(issue.document):
            if text := row.sections.get(key, ""):
                one = filled[at]
                filled[at] = Part(one.heading, f"{one.text}\n\n{text}")
        document = issue.document
        found = sheets(document.includes, about, language)
        return {
            "title": (document.subject or document.title).in_(language),
            "parts": [asdict(one) for one in filled],
            "tables": found,
            "below": _acquainted(document.kind, found),
        }


def _acquainted(kind: str, found: list[Any]) -> list[dict[str, Any]]:
    """Under an order: those whom it names put their names to having read it."""
    people = sorted({c for one in found for row in one["rows"] for c in row if isinstance(c, int)})
    if kind != "order" or not people:
        return []
    head = [pgettext("paper", "Name"), _("Signature"), _("Date")]
    rows: list[list[Cell]] = [[person, "", ""] for person in people]
    return [{"caption": _("Have read this order"), "head": head, "rows": rows, "widths": [3, 2, 2]}]


def named_in(what: Mapping[str, Said]) -> list[int]:
    """Ids of the people whom it names in its tables."""
    cells = (
        cell
        for said in what.values()
        for table in said["tables"]
        for row in table["rows"]
        for cell in row
    )
    return sorted({cell for cell in cells if isinstance(cell, int)})


def content(issue: Issue, viewer: Viewer, language: str) -> Content:
    """The paper in this language: as it was issued, or as the draft reads today."""
    what = issue.row.words.get(language) or said(issue, viewer, language)
    names = _names(issue, what)
    with words_of(issue.row.cohort or issue.row.programme, language):
        return Content(
            language=language,
            title=what["title"],
            parts=[Part(**one) for one in what["parts"]],
            tables=[_drawn(one, names) for one in what["tables"]],
            lines=[_line(issue, one) for one in issue.signers if one != _approver(issue)],
            head=_head(issue),
            below=[_drawn(one, names) for one in what["below"]],
        )


def _names(issue: Issue, what: Said) -> dict[int, str]:
    if issue.row.words:
        rows = NamedInPaper.objects.filter(paper=issue.row)
        return dict(rows.values_list("person_id", "name"))
    return dict(Person.objects.filter(pk__in=named_in({"": what})).values_list("pk", "name"))


def _drawn(one: Mapping[str, Any], names: Mapping[int, str]) -> Table:
    rows = [[names.get(c, BLANK) if isinstance(c, int) else c for c in row] for row in one["rows"]]
    return Table(one["caption"], one["head"], rows, one["widths"])


def _approver(issue: Issue) -> Signer | None:
    """Who approves it above the title, where papers of this kind are approved so."""
    heads = (Signer.PRINCIPAL, Signer.NODAL_OFFICER)
    if issue.document.kind not in _KINDS_APPROVED:
        return None
    return next((one for one in issue.signers if one in heads), None)


def _head(issue: Issue) -> Head:
    row, approver = issue.row, _approver(issue)
    dated = long_day(row.dated_on) if row.dated_on else BLANK
    approval: list[str] = []
    if approver is not None:
        line = _line(issue, approver)
        approval = [pgettext("paper", "Approved"), line.label, line.name, line.signed]
    states = {
        PaperStatus.DRAFT: _("Draft. It is not in force."),
        PaperStatus.REPLACED: _("A newer edition has taken its place."),
        PaperStatus.WITHDRAWN: _("It is no longer in force."),
    }
    return Head(
        organisation=row.programme.organisation.name,
        label=pgettext("paper", "Order") if issue.document.kind == "order" else "",
        dated=dated if issue.document.kind == "order" or row.dated_on else "",
        number=row.number or (BLANK if issue.document.kind == "order" else ""),
        approval=approval,
        status=str(states.get(PaperStatus(row.status), "")),
    )


def _line(issue: Issue, one: Signer) -> Line:
    signed, label = issue.signatures.get(one), str(one.label)
    heads = one in (Signer.PRINCIPAL, Signer.NODAL_OFFICER)
    post, _comma, printed = issue.row.signatory.rpartition(", ") if heads else ("", "", "")
    label = post or label
    if signed is None:
        return Line(printed or BLANK, label, _("Not signed yet"))
    when = {"day": long_day(signed.signed_at), "name": signed.person.name}
    if signed.on_paper:
        text = _("Signed on paper; recorded by %(name)s on %(day)s") % when
        return Line(printed or BLANK, label, text)
    return Line(printed or signed.person.name, label, _("Signed on %(day)s") % when)


def _values(issue: Issue, viewer: Viewer, language: str) -> dict[str, str]:
    """What stands for each place in braces. What only a pair has stays to be filled in by hand."""
    row, design = issue.row, issue.design
    place = row.programme.organisation
    period = row.cohort or row.programme
    district = Organisation.objects.filter(pk__in=place.ancestor_ids, level=Level.DISTRICT).first()
    return {
        "coordinator": words.join_names(_coordinators(place, viewer)) or BLANK,
        "programme": row.programme.name,
        "cohort": row.cohort.name if row.cohort else BLANK,
        "school": place.name,
        "district": district.name if district else BLANK,
        "start": long_day(period.starts_on),
        "end": long_day(period.last_on),
        "today": long_day(row.dated_on or viewer.today),
        "role_mentor": design.words.mentor.one.in_(language),
        "role_teacher": design.words.teacher.one.in_(language),
        "number": row.number or BLANK,
        "months": words.number(design.relationship.months.default),
    }


def _coordinators(place: Organisation, viewer: Viewer) -> list[str]:
    """Those who coordinate nearest to the place, by name."""
    found = coordinators_over([place], on=viewer.today)
    nearest = max((len(path.split("/")) for paths in found.values() for path in paths), default=0)
    ids = [pk for pk, paths in found.items() if any(len(p.split("/")) == nearest for p in paths)]
    return list(
        Person.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True)[:3]
    )
