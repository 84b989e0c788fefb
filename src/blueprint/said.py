"""A sentence that keeps what it was made of, so that it can be said again in another language."""

from __future__ import annotations

from typing import Any

GROUPED = 10_000
"""The least whole number whose digits are grouped; what a file says is shown as it is written."""


class Said(str):
    """An English sentence with values filled in.

    `template` is its code: the sentence with named places, and what a catalogue translates.
    `values` fill them: numbers, words of the file, or other sentences. A plain string is a sentence
    without values, which is its own code.

    >>> Said("There is no %(of)s “%(code)s”.", of=Said("step"), code="plann")
    'There is no step “plann”.'
    """

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, **values: Any) -> Said:
        filled = {
            name: f"{value:,}" if isinstance(value, int) and value >= GROUPED else value
            for name, value in values.items()
        }
        said = super().__new__(cls, template % filled if values else template)
        said.template, said.values = template, values
        return said

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.template,), self.values
