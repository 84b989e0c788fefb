"""Months of lived history: sessions held and missed, logs, feedback, a pause, a quiet pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from rich.progress import Progress

from banyan.demo import words
from banyan.demo.actions.world import World
from banyan.kernel.decision import Unfit
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship, NextStep, Seat, Session
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.sessions import clashing
from banyan.mentoring.states import MentorshipStatus
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Enrolment
from banyan.programmes.queries.frameworks import items_of, named_in
from banyan.programmes.states import EnrolmentStatus
from banyan.surveys import actions as surveys


@dataclass(frozen=True, slots=True)
class Habit:
    """How often a pair meets, how reliably, and until how many days ago it did."""

    every_days: int
    reliable: float
    until_days_ago: int


STEADY = Habit(38, 0.95, 0)
FREQUENT = Habit(20, 0.97, 0)
LOOSE = Habit(60, 0.75, 0)
QUIET = Habit(30, 0.9, 35)  # met at first; nobody has heard of them for weeks
NEVER = Habit(400, 0.0, 0)


def live(world: World, cohort: Cohort, progress: Progress) -> None:
    """Every active pair lives its months; then group sessions, ends and pauses."""
    rows = Mentorship.objects.filter(cohort=cohort, status=MentorshipStatus.ACTIVE)
    pairs = list(
        rows.select_related("mentor", "mentee", "school", "cohort__programme").order_by("pk")
    )
    task = progress.add_task("Six months of sessions", total=len(pairs))
    for pair in pairs:
        with transaction.atomic():
            _months(world, pair, _habit(world, pair))
        progress.advance(task)
    _groups(world, cohort)
    _turns(world, pairs)
    _fall_through(world, pairs)


def _habit(world: World, pair: Mentorship) -> Habit:
    if pair.mentee_id == world.cast["arun"].pk:
        return FREQUENT
    weights = (44, 10, 37, 6, 3)
    return world.chance.choices((STEADY, FREQUENT, LOOSE, QUIET, NEVER), weights)[0]


def _months(world: World, pair: Mentorship, habit: Habit) -> None:
    chance = world.chance
    arun = pair.mentee_id == world.cast["arun"].pk
    began = (world.now.date() - (pair.starts_on or world.now.date())).days
    ago = began - chance.randrange(6, 10 + habit.every_days % 30)
    while ago > max(habit.until_days_ago, 1):
        _held_or_not(world, pair, world.slot(ago, chance.choice((9, 15, 16, 17, 18))), habit)
        ago -= habit.every_days + chance.randrange(-4, 5)
    if arun:
        ahead = world.slot(-1, 17)
        session = _planned(world, pair, ahead, 45, "Group work that stays on the task")
        mentoring.add_agenda_item(
            session, words.AGENDA[0], by=world.seen(pair.mentee, world.at(0.4))
        )
    elif habit in (STEADY, FREQUENT, LOOSE) and chance.random() < 0.9:
        _planned(world, pair, world.slot(-chance.randrange(1, 20), 16), 45, _topic(world, pair))


def _topic(world: World, pair: Mentorship) -> str:
    about = [t for d in pair.domains for t in words.TOPICS.get(d, ())]
    return world.chance.choice((*about, *words.ANY_TOPIC))


def _planned(world: World, pair: Mentorship, starts: datetime, minutes: int, topic: str) -> Session:
    mentor_asks = world.chance.random() < 0.6
    first, second = (pair.mentor, pair.mentee) if mentor_asks else (pair.mentee, pair.mentor)
    told = min(starts - timedelta(days=4), world.now - timedelta(days=2))
    session = _free(world, pair, starts, minutes, topic, first, told)
    arun = pair.mentee_id == world.cast["arun"].pk
    if world.chance.random() < 0.9 or arun or starts < world.now:
        mentoring.confirm_session(session, by=world.seen(second, told + timedelta(hours=20)))
    return session


def _free(
    world: World,
    pair: Mentorship,
    starts: datetime,
    minutes: int,
    topic: str,
    first: object,
    told: datetime,
) -> Session:
    """The mentor may have another teacher at that hour: then the next free half hour is taken."""
    mode = world.chance.choices(("online", "phone", "in_person"), (80, 12, 8))[0]
    place = {"in_person": "Library", "phone": ""}.get(mode, "")
    by = world.seen(first, told)  # type: ignore[arg-type]
    while True:
        try:
            return mentoring.propose_session(
                pair, starts, minutes, by=by, mode=mode, topic=topic, place=place
            )
        except Unfit as busy:
            if busy.field != "time":
                raise
        starts += timedelta(minutes=30)


def _busy(people: Iterable[int], starts: datetime, minutes: int) -> bool:
    return clashing(people, starts, starts + timedelta(minutes=minutes)).exists()


def _busy_people(starts: datetime, minutes: int) -> set[int]:
    everybody = Person.objects.values_list("pk", flat=True)
    then = clashing(everybody, starts, starts + timedelta(minutes=minutes))
    seats = Seat.objects.filter(session__in=then).values_list("person_id", flat=True)
    return {*then.values_list("host_id", flat=True), *seats}


def _held_or_not(world: World, pair: Mentorship, starts: datetime, habit: Habit) -> None:
    chance = world.chance
    minutes = chance.choice((30, 45, 45, 60))
    session = _planned(world, pair, starts, minutes, _topic(world, pair))
    if chance.random() < 0.05:
        mentoring.cancel_session(
            session,
            "An inspection was announced for that day",
            by=world.seen(pair.mentee, session.starts_at - timedelta(hours=40)),
        )
        return
    after = session.ends_at + timedelta(hours=1)
    if chance.random() > habit.reliable:
        mentoring.say_attendance(session, pair.mentee, 0, by=world.seen(pair.mentor, after))
        mentoring.say_attendance(session, pair.mentee, 0, by=world.seen(pair.mentee, after))
        return
    said = minutes + chance.choice((0, 0, 0, -5, -10))
    mentoring.say_attendance(session, pair.mentee, said, by=world.seen(pair.mentor, after))
    if chance.random() < 0.93:
        mentoring.say_attendance(session, pair.mentee, said, by=world.seen(pair.mentee, after))
    arun = pair.mentee_id == world.cast["arun"].pk
    if arun or chance.random() < 0.7:
        _log(world, pair, session, after)
    if session.status == "held":
        _feedback(world, pair, session, after + timedelta(hours=3))


def _log(world: World, pair: Mentorship, session: Session, at: datetime) -> None:
    chance = world.chance
    mentor = world.seen(pair.mentor, at)
    rows = NextStep.objects.filter(mentorship=pair, done_on__isnull=True).order_by("pk")
    still_open = list(rows.select_related("mentorship", "session__school"))
    for old in still_open[:2]:
        if chance.random() < 0.8:
            mentoring.tick_step(old, by=mentor)
    agreed = {step.text for step in still_open}
    mentoring.write_log(
        session,
        by=mentor,
        version=0,
        works=chance.choice(words.WORKS),
        **parts_of_log(session, chance.choice(words.CHALLENGES)),
        next_on=(at + timedelta(days=28)).date(),
        teacher_steps=[_new(world, words.TEACHER_STEPS, agreed)],
        mentor_steps=[_new(world, words.MENTOR_STEPS, agreed)] if chance.random() < 0.6 else [],
    )


def parts_of_log(session: Session, hard: str) -> dict[str, Any]:
    """What is hard, where this blueprint asks for it; something that is ticked; and a standard: by
    the session, not by chance, so that what comes after in the world stays as it was."""
    design, at = blueprint_of(session.cohort), session.pk
    parts = [part for part in design.session.log if part.code != "works"]
    asked = [part.code for part in parts if part.kind == "text"]
    words: dict[str, object] = {
        part.code: [part.options[at % len(part.options)].code] for part in parts if part.options
    }
    if asked and "challenges" not in asked:
        words[asked[0]] = hard
    touched = [items_of(found, "en") for found in named_in(design)[:1]]
    return {
        "challenges": hard if "challenges" in asked else "",
        "words": words,
        "standards": [items[at % len(items)][0] for items in touched],
    }


def _new(world: World, steps: Sequence[str], agreed: set[str]) -> str:
    """A step that the two have not agreed already, as far as there is one."""
    return world.chance.choice([step for step in steps if step not in agreed] or list(steps))


def _feedback(world: World, pair: Mentorship, session: Session, at: datetime) -> None:
    chance = world.chance
    recent = at > world.now - timedelta(days=3)
    if chance.random() < (0.3 if recent else 0.66):
        answers = {
            "useful": chance.choices((3, 4, 5), (1, 4, 5))[0],
            "heard": chance.choices((3, 4, 5), (1, 3, 6))[0],
            "will_try": chance.choices(("definitely", "maybe", "not_yet"), (6, 3, 1))[0],
        }
        themes = (
            [world.plan.feedback.themes[chance.randrange(8)].code] if chance.random() < 0.3 else []
        )
        secret = chance.choice(words.CONFIDENCES) if chance.random() < 0.03 else ""
        surveys.give_feedback(
            session,
            by=world.seen(pair.mentee, at),
            answers=answers,
            themes=themes,
            in_confidence=secret,
        )
    if chance.random() < 0.5:
        answers = {
            "worthwhile": chance.choices((3, 4, 5), (1, 4, 5))[0],
            "prepared": chance.choices(("all", "partly", "lacking"), (7, 3, 1))[0],
        }
        surveys.give_feedback(session, by=world.seen(pair.mentor, at), answers=answers, themes=[])


def _groups(world: World, cohort: Cohort) -> None:
    """Group sessions: some held, one full with a waiting list, one with room."""
    mentors = world.mentors[: max(4, len(world.mentors) // 6)]
    titles = (
        "Questions that make children think",
        "First steps in action research",
        "Reading with thirty children",
        "A calm last period",
        "Art in the mathematics room",
        "Assessment without fear",
    )
    seats = 25 if world.size.teachers > 200 else 8
    joined = Enrolment.objects.filter(
        cohort=cohort, status=EnrolmentStatus.ENROLLED, starts_on__lt=world.at(30).date()
    )
    people = [e.person for e in joined.exclude(person=world.cast["arun"]).select_related("person")]
    for number, mentor in enumerate(mentors):
        ago = -6 if number < 2 else 12 * number
        starts = world.slot(ago, 18)
        told = min(starts - timedelta(days=9), world.now - timedelta(days=3))
        while _busy([mentor.pk], starts, 60):
            starts += timedelta(minutes=30)
        session = mentoring.announce_group(
            cohort,
            titles[number % len(titles)],
            starts,
            60,
            seats,
            by=world.seen(mentor, told),
        )
        come = seats + 4 if number == 0 else seats // 2
        with transaction.atomic():
            busy = _busy_people(session.starts_at, 60)
            free = [p for p in people if p.pk not in busy]
            for person in world.chance.sample(free, min(come, len(free))):
                mentoring.take_seat(session, by=world.seen(person, told + timedelta(days=1)))
        if number == 1:
            mentoring.take_seat(
                session, by=world.seen(world.cast["arun"], told + timedelta(days=1))
            )
        if ago > 0:
            after = session.ends_at + timedelta(hours=1)
            with transaction.atomic():
                for seat in session.places.select_related("person"):
                    said = 60 if world.chance.random() < 0.85 else 0
                    mentoring.say_attendance(
                        session, seat.person, said, by=world.seen(mentor, after)
                    )
                    mentoring.say_attendance(
                        session, seat.person, said, by=world.seen(seat.person, after)
                    )


def _fall_through(world: World, pairs: list[Mentorship]) -> None:
    """What needs no blame: minutes that two remember differently, a session that nobody confirmed,
    and one cancelled late, which is explained to the coordinators and waits for them."""
    own = next((pair for pair in pairs if pair.mentee_id == world.cast["arun"].pk), None)
    if own is None:
        return
    known = {person.pk for person in world.cast.values()}
    others = [pair for pair in pairs if {pair.mentee_id, pair.mentor_id}.isdisjoint(known)]
    differing, forgotten = [pair for pair in others if _runs(pair)][:2]
    session = _planned(world, differing, world.slot(12, 14), 60, words.ANY_TOPIC[0])
    after = session.ends_at + timedelta(hours=2)
    mentoring.say_attendance(session, differing.mentee, 40, by=world.seen(differing.mentee, after))
    mentoring.say_attendance(session, differing.mentee, 60, by=world.seen(differing.mentor, after))
    _planned(world, forgotten, world.slot(9, 14), 45, words.ANY_TOPIC[1])
    late = _planned(world, own, world.slot(4, 14), 45, words.ANY_TOPIC[2])
    mentoring.cancel_session(
        late, "unwell", by=world.seen(own.mentee, late.starts_at - timedelta(hours=3))
    )
    for mark in late.marks.select_related("session__school", "session__cohort__programme"):
        mentoring.explain_mark(
            mark,
            "My daughter had a fever in the morning and I had to take her to the clinic.",
            by=world.seen(own.mentee, late.starts_at),
        )


def _runs(pair: Mentorship) -> bool:
    """Whether it is active now, a few turns later."""
    pair.refresh_from_db(fields=["status"])
    return pair.status == MentorshipStatus.ACTIVE


def _turns(world: World, pairs: list[Mentorship]) -> None:
    """A few pairs pause, and a few end for reasons that are nobody's fault."""
    known = {person.pk for person in world.cast.values()}
    rest = [pair for pair in pairs if pair.mentee_id not in known]
    for pair in rest[3:40:12]:
        until = (world.now + timedelta(days=21)).date()
        mentoring.pause(pair, until, by=world.seen(pair.mentor, world.at(10)))
    for number, pair in enumerate(rest[5:60:11]):
        reason, text, again = (
            ("moved", "She was posted to another school in August.", False),
            (
                "better_fit_elsewhere",
                "We get on, but my questions are about science and his work is languages.",
                True,
            ),
            ("no_time", "Board classes leave no hour this term.", False),
        )[number % 3]
        mentoring.end(pair, reason, text, again, by=world.seen(pair.mentee, world.at(14)))
