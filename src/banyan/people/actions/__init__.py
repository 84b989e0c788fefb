"""What can be done to people and their forms: one function a verb."""

from banyan.people.actions.invitations import (
    accept_invitation,
    invite,
    mail_invitation,
    revoke_invitation,
    send_code,
    send_invitation,
)
from banyan.people.actions.persons import (
    add_person,
    add_person_once,
    change_person,
    forget_sign_up,
    join,
    set_password,
)
from banyan.people.actions.sendings import (
    forget_sendings,
    remember_sending,
    tell_sending,
)
from banyan.people.actions.typed import (
    forget_typed,
    forget_typed_before,
    forget_typed_of,
    keep_typed,
    look_at_typed,
)

__all__ = [
    "accept_invitation",
    "add_person",
    "add_person_once",
    "change_person",
    "forget_sendings",
    "forget_sign_up",
    "forget_typed",
    "forget_typed_before",
    "forget_typed_of",
    "invite",
    "join",
    "keep_typed",
    "look_at_typed",
    "mail_invitation",
    "remember_sending",
    "revoke_invitation",
    "send_code",
    "send_invitation",
    "set_password",
    "tell_sending",
]
