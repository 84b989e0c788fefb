"""What mentors are paid: what is earned, what waits for a second person, what is approved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_currency, get_currency_precision
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.credentials import actions
from banyan.credentials.forms import RefuseStipendForm, StipendForm
from banyan.credentials.models import StipendLine
from banyan.credentials.queries import stipends as queries
from banyan.credentials.queries.stipends import Difference, Offer
from banyan.credentials.rules import OFFERING, STIPEND
from banyan.credentials.standings import STIPEND_COORDINATOR, STIPEND_READERS
from banyan.credentials.states import PaidPer, StipendStatus
from banyan.kernel.viewer import Viewer
from banyan.mentoring.queries.mentorships import story
from banyan.mentoring.standings import readers
from banyan.programmes import queries as programmes
from banyan.programmes.models import Cohort
from banyan.programmes.queries import in_its_words, speak_for
from banyan.trail.queries import subject_of
from banyan.ui import words
from banyan.ui.http import Request, respond
from banyan.ui.paging import Page
from banyan.ui.sheets import long_sheet
from blueprint import Pay

TONES = {StipendStatus.APPROVED: "leaf", StipendStatus.PROPOSED: "marigold"}


def money(amount_minor: int, currency: str) -> str:
    """An amount in the smallest unit of a currency, as the reader writes it."""
    amount = amount_minor / 10 ** get_currency_precision(currency)
    return str(format_currency(amount, currency, locale=words.reader_locale()))


def how(row: StipendLine) -> str:
    """In a sentence, how the amount of a line comes about: of what is its percent."""
    whole = money(row.whole_minor, row.currency)
    said = {
        "percent": words.number(row.up_to_percent),
        "rate": whole,
        "before": money(row.before_minor, row.currency),
    }
    if row.per == PaidPer.HOUR:
        sentence = _("%(percent)s %% of %(time)s at %(rate)s an hour, less %(before)s due before")
        return sentence % (said | {"time": words.short_minutes(row.units)})
    if row.per == PaidPer.MONTH:
        sentence = ngettext(
            "%(percent)s %% of %(count)s month at %(rate)s, less %(before)s due before",
            "%(percent)s %% of %(count)s months at %(rate)s each, less %(before)s due before",
            row.units,
        )
        return sentence % (said | {"count": words.number(row.units)})
    return _("%(percent)s %% of %(whole)s") % {"percent": words.number(row.percent), "whole": whole}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of somebody's pay, as the list shows it."""

    title: str
    state: str
    tone: str
    url: str = ""
    proposes: bool = False


@login_required
@require_GET
def of_cohort(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    cohort = in_its_words(programmes.cohort_to_run(viewer, pk))
    pay = queries.pay_of(cohort)
    page = queries.payees(viewer, cohort, request.GET.get("page"))
    rows = [(one, [_part(viewer, each, pay) for each in one.offers]) for one in page]
    context = {
        "cohort": cohort,
        "pay": pay,
        "otherwise": pay.otherwise.in_(get_language() or "en") if pay else "",
        "page": Page(rows, page.number, page.has_next),
    }
    return respond(request, "credentials/stipends.html", context)


def _part(viewer: Viewer, offer: Offer, pay: Pay | None) -> Part:
    title = _title(offer, pay)
    if offer.line:
        url = reverse("credentials:stipend", args=[offer.line.pk])
        status = StipendStatus(offer.line.status)
        amount = money(offer.line.amount_minor, offer.line.currency)
        return Part(f"{title}: {amount}", str(status.label), TONES[status], url)
    decision = OFFERING.decide(viewer, offer, "propose")
    if decision:
        url = reverse(
            "credentials:stipend_propose", args=[offer.cohort.pk, offer.key, offer.tranche]
        )
        return Part(title, pgettext("stipend", "Earned"), "sky", url, proposes=True)
    if offer.earned is None and offer.due_on:
        day = words.day(offer.due_on, "short")
        return Part(title, _("Decided on %(day)s") % {"day": day}, "")
    if offer.earned is None:
        return Part(title, _("The day is not known yet"), "")
    earned = pgettext("stipend", "Earned") if offer.earned else pgettext("stipend", "Not earned")
    return Part(title, earned, "")


def _title(offer: Offer, pay: Pay | None) -> str:
    found = (one for one in (pay.tranches if pay else ()) if one.code == offer.tranche)
    return next((one.title.in_(get_language() or "en") for one in found), offer.tranche)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: Request, pk: int, paid: int, tranche: str) -> HttpResponse:
    """What would be proposed, and how much the whole is where the blueprint leaves that open."""
    viewer = request.viewer
    cohort = in_its_words(programmes.cohort_to_run(viewer, pk))
    pay = queries.pay_of(cohort)
    if pay is None:
        raise Http404
    offer = queries.offer(viewer, cohort, paid, tranche)
    OFFERING.decide(viewer, offer, "propose").or_refuse()
    known = offer.whole_minor
    form = StipendForm(
        request.POST if request.method == "POST" else None,
        pay=pay,
        known=None if known is None else queries.major(pay.currency, known),
    )
    if form.is_valid():
        whole = queries.minor(pay.currency, form.cleaned_data["whole"])
        made = actions.propose_stipend(offer, whole, by=viewer)
        messages.success(request, _("It waits for a second person now."))
        return redirect("credentials:stipend", pk=made.pk)
    whole = queries.minor(pay.currency, pay.least) if known is None else known
    would = queries.would_be(offer, whole, pay)
    context = {
        "cohort": cohort,
        "offer": offer,
        "title": _title(offer, pay),
        "form": form,
        "amount": money(would.amount_minor, pay.currency),
        "how": how(would),
        "others": known is not None,
        "units": _units(would),
    }
    return respond(request, "credentials/stipend_propose.html", context)


def _units(would: StipendLine) -> str:
    """The hours or months that are paid, where an hour or a month is: empty else."""
    if would.per == PaidPer.HOUR:
        return words.short_minutes(would.units)
    if would.per == PaidPer.MONTH:
        count = {"count": words.number(would.units)}
        return ngettext("%(count)s month", "%(count)s months", would.units) % count
    return ""


@login_required
@require_GET
def line(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = queries.line(viewer, pk)
    in_its_words(row.cohort)
    runs = STIPEND_COORDINATOR.holds(viewer, row)
    changed = (
        queries.differences(viewer, [row]).get(row.pk) if row.status in queries.STANDING else None
    )
    context = {
        "row": row,
        "title": queries.title(row),
        "amount": money(row.amount_minor, row.currency),
        "how": how(row),
        "tone": TONES.get(StipendStatus(row.status), ""),
        "runs": runs,
        "because": row.refused_because if runs else "",
        "changed": _changed(row, changed) if changed else "",
        "moves": [
            (
                move.verb,
                move.label,
                reverse(f"credentials:stipend_{move.verb}", args=[pk]),
                ok.reason,
            )
            for move, ok in STIPEND.open_to(viewer, row)
        ],
        "happened": story([subject_of(row)]),
        "readers": readers(STIPEND_READERS, viewer, row),
    }
    return respond(request, "credentials/stipend.html", context)


def _changed(row: StipendLine, changed: Difference) -> str:
    said = {
        "now": words.short_minutes(row.minutes + changed.minutes),
        "then": words.short_minutes(row.minutes),
    }
    if changed.earned:
        return _("The sessions now say %(now)s; when it was proposed they said %(then)s.") % said
    return (
        _(
            "The sessions now say %(now)s; when it was proposed they said %(then)s. With that it "
            "would not be earned."
        )
        % said
    )


def _move(act: Callable[..., StipendLine], said: Callable[[], str]) -> Any:
    @login_required
    @require_POST
    def moved(request: Request, pk: int) -> HttpResponse:
        row = queries.line(request.viewer, pk)
        act(row, by=request.viewer)
        messages.success(request, said())
        return redirect("credentials:stipend", pk=pk)

    return moved


approve = _move(actions.approve_stipend, lambda: _("It is approved. What it says stays."))
withdraw = _move(actions.withdraw_stipend, lambda: _("It is taken back."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = queries.line(viewer, pk)
    in_its_words(row.cohort)
    STIPEND.decide(viewer, row, "refuse").or_refuse()
    form = RefuseStipendForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.refuse_stipend(row, form.cleaned_data["because"], by=viewer)
        messages.success(request, _("Whoever proposed it is told why."))
        return redirect("credentials:stipend", pk=pk)
    context = {"row": row, "title": queries.title(row), "form": form}
    return respond(request, "credentials/stipend_refuse.html", context)


@login_required
@require_GET
def own(request: Request) -> HttpResponse:
    viewer = request.viewer
    speak_for(viewer)
    rows = [
        (
            row,
            queries.title(row),
            money(row.amount_minor, row.currency),
            TONES.get(StipendStatus(row.status), ""),
        )
        for row in queries.own(viewer)
    ]
    return respond(request, "credentials/own_stipends.html", {"rows": rows})


@login_required
@require_GET
def lines_csv(request: Request, pk: int) -> StreamingHttpResponse:
    """The approved parts, for whoever pays them out; below each what sessions say otherwise now."""
    viewer = request.viewer
    cohort = in_its_words(programmes.cohort_to_run(viewer, pk))
    head = [
        pgettext("stipend", "Number"),
        pgettext("stipend", "Kind"),
        pgettext("stipend", "Mentor"),
        pgettext("stipend", "Teacher"),
        pgettext("stipend", "Part"),
        pgettext("stipend", "Due on"),
        pgettext("stipend", "Amount"),
        pgettext("stipend", "Currency"),
        pgettext("stipend", "Minutes credited"),
        pgettext("stipend", "Proposed by"),
        pgettext("stipend", "Approved by"),
        pgettext("stipend", "Approved on"),
        pgettext("stipend", "How it comes about"),
    ]
    return long_sheet(f"stipends-{pk}.csv", head, _lines(viewer, cohort))


def _lines(viewer: Viewer, cohort: Cohort) -> Iterator[list[object]]:
    for row, changed in queries.approved(viewer, cohort):
        teacher = row.mentorship.mentee.name if row.mentorship else ""
        who = [row.payee.name, teacher, queries.title(row), row.due_on.isoformat()]
        approved_on = words.on(row.decided_at).isoformat() if row.decided_at else ""
        by = [row.proposed_by.name, row.decided_by.name if row.decided_by else "", approved_on]
        kind = pgettext("stipend", "Approved")
        yield [
            row.pk,
            kind,
            *who,
            _plain(row, row.amount_minor),
            row.currency,
            row.minutes,
            *by,
            how(row),
        ]
        if changed:
            kind = pgettext("stipend", "Difference since")
            amount = _plain(row, changed.amount_minor)
            yield [row.pk, kind, *who, amount, row.currency, changed.minutes, *by, ""]


def _plain(row: StipendLine, amount_minor: int) -> str:
    """An amount as programs read it: a point, and no signs between."""
    digits = get_currency_precision(row.currency)
    return f"{amount_minor / 10**digits:.{digits}f}"
