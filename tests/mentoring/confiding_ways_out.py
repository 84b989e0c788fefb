"""The ways by which words could leave: pages, lists, search, exports, calendar files, notices,
mails and the trail. Each is gone through as somebody, beside what she may read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from django.core import mail
from django.urls import reverse

from banyan.mentoring.models import Mentorship
from banyan.mentoring.snapshot import spelled
from banyan.notifications.actions import mail_digests, mail_due
from banyan.notifications.models import Notice
from banyan.portal.queries.readings import READINGS
from banyan.practice.models import Reading
from banyan.trail import actions as trail
from banyan.trail.models import Event
from tests.mentoring.confiding import Life, allowed, heads_owner
from tests.mentoring.confiding_browser import Browser
from tests.mentoring.confiding_checks import all_words, words_of
from tests.mentoring.confiding_files import files_of
from tests.mentoring.confiding_practice import SUBMISSION
from tests.mentoring.confiding_showing import nameless_of, openings, question_of

PLACES = (
    "/", "/practice/", "/portfolio/print/", "/goals/", "/needs/", "/observations/", "/journal/",
    "/lesson-plans/", "/lesson-plans/published/", "/experiments/", "/student-work/", "/videos/",
    "/well-being/", "/me/who-sees-what/", "/me/who-sees-what/lesson_plan/",
    "/me/who-sees-what/log/", "/mentorships/", "/sessions/", "/requests/", "/questions/",
    "/questions/open/", "/answers/", "/submissions/",
    "/readings/", "/notices/", "/emergencies/", "/numbers/", "/insights/schools/",
    "/insights/trouble/", "/me/calendar/",
)  # fmt: skip
OF_RECORD = ("record", "record_readers", "record_history", "record_link")
OF_SESSION = ("", "log/")
PAPER = f"steps/{spelled(SUBMISSION)}/"
OF_PAIR = ("", "plan/", "messages/", "messages/news/?state=x", PAPER)
OF_LESSON = ("", "evidence/", "tools/")
SEARCHES = (
    "/lesson-plans/published/?words={}", "/mentors/?words={}", "/organisations/?q={}",
    "/mentorships/?school={}", "/emergencies/new/?words={}",
)  # fmt: skip
NOWHERE = "tok0tok"  # a word that nobody has written


def addresses(life: Life, turn: int) -> list[str]:
    """Where words of this life could come out, to whoever may read them or not: the page of each
    thing that was written, and of the lists, which are many, every third."""
    pairs_of = [f"/mentorships/{pk}/{part}" for pk in life.pairs for part in OF_PAIR]
    records = [reverse(f"mentoring:{name}", args=[pk]) for pk in life.records for name in OF_RECORD]
    return [
        *PLACES[turn % 3 :: 3],
        *pairs_of,
        *records,
        reverse("insights:place", args=[life.cast.school.pk]),
        *(f"/sessions/{pk}/{part}" for pk in life.meetings for part in OF_SESSION),
        *(f"/requests/{pk}/" for pk in life.asked),
        *(f"/questions/{pk}/" for pk in life.inquiries),
        *(f"/videos/{one.video}/" for one in life.films.values()),
        *(f"/observations/{pk}/{part}" for pk in life.lines for part in OF_LESSON),
        *(f"/submissions/{pk}/" for pk in life.works),
        *(f"/disputes/{one.dispute}/" for one in life.works.values() if one.dispute),
        *(f"/readings/{row.pk}/" for row in Reading.objects.all()),
        *(f"/questions/{pk}/show/" for pk in life.inquiries),
        *(f"/questions/turns/{pk}/show/" for pk in life.spoken),
        *(f"/messages/{pk}/show/" for pk in life.letters),
        *(f"/reports/{pk}/" for pk in life.shown),
        *(f"/emergencies/{pk}/" for pk in life.opened_inquiries),
        *(f"/emergencies/{pk}/words/" for pk in openings(life)),
        *{address for _author, address in life.typed},
    ]


@dataclass
class Looker(Browser):
    """Somebody who looks everywhere, beside what she may read."""

    def secret(self) -> set[str]:
        return (all_words(self.life) | {*self.life.gone}) - words_of(self.life, self.person.pk)

    def look(self, urls: list[str]) -> None:
        """No page shows a word that she may not read, nor whom it must not name; whatever she
        reads is on the trail, and only that."""
        before = _last_event()
        secret = self.secret()
        for url in urls:
            status, body = self.get(url)
            assert status in (200, 403, 404), url
            closed = secret - self.opened(url)
            assert [token for token in closed if token in body] == [], (str(self.person), url)
            unnamed = self.unnamed(url)
            assert [name for name in unnamed if name in body] == [], (str(self.person), url)
        self.read_rightly(before)

    def take_away(self, turn: int) -> None:
        """No file holds a word that she may not read; of a calendar, which other programs copy, no
        word at all."""
        before = _last_event()
        secret = self.secret()
        for _name, url, body in files_of(self, turn):
            closed = all_words(self.life) if url.endswith(".ics") else secret
            assert [token for token in closed if token in body] == [], (str(self.person), url)
        self.read_rightly(before)

    def opened(self, url: str) -> set[str]:
        """What she reads on that page alone: what she has typed there, and what an emergency opens
        to the officer who asked."""
        typed = self.life.typed.get((self.person.pk, url))
        if typed is not None:
            return {typed}
        place, _slash, rest = url.strip("/").partition("/")
        if place != "emergencies" or not rest.endswith("words"):
            return set()
        opening = openings(self.life)[int(rest.split("/")[0])]
        hema = self.person == self.life.hema and self.life.now < opening.until
        if not hema or heads_owner(self.life, self.person.pk, opening.teacher):
            return set()
        return opening.tokens

    def unnamed(self, url: str) -> list[str]:
        """Whom a page of work must not name: to a reader neither of the two, to the two no
        reader. Whom a page of a question without a name must not."""
        place, _slash, rest = url.strip("/").partition("/")
        if place == "questions" and (number := rest.partition("/")[0]).isdecimal():
            return nameless_of(self.life, self.person.pk, int(number))
        if place == "reports" and (of := question_of(self.life, int(rest))) is not None:
            return nameless_of(self.life, self.person.pk, of, int(rest))
        if place == "readings" and rest:
            pair = Mentorship.objects.get(submissions__readings=int(rest))
            return [pair.mentee.name, pair.mentor.name]
        if place == "submissions" and rest:
            work = self.life.works[int(rest)]
            if self.person.pk in self.life.pairs[work.pair]:
                return [one.name for one in self.life.everybody if one.pk in work.found]
        return []

    def search(self, turn: int) -> None:
        """What she may not read is found by no search: the answer is that for a word that nobody
        has written. Two of the five at a time."""
        for token in sorted(self.secret())[-1:]:
            for search in (SEARCHES * 2)[turn % 5 :][:2]:
                found, nothing = (self.get(search.format(word)) for word in (token, NOWHERE))
                assert found[0] == nothing[0]
                said = [masked(body).replace(token, NOWHERE) for _status, body in (found, nothing)]
                assert said[0] == said[1], search

    def read_rightly(self, since: int) -> None:
        """Her readings that came onto the trail are of what she may read something of."""
        events = Event.objects.filter(pk__gt=since, verb__in=READINGS, actor=self.person.pk)
        for kind, pk in (one.split(":") for one in events.values_list("subject", flat=True)):
            if kind == "record":
                kept = self.life.records[int(pk)]
                assert allowed(self.life, self.person.pk, kept) or self.person.pk in kept.parts


def _last_event() -> int:
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def masked(body: str) -> str:
    """Without the token of a form, which is another one each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)


def told(life: Life) -> list[str]:
    """Everything that was told to people without their asking, and what the trail keeps."""
    trail.deliver_open(now=life.now)
    mail_due(now=life.now)
    mail_digests(now=life.now)
    said = [json.dumps(row) for row in Notice.objects.values_list("data", flat=True)]
    said += [json.dumps(row) for row in Event.objects.values_list("data", flat=True)]
    said += [one.subject + str(one.body) for one in mail.outbox]
    return said
