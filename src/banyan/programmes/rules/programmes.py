"""Who may start, open and close programmes, and record their stages."""

from __future__ import annotations

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.organisations.rules import or_system
from banyan.organisations.standings import KEEPER
from banyan.programmes.models import Programme
from banyan.programmes.queries.designs import blueprint_named
from banyan.programmes.queries.readiness import missing
from banyan.programmes.standings import PROGRAMME_COORDINATOR
from banyan.programmes.states import ProgrammeStatus
from banyan.programmes.states import ProgrammeStatus as P
from blueprint import Blueprint

runs_it = PROGRAMME_COORDINATOR.otherwise(_("Only a coordinator of this programme can do this."))
keeps_place = KEEPER.otherwise(
    _("Only an administrator or a coordinator of this area can start a programme here.")
)


def rules_of(programme: Programme) -> Blueprint:
    """The blueprint that a programme is run by, at its pinned version."""
    return blueprint_named(programme.blueprint, programme.blueprint_version)


def somebody(viewer: Viewer, thing: object) -> Decision:
    return ALLOWED if viewer.is_somebody else denied(_("Sign in first."))


def takes_mentors(viewer: Viewer, p: Programme) -> Decision:
    if p.status == ProgrammeStatus.OPEN:
        return ALLOWED
    return denied(_("This programme is not taking applications now."))


def ready(viewer: Viewer, p: Programme) -> Decision:
    """Everything that its readiness page asks for, with what is missing in words."""
    found = missing(p, viewer.today, get_language() or "en")
    if not found:
        return ALLOWED
    said = "; ".join(f"{each.title}: {each.why.rstrip('.')}" for each in found)
    return denied(_("Before it can open: %(conditions)s.") % {"conditions": said})


PROGRAMME = Lifecycle(
    "programme",
    P,
    initial=P.DRAFT,
    moved_on=_("This programme has moved on since you opened the page."),
    moves=[
        Move("open",  (P.DRAFT, P.CLOSED), P.OPEN,   or_system(runs_it), (ready,), pgettext_lazy("button", "Open the programme")),
        Move("close", (P.OPEN,),           P.CLOSED, or_system(runs_it), (), pgettext_lazy("button", "Close the programme")),
    ],
)  # fmt: skip

PLACE_RIGHTS = Rights(
    "place",
    [Right("start", or_system(keeps_place), (), pgettext_lazy("button", "Start a programme"))],
)
PROGRAMME_RIGHTS = Rights(
    "programme",
    [
        Right("change", runs_it),
        Right("add_cohort", or_system(runs_it), (), pgettext_lazy("button", "Add a cohort")),
        Right("apply", somebody, (takes_mentors,), pgettext_lazy("button", "Apply as a mentor")),
        Right("nominate", or_system(runs_it)),
        Right("screen", runs_it),
        Right("record", or_system(runs_it), (), pgettext_lazy("button", "Put it on record")),
        Right("take_back", or_system(runs_it), (), pgettext_lazy("button", "Take it back")),
    ],
)
