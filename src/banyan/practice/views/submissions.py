"""Pages of work that was handed in: for its author, for those who look for readers, for readers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer
from banyan.mentoring.queries import mentorships
from banyan.mentoring.queries.mentorships import story
from banyan.mentoring.snapshot import key_of, spelled
from banyan.mentoring.standings import readers
from banyan.practice import actions
from banyan.practice.actions.readings import note_submission_reading
from banyan.practice.forms import AssignForm, DecideForm, ReadingForm, ReturnForm
from banyan.practice.queries import applying, disputes
from banyan.practice.queries import submissions as queries
from banyan.practice.queries.candidates import Candidate, reviewers
from banyan.practice.queries.reviews import addresses_with, links_in, looks_personal
from banyan.practice.queries.submissions import ToRead
from banyan.practice.queries.works import Handed, handed
from banyan.practice.rules import ASSIGNING, DISPUTING, READING, SUBMISSION, may_assign
from banyan.practice.standings import ASSIGNER, AUTHORS_MENTOR, SUBMISSION_READERS
from banyan.practice.states import SubmissionStatus
from banyan.programmes.queries import application, in_its_words, in_shared_words, speak_for
from banyan.programmes.standings import APPLICATION_READERS
from banyan.ui import words
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of

TONES = {
    SubmissionStatus.IN_REVIEW: "sky",
    SubmissionStatus.SUCCESSFUL: "leaf",
    SubmissionStatus.NOT_YET: "marigold",
    SubmissionStatus.WITHDRAWN: "",
}


@login_required
@require_GET
def submissions(request: Request) -> HttpResponse:
    """Work of one's own pairs; for coordinators, of their schools."""
    viewer = request.viewer
    speak_for(viewer)
    page = page_of(queries.submissions(viewer), request.GET.get("page"))
    rows = [handed(row) for row in page]
    context = {
        "page": page,
        "rows": [
            (
                one,
                TONES[SubmissionStatus(one.status)],
                ASSIGNER.holds(viewer, one.submission),
                SUBMISSION.decide(viewer, one, "sign_off").allowed,
                one.overdue(viewer.today),
            )
            for one in rows
        ],
    }
    return respond(request, "practice/submissions.html", context)


@login_required
@require_GET
def of_step(request: Request, pk: int, spelling: str) -> HttpResponse:
    """From a step of a pair to what was last handed in there."""
    pair = in_its_words(mentorships.mentorship(request.viewer, pk))
    found = queries.latest(request.viewer, pair, key_of(spelling))
    if found is None:
        messages.info(request, _("Nothing has been handed in here yet."))
        return redirect("mentoring:step", pk=pk, spelling=spelling)
    return redirect("practice:submission", pk=found.pk)


@login_required
@require_GET
def of_application(request: Request, pk: int) -> HttpResponse:
    """From the application of a mentor to its reading."""
    row = in_its_words(application(request.viewer, pk))
    found = applying.of_application(request.viewer, row)
    if found is None:
        messages.info(request, _("Nothing has been handed in here yet."))
        return redirect("programmes:application", pk=pk)
    return redirect("practice:submission", pk=found.pk)


@login_required
@require_GET
def submission(request: Request, pk: int) -> HttpResponse:
    """How it stands; for the pair what was handed in and said of it, for coordinators who reads."""
    one, noted = queries.opening(request.viewer, pk)
    note_submission_reading(in_its_words(one), by=request.viewer, noted=noted)
    return respond(request, "practice/submission.html", _shown(request, one))


def _shown(request: Request, one: Handed, assign: AssignForm | None = None) -> dict[str, object]:
    viewer = request.viewer
    is_author = SUBMISSION_READERS.holds(viewer, one.submission)
    assigns = ASSIGNER.holds(viewer, one.submission)
    said = queries.said(viewer, one) if is_author else []
    own = is_author and one.status == SubmissionStatus.IN_REVIEW
    # What could be changed before somebody reads it: an application is read without it anyway.
    texts = [text for _label, text in said] if own and one.key else []
    subjects = [f"submission:{one.submission.pk}"]
    if assigns:
        subjects += [f"reading:{row.pk}" for row in one.submission.readings.all()]
    attempts = queries.attempts(viewer, one)
    work = disputes.disputable_among(one, attempts)
    return {
        "dispute": work.dispute,
        "may_dispute": bool(DISPUTING.decide(viewer, work, "raise")),
        "one": one,
        "tone": TONES[SubmissionStatus(one.status)],
        "is_author": is_author,
        "closed": not is_author and AUTHORS_MENTOR.holds(viewer, one.submission),
        "assigns": assigns,
        "said": said,
        "personal": [*looks_personal(texts), *addresses_with(one.names(), texts)] if texts else [],
        "findings": queries.findings(viewer, one),
        "because": queries.because(viewer, one),
        "readers": readers(APPLICATION_READERS, viewer, one.submission.application)
        if one.submission.application
        else readers(SUBMISSION_READERS, viewer, one.submission),
        "form": assign or (_assign_form(viewer, one) if may_assign(viewer, one) else None),
        "wanted": one.weighed.wanted if may_assign(viewer, one) else 0,
        "moves": {m.verb for m, may in SUBMISSION.open_to(viewer, one) if may},
        "attempts": attempts if len(attempts) > 1 else [],
        "links": links_in(texts),
        "changes": [_("Change")] if one.is_with_readers else [],
        "late": [row.pk for row in one.readings if not row.done_at and row.due_on < viewer.today],
        "entries": story(subjects, known=_names(request, one)),
        "spelled": spelled(one.submission.key),
    }


def _names(request: Request, one: Handed) -> dict[int, str]:
    """Of the people who came with the work, and of whoever looks at it."""
    people = [one.author, one.mentor, *(row.reader for row in one.readings)]
    return {person.pk: person.name for person in people if person} | {
        request.user.pk or 0: str(request.user)
    }


def _assign_form(viewer: Viewer, one: Handed) -> AssignForm:
    return AssignForm(candidates=_who_may(viewer, one))


def _who_may(viewer: Viewer, one: Handed) -> list[Candidate]:
    found = reviewers(one, on=viewer.today)
    return [c for c in found if ASSIGNING.decide(viewer, c, "assign")]


@login_required
@require_POST
def assign(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    one = in_its_words(queries.submission(viewer, pk))
    may_assign(viewer, one).or_refuse()
    candidates = _who_may(viewer, one)
    form = AssignForm(request.POST, candidates=candidates)
    if not form.is_valid():
        return respond(request, "practice/submission.html", _shown(request, one, form))
    chosen = {c.person.pk: c.person for c in candidates}[form.cleaned_data["reader"]]
    actions.assign_reader(one, chosen, by=viewer)
    messages.success(request, _("The reader is told, and does not learn whose it is."))
    return redirect("practice:submission", pk=pk)


@login_required
@require_POST
def assign_next(request: Request, pk: int) -> HttpResponse:
    """To those who may read it and have least to read."""
    one = in_its_words(queries.submission(request.viewer, pk))
    given = actions.assign_by_load(one, by=request.viewer)
    if given:
        names = words.join_names([row.reader.name for row in given])
        messages.success(request, _("It is given to %(readers)s.") % {"readers": names})
    else:
        messages.warning(request, _("Nobody who may read it is free of ties to it."))
    return redirect("practice:submission", pk=pk)


@login_required
@require_POST
def sign_off(request: Request, pk: int) -> HttpResponse:
    """The mentor says that it is ready to be read."""
    one = in_its_words(queries.submission(request.viewer, pk))
    actions.sign_off(one, by=request.viewer)
    messages.success(request, _("Thank you. Readers are looked for now."))
    return redirect("practice:submission", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def give_work_back(request: Request, pk: int) -> HttpResponse:
    """The mentor says what is missing before it can be read."""
    viewer = request.viewer
    one = in_its_words(queries.submission(viewer, pk))
    SUBMISSION.decide(viewer, one, "return").or_refuse()
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.return_submission(one, form.cleaned_data["because"], by=viewer)
        messages.success(request, _("The teacher has it back, with what you wrote."))
        return redirect("practice:submission", pk=pk)
    return respond(request, "practice/return.html", {"one": one, "form": form})


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    one = in_its_words(queries.submission(request.viewer, pk))
    actions.withdraw_submission(one, by=request.viewer)
    messages.success(request, _("It is withdrawn. Change it, and hand it in again."))
    return redirect(
        "mentoring:step", pk=one.submission.mentorship_id, spelling=spelled(one.submission.key)
    )


@login_required
@require_http_methods(["GET", "POST"])
def decide(request: Request, pk: int) -> HttpResponse:
    """The coordinator settles what the readers see differently."""
    viewer = request.viewer
    one = in_its_words(queries.submission(viewer, pk))
    SUBMISSION.decide(viewer, one, "decide_not_yet").or_refuse()
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.decide(one, form.cleaned_data["verdict"], form.cleaned_data["because"], by=viewer)
        messages.success(request, _("The result is recorded. Whoever it concerns is told."))
        return redirect("practice:submission", pk=pk)
    context = {
        "one": one,
        "form": form,
        "readers": readers(SUBMISSION_READERS | ASSIGNER, viewer, one.submission),
    }
    return respond(request, "practice/decide.html", context)


@login_required
@require_GET
def readings(request: Request) -> HttpResponse:
    """What the viewer was given to read."""
    page = page_of(queries.readings(request.viewer), request.GET.get("page"))
    rows = [queries.to_read(row) for row in page]
    if rows:
        in_shared_words(rows)
    else:
        speak_for(request.viewer)
    context = {
        "page": page,
        "rows": rows,
        "today": request.viewer.today,
    }
    return respond(request, "practice/readings.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def reading(request: Request, pk: int) -> HttpResponse:
    """The work, without a name, and what its reader finds."""
    viewer = request.viewer
    mine = in_its_words(queries.reading(viewer, pk))
    form = ReadingForm(
        request.POST or None, review=mine.handed.review, of_applicant=mine.handed.is_application
    )
    if request.method == "POST":
        decision = READING.decide(viewer, mine, "finish")
        if decision.reason is READING.moved_on:
            raise Stale(str(READING.moved_on))
        decision.or_refuse()
        if form.is_valid():
            actions.finish_reading(mine, form.met, form.comments, by=viewer)
            messages.success(request, _("Thank you. What you found is handed in."))
            return redirect("practice:readings")
    return respond(request, "practice/reading.html", _to_judge(viewer, mine, form))


def _to_judge(viewer: Viewer, mine: ToRead, form: ReadingForm) -> dict[str, object]:
    moves = {move.verb: bool(may) for move, may in READING.open_to(viewer, mine)}
    own = mine.reading
    labels = [(form.fields[code].label, code) for code in form.codes]
    found = [(label, own.met.get(code), own.comments.get(code, "")) for label, code in labels]
    before = [
        [(label, met.get(code), said.get(code, "")) for label, code in labels]
        for met, said in ((one["met"], one["comments"]) for one in own.earlier)
    ]
    return {
        "before": before,
        "mine": mine,
        "form": form if moves.get("finish") else None,
        "moves": moves,
        "found": found if own.done_at else [],
    }


@login_required
@require_POST
def give_back(request: Request, pk: int) -> HttpResponse:
    actions.decline_reading(in_its_words(queries.reading(request.viewer, pk)), by=request.viewer)
    messages.success(request, _("It is given back. Somebody else will read it."))
    return redirect("practice:readings")


@login_required
@require_POST
def change(request: Request, pk: int) -> HttpResponse:
    actions.change_reading(in_its_words(queries.reading(request.viewer, pk)), by=request.viewer)
    return redirect("practice:reading", pk=pk)


@login_required
@require_POST
def release(request: Request, pk: int) -> HttpResponse:
    """To somebody else, if there is anybody."""
    one = in_its_words(queries.assigned_reading(request.viewer, pk))
    given = actions.reassign(one, by=request.viewer)
    if given:
        names = words.join_names([row.reader.name for row in given])
        messages.success(request, _("It is given to %(readers)s.") % {"readers": names})
    else:
        messages.warning(request, _("It is taken back, and there is nobody else to read it."))
    return redirect("practice:submission", pk=one.reading.submission_id)
