"""How the two of a pair live together, some time on: a minute's questions to each alone."""

from typing import Annotated

from pydantic import Field

from blueprint.language.base import Coded, Count, Number, Section
from blueprint.language.sessions import Question


class Fit(Section):
    """When each of a pair is asked how the two fit, and what. The other one never learns what was
    answered; whoever coordinates sees numbers over enough people. A file that leaves this out asks
    as the house does: see `fit_of`."""

    days: tuple[Count, ...]
    """Days after the beginning of the pair on which each is asked, the first first; days on hold
    do not count. Without any, nobody is asked."""
    open_days: Count
    """Days in which an answer is taken and counts. After them nobody is asked any more."""
    remind_after_days: Count
    """Days after which whoever has not answered is reminded, once."""
    teacher: Annotated[tuple[Question, ...], Field(min_length=1, max_length=3)]
    """What the teacher is asked: scales only, so that it is done in a minute."""
    mentor: Annotated[tuple[Question, ...], Field(min_length=1, max_length=3)]
    """What the mentor is asked."""
    low: Annotated[Number, Field(ge=1, le=4)]
    """At or under this answer, help and another pairing are offered, without pressure."""
    later_reasons: Annotated[tuple[Coded, ...], Field(min_length=1)]
    """The reasons that can be given for not answering now."""
