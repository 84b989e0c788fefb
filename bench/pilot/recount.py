"""What must have been told and counted, worked out again from the account alone, and what there is
instead. Each function returns sentences about what differs: none, when all is well."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from banyan.mentoring.queries.doses import minutes_of
from banyan.notifications.models import Notice

from .account import Account, Stand, Told

REMINDERS = (24, 1)  # hours before, of the blueprint
QUIET = (7, 14, 21)  # days without a sign of life, of the blueprint
QUIET_FROM, QUIET_UNTIL = time(21), time(7)
DIGEST_AT = timedelta(hours=8)  # of the day
TOO_OLD = timedelta(days=3)
BACKLOG = 4  # turns that it may take to send what waited while the mail server was away
KINDS = {24: "session.reminder_day", 1: "session.reminder_hour"}


def reminders(account: Account) -> Iterator[str]:
    """Each reminder that a whole turn came to is told once to both, and no other is told: at every
    turn, of the hours that are reached, the nearest."""
    told = _told("session.reminder")
    for session in account.sessions.values():
        must: set[str] = set()
        may: set[str] = set()
        for stand in session.stands:
            for turn in account.turns:
                if not stand.at(turn.at) or not stand.starts_at > turn.at:
                    continue
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
    yield from Notice.objects.values_list("person__email", "person_id").distinct()


def _could_be_mailed(account: Account, session: Told, notice: Notice, starts_at: datetime) -> bool:
    """Whether there was a whole turn for it, while the server was there. After a day without one
    there is a queue: then several."""
    zone = account.zones[notice.person_id]
    stands = [stand for stand in session.stands if stand.starts_at == starts_at]
    fit = [
        turn
        for turn in account.turns
        if turn.whole
        and turn.post
        and notice.created_at < turn.at < min(starts_at, notice.created_at + TOO_OLD)
        and any(stand.at(turn.at) for stand in stands)
        and account.runs(session.pair, turn.at)
        and not _quiet(zone, turn.at)
    ]
    return len(fit) >= (BACKLOG if _after_an_outage(account, notice.created_at) else 1)


def _after_an_outage(account: Account, at: datetime) -> bool:
    return any(
        not turn.post for turn in account.turns if at - TOO_OLD < turn.at < at + timedelta(days=1)
    )


def attendance(account: Account) -> Iterator[str]:
    """Whoever has not said how long it was is asked once, when the session is over; and by no mail
    once she has said it."""
    told = _told("session.attendance")
    for session in account.sessions.values():
        ended = [s for s in session.stands if s.until is None]
        for person in (session.mentor, session.teacher):
            got = told.pop((session.pk, person), set())
            must, may = set(), set()
            for stand in ended:
                key = f"session.attendance:{session.pk}:{stand.sequence}"
                for turn in account.turns:
                    over = stand.ends_at <= turn.at < stand.ends_at + timedelta(days=2)
                    settled = _settled(session, turn.at)
                    if over and not settled and not session.said_by(person, turn.at):
                        may.add(key)
                        if turn.whole:
                            must.add(key)
            yield from (f"{person} was not asked {key}" for key in sorted(must - got))
            yield from (f"{person} was asked {key} for no reason" for key in sorted(got - may))
    yield from (f"somebody was asked about the session {pk}" for pk, _ in told)


def _settled(session: Told, at: datetime) -> bool:
    """Whether both had said the same by then."""
    last = [[minutes for when, minutes in said if when < at][-1:] for said in session.said.values()]
    return len(last) == 2 and all(last) and last[0] == last[1]


def feedback(account: Account) -> Iterator[str]:
    """Nobody is asked for feedback that she has given, nor about what was not held, nor twice."""
    seen: Counter[tuple[int, int]] = Counter()
    for notice in Notice.objects.filter(kind="feedback.due").iterator():
        session = account.sessions[int(notice.data["session"])]
        seen[session.pk, notice.person_id] += 1
        given = session.answered.get(notice.person_id)
        if given is not None and given < notice.created_at:
            yield f"{notice.person_id} was asked for feedback on {session.pk}, which she had given"
        if not session.accounted():
            yield f"{notice.person_id} was asked about {session.pk}, which was not held"
    yield from (f"{who} was asked {n} times about {pk}" for (pk, who), n in seen.items() if n > 1)


def nudges(account: Account, pairs: dict[int, int]) -> Iterator[str]:
    """Nobody is pressed while one of the two is away, while a session is planned, or before the
    days of the blueprint are over. `pairs`: id of a mentorship → number in the account."""
    by_pair: dict[int, list[Told]] = defaultdict(list)
    for session in account.sessions.values():
        by_pair[session.pair].append(session)
    for notice in Notice.objects.filter(kind__startswith="session.quiet").iterator():
        at, number = notice.created_at, pairs[int(notice.data["mentorship"])]
        sessions = by_pair[number]
        who = {each for session in sessions for each in (session.mentor, session.teacher)}
        about = f"{notice.kind} at {at} of pair {number}"
        if any(account.is_away(person, at.date()) for person in who):
            yield f"{about}: one of the two is away"
        if not account.runs(number, at):
            yield f"{about}: the pair rests, or is over"
        if any(_ahead(session, at) for session in sessions):
            yield f"{about}: a session is planned"
        lately = at - timedelta(days=int(notice.data["days"]) - 1)
        if any(lately <= stand.starts_at <= at for s in sessions for stand in _kept(s)):
            yield f"{about}: they met after {lately}"


def _kept(session: Told) -> Iterator[Stand]:
    """Times that stood until they had come, and were not said to be missed."""
    if session.accounted() != 0:
        yield from (stand for stand in session.stands if stand.until is None)


def _ahead(session: Told, at: datetime) -> bool:
    return any(stand.at(at) and stand.starts_at > at for stand in session.stands)


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
