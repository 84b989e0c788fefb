"""Who is looking: one person and the roles held today, loaded once for each request."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

NOBODY = 0  # no person has this id


@dataclass(frozen=True, slots=True)
class Grant:
    """A role over an organisation and everything under it."""

    role: str
    scope: str  # an organisation's path, such as "1/14/203"

    def covers(self, scope: str) -> bool:
        return scope == self.scope or scope.startswith(self.scope + "/")


@dataclass(frozen=True, slots=True)
class Viewer:
    """`now` is an instant in UTC; `zone` is the viewer's own IANA zone, which decides "today"."""

    person_id: int
    now: datetime
    grants: frozenset[Grant] = frozenset()
    zone: ZoneInfo = field(default=ZoneInfo("UTC"))
    is_system: bool = False  # a job that acts by itself, never a request
    # Whether somebody may be appraised, managed or paid by her beyond what her roles say. Where it
    # was not looked up it is supposed, so that who reports to her is asked for.
    has_reports: bool = True

    @property
    def today(self) -> date:
        """The date on the viewer's own wall calendar."""
        return self.now.astimezone(self.zone).date()

    @property
    def is_somebody(self) -> bool:
        return self.person_id != NOBODY

    def holds(self, role: str, *, over: str) -> bool:
        return any(grant.role == role and grant.covers(over) for grant in self.grants)

    def scopes(self, role: str) -> list[str]:
        """The paths over which this role is held, in a stable order."""
        return sorted(grant.scope for grant in self.grants if grant.role == role)

    def above(self, role: str) -> list[str]:
        """The paths of every place above one over which this role is held, in a stable order."""
        found = set()
        for scope in self.scopes(role):
            parts = scope.split("/")
            found |= {"/".join(parts[:depth]) for depth in range(1, len(parts))}
        return sorted(found)

    def has(self, role: str) -> bool:
        """Whether the role is held anywhere at all."""
        return any(grant.role == role for grant in self.grants)


def stranger(now: datetime) -> Viewer:
    """Somebody who has not signed in."""
    return Viewer(NOBODY, now, has_reports=False)


def system(now: datetime) -> Viewer:
    """The platform itself, in a job: it passes only rules that name it."""
    return Viewer(NOBODY, now, is_system=True, has_reports=False)
