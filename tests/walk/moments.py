"""Who looks, at a moment of the story of the walk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from banyan.kernel.viewer import Viewer
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from tests.conftest import NOW


def at(person: Person, days_ago: float) -> Viewer:
    return viewer_for(person, now=NOW - timedelta(days=days_ago))


def later(viewer: Viewer, moment: datetime) -> Viewer:
    return replace(viewer, now=moment)
