"""Who may make and publish a design, and when."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

import blueprint
from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.organisations.rules import or_system
from banyan.programmes.models import Design
from banyan.programmes.standings import DESIGN_KEEPER
from banyan.programmes.states import DesignStatus
from banyan.programmes.states import DesignStatus as D

keeps_design = DESIGN_KEEPER.otherwise(
    _("Only an administrator or a coordinator of this area can change this blueprint.")
)


def mistakes_in(text: str) -> list[blueprint.Problem]:
    """What stops a file from being used; advice does not."""
    return [problem for problem in blueprint.check(text) if problem.severity == "error"]


def without_mistakes(viewer: Viewer, d: Design) -> Decision:
    found = len(mistakes_in(d.text))
    if not found:
        return ALLOWED
    return denied(
        ngettext(
            "The file still has %(count)d mistake. Cure it, then publish.",
            "The file still has %(count)d mistakes. Cure them, then publish.",
            found,
        )
        % {"count": found}
    )


def by_its_own_name(viewer: Viewer, d: Design) -> Decision:
    """The names of the library stay with the library, whatever versions it has."""
    if d.code not in blueprint.library():
        return ALLOWED
    return denied(_("The library has a blueprint of this code. Give yours a code of its own."))


def still_a_draft(viewer: Viewer, d: Design) -> Decision:
    if d.status == DesignStatus.DRAFT:
        return ALLOWED
    return denied(_("What is published never changes. Copy it, and change the copy."))


DESIGN = Lifecycle(
    "design",
    D,
    initial=D.DRAFT,
    moved_on=_("This blueprint has moved on since you opened the page."),
    moves=[
        Move("publish", (D.DRAFT,), D.PUBLISHED, or_system(keeps_design), (by_its_own_name, without_mistakes), pgettext_lazy("button", "Publish the blueprint")),
    ],
)  # fmt: skip
DESIGN_RIGHTS = Rights(
    "design",
    [
        Right(
            "change",
            or_system(keeps_design),
            (still_a_draft,),
            pgettext_lazy("button", "Save the blueprint"),
        )
    ],
)
