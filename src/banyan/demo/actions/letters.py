"""What pairs of the pilot write to each other between sessions: Arun and Meera, with a file and one
message that Arun has not read; and another teacher, whom Meera has not read yet."""

from __future__ import annotations

from io import BytesIO
from itertools import chain

from banyan.demo import words
from banyan.demo.actions.world import World
from banyan.mentoring.actions import messages, nudges
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.sessions import quiet_pairs
from banyan.mentoring.states import LIVE, Nudge

SHEET = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)  # an empty sheet


def write_letters(world: World) -> None:
    meera, arun = world.cast["meera"], world.cast["arun"]
    rows = Mentorship.objects.filter(mentor=meera, status__in=LIVE, starts_on__isnull=False)
    pairs = rows.select_related("mentor", "mentee", "school", "cohort__programme").order_by("pk")
    ours = pairs.filter(mentee=arun).get()
    last = 0
    for number, (days_ago, hour, is_meera, text, called) in enumerate(words.LETTERS):
        by = world.seen(meera if is_meera else arun, world.at(days_ago, hour))
        file = BytesIO(SHEET) if called else None
        made = messages.send(ours, text, by=by, form=str(number), file=file, called=called)
        if number < len(words.LETTERS) - 1:
            last = made.pk
    messages.look(ours, last, by=world.seen(arun, world.at(1, 20)))
    messages.look(ours, made.pk, by=world.seen(meera, world.at(0.5)))
    for other in pairs.exclude(pk=ours.pk).exclude(mentee=meera)[:1]:
        by = world.seen(other.mentee, world.at(1, 19))
        messages.send(other, words.OTHER_LETTER, by=by, form="")


def say_not_now(world: World) -> None:
    """Of the pairs that have been silent for long, one mentor said that now is not the time."""
    for quiet in chain.from_iterable(quiet_pairs(world.now)):
        if quiet.days >= 21 and quiet.mentorship.mentor != world.cast["meera"]:
            by = world.seen(quiet.mentorship.mentor, world.at(3, 18))
            nudges.say_not_now(quiet.mentorship, Nudge.QUIET, "exams", 4, words.NOT_NOW, by=by)
            return
