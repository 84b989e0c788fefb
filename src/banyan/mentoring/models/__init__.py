"""What the relationship keeps: pairs with their sessions and journeys, and records of practice."""

from banyan.mentoring.models.emergencies import EmergencyAccess
from banyan.mentoring.models.goals import Goal, GoalTurn
from banyan.mentoring.models.hours import (
    Availability,
    CountedTime,
    DayHours,
    Leave,
    OtherTime,
    TakenTime,
    WeeklyHours,
)
from banyan.mentoring.models.joining import Joining
from banyan.mentoring.models.marks import Mark
from banyan.mentoring.models.messages import Attachment, Message, ThreadReading
from banyan.mentoring.models.nudges import NotNow
from banyan.mentoring.models.pairs import (
    AgendaItem,
    Hold,
    Mentorship,
    NextStep,
    Request,
    Seat,
    Session,
    SessionLog,
    StepRecord,
    Trial,
    TrialAnswer,
)
from banyan.mentoring.models.questions import (
    AnsweredQuestion,
    Question,
    QuestionLimit,
    Turn,
)
from banyan.mentoring.models.records import Record, RecordComment, RecordLink, RecordVersion, Share
from banyan.mentoring.models.rematches import Carrying, Rematch
from banyan.mentoring.models.reports import Report

__all__ = [
    "AgendaItem",
    "AnsweredQuestion",
    "Attachment",
    "Availability",
    "Carrying",
    "CountedTime",
    "DayHours",
    "EmergencyAccess",
    "Goal",
    "GoalTurn",
    "Hold",
    "Joining",
    "Leave",
    "Mark",
    "Mentorship",
    "Message",
    "NextStep",
    "NotNow",
    "OtherTime",
    "Question",
    "QuestionLimit",
    "Record",
    "RecordComment",
    "RecordLink",
    "RecordVersion",
    "Rematch",
    "Report",
    "Request",
    "Seat",
    "Session",
    "SessionLog",
    "Share",
    "StepRecord",
    "TakenTime",
    "ThreadReading",
    "Trial",
    "TrialAnswer",
    "Turn",
    "WeeklyHours",
]
