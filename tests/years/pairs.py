"""What people do to come together and to part, and for the steps of their journey."""

from __future__ import annotations

from datetime import date

from banyan.matching import actions as matching
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.trials import trying
from banyan.mentoring.snapshot import doing
from banyan.programmes import actions as programmes
from banyan.programmes.models import Application
from banyan.programmes.queries import consents
from tests.years.telling import Line, Story


class OfPairs(Story):
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

    def do_wish(self, line: Line, what: str) -> None:
        """What she says at the end of the trial: to go on, "yes" or "no"."""
        by = self.at(line.who, line.day, 10)
        found = trying(by, self.two)
        assert found is not None, f"{line}: no trial is over"
        mentoring.answer_trial(found, what == "yes", by=by)

    def do_let_go_on(self, line: Line, what: str) -> None:
        by = self.at(line.who, line.day, 11)
        found = trying(by, self.two)
        assert found is not None, f"{line}: no trial is over"
        mentoring.go_on(found, by=by)

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
