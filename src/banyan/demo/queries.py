"""The people of the demonstration that a visitor can be."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

import blueprint
from banyan.demo.programmes import SIX
from banyan.people.models import Person

# Key, name, address, what to look at. The names carry the tests too.
CAST: tuple[tuple[str, str, object, object], ...] = (
    ("arun", "Arun Patel", _("teaches in Bhavnagar"), _("What is next with Meera, and what you two agreed.")),
    ("meera", "Meera Iyer", _("mentors"), _("Her teachers, what waits for her, and how she and a new teacher fit.")),
    ("devi", "Devi Nair", _("coordinates the programme"), _("Pairs in trouble first, one of which asks for another pairing; a round to publish, and lists that both sides rank; how predicted fit is lived.")),
    ("kavita", "Kavita Shah", _("heads Arun’s school"), _("That mentoring happens, and never a word of it.")),
    ("nandan", "Nandan Rao", _("answers for the nation"), _("Counts and minutes over thirty schools.")),
    ("rina", "Rina Desai", _("teaches, with a new mentor"), _("What stays with Meera as it was, and what she takes on, piece by piece.")),
    ("omar", "Omar Siddiqui", _("coordinates in Bareilly"), _("Another district: the same pages, and only its own people.")),
    ("asha", "Asha Verma", _("administers"), _("The directory of schools, the roles, whether the platform is well; and an emergency that waits for a second person.")),
    ("hema", "Hema Joshi", _("answers for safeguarding"), _("How words are opened in an emergency: never by one person alone, and never in silence.")),
    ("jaya", "Jaya Rathod", _("waits for a mentor"), _("Whom she may ask to be her mentor, and what she has asked.")),
    ("farah", "Farah Qureshi", _("waits for a mentor, too"), _("Her short list of mentors, which she ranks for herself alone.")),
    ("kamala", "Kamala Pillai", _("mentors from this term on"), _("The same from the other side: whom she would like to work with, before anybody has a name.")),
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


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody of one programme to look as: the key, the name, and the programme's word for her."""

    key: str
    name: str
    word: str
    person_id: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the seven: what its blueprint calls it and says of itself, where it runs, and who is in it."""

    blueprint: str
    version: str
    title: str
    summary: str
    name: object
    place: object
    look_at: object
    code: str  # of the programme itself; empty for the pilot, whose page is the home
    faces: list[Face]


# What there is to see of each, beside its words.
LOOK_AT: dict[str, object] = {
    "in_nmm": _("Thirty schools, six months in: requests, sessions, feedback, a round to publish."),
    "ct_team": _("Modules in phases, papers with two readers, a teacher about to finish her year."),
    "ntc_induction": _("Contact every week, three hours a month, observation in cycles."),
    "cps_induction": _("Expectations in percent, and the mentor who falls short of them."),
    "ru_target_model": _("From the order to the final meeting; people who read and write Russian."),
    "school_inhouse": _("One school: plan a lesson together, watch it, talk about it."),
    "peer": _("Two colleagues as equals; they read and write Hindi."),
}
PILOT = (
    "in_nmm",
    _("India, thirty schools"),
    (("coordinator", "devi"), ("mentor", "meera"), ("teacher", "arun")),
)


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


def seven() -> list[Shown]:
    """The programmes of the demonstration, each with those one can look as. One query."""
    code, place, parts = PILOT
    names = {key: name for key, name, *_rest in CAST}
    each: list[tuple[str, object, object, list[tuple[str, str, str]]]] = [
        (code, _("The pilot"), place, [(role, key, names[key]) for role, key in parts])
    ]
    for setting in SIX:
        faces = [(role, someone.key, someone.name) for role, someone in setting.personas]
        each.append((setting.blueprint, setting.name, setting.place, faces))
    keys = [address_of(key) for _code, _name, _where, faces in each for _role, key, _said in faces]
    there = Person.objects.filter(email__in=keys)
    ids = {email or "": pk for email, pk in there.values_list("email", "pk")}
    return [_shown(*one, ids=ids) for one in each]


def _shown(
    code: str,
    name: object,
    place: object,
    faces: list[tuple[str, str, str]],
    *,
    ids: dict[str, int],
) -> Shown:
    design, language = blueprint.get(code), get_language() or "en"
    return Shown(
        blueprint=design.code,
        version=design.version,
        title=design.title.in_(language),
        summary=design.summary.in_(language),
        name=name,
        place=place,
        look_at=LOOK_AT[code],
        code=next((setting.code for setting in SIX if setting.blueprint == code), ""),
        faces=[
            Face(key, said, getattr(design.words, role).one.in_(language), ids[address_of(key)])
            for role, key, said in faces
            if address_of(key) in ids
        ],
    )


def persona(key: str) -> Person:
    """Raises DoesNotExist for a key that is nobody of the demonstration to look as."""
    known = {key for key, *_rest in CAST}
    known |= {someone.key for setting in SIX for someone in setting.people}
    return Person.objects.get(email=address_of(key) if key in known else "")
