"""How reading goes in a programme, for whoever runs it, and the texts that readers are tried on."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.practice import actions
from banyan.practice.forms import AnchorForm, GiveAnchorForm
from banyan.practice.queries import anchors as queries
from banyan.practice.queries import reviewing as going
from banyan.practice.queries.anchors import Anchored, compared, labels_of
from banyan.practice.queries.calibrating import Calibrated, readers_for
from banyan.practice.rules import ANCHOR_RIGHTS, CALIBRATING, may_assign
from banyan.practice.states import ReadingStatus
from banyan.programmes import queries as programmes
from banyan.programmes.queries import in_its_words
from banyan.programmes.rules import rules_of
from banyan.programmes.snapshot import words_of
from banyan.ui import words
from banyan.ui.http import Request, respond


@login_required
@require_GET
def reviewing(request: Request, code: str) -> HttpResponse:
    """What waits, who reads how much, whether readers agree, how long teachers wait."""
    viewer = request.viewer
    programme = in_its_words(programmes.programme_to_run(viewer, code))
    found = going.going(viewer, programme)
    context = {
        "programme": programme,
        "going": found,
        "to_give": sum(bool(may_assign(viewer, one)) for one in found.waiting),
        "fewest": going.FEWEST,
        "likenesses": queries.likenesses(programme),
    }
    return respond(request, "practice/reviewing.html", context)


@login_required
@require_POST
def assign_all(request: Request, code: str) -> HttpResponse:
    """Everything that waits goes to those who may read it and have least to read."""
    viewer = request.viewer
    programme = in_its_words(programmes.programme_to_run(viewer, code))
    given = actions.assign_all(going.waiting(viewer, programme), by=viewer)
    told = ngettext(
        "%(count)s reading is given out.", "%(count)s readings are given out.", len(given)
    ) % {"count": words.number(len(given))}
    messages.success(request, told)
    return redirect("practice:reviewing", code)


@login_required
@require_http_methods(["GET", "POST"])
def anchor_new(request: Request, code: str, like: str) -> HttpResponse:
    """What it looks like is in the address: work that is judged in one way, or an application."""
    viewer = request.viewer
    programme = in_its_words(programmes.programme_to_run(viewer, code))
    ANCHOR_RIGHTS.decide(viewer, programme, "write").or_refuse()
    found = next((one for one in queries.likenesses(programme) if one.spelling == like), None)
    if found is None:
        raise Http404
    rules, lists = rules_of(programme), words_of(programme)
    form = AnchorForm(request.POST or None, like=found, rules=rules, words=lists)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = actions.write_anchor(
            programme, form.key, said["title"], form.words, form.agreed, said["how"], by=viewer
        )
        messages.success(request, _("It is kept. Give it to readers when you like."))
        return redirect("practice:anchor", pk=made.pk)
    context = {"programme": programme, "like": found, "form": form}
    return respond(request, "practice/anchor_new.html", context)


@login_required
@require_GET
def anchor(request: Request, pk: int) -> HttpResponse:
    """The text, what is agreed of it, and how each reader judged it."""
    one = in_its_words(queries.anchor(request.viewer, pk))
    return respond(request, "practice/anchor.html", _shown(request, one))


def _shown(
    request: Request, one: Anchored, form: GiveAnchorForm | None = None
) -> dict[str, object]:
    viewer = request.viewer
    given = list(one.anchor.readings.all())
    found = [
        (row, sum(a == b for a, b in compared(row, one.anchor)), len(one.anchor.agreed))
        for row in given
        if row.status != ReadingStatus.DECLINED
    ]
    in_use = bool(ANCHOR_RIGHTS.decide(viewer, one.anchor, "give"))
    return {
        "one": one,
        "texts": one.labelled(one.anchor.words),
        "agreed": labels_of(one),
        "found": found,
        "form": (form or GiveAnchorForm(candidates=_who_may(request, one))) if in_use else None,
        "in_use": in_use,
    }


def _who_may(request: Request, one: Anchored) -> list[Calibrated]:
    viewer = request.viewer
    found = readers_for(one.anchor, on=viewer.today)
    return [each for each in found if CALIBRATING.decide(viewer, each, "give")]


@login_required
@require_POST
def anchor_give(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    one = in_its_words(queries.anchor(viewer, pk))
    ANCHOR_RIGHTS.decide(viewer, one.anchor, "give").or_refuse()
    candidates = _who_may(request, one)
    form = GiveAnchorForm(request.POST, candidates=candidates)
    if not form.is_valid():
        return respond(request, "practice/anchor.html", _shown(request, one, form))
    chosen = [c.person for c in candidates if c.person.pk in form.cleaned_data["readers"]]
    actions.give_anchor(one, chosen, by=viewer)
    messages.success(request, _("They are told that there is work to read, like of any other."))
    return redirect("practice:anchor", pk=pk)


@login_required
@require_POST
def anchor_retire(request: Request, pk: int) -> HttpResponse:
    one = in_its_words(queries.anchor(request.viewer, pk))
    actions.retire_anchor(one, by=request.viewer)
    messages.success(request, _("It is given to nobody any more. What readers found of it stays."))
    return redirect("practice:anchor", pk=pk)
