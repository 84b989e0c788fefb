"""Who says “not now”, and what follows: nothing is held against anybody.

| verb | who | when |
|---|---|---|
| say | either of the two, each alone, for one kind of reminder | the pair runs or rests |
| take_back | whoever said it | it has not run out |

Reminders of this kind then stop for that one until the day: the other one of the two is still
reminded, and not told why she alone is. The coordinators see that it was said and until when; why,
they read in confidence. No number is made of it. What a teacher says of her questions in writing
she alone reads: nobody learns that she has asked.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.standings import NOT_NOW_SAYER, PAIR
from banyan.mentoring.states import LIVE

WEEKS = (1, 2, 4)
pair = PAIR.otherwise(_("Only the mentor and the teacher can do this."))
sayer = NOT_NOW_SAYER.otherwise(_("Only whoever said it can do this."))


def is_reminded(viewer: Viewer, m: Mentorship) -> Decision:
    if m.status in LIVE:
        return ALLOWED
    return denied(_("This pair is not running: nobody is reminded of anything."))


NOT_NOW_RIGHTS = Rights(
    "not_now",
    [Right("say", pair, (is_reminded,), pgettext_lazy("button", "Do not remind me until then"))],
)
NOT_NOW_SAID_RIGHTS = Rights(
    "not_now_said", [Right("take_back", sayer, (), pgettext_lazy("button", "Remind me again"))]
)
