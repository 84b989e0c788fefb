"""Who may do what to hours, leave, and times that are offered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.rights import Right, Rights
from banyan.mentoring.rules.mentorships import running
from banyan.mentoring.standings import DAY_KEEPER, HOURS_KEEPER, LEAVER, MENTEE, WEEKLY_KEEPER

_OWN = _("Everybody keeps hours of her own.")
keeper = HOURS_KEEPER.otherwise(_OWN)
weekly_keeper = WEEKLY_KEEPER.otherwise(_OWN)
day_keeper = DAY_KEEPER.otherwise(_OWN)
leaver = LEAVER.otherwise(_OWN)
teacher = MENTEE.otherwise(_("Only the teacher of this pair books a time."))

HOURS_RIGHTS = Rights("availability", [Right("keep", keeper)])
WEEKLY_RIGHTS = Rights(
    "weekly_hours", [Right("drop", weekly_keeper, (), pgettext_lazy("button", "Take out"))]
)
DAY_RIGHTS = Rights(
    "day_hours", [Right("drop", day_keeper, (), pgettext_lazy("button", "Take out"))]
)
LEAVE_RIGHTS = Rights(
    "leave",
    [Right("take", leaver), Right("drop", leaver, (), pgettext_lazy("button", "Take out"))],
)
BOOKING_RIGHTS = Rights("booking", [Right("book", teacher, (running,))])  # decided on a pair
