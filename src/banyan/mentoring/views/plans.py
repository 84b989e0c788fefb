"""The plan of a teacher: made of goals, milestones, needs and next steps, and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from banyan.mentoring.actions.records import note_readings
from banyan.mentoring.forms.goals import sections_said
from banyan.mentoring.forms.records import told
from banyan.mentoring.models import Goal, Mentorship
from banyan.mentoring.queries import goals as queries
from banyan.mentoring.queries import mentorships
from banyan.mentoring.queries.goals import Plan
from banyan.mentoring.queries.records import Reading
from banyan.mentoring.registry import sections_of
from banyan.mentoring.standings import PAIR_WORDS_READERS, readers
from banyan.mentoring.states import GoalStatus
from banyan.mentoring.views.goals import Milestone, but_milestones, milestones
from banyan.programmes.queries import in_its_words
from banyan.ui import paper, words
from banyan.ui.http import Request, respond


@dataclass(frozen=True, slots=True)
class Wanted:
    """One goal of a plan."""

    goal: Goal
    title: str
    status: GoalStatus
    said: list[tuple[str, str]]
    milestones: list[Milestone]


@dataclass(frozen=True, slots=True)
class Need:
    """How one of the two saw strengths and needs last, in words."""

    pk: int
    by: str
    written_on: date
    said: list[tuple[str, str]]


@login_required
@require_GET
def plan(request: Request, pk: int) -> HttpResponse:
    """For the two, the plan; for their coordinators, how its goals stand."""
    viewer = request.viewer
    pair = in_its_words(mentorships.mentorship(viewer, pk))
    if not PAIR_WORDS_READERS.holds(viewer, pair):
        context = {"pair": pair, "lines": queries.goals_of_pair(viewer, pair)}
        return respond(request, "mentoring/plan_status.html", context)
    found = _read(request, pair)
    context = {
        "pair": pair,
        "goals": [_wanted(*one) for one in found.goals],
        "needs": [_need(one, pair, request) for one in found.needs],
        "steps": found.steps,
        "readers": readers(PAIR_WORDS_READERS, viewer, pair),
        "is_teacher": viewer.person_id == pair.mentee_id,
    }
    return respond(request, "mentoring/plan.html", context)


@login_required
@require_GET
def plan_file(request: Request, pk: int) -> HttpResponse:
    """The same to print and sign, in the language of the page."""
    pair = in_its_words(mentorships.own_pair(request.viewer, pk))
    found = _read(request, pair)
    title = _("Plan of %(teacher)s") % {"teacher": pair.mentee}
    drawn = paper.pages(
        title, _lead(pair, request), _blocks(found, pair, request), by=str(pair.mentee)
    )
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="plan-{pair.pk}.pdf"'
    return response


def _read(request: Request, pair: Mentorship) -> Plan:
    found = queries.plan(request.viewer, pair)
    read = [reading.record for _goal, reading in found.goals]
    note_readings([*read, *(one.record for one in found.needs)], by=request.viewer)
    return found


def _lead(pair: Mentorship, request: Request) -> str:
    return _("With %(mentor)s as mentor. As it stands on %(day)s.") % {
        "mentor": pair.mentor,
        "day": words.day(request.viewer.today),
    }


def _wanted(goal: Goal, reading: Reading) -> Wanted:
    return Wanted(
        goal,
        reading.title or _("Goal without a title"),
        GoalStatus(goal.status),
        told(sections_said(reading.record), but_milestones(reading)),
        milestones(goal, reading.words),
    )


def _need(reading: Reading, pair: Mentorship, request: Request) -> Need:
    record = reading.record
    by = pair.mentor if record.written_by_id == pair.mentor_id else pair.mentee
    written = record.written_at.astimezone(request.viewer.zone).date()
    return Need(record.pk, str(by), written, told(sections_of(record), reading.words))


def _blocks(found: Plan, pair: Mentorship, request: Request) -> list[paper.Block]:
    blocks = [paper.Block(_("Goals"))] if found.goals else []
    for one in (_wanted(*each) for each in found.goals):
        pieces = [*one.said, *((_("Milestone"), _milestone(each)) for each in one.milestones)]
        blocks.append(paper.Block(one.title, pieces, str(one.status.label), 3))
    if found.steps:
        steps = [("", step.text) for step in found.steps]
        blocks.append(paper.Block(_("Next steps"), steps))
    if found.needs:
        blocks.append(paper.Block(_("Strengths and needs")))
    for need in (_need(one, pair, request) for one in found.needs):
        when = _("%(name)s, %(day)s") % {"name": need.by, "day": words.day(need.written_on)}
        blocks.append(paper.Block(when, need.said, level=3))
    return blocks


def _milestone(one: Milestone) -> str:
    if one.reached_on is not None:
        reached = {"what": one.text, "on": words.day(one.reached_on)}
        return _("%(what)s (reached %(on)s)") % reached
    if one.on is not None:
        return _("%(what)s (by %(on)s)") % {"what": one.text, "on": words.day(one.on)}
    return one.text
