"""Who signs what, and who awards a certificate. The whole answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.credentials.models import Certificate
from banyan.credentials.queries.papers import Award, Paper
from banyan.credentials.standings import HOLDER, ISSUER
from banyan.credentials.states import CertificateStatus as C
from banyan.credentials.states import Signer
from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.standings import COORDINATOR, MENTEE, MENTOR
from banyan.mentoring.states import LIVE, MentorshipStatus


@dataclass(frozen=True, slots=True)
class Signing:
    """A document, and the part in which it would be signed."""

    paper: Paper
    signer: Signer


# Whoever has no standing to the pair signs on paper, and the coordinator records that.
_SIGNS = {
    Signer.TEACHER: MENTEE,
    Signer.MENTOR: MENTOR,
    Signer.COORDINATOR: COORDINATOR,
    Signer.PRINCIPAL: COORDINATOR,
    Signer.NODAL_OFFICER: COORDINATOR,
    Signer.REVIEWER: COORDINATOR,
}


def party(viewer: Viewer, s: Signing) -> Decision:
    """Whoever the document names."""
    if s.signer in s.paper.signers and _SIGNS[s.signer].holds(viewer, s.paper.pair):
        return ALLOWED
    return denied(_("This is for somebody else to sign."))


def not_signed(viewer: Viewer, s: Signing) -> Decision:
    if s.signer in s.paper.missing:
        return ALLOWED
    return denied(_("It is signed already."))


def pair_runs(viewer: Viewer, s: Signing) -> Decision:
    if s.paper.pair.status in LIVE:
        return ALLOWED
    return denied(_("Only documents of a running pair are signed."))


SIGNING = Rights(
    "document",
    [Right("sign", party, (not_signed, pair_runs), pgettext_lazy("button", "Sign"))],
)


def coordinator(viewer: Viewer, a: Award) -> Decision:
    if COORDINATOR.holds(viewer, a.pair):
        return ALLOWED
    return denied(_("Only a coordinator of this school can do this."))


def not_oneself(viewer: Viewer, a: Award) -> Decision:
    if a.holder.pk != viewer.person_id:
        return ALLOWED
    return denied(_("Nobody awards a certificate to themselves."))


def completed(viewer: Viewer, a: Award) -> Decision:
    if a.pair.status == MentorshipStatus.COMPLETED:
        return ALLOWED
    return denied(_("A certificate follows when the pair is completed."))


def has_none(viewer: Viewer, a: Award) -> Decision:
    return denied(_("The certificate was awarded already.")) if a.has_one else ALLOWED


AWARDING = Rights(
    "award",
    [
        Right("award", coordinator, (not_oneself, completed, has_none), pgettext_lazy("button", "Award the certificate")),
    ],
)  # fmt: skip

holder = HOLDER.otherwise(_("Only the holder can do this."))
issuer = ISSUER.otherwise(_("Only a coordinator of this school can do this."))


def name_hidden(viewer: Viewer, c: Certificate) -> Decision:
    return denied(_("The name is shown already.")) if c.shows_name else ALLOWED


def name_shown(viewer: Viewer, c: Certificate) -> Decision:
    return ALLOWED if c.shows_name else denied(_("The name is hidden already."))


CERTIFICATE = Lifecycle(
    "certificate",
    C,
    initial=C.ISSUED,
    moved_on=_("This certificate was withdrawn already."),
    moves=[
        #    verb        from         to           who
        Move("withdraw", (C.ISSUED,), C.WITHDRAWN, issuer, (), pgettext_lazy("button", "Withdraw the certificate")),
    ],
)  # fmt: skip
CERTIFICATE_RIGHTS = Rights(
    "name",
    [
        Right("show_name", holder, (name_hidden,), pgettext_lazy("button", "Show my name there")),
        Right("hide_name", holder, (name_shown,), pgettext_lazy("button", "Hide my name there")),
    ],
)
