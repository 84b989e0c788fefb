"""Who may do what to mentorships, requests and sessions, and when. The whole answer."""

from banyan.mentoring.rules.coordinating import acts_as, coordinator, not_of_the_pair
from banyan.mentoring.rules.endings import ENDING_RIGHTS
from banyan.mentoring.rules.extending import EXTENDING_RIGHTS
from banyan.mentoring.rules.goals import GOAL, GOAL_RIGHTS
from banyan.mentoring.rules.hours import (
    BOOKING_RIGHTS,
    DAY_RIGHTS,
    HOURS_RIGHTS,
    LEAVE_RIGHTS,
    WEEKLY_RIGHTS,
)
from banyan.mentoring.rules.marks import MARK
from banyan.mentoring.rules.mentorships import (
    MENTORSHIP,
    MENTORSHIP_RIGHTS,
    PROPOSAL_RIGHTS,
    all_done,
    both_unbarred_by_now,
    later_day,
    no_power_by_now,
)
from banyan.mentoring.rules.messages import MESSAGE_RIGHTS, THREAD_RIGHTS
from banyan.mentoring.rules.nudges import NOT_NOW_RIGHTS, NOT_NOW_SAID_RIGHTS
from banyan.mentoring.rules.questions import PUBLIC_RIGHTS, QUESTION, QUESTION_RIGHTS
from banyan.mentoring.rules.rematches import CARRYING_RIGHTS, REMATCH, REMATCHING_RIGHTS
from banyan.mentoring.rules.reports import REPORT
from banyan.mentoring.rules.requests import ASKING_RIGHTS, REQUEST, REQUEST_RIGHTS
from banyan.mentoring.rules.sessions import GROUP_RIGHTS, SESSION, SESSION_RIGHTS
from banyan.mentoring.rules.steps import STEP
from banyan.mentoring.rules.trials import TRIAL

__all__ = [
    "ASKING_RIGHTS",
    "BOOKING_RIGHTS",
    "CARRYING_RIGHTS",
    "DAY_RIGHTS",
    "ENDING_RIGHTS",
    "EXTENDING_RIGHTS",
    "GOAL",
    "GOAL_RIGHTS",
    "GROUP_RIGHTS",
    "HOURS_RIGHTS",
    "LEAVE_RIGHTS",
    "MARK",
    "MENTORSHIP",
    "MENTORSHIP_RIGHTS",
    "MESSAGE_RIGHTS",
    "NOT_NOW_RIGHTS",
    "NOT_NOW_SAID_RIGHTS",
    "PROPOSAL_RIGHTS",
    "PUBLIC_RIGHTS",
    "QUESTION",
    "QUESTION_RIGHTS",
    "REMATCH",
    "REMATCHING_RIGHTS",
    "REPORT",
    "REQUEST",
    "REQUEST_RIGHTS",
    "SESSION",
    "SESSION_RIGHTS",
    "STEP",
    "THREAD_RIGHTS",
    "TRIAL",
    "WEEKLY_RIGHTS",
    "acts_as",
    "all_done",
    "both_unbarred_by_now",
    "coordinator",
    "later_day",
    "no_power_by_now",
    "not_of_the_pair",
]
