"""Telling an Aadhaar number when one comes by, so that it is never kept."""

from __future__ import annotations

import re

# The dihedral group D5 and the permutation of the Verhoeff scheme (J. Verhoeff, 1969), which
# UIDAI uses for the last digit of an Aadhaar number.
_MULTIPLY = (
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
_PERMUTE = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 5, 7, 6, 2, 8, 3, 0, 9, 4),
    (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
    (8, 9, 1, 6, 0, 4, 3, 5, 2, 7),
    (9, 4, 5, 3, 1, 2, 6, 8, 7, 0),
    (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
    (2, 7, 9, 3, 8, 0, 6, 4, 1, 5),
    (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)
# Looking back comes after the first digit: a pattern that starts with a set of signs is searched
# for faster than one that starts with a condition.
_TWELVE_DIGITS = re.compile(r"[2-9](?<!\d.)\d{3}[ -]?\d{4}[ -]?\d{4}(?!\d)")
_ITS_NAMES = re.compile(r"a+dha+r|adhar|uidai|आधार", re.IGNORECASE)


def verhoeff_holds(digits: str) -> bool:
    """Whether the last of these ASCII digits is the right check digit for those before it."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = _MULTIPLY[check][_PERMUTE[place % 8][int(digit)]]
    return check == 0


def looks_like_aadhaar(text: str) -> bool:
    """Whether an Aadhaar number stands anywhere in this text: 12 digits, alone or in fours, the
    first of them 2 to 9, and the Verhoeff check holds."""
    return any(verhoeff_holds(re.sub(r"\D", "", found)) for found in _TWELVE_DIGITS.findall(text))


def names_aadhaar(heading: str) -> bool:
    """Whether a column says that it holds Aadhaar numbers."""
    return _ITS_NAMES.search(heading) is not None
