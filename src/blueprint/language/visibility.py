"""Who may see what."""

from typing import Annotated, Literal

from pydantic import Field

from blueprint.language.base import Number, Section
from blueprint.text import Text

Level = Literal["none", "aggregate", "status", "own", "text"]
"""From nothing to everything: `aggregate` is counts and means over enough people, `status` is that
it was done, when and for how long, `own` is what the reader wrote herself, `text` is every word."""

Audience = Literal[
    "teacher", "mentor", "coordinator", "principal", "nodal_officer", "administrator"
]
Record = Literal[
    "application",
    "needs",
    "request",
    "session",
    "session_log",
    "feedback_of_teacher",
    "feedback_of_mentor",
    "confidential_words",
    "plan",
    "practice",
    "journey",
    "review",
    "survey_answers",
    "hours",
]
"""Kinds of record. `plan` is goals and the signed plan, `practice` what is written in the other
steps, `journey` which steps are done, `review` what readers of handed-in work say, `survey_answers`
the answers to questionnaires, `hours` minutes, attendance and pay. A file may leave these six out:
then the line of the house holds."""


class Exposure(Section):
    """What each audience may see of one kind of record."""

    record: Record
    """The kind of record."""
    title: Text
    """What people call it."""
    teacher: Level
    """What the teacher sees."""
    mentor: Level
    """What her mentor sees."""
    coordinator: Level
    """What the coordinator of the programme sees."""
    principal: Level
    """What the head of the teacher's school, and anybody who appraises her, sees."""
    nodal_officer: Level
    """What the nodal officer sees."""
    administrator: Level
    """What the administrator of the platform sees."""

    def to(self, audience: Audience) -> Level:
        """What one audience may see."""
        levels: dict[Audience, Level] = {
            "teacher": self.teacher,
            "mentor": self.mentor,
            "coordinator": self.coordinator,
            "principal": self.principal,
            "nodal_officer": self.nodal_officer,
            "administrator": self.administrator,
        }
        return levels[audience]


class Visibility(Section):
    """Who may see what. A file may be stricter than the house, never weaker."""

    statement: Text
    """The promise to everybody who takes part, in words."""
    aggregate_needs: Annotated[Number, Field(ge=3, le=1000)]
    """The fewest people over whom a count or mean of private things may be shown."""
    records: tuple[Exposure, ...]
    """One line for each kind of record."""
    video_days: Annotated[Number, Field(ge=1, le=90)] = 90
    """The most days for which a video of a lesson is kept."""
    counts_gender: bool = False
    """Whether teachers are asked, in confidence, to be counted as women or men when a round is
    published. Whoever does not answer is counted as such, and no pair is made by it."""

    def of(self, record: Record) -> Exposure:
        """The line for one kind of record; a checked blueprint has one for each."""
        return next(line for line in self.records if line.record == record)
