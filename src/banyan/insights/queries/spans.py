"""Where "this month" begins, for a reader."""

from __future__ import annotations

from datetime import datetime, time

from banyan.kernel.viewer import Viewer


def month_begins(viewer: Viewer) -> datetime:
    """The first instant of this month on the viewer's own calendar."""
    return datetime.combine(viewer.today.replace(day=1), time(0), tzinfo=viewer.zone)
