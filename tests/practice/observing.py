"""One observation that goes on as far as a test wants it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries import records
from banyan.mentoring.queries.records import digest
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.practice.actions import observations as actions
from banyan.practice.models import Observation
from banyan.practice.queries import observations as queries
from banyan.practice.queries.evidence import Line
from banyan.practice.queries.observations import Cycle
from tests.conftest import NOW, Cast

STEP = "module_2/observation"
LINES = (
    Line("a.1", 0, "talk", "teacher"),
    Line("a.2", 60, "talk", "pupils"),
    Line("a.3", 90, "teacher_does", text="Walks to the window."),
    Line("a.4", 100, "question", "open"),
    Line("a.5", 120, "spoke", "2-3"),
)
FEEDBACK = {
    "strength_1": "You waited, and Row 2 answered.",
    "step_1": "Ask the back row first.",
    "practice_1": "Tomorrow in 7B; we rehearse it on Monday.",
}


@dataclass
class Lesson:
    """One observation, and how its people see it."""

    cast: Cast
    pair: Mentorship
    record: Record

    def seen(self, person: Person, minutes: int = 0) -> tuple[Cycle, Viewer]:
        by = viewer_for(person, now=NOW + timedelta(minutes=minutes))
        reading = records.known(by, records.record(by, self.record.pk))
        return queries.cycle(by, reading), by

    def do(
        self, person: Person, act: Callable[..., object], *given: object, **more: object
    ) -> None:
        found, by = self.seen(person)
        act(found, *given, by=by, **more)

    def write(self, person: Person, **words: str) -> None:
        found, by = self.seen(person)
        there = found.words
        actions.write(found, words, {c: digest(t) for c, t in there.items()}, by=by)

    def status(self) -> str:
        return Observation.objects.get(record=self.record).status

    def to(self, status: str) -> Lesson:
        """Go on until it stands so."""
        arun = self.cast.arun
        ways: list[tuple[str, Callable[[], None]]] = [
            ("planned", lambda: None),
            ("agreed", lambda: self.do(arun, actions.agree)),
            ("observed", self._observe),
            ("analysed", self._analyse),
            ("feedback", self._give),
            ("answered", self._answer),
            ("closed", lambda: self.do(arun, actions.close)),
        ]
        for name, way in ways:
            way()
            if name == status:
                break
        assert self.status() == status
        return self

    def _observe(self) -> None:
        self.do(self.cast.meera, actions.collect, LINES)
        self.do(self.cast.meera, actions.finish)

    def _analyse(self) -> None:
        self.write(self.cast.meera, shows_observer="One open question.")
        self.write(self.cast.arun, shows_observed="I talked for a minute.")
        self.do(self.cast.arun, actions.analyse)

    def _give(self) -> None:
        self.write(self.cast.meera, **FEEDBACK)
        self.do(self.cast.meera, actions.give)

    def _answer(self) -> None:
        self.write(self.cast.arun, answer_1="will_try")
        self.do(self.cast.arun, actions.answer)
