"""What people do to meet: as a pair, with a question, in a group."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Session
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.programmes import actions as programmes
from banyan.programmes.models import Application
from banyan.surveys import actions as surveys
from tests.years.telling import Line, Story


class OfMeetings(Story):
    def do_meet(self, line: Line, what: str) -> None:
        """Proposed by the mentor, confirmed by the teacher, held; both say the same minutes."""
        pair, minutes = self.two, int(what.split()[0])
        mentor, teacher = self.name_of(pair.mentor), self.name_of(pair.mentee)
        starts = datetime.combine(line.day, time(6, 30), UTC)
        session = mentoring.propose_session(
            pair, starts, minutes, by=self.at(mentor, line.day), mode="in_person", place="School"
        )
        mentoring.confirm_session(session, by=self.at(teacher, line.day, 6, 10))
        for name in (mentor, teacher):
            by = self.at(name, line.day, 12)
            mentoring.say_attendance(session, pair.mentee, minutes, by=by)
        if what.endswith("with the log"):
            mentoring.write_log(session, version=0, works="Much", by=self.at(teacher, line.day, 13))

    def do_miss(self, line: Line, what: str) -> None:
        """Planned by both; then both say that they did not meet."""
        pair, minutes = self.two, int(what.split()[0])
        starts = datetime.combine(line.day, time(6, 30), UTC)
        both = [self.name_of(pair.mentor), self.name_of(pair.mentee)]
        session = mentoring.propose_session(pair, starts, minutes, by=self.at(both[0], line.day))
        mentoring.confirm_session(session, by=self.at(both[1], line.day, 6, 10))
        for name in both:
            mentoring.say_attendance(session, pair.mentee, 0, by=self.at(name, line.day, 12))

    def do_answer(self, line: Line, what: str) -> None:
        """Says how the last session was: the middle of every scale, the first of every choice."""
        session = Session.objects.filter(mentorship=self.two).latest("starts_at")
        asked = blueprint_of(self.cohort).feedback
        by = self.at(line.who, line.day, 14)
        mine = asked.teacher if by.person_id == self.two.mentee_id else asked.mentor
        answers: dict[str, int | str] = {}
        for question in mine:
            if question.kind == "scale":
                answers[question.code] = 4
            elif question.kind == "choice":
                answers[question.code] = question.options[0].code
        surveys.give_feedback(session, by=by, answers=answers, themes=[], in_confidence="")

    def do_publish(self, line: Line, what: str) -> None:
        """This mentor stands in the public directory, and can be asked."""
        place = Application.objects.select_related("programme__organisation").get(
            programme=self.programme, person=self.people[line.who]
        )
        programmes.publish(place, True, [], by=self.at(line.who, line.day))

    def do_ask(self, line: Line, what: str) -> None:
        self.request = mentoring.ask(
            self.people[what],
            self.cohort,
            self.domains[0],
            "How do I begin a debate?",
            by=self.at(line.who, line.day),
        )

    def do_accept_request(self, line: Line, what: str) -> None:
        """Guidance on one question begins, and is what the story is about from now on."""
        assert self.request is not None
        accepted = mentoring.accept_request(self.request, by=self.at(line.who, line.day))
        assert accepted.mentorship is not None
        self.follow(accepted.mentorship)

    def do_decline_request(self, line: Line, what: str) -> None:
        assert self.request is not None
        mentoring.decline_request(self.request, what, by=self.at(line.who, line.day))

    def do_announce(self, line: Line, what: str) -> None:
        """A group session a week later, with so many seats."""
        starts = datetime.combine(line.day + timedelta(days=7), time(6, 30), UTC)
        self.group = mentoring.announce_group(
            self.cohort, "Debates", starts, 60, int(what.split()[0]), by=self.at(line.who, line.day)
        )

    def do_take_seat(self, line: Line, what: str) -> None:
        assert self.group is not None
        seat = mentoring.take_seat(self.group, by=self.at(line.who, line.day))
        assert seat.status == (what or "seated")

    def do_give_seat_back(self, line: Line, what: str) -> None:
        assert self.group is not None
        promoted = mentoring.give_seat_back(self.group, by=self.at(line.who, line.day))
        assert promoted is not None and self.name_of(promoted.person) == what

    def do_hold_group(self, line: Line, what: str) -> None:
        """The mentor says who was there; then each says it."""
        assert self.group is not None
        who, minutes = self.people[what], 60
        for name in (line.who, what):
            by = self.at(name, line.day, 12)
            mentoring.say_attendance(self.group, who, minutes, by=by)
        self.group.refresh_from_db()
        assert self.group.status == "held"
