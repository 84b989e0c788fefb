"""What the lines of an observation show when they are counted. Counts are facts, not marks.

Sources: the share of talk is that of Flanders, Analyzing Teaching Behavior (1970); waiting time
that of Rowe, Journal of Teacher Education 37 (1986), who found three seconds to matter; time on
task is momentary time sampling: heads counted in sweeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor
from statistics import median
from typing import NamedTuple

from banyan.practice.models import EvidenceLine
from banyan.practice.states import EvidenceKind, QuestionKind, Voice

SCRIPTED = (
    EvidenceKind.TEACHER_SAYS,
    EvidenceKind.PUPILS_SAY,
    EvidenceKind.TEACHER_DOES,
    EvidenceKind.PUPILS_DO,
)


class Line(NamedTuple):
    """One line as a phone keeps it and as a row does."""

    key: str
    at_seconds: int
    kind: str
    value: str = ""
    number: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything that can be counted; None where nothing of the sort was written down."""

    teacher_seconds: int = 0
    pupil_seconds: int = 0
    quiet_seconds: int = 0
    open_questions: int = 0
    closed_questions: int = 0
    places: int = 0  # in the room, as agreed
    places_heard: int = 0  # different ones that spoke
    places_asked: int = 0
    places_visited: int = 0  # at which the teacher stood
    waits: int = 0
    wait_seconds: float | None = None  # the median, to the tenth
    sweeps: int = 0
    on_task_percent: int | None = None  # all heads at their task ÷ all heads, over all sweeps
    scripted: int = 0

    @property
    def teacher_percent(self) -> int | None:
        """Teacher talk ÷ (teacher talk + pupil talk); silence counts for neither."""
        return _percent(self.teacher_seconds, self.teacher_seconds + self.pupil_seconds)

    @property
    def open_percent(self) -> int | None:
        """Open questions ÷ all questions."""
        return _percent(self.open_questions, self.open_questions + self.closed_questions)

    @property
    def heard_percent(self) -> int | None:
        """The spread of voices: different places that spoke ÷ places in the room."""
        return _percent(self.places_heard, self.places) if self.places_heard else None


def _percent(part: int, whole: int) -> int | None:
    """Whole per cent, halves upwards, as the page on the phone rounds."""
    return (200 * part + whole) // (2 * whole) if whole else None


def counted(lines: Iterable[Line], *, places: int, ends_at: int | None = None) -> Counts:
    """What these lines come to. `ends_at` is the second at which the lesson ended, up to which the
    last voice went on; without it, the second of the last line."""
    rows = sorted(lines, key=lambda line: (line.at_seconds, line.key))
    end = ends_at if ends_at is not None else max((row.at_seconds for row in rows), default=0)
    talk = _talk(rows, end)
    waits = [row.number for row in rows if row.kind == EvidenceKind.WAIT and row.number is not None]
    sweeps = [
        (row.number, int(row.value))
        for row in rows
        if row.kind == EvidenceKind.SWEEP and row.number is not None
    ]
    questions = [row.value for row in rows if row.kind == EvidenceKind.QUESTION]
    return Counts(
        teacher_seconds=talk[Voice.TEACHER],
        pupil_seconds=talk[Voice.PUPILS],
        quiet_seconds=talk[Voice.SILENCE],
        open_questions=questions.count(QuestionKind.OPEN),
        closed_questions=questions.count(QuestionKind.CLOSED),
        places=places,
        places_heard=_places(rows, EvidenceKind.SPOKE),
        places_asked=_places(rows, EvidenceKind.ASKED),
        places_visited=_places(rows, EvidenceKind.NEAR),
        waits=len(waits),
        wait_seconds=floor(median(waits) + 0.5) / 10 if waits else None,
        sweeps=len(sweeps),
        on_task_percent=_percent(sum(on for on, _of in sweeps), sum(of for _on, of in sweeps)),
        scripted=sum(row.kind in SCRIPTED for row in rows),
    )


def _talk(rows: Sequence[Line], end: int) -> dict[str, int]:
    """Seconds of each voice: each goes on until the next one begins."""
    found: dict[str, int] = dict.fromkeys(Voice.values, 0)
    turns = [row for row in rows if row.kind == EvidenceKind.TALK]
    ends = [row.at_seconds for row in turns[1:]] + [end]
    for turn, until in zip(turns, ends, strict=False):
        found[turn.value] += max(0, until - turn.at_seconds)
    return found


def _places(rows: Sequence[Line], kind: EvidenceKind) -> int:
    return len({row.value for row in rows if row.kind == kind})


def line_of(row: EvidenceLine) -> Line:
    return Line(row.key, row.at_seconds, row.kind, row.value, row.number, row.text)
