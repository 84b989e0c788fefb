"""What is shown to the coordinators in confidence, and what an emergency opens, in the lives of
records: messages of a pair and questions in writing. What follows is a plain reading of who reads
what was shown, what was said of it, and what was opened."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ObjectDoesNotExist

from banyan.mentoring.actions import emergencies, reports
from banyan.mentoring.models import EmergencyAccess, Question, Report
from banyan.mentoring.queries import messages as letters
from banyan.mentoring.queries import questions as inquiries
from banyan.mentoring.queries import reports as queries
from banyan.mentoring.states import EmergencyStatus
from banyan.people.models import Person
from tests.mentoring.confiding import Happening, Life, Opening, between, heads_owner
from tests.mentoring.confiding_meetings import hears


@dataclass
class Shown:
    """What one of two has shown: whose it is, the very words, and what she said of them."""

    reporter: int
    teacher: int
    mentor: int
    quote: set[str]
    words: str
    sealed: bool = False  # its author had taken it back by then
    question: int | None = None
    is_open: bool = True


def is_shown_to(life: Life, person: int, one: Shown) -> bool:
    """The plain reading: a coordinator of the school who is neither of the two, and has power over
    neither the teacher nor whoever showed it."""
    return (
        person in life.coordinates
        and person not in (one.reporter, one.teacher, one.mentor)
        and not heads_owner(life, person, one.teacher)
        and not heads_owner(life, person, one.reporter)
    )


def told_by(life: Life, person: int, one: Shown) -> set[str]:
    """What this person reads of it. Whoever showed it reads on what she said herself; the words she
    showed, unless they were sealed by then or she has come to power over the teacher."""
    if is_shown_to(life, person, one):
        return {*one.quote, one.words}
    if person != one.reporter:
        return set()
    closed = one.sealed or heads_owner(life, person, one.teacher)
    return {one.words} | (set() if closed else one.quote)


def openings(life: Life) -> dict[int, Opening]:
    """By access: whose words it opens, which, and until when."""
    found = {
        pk: Opening(life.pairs[pair][1], between(life, pair), until)
        for pk, (pair, until) in life.opened.items()
    }
    for pk, (question, until) in life.opened_inquiries.items():
        said = life.inquiries[question]
        found[pk] = Opening(said.teacher, set(said.tokens), until)
    return found


def show_letter(life: Life, who: int, what: int, how: int) -> None:
    """Anybody tries to show the coordinators a message, also one that its author took back."""
    every = {**life.letters, **life.sealed}
    if not every:
        return
    pk = sorted(every)[what % len(every)]
    said = every[pk]
    two = (said.mentor, said.teacher)
    person = Person.objects.get(pk=two[who % 2]) if how % 4 else life.everybody[who % 10]
    by, token = life.by(person), life.token()
    with suppress(ObjectDoesNotExist):
        found = letters.message(by, pk)
        made = reports.show(found, token, by=by)
        assert hears(life, person.pk, said) and person.pk in two
        assert person.pk != found.author_id
        life.shown[made.pk] = Shown(
            person.pk, said.teacher, said.mentor, set(said.tokens), token, pk in life.sealed
        )


def show_inquiry(life: Life, who: int, what: int, how: int) -> None:
    """Anybody tries to show them a question in writing, or a turn of it."""
    if not life.inquiries:
        return
    pk = sorted(life.inquiries)[what % len(life.inquiries)]
    person = (life.cast.meera, life.cast.arun)[who % 2] if how % 4 else life.everybody[who % 10]
    by, token, said = life.by(person), life.token(), life.inquiries[pk]
    with suppress(ObjectDoesNotExist):
        found = inquiries.question(by, pk)
        turns = inquiries.turns(by, found)
        if how % 2 and turns:
            turn = inquiries.turn(by, turns[how // 2 % len(turns)].pk)
            quote, author = turn.text, turn.author_id
            made = reports.show_turn(turn, token, by=by)
        else:
            quote, author = found.text, said.teacher
            made = reports.show_question(found, token, by=by)
        assert hears(life, person.pk, said)
        assert person.pk in (said.mentor, said.teacher) and person.pk != author
        life.shown[made.pk] = Shown(
            person.pk, said.teacher, said.mentor, {quote}, token, question=pk
        )


def settle_shown(life: Life, who: int, what: int, how: int) -> None:
    """Anybody tries to say that it is looked into, or to take it back. It is read on after it."""
    if not life.shown:
        return
    pk = sorted(life.shown)[what % len(life.shown)]
    one, person = life.shown[pk], life.everybody[who % 10]
    by = life.by(person if how % 3 else Person.objects.get(pk=one.reporter))
    with suppress(ObjectDoesNotExist):
        found = queries.report(by, pk)
        if how % 2:
            reports.settle_report(found, by=by)
            assert is_shown_to(life, by.person_id, one)
        else:
            reports.withdraw_report(found, by=by)
            assert by.person_id == one.reporter
        one.is_open = False


def break_glass_of_question(life: Life, who: int, what: int, how: int) -> None:
    """An officer asks to read a question, whoever has taken it, and another one opens it."""
    if not life.inquiries:
        return
    pk = sorted(life.inquiries)[what % len(life.inquiries)]
    question = Question.objects.select_related("school").get(pk=pk)
    asked = emergencies.ask_for_emergency_access(question, "Danger", 30, by=life.by(life.hema))
    assert not heads_owner(life, life.hema.pk, question.teacher_id)
    person = life.everybody[who % 10]
    emergencies.open_emergency(asked, by=life.by(person))
    assert person == life.cast.asha
    life.opened_inquiries[asked.pk] = (pk, life.now + timedelta(hours=30))


def close_glass_of_question(life: Life, who: int, what: int, how: int) -> None:
    if life.opened_inquiries:
        pk = sorted(life.opened_inquiries)[what % len(life.opened_inquiries)]
        found = EmergencyAccess.objects.select_related("question__school").get(pk=pk)
        if found.status == EmergencyStatus.OPEN:
            emergencies.close_emergency(found, by=life.by(life.cast.asha))
            life.opened_inquiries[pk] = (life.opened_inquiries[pk][0], life.now)


def nameless_of(life: Life, person: int, question: int, report: int | None = None) -> list[str]:
    """Whom a page of a question, or of what was shown of it, must not name to this person: whoever
    asked without her name, but to herself and to the coordinators to whom part of it was shown."""
    asked = Question.objects.select_related("teacher").get(pk=question)
    if not asked.is_nameless or person == asked.teacher_id:
        return []
    if report is not None and is_shown_to(life, person, life.shown[report]):
        return []
    return [asked.teacher.name]


def question_of(life: Life, report: int) -> int | None:
    return Report.objects.values_list("question", flat=True).get(pk=report)


OF_SHOWING: tuple[Happening, ...] = (
    show_letter, show_letter, show_inquiry, show_inquiry, settle_shown, break_glass_of_question,
    close_glass_of_question,
)  # fmt: skip
