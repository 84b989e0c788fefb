"""Words that are typed into a form and not sent, in the lives of records. The plain reading is
short: they are their author's, on the page of that form, and nobody else's anywhere, ever."""

from __future__ import annotations

from dataclasses import dataclass

import time_machine

from banyan.people import jobs
from banyan.people.models import TypedForm
from banyan.practice.models import Reading
from tests.mentoring.confiding import Happening, Life
from tests.mentoring.confiding_browser import Browser


@dataclass(frozen=True)
class Blank:
    """A form, and who may be about to send it; whoever else comes along keeps nothing in it."""

    address: str
    field: str
    people: frozenset[int]


def blanks(life: Life) -> list[Blank]:
    """The forms that there are, as the life is now."""
    teaching, coordinating = frozenset(life.teaches), frozenset(life.coordinates)
    found = [
        Blank("/observations/visit/", "title", teaching),
        Blank("/observations/ask/", "title", teaching),
        Blank("/emergencies/new/", "reason", frozenset({life.hema.pk})),
    ]
    for pk in sorted(life.running):
        two = frozenset(life.pairs[pk])
        found.append(Blank(f"/mentorships/{pk}/end/", "words", two | coordinating))
        found.append(Blank(f"/mentorships/{pk}/give-notice/", "words", two | coordinating))
    for pk, said in life.asked.items():
        if len(said.tokens) == 1:  # not answered
            found.append(Blank(f"/requests/{pk}/decline/", "answer", frozenset({said.mentor})))
    for pk, work in life.works.items():
        if work.settled and work.dispute is None:
            url = f"/submissions/{pk}/dispute/"
            found.append(Blank(url, "words", frozenset({work.author})))
    for reading in Reading.objects.filter(status="assigned").order_by("pk"):
        field = "comment-impact_on_students"
        found.append(Blank(f"/readings/{reading.pk}/", field, frozenset({reading.reader_id})))
    return found


def type_words(life: Life, who: int, what: int, how: int) -> None:
    """Somebody types into a form that is hers to send, or that is not. Newer things come first:
    what the life has come to."""
    there = blanks(life)
    blank = there[-1 - what % len(there)]
    people = sorted(blank.people)
    person = life.everybody[who % len(life.everybody)]
    if how % 4:
        (person,) = [one for one in life.everybody if one.pk == people[who % len(people)]]
    before = life.typed.pop((person.pk, blank.address), None)
    life.gone += [before] if before else []
    token = life.token()
    browser = life.browsers.setdefault(person.pk, Browser(life, person))
    with time_machine.travel(life.now, tick=False):
        kept = browser.type_into(blank.address, **{blank.field: token})
    assert not kept or person.pk in blank.people, (person.name, blank.address)
    if kept:
        life.typed[person.pk, blank.address] = token


def look_at_typed(life: Life, who: int, what: int, how: int) -> None:
    """What can be sent no more is forgotten: the rest is of those who may be about to send it."""
    with time_machine.travel(life.now, tick=False):
        jobs.forget_typed()
    left = set(TypedForm.objects.values_list("person_id", "address"))
    assert left <= set(life.typed)
    there = {blank.address: blank.people for blank in blanks(life)}
    for person, address in list(life.typed):
        if (person, address) not in left:
            life.gone.append(life.typed.pop((person, address)))
    lately = TypedForm.objects.exclude(looked_at=life.now).values_list("person_id", "address")
    for person, address in left - set(lately):
        assert person in there[address], address


OF_TYPING: tuple[Happening, ...] = (type_words, type_words, look_at_typed)
