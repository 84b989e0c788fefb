"""Who may ask for emergency access, who opens it, and for how long.

| verb | who | when |
|---|---|---|
| ask | a safeguarding officer of the school, neither of the two, without power over the teacher | of a pair, or of one question in writing |
| open, decline | another officer or an administrator of the area, neither of the two | it is asked for |
| withdraw | whoever asked | it is not decided |
| close | both officers | it is open |
| read_words | whoever asked, still an officer there | it is open, for its hours |

The two are told at once, or on a later day for a reason that is kept. Of a question that nobody has
taken there is only its teacher to be told; a mentor who takes it afterwards is told when she sees
it. Of a question without a name only whoever reads its words reads the name: not the list, not the
page on which it is asked for and decided, and never the mentor.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Question
from banyan.mentoring.queries.emergencies import teacher_of
from banyan.mentoring.standings import (
    EMERGENCY_ASKER,
    EMERGENCY_OPENER,
    EMERGENCY_READER,
    SAFEGUARDING,
    has_power_over,
)
from banyan.mentoring.states import EmergencyStatus as S

MOST_HOURS = 7 * 24
MOST_DAYS_UNTOLD = 30

officer = SAFEGUARDING.otherwise(_("Only a safeguarding officer of the area can ask for this."))
asker = EMERGENCY_ASKER.otherwise(_("Only the officer who asked can do this."))
opener = EMERGENCY_OPENER.otherwise(
    _("Somebody else decides: another safeguarding officer, or an administrator of the area.")
)
either = (EMERGENCY_ASKER | EMERGENCY_OPENER).otherwise(
    _("Only the officers who answer for this can close it.")
)
reader = EMERGENCY_READER.otherwise(_("This is open only to the officer who asked, for its time."))


def not_of_the_two(viewer: Viewer, whole: Mentorship | Question) -> Decision:
    if viewer.person_id not in (whole.mentor_id, teacher_of(whole)):
        return ALLOWED
    return denied(_("You are one of these two yourself: another officer has to look."))


def not_over_the_teacher(viewer: Viewer, whole: Mentorship | Question) -> Decision:
    """Not even in an emergency does anybody read what was said in confidence by a teacher whom she
    appraises, manages or pays."""
    if not has_power_over(viewer, teacher_of(whole)):
        return ALLOWED
    return denied(
        _("You evaluate this teacher or answer for her school: another officer has to look.")
    )


EMERGENCY = Lifecycle(
    "emergency",
    S,
    initial=S.ASKED,
    moved_on=_("Somebody has decided on this since you opened the page."),
    moves=[
        Move("open",     (S.ASKED,), S.OPEN,     opener, (), pgettext_lazy("button", "Open it")),
        Move("decline",  (S.ASKED,), S.DECLINED, opener, (), pgettext_lazy("button", "Do not open it")),
        Move("withdraw", (S.ASKED,), S.CLOSED,   asker,  (), pgettext_lazy("button", "Take it back")),
        Move("close",    (S.OPEN,),  S.CLOSED,   either, (), pgettext_lazy("button", "Close it now")),
    ],
)  # fmt: skip
EMERGENCY_RIGHTS = Rights("emergency", [Right("read_words", reader)])
EMERGENCY_ASKING = Rights(
    "emergency_asking", [Right("ask", officer, (not_of_the_two, not_over_the_teacher))]
)
