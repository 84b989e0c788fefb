"""Pages of sessions: planned, held, written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.kernel.decision import Decision, Stale, Unfit
from banyan.kernel.hours import minute, moment
from banyan.kernel.standing import Standing
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.actions.planning import BusyElsewhere, meeting_room
from banyan.mentoring.actions.readings import note_log_reading
from banyan.mentoring.forms.logs import said_in
from banyan.mentoring.forms.sessions import (
    AgendaForm,
    CancelForm,
    ConfirmForm,
    ProposeForm,
    RescheduleForm,
    TimeForm,
)
from banyan.mentoring.models import Mark, Session
from banyan.mentoring.queries import mentorships as pairs
from banyan.mentoring.queries import sessions as queries
from banyan.mentoring.queries.elsewhere import elsewhere
from banyan.mentoring.queries.hours import closed_then
from banyan.mentoring.queries.marks import marks_of_session
from banyan.mentoring.rules import MENTORSHIP_RIGHTS, SESSION, SESSION_RIGHTS
from banyan.mentoring.rules.sessions import answer_by
from banyan.mentoring.standings import (
    HOST,
    PAIR_WORDS_READERS,
    SEATED,
    SESSION_PAIR_WORDS,
    readers,
)
from banyan.mentoring.states import SessionKind, SessionMode, SessionStatus
from banyan.mentoring.views.attendance import to_settle
from banyan.mentoring.views.marks import late_of
from banyan.organisations.states import Role
from banyan.programmes.queries import in_its_words, speak_for
from banyan.ui import words
from banyan.ui.forms import say_unfit
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of
from banyan.ui.words import zone_name
from blueprint import Blueprint

UNMET = (SessionStatus.CANCELLED, SessionStatus.MISSED)
RUNS_OVER = timedelta(hours=1)  # a meeting that lasts longer than planned can be joined again


@dataclass(frozen=True, slots=True)
class Verb:
    """A button of a session: live, or greyed with the reason why not."""

    label: str
    url: str
    decision: Decision
    variant: str = "secondary"
    asks: bool = False  # opens a form first


# The buttons of a session that are pages of their own, and those that act at once.
PAGES = {
    "reschedule": ("session_reschedule", "secondary"),
    "shift": ("session_reschedule", "secondary"),
    "cancel": ("session_cancel", "quiet"),
}


def verbs(viewer: Viewer, session: Session) -> list[Verb]:
    """What this viewer can press here: from the table of moves, and for a group from the seats."""

    def address(name: str) -> str:
        return reverse(f"mentoring:{name}", args=[session.pk])

    shown = []
    for move, decision in SESSION.open_to(viewer, session):
        label = str(move.label)
        if move.verb == "confirm" and session.kind == SessionKind.ONE_TO_ONE:
            shown.append(Verb(label, address("session_confirm"), decision, "primary"))
        elif move.verb in PAGES and (decision or move.verb == "cancel"):
            name, variant = PAGES[move.verb]
            shown.append(Verb(label, address(name), decision, variant, asks=True))
    back = SESSION_RIGHTS.decide(viewer, session, "give_seat_back")
    take = SESSION_RIGHTS.decide(viewer, session, "take_seat")
    if back:
        label = pgettext("button", "Give your place back")
        shown.append(Verb(label, address("session_give_seat_back"), back))
    elif take:
        shown.append(Verb(_seat_label(session), address("session_take_seat"), take, "primary"))
    return shown


def _seat_label(session: Session) -> str:
    if session.seats_taken < session.seats:
        return pgettext("button", "Take a seat")
    return pgettext("button", "Join the waiting list")


def zone_label(request: Request) -> str:
    return _("In your own time zone, %(zone)s.") % {"zone": zone_name()}


def say_once(request: Request, form: TimeForm, done: str, session: Session) -> None:
    """What was done; which of two equal clock times was meant; and whether a school is closed on
    that day or somebody of it is elsewhere then, which forbids nothing."""
    messages.success(request, done)
    moments = [form.starts_at, *getattr(form, "others", ())]
    say_elsewhere(request, session, moments)
    for day, closing in closed_then(session, moments):
        said = {"place": closing.place, "day": words.day(day), "title": closing.title}
        messages.warning(
            request,
            _(
                "%(place)s is closed on %(day)s: %(title)s. The time stands if it suits you both; "
                "you can also propose another one."
            )
            % said,
        )
    if form.instant and form.instant.twice:
        messages.warning(
            request,
            _("The clock shows this time twice on that day. We took the first of the two."),
        )


def say_elsewhere(request: Request, session: Session, moments: Iterable[datetime]) -> None:
    """What one of the two has beside the session if it begins at these moments: her own by its
    name, of the other one only that there is something."""
    pair, lasts = session.mentorship, session.ends_at - session.starts_at
    people = [session.host, pair.mentee] if pair else [session.host]
    for found in elsewhere(people, [(at, at + lasts) for at in moments], request.viewer):
        said = found.to_consider(request.viewer, words.moment(found.time[0]))
        messages.warning(request, said)


@login_required
@require_GET
def sessions(request: Request) -> HttpResponse:
    viewer = request.viewer
    speak_for(viewer)
    page = page_of(queries.earlier(viewer), request.GET.get("page"))
    to_answer = queries.to_answer(viewer)
    coming, to_say = queries.coming_and_to_say(viewer)
    context = {
        "to_answer": to_answer,
        "to_say": to_say,
        "coming": [line for line in coming if line not in to_answer],
        "open_groups": queries.open_groups(viewer),
        "earlier": queries.earlier_lines(viewer, page.rows),
        "page": page,
        "announces": viewer.has(Role.MENTOR),
    }
    return respond(request, "mentoring/sessions.html", context)


@login_required
@require_GET
def session(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    found = in_its_words(queries.session(viewer, pk))
    context = page_context(viewer, found)
    if context["content"] is not None:
        note_log_reading(context["content"].log, found, by=viewer)
    return respond(request, "mentoring/session.html", context)


def _words_readers(session: Session) -> Standing:
    return SESSION_PAIR_WORDS if session.kind == SessionKind.ONE_TO_ONE else HOST | SEATED


def words_label(viewer: Viewer, session: Session) -> str:
    """Who reads what is written in this session, before somebody writes."""
    return readers(_words_readers(session), viewer, session)


def page_context(viewer: Viewer, session: Session) -> dict[str, Any]:
    """What the page of a session shows to this viewer."""
    agenda = reverse("mentoring:session_agenda", args=[session.pk])
    content = queries.content(viewer, session, item_at=agenda)
    pair = _words_readers(session)
    blueprint = pairs.blueprint_of(session.cohort)
    said = queries.attendance(viewer, session)
    says = SESSION_RIGHTS.decide(viewer, session, "say_attendance")
    buttons = verbs(viewer, session)
    state, tone = queries.state_in_words(
        session,
        viewer.now,
        blueprint.session.confirm_within_days,
        ends_at=queries.ended_at(session),
    )
    first = next((v for v in buttons if v.variant == "primary" and v.decision), None)
    return {
        "session": session,
        "minutes": session.planned_minutes,
        "other_zone": queries.zone_of_the_others(session),
        "is_group": session.kind == SessionKind.GROUP,
        "is_planned": session.status in queries.PLANNED
        and queries.ended_at(session) + RUNS_OVER > viewer.now,
        "state": state,
        "tone": tone,
        "waits_at": queries.place_in_line(viewer, session),
        "agenda_hint": blueprint.session.agenda_hint.in_(get_language() or "en"),
        "mode_label": SessionMode(session.mode).label,
        "is_host": HOST.holds(viewer, session),
        "topic": content.topic if content else queries.announced_topic(viewer, session),
        "content": content,
        "closed": content is None and HOST.holds(viewer, session),
        "label": words_label(viewer, session),
        "first": first,
        "times": _times(viewer, session, bool(first)),
        "verbs": [verb for verb in buttons if verb is not first],
        "asked_how_long": bool(says and any(one.mine is None for one in said)),
        "said": said,
        "to_settle": to_settle(viewer, session),
        "marks": _marks(viewer, session),
        "answer_by": answer_by(session)
        if session.status == SessionStatus.PROPOSED and queries.times_ahead(session, viewer.now)
        else None,
        "says": bool(says),
        "lacks_link": content is not None
        and session.mode == SessionMode.ONLINE
        and not content.meeting_url,
        "records": session.kind == SessionKind.ONE_TO_ONE
        and session.mode == SessionMode.ONLINE
        and meeting_room().records,
        "gives_link": bool(SESSION_RIGHTS.decide(viewer, session, "paste_link")),
        "counted": queries.counted_minutes(session),
        "writes_agenda": bool(SESSION_RIGHTS.decide(viewer, session, "write_agenda")),
        "writes_log": bool(SESSION_RIGHTS.decide(viewer, session, "write_log")),
        "agenda_form": AgendaForm().sent_to(agenda, content.item if content else ()),
        "log_said": said_in(blueprint, content.log) if content else [],
        "log_kept": None
        if content or pair is not SESSION_PAIR_WORDS
        else queries.log_kept_at(viewer, session),
        "reason": _reason(blueprint, content.cancel_reason) if content else "",
        "story": pairs.story([f"session:{session.pk}"], known=queries.names_in(session))
        if content
        else [],
    }


def _marks(viewer: Viewer, session: Session) -> list[Mark]:
    """What counts of it as late or absent, where there can be such a thing; one query there."""
    if session.kind == SessionKind.GROUP or session.status in UNMET:
        return marks_of_session(viewer, session)
    return []


def _times(viewer: Viewer, session: Session, answers: bool) -> list[tuple[str, int]]:
    """The times of a proposal of several, in words and in minutes, for who proposed them and for
    who answers; nothing of any other session."""
    proposed = session.proposed_by_id == viewer.person_id
    if session.status != SessionStatus.PROPOSED or not (answers or proposed):
        return []
    if not queries.other_times(session):
        return []
    return [(words.moment(at), minute(at)) for at in queries.times_ahead(session, viewer.now)]


def _reason(blueprint: Blueprint, reason: str) -> str:
    """A reason of the blueprint in the reader's language, or the words of whoever cancelled."""
    return dict(CancelForm.reasons(blueprint)).get(reason, reason)


@login_required
@require_http_methods(["GET", "POST"])
def propose(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    pair = in_its_words(pairs.mentorship(viewer, pk))
    MENTORSHIP_RIGHTS.decide(viewer, pair, "propose_session").or_refuse()
    form = ProposeForm(
        request.POST or None,
        blueprint=pairs.blueprint_of(pair.cohort),
        zone=viewer.zone,
        zone_label=zone_label(request),
    )
    if form.is_valid():
        try:
            made = actions.propose_session(
                pair,
                form.starts_at,
                form.cleaned_data["minutes"],
                by=viewer,
                others=form.others,
                **form.where(),
            )
        except Unfit as refusal:
            say_unfit(form, refusal)
        else:
            say_once(request, form, _("Proposed. It is for the other one to confirm now."), made)
            return redirect("mentoring:session", made.pk)
    context = {
        "form": form,
        "pair": pair,
        "zones": {str(viewer.zone), pair.mentor.time_zone, pair.mentee.time_zone},
        "steps": queries.open_steps(viewer, pair),
        "label": readers(PAIR_WORDS_READERS, viewer, pair),
    }
    return respond(request, "mentoring/session_propose.html", context)


@login_required
@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    found = in_its_words(queries.session(request.viewer, pk))
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        raise Stale(str(SESSION.moved_on))
    at = form.cleaned_data["at"]
    try:
        actions.confirm_session(
            found,
            by=request.viewer,
            seen=form.cleaned_data["seen"],
            at=None if at is None else moment(at),
        )
    except BusyElsewhere as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Confirmed. You both have it on your page now."))
        say_elsewhere(request, found, [found.starts_at])
    return redirect("mentoring:session", pk)


@login_required
@require_http_methods(["GET", "POST"])
def reschedule(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    found = in_its_words(queries.session(viewer, pk))
    verb = "shift" if found.kind == SessionKind.GROUP else "reschedule"
    SESSION.decide(viewer, found, verb).or_refuse()
    form = RescheduleForm(
        request.POST or None,
        blueprint=pairs.blueprint_of(found.cohort),
        zone=viewer.zone,
        zone_label=zone_label(request),
        initial=RescheduleForm.of(queries.with_words(viewer, found), viewer.zone),
        stands=found.starts_at,
        group=found.kind == SessionKind.GROUP,
    )
    if form.is_valid():
        values = form.cleaned_data
        try:
            actions.reschedule(
                found,
                form.starts_at,
                values["minutes"],
                by=viewer,
                seen=values["seen"],
                others=form.others,
                why=values["why"],
                **form.where(),
            )
        except Unfit as refusal:
            say_unfit(form, refusal)
        else:
            say_once(request, form, _("The session has another time. The others are told."), found)
            return redirect("mentoring:session", pk)
    late = late_of(viewer, found) if verb == "reschedule" else None
    context = {"form": form, "session": found, "submit": SESSION.label(verb), "late": late}
    return respond(request, "mentoring/session_reschedule.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    found = in_its_words(queries.session(request.viewer, pk))
    SESSION.decide(request.viewer, found, "cancel").or_refuse()
    form = CancelForm(
        request.POST or None,
        blueprint=pairs.blueprint_of(found.cohort),
        initial={"seen": found.sequence},
    )
    if form.is_valid():
        actions.cancel_session(found, form.why, by=request.viewer, seen=form.cleaned_data["seen"])
        messages.success(request, _("Cancelled. The others are told."))
        return redirect("mentoring:session", pk)
    context = {"form": form, "session": found, "late": late_of(request.viewer, found)}
    return respond(request, "mentoring/session_cancel.html", context)
