"""A pair going through its journey: it meets, does its steps when their time comes, and rests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from banyan.demo import voices
from banyan.demo.actions import papers
from banyan.demo.actions.sessions import parts_of_log
from banyan.demo.actions.world import World
from banyan.demo.programmes import Pace, Pair, Setting
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions as mentoring
from banyan.mentoring.forms.steps import NOTES
from banyan.mentoring.models import Mentorship, NextStep, Session, StepRecord
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.steps import Doing, evidence_key, questions_of
from banyan.mentoring.snapshot import journey_of
from banyan.people.models import Person
from banyan.surveys import actions as surveys
from banyan.surveys.queries.asking import asked
from blueprint import Blueprint, Question, Status, Step, StepState

LOOKS_EVERY = 7  # days between two evenings on which somebody does what is due
LONG = 300  # days; a pair that has gone so far looks half as often
AT_ONCE = 4  # nobody does more than this in one evening
OPEN = (Status.OPEN, Status.DUE_SOON, Status.OVERDUE)


@dataclass
class Walking:
    """A pair, its programme and how it goes about it."""

    world: World
    setting: Setting
    pair: Mentorship
    plan: Pair
    coordinator: Person
    readers: list[Person]
    has_handed_in: bool = False

    @property
    def pace(self) -> Pace:
        return self.plan.pace

    @property
    def design(self) -> Blueprint:
        return blueprint_of(self.pair.cohort)

    def seen(self, person: Person, days_ago: float, hour: int) -> Viewer:
        return self.world.seen(person, self.world.at(days_ago, hour, self.setting.zone))

    def choice(self, words: tuple[str, ...]) -> str:
        return self.world.chance.choice(words)


def walk(walking: Walking) -> None:
    """From the day on which the pair began to today."""
    world, setting, pair, pace = walking.world, walking.setting, walking.pair, walking.pace
    coordinator, readers = walking.coordinator, walking.readers
    began = (world.now.date() - (pair.starts_on or world.now.date())).days
    meetings = list(_meetings(began, pace))
    looks_every = LOOKS_EVERY if began < LONG else 2 * LOOKS_EVERY
    met = 0
    for days_ago in range(began - 2, pace.leave_for, -1):
        if met < len(meetings) and days_ago <= meetings[met]:
            _meet(walking, days_ago)
            met += 1
        if readers and walking.has_handed_in and not pace.waits:
            by = walking.seen(pair.mentor, days_ago, 17)
            papers.read(world, setting, pair, pace, coordinator, readers, by=by)
        if days_ago % looks_every == 1 and days_ago > pace.quiet_for:
            _evening(walking, days_ago)
    if pace.leave_for:
        by = walking.seen(pair.mentor, pace.leave_for, 12)
        mentoring.pause(pair, by.today + timedelta(days=pace.leave_for + 20), by=by)
    else:
        _look_ahead(walking)


def _meetings(began: int, pace: Pace) -> Iterator[int]:
    """Days ago: close together at first, then in the pair's own rhythm."""
    day, number = began - 4, 0
    while day > max(pace.leave_for, pace.quiet_for * 2 // 3, 1):
        yield day
        number += 1
        day -= min(7, pace.meets_every) if number < 3 else pace.meets_every


# Sessions


def _starts(walking: Walking, days_ago: float) -> datetime:
    """In the afternoon of a working day; each pair of a mentor has its own hour, so that she is
    never asked for twice."""
    of_mentor = [one for one in walking.setting.pairs if one.mentor == walking.plan.mentor]
    hour = 13 + 2 * of_mentor.index(walking.plan)
    return walking.world.school_day(days_ago, hour, walking.setting.zone)


def _plan(walking: Walking, starts: datetime, proposed: datetime, *, agreed: bool) -> Session:
    world, pair, language = walking.world, walking.pair, walking.setting.writes
    in_person = world.chance.random() < 0.6
    session = mentoring.propose_session(
        pair,
        starts,
        walking.pace.minutes,
        by=world.seen(pair.mentor, proposed),
        mode="in_person" if in_person else "online",
        topic=walking.choice(voices.TOPICS[language]),
        place=voices.PLACES[language] if in_person else "",
    )
    if agreed:
        mentoring.confirm_session(
            session, by=world.seen(pair.mentee, proposed + timedelta(hours=2))
        )
    return session


def _meet(walking: Walking, days_ago: int) -> None:
    world, pair, language = walking.world, walking.pair, walking.setting.writes
    starts = _starts(walking, days_ago)
    session = _plan(walking, starts, starts - timedelta(days=2, hours=1), agreed=True)
    after = session.ends_at + timedelta(hours=1)
    for person in (pair.mentor, pair.mentee):
        mentoring.say_attendance(
            session, pair.mentee, walking.pace.minutes, by=world.seen(person, after)
        )
    if world.chance.random() < 0.4:
        return  # nobody wrote that day
    still_open = NextStep.objects.filter(mentorship=pair, done_on__isnull=True)
    for old in still_open.select_related("mentorship", "session__school"):
        mentoring.tick_step(old, by=world.seen(pair.mentor, after))
    mentoring.write_log(
        session,
        by=world.seen(pair.mentor, after),
        version=0,
        works=walking.choice(voices.WORKS[language]),
        **parts_of_log(session, walking.choice(voices.CHALLENGES[language])),
        teacher_steps=[walking.choice(voices.TEACHER_STEPS[language])],
        mentor_steps=[walking.choice(voices.MENTOR_STEPS[language])],
    )
    if session.status == "held" and world.chance.random() < 0.5:
        by = world.seen(pair.mentee, after + timedelta(hours=2))
        questions = asked(by, session).questions
        answers = {
            question.code: _answered(walking, question)
            for question in questions
            if question.kind in ("scale", "choice")
        }
        surveys.give_feedback(session, by=by, answers=answers)


def _look_ahead(walking: Walking) -> None:
    """What is planned, and what is half written, on the day of the visit."""
    world, pair = walking.world, walking.pair
    if walking.pace.quiet_for:
        return
    # Three days from today at least: a weekend takes two of them.
    starts = _starts(walking, -7 + walking.plan.teacher % 5)
    proposed = world.at(2, 17, walking.setting.zone)
    session = _plan(walking, starts, proposed, agreed=walking.plan.teacher < 3)
    by = walking.seen(pair.mentee, 1, 20)
    mentoring.add_agenda_item(session, voices.AGENDA[walking.setting.writes], by=by)
    for state in _states(walking, by):
        if state.status in OPEN and state.step.by == "teacher" and state.step.prompts:
            words = _words(walking, state.step)
            first = dict(list(words.items())[:1])
            mentoring.draft_step(_doing(walking, state), first, 0, by=by)
            break


# Steps


def _states(walking: Walking, by: Viewer) -> tuple[StepState, ...]:
    found = journey_of(walking.pair, by.today)
    return found.steps if found else ()


def _doing(walking: Walking, state: StepState) -> Doing:
    record = StepRecord(mentorship=walking.pair, key=state.key)
    return Doing(walking.pair, walking.design, state.step, state, record)


def _evening(walking: Walking, days_ago: int) -> None:
    """What this pair does of what is open, on one evening."""
    today = walking.seen(walking.pair.mentor, days_ago, 19)
    wanted = [state for state in _states(walking, today) if _wants(walking, state, today)]
    for number, state in enumerate(wanted[:AT_ONCE]):
        step = state.step
        doing = _doing(walking, state)
        owner = _owner(walking, step, number + days_ago)
        by = walking.seen(owner, days_ago, 19)
        mentoring.finish_step(doing, _words(walking, step), 0, by=by)
        if step.kind == "submission":
            papers.hand_in(walking.pair, state.key, by=by)
            walking.has_handed_in = True


def hand_in_late(walking: Walking, days_ago: float) -> None:
    """The work that was left, by whoever owes it."""
    by = walking.seen(walking.pair.mentee, days_ago, 20)
    for state in _states(walking, by):
        if state.step.kind == "submission" and state.status in OPEN:
            mentoring.finish_step(_doing(walking, state), _words(walking, state.step), 0, by=by)
            papers.hand_in(walking.pair, state.key, by=by)


def _owner(walking: Walking, step: Step, turn: int) -> Person:
    pair = walking.pair
    two = {"teacher": pair.mentee, "mentor": pair.mentor}
    if step.by == "both":
        return pair.mentor if turn % 2 else pair.mentee
    return two.get(step.by, walking.coordinator)


def _wants(walking: Walking, state: StepState, by: Viewer) -> bool:
    step = state.step
    if state.status not in OPEN or step.code in walking.pace.left or step.review is not None:
        return False  # the readers do it, or nobody yet
    if walking.pace.disputed and papers.is_disputed(walking.pair, state.key):
        return False  # until somebody has decided
    if step.kind == "meeting" and not step.modules and step.by == "both":
        return False  # the sessions do it
    left = None if state.due_on is None else (state.due_on - by.today).days
    if not step.required and step.kind != "log":
        if walking.pace.quiet_for:
            return walking.world.chance.random() < 0.2
        return left is not None and left <= LOOKS_EVERY
    return left is None or left <= walking.pace.ahead


def _words(walking: Walking, step: Step) -> dict[str, object]:
    """What is written in every field that the step asks for."""
    language = walking.setting.writes
    asked_for = questions_of(walking.design, step)
    words: dict[str, object] = {}
    for prompt in step.prompts:
        words[prompt.code] = walking.choice(voices.say(language, prompt.code, step.kind))
    for question in asked_for:
        if question.kind == "text":
            words[question.code] = walking.choice(voices.say(language, question.code, step.kind))
        else:
            words[question.code] = _answered(walking, question)
    # Of several kinds of which one is enough, the first.
    for piece in [one for one in step.evidence if one.required] or step.evidence[:1]:
        key = evidence_key(walking.design, step, piece.code)
        words[key] = walking.choice(voices.say(language, piece.code, "evidence"))
    if not words:
        words[NOTES] = walking.choice(voices.say(language, step.kind))
    return words


def _answered(walking: Walking, question: Question) -> int | str:
    if question.kind == "scale":
        return walking.world.chance.choices((3, 4, 5), (2, 4, 3))[0]
    return walking.world.chance.choice(walking.design.feedback.options(question)).code
