"""Rows and lists as plain values: people of a file, and what somebody said in words."""

from banyan.programmes.snapshot.people import COLUMNS, PeopleList, PersonRow
from banyan.programmes.snapshot.words import (
    Said,
    Words,
    hour,
    said_by_mentor,
    said_by_teacher,
    said_in_public,
    words_of,
    words_of_all,
)

__all__ = [
    "COLUMNS",
    "PeopleList",
    "PersonRow",
    "Said",
    "Words",
    "hour",
    "said_by_mentor",
    "said_by_teacher",
    "said_in_public",
    "words_of",
    "words_of_all",
]
