"""Papers of a programme: what there is, one to read, to write, to sign and to keep."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.credentials import actions
from banyan.credentials.adapter import pdf
from banyan.credentials.forms import PaperForm
from banyan.credentials.models import ProgrammePaper
from banyan.credentials.queries import programmes as papers
from banyan.credentials.queries.programmes import Issue
from banyan.credentials.rules import APPROVING, PAPER, PAPER_RIGHTS, Approving, signs_herself
from banyan.credentials.standings import PAPER_READERS
from banyan.credentials.states import UNDER_WAY, PaperStatus, Signer
from banyan.credentials.views.pairs import as_file, in_languages
from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer
from banyan.programmes import queries as programmes
from banyan.programmes.models import Cohort, Programme
from banyan.programmes.rules import PROGRAMME_RIGHTS
from banyan.ui import words
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of
from blueprint import Document

TONES = {PaperStatus.IN_FORCE: "leaf", PaperStatus.TO_SIGN: "marigold", PaperStatus.DRAFT: "sky"}


@dataclass(frozen=True, slots=True)
class Row:
    """A document as the list shows it: with its papers, or none yet."""

    title: str
    url: str  # for those who run the programme
    papers: list[tuple[ProgrammePaper, str]]  # each with the tone of its badge
    of_pairs: bool


@login_required
@require_GET
def overview(request: Request, code: str) -> HttpResponse:
    """Every document of the programme to those who run it; to others, what they may read."""
    viewer = request.viewer
    programme = programmes.in_its_words(programmes.programme(viewer, code))
    runs = bool(PROGRAMME_RIGHTS.decide(viewer, programme, "record"))
    found: dict[str, list[tuple[ProgrammePaper, str]]] = {}
    for one in papers.papers(viewer, programme):
        found.setdefault(one.document, []).append((one, TONES.get(PaperStatus(one.status), "")))
    documents = papers.design_of(programme).documents
    shown = [one for one in documents if one.code in found or (runs and one.kind != "certificate")]
    rows = [_row(programme, one, found.get(one.code, []), runs) for one in shown]
    context = {"programme": programme, "rows": rows, "runs": runs}
    return respond(request, "credentials/papers.html", context)


def _row(
    programme: Programme, one: Document, found: list[tuple[ProgrammePaper, str]], runs: bool
) -> Row:
    url = reverse("credentials:of_document", args=[programme.code, one.code]) if runs else ""
    return Row(one.title.in_(get_language() or "en"), url, found, one.of != "programme")


@login_required
@require_GET
def of_document(request: Request, code: str, document: str) -> HttpResponse:
    """One document of the programme: its editions, and a draft to begin; or the pairs that each
    have one of their own."""
    viewer = request.viewer
    programme = programmes.in_its_words(programmes.programme_to_run(viewer, code))
    found = papers.document_of(programme, document)
    context = {
        "programme": programme,
        "document": found,
        "title": found.title.in_(get_language() or "en"),
    }
    if found.of != "programme":
        page = page_of(papers.pairs_with(viewer, programme, found), request.GET.get("page"))
        return respond(request, "credentials/document_pairs.html", context | {"page": page})
    rows = [one for one in papers.papers(viewer, programme) if one.document == document]
    under_way = {one.cohort_id for one in rows if one.status in UNDER_WAY}
    cohorts = (
        list(programmes.cohorts_of(viewer, programme)) if papers.of_a_cohort(found) else [None]
    )
    context |= {
        "rows": [(one, TONES.get(PaperStatus(one.status), "")) for one in rows],
        "to_begin": [one for one in cohorts if (one.pk if one else None) not in under_way],
        "of_a_cohort": papers.of_a_cohort(found),
    }
    return respond(request, "credentials/document_papers.html", context)


@login_required
@require_POST
def begin(request: Request, code: str, document: str) -> HttpResponse:
    viewer = request.viewer
    programme = programmes.programme_to_run(viewer, code)
    cohort = _cohort(viewer, programme, request.POST.get("cohort", ""))
    row = actions.begin(programme, document, by=viewer, cohort=cohort)
    return redirect("credentials:write_paper", pk=row.pk)


def _cohort(viewer: Viewer, programme: Programme, asked: str) -> Cohort | None:
    """The cohort that was chosen. Raises Http404 for one that the programme does not have."""
    if not asked:
        return None
    for one in programmes.cohorts_of(viewer, programme):
        if str(one.pk) == asked:
            return one
    raise Http404


@login_required
@require_GET
def paper(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    found = _in_its_words(papers.paper(viewer, pk))
    language = _language(found, request)
    context = {
        "paper": found,
        "row": found.row,
        "content": papers.content(found, viewer, language),
        "in_languages": in_languages(found.languages, language),
        "signings": [
            (one, one.label, signs_herself(viewer, Approving(found, one)))
            for one in found.signers
            if APPROVING.decide(viewer, Approving(found, one), "sign")
        ],
        "moves": [
            (move.label, reverse(f"credentials:paper_{move.verb}", args=[pk]), decision.reason)
            for move, decision in PAPER.open_to(viewer, found.row)
            if move.verb in MOVES
        ],
        "write": PAPER_RIGHTS.decide(viewer, found.row, "write"),
        "runs": bool(PROGRAMME_RIGHTS.decide(viewer, found.row.programme, "record")),
        "readers": _readers(found),
    }
    return respond(request, "credentials/paper.html", context)


def _in_its_words(found: Issue) -> Issue:
    programmes.in_its_words(found.row.cohort or found.row.programme)
    return found


def _language(found: Issue, request: Request) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in found.languages else found.row.language


def _readers(found: Issue) -> str:
    """Who can read it as it stands, from the standings that filter it."""
    who = [PAPER_READERS.each()[0]]
    if found.row.status != PaperStatus.DRAFT:
        who.append(next(one for one in PAPER_READERS.each() if one.name == "PAPER_HEAD"))
    if found.row.is_open and found.row.status == PaperStatus.IN_FORCE:
        who.append(PAPER_READERS.each()[-1])
    sentence = _("%(who)s can read this.") % {
        "who": words.join_names(str(one.words) for one in who)
    }
    return sentence[:1].upper() + sentence[1:]


@login_required
@require_GET
def paper_pdf(request: Request, pk: int) -> HttpResponse:
    found = papers.paper(request.viewer, pk)
    language = _language(found, request)
    drawn = pdf(papers.content(found, request.viewer, language), by=found.row.programme.name)
    return as_file(drawn, f"{found.document.code}-{found.row.edition}-{language}.pdf")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    found = _in_its_words(papers.paper_to_write(viewer, pk))
    PAPER_RIGHTS.decide(viewer, found.row, "write").or_refuse()
    form = PaperForm(request.POST or None, paper=found)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("version", "language", "number")}
        said |= {name: form.cleaned_data[name] for name in ("dated_on", "signatory")}
        try:
            actions.write(found.row, by=viewer, sections=form.sections, **said)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("credentials:paper", pk=pk)
    context = {"paper": found, "row": found.row, "form": form}
    status = 422 if request.method == "POST" else 200
    return respond(request, "credentials/paper_write.html", context, status=status)


MOVES = {
    "issue": actions.issue,
    "take_back": actions.take_back,
    "withdraw": actions.withdraw_paper,
}


@login_required
@require_POST
def move(request: Request, pk: int, verb: str) -> HttpResponse:
    found = papers.paper(request.viewer, pk)
    MOVES[verb](found.row, by=request.viewer)
    return redirect("credentials:paper", pk=pk)


@login_required
@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    found = _in_its_words(papers.paper(viewer, pk))
    asked = request.POST.get("signer", "")
    signer = Signer(asked) if asked in Signer.values else _first(found, viewer)
    actions.approve(found, signer, request.POST.get("edition", found.edition), by=viewer)
    messages.success(request, _("The signature is kept with the words as they stand."))
    return redirect("credentials:paper", pk=pk)


def _first(found: Issue, viewer: Viewer) -> Signer:
    """The part in which this viewer signs, when the form does not say."""
    mine = (one for one in found.signers if signs_herself(viewer, Approving(found, one)))
    return next(mine, found.signers[0] if found.signers else Signer.COORDINATOR)
