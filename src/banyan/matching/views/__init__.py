"""Pages of matching: the rounds of a cohort, the workbench of a round, and a proposal."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.kernel.decision import Decision
from banyan.matching import actions
from banyan.matching.forms import AimForm, NameFilter, SeenForm
from banyan.matching.models import Proposal, Round
from banyan.matching.queries import proposals, reasons
from banyan.matching.queries import rounds as queries
from banyan.matching.queries.advice import advice, relaxations
from banyan.matching.queries.audit import audit_of, heads, lines_of
from banyan.matching.queries.board import Trouble, trouble_of
from banyan.matching.queries.counting import by_gender
from banyan.matching.queries.listing import heeded_words, lists_of, ranked_in
from banyan.matching.queries.prices import is_priced, price_of
from banyan.matching.queries.proof import proof_of
from banyan.matching.queries.publishing import progress_of
from banyan.matching.rules import ROUND, ROUND_RIGHTS
from banyan.matching.standings import COORDINATOR, PROPOSAL_READERS
from banyan.matching.states import Objective
from banyan.matching.views.cards import cards
from banyan.matching.views.opening import TONES
from banyan.mentoring import actions as mentoring
from banyan.mentoring.queries.mentorships import blueprint_of, domain_words
from banyan.mentoring.queries.relations import form_words
from banyan.mentoring.queries.rematches import chosen_of, pair_before
from banyan.mentoring.rules import MENTORSHIP
from banyan.mentoring.standings import readers
from banyan.people.models import Person
from banyan.programmes import queries as programmes
from banyan.programmes.queries import in_its_words
from banyan.ui.addresses import reverse
from banyan.ui.http import Request, reload, respond
from banyan.ui.paging import page_of
from banyan.ui.pieces import Link
from banyan.ui.sheets import sheet
from banyan.ui.words import number

ANSWERS = ("accept", "confirm", "decline")  # of the lifecycle of a mentorship


@login_required
@require_GET
def workbench(request: Request, pk: int) -> HttpResponse:
    round_ = in_its_words(queries.matching_round(request.viewer, pk))
    if request.htmx:
        return _progress(request, round_)
    form = NameFilter(request.GET or None)
    school = form.cleaned_data["school"] if form.is_valid() else ""
    tab = queries.tab_of(round_, request.GET.get("show", ""))
    page = queries.proposals_in(round_, tab, school, page=request.GET.get("page"))
    may_wish = ROUND_RIGHTS.decide(request.viewer, round_, "compute")
    trouble = trouble_of(request.viewer, round_)
    context = {
        **_about(request, round_),
        "progress": progress_of(round_),
        "tab": tab,
        "trouble": trouble,
        "tabs": _tabs(round_, tab, school, trouble),
        "school": school,
        "filter": NameFilter(initial={"show": tab, "school": school}),
        "page": page,
        "back": request.GET.urlencode(),  # the list that a wish leads back to
        "advice": advice(round_) if tab == "unmatched" else (),
        "cards": cards(round_, queries.rows_of(round_, page), wish=bool(may_wish)),
        "history": programmes.history([round_], _("Banyan")),
        "lists": ranked_in(round_) if lists_of(round_.cohort) else None,
        "heeded": heeded_words(round_),
    }
    return respond(request, "matching/round.html", context)


def _progress(request: Request, round_: Round) -> HttpResponse:
    """The part of the page that asks again by itself while the round is being published."""
    if (found := progress_of(round_)) is None:
        return reload()
    context = {"round": round_, "progress": found}
    return respond(request, "matching/round.html", context, partial="progress")


@login_required
@require_GET
def mentors(request: Request, pk: int) -> HttpResponse:
    round_ = in_its_words(queries.whole_round(request.viewer, pk))
    context = {**_about(request, round_), "left_out": queries.left_out(round_)}
    if (problem := queries.problem_of(round_)) is not None:
        show = request.GET.get("show", "")
        found = queries.mentors_of(round_, problem, show)
        page = page_of(found, request.GET.get("page"))
        lists = [("", _("All mentors")), ("idle", _("Nobody proposed")), ("full", _("Full"))]
        context |= {
            "page": page,
            "loads": queries.loads_of(round_, problem, page),
            "tabs": [Link(label, f"?show={code}", code == show) for code, label in lists],
        }
    return respond(request, "matching/mentors.html", context)


@login_required
@require_GET
def audit(request: Request, pk: int) -> HttpResponse:
    """Whom the round gave a mentor, and how well they fit, group by group."""
    round_ = in_its_words(queries.whole_round(request.viewer, pk))
    problem = queries.problem_of(round_)
    found = audit_of(round_, problem) if problem else None
    context = {**_about(request, round_), "audit": found, "gender": by_gender(round_)}
    return respond(request, "matching/audit.html", context)


@login_required
@require_GET
def audit_csv(request: Request, pk: int) -> HttpResponse:
    """The same as a file."""
    round_ = in_its_words(queries.whole_round(request.viewer, pk))
    problem = queries.problem_of(round_)
    lines = lines_of(audit_of(round_, problem), by_gender(round_)) if problem else ()
    return sheet(f"round-{round_.number}.csv", heads(), lines)


@login_required
@require_http_methods(["GET", "POST"])
def aim(request: Request, pk: int) -> HttpResponse:
    """What this round looks for, with what each aim means."""
    round_ = in_its_words(queries.matching_round(request.viewer, pk))
    form = AimForm(request.POST or None, initial={"objective": round_.objective})
    if form.is_valid():
        actions.aim(round_, form.cleaned_data["objective"], by=request.viewer)
        messages.success(request, _("From now on this round has another aim."))
        return redirect("matching:round", pk)
    ROUND_RIGHTS.decide(request.viewer, round_, "aim").or_refuse()
    return respond(request, "matching/aim.html", {**_about(request, round_), "form": form})


@login_required
@require_GET
def wishes(request: Request, pk: int) -> HttpResponse:
    round_ = in_its_words(queries.matching_round(request.viewer, pk))
    page = page_of(queries.wishes_of(round_), request.GET.get("page"))
    return respond(request, "matching/wishes.html", {**_about(request, round_), "page": page})


@login_required
@require_GET
def teacher(request: Request, pk: int, teacher_id: int) -> HttpResponse:
    round_ = in_its_words(queries.whole_round(request.viewer, pk))
    proposal = queries.proposal_of(round_, teacher_id)
    wishes = queries.wishes_for(round_, teacher_id)
    about = _about(request, round_)
    priced = bool(about["can"]["compute"]) and not (wishes or about["stale"])
    priced = priced and is_priced(round_)
    context = {
        **about,
        "proposal": proposal,
        "lines": reasons.reason_lines(proposal.reasons, blueprint_of(round_.cohort)),
        "relaxations": relaxations(round_, proposal),
        "alternatives": queries.alternatives(round_, proposal, wishes, priced=priced),
        "wishes": wishes,
        # By other aims a price takes a whole answer: it is asked for one by one.
        "priced": priced and round_.objective == Objective.MOST_MATCHED,
    }
    return respond(request, "matching/teacher.html", context)


@login_required
@require_GET
def move(request: Request, pk: int, teacher_id: int, mentor_id: int) -> HttpResponse:
    """What it would change to put these two together, before it is done."""
    round_ = in_its_words(queries.whole_round(request.viewer, pk))
    ROUND_RIGHTS.decide(request.viewer, round_, "wish").or_refuse()
    proposal = queries.proposal_of(round_, teacher_id)
    person, mentor = proposal.teacher, queries.mentor_in(round_, mentor_id)
    problem = queries.problem_of(round_)
    context = {
        **_about(request, round_),
        "teacher": person,
        "mentor": mentor,
        "price": price_of(round_, problem, person, mentor) if problem else None,
        "together": proposal.mentor_id == mentor.pk,
        "pinned": queries.is_pinned(round_, person.pk, mentor.pk),
    }
    return respond(request, "matching/move.html", context, partial="price")


def _wished(
    request: Request, pk: int, ids: tuple[int, int], act: Callable[..., object], sentence: str
) -> HttpResponse:
    """Do it for these two, and back to their card of the list that was open, `back` is its query;
    or to the round."""
    round_ = in_its_words(queries.matching_round(request.viewer, pk))
    person = queries.proposal_of(round_, ids[0]).teacher
    mentor = queries.mentor_in(round_, ids[1])
    act(round_, person, mentor, by=request.viewer)
    messages.success(request, sentence % {"teacher": person, "mentor": mentor})
    asked = request.POST.get("back", "")
    card = f"#t{person.pk}" if "back" in request.POST else ""
    return redirect(reverse("matching:round", args=[pk]) + (f"?{asked}" if asked else "") + card)


@login_required
@require_POST
def pin(request: Request, pk: int, teacher_id: int, mentor_id: int) -> HttpResponse:
    done = _("%(teacher)s and %(mentor)s stay together when the best pairs are found.")
    return _wished(request, pk, (teacher_id, mentor_id), actions.pin, done)


@login_required
@require_POST
def forbid(request: Request, pk: int, teacher_id: int, mentor_id: int) -> HttpResponse:
    done = _("%(teacher)s and %(mentor)s are kept apart when the best pairs are found.")
    return _wished(request, pk, (teacher_id, mentor_id), actions.forbid, done)


@login_required
@require_POST
def clear_wish(request: Request, pk: int, teacher_id: int, mentor_id: int) -> HttpResponse:
    done = _("The wish for %(teacher)s and %(mentor)s is taken back.")
    return _wished(request, pk, (teacher_id, mentor_id), actions.clear_wish, done)


@login_required
@require_POST
def compute(request: Request, pk: int) -> HttpResponse:
    form = SeenForm(request.POST)
    round_ = actions.compute(
        in_its_words(queries.matching_round(request.viewer, pk)),
        by=request.viewer,
        seen=form.cleaned_data["version"] if form.is_valid() else None,
    )
    matched = round_.summary["matched"]
    sentence = ngettext(
        "%(count)s teacher has a mentor.", "%(count)s teachers have a mentor.", matched
    )
    messages.success(request, sentence % {"count": number(matched)})
    return redirect("matching:round", pk)


@login_required
@require_http_methods(["GET", "POST"])
def publish(request: Request, pk: int) -> HttpResponse:
    """Check your answers, then publish what was checked."""
    round_ = in_its_words(queries.matching_round(request.viewer, pk))
    form = SeenForm(request.POST or None, initial={"version": round_.version})
    if form.is_valid():
        actions.publish(round_, by=request.viewer, seen=form.cleaned_data["version"])
        return redirect("matching:round", pk)
    ROUND.decide(request.viewer, round_, "publish").or_refuse()
    days = blueprint_of(round_.cohort).relationship.answer_within_days
    context = {**_about(request, round_), "form": form, "days": days}
    return respond(request, "matching/publish.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def discard(request: Request, pk: int) -> HttpResponse:
    round_ = in_its_words(queries.matching_round(request.viewer, pk))
    if request.method == "POST":
        actions.discard(round_, by=request.viewer)
        return redirect("matching:rounds", round_.cohort_id)
    ROUND.decide(request.viewer, round_, "discard").or_refuse()
    return respond(request, "matching/discard.html", _about(request, round_))


@login_required
@require_GET
def proposal(request: Request, pk: int) -> HttpResponse:
    row = in_its_words(proposals.proposal(request.viewer, pk))
    mentorship = row.mentorship
    context: dict[str, Any] = {
        "proposal": row,
        "mentorship": mentorship,
        "lines": proposals.why(row),
        "other": _other(row.teacher, row.mentor, request.viewer.person_id),
        "visibility": readers(PROPOSAL_READERS, request.viewer, row),
    }
    if mentorship is not None:
        moves = MENTORSHIP.open_to(request.viewer, mentorship)
        context["answers"] = {m.verb: d for m, d in moves if m.verb in ANSWERS}
        context |= _along(request, row)
        context["what_for"] = domain_words(row.round.cohort, mentorship.domains)
    return respond(request, "matching/proposal.html", context)


def _along(request: Request, row: Proposal) -> dict[str, Any]:
    """For the teacher to whom a mentor is proposed after another: where she chooses what goes
    along, and how many plans she has chosen. Nothing for everybody else."""
    if row.teacher_id != request.viewer.person_id:
        return {}
    before = pair_before(request.viewer, row.round.cohort_id)
    if before is None:
        return {}
    return {
        "along_url": reverse("mentoring:plans_along", args=[before.pk]),
        "along": len(chosen_of(request.viewer, before)),
    }


@login_required
@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    return _answered(request, pk, mentoring.accept, _("Thank you. You said yes."))


@login_required
@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    done = _("Thank you for saying so. The coordinator will look further.")
    return _answered(request, pk, mentoring.decline, done)


def _answered(request: Request, pk: int, act: Callable[..., object], sentence: str) -> HttpResponse:
    act(proposals.own_proposal(request.viewer, pk).mentorship, by=request.viewer)
    messages.success(request, sentence)
    return redirect("matching:proposal", pk)


def _other(teacher: Person, mentor: Person | None, reader: int) -> str:
    """The name of the other one, for one of the two; nothing for a coordinator."""
    if mentor is None or reader not in (teacher.pk, mentor.pk):
        return ""
    return mentor.name if reader == teacher.pk else teacher.name


def _about(request: Request, round_: Round) -> dict[str, Any]:
    """What every page of a round shows: how it stands and what can be done."""
    decisions: dict[str, Decision] = {
        "compute": ROUND_RIGHTS.decide(request.viewer, round_, "compute"),
        "publish": ROUND.decide(request.viewer, round_, "publish"),
        "discard": ROUND.decide(request.viewer, round_, "discard"),
        "open_lists": ROUND_RIGHTS.decide(request.viewer, round_, "open_lists"),
        "close_lists": ROUND_RIGHTS.decide(request.viewer, round_, "close_lists"),
    }
    return {
        "round": round_,
        "cohort": round_.cohort,
        "in_form": form_words(blueprint_of(round_.cohort), round_.blueprint_form),
        "tone": TONES[round_.status],
        "can": decisions,
        "stale": round_.computed_version is not None and round_.computed_version != round_.version,
        "proof": proof_of(round_.summary),
        "mean": reasons.score_of(round_.summary.get("mean")),
        # Asked for by a page that says who can read it.
        "visibility": partial(readers, COORDINATOR, request.viewer, round_),
    }


def _tabs(round_: Round, tab: str, school: str, trouble: Trouble | None) -> list[Link]:
    """The lists of a round, each with its count; of what is wrong or was left out only where there
    is any."""
    kept = f"&{urlencode({'school': school})}" if school else ""
    summary = round_.summary
    lists = [
        ("unmatched", _("Without a mentor"), summary.get("unmatched", 0)),
        ("weak", _("Weak fits"), summary.get("weak", 0)),
        ("pairs", _("All pairs"), summary.get("matched", 0)),
    ]
    if trouble and (trouble.unkept or tab == "unkept"):
        lists.append(("unkept", _("Wishes not kept"), trouble.unkept))
    if trouble and (trouble.moved or tab == "moved"):
        lists.append(("moved", _("Changed since"), trouble.moved))
    if skipped := summary.get("skipped"):
        lists.append(("skipped", _("Left out"), skipped))
    return [
        Link(label, f"?show={code}{kept}#teachers", code == tab, count)
        for code, label, count in lists
    ]
