"""Questions to think about, by how far a pair has come. Nobody has to answer any of them.

Their order is that of a well-known way to reflect: what happened, what it means, what follows
(G. Rolfe, D. Freshwater, M. Jasper, "Critical Reflection", 2001, after T. Borton, 1970).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from banyan.practice.states import Phase

BEGINNING_DAYS = 60
CLOSING_DAYS = 45


class Prompt(NamedTuple):
    code: str
    phase: Phase | None  # None at any time
    question: object


PROMPTS: tuple[Prompt, ...] = (
    Prompt("moment", None, _("Which moment of this week stays with you? What happened, what does it mean, what follows?")),
    Prompt("pupil_voice", None, _("When did pupils say more than you did? What made it possible?")),
    Prompt("hope", Phase.BEGINNING, _("What kind of teacher do you want to be? Where was a little of that to be seen this week?")),
    Prompt("surprise", Phase.BEGINNING, _("What has surprised you about your pupils, or about yourself?")),
    Prompt("help", Phase.BEGINNING, _("What do you need help with, and whom could you ask?")),
    Prompt("tried", Phase.UNDER_WAY, _("What did you try that was new? What did you expect, and what came?")),
    Prompt("left_out", Phase.UNDER_WAY, _("Who learned little in your lessons this month? What would have to change for them?")),
    Prompt("energy", Phase.UNDER_WAY, _("What gives you strength in your work now, and what takes it?")),
    Prompt("change", Phase.CLOSING, _("What can your pupils do now that they could not do at the beginning? What was your part in it?")),
    Prompt("belief", Phase.CLOSING, _("What do you think about teaching today that you did not think when you began?")),
    Prompt("pass_on", Phase.CLOSING, _("What would you tell a colleague who begins now?")),
)  # fmt: skip


def phase(starts_on: date | None, ends_on: date | None, today: date) -> Phase:
    """How far a pair has come, of its first day and the last one that is planned."""
    if ends_on is not None and (ends_on - today).days <= CLOSING_DAYS:
        return Phase.CLOSING
    if starts_on is None or (today - starts_on).days < BEGINNING_DAYS:
        return Phase.BEGINNING
    return Phase.UNDER_WAY


def prompts(at: Phase, chosen: str = "") -> tuple[Prompt, ...]:
    """Those of this phase, and the one that was chosen once; first those of any time."""
    return tuple(one for one in PROMPTS if one.phase in (None, at) or one.code == chosen)
