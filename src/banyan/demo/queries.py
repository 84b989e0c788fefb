"""The people of the demonstration that a visitor can be."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from banyan.people.models import Person

# Key, name, address, what to look at. The names carry the tests too.
CAST: tuple[tuple[str, str, object, object], ...] = (
    ("arun", "Arun Patel", _("teaches in Bhavnagar"), _("What is next with Meera, and what you two agreed.")),
    ("meera", "Meera Iyer", _("mentors"), _("Her teachers, what waits for her, and her hours.")),
    ("devi", "Devi Nair", _("coordinates the programme"), _("Pairs in trouble first; a matching round to publish; applications to read.")),
    ("kavita", "Kavita Shah", _("heads Arun’s school"), _("That mentoring happens, and never a word of it.")),
    ("nandan", "Nandan Rao", _("answers for the nation"), _("Counts and minutes over thirty schools.")),
    ("omar", "Omar Siddiqui", _("coordinates in Bareilly"), _("Another district: the same pages, and only its own people.")),
    ("asha", "Asha Verma", _("administers"), _("The directory of schools, the roles, and whether the platform is well.")),
    ("priya", "Priya Menon", _("is new"), _("A first visit: nothing yet, and how to begin.")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Persona:
    """One of the cast: the key of its address, the name, and what to look at."""

    key: str
    name: str
    does: object
    look_at: object
    person_id: int


def address_of(key: str) -> str:
    return f"{key}@demo.invalid"


def personas() -> list[Persona]:
    """The cast as it stands in this database, in the order of the story."""
    ids = dict(
        Person.objects.filter(email__in=[address_of(key) for key, *_rest in CAST]).values_list(
            "email", "pk"
        )
    )
    return [
        Persona(key, name, does, look_at, ids[address_of(key)])
        for key, name, does, look_at in CAST
        if address_of(key) in ids
    ]


def persona(key: str) -> Person:
    """Raises DoesNotExist for a key that is not of the cast."""
    known = {key for key, *_rest in CAST}
    return Person.objects.get(email=address_of(key) if key in known else "")
