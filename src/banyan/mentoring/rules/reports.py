"""Who shows the coordinators, in confidence, what the other one has written, and what becomes of it.

| verb | who | when |
|---|---|---|
| report (a message) | the other one of the pair | once; `rules/messages.py` |
| report (a question) | the mentor who has taken it | once |
| report (a turn) | the other one of the two | once |
| settle | a coordinator of the teacher's school who is neither of the two, without power over her or whoever showed it | it is open |
| withdraw | whoever showed it | it is open |

Of a question without a name: the coordinators to whom part of it is shown read who the teacher is,
for they cannot look after two people of whom they know one; the page says so before she asks, and
before either of the two shows anything. The mentor does not learn it: her own report, its notices
and its address tell her no name, nor why nobody can read it, which would tell of a school.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Turn
from banyan.mentoring.standings import (
    QUESTION_MENTOR,
    REPORT_COORDINATOR,
    REPORTER,
    TURN_PARTIES,
)
from banyan.mentoring.states import ReportStatus as R

reporter = REPORTER.otherwise(_("Only whoever showed it can do this."))
told = REPORT_COORDINATOR.otherwise(_("Only a coordinator of this school can do this."))
taker = QUESTION_MENTOR.otherwise(_("Only the mentor who has taken it can do this."))
two_of_it = TURN_PARTIES.otherwise(_("Only the two of this question can do this."))


def turn_of_the_other(viewer: Viewer, turn: Turn) -> Decision:
    if turn.author_id != viewer.person_id:
        return ALLOWED
    return denied(_("These are your own words."))


ASKED_RIGHTS = Rights(
    "question_asked",
    [Right("report", taker, (), pgettext_lazy("button", "Show it to the coordinators"))],
)
TURN_RIGHTS = Rights(
    "turn",
    [
        Right(
            "report",
            two_of_it,
            (turn_of_the_other,),
            pgettext_lazy("button", "Show it to the coordinators"),
        )
    ],
)
REPORT = Lifecycle(
    "report",
    R,
    initial=R.OPEN,
    moved_on=_("This has been settled since you opened the page."),
    moves=[
        Move("withdraw", (R.OPEN,), R.WITHDRAWN, reporter, (), pgettext_lazy("button", "Take this back")),
        Move("settle",   (R.OPEN,), R.SETTLED,   told,     (), pgettext_lazy("button", "I have looked into it")),
    ],
)  # fmt: skip
