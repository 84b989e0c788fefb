"""What must be so on a day, as tables say it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from html import unescape

import time_machine
from django.test import Client
from django.urls import reverse

from banyan.matching import actions as matching
from banyan.matching.queries import rounds
from banyan.mentoring.jobs import (
    ask_after_trials,
    call_back_from_pauses,
    end_announced,
    expire_requests,
    remind_of_steps,
    warn_of_requests,
)
from banyan.mentoring.jobs.steps import LATE
from banyan.mentoring.queries import registers
from banyan.mentoring.snapshot import journey_of
from banyan.notifications.models import Notice
from banyan.practice.jobs import remind_of_disputes, remind_readers
from banyan.practice.queries import submissions
from banyan.programmes.jobs import remind_of_trainings
from banyan.trail import actions as trail
from blueprint import DoseState, Journey, ModuleState, Status, StepState
from tests.years.telling import Line, Story


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


class Seen(Story):
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
        page = rounds.proposals_in(round_, "unmatched")
        row = next(one for one in page if one.teacher_id == self.people[line.does].pk)
        said = rounds.rows_of(round_, [row])[0].lines
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
            ask_after_trials()
            trail.deliver_open(now=evening, limit=5000)
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
