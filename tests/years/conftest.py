"""Lives a programme through the product's actions, on a fast clock, as a table tells it.

A story is a table of four columns, one line for each thing that happens or that must be so:

    2025-07-02 | Arun    | finishes   | goal
    2025-08-02 | journey | agreement  | overdue, due 2025-08-01
    2025-08-15 | told    | agreement  | overdue: Devi, Latha
    2025-08-15 | board   | Arun       | The whole time · Agreement · 1 Aug 2025 · 1

The first column is a day, or a rhythm: `2025-07-16 every 14 days to 2025-09-10`. Lines are lived in
the order of their days, and within a day in the order of the table. Lines that begin with `#` say
why. People are the cast of all tests, with Manu, Latha and
Tara beside them; Ravi, Sara and Tom read what is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from banyan.credentials import actions as credentials
from banyan.credentials.models import Certificate
from banyan.credentials.queries import papers
from banyan.credentials.queries.certificates import shown
from banyan.credentials.states import Signer
from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer, system
from banyan.matching import actions as matching
from banyan.matching.queries import rounds
from banyan.mentoring import actions as mentoring
from banyan.mentoring.jobs import (
    call_back_from_pauses,
    end_announced,
    expire_requests,
    remind_of_steps,
    warn_of_requests,
)
from banyan.mentoring.jobs.steps import LATE
from banyan.mentoring.models import Mentorship, Request, Session
from banyan.mentoring.queries import registers
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.steps import on_record
from banyan.mentoring.snapshot import doing, facts_of, journey_of
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.practice import actions as practice
from banyan.practice.jobs import remind_of_disputes, remind_readers
from banyan.practice.models import Dispute
from banyan.practice.queries import disputes, submissions
from banyan.programmes import actions as programmes
from banyan.programmes.jobs import remind_of_trainings
from banyan.programmes.models import Application, Cohort, Programme
from banyan.programmes.queries import consents
from banyan.programmes.queries.stages import keys_of, records_of, stages_of
from banyan.programmes.states import Advice
from banyan.surveys import actions as surveys
from banyan.trail import actions as trail
from blueprint import (
    Blueprint,
    DoseState,
    Journey,
    ModuleState,
    StageState,
    Status,
    StepState,
    tranches,
)
from tests.conftest import LONG_AGO, Cast, make_cast
from tests.kept import Kept
from tests.opening import open_up, train

RHYTHM = re.compile(r"(\S+) every (\d+) (day|month)s? to (\S+)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table."""

    day: date
    who: str
    does: str
    what: str

    def __str__(self) -> str:
        return f"{self.day} | {self.who} | {self.does} | {self.what}"


def lines(table: str) -> list[Line]:
    """The lines of a table, rhythms written out, in the order in which they happen."""
    found: list[Line] = []
    for text in table.strip().splitlines():
        if text.strip() and not text.strip().startswith("#"):
            when, who, does, what = (part.strip() for part in text.split("|"))
            found += [Line(day, who, does, what) for day in days(when)]
    return sorted(found, key=lambda line: line.day)


def days(when: str) -> Iterator[date]:
    rhythm = RHYTHM.fullmatch(when)
    if rhythm is None:
        yield date.fromisoformat(when)
        return
    day, last = date.fromisoformat(rhythm[1]), date.fromisoformat(rhythm[4])
    while day <= last:
        yield day
        if rhythm[3] == "month":
            day = day.replace(month=day.month % 12 + 1, year=day.year + day.month // 12)
        else:
            day += timedelta(days=int(rhythm[2]))


def kept(line: Line, found: str) -> bool:
    """Whether it is as the table says. Of a step it may say the status alone; … stands for the
    beginning."""
    if line.who == "journey" and line.what == found.split(", ")[0]:
        return True
    if line.what.startswith("…"):
        return found.endswith(line.what.removeprefix("…"))
    return line.what == found


def said(state: StepState | ModuleState) -> str:
    """How a step or a module stands, as tables say it."""
    on = state.done_on if isinstance(state, StepState) else state.completed_on
    opens = state.opens_on if isinstance(state, StepState) else state.starts_on
    words = state.status.value.replace("_", " ")
    if state.status in (Status.DONE, Status.WAIVED):
        return f"{words} on {on}"
    if state.status == Status.NOT_YET and opens:
        return f"{words}, opens {opens}"
    return f"{words}, due {state.due_on}" if state.due_on else words


def dose_said(state: DoseState) -> str:
    return f"{state.status.value.replace('_', ' ')}, {state.held} of {state.wanted}"


@dataclass
class Year:
    """A programme while its story is told: who takes part, and the pair that it is about."""

    cast: Cast
    people: dict[str, Person]
    programme: Programme
    cohort: Cohort
    pair: Mentorship | None = None
    request: Request | None = None
    group: Session | None = None
    domains: list[str] = field(default_factory=list)
    viewers: dict[str, Viewer] = field(default_factory=dict)

    # -- the clock

    def at(self, who: str, day: date, hour: int = 6, minute: int = 0) -> Viewer:
        moment = datetime.combine(day, time(hour, minute), UTC)
        if who not in self.viewers:
            self.viewers[who] = viewer_for(self.people[who], now=moment)
        return replace(self.viewers[who], now=moment)

    def tell(self, table: str) -> Year:
        """Live every line; an AssertionError names the first that the product does not keep."""
        for line in lines(table):
            check = getattr(self, f"see_{line.who}", None)
            if check is not None:
                found = check(line)
                assert kept(line, found), f"{line}\n      but: {found}"
            elif line.does.startswith("may not "):
                argument, _, sentence = line.what.partition(": ")
                with pytest.raises(Refused, match=sentence):
                    self.act(line, line.does.removeprefix("may not "), argument)
            else:
                self.act(line, line.does, line.what)
        return self

    def act(self, line: Line, does: str, what: str) -> None:
        first, *rest = does.split()
        names = ["_".join([name, *rest]) for name in (first, first[:-1], first[:-2])]
        verb: Callable[[Line, str], None] = next(
            getattr(self, f"do_{name}") for name in names if hasattr(self, f"do_{name}")
        )
        verb(line, what)

    @property
    def two(self) -> Mentorship:
        assert self.pair is not None
        return self.pair

    def follow(self, pair: Mentorship) -> None:
        """From now on the story is about these two."""
        self.pair = Mentorship.objects.select_related(
            "mentor", "mentee", "school", "cohort__programme"
        ).get(pk=pair.pk)

    def name_of(self, person: Person) -> str:
        return next(name for name, one in self.people.items() if one.pk == person.pk)

    # -- what people do

    def do_enrol(self, line: Line, what: str) -> None:
        who, _, traits = what.partition(": ")
        self.viewers.pop(who, None)  # she becomes a teacher of the school
        programmes.enrol(
            self.cohort,
            self.people[who],
            self.cast.school,
            by=self.at(line.who, line.day),
            needs=self.domains[:1],
            languages=["en"],
            traits=traits.split(", ") if traits else (),
            years=1,
            confirmed=True,
        )

    def do_consent(self, line: Line, what: str) -> None:
        """She has read what is kept of her as a teacher, or as a mentor, and says yes."""
        by = self.at(line.who, line.day)
        asked = consents.own_consenting(by, self.cohort.pk, what)
        programmes.give_consent(asked, by=by, language="en")

    def do_record_consent(self, line: Line, what: str) -> None:
        """A coordinator has it on paper: "Arun as teacher"."""
        name, side = what.split(" as ")
        asked = consents.others_consenting(self.cohort, side, self.people[name].pk)
        by = self.at(line.who, line.day)
        programmes.record_consent(asked, line.day, "Folder 12.", by=by, language="en")

    def do_withdraw_consent(self, line: Line, what: str) -> None:
        by = self.at(line.who, line.day)
        held = consents.own_consenting(by, self.cohort.pk, what).holds
        assert held is not None
        programmes.withdraw_consent(consents.consent(by, held.pk), by=by)

    def do_withdraw_proposal(self, line: Line, what: str) -> None:
        mentoring.withdraw_proposal(self.two, by=self.at(line.who, line.day))

    def do_propose(self, line: Line, what: str) -> None:
        mentor, teacher = what.split(" to ")
        self.follow(
            mentoring.propose(
                self.people[mentor],
                self.people[teacher],
                self.cohort,
                self.cast.school,
                self.domains[:1],
                by=self.at(line.who, line.day),
            )
        )

    def do_match(self, line: Line, what: str) -> None:
        """Find the best pairs of all who wait, and publish them. `what` is the one that comes."""
        mentor, teacher = what.split(" with ")
        by = self.at(line.who, line.day)
        round_ = matching.open_round(self.cohort, by=by)
        matching.publish(matching.compute(round_, by=by), by=by)
        both = {"mentor": self.people[mentor], "mentee": self.people[teacher]}
        self.follow(Mentorship.objects.get(cohort=self.cohort, **both))

    def do_accept(self, line: Line, what: str) -> None:
        for name in self.names(line.who):
            mentoring.accept(self.two, by=self.at(name, line.day))

    def do_decline(self, line: Line, what: str) -> None:
        mentoring.decline(self.two, by=self.at(line.who, line.day))

    def do_rest(self, line: Line, what: str) -> None:
        """This mentor takes no new teachers."""
        place = Application.objects.select_related("programme__organisation").get(
            programme=self.programme, person=self.people[what]
        )
        programmes.rest(place, by=self.at(line.who, line.day))

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

    def do_train(self, line: Line, what: str) -> None:
        """Puts on record that somebody was trained today: "Tom for reading"."""
        name, code = what.split(" for ")
        by = self.at(line.who, line.day)
        programmes.record_training(self.programme, self.people[name], code, line.day, by=by)

    def do_draft(self, line: Line, what: str) -> None:
        for key in what.split(", "):
            by = self.at(line.who, line.day, 9)
            step = doing(by, self.two, key)
            mentoring.draft_step(step, {"notes": "So far."}, step.record.version, by=by)

    def do_finish(self, line: Line, what: str) -> None:
        for key in what.split(", "):
            by = self.at(line.who, line.day, 9)
            step = doing(by, self.two, key)
            mentoring.finish_step(step, {"notes": "Done."}, step.record.version, by=by)

    def do_reopen(self, line: Line, what: str) -> None:
        by = self.at(line.who, line.day, 9)
        step = doing(by, self.two, what)
        mentoring.reopen_step(step, step.record.version, by=by)

    def do_waive(self, line: Line, what: str) -> None:
        for key in what.split(", "):
            by = self.at(line.who, line.day, 9)
            step = doing(by, self.two, key)
            mentoring.waive_step(step, "It does not fit.", step.record.version, by=by)

    def do_pause(self, line: Line, what: str) -> None:
        until = date.fromisoformat(what.removeprefix("until "))
        mentoring.pause(self.two, until, by=self.at(line.who, line.day))

    def do_resume(self, line: Line, what: str) -> None:
        mentoring.resume(self.two, by=self.at(line.who, line.day))

    def do_end(self, line: Line, what: str) -> None:
        reason, _, wish = what.partition(", ")
        words, another = "We are too alike.", wish == "wants another"
        mentoring.end(self.two, reason, words, another, by=self.at(line.who, line.day))

    def do_extend(self, line: Line, what: str) -> None:
        until = date.fromisoformat(what.removeprefix("until "))
        mentoring.extend(self.two, until, "A long illness.", by=self.at(line.who, line.day))

    def do_give_notice(self, line: Line, what: str) -> None:
        """The end is announced for the first day that the blueprint allows."""
        reason, _, wish = what.partition(", ")
        another = wish == "wants another"
        by = self.at(line.who, line.day)
        mentoring.give_notice(self.two, reason, "In writing.", another, by=by)

    def do_take_notice_back(self, line: Line, what: str) -> None:
        mentoring.take_notice_back(self.two, by=self.at(line.who, line.day))

    def do_complete(self, line: Line, what: str) -> None:
        mentoring.complete(self.two, by=self.at(line.who, line.day, 16))

    def do_give(self, line: Line, what: str) -> None:
        """Work that was handed in, to one reader or several: "module_1/submission to Ravi"."""
        key, readers = what.split(" to ")
        by = self.at(line.who, line.day, 10)
        trail.deliver_open(now=by.now, limit=5000)
        for name in readers.split(", "):
            work = submissions.latest(by, self.two, key)
            assert work is not None, f"{line}: nothing was handed in"
            handed = submissions.submission(by, work.pk)
            practice.assign_reader(handed, self.people[name], by=by)

    def do_find(self, line: Line, what: str) -> None:
        """Reads what was given to her: all criteria are met, or one is not."""
        by = self.at(line.who, line.day, 11)
        reading = submissions.reading(by, submissions.readings(by).get(done_at=None).pk)
        criteria = [one.code for one in reading.handed.review.criteria]
        missing = what.removeprefix("no ") if what != "all is met" else ""
        assert not missing or missing in criteria
        practice.finish_reading(
            reading,
            {code: code != missing for code in criteria},
            {missing: "Show what your pupils did then."} if missing else {},
            by=by,
        )

    def do_dispute(self, line: Line, what: str) -> None:
        """She disagrees with the outcome of what she handed in last at this step."""
        by = self.at(line.who, line.day, 12)
        work = submissions.latest(by, self.two, what)
        assert work is not None, f"{line}: nothing was handed in"
        one = submissions.submission(by, work.pk)
        words = "The second page says what changed for the pupils."
        practice.raise_dispute(disputes.disputable(by, one), words, by=by)

    def do_decide_dispute(self, line: Line, what: str) -> None:
        """In writing: "module_1/submission stands", or "… is changed"."""
        key, _, decision = what.partition(" ")
        by = self.at(line.who, line.day, 13)
        found = disputes.dispute(by, self.disputed(by, key).pk)
        practice.decide_dispute(found, decision == "is changed", "I have read it again.", by=by)

    def do_withdraw_dispute(self, line: Line, what: str) -> None:
        by = self.at(line.who, line.day, 13)
        found = disputes.dispute(by, self.disputed(by, what).pk)
        practice.withdraw_dispute(found, by=by)

    def disputed(self, by: Viewer, key: str) -> Dispute:
        work = submissions.latest(by, self.two, key)
        assert work is not None
        found = disputes.disputable(by, submissions.submission(by, work.pk)).dispute
        assert found is not None
        return found

    def see_dispute(self, line: Line) -> str:
        found = self.disputed(self.at("Devi", line.day, 20), line.does)
        return f"{found.status}, by {found.decide_by}"

    def do_bring_about(self, line: Line, what: str) -> None:
        """Everything that stages of the programme should leave exists now, and is on record."""
        by = self.at(line.who, line.day)
        stages = {one.stage.code: one.stage for one in self.stages(line.day)}
        for code in what.split(", "):
            for key in keys_of(stages[code]):
                programmes.record_artefact(self.programme, key, line.day, by=by)

    def do_record(self, line: Line, what: str) -> None:
        """One thing of a stage: "stage/artefact"."""
        programmes.record_artefact(self.programme, what, line.day, by=self.at(line.who, line.day))

    def stages(self, day: date) -> tuple[StageState, ...]:
        return stages_of(self.programme, records_of(self.programme).values(), day)

    def see_stage(self, line: Line) -> str:
        """How a stage of the programme stands, what it lacks, and by when."""
        if line.does == "all":
            left = [one.stage.code for one in self.stages(line.day) if one.status != Status.DONE]
            return " ".join(left) or "done"
        (state,) = (one for one in self.stages(line.day) if one.stage.code == line.does)
        words = state.status.value.replace("_", " ")
        if state.status == Status.DONE:
            return f"{words} on {state.done_on}"
        lacks = ", ".join(artefact.code for artefact in state.missing)
        return f"{words}, due {state.due_on}" + (f", lacks {lacks}" if lacks else "")

    def see_pay(self, line: Line) -> str:
        """A part of the mentor's pay: when it is decided, and whether it is earned."""
        facts = facts_of(self.two, on_record([self.two])[self.two.pk])
        found = tranches(blueprint_of(self.cohort), facts, line.day)
        (state,) = (one for one in found if one.tranche.code == line.does)
        decided = {None: "open", True: "earned", False: "not earned"}[state.earned]
        return f"{state.tranche.percent} per cent, {decided}, due {state.due_on}"

    def do_sign(self, line: Line, what: str) -> None:
        """A document of the pair, in the part that this person has in it."""
        by = self.at(line.who, line.day, 10)
        parts = {self.two.mentee_id: Signer.TEACHER, self.two.mentor_id: Signer.MENTOR}
        paper = papers.paper(self.two, what, by)
        part = parts.get(by.person_id, Signer.COORDINATOR)
        credentials.sign(paper, part, paper.edition, by=by)

    def do_award(self, line: Line, what: str) -> None:
        """The certificate of the programme, to those of the two who are named."""
        by = self.at(line.who, line.day, 17)
        given_to = {self.name_of(one.holder): one for one in papers.awards(self.two)}
        for name in what.split(", "):
            credentials.award(given_to[name], by=by)

    def see_certificate(self, line: Line) -> str:
        """What everybody with its code is told of the certificate of this person."""
        code = Certificate.objects.get(mentorship=self.two, holder=self.people[line.does]).code
        with time_machine.travel(datetime.combine(line.day, time(18), UTC), tick=False):
            page = Client().get(reverse("credentials:certificate", args=[code]))
        assert page.status_code == 200
        return str(shown(code).get_status_display()).lower()

    def names(self, who: str) -> list[str]:
        if who != "both":
            return [who]
        return [self.name_of(self.two.mentor), self.name_of(self.two.mentee)]

    # -- what must be so

    def see_register(self, line: Line) -> str:
        """The last entry of this person: side, number, how it stands."""
        by = self.at("Devi", line.day, 20)
        person = self.people[line.does]
        for side in ("teacher", "mentor"):
            rows = registers.consents_in(by, self.cohort, side).filter(person=person)
            for entry in registers.entries_of(self.cohort, side, rows)[-1:]:
                state = str(entry.state.label).lower()
                return f"{side} {entry.consent.number}, {state}"
        return "nobody"

    def see_unmatched(self, line: Line) -> str:
        """What a round that is sought today says of why this teacher has no mentor."""
        by = self.at("Devi", line.day, 20)
        round_ = matching.compute(matching.open_round(self.cohort, by=by), by=by)
        rows = rounds.proposals_in(round_, "unmatched").filter(teacher=self.people[line.does])
        said = rounds.rows_of(round_, rows)[0].lines
        matching.discard(round_, by=by)
        return " ".join(one.text for one in said)

    def see_request(self, line: Line) -> str:
        assert self.request is not None
        self.request.refresh_from_db()
        return f"{self.request.status}"

    def see_work(self, line: Line) -> str:
        """How the work stands that was handed in last, and the which time it is."""
        work = submissions.latest(self.at("Devi", line.day, 20), self.two, line.does)
        return f"{work.status.replace('_', ' ')}, {work.attempt}" if work else "nothing"

    def see_pair(self, line: Line) -> str:
        self.two.refresh_from_db()
        if line.does == "last day":
            return str(self.two.ends_on or self.two.ends_early_on or "unknown")
        if line.does == "first day":
            return str(self.two.starts_on)
        return f"{self.two.status}"

    def see_journey(self, line: Line) -> str:
        found = journey_of(self.two, line.day)
        assert found is not None, f"{line}: there is no journey"
        special = getattr(self, f"journey_{line.does}", None)
        if special is not None:
            return str(special(found))
        states: dict[str, StepState | ModuleState] = {state.key: state for state in found.steps}
        states |= {state.module.code: state for state in found.modules}
        assert line.does in states, f"{line}: there is no such step"
        return said(states[line.does])

    @staticmethod
    def journey_complete(found: Journey) -> str:
        return f"on {found.completed_on}" if found.complete else "no"

    @staticmethod
    def journey_ready(found: Journey) -> str:
        return "yes" if found.ready else "no"

    @staticmethod
    def journey_next(found: Journey) -> str:
        return found.next.key if found.next else "nothing"

    @staticmethod
    def journey_percent(found: Journey) -> str:
        return "none due" if found.expectations_percent is None else f"{found.expectations_percent}"

    @staticmethod
    def journey_overdue(found: Journey) -> str:
        late = [state.key for state in found.steps if state.status == Status.OVERDUE]
        return " ".join(late) or "nothing"

    def see_dose(self, line: Line) -> str:
        """The dose of this code whose time includes the day behind "of"; else the last one."""
        code, _, of = line.does.partition(" of ")
        found = journey_of(self.two, line.day)
        assert found is not None
        on = date.fromisoformat(f"{of}-28" if of.count("-") == 1 else of) if of else line.day
        (state,) = (
            one
            for one in found.doses
            if one.dose.code == code and one.period[0] <= on < one.period[1]
        )
        return dose_said(state)

    def see_told(self, line: Line) -> str:
        """What the day's jobs tell of one step, or of the kind of notice that is named."""
        evening = datetime.combine(line.day, time(15), UTC)
        for before in range(LATE, 0, -1):  # the worker looks every day, not on those told of only
            with time_machine.travel(evening - timedelta(days=before), tick=False):
                remind_of_steps()
        with time_machine.travel(evening, tick=False):
            trail.deliver_open(now=evening, limit=5000)
            remind_of_steps()
            call_back_from_pauses()
            end_announced()
            warn_of_requests()
            expire_requests()
            remind_readers()
            remind_of_trainings()
            remind_of_disputes()
            trail.deliver_open(now=evening, limit=5000)
        midnight = datetime.combine(line.day, time(0), UTC)
        rows = Notice.objects.filter(created_at__gte=midnight).select_related("person")
        told: dict[str, set[str]] = {}
        for notice in rows:
            if line.does in (notice.kind, notice.data.get("step", "")):
                what = notice.kind.partition(".")[2]
                told.setdefault(what, set()).add(self.name_of(notice.person))
        return "; ".join(f"{what}: {', '.join(sorted(told[what]))}" for what in sorted(told)) or (
            "nobody"
        )

    def see_board(self, line: Line) -> str:
        """The row of this teacher on the board that Devi looks at: stage, next, due, overdue."""
        with time_machine.travel(datetime.combine(line.day, time(18), UTC), tick=False):
            browser = Client()
            browser.force_login(self.people["Devi"])
            page = browser.get(reverse("mentoring:board", args=[self.cohort.pk]))
        assert page.status_code == 200
        rows = re.findall(r"<tr\b.*?</tr>", page.content.decode(), re.S)
        cells = [
            [unescape(" ".join(re.sub(r"<[^>]+>", " ", cell).split())) for cell in found]
            for row in rows
            if (found := re.findall(r"<td\b.*?</td>|<th\b.*?</th>", row, re.S))
        ]
        two = f"{self.people[line.does].name} with {self.two.mentor.name}"
        shown = [row[1:] for row in cells if row[0] == two]
        return " · ".join(part or "–" for part in shown[0]) if shown else "nobody"


def start(cast: Cast, blueprint: str, starts_on: date, ends_on: date) -> Year:
    """A programme from its blueprint, open, with one cohort and two mentors in the pool."""
    by = system(datetime.combine(LONG_AGO, time(6), UTC))
    who = {name.title(): person for name, person in cast.everybody().items()}
    for name, place, role in (
        ("Latha", cast.nation, Role.COORDINATOR),
        ("Manu", cast.other_school, Role.TEACHER),
        ("Tara", cast.school, Role.TEACHER),
        ("Ravi", cast.other_district, Role.REVIEWER),
        ("Sara", cast.other_district, Role.REVIEWER),
        ("Tom", cast.other_district, Role.REVIEWER),
    ):
        who[name] = people.add_person(name, email=f"{name.lower()}@example.org", by=by)
        organisations.give_role(who[name], place, role, by=by, starts_on=LONG_AGO)
    before = datetime.combine(starts_on - timedelta(days=30), time(6), UTC)
    devi = viewer_for(who["Devi"], now=before)
    programme = programmes.start_programme(
        blueprint.replace("_", "-"), "A year", cast.nation, blueprint, starts_on, ends_on, by=devi
    )
    cohort = programmes.add_cohort(programme, "First", starts_on, ends_on, by=devi)
    open_up(programme, by=devi)
    design = blueprint_of(cohort)
    if any(review.training_valid_months for review in design.reviews):
        train(programme, who["Ravi"], who["Sara"], on=devi.today)
    year = Year(cast, who, programme, cohort, domains=[one.code for one in design.domains])
    for name in ("Meera", "Manu"):
        take_in(year, name, design, before)
    return year


def take_in(year: Year, name: str, design: Blueprint, now: datetime) -> None:
    """An application, read by as many as the blueprint asks for, accepted, oriented, in the pool.
    The first mentor fits best: she offers more of the domains."""
    by, devi = viewer_for(year.people[name], now=now), viewer_for(year.people["Devi"], now=now)
    application = programmes.start_application(
        year.programme,
        by=by,
        domains=year.domains[: 3 if name == "Meera" else 1],
        languages=["en"],
        organisation=year.cast.other_school,
        years=12,
        capacity=2,
        hours_a_month=design.mentor.hours_a_month.default,
        motivation="Somebody once did this for me.",
    )
    programmes.add_evidence(application, "Service record", "Twelve years.", "", by=by)
    programmes.submit(application, by=by)
    programmes.screen(application, by=devi)
    for reader in ("Devi", "Latha"):
        viewer = viewer_for(year.people[reader], now=now)
        programmes.review(application, Advice.ACCEPT, "Listens well.", by=viewer)
    programmes.accept(application, by=devi)
    programmes.orient(application, devi.today, by=devi)
    programmes.activate(application, by=devi)


Begin = Callable[[str, str, str], Year]
KEPT: dict[tuple[str, str, str], Kept[Year]] = {}


@pytest.fixture
def begin(db: None) -> Begin:
    """`begin("peer", "2025-07-01", "2026-01-01")`: the first day, and the day after the last."""

    def run(blueprint: str, starts: str, ends: str) -> Year:
        days = date.fromisoformat(starts), date.fromisoformat(ends)
        kept = Kept(lambda: start(make_cast(), blueprint, *days))
        return KEPT.setdefault((blueprint, starts, ends), kept)()

    return run
