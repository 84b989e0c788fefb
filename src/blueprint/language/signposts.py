"""Where people of a programme find somebody to talk to."""

from typing import Annotated

from pydantic import StringConstraints

from blueprint.language.base import Code, LanguageCode, Section
from blueprint.text import Text

Telephone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 -]{1,29}$")]
Address = Annotated[str, StringConstraints(pattern=r"^https://[^\s/]+\.[^\s]{2,300}$")]


class Signpost(Section):
    """Somebody to turn to when it is too much: a line to call, a page to write on. Everybody of the
    programme is shown it beside the lines of her country, and nobody learns who looked."""

    code: Code
    """The stored name: small letters, digits and underscores. It never changes once used."""
    title: Text
    """What it is called."""
    about: Text
    """In a sentence or two: who listens there, for whom it is, and what it costs."""
    telephones: tuple[Telephone, ...] = ()
    """Numbers as they are dialled, each in quotes: `"14416"`, `"+7 495 000-00-00"`."""
    web: Address | None = None
    """Its page, beginning with https://."""
    languages: tuple[LanguageCode, ...] = ()
    """The languages spoken there: codes of `vocabularies.languages`."""
    hours: Text | None = None
    """When somebody is there."""
