"""What a blueprint of the right shape can still get wrong: its parts must agree with each other.

Each rule yields findings: the path, what is wrong, the cure, and whether it stops the file.
"""

from collections.abc import Iterator

from blueprint.coherence.finding import Finding
from blueprint.coherence.honesty import honesty
from blueprint.coherence.house import AUDIENCES, HOUSE, LEFT_OUT, RISING, house
from blueprint.coherence.lists import twice
from blueprint.coherence.order import circles
from blueprint.coherence.people import people
from blueprint.coherence.references import PLACEHOLDERS, references
from blueprint.coherence.sums import sums
from blueprint.coherence.times import times
from blueprint.frameworks.naming import frameworks
from blueprint.language import Blueprint

__all__ = ["AUDIENCES", "HOUSE", "LEFT_OUT", "PLACEHOLDERS", "RISING", "Finding", "findings"]

_RULES = (twice, sums, references, frameworks, people, times, circles, house, honesty)


def findings(blueprint: Blueprint) -> Iterator[Finding]:
    """Everything that does not fit together."""
    for rule in _RULES:
        yield from rule(blueprint)
