"""Questions and messages in the story of the walk."""

from __future__ import annotations

from io import BytesIO

from banyan.mentoring.actions import messages as letters
from banyan.mentoring.actions import questions as in_writing
from banyan.mentoring.actions import reports
from banyan.mentoring.models import (
    Mentorship,
    Message,
    Question,
    Report,
)
from banyan.mentoring.queries import questions as queries_in_writing
from tests.conftest import Cast
from tests.walk.moments import at
from tests.walk.secrets import SECRETS


def ask_in_writing(cast: Cast) -> tuple[Question, Question, Question]:
    """Meera has answered one, aloud; another waits for whoever can help; a third is closed and
    shared with others."""
    arun, meera = at(cast.arun, 2), at(cast.meera, 2)
    asked = in_writing.ask_mentors(
        "digital_education", "en", SECRETS["asked_all"], False, by=arun, form="one"
    )
    in_writing.take(queries_in_writing.question(meera, asked.pk), by=meera)
    spoken = BytesIO(b"ID3" + SECRETS["turn"].encode())
    found = queries_in_writing.question(meera, asked.pk)
    in_writing.answer(found, SECRETS["turn"], by=meera, form="one", file=spoken)
    waits = in_writing.ask_mentors(
        "digital_education", "en", SECRETS["waits"], False, by=arun, form="two"
    )
    shared = in_writing.ask_mentors(
        "digital_education", "en", SECRETS["asked_all"], True, by=arun, form="three"
    )
    in_writing.take(queries_in_writing.question(meera, shared.pk), by=meera)
    found = queries_in_writing.question(meera, shared.pk)
    in_writing.answer(found, SECRETS["turn_shown"], by=meera, form="two")
    in_writing.close(queries_in_writing.question(arun, shared.pk), None, by=arun)
    for version, by in enumerate((arun, meera)):
        found = queries_in_writing.question(by, shared.pk)
        in_writing.agree(found, "How does one begin?", "With paper.", version, by=by)
    return asked, waits, shared


def show_an_answer(shared: Question) -> Report:
    """Of the question that he asked without his name, Arun shows the coordinators an answer."""
    turn = queries_in_writing.turn(at(shared.teacher, 2), shared.turns.get().pk)
    return reports.show_turn(turn, SECRETS["shown"], by=at(shared.teacher, 2))


def write_to_each_other(pair: Mentorship) -> tuple[Message, Report]:
    """Meera writes twice, once with a picture; Arun shows the other one to the coordinators."""
    meera, arun = at(pair.mentor, 2), at(pair.mentee, 2)
    drawn = BytesIO(b"\x89PNG\r\n\x1a\n" + SECRETS["message"].encode())
    letter = letters.send(
        pair, SECRETS["message"], by=meera, form="one", file=drawn, called=SECRETS["message"]
    )
    other = letters.send(pair, SECRETS["quote"], by=meera, form="two")
    return letter, reports.show(other, SECRETS["shown"], by=arun)
