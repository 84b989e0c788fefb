"""How sentences of the catalogue say a programme's own words for its roles.

The catalogue says mentor, teacher, coordinator … in whole sentences of each language, inflected as
the sentence wants. Here each such form is known by its number and case, and the own word is put in
the same number and case. Where a blueprint does not give that form, the everyday word stays: a
common word in a right sentence is better than the own word in a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from blueprint import Blueprint, Text

Slot = tuple[str, str]  # number and case: ("many", "dative")
Forms = Mapping[Slot, str]

ONE: Slot = ("one", "nominative")
MANY: Slot = ("many", "nominative")
CASES = ("nominative", "genitive", "dative", "accusative", "instrumental", "prepositional")
ALL_CASES: tuple[Slot, ...] = tuple((number, case) for number in ("one", "many") for case in CASES)

# The everyday words. Russian: all cases of one, then of several.
EVERYDAY: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "mentor": ("mentor", "mentors"),
        "teacher": ("teacher", "teachers"),
        "coordinator": ("coordinator", "coordinators"),
        "reviewer": ("reader", "readers"),  # of work that is handed in, not of an application
        "principal": ("principal", "principals"),
        "nodal_officer": ("nodal officer", "nodal officers"),
    },
    "hi": {
        "mentor": ("मेंटर", "मेंटरों"),
        "teacher": ("शिक्षक", "शिक्षकों"),
        "coordinator": ("समन्वयक", "समन्वयकों"),
        "reviewer": ("पाठक", "पाठकों"),
        "principal": ("प्राचार्य", "प्राचार्यों"),
        "nodal_officer": ("नोडल अधिकारी", "नोडल अधिकारियों"),
    },
    "ru": {
        "mentor": (
            "наставник", "наставника", "наставнику", "наставника", "наставником", "наставнике",
            "наставники", "наставников", "наставникам", "наставников", "наставниками",
            "наставниках",
        ),
        "teacher": (
            "учитель", "учителя", "учителю", "учителя", "учителем", "учителе",
            "учителя", "учителей", "учителям", "учителей", "учителями", "учителях",
        ),
        "coordinator": (
            "координатор", "координатора", "координатору", "координатора", "координатором",
            "координаторе", "координаторы", "координаторов", "координаторам", "координаторов",
            "координаторами", "координаторах",
        ),
        "reviewer": (
            "рецензент", "рецензента", "рецензенту", "рецензента", "рецензентом", "рецензенте",
            "рецензенты", "рецензентов", "рецензентам", "рецензентов", "рецензентами",
            "рецензентах",
        ),
        "principal": (
            "директор", "директора", "директору", "директора", "директором", "директоре",
            "директора", "директоров", "директорам", "директоров", "директорами", "директорах",
        ),
        "nodal_officer": (
            "ответственное лицо", "ответственного лица", "ответственному лицу",
            "ответственное лицо", "ответственным лицом", "ответственном лице",
            "ответственные лица", "ответственных лиц", "ответственным лицам",
            "ответственных лиц", "ответственными лицами", "ответственных лицах",
        ),
    },
}  # fmt: skip

# Sentences that speak of people at large, or of what stands in a file: in them the everyday word is
# meant, whatever the programme calls its own people.
AT_LARGE = frozenset({
    "%(inviter)s invites you to %(site)s, where teachers and mentors meet.",
    "%(inviter)s invites you to %(banyan)s, where teachers and mentors meet.",
    "You are invited to %(site)s, where teachers and mentors meet.",
    "You are invited to %(banyan)s, where teachers and mentors meet.",
    "A teacher grows best beside another teacher.",
    "Banyan brings teachers and mentors together, keeps what they agree, and leaves what they say "
    "to the two of them.",
    "Mentoring for teachers",
    "Write teacher or mentor.",
    "Mentors teachers of this programme area. Sees her own teachers only.",  # a verb
    "Several domains, languages, subjects, stages or hours are separated by “;”, the most "
    "important first. Hours look like “mon-evening”. The role is teacher or mentor; mentors are "
    "put forward and read by the reviewers like everybody.",
})  # fmt: skip

PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]*>")  # where something is filled in, and tags
# "She would mentor him" names no role; neither does "the teachers you mentor".
VERB = re.compile(r"\b(?:to|would|could|can|you|she|who)\s$", re.IGNORECASE)
ARTICLE = re.compile(r"\b(an?)(\s)$", re.IGNORECASE)
VOWEL = re.compile(r"(?!uni|use|one|eu)[aeiou]", re.IGNORECASE)
ASKS_FOR_ACCUSATIVE = re.compile(
    r"(?:\bждёт|хоч|хоте|прос|спр[ао]|най|ище|\bищем|ыбр|взять|редл|даёт|пригла|аттест|ценива|апис"
    r"|озвращ|иметь|готов|\bна\b|\bза\b|\bчерез\b)\S*(?:\sбы)?(?:\s\S+го)?\s$",
    re.IGNORECASE,
)
POSTPOSITION = re.compile(r"\s(?:का|के|की|को|से|ने|में|पर|तक)(?![\u0900-\u0963\u0966-\u097f])")
CONSONANT = re.compile(r"[\u0915-\u0939\u0958-\u095f]$")


# A sentence of the catalogue goes to the page as it is, and its places are filled in later: a word
# that somebody wrote in a file brings neither markup nor a place of its own into it.
_TAMED = str.maketrans({
    "<": "‹", ">": "›", '"': "”", "'": "’", "&": "＆", "%": "％", "{": "(", "}": ")",
})  # fmt: skip


def own_words(found: Blueprint, language: str) -> dict[str, Forms]:
    """The forms of each role that this blueprint calls otherwise than everybody, by role."""
    everyday = EVERYDAY.get(language, {})
    own: dict[str, Forms] = {}
    for role, common in everyday.items():
        word = getattr(found.words, role)
        if word is None or not _says(found, word.one, language):
            continue
        forms = {ONE: word.one.in_(language), MANY: word.many.in_(language)}
        for inflection in word.cases:
            if inflection.code == language:
                forms |= {
                    (number, case): form
                    for number in ("one", "many")
                    for case, form in getattr(inflection, number)  # a section lists its fields
                    if form
                }
        for number in ("one", "many"):
            if (number, "genitive") in forms:  # people: the accusative is as the genitive
                forms.setdefault((number, "accusative"), forms[number, "genitive"])
        if forms[ONE].lower() != common[0]:
            own[role] = {slot: form.translate(_TAMED) for slot, form in forms.items()}
    return own


def _says(found: Blueprint, text: Text, language: str) -> bool:
    return text.says(language) and language in found.languages


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence names a role."""

    role: str
    word: str
    before: str
    after: str
    first: bool  # of this role in the sentence


@dataclass(frozen=True)
class Speech:
    """A language in which some roles have own words."""

    language: str
    own: Mapping[str, Forms]  # by role

    def say(self, english: str, found: str, counted: bool) -> str:
        """`found` in the own words. `english` is the sentence of which it is the translation;
        `counted`, that its form was chosen by a number."""
        # What nobody translated is English, in which this language has no own words.
        if english in AT_LARGE or (self.language != "en" and found == english):
            return found
        parts, last = [], 0
        for start, place in _places(self.language, found):
            if place.role not in self.own or not _meant(self.language, place, english):
                continue
            form = self._form(place, SLOTS[self.language](place, english, counted))
            if form is None:
                continue
            gap = found[last:start]
            if self.language == "en":
                gap, form = _joined(gap, form)
            parts += [gap, form[:1].upper() + form[1:] if place.word[0].isupper() else form]
            last = start + len(place.word)
        return "".join([*parts, found[last:]])

    def _form(self, place: Place, slot: Slot) -> str | None:
        forms = self.own[place.role]
        if slot == ("many", "oblique") and slot not in forms and CONSONANT.search(forms[MANY]):
            return forms[MANY] + "ों"
        return forms.get(slot, forms[ONE] if slot == ("one", "oblique") else None)


def _places(language: str, found: str) -> Iterator[tuple[int, Place]]:
    """Where `found` names roles, from left to right."""
    blind = PLACES.sub(lambda place: "\0" * len(place[0]), found)
    told = set()
    for match in _pattern(language).finditer(blind):
        role = _role(language, match[0].lower())
        before, after = blind[: match.start()], blind[match.end() :]
        yield match.start(), Place(role, match[0], before, after, role not in told)
        told.add(role)


def _meant(language: str, place: Place, english: str) -> bool:
    """Whether it is the role that the word names here."""
    if place.role == "reviewer":  # those of an application have the same name in some languages
        return _names(english, place.role)
    return not (language == "en" and place.role == "mentor" and VERB.search(place.before))


def _english(place: Place, english: str, counted: bool) -> Slot:
    return ONE if place.word.lower() == EVERYDAY["en"][place.role][0] else MANY


def _hindi(place: Place, english: str, counted: bool) -> Slot:
    if place.word == EVERYDAY["hi"][place.role][1]:
        return ("many", "oblique")
    if POSTPOSITION.match(place.after):
        return ("one", "oblique")
    several = _names(english, place.role, several=True)
    return MANY if several and not _names(english, place.role, several=False) else ONE


def _russian(place: Place, english: str, counted: bool) -> Slot:
    """One form can be several cases: the English sentence says the number, and the words around it
    tell the accusative from the genitive."""
    forms = EVERYDAY["ru"][place.role]
    slots = [
        slot for slot, form in zip(ALL_CASES, forms, strict=True) if form == place.word.lower()
    ]
    if MANY in slots and len(slots) > 1:  # "учителя": of one, or several
        several = _names(english, place.role, several=True) and not counted
        if several and (place.first or not _names(english, place.role, several=False)):
            return MANY
        slots.remove(MANY)
    if len(slots) == 1:
        return slots[0]
    asked = ASKS_FOR_ACCUSATIVE.search(place.before) or place.after.startswith(" спрашива")
    return slots[1] if asked else slots[0]


SLOTS = {"en": _english, "hi": _hindi, "ru": _russian}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = sorted(
        {form for forms in EVERYDAY[language].values() for form in forms}, key=len, reverse=True
    )
    inside = r"[\u0900-\u0963\u0966-\u097f]" if language == "hi" else r"\w"
    either = "|".join(map(re.escape, words))
    return re.compile(f"(?<!{inside})(?:{either})(?!{inside})", re.IGNORECASE)


@cache
def _role(language: str, form: str) -> str:
    return next(role for role, forms in EVERYDAY[language].items() if form in forms)


def _names(english: str, role: str, *, several: bool | None = None) -> bool:
    """Whether the English sentence names the role, for one person or for several."""
    one, many = EVERYDAY["en"][role]
    words = {None: f"{many}|{one}", True: many, False: one}[several]
    return bool(re.search(rf"\b(?:{words})\b", PLACES.sub(" ", english), re.IGNORECASE))


def _joined(gap: str, form: str) -> tuple[str, str]:
    """The article that fits the own word; no word twice, as in "no new new teachers"."""
    first, _space, rest = form.partition(" ")
    if rest and gap.lower().endswith(f" {first.lower()} "):
        return gap, rest
    if article := ARTICLE.search(gap):
        right = article[1][0] + ("n" if VOWEL.match(form) else "")
        return gap[: article.start()] + right + article[2], form
    return gap, form
