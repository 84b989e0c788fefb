"""Who is told of what. Each module registers its kinds and followers when imported."""

from banyan.mentoring.notices import (
    answers,
    emergencies,
    goals,
    marks,
    mentorships,
    messages,
    nudges,
    questions,
    records,
    registers,
    rematches,
    reports,
    requests,
    sessions,
    steps,
    trials,
)

__all__ = [
    "answers",
    "emergencies",
    "goals",
    "marks",
    "mentorships",
    "messages",
    "nudges",
    "questions",
    "records",
    "registers",
    "rematches",
    "reports",
    "requests",
    "sessions",
    "steps",
    "trials",
]
