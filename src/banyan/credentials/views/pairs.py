"""Documents of a pair to read, sign and keep; certificates, and the page that confirms them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from banyan.credentials import actions
from banyan.credentials.adapter import pdf
from banyan.credentials.forms import OnPaperForm
from banyan.credentials.models import Signature
from banyan.credentials.queries import certificates, papers
from banyan.credentials.queries.papers import Paper
from banyan.credentials.rules import (
    AWARDING,
    CERTIFICATE,
    CERTIFICATE_RIGHTS,
    SIGNING,
    Signing,
    on_paper,
)
from banyan.credentials.standings import HOLDER
from banyan.credentials.states import Signer
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries import mentorships
from banyan.programmes.queries import in_its_words, speak_for
from banyan.ui.http import Request, respond
from banyan.ui.pieces import Link
from banyan.ui.words import own_name


@login_required
@require_GET
def documents(request: Request, pk: int) -> HttpResponse:
    """The documents of a pair, who has signed, and the certificates."""
    viewer = request.viewer
    pair = in_its_words(mentorships.mentorship(viewer, pk))
    context = {
        "pair": pair,
        "papers": papers.papers(pair, viewer),
        "awards": [
            (one, AWARDING.decide(viewer, one, "award"))
            for one in papers.awards(pair)
            if AWARDING.decide(viewer, one, "award") or one.holder.pk == viewer.person_id
        ],
        "certificates": [
            (row, certificates.title(row), CERTIFICATE.decide(viewer, row, "withdraw"))
            for row in certificates.of_pair(viewer, pair)
        ],
    }
    return respond(request, "credentials/documents.html", context)


@login_required
@require_GET
def document(request: Request, pk: int, paper: str) -> HttpResponse:
    return _shown(request, papers.paper(_pair(request, pk), paper, request.viewer))


def _pair(request: Request, pk: int) -> Mentorship:
    return in_its_words(mentorships.mentorship(request.viewer, pk))


def _shown(request: Request, found: Paper, wrong: OnPaperForm | None = None) -> HttpResponse:
    """The document with what the viewer may sign of it; with the form that was filled in wrong."""
    viewer = request.viewer
    language = papers.language_for(found.languages, request.GET.get("language", ""))
    signings = [
        Signing(found, one)
        for one in found.signers
        if SIGNING.decide(viewer, Signing(found, one), "sign")
    ]
    context = {
        "pair": found.pair,
        "paper": found,
        "content": papers.content(found, viewer, language),
        "in_languages": in_languages(found.languages, language),
        "signings": [
            (one.signer, one.signer.label) for one in signings if not on_paper(viewer, one)
        ],
        "recordings": [
            (one.signer.label, _recording(viewer, one, wrong))
            for one in signings
            if on_paper(viewer, one)
        ],
        "wrong": wrong,
    }
    status = 422 if wrong else 200
    return respond(request, "credentials/document.html", context, status=status)


def _recording(viewer: Viewer, one: Signing, wrong: OnPaperForm | None) -> OnPaperForm:
    if wrong and wrong.data.get("signer") == one.signer:
        return wrong
    said = {"signer": one.signer.value, "edition": one.paper.edition}
    return _on_paper_form(viewer, one, initial=said)


def _on_paper_form(viewer: Viewer, one: Signing, **given: Any) -> OnPaperForm:
    return OnPaperForm(
        **given,
        began=one.paper.pair.cohort.starts_on,
        today=viewer.today,
        auto_id=f"id_{one.signer}_%s",
    )


def in_languages(codes: tuple[str, ...], current: str) -> list[Link]:
    if len(codes) < 2:
        return []
    return [Link(own_name(code), f"?language={code}", code == current) for code in codes]


@login_required
@require_GET
def document_pdf(request: Request, pk: int, paper: str) -> HttpResponse:
    viewer = request.viewer
    found = papers.paper(in_its_words(mentorships.mentorship(viewer, pk)), paper, viewer)
    language = papers.language_for(found.languages, request.GET.get("language", ""))
    drawn = pdf(papers.content(found, viewer, language), by=found.pair.cohort.programme.name)
    return as_file(drawn, f"{found.document.code}-{language}.pdf")


@login_required
@require_POST
def sign(request: Request, pk: int, paper: str) -> HttpResponse:
    viewer = request.viewer
    found = papers.paper(_pair(request, pk), paper, viewer)
    asked = request.POST.get("signer", "")
    signer = Signer(asked) if asked in Signer.values else _first(found, viewer)
    on = None
    if "on" in request.POST:
        form = _on_paper_form(viewer, Signing(found, signer), data=request.POST)
        if not form.is_valid():
            return _shown(request, found, form)
        on = form.cleaned_data["on"]
    done = actions.sign(found, signer, request.POST.get("edition", ""), by=viewer, on=on)
    messages.success(request, _kept(done))
    return redirect("credentials:document", pk=pk, paper=paper)


def _kept(done: Signature) -> str:
    if done.on_paper:
        return _("It is recorded that it was signed on paper.")
    return _("Your signature is kept with the words as you read them.")


def _first(paper: Paper, viewer: Viewer) -> Signer:
    """The part in which this viewer signs, when the form does not say."""
    mine = (one for one in paper.signers if SIGNING.decide(viewer, Signing(paper, one), "sign"))
    return next(mine, paper.signers[0] if paper.signers else Signer.TEACHER)


@login_required
@require_POST
def award(request: Request, pk: int, person_id: int) -> HttpResponse:
    pair = in_its_words(mentorships.mentorship(request.viewer, pk))
    chosen = [one for one in papers.awards(pair) if one.holder.pk == person_id]
    if not chosen:
        raise Http404
    actions.award(chosen[0], by=request.viewer)
    messages.success(request, _("The certificate is awarded, and its holder is told."))
    return redirect("credentials:documents", pk=pk)


@login_required
@require_GET
def own(request: Request) -> HttpResponse:
    speak_for(request.viewer)
    rows = [(row, certificates.title(row)) for row in certificates.own(request.viewer)[:100]]
    return respond(request, "credentials/certificates.html", {"rows": rows})


@require_GET
def certificate(request: Request, certificate: str) -> HttpResponse:
    """For everybody who has the code: what was awarded, when, and whether it holds."""
    viewer = request.viewer
    row = certificates.shown(certificate)
    is_holder = HOLDER.holds(viewer, row)
    context = {
        "row": row,
        "title": certificates.title(row),
        "is_holder": is_holder,
        "moves": {
            verb: bool(CERTIFICATE_RIGHTS.decide(viewer, row, verb))
            for verb in ("show_name", "hide_name")
        },
        "in_languages": [(code, own_name(code)) for code in certificates.languages(row)],
    }
    return respond(request, "credentials/certificate.html", context)


@login_required
@require_GET
def certificate_pdf(request: Request, certificate: str) -> HttpResponse:
    row = certificates.certificate(request.viewer, certificate)
    content = certificates.content(row, request.GET.get("language", ""))
    # On paper it stays for years: never the name by which somebody happened to reach the site.
    address = settings.PUBLIC_URL + reverse("credentials:certificate", args=[certificate])
    with override(content.language):
        check = (address, _("Check this certificate:"), _("QR code of the page that confirms it"))
    return as_file(
        pdf(content, by=row.programme_name, check=check), f"certificate-{certificate}.pdf"
    )


@login_required
@require_POST
def name_shown(request: Request, certificate: str, verb: str) -> HttpResponse:
    row = certificates.certificate(request.viewer, certificate)
    actions.show_name(row, verb == "show_name", by=request.viewer)
    return redirect("credentials:certificate", certificate=certificate)


@login_required
@require_POST
def withdraw(request: Request, certificate: str) -> HttpResponse:
    row = certificates.certificate(request.viewer, certificate)
    actions.withdraw_certificate(row, by=request.viewer)
    messages.success(request, _("The certificate no longer holds; whoever checks it is told so."))
    if row.workshop_id is not None:
        return redirect("credentials:attendance", pk=row.workshop_id)
    return redirect("credentials:documents", pk=row.mentorship_id)


def as_file(drawn: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(drawn, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
