"""Pages of questions in writing: asked, open to mentors, one with its turns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from banyan.kernel.decision import Unfit
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import questions as actions
from banyan.mentoring.forms.questions import (
    CloseForm,
    LimitForm,
    OpenFilter,
    QuestionForm,
    TurnForm,
)
from banyan.mentoring.models import Question
from banyan.mentoring.models.questions import sound_at
from banyan.mentoring.queries import published
from banyan.mentoring.queries import questions as queries
from banyan.mentoring.queries import ratings as numbers
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.reports import questions_shown
from banyan.mentoring.rules.questions import QUESTION, QUESTION_RIGHTS
from banyan.mentoring.standings import (
    QUESTION_ASKER,
    QUESTION_PARTIES,
    QUESTION_READERS,
    readers,
)
from banyan.mentoring.states import QuestionStatus
from banyan.organisations.states import Role
from banyan.programmes import queries as programmes
from banyan.programmes.queries import in_its_words, in_shared_words, speak_for
from banyan.ui.files import ENDINGS, hand_out
from banyan.ui.forms import say_unfit
from banyan.ui.http import Request, form_token, respond
from banyan.ui.paging import page_of
from blueprint import Blueprint

TONES = {
    QuestionStatus.OPEN: "sky",
    QuestionStatus.TAKEN: "marigold",
    QuestionStatus.ANSWERED: "marigold",
    QuestionStatus.CLOSED: "leaf",
}
VERBS: dict[str, tuple[Any, object]] = {
    "take": (actions.take, gettext_lazy("It is yours to answer now.")),
    "give_back": (actions.give_back, gettext_lazy("Given back. Another mentor can take it.")),
    "withdraw": (actions.withdraw_question, gettext_lazy("Your question is withdrawn.")),
}


def titles_of_domains(shelf: Sequence[Blueprint] | None = None) -> dict[str, str]:
    """Names of domains in the reader's language, of every design on the shelf."""
    language = get_language() or "en"
    return {d.code: d.title.in_(language) for b in shelf or programmes.shelf() for d in b.domains}


def turn_words(viewer: Viewer, found: Question) -> str:
    """Whose turn it is, in words to whoever looks."""
    asks = QUESTION_ASKER.holds(viewer, found)
    if found.status == QuestionStatus.OPEN:
        return _("It waits for a mentor.")
    if found.status == QuestionStatus.TAKEN:
        return _("It is the mentor’s turn.") if asks else _("It is your turn.")
    if found.status == QuestionStatus.ANSWERED:
        return _("It is your turn.") if asks else _("It is the teacher’s turn.")
    return ""


@login_required
@require_GET
def questions(request: Request) -> HttpResponse:
    """The viewer's own; for coordinators, numbers of those of their schools."""
    viewer = request.viewer
    speak_for(viewer)
    page = page_of(queries.own_questions(viewer), request.GET.get("page"))
    coordinates, mentors = viewer.has(Role.COORDINATOR), viewer.has(Role.MENTOR)
    counts = numbers.counts(viewer) if coordinates else []
    rated = numbers.ratings(viewer) if counts or mentors else None
    context = {
        "page": page,
        "rows": [
            (one, queries.title_of(one), turn_words(viewer, one),
             TONES.get(QuestionStatus(one.status), ""))
            for one in page
        ],
        "counts": counts,
        "too_few": coordinates and counts is None,
        "asks": bool(QUESTION_RIGHTS.decide(viewer, queries.asking_all(viewer), "ask")),
        "ratings": rated.by_cohort if rated and counts else [],
        "rated": rated.own if rated and mentors else None,
        "shown": questions_shown(viewer) if coordinates else [],
        "mentors": mentors,
    }  # fmt: skip
    return respond(request, "mentoring/questions.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def question_new(request: Request) -> HttpResponse:
    viewer = request.viewer
    facts = queries.asking_all(viewer)
    QUESTION_RIGHTS.decide(viewer, facts, "ask").or_refuse()
    assert facts.enrolment is not None  # noqa: S101 - the rule asks for it
    in_its_words(facts.enrolment.cohort)
    design, language = blueprint_of(facts.enrolment.cohort), get_language() or "en"
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        domains=[(one.code, one.title.in_(language)) for one in design.domains],
        languages=[(one.code, one.title.in_(language)) for one in design.vocabularies.languages],
        language=language,
    )
    if form.is_valid():
        try:
            made = actions.ask_mentors(**form.cleaned_data, by=viewer, form=form_token(request))
        except Unfit as refusal:
            say_unfit(form, refusal)
        else:
            messages.success(request, _("Asked. You are told as soon as a mentor takes it."))
            return redirect("mentoring:question", pk=made.pk)
    unwritten = Question(
        teacher_id=viewer.person_id, cohort=facts.enrolment.cohort, status=QuestionStatus.OPEN
    )
    context = {
        "form": form,
        "readers": readers(QUESTION_READERS, viewer, unwritten),
        "days": design.request.expires_after_days,
        "answer_days": design.request.in_writing.answer_days,
        "label": QUESTION_RIGHTS.label("ask"),
    }
    return respond(request, "mentoring/question_new.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def question(request: Request, pk: int) -> HttpResponse:
    """The question, its turns, and the box for whoever's turn it is."""
    viewer = request.viewer
    found = in_its_words(queries.question(viewer, pk))
    asks = QUESTION_ASKER.holds(viewer, found)
    verb = "follow_up" if asks else "answer"
    form = None
    if request.method == "POST":
        form = TurnForm(request.POST, request.FILES)
        if not form.is_valid():
            QUESTION.decide(viewer, found, verb).or_refuse()
        else:  # the action decides: another tab may have sent the same before
            try:
                do = actions.follow_up if asks else actions.answer
                do(found, by=viewer, form=form_token(request), **form.cleaned_data)
            except Unfit as refusal:
                say_unfit(form, refusal)
            else:
                messages.success(request, _("Sent. It is the other one’s turn now."))
                return redirect("mentoring:question", pk=pk)
    elif QUESTION.decide(viewer, found, verb):
        form = TurnForm()
    return respond(request, "mentoring/question.html", _shown(viewer, found, form))


def _shown(viewer: Viewer, found: Question, form: TurnForm | None) -> dict[str, Any]:
    asks = QUESTION_ASKER.holds(viewer, found)
    of_it = QUESTION_PARTIES.holds(viewer, found)
    open_verbs = {move.verb: decision for move, decision in QUESTION.open_to(viewer, found)}
    public = published.public_of(viewer, found) if of_it else None
    return {
        "row": found,
        "domain": queries.title_of(found),
        "asks": asks,
        "of_it": of_it,
        "name": _name(viewer, found),
        "turn": turn_words(viewer, found),
        "tone": TONES.get(QuestionStatus(found.status), ""),
        "turns": [
            (one, one.author_id == viewer.person_id, one.author_id == found.mentor_id)
            for one in queries.turns(viewer, found)
        ],
        "form": form,
        "close": CloseForm() if asks and open_verbs.get("close") else None,
        "buttons": [
            (verb, QUESTION.label(verb), decision)
            for verb, decision in open_verbs.items()
            if verb in VERBS
        ],
        "label": QUESTION.label("follow_up" if asks else "answer"),
        "close_label": QUESTION.label("close"),
        "public": public,
        "may_publish": found.status == QuestionStatus.CLOSED and of_it and found.answers,  # type: ignore[attr-defined]
        "readers": _readers(viewer, found),
    }


def _name(viewer: Viewer, found: Question) -> str:
    """Who asks, for whoever may know it: nobody before it is taken, nor after if she asked so."""
    if QUESTION_ASKER.holds(viewer, found) or (
        QUESTION_PARTIES.holds(viewer, found) and not found.is_nameless
    ):
        return str(found.teacher)
    return ""


def _readers(viewer: Viewer, found: Question) -> str:
    """The label of the standings that filter it; a name that is not told is not in it either."""
    if _name(viewer, found):
        return readers(
            QUESTION_READERS if found.mentor_id is None else QUESTION_PARTIES, viewer, found
        )
    if QUESTION_PARTIES.holds(viewer, found):
        return _("You and the teacher who asked can read this.")
    return _(
        "The teacher who asked can read this, and until one takes it, the mentors who can help."
    )


@login_required
@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    found = queries.question(request.viewer, pk)
    do, done = VERBS[verb]
    do(found, by=request.viewer)
    messages.success(request, str(done))
    if verb == "give_back":
        return redirect("mentoring:questions_open")
    return redirect("mentoring:question", pk=pk)


@login_required
@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    found = in_its_words(queries.question(request.viewer, pk))
    form = CloseForm(request.POST)
    if form.is_valid():
        actions.close(found, form.said(), by=request.viewer)
        messages.success(request, _("Closed. Thank you."))
    return redirect("mentoring:question", pk=pk)


@login_required
@require_safe
def sound(request: Request, pk: int) -> HttpResponseBase:
    found = queries.sound(request.viewer, pk)
    try:
        return hand_out(
            request, sound_at(found.sound), size=found.sound_size, content_type=found.sound_type,
            tag=found.sound[:16], name=f"answer-{pk}.{ENDINGS[found.sound_type]}", inline=True,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise ObjectDoesNotExist(str(pk)) from error


@login_required
@require_GET
def open_questions(request: Request) -> HttpResponse:
    """What a mentor could take, the oldest first; and how many she would like."""
    return respond(request, "mentoring/questions_open.html", _open(request, None))


def _open(request: Request, limit: LimitForm | None) -> dict[str, Any]:
    viewer, shelf, language = request.viewer, programmes.shelf(), get_language() or "en"
    titles, places = titles_of_domains(shelf), queries.places(viewer)
    if places:
        in_shared_words([place.application for place in places])
    else:
        speak_for(viewer)
    names = {one.code: one.title.in_(language) for b in shelf for one in b.vocabularies.languages}
    offered = list(dict.fromkeys(code for place in places for code in place.domains))
    search = OpenFilter(
        request.GET,
        domains=[(code, titles.get(code, code)) for code in offered],
        languages=[(code, names.get(code, code)) for code in queries.languages_of(places)],
    )
    wanted, hers = search.wanted(), queries.languages_of(places)
    languages = [wanted["language"]] if wanted.get("language") else hers
    found = queries.open_questions(viewer, wanted.get("domain", ""), languages)
    page = page_of(found, request.GET.get("page"))
    first = places[0] if places else None
    most, has = (first.most, first.has) if first else (0, 0)
    return {
        "places": places,
        "search": search,
        "page": page,
        "rows": [
            (one, titles.get(one.domain, one.domain), names.get(one.language, one.language))
            for one in page
        ],
        "limit": limit or LimitForm(initial={"most": most}),
        "most": most,
        "has": has,
    }


@login_required
@require_POST
def set_most(request: Request) -> HttpResponse:
    form = LimitForm(request.POST)
    if form.is_valid():
        actions.set_most(form.cleaned_data["most"], by=request.viewer)
        messages.success(request, _("Kept."))
        return redirect("mentoring:questions_open")
    return respond(request, "mentoring/questions_open.html", _open(request, form))
