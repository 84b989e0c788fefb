"""Who may do what to a person's own record. Adding and inviting is the caller's rule."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.people.standings import HERSELF

CODE_ATTEMPTS = 5  # wrong codes before a new one is needed
CODES_OF_INVITATION = 10  # codes sent for one link before a new link is needed
CODE_MINUTES = 10

_herself = HERSELF.otherwise(_("Only this person can change this."))


def platform(viewer: Viewer, thing: object) -> Decision:
    """The platform itself, when a clock has run out."""
    return (
        ALLOWED if viewer.is_system else denied(_("This happens by itself, when its time comes."))
    )


PERSON_RIGHTS = Rights(
    "person",
    [
        Right("change", _herself, label=_("Save changes")),
        Right("set_password", _herself, label=_("Set a password")),
        Right("forget_sign_up", platform),
    ],
)
