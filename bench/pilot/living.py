"""How people live with the programme: they plan, put off, call off, meet, forget, and go away.

Whatever they do goes through the actions that pages use, and is written into the account as it is
done."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from banyan.kernel.decision import Unfit
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions as mentoring
from banyan.mentoring.actions.planning import times_of
from banyan.mentoring.models import Mentorship, Session
from banyan.mentoring.queries.endings import end_reasons
from banyan.mentoring.queries.hours import times
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.states import SessionStatus
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.surveys import actions as surveys
from banyan.trail.models import Event

from .account import Account, Couple, Proposal, Stand, Told
from .opening import Pilot, zone

MINUTES = 45
HOURS = (9, 10, 11, 14, 15, 16, 17, 18)  # on the clocks of the school
GIVE_UP = timedelta(days=6)  # whoever has not said by then how long it was says nothing
EVERY = (9, 14, 21, 30, 45)  # days from one session to the next, by the habit of the pair


@dataclass
class Pair:
    row: Mentorship
    number: int
    every: int
    books: bool  # the teacher takes times in the hours that her mentor keeps
    next_on: date
    session: Session | None = None
    waits_for: Person | None = None  # who has to answer a proposal
    resumes_on: date | None = None

    @property
    def both(self) -> tuple[Person, Person]:
        return self.row.mentor, self.row.mentee


class Life:
    """Everybody, acting some times a day. With a `pace` of 5 they live a month in six days."""

    def __init__(
        self, pilot: Pilot, account: Account, chance: random.Random, pace: int = 1
    ) -> None:
        self.pilot, self.account, self.chance, self.pace = pilot, account, chance, pace
        self.viewers: dict[int, Viewer] = {}
        self.actions = 0
        keep = {person.pk for person in pilot.mentors[::2]}
        self.pairs = [
            Pair(
                row,
                number,
                max(2, chance.choice(EVERY) // pace),
                row.mentor_id in keep,
                pilot.starts_on + timedelta(days=chance.randrange(1, 1 + max(1, 20 // pace))),
            )
            for number, row in enumerate(pilot.pairs)
        ]
        for person in (*pilot.mentors, *pilot.teachers, *pilot.coordinators):
            account.zones[person.pk] = zone(person)
        account.coordinators = tuple(person.pk for person in pilot.coordinators)
        for pair in self.pairs:
            mentor, teacher = pair.both
            closed = pilot.closed[pair.row.school_id]
            account.couples[pair.number] = Couple(mentor.pk, teacher.pk, pilot.starts_on, closed)
        first = datetime.combine(pilot.starts_on, time(4), UTC)
        for mentor in pilot.mentors[::2]:
            by = self.seen(mentor, first)
            mentoring.set_limits("online", "", 10, 12, None, by=by)
            mentoring.add_hours(range(5), 15 * 60, 20 * 60, by=by)
            mentoring.add_hours([5], 8 * 60, 13 * 60, by=by)

    def seen(self, person: Person, now: datetime) -> Viewer:
        known = self.viewers.get(person.pk)
        if known is None:
            known = self.viewers[person.pk] = viewer_for(person, now=now)
        return replace(known, now=now)

    def act(self, now: datetime) -> None:
        """Everybody does what she does at this hour."""
        for pair in self.pairs:
            if pair.number not in self.account.ended:
                self._live(pair, now)

    def begin_month(self, now: datetime) -> None:
        """Some know that they will be away; some pairs rest, a few end."""
        for mentor in self.pilot.mentors:
            if self.chance.random() < 0.06:
                self._leave(mentor, now, 5, 20)
        for teacher in self.pilot.teachers:
            if self.chance.random() < 0.04:
                self._leave(teacher, now, 3, 14)
        for pair in self.pairs:
            if pair.number in self.account.ended or pair.resumes_on:
                continue
            fate = self.chance.random()
            if fate < 0.006:
                self._rest(pair, now)
            elif fate < 0.010:
                self._end(pair, now)

    def _leave(self, person: Person, now: datetime, least: int, most: int) -> None:
        by = self.seen(person, now)
        first = by.today + timedelta(days=self.chance.randrange(1, 25))
        last = first + timedelta(days=self.chance.randrange(least, most))
        mentoring.take_leave(first, last, by=by)
        away = self.account.away.setdefault(person.pk, [])
        away[:] = [one for one in away if one[0] != first]
        away.append((first, last + timedelta(days=1)))
        self.actions += 1

    def _rest(self, pair: Pair, now: datetime) -> None:
        by = self.seen(pair.row.mentor, now)
        pair.resumes_on = by.today + timedelta(days=self.chance.randrange(8, 30))
        mentoring.pause(pair.row, pair.resumes_on, by=by)
        self.account.rests.setdefault(pair.number, []).append((now, None))
        self.actions += 1

    def _end(self, pair: Pair, now: datetime) -> None:
        """What is planned falls away by itself, once the worker hears of it; nobody counts on it
        from this moment on."""
        by = self.seen(pair.row.mentor, now)
        mentoring.end(pair.row, end_reasons(pair.row)[0][0], "It was time.", False, by=by)
        self.account.ended[pair.number] = now
        self._stands_no_more(pair, now)
        if pair.session is not None and pair.waits_for is not None:
            self._answered(self.account.sessions[pair.session.pk], now)
        pair.session = None
        self.actions += 1

    def _live(self, pair: Pair, now: datetime) -> None:
        if pair.resumes_on is not None:
            by = self.seen(pair.row.mentee, now)
            if by.today < pair.resumes_on:
                return
            mentoring.resume(pair.row, by=by)
            begun, _open = self.account.rests[pair.number][-1]
            self.account.rests[pair.number][-1] = (begun, now)
            pair.resumes_on = None
            self.actions += 1
        if pair.session is None:
            if now.date() >= pair.next_on and not self._away(pair, now.date()):
                self._plan(pair, now)
        elif pair.waits_for is not None:
            self._answer(pair, pair.session, pair.waits_for, now)
        elif now < pair.session.starts_at:
            self._change(pair, pair.session, now)
        elif now >= pair.session.ends_at:
            self._say(pair, pair.session, now)

    def _away(self, pair: Pair, day: date) -> bool:
        return any(self.account.is_away(person.pk, day) for person in pair.both)

    def _ahead(self, now: datetime) -> Iterator[datetime]:
        """Times that suit a school, some days ahead, one after the other."""
        while True:
            day = now.date() + timedelta(days=self.chance.randrange(1, 1 + max(2, 11 // self.pace)))
            at = time(self.chance.choice(HOURS), self.chance.choice((0, 15, 30, 45)))
            found = datetime.combine(day, at, zone(self.pilot.coordinators[0])).astimezone(UTC)
            if day.weekday() < 6 and found > now:
                yield found

    def _plan(self, pair: Pair, now: datetime) -> None:
        mentor, teacher = pair.both
        if pair.books and self.chance.random() < 0.8:
            by = self.seen(teacher, now)
            found = times(by, pair.row, MINUTES, by.today + timedelta(days=1))
            each = [at for _day, day in (found.days if found else ()) for at in day]
            if not each:
                return
            pair.session = mentoring.book(pair.row, self.chance.choice(each), MINUTES, by=by)
            self._told(pair, pair.session, booked=True)
            self._stands(pair, pair.session, now)
        else:
            first, other = self.chance.sample((mentor, teacher), 2)
            more = self.chance.choices((0, 1, 2), (70, 15, 15))[0]
            pair.session = self._propose(pair, first, more, now)
            if pair.session is None:
                return
            pair.waits_for = other
            self._told(pair, pair.session)
            self._proposed(pair.session, now)
        self.actions += 1

    def _propose(self, pair: Pair, first: Person, more: int, now: datetime) -> Session | None:
        """Where somebody is busy, the next time that comes to mind is asked for."""
        by = self.seen(first, now)
        ahead = self._ahead(now)
        for _attempt in range(12):
            starts, *others = [next(ahead) for _time in range(1 + more)]
            try:
                return mentoring.propose_session(pair.row, starts, MINUTES, by=by, others=others)
            except Unfit:
                continue
        return None

    def _answer(self, pair: Pair, session: Session, other: Person, now: datetime) -> None:
        """Most say yes in time; of several times some choose one, some say that any would do."""
        by = self.seen(other, now)
        ahead = [at for at, _until in times_of(session) if at > now]
        told = self.account.sessions[session.pk]
        if Session.objects.filter(pk=session.pk, status=SessionStatus.CANCELLED).exists():
            # She sees it when the pair is back from a rest; when it was is on record.
            ended = Event.objects.get(verb="session.expire", subject=f"session:{session.pk}")
            told.expired = ended.happened_at
            self._answered(told, ended.happened_at)
            pair.session, pair.waits_for = None, None
            return
        if not ahead:
            mentoring.cancel_session(session, "No answer in time.", by=by)
            self._answered(told, now)
            pair.session, pair.waits_for = None, None
        elif self.chance.random() < 0.6:
            at = self.chance.choice([*ahead, None])
            mentoring.confirm_session(session, by=by, at=at)
            self._answered(told, now)
            self._stands(pair, session, now)
            pair.waits_for = None
        else:
            return
        self.actions += 1

    def _proposed(self, session: Session, now: datetime) -> None:
        """Of several times, the pair counts on a session until the last one is over."""
        told = self.account.sessions[session.pk]
        last = max(at for at, _until in times_of(session))
        told.proposed.append(Proposal(last, now))

    def _answered(self, told: Told, now: datetime) -> None:
        told.proposed[-1].until = now

    def _change(self, pair: Pair, session: Session, now: datetime) -> None:
        fate = self.chance.random()
        if fate < 0.012:
            who, other = self.chance.sample(pair.both, 2)
            by = self.seen(who, now)
            starts = next(self._ahead(now))
            try:
                mentoring.reschedule(session, starts, MINUTES, by=by)
            except Unfit:
                return
            self._stands_no_more(pair, now)
            self._proposed(session, now)
            pair.waits_for = other
        elif fate < 0.02:
            by = self.seen(self.chance.choice(pair.both), now)
            mentoring.cancel_session(session, "A duty at school.", by=by)
            self._stands_no_more(pair, now)
            self._over(pair, now)
        else:
            return
        self.actions += 1

    def _say(self, pair: Pair, session: Session, now: datetime) -> None:
        """Both say how long they met; some are wrong at first, some forget for good."""
        told = self.account.sessions[session.pk]
        met = 0 if session.pk % 20 == 0 else MINUTES + self.chance.choice((-15, 0, 0, 0, 15))
        for person in pair.both:
            said = told.said.setdefault(person.pk, [])
            forgets = (session.pk + person.pk) % 25 == 0
            if said or forgets or self.chance.random() < 0.3:
                continue
            if others := [
                each[-1][1] for who, each in told.said.items() if who != person.pk and each
            ]:
                met = others[0] + (5 if self.chance.random() < 0.05 else 0)
            self._says(pair, session, person, met, now)
        each = [said[-1][1] for said in told.said.values() if said]
        if len(each) == 2 and each[0] != each[1]:
            self._agree(pair, session, told, now)
        elif len(each) == 2:
            if each[0] > 0:
                self._feel(pair, session, told, now)
            self._over(pair, now)
        elif now > session.ends_at + GIVE_UP:
            self._over(pair, now)

    def _agree(self, pair: Pair, session: Session, told: Told, now: datetime) -> None:
        """The teacher says what the mentor says; where so many minutes are not left, the mentor
        says what the teacher does."""
        mentor, teacher = (told.said[person.pk] for person in pair.both)
        self._says(pair, session, pair.row.mentee, mentor[-1][1], now)
        if mentor[-1][1] != teacher[-1][1]:
            self._says(pair, session, pair.row.mentor, teacher[-1][1], now)

    def _says(
        self, pair: Pair, session: Session, person: Person, minutes: int, now: datetime
    ) -> None:
        """Where minutes count in another session already, those that are left are said."""
        by = self.seen(person, now)
        told = self.account.sessions[session.pk]
        for left in range(minutes, 0, -5) if minutes else (0,):
            try:
                mentoring.say_attendance(session, pair.row.mentee, left, by=by)
            except Unfit:
                continue
            told.said.setdefault(person.pk, []).append((now, left))
            self.actions += 1
            return

    def _feel(self, pair: Pair, session: Session, told: Told, now: datetime) -> None:
        """Half of them say how it was, as soon as they are there."""
        asked = blueprint_of(pair.row.cohort).feedback
        for person, mine in zip(pair.both, (asked.mentor, asked.teacher), strict=True):
            if self.chance.random() < 0.5:
                continue
            answers: dict[str, int | str] = {}
            for question in mine:
                if question.kind == "scale":
                    answers[question.code] = self.chance.randrange(3, 6)
                elif question.kind == "choice":
                    answers[question.code] = question.options[0].code
            surveys.give_feedback(session, by=self.seen(person, now), answers=answers)
            told.answered[person.pk] = now
            self.actions += 1

    def _over(self, pair: Pair, now: datetime) -> None:
        pair.session, pair.waits_for = None, None
        pair.next_on = now.date() + timedelta(days=self.chance.randrange(1, pair.every))

    def _told(self, pair: Pair, session: Session, *, booked: bool = False) -> Told:
        return self.account.sessions.setdefault(
            session.pk,
            Told(
                session.pk,
                pair.number,
                pair.row.mentor_id,
                pair.row.mentee_id,
                zone(pair.row.mentee),
                booked,
            ),
        )

    def _stands(self, pair: Pair, session: Session, now: datetime) -> None:
        stand = Stand(session.sequence, session.starts_at, session.ends_at, now)
        self.account.sessions[session.pk].stands.append(stand)

    def _stands_no_more(self, pair: Pair, now: datetime) -> None:
        if pair.session is not None:
            for stand in self.account.sessions[pair.session.pk].stands[-1:]:
                stand.until = stand.until or now
