"""How timelines tell what happens to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.trail.registry import tell

tell(
    {
        "person.add": _("{actor} added this person."),
        "person.join": _("{actor} signed up."),
        "person.forget_sign_up": _("The address was never confirmed; the sign-up is forgotten."),
        "person.change": _("{actor} changed name, language or time zone."),
        "person.set_password": _("{actor} set a password."),
        "person.invite": _("{actor} made an invitation."),
        "person.send_invitation": _("{actor} sent an invitation."),
        "person.revoke_invitation": _("{actor} took an invitation back."),
        "person.accept_invitation": _("{actor} accepted the invitation."),
    }
)
