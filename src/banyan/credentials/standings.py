"""How a viewer may stand to a certificate, and to a paper of a programme."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.credentials.models import HoursClaim, ProgrammePaper
from banyan.credentials.states import PaperStatus, Signer
from banyan.kernel.standing import Standing
from banyan.kernel.viewer import Viewer
from banyan.mentoring.standings import apart
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at
from banyan.programmes.states import ProgrammeStatus

HOLDER = person_at("holder", "HOLDER", _("the holder"))
ISSUER = role_over(
    Role.COORDINATOR, "mentorship__school__path", _("the coordinators of the school")
)
WORKSHOP_ISSUER = role_over(
    Role.COORDINATOR,
    "workshop__programme__organisation__path",
    _("the coordinators of the programme"),
)
CERTIFICATE_ISSUERS = ISSUER | WORKSHOP_ISSUER
CERTIFICATE_READERS = HOLDER | ISSUER | WORKSHOP_ISSUER

PAPER_COORDINATOR = role_over(
    Role.COORDINATOR, "programme__organisation__path", _("the coordinators of the programme")
)
_HEADS = role_over(Role.PRINCIPAL, "programme__organisation__path", "") | role_over(
    Role.NODAL_OFFICER, "programme__organisation__path", ""
)
# Drafts are the coordinators' own; what is issued, whoever heads the place reads and signs.
PAPER_HEAD = Standing(
    name="PAPER_HEAD",
    words=_("whoever heads the organisation"),
    holds=lambda viewer, p: p.status != PaperStatus.DRAFT and _HEADS.holds(viewer, p),
    where=lambda viewer: _HEADS.where(viewer) & ~Q(status=PaperStatus.DRAFT),
)
# Rules, plans and road maps that are in force: they name nobody, and are for whoever takes part.
PAPER_OF_ALL = Standing(
    name="PAPER_OF_ALL",
    words=_("everybody who has signed in"),
    holds=lambda viewer, p: (
        viewer.is_somebody
        and p.is_open
        and p.status == PaperStatus.IN_FORCE
        and p.programme.status != ProgrammeStatus.DRAFT
    ),
    where=lambda viewer: (
        Q(is_open=True, status=PaperStatus.IN_FORCE) & ~Q(programme__status=ProgrammeStatus.DRAFT)
        if viewer.is_somebody
        else Q(pk__in=[])
    ),
)
PAPER_READERS = PAPER_COORDINATOR | PAPER_HEAD | PAPER_OF_ALL

PAYEE = person_at("payee", "PAYEE", _("the mentor who is paid"))
STIPEND_COORDINATOR = role_over(
    Role.COORDINATOR,
    "cohort__programme__organisation__path",
    _("the coordinators of the programme"),
)
STIPEND_READERS = PAYEE | STIPEND_COORDINATOR

CLAIMANT = person_at("person", "CLAIMANT", _("whoever claims the hours"))
_PAIR_OF_CLAIM = apart(
    person_at("mentorship__mentor", "CLAIM_MENTOR", ""), "CLAIM_MENTOR", "mentorship__mentee"
) | person_at("mentorship__mentee", "CLAIM_MENTEE", "")


def _other_name(claim: HoursClaim) -> str:
    pair = claim.mentorship
    return (pair.mentee if pair.mentor_id == claim.person_id else pair.mentor).name


# The other one of the two, unless she has come to power over the teacher.
ATTESTER = Standing(
    name="ATTESTER",
    words=_("the other one of the pair"),
    holds=lambda viewer, c: c.person_id != viewer.person_id and _PAIR_OF_CLAIM.holds(viewer, c),
    where=lambda viewer: _PAIR_OF_CLAIM.where(viewer) & ~Q(person_id=viewer.person_id),
    named=_other_name,
)
CLAIM_COORDINATOR = role_over(
    Role.COORDINATOR, "mentorship__school__path", _("the coordinators of the school")
)
CLAIM_READERS = CLAIMANT | ATTESTER | CLAIM_COORDINATOR

HEADS = {Signer.PRINCIPAL: Role.PRINCIPAL, Signer.NODAL_OFFICER: Role.NODAL_OFFICER}


def signs_as(viewer: Viewer, paper: ProgrammePaper, signer: str) -> bool:
    """Whether it is her own name: a coordinator's, or that of whoever heads the place."""
    if role := HEADS.get(Signer(signer)):
        return viewer.holds(role, over=paper.programme.organisation.path or "")
    return signer == Signer.COORDINATOR and PAPER_COORDINATOR.holds(viewer, paper)


def may_sign_at(viewer: Viewer, place: str) -> bool:
    """Whether a paper of a programme of this place (its path) can be one for her to sign."""
    return any(viewer.holds(role, over=place) for role in (Role.COORDINATOR, *HEADS.values()))
