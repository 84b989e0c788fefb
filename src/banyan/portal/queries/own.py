"""What somebody sees who mentors or is mentored: the one next thing, then what runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.credentials.queries.programmes import waiting_for
from banyan.kernel.viewer import Viewer
from banyan.matching.queries import choosing
from banyan.matching.queries.choosing import Asked
from banyan.matching.states import ChoiceStatus
from banyan.mentoring.models import Mentorship, NextStep
from banyan.mentoring.queries import mentorships, sessions
from banyan.mentoring.queries.steps import title_of
from banyan.mentoring.snapshot import journeys_of, spelled
from banyan.mentoring.states import LIVE, MentorshipStatus, SessionStatus
from banyan.organisations.states import Role
from banyan.portal.queries.urgency import DAY, Kind, Thing, most_urgent
from banyan.programmes import queries as programmes
from banyan.programmes.models import Application, Enrolment
from banyan.programmes.states import ApplicationStatus, EnrolmentStatus
from banyan.surveys import queries as surveys
from banyan.ui import words
from banyan.ui.addresses import reverse
from blueprint import Status, StepState


@dataclass(frozen=True, slots=True)
class Next:
    """The one next thing: what it is, why, and the button that does it."""

    heading: str
    text: str
    action: str
    url: str


@dataclass(frozen=True, slots=True)
class PairCard:
    """A pair as a home page shows it."""

    mentorship: Mentorship
    url: str
    purpose: str
    next: str


@dataclass(slots=True)
class Own:
    """What somebody sees who mentors or is mentored."""

    pairs: list[Mentorship] = field(default_factory=list)
    coming: list[sessions.Line] = field(default_factory=list)
    to_say: list[sessions.Line] = field(default_factory=list)
    feedback: list[surveys.Due] = field(default_factory=list)
    asked: list[Any] = field(default_factory=list)  # open requests, either side
    steps: list[NextStep] = field(default_factory=list)
    owed: list[tuple[Mentorship, StepState]] = field(default_factory=list)  # steps of journeys
    choices: list[Any] = field(default_factory=list)  # requests for a mentor, either side
    enrolments: list[Enrolment] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)

    @property
    def live(self) -> list[Mentorship]:
        return [pair for pair in self.pairs if pair.status in LIVE]


def own(viewer: Viewer) -> Own:
    """At most seven queries, however many pairs there are."""
    coming, to_say = sessions.coming_and_to_say(viewer)
    seen = Own(
        pairs=mentorships.own_pairs_at_once(viewer),
        coming=coming,
        to_say=to_say,
        feedback=surveys.feedback_due(viewer),
    )
    if not seen.live:
        seen.enrolments = list(programmes.my_enrolments(viewer)[:5])
        if not seen.enrolments:
            seen.applications = list(programmes.my_applications(viewer)[:5])
        if seen.enrolments or seen.applications:
            _asked, seen.choices = choosing.asked_at_home(viewer)
        return seen
    if any(pair.mentor_id == viewer.person_id for pair in seen.live):
        seen.asked, seen.choices = choosing.asked_at_home(viewer)
    seen.owed = list(_owed(viewer, seen.live))
    taught = [pair for pair in seen.live if pair.mentee_id == viewer.person_id]
    if taught:
        seen.steps = sessions.open_steps(viewer, taught[0])
    return seen


def _may_choose(seen: Own, enrolment: Enrolment) -> bool:
    """Whether she waits where teachers ask mentors themselves, and has been proposed to nobody."""
    waits = enrolment.status == EnrolmentStatus.ENROLLED and not seen.pairs
    return waits and choosing.limits_of(enrolment.cohort) is not None


def _owed(viewer: Viewer, pairs: list[Mentorship]) -> Iterator[tuple[Mentorship, StepState]]:
    """The required steps that this person has to do, and that are overdue or due soon."""
    found = journeys_of(pairs, viewer.today)
    for pair in pairs:
        side = "mentor" if pair.mentor_id == viewer.person_id else "teacher"
        for state in found[pair.pk].steps if pair.pk in found else ():
            pressing = state.status in (Status.OVERDUE, Status.DUE_SOON)
            # Meetings are done by meeting: what is next of them is a session, or to find a time.
            met = state.step.kind == "meeting" and not state.step.modules
            if met and pair.next_at is not None:  # type: ignore[attr-defined]
                continue
            if pressing and state.step.required and state.step.by in (side, "both"):
                yield pair, state


def next_for(viewer: Viewer, seen: Own) -> Next | None:
    """The most urgent of the things that wait, by the table of `urgency`."""
    return most_urgent(_waiting(viewer, seen), viewer.now)


def next_to_read(viewer: Viewer, count: int) -> Next | None:
    """What readers of handed-in work owe, so many pieces; nothing for everybody else."""
    if not viewer.has(Role.REVIEWER):
        return None
    heading = ngettext(
        "%(count)s piece of work waits for you to read it",
        "%(count)s pieces of work wait for you to read them",
        count,
    ) % {"count": words.number(count)}
    if not count:
        heading = _("Nothing waits for you to read it")
    return Next(
        heading,
        _("Say of each criterion whether it is met; the teacher reads it without your name."),
        _("See what you were given"),
        reverse("practice:readings"),
    )


def next_to_guard(viewer: Viewer) -> Next | None:
    """Where safeguarding officers begin; nothing for everybody else."""
    if not viewer.has(Role.SAFEGUARDING):
        return None
    return Next(
        _("Is somebody in danger?"),
        _("What a pair writes is theirs. When somebody may be in danger, ask to have it opened."),
        _("Emergency access"),
        reverse("mentoring:emergencies"),
    )


def next_to_sign(viewer: Viewer) -> Next | None:
    """The oldest paper of a programme that waits for the viewer's own name."""
    for issue in waiting_for(viewer):
        return Next(
            _("“%(title)s” waits for your signature") % {"title": issue.title},
            issue.row.programme.name,
            _("Read and sign"),
            reverse("credentials:paper", args=[issue.row.pk]),
        )
    return None


def _waiting(viewer: Viewer, seen: Own) -> Iterator[Thing[Next]]:
    yield from _steps(viewer, seen)
    yield from _sessions(viewer, seen)
    yield from _answers(viewer, seen)
    yield from _afterwards(seen)
    yield from _mine(viewer, seen)


def _steps(viewer: Viewer, seen: Own) -> Iterator[Thing[Next]]:
    """What the journeys of the pairs ask of this person, with a last day."""
    for pair, state in seen.owed:
        if state.due_on is None:
            continue
        title, said = title_of(state), {"day": words.day(state.due_on)}
        if state.status == Status.OVERDUE:
            heading = _("Overdue: %(step)s") % {"step": title}
            text = _("With %(other)s. It was due on %(day)s; it is not too late.")
        else:
            heading = _("Due soon: %(step)s") % {"step": title}
            text = _("With %(other)s. It is due on %(day)s.")
        over = datetime.combine(state.due_on + timedelta(days=1), time(), viewer.zone)
        action, url = (
            _("Open this step"),
            reverse("mentoring:step", args=[pair.pk, spelled(state.key)]),
        )
        if state.step.kind == "meeting" and not state.step.modules:
            action = _("Propose a time")
            url = _to_find_a_time(viewer, pair)
        text %= {"other": other_of(viewer, pair), **said}
        yield Thing(Kind.STEP, over, Next(heading, text, action, url))


def _to_find_a_time(viewer: Viewer, pair: Mentorship) -> str:
    """A teacher sees the hours of her mentor first, where there are any."""
    teaches = pair.mentee_id == viewer.person_id
    return reverse("mentoring:times" if teaches else "mentoring:session_propose", args=[pair.pk])


def _sessions(viewer: Viewer, seen: Own) -> Iterator[Thing[Next]]:
    for line in seen.coming:
        url = reverse("mentoring:session", args=[line.id])
        if line.status == SessionStatus.PROPOSED and not line.proposed_by_viewer:
            heading = _("%(other)s proposes a time") % {"other": line.others}
            action = _("Confirm it or propose another")
            told = Next(heading, words.moment(line.starts_at), action, url)
            yield Thing(Kind.ANSWER, line.starts_at, told)
            continue
        heading = _("Next: %(other)s, %(when)s") % {"other": line.others, "when": _when(line)}
        told = Next(heading, line.topic, _("Open the session"), url)
        if line.status != SessionStatus.CONFIRMED:
            yield Thing(Kind.MINE, line.starts_at, told)  # the other one's answer
            continue
        if line.starts_at - viewer.now < DAY:
            heading = _("You meet %(other)s soon") % {"other": line.others}
            text = _("%(when)s: %(topic)s") % {"when": _when(line), "topic": line.topic}
            told = Next(heading, text, _("Open the session"), url)
        yield Thing(Kind.SESSION, line.starts_at, told)


def _answers(viewer: Viewer, seen: Own) -> Iterator[Thing[Next]]:
    for pair in seen.pairs:
        if _may_answer(viewer, pair):
            told = Next(
                _("%(other)s and you: shall it begin?") % {"other": other_of(viewer, pair)},
                _("The coordinator proposes this pair. Look at why, and say yes or no."),
                _("See the proposal"),
                reverse("mentoring:mentorship", args=[pair.pk]),
            )
            yield Thing(Kind.ANSWER, pair.answer_by, told)
    for enrolment in seen.enrolments:
        if enrolment.status == EnrolmentStatus.INVITED:
            told = Next(
                _("You are invited to %(programme)s") % {"programme": enrolment.cohort.programme},
                _("Say what you teach and where you would like to grow; then a mentor is found."),
                _("Look at the invitation"),
                reverse("programmes:enrolment", args=[enrolment.pk]),
            )
            yield Thing(Kind.ANSWER, None, told)
    for choice in seen.choices:
        if choice.kind == Asked.LIST:
            told = Next(
                _("Whom would you like to work with?"),
                _("Rank your short list until %(when)s, in private.")
                % {"when": words.moment(choice.expires_at)},
                _("See your list"),
                reverse("matching:own_list", args=[choice.pk, choice.status]),
            )
            yield Thing(Kind.ANSWER, choice.expires_at, told)
        elif choice.mentor_id == viewer.person_id and choice.status == ChoiceStatus.OPEN:
            told = Next(
                _("%(teacher)s would like you as a mentor") % {"teacher": choice.teacher__name},
                _("The request waits for your answer until %(when)s.")
                % {"when": words.moment(choice.expires_at)},
                _("Read the request"),
                reverse("matching:pair_request", args=[choice.pk]),
            )
            yield Thing(Kind.ANSWER, choice.expires_at, told)
    for request in seen.asked:
        if request.mentor_id == viewer.person_id:
            told = Next(
                _("%(teacher)s asks for your guidance") % {"teacher": request.teacher__name},
                _("The request waits for your answer until %(when)s.")
                % {"when": words.moment(request.expires_at)},
                _("Read the request"),
                reverse("mentoring:request", args=[request.pk]),
            )
            yield Thing(Kind.ANSWER, request.expires_at, told)


def _afterwards(seen: Own) -> Iterator[Thing[Next]]:
    for line in seen.to_say:
        told = Next(
            _("How long did you and %(other)s meet?") % {"other": line.others},
            words.moment(line.starts_at),
            _("Say how it was"),
            reverse("mentoring:session", args=[line.id]),
        )
        yield Thing(Kind.AFTERWARDS, None, told)
    for due in seen.feedback:
        told = Next(
            _("How was your session with %(other)s?") % {"other": due.others},
            _("A few questions, about a minute."),
            _("Give feedback"),
            reverse("surveys:feedback", args=[due.session_id]),
        )
        yield Thing(Kind.AFTERWARDS, None, told)


def _mine(viewer: Viewer, seen: Own) -> Iterator[Thing[Next]]:
    """Nothing presses: what would be good to do."""
    for pair in seen.live:
        if pair.status == MentorshipStatus.ACTIVE and pair.next_at is None:  # type: ignore[attr-defined]
            told = Next(
                _("Find a time with %(other)s") % {"other": other_of(viewer, pair)},
                _("No session is planned yet."),
                _("Propose a time"),
                _to_find_a_time(viewer, pair),
            )
            yield Thing(Kind.PLAN, None, told)
    for choice in seen.choices:
        if choice.kind == Asked.PAIR and choice.teacher_id == viewer.person_id:
            told = Next(
                _("You asked %(mentor)s") % {"mentor": choice.mentor__name},
                str(ChoiceStatus(choice.status).label),
                _("See the request"),
                reverse("matching:pair_request", args=[choice.pk]),
            )
            yield Thing(Kind.MINE, None, told)
    for enrolment in seen.enrolments:
        if _may_choose(seen, enrolment):
            told = Next(
                _("You may choose a mentor yourself"),
                _("Look at who fits, and ask one. Or wait: then a mentor is found for you."),
                _("See whom you can ask"),
                reverse("matching:choose", args=[enrolment.cohort_id]),
            )
            yield Thing(Kind.MINE, None, told)
        elif enrolment.status == EnrolmentStatus.ENROLLED:
            with programmes.words_of(enrolment):
                looked_for = _("A mentor is being looked for")
            told = Next(
                looked_for,
                _("The clearer your needs, the better the pair. You can change them any time."),
                _("Look at your needs"),
                reverse("programmes:enrolment", args=[enrolment.pk]),
            )
            yield Thing(Kind.MINE, None, told)
    for application in seen.applications:
        if application.status == ApplicationStatus.DRAFT:
            told = Next(
                _("Your application is not sent yet"),
                _("What you wrote is kept. Finish it when you have a quiet half hour."),
                _("Go on with it"),
                reverse("programmes:application", args=[application.pk]),
            )
            yield Thing(Kind.MINE, None, told)
        else:
            told = Next(
                _("Your application: %(state)s") % {"state": application.get_status_display()},
                _("You are told as soon as something happens with it."),
                _("Look at it"),
                reverse("programmes:application", args=[application.pk]),
            )
            yield Thing(Kind.MINE, None, told)


def _may_answer(viewer: Viewer, pair: Mentorship) -> bool:
    if pair.status == MentorshipStatus.HALF_ACCEPTED:
        return pair.first_accepted_by_id != viewer.person_id
    return pair.status == MentorshipStatus.PROPOSED


def other_of(viewer: Viewer, pair: Mentorship) -> str:
    """The name of the other one of the two."""
    return str(pair.mentee if pair.mentor_id == viewer.person_id else pair.mentor)


def _when(line: sessions.Line) -> str:
    return words.moment(line.starts_at, line.host_zone, line.other_zone)


def cards(viewer: Viewer, pairs: list[Mentorship]) -> list[PairCard]:
    """The pairs that run, each with what it is for and what comes next."""
    return [
        PairCard(
            pair,
            reverse("mentoring:mentorship", args=[pair.pk]),
            words.join_names(mentorships.domain_words(pair.cohort, pair.domains)),
            _next_of(pair),
        )
        for pair in pairs
    ]


def soonest(pair: Mentorship) -> tuple[bool, datetime, int]:
    """For sorting: pairs that meet soon first, those without a session last."""
    next_at: datetime | None = pair.next_at  # type: ignore[attr-defined]
    return next_at is None, next_at or pair.proposed_at, pair.pk


def _next_of(pair: Mentorship) -> str:
    next_at = pair.next_at  # type: ignore[attr-defined]
    if pair.status == MentorshipStatus.PAUSED:
        return _("Paused")
    if next_at is None:
        return _("No session planned")
    return words.moment(next_at)
