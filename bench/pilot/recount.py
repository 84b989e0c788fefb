"""What must have been told and counted, worked out again from the account alone, and what there is
instead. Each function returns sentences about what differs: none, when all is well."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from banyan.mentoring.queries.doses import minutes_of
from banyan.notifications.models import Notice

from .account import Account, Couple, Proposal, Stand, Told, Turn

REMINDERS = (24, 1)  # hours before, of the blueprint
QUIET = (7, 14, 21)  # days without a sign of life, of the blueprint
QUIET_FROM, QUIET_UNTIL = time(21), time(7)
DIGEST_AT = timedelta(hours=8)  # of the day
TOO_OLD = timedelta(days=3)
ANSWER = timedelta(days=7)  # so long a proposed time waits for an answer, of the blueprint
BACKLOG = 4  # turns that it may take to send what waited while the mail server was away
QUIET_KINDS = ("session.quiet_mentor", "session.quiet_pair", "session.quiet_area")
KINDS = {24: "session.reminder_day", 1: "session.reminder_hour"}
GATHERED = (*QUIET_KINDS, "session.attendance", "feedback.due", "step.due", "step.late")
TOLD_IN_A_DIGEST = 25  # one by one; of the rest it says how many


def reminders(account: Account) -> Iterator[str]:
    """Each reminder that a whole turn came to is told once to both, and no other is told: at every
    turn, of the hours that are reached, the nearest."""
    told = _told("session.reminder")
    for session in account.sessions.values():
        must: set[str] = set()
        may: set[str] = set()
        for stand in session.stands:
            ends = min(stand.until or stand.starts_at, stand.starts_at)
            for turn in account.turns_of(stand.since, ends):
                if not account.runs(session.pair, turn.at):
                    continue
                reached = [h for h in REMINDERS if stand.starts_at - turn.at <= timedelta(hours=h)]
                if reached:
                    key = f"session.reminder:{session.pk}:{stand.sequence}:{min(reached)}"
                    may.add(key)
                    if turn.whole:
                        must.add(key)
        for person in (session.mentor, session.teacher):
            got = told.pop((session.pk, person), set())
            yield from (f"{person} was not told {key}" for key in sorted(must - got))
            yield from (f"{person} was told {key} for no reason" for key in sorted(got - may))
    yield from (f"somebody was reminded of the unknown session {pk}" for pk, _ in told)


def _told(prefix: str) -> dict[tuple[int, int], set[str]]:
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    rows = Notice.objects.filter(kind__startswith=prefix)
    for person, key, data in rows.values_list("person_id", "key", "data"):
        found[int(data["session"]), person].add(key)
    return found


def _quiet(zone: ZoneInfo, at: datetime) -> bool:
    clock = at.astimezone(zone).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


def mails(account: Account) -> Iterator[str]:
    """No notice is in two mails; none is mailed in quiet hours; no reminder at or after the start,
    nor of a session that is off; each reminder is mailed when a turn could do it."""
    people = dict(_addresses())
    sent: Counter[int] = Counter()
    when: dict[int, datetime] = {}
    days: Counter[tuple[str, date]] = Counter()
    for mail in account.mails:
        zone = account.zones[people[mail.to]]
        sent.update(mail.notices)
        when.update(dict.fromkeys(mail.notices, mail.at))
        if mail.digest:  # one that was late is still that of the day before
            days[mail.to, (mail.at.astimezone(zone) - DIGEST_AT).date()] += 1
        if _quiet(zone, mail.at):
            yield f"{mail.to} got a mail at {mail.at}, in quiet hours"
    yield from (f"notice {pk} was mailed {n} times" for pk, n in sent.items() if n > 1)
    yield from (f"{to} got {n} digests on {day}" for (to, day), n in days.items() if n > 1)
    unsent = 0
    for notice in Notice.objects.filter(kind__in=KINDS.values()).iterator():
        session = account.sessions[int(notice.data["session"])]
        starts_at = datetime.fromisoformat(notice.data["starts_at"])
        at = when.get(notice.pk)
        if at is not None:
            stood = any(s.starts_at == starts_at and s.at(at) for s in session.stands)
            if at >= starts_at or not stood:
                yield f"{notice.key} was mailed at {at}, after the fact"
        elif _could_be_mailed(account, session, notice, starts_at):
            unsent += 1
    if unsent > account.mails_lost:
        yield f"{unsent} reminders were never mailed; {account.mails_lost} died with the worker"


def _addresses() -> Iterator[tuple[str, int]]:
    for email, person in Notice.objects.values_list("person__email", "person_id").distinct():
        yield str(email), person


def _could_be_mailed(account: Account, session: Told, notice: Notice, starts_at: datetime) -> bool:
    """Whether there was a whole turn for it, while the server was there. After a day without one
    there is a queue: then several."""
    zone = account.zones[notice.person_id]
    stands = [stand for stand in session.stands if stand.starts_at == starts_at]
    fit = [
        turn
        for turn in account.turns_of(notice.created_at, min(starts_at, notice.created_at + TOO_OLD))
        if turn.whole
        and turn.post
        and turn.at > notice.created_at
        and any(stand.at(turn.at) for stand in stands)
        and account.runs(session.pair, turn.at)
        and not _quiet(zone, turn.at)
    ]
    return len(fit) >= (BACKLOG if _after_an_outage(account, notice.created_at) else 1)


def _after_an_outage(account: Account, at: datetime) -> bool:
    return any(not turn.post for turn in account.turns_of(at - TOO_OLD, at + timedelta(days=1)))


def attendance(account: Account) -> Iterator[str]:
    """Whoever has not said how long it was is asked once, when the session is over; and by no mail
    once she has said it. Where the pair has ended since, she may be asked, too."""
    told = _told("session.attendance")
    for session in account.sessions.values():
        ended = [s for s in session.stands if s.until is None or s.until >= s.ends_at]
        for person in (session.mentor, session.teacher):
            got = told.pop((session.pk, person), set())
            must, may = set(), set()
            for stand in ended:
                key = f"session.attendance:{session.pk}:{stand.sequence}"
                for turn in account.turns_of(stand.ends_at, stand.ends_at + timedelta(days=2)):
                    settled = _settled(session, turn.at)
                    if not settled and not session.said_by(person, turn.at):
                        may.add(key)
                        if turn.whole and (stand.until is None or turn.at < stand.until):
                            must.add(key)
            yield from (f"{person} was not asked {key}" for key in sorted(must - got))
            yield from (f"{person} was asked {key} for no reason" for key in sorted(got - may))
    yield from (f"somebody was asked about the session {pk}" for pk, _ in told)


def digests(account: Account) -> Iterator[str]:
    """What only reminds is in digests and in no mail of its own. Whoever is asked how long a
    session was finds it in the first digest that could bring it, unless she said it before."""
    reminding = dict(Notice.objects.filter(kind__in=GATHERED).values_list("pk", "key"))
    when: dict[int, datetime] = {}
    long = set[tuple[int, datetime]]()
    people = dict(_addresses())
    for mail in account.mails:
        when.update(dict.fromkeys(mail.notices, mail.at))
        if len(mail.notices) >= TOLD_IN_A_DIGEST:
            long.add((people[mail.to], mail.at))
        if not mail.digest:
            yield from (
                f"{reminding[pk]} was a mail of its own" for pk in mail.notices if pk in reminding
            )
    unsent = set[tuple[int, datetime | None]]()  # one for each mail that may have been lost
    for notice in Notice.objects.filter(kind="session.attendance").iterator():
        session, at = account.sessions[int(notice.data["session"])], when.get(notice.pk)
        if at is not None:
            if session.said_by(notice.person_id, at):
                yield f"{notice.key} was mailed at {at}, when she had said it"
            continue
        looks = [turn for turn in _digest_turns(account, notice) if turn.whole and turn.post]
        if any(not session.said_by(notice.person_id, turn.at) for turn in looks):
            unsent.add((notice.person_id, notice.mailed_at))
    lost = len(unsent - long)
    if lost > account.mails_lost:
        yield f"{lost} digests never came; {account.mails_lost} mails died with the worker"


def _digest_turns(account: Account, notice: Notice) -> Iterator[Turn]:
    """Of each day on which a digest could bring it, the first turn that may send one."""
    zone, until = account.zones[notice.person_id], notice.created_at + TOO_OLD
    day = notice.created_at.astimezone(zone).date()
    for number in range(TOO_OLD.days + 1):
        due = datetime.combine(day + timedelta(days=number), time(0), zone) + DIGEST_AT
        if notice.created_at < due < until:
            turns = account.turns_of(due, min(due + timedelta(days=1), until))
            yield from [turn for turn in turns if not _quiet(zone, turn.at)][:1]


def _settled(session: Told, at: datetime) -> bool:
    """Whether both had said the same by then."""
    last = _last_said(session, at)
    return len(last) == 2 and last[0] == last[1]


def _last_said(session: Told, at: datetime) -> list[int]:
    """The minutes that each of those who had said them by then said last."""
    each = ([minutes for when, minutes in said if when < at] for said in session.said.values())
    return [said[-1] for said in each if said]


def feedback(account: Account) -> Iterator[str]:
    """Nobody is asked for feedback that she has given, nor about what was not held, nor twice."""
    seen: Counter[tuple[int, int]] = Counter()
    for notice in Notice.objects.filter(kind="feedback.due").iterator():
        session = account.sessions[int(notice.data["session"])]
        seen[session.pk, notice.person_id] += 1
        given = session.answered.get(notice.person_id)
        if given is not None and given < notice.created_at:
            yield f"{notice.person_id} was asked for feedback on {session.pk}, which she had given"
        if not session.met():
            yield f"{notice.person_id} was asked about {session.pk}, which was not held"
    yield from (f"{who} was asked {n} times about {pk}" for (pk, who), n in seen.items() if n > 1)


def closed_days(account: Account) -> Iterator[str]:
    """No time is offered on a day on which the teacher's school is closed. To which time the two
    move it later is up to them."""
    for session in account.sessions.values():
        for stand in session.stands[:1] if session.booked else ():
            day = stand.starts_at.astimezone(session.zone).date()
            if account.couples[session.pair].is_closed(day):
                yield f"session {session.pk} was offered on {day}, which is closed"


def expiries(account: Account) -> Iterator[str]:
    """No proposal ends by itself before the days for an answer are over."""
    for session in account.sessions.values():
        if session.expired and session.expired < session.proposed[-1].since + ANSWER:
            yield f"session {session.pk} was not answered for less than {ANSWER.days} days"


def nudges(account: Account, pairs: dict[int, int]) -> Iterator[str]:
    """Each pair that is silent for the days of the blueprint is asked after at the first whole turn
    that comes to it: the mentor, then both, then the coordinators, each step once for a silence.
    Nobody is asked otherwise: while one of the two is away, the pair rests, or a session is
    planned. `pairs`: id of a mentorship → number in the account."""
    told: dict[tuple[int, date, int], Counter[int]] = defaultdict(Counter)
    for notice in Notice.objects.filter(kind__startswith="session.quiet").iterator():
        kind, pk, day, days = notice.key.split(":")
        step = QUIET.index(int(days))
        if kind != QUIET_KINDS[step]:
            yield f"{notice.key} is told as another step"
        told[pairs[int(pk)], date.fromisoformat(day), step][notice.person_id] += 1
    for silence, whole in _silences(account).items():
        number, since, step = silence
        couple = account.couples[number]
        people = ((couple.mentor,), (couple.mentor, couple.teacher), account.coordinators)[step]
        got = told.pop(silence, Counter())
        about = f"the silence of pair {number} since {since}, step {step + 1}"
        if whole and got != Counter(people):
            yield f"{dict(got)} were told of {about}, not {people}"
        elif not got <= Counter(people):
            yield f"{dict(got)} were told of {about}: some of them for no reason"
    yield from (f"{dict(got)} were told for no reason of {each}" for each, got in told.items())


def _silences(account: Account) -> dict[tuple[int, date, int], bool]:
    """Each step of each silence that a turn came to, and whether it was a whole one: pair, since
    when, step."""
    found: dict[tuple[int, date, int], bool] = {}
    by_pair: dict[int, list[Told]] = defaultdict(list)
    for session in account.sessions.values():
        by_pair[session.pair].append(session)
    turns: dict[date, list[Turn]] = defaultdict(list)
    for turn in account.turns:
        turns[turn.at.date()].append(turn)
    for number, couple in account.couples.items():
        sessions = by_pair[number]
        ahead = list(_planned(sessions))
        for day, looks in turns.items():
            # Most days are done with here: the signs that there were at its first turn, and which
            # nobody takes back until its last, are too near.
            lately = _last_sign(account, number, couple, sessions, looks[0].at, looks[-1].at)
            if lately is None or couple.days_open(lately, day) < QUIET[0]:
                continue
            for turn in looks:
                planned = any(since <= turn.at < until for since, until in ahead)
                if planned or not account.runs(number, turn.at):
                    continue
                since = _last_sign(account, number, couple, sessions, turn.at, turn.at)
                if since is None:
                    continue
                days = couple.days_open(since, day)
                reached = [step for step, least in enumerate(QUIET) if days >= least]
                if reached:
                    key = number, since, reached[-1]
                    found[key] = found.get(key, False) or turn.whole
    return found


def _planned(sessions: Iterable[Told]) -> Iterator[tuple[datetime, datetime]]:
    """From when until when a session was still to come, proposed or confirmed."""
    for session in sessions:
        for one in chain[Proposal | Stand](session.proposed, session.stands):
            yield one.since, min(one.until or one.starts_at, one.starts_at)


def _last_sign(
    account: Account,
    number: int,
    couple: Couple,
    sessions: Iterable[Told],
    at: datetime,
    known: datetime,
) -> date | None:
    """The day of the last sign of life until `at`, as far as it is `known` then that they met; None
    while one of the two is away."""
    signs = [couple.since]
    for person in (couple.mentor, couple.teacher):
        for first, until in account.away.get(person, ()):
            if first <= at.date():
                signs.append(until)
    if max(signs) > at.date():
        return None
    signs += [until.date() for _, until in account.rests.get(number, ()) if until and until <= at]
    signs += [
        stand.starts_at.date()
        for session in sessions
        for stand in session.stands
        if stand.at(at) and stand.starts_at <= at and not _missed(session, known)
    ]
    return max(signs)


def _missed(session: Told, at: datetime) -> bool:
    """Whether both had said by then that they had not met."""
    return _last_said(session, at) == [0, 0]


def ledger(account: Account, pairs: dict[int, int]) -> Iterator[str]:
    """Minutes of each pair, by day of the teacher's calendar: what both ended up saying."""
    mine: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for session in account.sessions.values():
        minutes = session.accounted()
        if minutes:
            day = session.stands[-1].starts_at.astimezone(session.zone).date()
            mine[session.pair].append((day, minutes))
    theirs = minutes_of(pairs)
    for pk, number in pairs.items():
        if sorted(theirs[pk]) != sorted(mine[number]):
            there, here = (
                sum(minutes for _, minutes in each) for each in (theirs[pk], mine[number])
            )
            yield f"pair {number}: {there} minutes count, not {here}"
