"""Who may do what to places in the tree, and to the roles held there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.kernel.decision import ALLOWED, Decision, Rule, denied
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Organisation
from banyan.organisations.standings import ADMINISTRATOR, KEEPER

_keeper = KEEPER.otherwise(_("Only an administrator or a coordinator of this area can do this."))
_administrator = ADMINISTRATOR.otherwise(_("Only an administrator of this area can do this."))


def or_system(rule: Rule) -> Rule:
    """Also the platform itself, when an operator sets it up at its own console."""

    def either(viewer: Viewer, row: Organisation) -> Decision:
        return ALLOWED if viewer.is_system else rule(viewer, row)

    either.standing = getattr(rule, "standing", None)  # type: ignore[attr-defined]
    return either


def somewhere(viewer: Viewer, row: Organisation) -> Decision:
    return denied(_("This place is closed.")) if row.closed_on else ALLOWED


ORGANISATION_RIGHTS = Rights(
    "organisation",
    [
        Right("add_under", or_system(_administrator)),
        Right("change", or_system(_administrator)),
        Right("import_schools", or_system(_administrator)),
        Right("add_person", or_system(_keeper), (somewhere,)),
        Right("give_role", or_system(_administrator), (somewhere,)),
        Right("give_teacher_role", or_system(_keeper), (somewhere,)),
        Right("end_role", or_system(_administrator)),
    ],
)
