"""What papers need from outside, named by dotted path in settings."""

from __future__ import annotations

from typing import Protocol

from banyan.kernel.viewer import Viewer
from banyan.programmes.models import Cohort


class Numbers(Protocol):
    """Counts for the report of a cohort: about many, never about one."""

    def of_cohort(self, viewer: Viewer, cohort: Cohort) -> list[tuple[str, str]]:
        """What is counted, and how many, in the active language. A count of people below the
        fewest that the blueprint allows is told as "fewer than" that many."""
        ...

    def indicators_of(
        self, viewer: Viewer, cohort: Cohort
    ) -> dict[str, list[tuple[str, str, str]]]:
        """By code of an indicator: for each time when, the target and what was measured, or why
        nothing was, in the active language."""
        ...
