"""What counts of a session: four things, none of which is ever taken for another.

| | what it is | who says it |
|---|---|---|
| planned | from the beginning to the end that were agreed on | both, when they agree on a time |
| joined | somebody pressed "join" for a meeting online | nobody: a click tells nothing of staying |
| confirmed | the minutes that a side says, 0 for "we did not meet" | each side for herself |
| accounted | what counts, everywhere | nobody: it follows, by `accounted` |

| one side says | the other says | a coordinator has settled | accounted |
|---|---|---|---|
| nothing | nothing | – | nothing yet |
| n | nothing | – | nothing yet |
| n | n | whatever | n, also beyond the planned end: both confirm it |
| n | m | not yet | nothing: they remember it differently |
| n | m | s | s |

What a coordinator settles lies between the two numbers, and goes beyond the planned length only as
far as both of them do (`settleable`). So no minute counts that only one of the two confirms and
that was not planned, and none that neither of them says.

Minutes are whole; they are counted from the planned beginning.

Of a session of two that did not take place (0 is accounted), each may say who was not there:

| she says of herself | the other one says | settled | absent |
|---|---|---|---|
| "I was not there" | whatever | – | she |
| nothing, or somebody else | that she was not | – | nobody: one word against another |
| whatever | whatever | that she was not | she |

So nobody is called absent on the word of the other one alone.
"""

from __future__ import annotations


def accounted(own: int | None, other: int | None, settled: int | None = None) -> int | None:
    """The minutes that count, by the table above; None for nothing yet."""
    if own is None or other is None:
        return None
    return own if own == other else settled


def differ(own: int | None, other: int | None, settled: int | None = None) -> bool:
    """Whether the two remember it differently, and nobody has settled it."""
    return own is not None and other is not None and own != other and settled is None


def absent(
    minutes: int | None, own: str, other: str, settled: str, *, sides: tuple[str, str]
) -> str:
    """Which of the two sides was not there, by the second table; "" for neither. `minutes` are
    those that are accounted, `own` and `other` what the first and the second of `sides` say.

    >>> absent(0, "teacher", "", "", sides=("teacher", "mentor"))
    'teacher'
    >>> absent(0, "", "teacher", "", sides=("teacher", "mentor"))
    ''
    """
    if minutes != 0:
        return ""
    if settled:
        return settled if settled in sides else ""
    return next((side for side, said in zip(sides, (own, other), strict=True) if said == side), "")


def settleable(own: int, other: int, planned: int) -> tuple[int, int]:
    """The fewest and the most minutes at which a disagreement can be settled.

    >>> settleable(60, 45, planned=50), settleable(75, 60, planned=50), settleable(0, 40, 50)
    ((45, 50), (60, 60), (0, 40))
    """
    least, most = sorted((own, other))
    return least, min(most, max(planned, least))
