"""Who signs what, who awards a certificate, and who makes papers of a programme. The whole answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.credentials.models import Certificate, ProgrammePaper
from banyan.credentials.queries.papers import Award, Paper
from banyan.credentials.queries.programmes import Issue, asked_in, of_a_cohort, told
from banyan.credentials.standings import CERTIFICATE_ISSUERS, HOLDER, PAPER_COORDINATOR, signs_as
from banyan.credentials.states import CertificateStatus as C
from banyan.credentials.states import PaperStatus as P
from banyan.credentials.states import Signer
from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.rules import acts_as, not_of_the_pair
from banyan.mentoring.rules import coordinator as coordinates
from banyan.mentoring.standings import COORDINATOR, MENTEE, MENTOR
from banyan.mentoring.states import LIVE, MentorshipStatus
from banyan.people.rules import platform
from banyan.programmes.models import Cohort, Programme
from banyan.programmes.standings import PROGRAMME_COORDINATOR
from blueprint import Document


@dataclass(frozen=True, slots=True)
class Signing:
    """A document, and the part in which it would be signed."""

    paper: Paper
    signer: Signer


_HER_OWN = {Signer.TEACHER: MENTEE, Signer.MENTOR: MENTOR, Signer.COORDINATOR: COORDINATOR}


def on_paper(viewer: Viewer, s: Signing) -> bool:
    """Whether it is somebody else's name that the viewer puts on record."""
    own = _HER_OWN.get(s.signer)
    return own is None or not own.holds(viewer, s.paper.pair)


def cannot_sign_here(s: Signing) -> bool:
    """One of the two who has no sign-in: her name can stand on paper only."""
    people = {Signer.TEACHER: s.paper.pair.mentee, Signer.MENTOR: s.paper.pair.mentor}
    return s.signer in people and people[s.signer].email is None


def party(viewer: Viewer, s: Signing) -> Decision:
    """Whoever the document names. Whoever has no standing to the pair, or no sign-in, signs on
    paper, and the coordinator records that."""
    sentence = _("This is for somebody else to sign.")
    if s.signer not in s.paper.signers:
        return denied(sentence)
    as_party = Signer.COORDINATOR if cannot_sign_here(s) else s.signer
    return acts_as(viewer, s.paper.pair, as_party.value, sentence)


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
    return coordinates(viewer, a.pair)


def not_oneself(viewer: Viewer, a: Award) -> Decision:
    if a.holder.pk != viewer.person_id:
        return ALLOWED
    return denied(_("Nobody awards a certificate to themselves."))


def of_another_pair(viewer: Viewer, a: Award) -> Decision:
    return not_of_the_pair(viewer, a.pair)


def completed(viewer: Viewer, a: Award) -> Decision:
    if a.pair.status == MentorshipStatus.COMPLETED:
        return ALLOWED
    return denied(_("A certificate follows when the pair is completed."))


def has_none(viewer: Viewer, a: Award) -> Decision:
    return denied(_("The certificate was awarded already.")) if a.has_one else ALLOWED


AWARDING = Rights(
    "award",
    [
        Right("award", coordinator, (not_oneself, of_another_pair, completed, has_none), pgettext_lazy("button", "Award the certificate")),
    ],
)  # fmt: skip

holder = HOLDER.otherwise(_("Only the holder can do this."))
issuer = CERTIFICATE_ISSUERS.otherwise(_("Only a coordinator of this school can do this."))


def not_of_its_pair(viewer: Viewer, c: Certificate) -> Decision:
    """Of a workshop: it is not her own."""
    if c.mentorship is None:
        return not_ones_own(viewer, c)
    return not_of_the_pair(viewer, c.mentorship)


def not_ones_own(viewer: Viewer, c: Certificate) -> Decision:
    if c.holder_id != viewer.person_id:
        return ALLOWED
    return denied(_("This is your own certificate. Ask another coordinator."))


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
        Move("withdraw", (C.ISSUED,), C.WITHDRAWN, issuer, (not_of_its_pair,), pgettext_lazy("button", "Withdraw the certificate")),
    ],
)  # fmt: skip
CERTIFICATE_RIGHTS = Rights(
    "name",
    [
        Right("show_name", holder, (name_hidden,), pgettext_lazy("button", "Show my name there")),
        Right("hide_name", holder, (name_shown,), pgettext_lazy("button", "Hide my name there")),
    ],
)


# Papers of a programme


@dataclass(frozen=True, slots=True)
class Beginning:
    """A document of a programme, and the cohort that it would be about."""

    programme: Programme
    cohort: Cohort | None
    document: Document
    has_one: bool  # under way


@dataclass(frozen=True, slots=True)
class Approving:
    """A paper of a programme, and the part in which it would be signed."""

    issue: Issue
    signer: Signer


runs_it = PROGRAMME_COORDINATOR.otherwise(
    _("Only a coordinator of this programme can do this."), of="programme"
)


def about_the_programme(viewer: Viewer, b: Beginning) -> Decision:
    if b.document.of == "programme":
        return ALLOWED
    return denied(_("This is a paper of each pair: open it on the page of the pair."))


def of_its_cohort(viewer: Viewer, b: Beginning) -> Decision:
    if of_a_cohort(b.document) == (b.cohort is not None):
        return ALLOWED
    return denied(_("Say which cohort it is about."))


def none_under_way(viewer: Viewer, b: Beginning) -> Decision:
    return denied(_("One is under way already.")) if b.has_one else ALLOWED


BEGINNING = Rights(
    "programme_paper",
    [
        Right("begin", runs_it, (about_the_programme, of_its_cohort, none_under_way), pgettext_lazy("button", "Begin a draft")),
    ],
)  # fmt: skip

writes_it = PAPER_COORDINATOR.otherwise(_("Only a coordinator of this programme can do this."))


def is_draft(viewer: Viewer, p: ProgrammePaper) -> Decision:
    return (
        ALLOWED if p.status == P.DRAFT else denied(_("It is issued: its words stay as they are."))
    )


PAPER_RIGHTS = Rights(
    "programme_paper_draft",
    [Right("write", writes_it, (is_draft,), pgettext_lazy("button", "Write it"))],
)


def whole(viewer: Viewer, p: ProgrammePaper) -> Decision:
    """What must stand in it before it is issued."""
    document = told(p).document
    if document.kind == "order" and not (p.number and p.dated_on):
        return denied(_("An order needs its number and its date."))
    asked = [key for key, _at in asked_in(document)]
    bare = document.kind == "report" and not document.includes
    if bare and not any(p.sections.get(key) for key in asked):
        return denied(_("Nothing is written in it yet."))
    return ALLOWED


def signed_by_all(viewer: Viewer, p: ProgrammePaper) -> Decision:
    return denied(_("Not everybody has signed yet.")) if told(p).missing else ALLOWED


PAPER = Lifecycle(
    "paper",
    P,
    initial=P.DRAFT,
    moved_on=_("This paper has moved on since you opened the page."),
    moves=[
        #    verb         from           to            who
        Move("issue",     (P.DRAFT,),    P.TO_SIGN,    writes_it, (whole,), pgettext_lazy("button", "Issue it")),
        Move("take_back", (P.TO_SIGN,),  P.DRAFT,      writes_it, (), pgettext_lazy("button", "Take it back and change it")),
        Move("conclude",  (P.TO_SIGN,),  P.IN_FORCE,   platform,  (signed_by_all,), pgettext_lazy("button", "Put it in force")),
        Move("replace",   (P.IN_FORCE,), P.REPLACED,   platform,  (), pgettext_lazy("button", "Replace it")),
        Move("withdraw",  (P.IN_FORCE,), P.WITHDRAWN,  writes_it, (), pgettext_lazy("button", "Take it out of force")),
    ],
)  # fmt: skip


def signs_herself(viewer: Viewer, a: Approving) -> bool:
    """Whether it is her own name."""
    return signs_as(viewer, a.issue.row, a.signer)


def approves(viewer: Viewer, a: Approving) -> Decision:
    """Whoever it names; what she signs on paper, the coordinators record."""
    named = a.signer in a.issue.signers
    if named and (signs_herself(viewer, a) or PAPER_COORDINATOR.holds(viewer, a.issue.row)):
        return ALLOWED
    return denied(_("This is for somebody else to sign."))


def waits_for_it(viewer: Viewer, a: Approving) -> Decision:
    if a.issue.row.status == P.TO_SIGN and a.signer in a.issue.missing:
        return ALLOWED
    return denied(_("It does not wait for this signature."))


APPROVING = Rights(
    "programme_paper_signature",
    [Right("sign", approves, (waits_for_it,), pgettext_lazy("button", "Sign"))],
)
