"""Every verb of questions in writing and of messages, sent from two tabs of one browser: it is done
once, and the second tab is told so or thanked again, never shown a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from banyan.mentoring.actions import questions as actions
from banyan.mentoring.actions import reports
from banyan.mentoring.models import AnsweredQuestion, Mentorship, Question, Report
from banyan.mentoring.queries import messages as threads
from banyan.mentoring.states import Helped
from banyan.people.models import Person
from tests.conftest import NOW, Cast
from tests.mentoring.asking import WORDS, ask, at, manu, seen
from tests.mentoring.conftest import World
from tests.mentoring.writing import send
from tests.tabs import GONE, THANKED, TOLD, Form, Sent, done_once

__all__ = ["manu"]  # a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manu")]
SignIn = Callable[[Person], Client]


def _of(who: str, found: Question, verb: str = "", own: bool = False, **said: str) -> Form:
    address = f"/questions/{found.pk}/" + (f"{verb}/" if verb else "")
    return Form(who, address, dict(said), "" if own else f"/questions/{found.pk}/")


def _taken(cast: Cast) -> Question:
    found = ask(cast.arun)
    actions.take(seen(cast.meera, found), by=at(cast.meera))
    return found


def _answered(cast: Cast) -> Question:
    found = _taken(cast)
    actions.answer(seen(cast.meera, found), "Fold paper.", by=at(cast.meera), form="a")
    return found


def _closed(cast: Cast) -> Question:
    found = _answered(cast)
    actions.close(seen(cast.arun, found), Helped.YES, by=at(cast.arun))
    return found


def _agreed(cast: Cast, *sides: Person) -> Question:
    found = _closed(cast)
    for number, person in enumerate(sides):
        words = ("How to begin?", "Fold paper.")
        actions.agree(seen(person, found), *words, number, by=at(person))
    return found


def ask_mentors(cast: Cast, pair: Mentorship) -> Form:
    said = {"domain": "digital_education", "language": "en", "text": WORDS}
    return Form("arun", "/questions/new/", said)


def most(cast: Cast, pair: Mentorship) -> Form:
    return Form("meera", "/questions/open/most/", {"most": "7"}, "/questions/open/")


def take(cast: Cast, pair: Mentorship) -> Form:
    return _of("meera", ask(cast.arun), "take")


def withdraw(cast: Cast, pair: Mentorship) -> Form:
    return _of("arun", ask(cast.arun), "withdraw")


def give_back(cast: Cast, pair: Mentorship) -> Form:
    return _of("meera", _taken(cast), "give-back")


def answer(cast: Cast, pair: Mentorship) -> Form:
    return _of("meera", _taken(cast), text="Fold paper.")


def follow_up(cast: Cast, pair: Mentorship) -> Form:
    return _of("arun", _answered(cast), text="And then?")


def close(cast: Cast, pair: Mentorship) -> Form:
    return _of("arun", _answered(cast), "close", helped="yes")


def agree(cast: Cast, pair: Mentorship) -> Form:
    said = {"asked": "How to begin?", "answer": "Fold paper."}
    return _of("meera", _closed(cast), "publish", True, **said)


def take_down(cast: Cast, pair: Mentorship) -> Form:
    found = _agreed(cast, cast.meera, cast.arun)
    page = f"/questions/{found.pk}/publish/"
    return Form("meera", f"/questions/{found.pk}/take-down/", page=page)


def take_out(cast: Cast, pair: Mentorship) -> Form:
    _agreed(cast, cast.meera, cast.arun)
    row = AnsweredQuestion.objects.get()
    return Form("devi", f"/answers/{row.pk}/take-out/")


def write(cast: Cast, pair: Mentorship) -> Form:
    return Form("arun", f"/mentorships/{pair.pk}/messages/", {"text": "Shall we?"})


def take_back(cast: Cast, pair: Mentorship) -> Form:
    made = send(pair, cast.arun)
    return Form("arun", f"/messages/{made.pk}/take-back/", page=f"/mentorships/{pair.pk}/messages/")


def show(cast: Cast, pair: Mentorship) -> Form:
    made = send(pair, cast.meera, "Hard words")
    return Form("arun", f"/messages/{made.pk}/show/", {"words": "It hurts."})


def show_question(cast: Cast, pair: Mentorship) -> Form:
    return Form("meera", f"/questions/{_taken(cast).pk}/show/", {"words": "It hurts."})


def show_turn(cast: Cast, pair: Mentorship) -> Form:
    turn = _answered(cast).turns.get()
    return Form("arun", f"/questions/turns/{turn.pk}/show/", {"words": "It hurts."})


def _shown(cast: Cast, pair: Mentorship) -> Report:
    made = send(pair, cast.meera, "Hard words")
    return reports.show(threads.message(at(cast.arun), made.pk), "It hurts.", by=at(cast.arun))


def withdraw_report(cast: Cast, pair: Mentorship) -> Form:
    pk = _shown(cast, pair).pk
    return Form("arun", f"/reports/{pk}/withdraw/", page=f"/reports/{pk}/")


def settle_report(cast: Cast, pair: Mentorship) -> Form:
    pk = _shown(cast, pair).pk
    return Form("devi", f"/reports/{pk}/settle/", page=f"/reports/{pk}/")


CASES: dict[Callable[[Cast, Mentorship], Form], Sent] = {
    ask_mentors: Sent("mentoring:question_new", THANKED),
    most: Sent("mentoring:questions_most", THANKED),
    take: Sent("mentoring:question_take", TOLD),
    withdraw: Sent("mentoring:question_withdraw", TOLD),
    give_back: Sent("mentoring:question_give_back", TOLD),
    answer: Sent("mentoring:question", THANKED),
    follow_up: Sent("mentoring:question", THANKED),
    close: Sent("mentoring:question_close", TOLD),
    agree: Sent("mentoring:question_publish", THANKED),
    take_down: Sent("mentoring:question_take_down", TOLD),
    take_out: Sent("mentoring:answer_take_out", GONE),
    write: Sent("mentoring:messages", THANKED),
    take_back: Sent("mentoring:message_take_back", TOLD),
    show: Sent("mentoring:report_new", TOLD),
    show_question: Sent("mentoring:report_question", TOLD),
    show_turn: Sent("mentoring:report_turn", TOLD),
    withdraw_report: Sent("mentoring:report_withdraw", TOLD),
    settle_report: Sent("mentoring:report_settle", TOLD),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_is_sent_from_two_tabs_is_done_once(
    world: World,
    cast: Cast,
    pair: Mentorship,
    signed_in: SignIn,
    case: Callable[[Cast, Mentorship], Form],
) -> None:
    form = case(cast, pair)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        done_once(signed_in(getattr(cast, form.who)), form, CASES[case])
