"""What waits for somebody who mentors or is mentored, and the most urgent of it in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from banyan.kernel.viewer import Viewer
from banyan.matching.queries import choosing
from banyan.matching.queries.choosing import Asked
from banyan.matching.states import ChoiceStatus
from banyan.matching.states.rotas import RotaStatus
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries import sessions
from banyan.mentoring.queries.steps import title_of
from banyan.mentoring.snapshot import spelled
from banyan.mentoring.states import MentorshipStatus, QuestionStatus, SessionStatus
from banyan.portal.queries.own import Next, Own, other_of
from banyan.portal.queries.urgency import DAY, Kind, Thing, most_urgent
from banyan.programmes import queries as programmes
from banyan.programmes.models import Application, Enrolment
from banyan.programmes.states import ApplicationStatus, EnrolmentStatus
from banyan.surveys import queries as surveys
from banyan.ui import words
from banyan.ui.addresses import reverse
from blueprint import Status, StepState

Telling = Callable[[], Next]


def next_for(viewer: Viewer, seen: Own) -> Next | None:
    """The most urgent of the things that wait, by the table of `urgency`. It alone is put into
    words."""
    tell = most_urgent(_waiting(viewer, seen), viewer.now)
    return tell() if tell else None


def _waiting(viewer: Viewer, seen: Own) -> Iterator[Thing[Telling]]:
    yield from _steps(viewer, seen)
    yield from _sessions(viewer, seen)
    yield from _answers(viewer, seen)
    yield from _written(viewer, seen)
    yield from _afterwards(seen)
    yield from _mine(viewer, seen)


def _steps(viewer: Viewer, seen: Own) -> Iterator[Thing[Telling]]:
    """What the journeys of the pairs ask of this person, with a last day."""
    for pair, state in seen.owed:
        if state.due_on is None:
            continue
        over = datetime.combine(state.due_on + timedelta(days=1), time(), viewer.zone)
        yield Thing(Kind.STEP, over, partial(_step, viewer, pair, state, state.due_on))


def _step(viewer: Viewer, pair: Mentorship, state: StepState, due_on: date) -> Next:
    title, said = title_of(state), {"day": words.day(due_on)}
    if state.status == Status.OVERDUE:
        heading = _("Overdue: %(step)s") % {"step": title}
        text = _("With %(other)s. It was due on %(day)s; it is not too late.")
    else:
        heading = _("Due soon: %(step)s") % {"step": title}
        text = _("With %(other)s. It is due on %(day)s.")
    action, url = (
        _("Open this step"),
        reverse("mentoring:step", args=[pair.pk, spelled(state.key)]),
    )
    if state.step.kind == "meeting" and not state.step.modules:
        action = _("Propose a time")
        url = _to_find_a_time(viewer, pair)
    return Next(heading, text % {"other": other_of(viewer, pair), **said}, action, url)


def _to_find_a_time(viewer: Viewer, pair: Mentorship) -> str:
    """A teacher sees the hours of her mentor first, where there are any."""
    teaches = pair.mentee_id == viewer.person_id
    return reverse("mentoring:times" if teaches else "mentoring:session_propose", args=[pair.pk])


def _sessions(viewer: Viewer, seen: Own) -> Iterator[Thing[Telling]]:
    for line in seen.coming:
        if line.status == SessionStatus.PROPOSED and not line.proposed_by_viewer:
            yield Thing(Kind.ANSWER, line.starts_at, partial(_time_proposed, line))
        elif line.status != SessionStatus.CONFIRMED:  # the other one's answer
            yield Thing(Kind.MINE, line.starts_at, partial(_next_session, line))
        else:
            tell = _soon if line.starts_at - viewer.now < DAY else _next_session
            yield Thing(Kind.SESSION, line.starts_at, partial(tell, line))


def _time_proposed(line: sessions.Line) -> Next:
    return Next(
        _("%(other)s proposes a time") % {"other": line.others},
        words.moment(line.starts_at),
        _("Confirm it or propose another"),
        _session_url(line),
    )


def _next_session(line: sessions.Line) -> Next:
    heading = _("Next: %(other)s, %(when)s") % {"other": line.others, "when": _when(line)}
    return Next(heading, line.topic, _("Open the session"), _session_url(line))


def _soon(line: sessions.Line) -> Next:
    heading = _("You meet %(other)s soon") % {"other": line.others}
    text = _("%(when)s: %(topic)s") % {"when": _when(line), "topic": line.topic}
    return Next(heading, text, _("Open the session"), _session_url(line))


def _session_url(line: sessions.Line) -> str:
    return reverse("mentoring:session", args=[line.id])


def _answers(viewer: Viewer, seen: Own) -> Iterator[Thing[Telling]]:
    for pair in seen.pairs:
        if _may_answer(viewer, pair):
            yield Thing(Kind.ANSWER, pair.answer_by, partial(_proposed, viewer, pair))
    for enrolment in seen.enrolments:
        if enrolment.status == EnrolmentStatus.INVITED:
            yield Thing(Kind.ANSWER, None, partial(_invited, enrolment))
    for choice in seen.choices:
        if choice.kind == Asked.SHORT:
            if choice.status == RotaStatus.ANNOUNCED:
                yield Thing(Kind.SESSION, choice.asked_at, partial(_short_meetings, choice))
            else:
                yield Thing(Kind.AFTERWARDS, None, partial(_how_it_would_go, choice))
        elif choice.kind == Asked.LIST:
            yield Thing(Kind.ANSWER, choice.expires_at, partial(_to_rank, choice))
        elif choice.mentor_id == viewer.person_id and choice.status == ChoiceStatus.OPEN:
            yield Thing(Kind.ANSWER, choice.expires_at, partial(_wished_for, choice))
    for request in seen.asked:
        if request.kind == Asked.QUESTION:
            yield from _question(request)
        elif request.mentor_id == viewer.person_id:
            yield Thing(Kind.ANSWER, request.expires_at, partial(_asked, request))


def _proposed(viewer: Viewer, pair: Mentorship) -> Next:
    return Next(
        _("%(other)s and you: shall it begin?") % {"other": other_of(viewer, pair)},
        _("The coordinator proposes this pair. Look at why, and say yes or no."),
        _("See the proposal"),
        reverse("mentoring:mentorship", args=[pair.pk]),
    )


def _invited(enrolment: Enrolment) -> Next:
    return Next(
        _("You are invited to %(programme)s") % {"programme": enrolment.cohort.programme},
        _("Say what you teach and where you would like to grow; then a mentor is found."),
        _("Look at the invitation"),
        reverse("programmes:enrolment", args=[enrolment.pk]),
    )


def _to_rank(choice: Any) -> Next:
    return Next(
        _("Whom would you like to work with?"),
        _("Rank your short list until %(when)s, in private.")
        % {"when": words.moment(choice.expires_at)},
        _("See your list"),
        reverse("matching:own_list", args=[choice.pk, choice.status]),
    )


def _short_meetings(choice: Any) -> Next:
    return Next(
        _("Short meetings: %(name)s") % {"name": choice.teacher__name},
        words.moment(choice.asked_at),
        _("See whom you meet, and when"),
        reverse("matching:rota_own", args=[choice.pk]),
    )


def _how_it_would_go(choice: Any) -> Next:
    return Next(
        _("With whom would it go well?"),
        _("Say it until %(when)s, for yourself alone.") % {"when": words.moment(choice.expires_at)},
        _("Say it in private"),
        reverse("matching:impressions", args=[choice.pk]),
    )


def _wished_for(choice: Any) -> Next:
    return Next(
        _("%(teacher)s would like you as a mentor") % {"teacher": choice.teacher__name},
        _("The request waits for your answer until %(when)s.")
        % {"when": words.moment(choice.expires_at)},
        _("Read the request"),
        reverse("matching:pair_request", args=[choice.pk]),
    )


def _asked(request: Any) -> Next:
    return Next(
        _("%(teacher)s asks for your guidance") % {"teacher": request.teacher__name},
        _("The request waits for your answer until %(when)s.")
        % {"when": words.moment(request.expires_at)},
        _("Read the request"),
        reverse("mentoring:request", args=[request.pk]),
    )


def _question(question: Any) -> Iterator[Thing[Telling]]:
    """Somebody waits for a mentor's answer; for what a teacher makes of it nobody does."""
    if question.status == QuestionStatus.TAKEN:
        yield Thing(Kind.ANSWER, question.expires_at, partial(_to_answer, question))
    else:
        yield Thing(Kind.AFTERWARDS, question.expires_at, partial(_is_answered, question))


def _to_answer(question: Any) -> Next:
    return Next(
        _("A question waits for your answer"),
        _("It is with you until %(when)s.") % {"when": words.moment(question.expires_at)},
        _("Read and answer"),
        reverse("mentoring:question", args=[question.pk]),
    )


def _is_answered(question: Any) -> Next:
    return Next(
        _("Your question is answered"),
        _("Ask one thing more, or close it. By itself it closes at %(when)s.")
        % {"when": words.moment(question.expires_at)},
        _("Read the answer"),
        reverse("mentoring:question", args=[question.pk]),
    )


def _written(viewer: Viewer, seen: Own) -> Iterator[Thing[Telling]]:
    for pair in seen.live:
        if pair.unread:  # type: ignore[attr-defined]
            yield Thing(Kind.MESSAGE, None, partial(_has_written, viewer, pair))


def _has_written(viewer: Viewer, pair: Mentorship) -> Next:
    return Next(
        _("%(other)s has written to you") % {"other": other_of(viewer, pair)},
        _("Only the two of you can read it."),
        _("Read and answer"),
        reverse("mentoring:messages", args=[pair.pk]) + "#write",
    )


def _afterwards(seen: Own) -> Iterator[Thing[Telling]]:
    for line in seen.to_say:
        yield Thing(Kind.AFTERWARDS, None, partial(_to_say, line))
    for due in seen.feedback:
        yield Thing(Kind.AFTERWARDS, None, partial(_feedback, due))


def _to_say(line: sessions.Line) -> Next:
    return Next(
        _("How long did you and %(other)s meet?") % {"other": line.others},
        words.moment(line.starts_at),
        _("Say how it was"),
        _session_url(line),
    )


def _feedback(due: surveys.Due) -> Next:
    return Next(
        _("How was your session with %(other)s?") % {"other": due.others},
        _("A few questions, about a minute."),
        _("Give feedback"),
        reverse("surveys:feedback", args=[due.session_id]),
    )


def _mine(viewer: Viewer, seen: Own) -> Iterator[Thing[Telling]]:
    """Nothing presses: what would be good to do."""
    for pair in seen.live:
        if pair.status == MentorshipStatus.ACTIVE and pair.next_at is None:  # type: ignore[attr-defined]
            yield Thing(Kind.PLAN, None, partial(_without_session, viewer, pair))
    for choice in seen.choices:
        if choice.kind == Asked.PAIR and choice.teacher_id == viewer.person_id:
            yield Thing(Kind.MINE, None, partial(_own_choice, choice))
    for enrolment in seen.enrolments:
        if _may_choose(seen, enrolment):
            yield Thing(Kind.MINE, None, partial(_to_choose, enrolment))
        elif enrolment.status == EnrolmentStatus.ENROLLED:
            yield Thing(Kind.MINE, None, partial(_looked_for, enrolment))
    for application in seen.applications:
        yield Thing(Kind.MINE, None, partial(_application, application))


def _without_session(viewer: Viewer, pair: Mentorship) -> Next:
    return Next(
        _("Find a time with %(other)s") % {"other": other_of(viewer, pair)},
        _("No session is planned yet."),
        _("Propose a time"),
        _to_find_a_time(viewer, pair),
    )


def _own_choice(choice: Any) -> Next:
    return Next(
        _("You asked %(mentor)s") % {"mentor": choice.mentor__name},
        str(ChoiceStatus(choice.status).label),
        _("See the request"),
        reverse("matching:pair_request", args=[choice.pk]),
    )


def _to_choose(enrolment: Enrolment) -> Next:
    return Next(
        _("You may choose a mentor yourself"),
        _("Look at who fits, and ask one. Or wait: then a mentor is found for you."),
        _("See whom you can ask"),
        reverse("matching:choose", args=[enrolment.cohort_id]),
    )


def _looked_for(enrolment: Enrolment) -> Next:
    with programmes.words_of(enrolment):
        looked_for = _("A mentor is being looked for")
    return Next(
        looked_for,
        _("The clearer your needs, the better the pair. You can change them any time."),
        _("Look at your needs"),
        reverse("programmes:enrolment", args=[enrolment.pk]),
    )


def _application(application: Application) -> Next:
    if application.status == ApplicationStatus.DRAFT:
        return Next(
            _("Your application is not sent yet"),
            _("What you wrote is kept. Finish it when you have a quiet half hour."),
            _("Go on with it"),
            reverse("programmes:application", args=[application.pk]),
        )
    return Next(
        _("Your application: %(state)s") % {"state": application.get_status_display()},
        _("You are told as soon as something happens with it."),
        _("Look at it"),
        reverse("programmes:application", args=[application.pk]),
    )


def _may_answer(viewer: Viewer, pair: Mentorship) -> bool:
    if pair.status == MentorshipStatus.HALF_ACCEPTED:
        return pair.first_accepted_by_id != viewer.person_id
    return pair.status == MentorshipStatus.PROPOSED


def _may_choose(seen: Own, enrolment: Enrolment) -> bool:
    """Whether she waits where teachers ask mentors themselves, and has been proposed to nobody."""
    waits = enrolment.status == EnrolmentStatus.ENROLLED and not seen.pairs
    return waits and choosing.limits_of(enrolment.cohort) is not None


def _when(line: sessions.Line) -> str:
    return words.moment(line.starts_at, line.host_zone, line.other_zone)
