"""What somebody sees who mentors or is mentored: the one next thing, then what runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.credentials.queries.programmes import waiting_for
from banyan.kernel.viewer import Viewer
from banyan.matching.queries import choosing
from banyan.mentoring.models import Mentorship, NextStep
from banyan.mentoring.queries import mentorships, sessions
from banyan.mentoring.snapshot import journeys_of
from banyan.mentoring.standings import under_power
from banyan.mentoring.states import LIVE, MentorshipStatus
from banyan.organisations.states import Role
from banyan.programmes import queries as programmes
from banyan.programmes.models import Application, Enrolment
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
    unread: int  # messages of the other one


@dataclass(slots=True)
class Own:
    """What somebody sees who mentors or is mentored."""

    pairs: list[Mentorship] = field(default_factory=list)
    coming: list[sessions.Line] = field(default_factory=list)
    to_say: list[sessions.Line] = field(default_factory=list)
    feedback: list[surveys.Due] = field(default_factory=list)
    asked: list[Any] = field(default_factory=list)  # open requests, either side, and questions
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
    _close_to_power(viewer, seen.pairs)
    if not seen.live:
        seen.enrolments = list(programmes.my_enrolments(viewer)[:5])
        if not seen.enrolments:
            seen.applications = list(programmes.my_applications(viewer)[:5])
        if seen.enrolments or seen.applications:
            seen.asked, seen.choices = choosing.asked_at_home(viewer)
        return seen
    seen.asked, seen.choices = choosing.asked_at_home(viewer)
    seen.owed = list(_owed(viewer, seen.live))
    taught = [pair for pair in seen.live if pair.mentee_id == viewer.person_id]
    if taught:
        seen.steps = sessions.open_steps(viewer, taught[0])
    return seen


def _close_to_power(viewer: Viewer, pairs: list[Any]) -> None:
    """A mentor who has come to power over a teacher is told of no message. A query only for one who
    has power over anybody."""
    taught = {p.mentee_id for p in pairs if p.unread and p.mentor_id == viewer.person_id}
    closed = under_power(viewer, taught)
    for pair in pairs:
        if pair.mentee_id in closed:
            pair.unread = 0


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


def other_of(viewer: Viewer, pair: Mentorship) -> str:
    """The name of the other one of the two."""
    return str(pair.mentee if pair.mentor_id == viewer.person_id else pair.mentor)


def cards(viewer: Viewer, pairs: list[Mentorship]) -> list[PairCard]:
    """The pairs that run, each with what it is for and what comes next."""
    return [
        PairCard(
            pair,
            reverse("mentoring:mentorship", args=[pair.pk]),
            words.join_names(mentorships.domain_words(pair.cohort, pair.domains)),
            _next_of(pair),
            pair.unread,  # type: ignore[attr-defined]
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
