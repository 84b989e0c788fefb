"""What a person's home shows: the one next thing, then what runs, then what can be counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from banyan.insights import queries as insights
from banyan.kernel.viewer import Viewer
from banyan.matching.models import Round
from banyan.matching.queries import rounds as matching
from banyan.matching.states import RoundStatus
from banyan.mentoring.models import Mentorship, NextStep, Request
from banyan.mentoring.queries import mentorships, requests, sessions
from banyan.mentoring.states import LIVE, MentorshipStatus, RequestStatus, SessionStatus
from banyan.organisations.models import Organisation
from banyan.organisations.states import Role
from banyan.programmes import queries as programmes
from banyan.programmes.models import Application, Enrolment
from banyan.programmes.standings import COHORT_COORDINATOR
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
    if any(pair.mentor_id == viewer.person_id for pair in seen.live):
        open_ones = requests.requests(viewer).filter(status=RequestStatus.OPEN)
        seen.asked = list(open_ones[:10])
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
                _("You meet %(other)s soon") % {"other": line.others},
                _("%(when)s: %(topic)s") % {"when": _when(line), "topic": line.topic},
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


def _soonest(pair: Mentorship) -> tuple[bool, datetime, int]:
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


@dataclass(frozen=True, slots=True)
class Desk:
    """What a coordinator looks at first."""

    funnel: insights.Funnel | None
    trouble: insights.Sheet[insights.Trouble]
    rounds: list[Round]  # drafts, not published yet
    to_read: int  # applications that wait for a reader or a decision
    read_at: str  # where they are read
    matches: bool  # whether the rounds of this cohort are the viewer's to run
    without_mentor: int  # enrolled teachers to whom no mentor was proposed yet


def desk(viewer: Viewer) -> Desk:
    """At most six queries."""
    cohort = programmes.cohorts(viewer).order_by("-starts_on", "-pk").first()
    funnel = insights.funnel(viewer, cohort) if cohort else None
    runs = cohort if cohort and COHORT_COORDINATOR.holds(viewer, cohort) else None
    return Desk(
        funnel=funnel,
        trouble=insights.pairs_in_trouble(viewer, size=5),
        rounds=list(matching.rounds(viewer).filter(status=RoundStatus.DRAFT)[:3]),
        to_read=programmes.applications(viewer)
        .filter(status__in=[ApplicationStatus.SUBMITTED, ApplicationStatus.SCREENED])
        .exclude(person_id=viewer.person_id)
        .count(),
        read_at=reverse("programmes:applications", args=[runs.programme.code])
        if runs
        else reverse("programmes:programmes"),
        matches=runs is not None,
        without_mentor=next(
            (s.stopped or 0 for s in funnel.stages if s.key == "proposed") if funnel else iter(()),
            0,
        ),
    )


def next_at_desk(seen: Desk) -> Next | None:
    """The first of what waits for a coordinator."""
    if seen.trouble.rows:
        first = seen.trouble.rows[0]
        return Next(
            _("%(teacher)s and %(mentor)s need you")
            % {"teacher": first.teacher, "mentor": first.mentor},
            " ".join(reason.sentence for reason in first.reasons),
            _("See all that need you"),
            reverse("insights:trouble"),
        )
    if seen.to_read:
        return Next(
            ngettext(
                "%(count)d application waits to be read",
                "%(count)d applications wait to be read",
                seen.to_read,
            )
            % {"count": seen.to_read},
            _("Mentors who offer their time should hear soon."),
            _("Read applications"),
            seen.read_at,
        )
    if seen.rounds:
        return Next(
            _("A matching round is not published yet"),
            _("Nobody sees its proposals before you publish them."),
            _("Open the round"),
            reverse("matching:round", args=[seen.rounds[0].pk]),
        )
    return None


@dataclass(frozen=True, slots=True)
class Overview:
    """What a principal or an officer sees: counts and minutes."""

    places: list[Organisation]
    counts: insights.PlaceCounts | None  # of the first place


def overview(viewer: Viewer) -> Overview:
    """At most five queries."""
    places = list(insights.starting_places(viewer)[:20])
    return Overview(places, insights.school_counts(viewer, places[0]) if places else None)


def lenses(viewer: Viewer) -> list[str]:
    """The views of home that this person has, the nearest to her own work first."""
    found = []
    if viewer.has(Role.TEACHER) or viewer.has(Role.MENTOR):
        found.append("own")
    if viewer.has(Role.COORDINATOR):
        found.append("desk")
    if viewer.has(Role.PRINCIPAL) or viewer.has(Role.NODAL_OFFICER):
        found.append("overview")
    return found or ["own"]


def home(viewer: Viewer, asked: str) -> dict[str, Any]:
    """The context of the home page, seen through one lens; an unknown one is the first."""
    having = lenses(viewer)
    lens = asked if asked in having else having[0]
    context: dict[str, Any] = {
        "lens": lens,
        "tabs": _tabs(having, lens),
        "administers": viewer.has(Role.ADMINISTRATOR),
        "pairs_url": reverse("mentoring:mentorships"),
        "numbers_url": reverse("insights:numbers"),
    }
    if lens == "desk":
        seen_desk = desk(viewer)
        return context | {"desk": seen_desk, "next": next_at_desk(seen_desk)}
    if lens == "overview":
        return context | {"overview": overview(viewer)}
    seen = own(viewer)
    mentors = any(pair.mentor_id == viewer.person_id for pair in seen.live)
    return context | {
        "own": seen,
        "next": next_for(viewer, seen),
        "cards": cards(viewer, sorted(seen.live, key=_soonest)[:8]),
        "more_pairs": len(seen.live) > 8,
        "working": len(seen.live),
        "mentors": mentors,
        "hours": insights.hours_of(viewer) if mentors else None,
        "coming": seen.coming[:8],
        "steps_readers": _("You and %(other)s can read this.")
        % {"other": _other(viewer, seen.live[0])}
        if seen.steps
        else "",
    }


def _tabs(having: list[str], lens: str) -> list[Link]:
    if len(having) < 2:
        return []
    names = {
        "own": _("Your mentoring"),
        "desk": _("Coordination"),
        "overview": _("Counts and minutes"),
    }
    return [Link(names[key], f"{reverse('portal:home')}?as={key}", key == lens) for key in having]


def domains() -> list[tuple[str, str]]:
    """Domains of the blueprints on the shelf, in the reader's language, for the welcome page."""
    language = get_language() or "en"
    titles = {d.code: d.title.in_(language) for b in programmes.shelf() for d in b.domains}
    return list(titles.items())


def navigation(viewer: Viewer, path: str, unread: int) -> tuple[list[Link], list[Link]]:
    """Where this person can go, and what is hers: the two lists of the header."""
    if not viewer.is_somebody:
        return (
            [_link(_("Mentors"), reverse("programmes:mentors"), path)],
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
        places.append(_link(_("Numbers"), reverse("insights:schools"), path))
    if coordinates or viewer.has(Role.ADMINISTRATOR):
        places.append(_link(_("Places"), reverse("organisations:index"), path))
    places.append(_link(_("Mentors"), reverse("programmes:mentors"), path))
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
