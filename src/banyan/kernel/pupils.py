"""What in a text looks as if it said who a pupil is: a name, a number, an address.

A record of practice speaks of pupils without naming them. Nothing is forbidden here: whoever
wrote is shown what was found, and decides. Plain Python; says nothing about who may do what.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from banyan.kernel.names import (
    GIVEN_EN,
    GIVEN_HI,
    GIVEN_RU,
    NO_NAMES_EN,
    NO_NAMES_HI,
    NO_NAMES_RU,
    SURNAMES_HI,
)


class Sign(StrEnum):
    AADHAAR = "aadhaar"
    PHONE = "phone"
    MAIL = "mail"
    ROLL = "roll"
    PUPIL = "pupil"


class Hit(NamedTuple):
    sign: Sign
    text: str  # as it stands there


def hits(texts: Iterable[str]) -> list[Hit]:
    """What in these texts looks as if it told who somebody is, each once, in their order."""
    return list(dict.fromkeys(hit for text in texts for hit in _hits(text)))


def texts_in(value: object) -> list[str]:
    """Every text in what a section holds, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts_in(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in texts_in(one)]
    return []


def _hits(text: str) -> list[Hit]:
    text = unicodedata.normalize("NFC", text)
    plain = "".join(map(_latin_digit, text))  # letter for letter, so that places are the same
    found: list[tuple[int, int, Sign]] = []

    def add(sign: Sign, begins: int, ends: int) -> None:
        if all(ends <= b or begins >= e for b, e, _sign in found):
            found.append((begins, ends, sign))

    for address in _MAIL.finditer(plain):
        add(Sign.MAIL, *address.span())
    for number in _TWELVE.finditer(plain):
        if is_aadhaar("".join(filter(str.isdigit, number[0]))):
            add(Sign.AADHAAR, *number.span())
    for pattern in _PHONES:
        for number in pattern.finditer(plain):
            if not _is_of_a_lesson(number[0]):
                add(Sign.PHONE, *number.span())
    for number in _ROLL.finditer(plain):
        add(Sign.ROLL, *number.span())
    for begins, ends in _named(plain):
        add(Sign.PUPIL, begins, ends)
    return [Hit(sign, text[begins:ends].strip()) for begins, ends, sign in sorted(found)]


def _latin_digit(one: str) -> str:
    value = unicodedata.digit(one, None) if unicodedata.category(one) == "Nd" else None
    return one if value is None else str(value)


# Verhoeff's scheme: the dihedral group of ten, its permutations, and nothing else. J. Verhoeff,
# "Error detecting decimal codes" (1969); UIDAI uses it for the last digit of an Aadhaar number,
# which has twelve and does not begin with 0 or 1.
_TIMES = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_TURN = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def checks_out(digits: str) -> bool:
    """Whether the last of these digits is the one that Verhoeff's scheme asks for."""
    sum_ = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit)
        for _time in range(place % 8):
            value = _TURN[value]
        sum_ = _TIMES[sum_][value]
    return sum_ == 0


def is_aadhaar(digits: str) -> bool:
    return len(digits) == 12 and digits[0] not in "01" and checks_out(digits)


def _is_of_a_lesson(number: str) -> bool:
    """Large numbers that are written in lessons, and that nobody is called by."""
    return number.endswith("000000") or number in ("9876543210", "01234567890")


_START, _END = r"(?<![\d.,/+-])", r"(?![\d/]|[.,-]\d)"
_TWELVE = re.compile(rf"{_START}[2-9]\d{{3}}[ -]?\d{{4}}[ -]?\d{{4}}{_END}")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_GAP = "[ -]"
_PHONES = tuple(
    re.compile(spelled)
    for spelled in (
        # Anywhere: a plus, the country, seven to twelve digits (E.164 has fifteen at most).
        rf"(?<![\w+])\+[1-9]\d{{0,2}}(?:[ -]?(?:\(\d{{1,5}}\)|\d{{1,5}})){{2,5}}{_END}",
        # India: ten digits from 6, with or without the country or the 0 of the trunk.
        rf"{_START}(?:(?:00)?91[ -]?|0)?[6-9](?:\d{{9}}|\d{{4}}{_GAP}\d{{5}}"
        rf"|\d\d{_GAP}\d{{3}}{_GAP}\d{{4}}|\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}}){_END}",
        # India, a fixed line: the code of the place with its 0, six to eight digits.
        rf"{_START}(?:\(0[1-9]\d{{1,3}}\)|0[1-9]\d{{1,3}}){_GAP}\d{{6,8}}{_END}",
        # Russia: 7 or 8, then ten digits, however they are grouped.
        rf"{_START}[78][ -]?(?:\([3489]\d\d\)|[3489]\d\d)[ -]?\d{{3}}[ -]?\d\d[ -]?\d\d{_END}",
        # North America, in its own way of grouping.
        rf"{_START}(?:\(\d{{3}}\) ?|\d{{3}}-)[2-9]\d\d-\d{{4}}{_END}",
    )
)
_ROLL = re.compile(
    r"\b(?:[Rr]oll|[Aa]dmission|[Ee]nrolment|APAAR|PEN)\s*"
    r"(?:[Nn]o\b\.?|[Nn]umber|ID)\s*[:#]?\s*\d+"
    r"|(?:अनुक्रमांक|रोल\s*(?:नंबर|नं\.?)|प्रवेश\s*(?:संख्या|क्रमांक))\s*[:#]?\s*\d+"
)

_NAME = r"[A-Z][a-z]{2,}(?:\s[A-Z][a-z]{2,})?"
_ONE_EN = r"(?:[Pp]upil|[Ss]tudent|[Cc]hild|[Bb]oy|[Gg]irl|[Ll]earner)"
_CLASS_EN = (
    r"(?:[Cc]lass|[Gg]rade|[Ss]tandard|[Ss]td\.?|[Ss]ection) ?"
    r"(?:\d{1,2}|[IVX]{1,4}\b)\s*-?[A-F]?\b"
)
_AFTER_EN = re.compile(rf"\b{_ONE_EN}(?:,? (?:named|called|by the name of))?,? ({_NAME})")
_SEVERAL_EN = re.compile(
    rf"\b(?:[Pp]upils|[Ss]tudents|[Cc]hildren|[Bb]oys|[Gg]irls|[Ll]earners)"
    rf"(?: named| called| like)? ({_NAME}(?:(?:, | and )[A-Z][a-z]{{2,}})*)"
)
_BEFORE_EN = re.compile(
    rf"\b({_NAME}), (?:a|the|our|one) (?:\w+ )?(?:pupil|student|child|boy|girl|learner)\b"
)
_CALLED_EN = re.compile(rf"\b(?:named|called) ({_NAME})")
_IN_CLASS_EN = re.compile(rf"\b({_NAME})(?:,? (?:of|from|in) |, | ?\()(?:{_CLASS_EN})")
_FAMILY_EN = re.compile(
    rf"\b({_NAME})['’]s (?:mother|father|parents?|family|notebook|brother|sister|uncle|home)\b"
)

_WORD_HI = r"[\u0900-\u0963\u0970-\u097F]+"
_ONE_HI = r"(?:छात्र|छात्रा|विद्यार्थी|बच्चा|बच्ची|बच्चे|लड़का|लड़की|लड़के|शिष्य|बालक|बालिका)"
_NOT_IN_HI = r"(?<![\u0900-\u097F])", r"(?![\u0900-\u097F])"
_AFTER_HI = re.compile(rf"{_NOT_IN_HI[0]}{_ONE_HI},? ({_WORD_HI})(?: ({_WORD_HI}))?{_NOT_IN_HI[1]}")
_CALLED_HI = re.compile(
    rf"{_NOT_IN_HI[0]}({_WORD_HI}) नाम (?:का|की|के)(?: एक)? {_ONE_HI}{_NOT_IN_HI[1]}"
)
_IN_CLASS_HI = re.compile(
    rf"{_NOT_IN_HI[0]}कक्षा \d{{1,2}}(?: ?-?[A-Fअ-ह])? (?:का|की|के|में|से) "
    rf"({_WORD_HI})(?: ({_WORD_HI}))?{_NOT_IN_HI[1]}"
)
_BEFORE_CLASS_HI = re.compile(
    rf"{_NOT_IN_HI[0]}({_WORD_HI})(?: ({_WORD_HI}))?(?:, | ?\()कक्षा \d{{1,2}}"
)

_WORD_RU = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_ONE_RU = (
    r"(?:[Уу]чени(?:к(?:а|у|ом|е)?|ц(?:а|ы|е|у|ей))|[Шш]кольни(?:к(?:а|у|ом)?|ц(?:а|ы|е|у|ей))"
    r"|[Мм]альчик(?:а|у|ом)?|[Дд]евочк(?:а|и|е|у|ой)|[Рр]еб[её]н(?:ок|ка|ку|ком))"
)
_AFTER_RU = re.compile(
    rf"\b{_ONE_RU}(?: \d{{1,2}}[ -]?[«\"]?[А-Яа-я]?[»\"]?(?: класса)?)?"
    rf"(?:,? по имени| по фамилии)?,? ({_WORD_RU}(?: {_WORD_RU})?)"
)
_IN_CLASS_RU = re.compile(
    rf"\b({_WORD_RU})(?: ({_WORD_RU}))?(?:,? из |, | ?\()\d{{1,2}}(?:-го)?[ -]?"
    r"(?:[«\"]?[А-Еа-е][»\"]?(?![а-яё])|класс)"
)
_SURNAME_RU = re.compile(
    r".{2,}(?:ов|ев|ёв|ин|ын|ский|цкий|ова|ева|ёва|ина|ына|ская|цкая|енко|ук)$"
)


def _named(text: str) -> Iterable[tuple[int, int]]:
    """Where a text seems to name a pupil: after a word such as "pupil" anything that is written
    like a name counts, elsewhere only what is known as one."""
    for pattern in (_AFTER_EN, _SEVERAL_EN, _CALLED_EN):
        strict = pattern is not _AFTER_EN
        for hit in pattern.finditer(text):
            if _is_name_en(hit[1], known=strict):
                yield hit.span()
    for pattern in (_IN_CLASS_EN, _FAMILY_EN, _BEFORE_EN):
        for hit in pattern.finditer(text):
            if _is_name_en(hit[1], known=True):
                yield hit.span()
    for hit in _CALLED_HI.finditer(text):
        if hit[1] not in NO_NAMES_HI:
            yield hit.span()
    for pattern in (_AFTER_HI, _IN_CLASS_HI, _BEFORE_CLASS_HI):
        for hit in pattern.finditer(text):
            if hit[1] in GIVEN_HI:
                yield hit.start(), hit.end() if hit[2] in SURNAMES_HI else _end_of(hit)
            elif hit[2] in SURNAMES_HI and hit[1] not in NO_NAMES_HI:
                yield hit.span()
    for hit in _AFTER_RU.finditer(text):
        if hit[1].split()[0] not in NO_NAMES_RU:
            yield hit.span()
    for hit in _IN_CLASS_RU.finditer(text):
        if hit[1] in GIVEN_RU or (hit[2] and (hit[2] in GIVEN_RU or _SURNAME_RU.match(hit[2]))):
            yield hit.span()


def _end_of(hit: re.Match[str]) -> int:
    """Without the word after the name, unless the class comes last."""
    return hit.end() if hit.re is _BEFORE_CLASS_HI else hit.end(1)


def _is_name_en(words: str, *, known: bool) -> bool:
    first = words.split()[0]
    if first.lower() in NO_NAMES_EN:
        return False
    return first in GIVEN_EN if known else True


__all__ = ["Hit", "Sign", "checks_out", "hits", "is_aadhaar", "texts_in"]
