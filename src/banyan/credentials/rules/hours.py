"""Who claims hours, who attests and who awards them: three people.

| verb | from | to | who | needs |
|---|---|---|---|---|
| claim | – | claimed | one of a pair | the blueprint names hours |
| attest | claimed | attested | the other one of the pair | – |
| refuse | claimed, attested | refused | that one; of what both confirmed, a coordinator | a reason |
| withdraw | claimed, attested | withdrawn | whoever claimed it | – |
| award | attested | awarded | a coordinator | neither of the two |

Nothing leaves `awarded`, and nothing in it changes.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.credentials.models import HoursClaim
from banyan.credentials.standings import ATTESTER, CLAIM_COORDINATOR, CLAIMANT
from banyan.credentials.states import ClaimStatus as C
from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.rules import not_of_the_pair
from banyan.mentoring.standings import PAIR

one_of_two = PAIR.otherwise(_("Only the mentor and the teacher can do this."))
claimant = CLAIMANT.otherwise(_("Only whoever claims these hours can do this."))
attester = ATTESTER.otherwise(_("Only the other one of the pair can do this."))
awarder = CLAIM_COORDINATOR.otherwise(_("Only a coordinator of this school can do this."))
refuser = (ATTESTER | CLAIM_COORDINATOR).otherwise(
    _("Only the other one of the pair or a coordinator can do this.")
)


def names_hours(viewer: Viewer, pair: Mentorship) -> Decision:
    found = blueprint_of(pair.cohort).recognition
    if found and found.shares and pair.starts_on:
        return ALLOWED
    return denied(_("This programme names no hours that could be claimed."))


CLAIMING = Rights(
    "hours_claim",
    [
        Right("claim", one_of_two, (names_hours,), pgettext_lazy("button", "Claim hours")),
    ],
)  # fmt: skip


def third_person(viewer: Viewer, claim: HoursClaim) -> Decision:
    return not_of_the_pair(viewer, claim.mentorship)


def hers_to_refuse(viewer: Viewer, claim: HoursClaim) -> Decision:
    """What waits for the other side is for that one; what both confirmed, for a coordinator."""
    if claim.person_id == viewer.person_id:
        return denied(_("It is your own: take it back instead."))
    standing = ATTESTER if claim.status == C.CLAIMED else CLAIM_COORDINATOR
    if not standing.holds(viewer, claim):
        return denied(_("This is for somebody else to decide."))
    return ALLOWED if claim.status == C.CLAIMED else third_person(viewer, claim)


HOURS = Lifecycle(
    "hours",
    C,
    initial=C.CLAIMED,
    moved_on=_("This has been decided since you opened the page."),
    moves=[
        #    verb        from                      to           who
        Move("attest",   (C.CLAIMED,),             C.ATTESTED,  attester, (), pgettext_lazy("button", "Yes, that is right")),
        Move("award",    (C.ATTESTED,),            C.AWARDED,   awarder,  (third_person,), pgettext_lazy("button", "Award these hours")),
        Move("refuse",   (C.CLAIMED, C.ATTESTED),  C.REFUSED,   refuser,  (hers_to_refuse,), pgettext_lazy("button", "Do not confirm it")),
        Move("withdraw", (C.CLAIMED, C.ATTESTED),  C.WITHDRAWN, claimant, (), pgettext_lazy("button", "Take it back")),
    ],
)  # fmt: skip
