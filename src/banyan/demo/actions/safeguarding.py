"""Hema, who answers for safeguarding, asks that words be opened: once it was done and told, once
it waits for somebody else to decide."""

from __future__ import annotations

from datetime import timedelta

from banyan.demo import words
from banyan.demo.actions.world import World
from banyan.mentoring.actions import emergencies as actions
from banyan.mentoring.models import Mentorship
from banyan.mentoring.states import MentorshipStatus


def safeguard(world: World) -> None:
    """Of Rina's first pair, opened by Asha, read and closed; of another pair, asked for today."""
    hema, asha = world.cast["hema"], world.cast["asha"]
    rows = Mentorship.objects.select_related("mentor", "mentee", "school").order_by("pk")
    first = rows.get(mentee=world.cast["rina"], status=MentorshipStatus.ENDED)
    asked = world.seen(hema, world.at(9, 10))
    found = actions.ask_for_emergency_access(first, words.OPENED_BECAUSE, 4, by=asked)
    opened = asked.now + timedelta(minutes=50)
    found = actions.open_emergency(found, by=world.seen(asha, opened))
    actions.read_in_emergency(found, by=world.seen(hema, opened + timedelta(minutes=10)))
    actions.close_emergency(found, by=world.seen(hema, opened + timedelta(minutes=40)))
    others = rows.filter(mentor=first.mentor, status=MentorshipStatus.ACTIVE)
    other = others.exclude(mentee=world.cast["arun"])[0]
    asked = world.seen(hema, world.now - timedelta(hours=2))
    actions.ask_for_emergency_access(other, words.TO_OPEN_BECAUSE, 6, by=asked)
