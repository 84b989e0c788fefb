"""Questions in writing, one in each state: waiting, taken, answered, followed up, closed and shared;
and one without a name that its mentor has shown to the coordinators."""

from __future__ import annotations

from itertools import islice

from banyan.demo import words
from banyan.demo.actions.world import World
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import questions as actions
from banyan.mentoring.actions import reports
from banyan.mentoring.models import Question
from banyan.mentoring.queries import questions as queries
from banyan.mentoring.states import Helped
from banyan.people.models import Person
from banyan.programmes.models import Enrolment
from banyan.programmes.states import EnrolmentStatus


def ask_in_writing(world: World) -> None:
    """Arun asks twice, four others who are enrolled once each; Meera answers."""
    arun, meera = world.cast["arun"], world.cast["meera"]
    enrolled = set(
        Enrolment.objects.filter(status=EnrolmentStatus.ENROLLED).values_list(
            "person_id", flat=True
        )
    )
    teachers = (person for person, _place, _school in world.teachers[6:])
    others = list(islice((one for one in teachers if one.pk in enrolled and one != arun), 4))
    people = (arun, *others[:3], arun)
    for number, (person, (domain, text, nameless)) in enumerate(
        zip(people, words.QUESTIONS, strict=True)
    ):
        asked = actions.ask_mentors(
            domain, "en", text, nameless, by=world.seen(person, world.at(6 - number)),
            form=str(number),
        )  # fmt: skip
        if number:
            _come_so_far(world, asked, number, meera=world.seen(meera, world.at(2)))
    _worry(world, others[3])


def _come_so_far(world: World, asked: Question, number: int, *, meera: Viewer) -> None:
    """1: taken; 2: answered; 3: asked once more; 4: closed, and shared with others."""
    teacher = world.seen(asked.teacher, world.at(1))
    actions.take(queries.question(meera, asked.pk), by=meera)
    if number > 1:
        found = queries.question(meera, asked.pk)
        actions.answer(found, words.ANSWERS[number - 2], by=meera, form="", link=words.LINK)
    if number == 3:
        found = queries.question(teacher, asked.pk)
        actions.follow_up(found, words.FOLLOWED_UP, by=teacher, form="")
    if number == 4:
        actions.close(queries.question(teacher, asked.pk), Helped.YES, by=teacher)
        said = (words.SHARED_QUESTION, words.SHARED_ANSWER)
        actions.agree(queries.question(teacher, asked.pk), *said, 0, by=teacher)
        later = world.seen(world.cast["meera"], world.at(0.5))
        actions.agree(queries.question(later, asked.pk), *said, 1, by=later)


def _worry(world: World, teacher: Person) -> None:
    """Asked without a name; Meera answers at once, and shows it to the coordinators."""
    asked = actions.ask_mentors(
        "classroom_management", "en", words.HEAVY_QUESTION, True,
        by=world.seen(teacher, world.at(3, 21)), form="heavy",
    )  # fmt: skip
    meera = world.seen(world.cast["meera"], world.at(2, 8))
    actions.take(queries.question(meera, asked.pk), by=meera)
    actions.answer(queries.question(meera, asked.pk), words.HEAVY_ANSWER, by=meera, form="")
    reports.show_question(queries.question(meera, asked.pk), words.SHOWN_BECAUSE, by=meera)
