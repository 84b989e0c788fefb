"""The registers of a cohort: a page for each side, and the same as a list to take away."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from banyan.mentoring import actions
from banyan.mentoring.queries import registers
from banyan.programmes import queries as programmes
from banyan.programmes.models import Cohort
from banyan.programmes.queries import in_its_words
from banyan.programmes.queries.consents import is_asked, without_consent
from banyan.programmes.states import Side
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of
from banyan.ui.pieces import Link
from banyan.ui.sheets import sheet


@login_required
@require_safe
def register(request: Request, pk: int, side: str) -> HttpResponse:
    """Who is in it, and who takes part without a consent."""
    viewer = request.viewer
    cohort = in_its_words(registers.cohort_of_register(viewer, pk, side))
    page = page_of(registers.consents_in(viewer, cohort, side), request.GET.get("page"))
    context = {
        "title": _title(cohort, side),
        "cohort": cohort,
        "side": side,
        "tabs": _tabs(cohort, side),
        "page": page,
        "entries": registers.entries_of(cohort, side, page),
        "missing": page_of(without_consent(cohort, side), request.GET.get("missing")),
    }
    return respond(request, "mentoring/register.html", context)


def _title(cohort: Cohort, side: str) -> str:
    words = programmes.role_words(cohort)
    many = words.teacher.many if side == Side.TEACHER else words.mentor.many
    return _("Register: %(people)s") % {"people": many}


def _tabs(cohort: Cohort, side: str) -> list[Link]:
    words = programmes.role_words(cohort)
    many = {Side.MENTOR: words.mentor.many, Side.TEACHER: words.teacher.many}
    return [
        Link(word, reverse("mentoring:register", args=[cohort.pk, each.value]), each == side)
        for each, word in many.items()
        if is_asked(cohort, each)
    ]


@login_required
@require_POST
def take_out(request: Request, pk: int, side: str) -> HttpResponse:
    """All of it, for a spreadsheet; that it was taken out is on record."""
    viewer = request.viewer
    cohort = in_its_words(registers.cohort_of_register(viewer, pk, side))
    actions.take_out_register(cohort, side, by=viewer)
    rows = registers.entries_of(cohort, side, registers.consents_in(viewer, cohort, side))
    header = [
        pgettext("register", "Number"),
        pgettext("register", "Name"),
        pgettext("register", "School"),
        pgettext("register", "Since"),
        pgettext("register", "Consent"),
        pgettext("register", "Withdrawn on"),
        pgettext("register", "Form of mentoring"),
        pgettext("register", "Status"),
    ]
    lines = [
        [
            entry.consent.number,
            entry.consent.person.name,
            entry.school,
            entry.consent.given_on.isoformat(),
            f"{entry.consent.get_way_display()} · {entry.consent.edition}",
            entry.left_on.isoformat() if entry.left_on else "",
            entry.form,
            entry.state.label,
        ]
        for entry in rows
    ]
    return sheet(f"register-{cohort.pk}-{side}.csv", header, lines)
