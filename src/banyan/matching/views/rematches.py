"""Another mentor for a teacher, in two pages: who would fit, and what follows from the choice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from banyan.kernel.viewer import Viewer
from banyan.matching import actions, snapshot
from banyan.matching.forms import RematchForm
from banyan.matching.queries.rematches import Finding, finding, price_of_choice
from banyan.mentoring.models import Mentorship, Rematch
from banyan.mentoring.queries.endings import end_reasons
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.rematches import asked_of, pair_to_rematch
from banyan.mentoring.rules import REMATCH, REMATCHING_RIGHTS
from banyan.mentoring.rules.endings import asks_for_notice, earliest_end, exit_of
from banyan.mentoring.standings import OVERSEER, REMATCH_READERS, readers
from banyan.programmes.queries import in_its_words
from banyan.ui.http import Request, respond


@login_required
@require_GET
def rematch(request: Request, pk: int) -> HttpResponse:
    """Who would fit best, and what was asked in confidence."""
    viewer = request.viewer
    pair = in_its_words(pair_to_rematch(viewer, pk))
    may = REMATCHING_RIGHTS.decide(viewer, pair, "find")
    context = {
        "pair": pair,
        "may": may,
        "asked": [_in_words(viewer, pair, one) for one in asked_of(viewer, pair)],
        "found": _found(viewer, pair)[0] if may else None,
        "stay_label": REMATCH.label("stay"),
        "visibility": readers(OVERSEER, viewer, pair),
    }
    return respond(request, "matching/rematch.html", context)


def _found(viewer: Viewer, pair: Mentorship) -> tuple[Finding, snapshot.Snapshot]:
    taken = snapshot.leaving(viewer, pair)
    return finding(pair, taken.problem, taken.barred_teachers, taken.people), taken


def _in_words(viewer: Viewer, pair: Mentorship, one: Rematch) -> dict[str, Any]:
    return {
        "one": one,
        "reason": dict(end_reasons(pair)).get(one.reason, one.reason),
        "readers": readers(REMATCH_READERS, viewer, one),
    }


@login_required
@require_http_methods(["GET", "POST"])
def rematch_with(request: Request, pk: int, mentor_id: int) -> HttpResponse:
    """What follows from this choice, before it is done; and done."""
    viewer = request.viewer
    pair = in_its_words(pair_to_rematch(viewer, pk))
    REMATCHING_RIGHTS.decide(viewer, pair, "find").or_refuse()
    found, taken = _found(viewer, pair)
    chosen = next((one for one in found.choices if one.mentor.pk == mentor_id), None)
    form = RematchForm(request.POST or None, initial={"seen": pair.status})
    if chosen is None:
        raise Http404
    if form.is_valid():
        made = actions.rematch(pair, chosen.mentor, by=viewer, seen=form.cleaned_data["seen"])
        messages.success(
            request,
            _("%(mentor)s is proposed to %(teacher)s. Both are told.")
            % {"mentor": chosen.mentor, "teacher": pair.mentee},
        )
        return redirect("matching:proposal", made.pk)
    rule = exit_of(pair)
    later = pair.ends_early_on or (
        earliest_end(pair, viewer.today) if asks_for_notice(pair) else None
    )
    context = {
        "pair": pair,
        "chosen": chosen,
        "price": price_of_choice(pair, taken.problem, chosen.mentor, taken.people),
        "form": form,
        "later": later,
        "rule": rule.text.in_(get_language() or "en") if rule and later else "",
        "days": blueprint_of(pair.cohort).relationship.answer_within_days,
        "visibility": readers(OVERSEER, viewer, pair),
    }
    return respond(request, "matching/rematch_with.html", context)
