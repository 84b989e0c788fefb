"""What runs by itself, and when. Each module registers its jobs when imported."""

from banyan.mentoring.jobs.emergencies import tell_of_emergencies
from banyan.mentoring.jobs.goals import remind_of_goals
from banyan.mentoring.jobs.mentorships import (
    call_back_from_pauses,
    chase_answers,
    end_announced,
    warn_of_conflicts,
)
from banyan.mentoring.jobs.messages import clear_attachments
from banyan.mentoring.jobs.questions import end_turns, remind_of_questions
from banyan.mentoring.jobs.rematches import carry_chosen
from banyan.mentoring.jobs.requests import expire_requests, warn_of_requests
from banyan.mentoring.jobs.sessions import ask_attendance, nudge_quiet, nudge_quiet_at, remind
from banyan.mentoring.jobs.steps import remind_of_steps
from banyan.mentoring.jobs.trials import ask_after_trials

__all__ = [
    "ask_after_trials",
    "ask_attendance",
    "call_back_from_pauses",
    "carry_chosen",
    "chase_answers",
    "clear_attachments",
    "end_announced",
    "end_turns",
    "expire_requests",
    "nudge_quiet",
    "nudge_quiet_at",
    "remind",
    "remind_of_goals",
    "remind_of_questions",
    "remind_of_steps",
    "tell_of_emergencies",
    "warn_of_conflicts",
    "warn_of_requests",
]
