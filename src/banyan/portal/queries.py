"""What a person's home shows: the one next thing, then what runs, then what can be counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.insights import queries as insights
from banyan.kernel.viewer import Viewer
from banyan.matching import queries as matching
from banyan.mentoring.models import Mentorship, NextStep, Request
from banyan.mentoring.queries import mentorships, requests, sessions
from banyan.mentoring.states import LIVE, MentorshipStatus, RequestStatus, SessionStatus
from banyan.organisations.states import Role
from banyan.programmes import queries as programmes
from banyan.programmes.models import Application, Enrolment
from banyan.programmes.states import ApplicationStatus, EnrolmentStatus
from banyan.surveys import queries as surveys
from banyan.ui import words
from banyan.ui.pieces import Link

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
    seen.asked = [r for r in requests.requests(viewer)[:20] if r.status == RequestStatus.OPEN]
    taught = [pair for pair in seen.live if pair.mentee_id == viewer.person_id]
    if taught:
        seen.steps = sessions.open_steps(viewer, taught[0])
    return seen


def next_for(viewer: Viewer, seen: Own) -> Next | None:
    """The first of the things that wait, the most pressing kind first."""
    return next(_waiting(viewer, seen), None)


def _waiting(viewer: Viewer, seen: Own) -> Iterator[Next]:
    for line in seen.coming:
        if line.starts_at - viewer.now < SOON and line.status == SessionStatus.CONFIRMED:
            yield Next(
                _("You meet %(other)s %(when)s") % {"other": line.others, "when": _when(line)},
                line.topic,
                _("Open the session"),
                reverse("mentoring:session", args=[line.id]),
            )
    for pair in seen.pairs:
        if _may_answer(viewer, pair):
            yield Next(
                _("%(other)s and you: shall it begin?") % {"other": _other(viewer, pair)},
                _("The coordinator proposes this pair. Look at why, and say yes or no."),
                _("See the proposal"),
                reverse("mentoring:mentorship", args=[pair.pk]),
            )
    for enrolment in seen.enrolments:
        if enrolment.status == EnrolmentStatus.INVITED:
            yield Next(
                _("You are invited to %(programme)s") % {"programme": enrolment.cohort.programme},
                _("Say what you teach and where you would like to grow; then a mentor is found."),
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
                _("Find a time with %(other)s") % {"other": _other(viewer, pair)},
                _("No session is planned yet."),
                _("Propose a time"),
                reverse("mentoring:propose_session", args=[pair.pk]),
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
            yield Next(
                _("A mentor is being looked for"),
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


def _other(viewer: Viewer, pair: Mentorship) -> str:
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


def _next_of(pair: Mentorship) -> str:
    next_at = pair.next_at  # type: ignore[attr-defined]
    if pair.status == MentorshipStatus.PAUSED:
        return _("Paused")
    if next_at is None:
        return _("No session planned")
    return words.moment(next_at)


def navigation(viewer: Viewer, path: str, unread: int) -> tuple[list[Link], list[Link]]:
    """Where this person can go, and what is hers: the two lists of the header."""
    if not viewer.is_somebody:
        return (
            [_link(_("Mentors"), reverse("programmes:directory"), path)],
            [_link(_("Sign in"), reverse("account_login"), path)],
        )
    coordinates = viewer.has(Role.COORDINATOR)
    teaches = viewer.has(Role.TEACHER) or viewer.has(Role.MENTOR)
    oversees = viewer.has(Role.PRINCIPAL) or viewer.has(Role.NODAL_OFFICER)
    places = [_link(_("Home"), reverse("portal:home"), path, exact=True)]
    if teaches or coordinates:
        places.append(_link(_("Pairs"), reverse("mentoring:mentorships"), path))
    if teaches:
        places.append(_link(_("Sessions"), reverse("mentoring:sessions"), path))
    if coordinates:
        places.append(_link(_("Programmes"), reverse("programmes:programmes"), path))
    if coordinates or oversees:
        places.append(_link(_("Schools"), reverse("insights:schools"), path))
    if coordinates or viewer.has(Role.ADMINISTRATOR):
        places.append(_link(_("Places"), reverse("organisations:organisations"), path))
    places.append(_link(_("Mentors"), reverse("programmes:directory"), path))
    mine = [
        _link(_("Notices"), reverse("notifications:notices"), path, count=unread),
        _link(_("You"), reverse("people:me"), path),
    ]
    return places, mine


def _link(
    label: str, url: str, path: str, *, count: int | None = None, exact: bool = False
) -> Link:
    current = path == url if exact else path.startswith(url)
    return Link(label, url, current, count or None)
