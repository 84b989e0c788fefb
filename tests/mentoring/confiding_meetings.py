"""Meetings and questions in the lives of records: a time, an agenda, a log and its next steps; a
teacher who asks, a mentor who answers. What follows each is a plain reading of its rules."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from banyan.kernel.decision import Refused
from banyan.mentoring import actions as pairs
from banyan.mentoring.actions import messages
from banyan.mentoring.actions import questions as in_writing
from banyan.mentoring.models import Mentorship, Message, Question, Request, Session
from banyan.mentoring.queries import messages as letters
from banyan.mentoring.queries import questions as inquiries
from banyan.mentoring.queries import requests as asking
from banyan.mentoring.queries import sessions
from banyan.organisations.states import Role
from tests.mentoring.confiding import Happening, Life, give, heads_owner


@dataclass
class Said:
    """What two have said to each other where only they read it: in a session, in a request."""

    teacher: int
    mentor: int
    tokens: set[str]
    pair: int | None = None


def hears(life: Life, person: int, said: Said) -> bool:
    """The plain reading: the teacher always, the mentor unless she appraises that teacher."""
    if person == said.teacher:
        return True
    return person == said.mentor and not heads_owner(life, person, said.teacher)


def running(life: Life, n: int) -> Mentorship | None:
    known = sorted(life.running)
    rows = Mentorship.objects.select_related("mentor", "mentee", "school", "cohort__programme")
    return rows.get(pk=known[n % len(known)]) if known else None


def meet(life: Life, who: int, what: int, how: int) -> None:
    """A time is proposed and agreed to, something is put on the agenda; later one writes the
    log. Whoever is in power over the teacher has no part in any of it."""
    pair = running(life, what)
    if pair is None:
        return
    two = (pair.mentor, pair.mentee)
    proposer, other, writer = two[who % 2], two[1 - who % 2], two[how % 2]
    topic, place = life.token(), life.token()
    soon = life.now + timedelta(hours=2)
    soon = soon.replace(minute=soon.minute // 5 * 5, second=0, microsecond=0)
    made = pairs.propose_session(
        pair, soon, 45, by=life.by(proposer), topic=topic, place=place,
        mode="in_person",
    )  # fmt: skip
    said = Said(pair.mentee_id, pair.mentor_id, {topic, place}, pair.pk)
    assert hears(life, proposer.pk, said)
    life.meetings[made.pk] = said
    life.places.add(place)
    with suppress(Refused):
        item = life.token()
        pairs.add_agenda_item(sessions.session(life.by(other), made.pk), item, by=life.by(other))
        assert hears(life, other.pk, said)
        said.tokens.add(item)
    with suppress(Refused):
        pairs.confirm_session(sessions.session(life.by(other), made.pk), by=life.by(other))
        assert hears(life, other.pk, said)
    life.now += timedelta(hours=3)
    works, step = life.token(), life.token()
    by = life.by(writer)
    with suppress(Refused):
        found = sessions.session(by, made.pk)
        pairs.write_log(found, by=by, version=0, works=works, teacher_steps=[step])
        assert hears(life, writer.pk, said)
        said.tokens |= {works, step}


def correct_log(life: Life, who: int, what: int, how: int) -> None:
    """Anybody tries to write in a log that is there."""
    if life.meetings:
        pk = sorted(life.meetings)[what % len(life.meetings)]
        person = life.everybody[who % len(life.everybody)]
        by, said, works = life.by(person), life.meetings[pk], life.token()
        with suppress(Session.DoesNotExist):
            found = sessions.session(by, pk)
            there = sessions.opening(by, found)
            steps = [one.text for one in there.steps.here]
            version = there.log.version if there.log else 0
            before = there.log.works if there.log else ""
            pairs.write_log(found, by=by, version=version, works=works, teacher_steps=steps)
            assert hears(life, person.pk, said)
            said.tokens = (said.tokens - {before}) | {works}


def ask(life: Life, who: int, what: int, how: int) -> None:
    teacher = (life.cast.arun, life.cast.meera)[who % 2]
    mentor = (life.cast.meera, life.manu)[what % 2]
    waits = Request.objects.filter(teacher=teacher, mentor=mentor, status="open")
    if teacher == mentor or waits.exists():
        return
    token = life.token()
    made = Request.objects.create(
        teacher=teacher, mentor=mentor, cohort=life.world.cohort, school=life.cast.school,
        domain="digital_education", text=token, asked_at=life.now,
        expires_at=life.now + timedelta(days=5),
    )  # fmt: skip
    life.asked[made.pk] = Said(teacher.pk, mentor.pk, {token})


def answer(life: Life, who: int, what: int, how: int) -> None:
    if life.asked:
        pk = sorted(life.asked)[what % len(life.asked)]
        person = life.everybody[who % len(life.everybody)]
        by = life.by(person if how % 3 else Request.objects.get(pk=pk).mentor)
        with suppress(Request.DoesNotExist):
            token = life.token()
            pairs.decline_request(asking.request(by, pk), token, by=by)
            assert by.person_id == life.asked[pk].mentor
            life.asked[pk].tokens.add(token)


def write_letter(life: Life, who: int, what: int, how: int) -> None:
    """Anybody tries to write to one of a pair, by the page of that pair; some with a picture."""
    pair = running(life, what)
    if pair is None:
        return
    person = (pair.mentor, pair.mentee)[who % 2] if how % 4 else life.everybody[who % 10]
    by, token = life.by(person), life.token()
    drawn = BytesIO(b"\x89PNG\r\n\x1a\n " + token.encode()) if how % 3 == 0 else None
    with suppress(Mentorship.DoesNotExist):
        found = letters.pair_of_thread(by, pair.pk)
        made = messages.send(found, token, by=by, form=token, file=drawn, called="a.png")
        said = Said(pair.mentee_id, pair.mentor_id, {token}, pair.pk)
        assert hears(life, person.pk, said)
        assert person.pk in life.pairs[pair.pk]
        life.letters[made.pk] = said


def regret(life: Life, who: int, what: int, how: int) -> None:
    """Anybody tries to take a message back: it is gone from every page; sealed, it can be shown to
    the coordinators for a while, and an emergency opens it."""
    if life.letters:
        pk = sorted(life.letters)[-1 - what % min(len(life.letters), 3)]
        person = life.everybody[who % 10]
        by = life.by(person if how % 3 else Message.objects.get(pk=pk).author)
        with suppress(Message.DoesNotExist):
            made = messages.take_back(letters.message(by, pk), by=by)
            assert made.author_id == by.person_id
            life.sealed[pk] = life.letters.pop(pk)
            life.gone += life.sealed[pk].tokens


def wonder(life: Life, who: int, what: int, how: int) -> None:
    """Arun puts a question to all who can help with it, of whom there is Meera."""
    token = life.token()
    made = Question.objects.create(
        teacher=life.cast.arun, cohort=life.world.cohort, school=life.cast.school, text=token,
        domain="digital_education", language="en", key=token, is_nameless=bool(how % 2),
        asked_at=life.now, due_at=life.now + timedelta(days=5),
    )  # fmt: skip
    life.inquiries[made.pk] = Said(life.cast.arun.pk, life.cast.meera.pk, {token})


def take_turn(life: Life, who: int, what: int, how: int) -> None:
    """Anybody tries to take it and to answer aloud; its teacher asks one thing more."""
    if not life.inquiries:
        return
    pk = sorted(life.inquiries)[what % len(life.inquiries)]
    person = (life.cast.meera, life.cast.arun)[who % 2] if how % 4 else life.everybody[who % 10]
    by, token, said = life.by(person), life.token(), life.inquiries[pk]
    with suppress(Question.DoesNotExist):
        found = inquiries.question(by, pk)
        if found.status == "open":
            in_writing.take(found, by=by)
            assert (person.pk, hears(life, person.pk, said)) == (said.mentor, True)
            found = inquiries.question(by, pk)
        if person.pk == said.teacher:
            in_writing.follow_up(found, token, by=by, form=token)
        else:
            aloud = BytesIO(b"ID3 " + token.encode())
            made = in_writing.answer(found, token, by=by, form=token, file=aloud)
            life.spoken[made.pk] = pk
        assert hears(life, person.pk, said)
        said.tokens.add(token)


def coordinate(life: Life, who: int, what: int, how: int) -> None:
    """Somebody coordinates the schools of the district from now on, whatever else she does."""
    person = (life.cast.kavita, life.manu, life.cast.meera)[who % 3]
    give(life, person, life.cast.district, Role.COORDINATOR)
    life.coordinates.add(person.pk)


OF_MEETINGS: tuple[Happening, ...] = (
    meet, meet, correct_log, ask, answer, write_letter, write_letter, regret, wonder, take_turn,
    take_turn, coordinate,
)  # fmt: skip
