"""Two who choose each other: where their request stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChoiceStatus(models.TextChoices):
    """A teacher asks a mentor to be hers: first the mentor answers, then a coordinator."""

    OPEN = "open", pgettext_lazy("pair request", "Waits for the mentor")
    AGREED = "agreed", pgettext_lazy("pair request", "Waits for the coordinator")
    APPROVED = "approved", pgettext_lazy("pair request", "Approved")
    PROPOSED = "proposed", pgettext_lazy("pair request", "Proposed as a pair")
    DECLINED = "declined", pgettext_lazy("pair request", "Declined")
    REFUSED = "refused", pgettext_lazy("pair request", "Not approved")
    WITHDRAWN = "withdrawn", pgettext_lazy("pair request", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("pair request", "Ended without an answer")
    LAPSED = "lapsed", pgettext_lazy("pair request", "No longer needed")


WAITING = (ChoiceStatus.OPEN, ChoiceStatus.AGREED)  # for an answer: it comes, or time is over
PROMISED = (ChoiceStatus.AGREED, ChoiceStatus.APPROVED)  # no other request gets this seat
UNSETTLED = (*WAITING, ChoiceStatus.APPROVED)

# Reasons that are ours, beside those of the matchmaker.
OURS: dict[str, object] = {
    "chosen": _("These two have chosen each other, and a coordinator has approved it."),
}
# Reasons that would tell one of the two what the other asked for, or said, in confidence: those who
# run the round read them, and neither of the two.
IN_CONFIDENCE = frozenset({"inclusion_met", "inclusion_partly", "inclusion_unmet"})
# Reasons that would tell how one of the two ranked the other, and so are told to nobody.
RANKINGS = frozenset({"preferred", "not_preferred", "mentor_preferred", "mentor_not_preferred"})
