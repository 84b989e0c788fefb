"""Who proposes a part of a mentor's pay, and who decides: two people, and never the one paid.

| verb | from | to | who | needs |
|---|---|---|---|---|
| propose | – | proposed | a coordinator of the programme | not paid oneself, earned, none yet |
| approve | proposed | approved | a coordinator | somebody else proposed it, not paid oneself |
| refuse | proposed | refused | the same, with a reason | the same |
| withdraw | proposed | withdrawn | a coordinator | not paid oneself |

Nothing leaves `approved`: what sessions say later is told beside it, as a difference.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.credentials.models import StipendLine
from banyan.credentials.queries.stipends import Offer
from banyan.credentials.standings import STIPEND_COORDINATOR
from banyan.credentials.states import StipendStatus as S
from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.programmes.standings import COHORT_COORDINATOR

_ONLY = _("Only a coordinator of this programme can do this.")
_NOT_OWN = _("It is your own pay: another coordinator does this.")
proposes = COHORT_COORDINATOR.otherwise(_ONLY, of="cohort")
decides = STIPEND_COORDINATOR.otherwise(_ONLY)


def not_to_oneself(viewer: Viewer, offer: Offer) -> Decision:
    return denied(_NOT_OWN) if offer.payee.pk == viewer.person_id else ALLOWED


def earned(viewer: Viewer, offer: Offer) -> Decision:
    if offer.earned is None:
        return denied(_("It is not decided yet: its day has not come."))
    return ALLOWED if offer.earned else denied(_("What it takes was not reached on its day."))


def none_yet(viewer: Viewer, offer: Offer) -> Decision:
    return denied(_("It is proposed already.")) if offer.line else ALLOWED


OFFERING = Rights(
    "stipend_offer",
    [
        Right("propose", proposes, (not_to_oneself, earned, none_yet), pgettext_lazy("button", "Propose it")),
    ],
)  # fmt: skip


def second_person(viewer: Viewer, line: StipendLine) -> Decision:
    if line.proposed_by_id != viewer.person_id:
        return ALLOWED
    return denied(_("You proposed it: a second coordinator decides."))


def not_the_payee(viewer: Viewer, line: StipendLine) -> Decision:
    return denied(_NOT_OWN) if line.payee_id == viewer.person_id else ALLOWED


STIPEND = Lifecycle(
    "stipend",
    S,
    initial=S.PROPOSED,
    moved_on=_("This has been decided since you opened the page."),
    moves=[
        #    verb        from           to           who
        Move("approve",  (S.PROPOSED,), S.APPROVED,  decides, (not_the_payee, second_person), pgettext_lazy("button", "Approve it")),
        Move("refuse",   (S.PROPOSED,), S.REFUSED,   decides, (not_the_payee, second_person), pgettext_lazy("button", "Do not approve it")),
        Move("withdraw", (S.PROPOSED,), S.WITHDRAWN, decides, (not_the_payee,), pgettext_lazy("button", "Take it back")),
    ],
)  # fmt: skip
