"""What somebody sees who mentors or is mentored: the one next thing, then what runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, NextStep, Request
from banyan.mentoring.queries import mentorships, requests, sessions
from banyan.mentoring.states import LIVE, MentorshipStatus, RequestStatus, SessionStatus
from banyan.organisations.states import Role
from banyan.practice.queries.submissions import waiting_to_read
from banyan.programmes import queries as programmes
from banyan.programmes.models import Application, Enrolment
from banyan.programmes.states import ApplicationStatus, EnrolmentStatus
from banyan.surveys import queries as surveys
from banyan.ui import words

SOON = timedelta(hours=26)  # a session that near comes before everything that can wait


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
    asked: list[Request] = field(default_factory=list)  # open requests, either side
    steps: list[NextStep] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)

    @property
    def live(self) -> list[Mentorship]:
        return [pair for pair in self.pairs if pair.status in LIVE]


def own(viewer: Viewer) -> Own:
    """At most six queries, however many pairs there are."""
    seen = Own(
        pairs=list(mentorships.own_pairs(viewer)[:60]),
        coming=sessions.coming(viewer),
        to_say=sessions.to_say(viewer),
        feedback=surveys.feedback_due(viewer),
    )
    if not seen.live:
        seen.enrolments = list(programmes.my_enrolments(viewer)[:5])
        if not seen.enrolments:
            seen.applications = list(programmes.my_applications(viewer)[:5])
        return seen
    if any(pair.mentor_id == viewer.person_id for pair in seen.live):
        open_ones = (
            requests.requests(viewer)
            .filter(status=RequestStatus.OPEN)
            .select_related(None)
            .select_related("teacher")
            .only("mentor", "expires_at", "teacher__name")
        )
        seen.asked = list(open_ones[:10])
    taught = [pair for pair in seen.live if pair.mentee_id == viewer.person_id]
    if taught:
        seen.steps = sessions.open_steps(viewer, taught[0])
    return seen


def next_for(viewer: Viewer, seen: Own) -> Next | None:
    """The first of the things that wait, the most pressing kind first."""
    return next(_waiting(viewer, seen), None)


def next_to_read(viewer: Viewer) -> Next | None:
    """What readers of handed-in work owe; nothing for everybody else. One query for readers."""
    if not viewer.has(Role.REVIEWER):
        return None
    count = waiting_to_read(viewer)
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


def _waiting(viewer: Viewer, seen: Own) -> Iterator[Next]:
    for line in seen.coming:
        if line.starts_at - viewer.now < SOON and line.status == SessionStatus.CONFIRMED:
            yield Next(
                _("You meet %(other)s soon") % {"other": line.others},
                _("%(when)s: %(topic)s") % {"when": _when(line), "topic": line.topic},
                _("Open the session"),
                reverse("mentoring:session", args=[line.id]),
            )
    for pair in seen.pairs:
        if _may_answer(viewer, pair):
            with programmes.words_of(pair):
                proposes = _("The coordinator proposes this pair. Look at why, and say yes or no.")
            yield Next(
                _("%(other)s and you: shall it begin?") % {"other": other_of(viewer, pair)},
                proposes,
                _("See the proposal"),
                reverse("mentoring:mentorship", args=[pair.pk]),
            )
    for enrolment in seen.enrolments:
        if enrolment.status == EnrolmentStatus.INVITED:
            with programmes.words_of(enrolment):
                then = _(
                    "Say what you teach and where you would like to grow; then a mentor is found."
                )
            yield Next(
                _("You are invited to %(programme)s") % {"programme": enrolment.cohort.programme},
                then,
                _("Look at the invitation"),
                reverse("programmes:enrolment", args=[enrolment.pk]),
            )
    for line in seen.coming:
        if line.status == SessionStatus.PROPOSED and not line.proposed_by_viewer:
            yield Next(
                _("%(other)s proposes a time") % {"other": line.others},
                words.moment(line.starts_at),
                _("Confirm it or propose another"),
                reverse("mentoring:session", args=[line.id]),
            )
    for request in seen.asked:
        if request.mentor_id == viewer.person_id:
            yield Next(
                _("%(teacher)s asks for your guidance") % {"teacher": request.teacher},
                _("The request waits for your answer until %(when)s.")
                % {"when": words.moment(request.expires_at)},
                _("Read the request"),
                reverse("mentoring:request", args=[request.pk]),
            )
    for line in seen.to_say:
        yield Next(
            _("How long did you and %(other)s meet?") % {"other": line.others},
            words.moment(line.starts_at),
            _("Say how it was"),
            reverse("mentoring:session", args=[line.id]),
        )
    for due in seen.feedback:
        yield Next(
            _("How was your session with %(other)s?") % {"other": due.others},
            _("A few questions, about a minute."),
            _("Give feedback"),
            reverse("surveys:feedback", args=[due.session_id]),
        )
    yield from _quiet(viewer, seen)


def _quiet(viewer: Viewer, seen: Own) -> Iterator[Next]:
    """Nothing presses: what would be good to do."""
    for pair in seen.live:
        if pair.status == MentorshipStatus.ACTIVE and pair.next_at is None:  # type: ignore[attr-defined]
            yield Next(
                _("Find a time with %(other)s") % {"other": other_of(viewer, pair)},
                _("No session is planned yet."),
                _("Propose a time"),
                reverse("mentoring:session_propose", args=[pair.pk]),
            )
    for line in seen.coming:
        yield Next(
            _("Next: %(other)s, %(when)s") % {"other": line.others, "when": _when(line)},
            line.topic,
            _("Open the session"),
            reverse("mentoring:session", args=[line.id]),
        )
    for enrolment in seen.enrolments:
        if enrolment.status == EnrolmentStatus.ENROLLED:
            with programmes.words_of(enrolment):
                looked_for = _("A mentor is being looked for")
            yield Next(
                looked_for,
                _("The clearer your needs, the better the pair. You can change them any time."),
                _("Look at your needs"),
                reverse("programmes:enrolment", args=[enrolment.pk]),
            )
    for application in seen.applications:
        if application.status == ApplicationStatus.DRAFT:
            yield Next(
                _("Your application is not sent yet"),
                _("What you wrote is kept. Finish it when you have a quiet half hour."),
                _("Go on with it"),
                reverse("programmes:application", args=[application.pk]),
            )
        else:
            yield Next(
                _("Your application: %(state)s") % {"state": application.get_status_display()},
                _("You are told as soon as something happens with it."),
                _("Look at it"),
                reverse("programmes:application", args=[application.pk]),
            )


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
