"""A text that a blueprint says in several languages."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    RootModel,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

LOCALE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
EVERY = ""
"""The key of a plain string: the same words, whatever the reader's language."""


class Text(RootModel[dict[str, str]]):
    """Words for people: written in the file as one string, or as a mapping of language to string.

    >>> Text.model_validate({"en": "Mentor", "hi": "मेंटर"}).in_("hi")
    'मेंटर'
    """

    model_config = ConfigDict(frozen=True)

    def in_(self, locale: str) -> str:
        """The words for `locale` (`hi`, `en-IN`, `en_IN`); never empty.

        Falls back from the region to its language, then to a plain string, then to English, then
        to whatever the file says first: a page with a foreign word beats a page with a gap.
        """
        wanted = locale.replace("_", "-").lower()
        said = {key.lower(): words for key, words in self.root.items()}
        for key in (wanted, wanted.partition("-")[0], EVERY, "en"):
            if key in said:
                return said[key]
        return next(iter(self.root.values()))

    def says(self, locale: str) -> bool:
        """Whether somebody wrote this text for `locale` (a plain string counts for every one)."""
        return EVERY in self.root or locale in self.root

    def __str__(self) -> str:
        return self.in_("en")

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.root.items())))

    @model_validator(mode="before")
    @classmethod
    def _one_string_is_enough(cls, said: Any) -> Any:
        return {EVERY: said} if isinstance(said, str) else said

    @field_validator("root")
    @classmethod
    def _named_languages_and_words(cls, said: dict[str, str]) -> dict[str, str]:
        if not said:
            raise PydanticCustomError("text_empty", "the text is empty")
        for locale, words in said.items():
            if locale != EVERY and not LOCALE.fullmatch(locale):
                raise PydanticCustomError(
                    "text_locale", "“{locale}” is not a language code", {"locale": locale}
                )
            if not words.strip():
                raise PydanticCustomError("text_empty", "the text is empty")
        # A plain string comes in under the empty key; beside named languages it is a mistake.
        if EVERY in said and len(said) > 1:
            raise PydanticCustomError(
                "text_locale", "“{locale}” is not a language code", {"locale": EVERY}
            )
        return said

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "title": "Text",
            "description": "One string, or a mapping of language code to string.",
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": {"pattern": f"^{LOCALE.pattern}$"},
                    "additionalProperties": {"type": "string", "minLength": 1},
                },
            ],
        }


class Named(str):
    """The name of an item of a list, where a plain string would be a key."""


def texts(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str, Text]]:
    """Every text inside a model or tuple, with the dotted path where the file says it."""
    for at, found in leaves(value, path):
        if isinstance(found, Text):
            yield at, found


def leaves(
    value: object, path: tuple[str | int, ...] = (), *, written: bool = False
) -> Iterator[tuple[str, object]]:
    """Every value that is no model or tuple, in the order of the file, with its path.

    With `written`, only what somebody wrote: no defaults.
    """
    if isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from leaves(item, (*path, name_of(item) or number), written=written)
    elif isinstance(value, BaseModel) and not isinstance(value, Text):
        for name in type(value).model_fields:
            if not written or name in value.model_fields_set:
                yield from leaves(getattr(value, name), (*path, name), written=written)
    else:
        yield spell(path), value


def name_of(item: object) -> Named | None:
    """The code of an item of a list, or its kind of record; `None` for one that has neither."""
    name = getattr(item, "code", None) or getattr(item, "record", None)
    return Named(name) if isinstance(name, str) else None


def spell(path: tuple[str | int, ...], codes: tuple[str | None, ...] = ()) -> str:
    """A path as people read it: `session.log[works].title`.

    An item of a list goes by its name, or by its code where `codes` (parallel to `path`) knows
    one, otherwise by its place counted from 1.
    """
    said = ""
    for depth, step in enumerate(path):
        if isinstance(step, int):
            code = codes[depth] if depth < len(codes) else None
            said += f"[{code or step + 1}]"
        elif isinstance(step, Named):
            said += f"[{step}]"
        else:
            said += f".{step}" if said else step
    return said
