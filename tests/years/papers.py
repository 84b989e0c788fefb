"""What readers, coordinators and papers add to a programme, and how that stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import time_machine
from django.test import Client
from django.urls import reverse

from banyan.credentials import actions as credentials
from banyan.credentials.models import Certificate
from banyan.credentials.queries import papers
from banyan.credentials.queries.certificates import shown
from banyan.credentials.states import Signer
from banyan.kernel.viewer import Viewer
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.steps import on_record
from banyan.mentoring.snapshot import facts_of
from banyan.practice import actions as practice
from banyan.practice.models import Dispute
from banyan.practice.queries import disputes, submissions
from banyan.programmes import actions as programmes
from banyan.programmes.queries.stages import keys_of, records_of, stages_of
from banyan.trail import actions as trail
from blueprint import StageState, Status, tranches
from tests.years.telling import Line, Story


class OfPapers(Story):
    def do_train(self, line: Line, what: str) -> None:
        """Puts on record that somebody was trained today: "Tom for reading"."""
        name, code = what.split(" for ")
        by = self.at(line.who, line.day)
        programmes.record_training(self.programme, self.people[name], code, line.day, by=by)

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
