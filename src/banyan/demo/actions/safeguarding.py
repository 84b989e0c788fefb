"""Hema, who answers for safeguarding, asks that words be opened: of a pair it was done and told, of
another it waits for somebody else to decide; and a question was opened that its mentor had shown."""

from __future__ import annotations

from datetime import timedelta

from banyan.demo import words
from banyan.demo.actions.world import World
from banyan.mentoring.actions import emergencies as actions
from banyan.mentoring.models import Mentorship, Question
from banyan.mentoring.states import MentorshipStatus


def safeguard(world: World) -> None:
    """Of Rina's first pair, opened by Asha, read and closed; of another pair, asked for today; of
    the question that Meera has shown, opened by Asha yesterday, read and closed."""
    hema = world.cast["hema"]
    rows = Mentorship.objects.select_related("mentor", "mentee", "school").order_by("pk")
    first = rows.get(mentee=world.cast["rina"], status=MentorshipStatus.ENDED)
    _open(world, first, words.OPENED_BECAUSE, days_ago=9)
    others = rows.filter(mentor=first.mentor, status=MentorshipStatus.ACTIVE)
    other = others.exclude(mentee=world.cast["arun"])[0]
    asked = world.seen(hema, world.now - timedelta(hours=2))
    actions.ask_for_emergency_access(other, words.TO_OPEN_BECAUSE, 6, by=asked)
    shown = Question.objects.select_related("school").get(text=words.HEAVY_QUESTION)
    _open(world, shown, words.OPENED_QUESTION_BECAUSE, days_ago=1)


def _open(world: World, of: Mentorship | Question, because: str, *, days_ago: int) -> None:
    hema, asha = world.cast["hema"], world.cast["asha"]
    asked = world.seen(hema, world.at(days_ago, 10))
    found = actions.ask_for_emergency_access(of, because, 4, by=asked)
    opened = asked.now + timedelta(minutes=50)
    found = actions.open_emergency(found, by=world.seen(asha, opened))
    actions.read_in_emergency(found, by=world.seen(hema, opened + timedelta(minutes=10)))
    actions.close_emergency(found, by=world.seen(hema, opened + timedelta(minutes=40)))
