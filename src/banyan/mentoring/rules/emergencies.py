"""Who may ask for emergency access, who opens it, and for how long."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.standings import (
    EMERGENCY_ASKER,
    EMERGENCY_OPENER,
    EMERGENCY_READER,
    PAIR,
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


def not_of_the_pair(viewer: Viewer, pair: Mentorship) -> Decision:
    if not PAIR.holds(viewer, pair):
        return ALLOWED
    return denied(_("You are of this pair yourself: another officer has to look."))


def not_over_the_teacher(viewer: Viewer, pair: Mentorship) -> Decision:
    """Not even in an emergency does anybody read what was said in confidence by a teacher whom she
    appraises, manages or pays."""
    if not has_power_over(viewer, pair.mentee_id):
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
    "emergency_asking", [Right("ask", officer, (not_of_the_pair, not_over_the_teacher))]
)
