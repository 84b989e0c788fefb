"""What every part of the language is made of: codes, numbers, times, and the entry of a list."""

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from blueprint.text import Text


def _no_yes_or_no(value: Any) -> Any:
    # Python counts true as 1; in a file "reviewers: true" is a slip, not a one.
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "a number is wanted here")
    return value


def _hours_and_minutes(value: Any) -> Any:
    # pydantic would read a bare 21 as 21 seconds after midnight.
    if isinstance(value, dt.time) or (
        isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d(:00)?", value, re.ASCII)
    ):
        return value
    raise PydanticCustomError("time_parsing", "a time of day is wanted here")


Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}$")]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Reference = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z_]+(\[[a-z0-9_]+\])?(\.[a-z_]+(\[[a-z0-9_]+\])?)*$"),
]
Number = Annotated[int, BeforeValidator(_no_yes_or_no)]
Clock = Annotated[dt.time, BeforeValidator(_hours_and_minutes)]
Count = Annotated[Number, Field(ge=1, le=100_000)]
Amount = Annotated[Number, Field(ge=0, le=100_000)]
Weight = Annotated[Number, Field(ge=0, le=10)]


class Section(BaseModel):
    """A part of a blueprint: it cannot change once read, and knows no word but its own."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Coded(Section):
    """One entry of a list that people choose from."""

    code: Code
    """The stored name: small letters, digits and underscores. It never changes once used."""
    title: Text
    """What people read."""
    hint: Text | None = None
    """A sentence that helps to choose or to fill in."""
