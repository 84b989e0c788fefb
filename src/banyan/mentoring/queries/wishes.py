"""Of a pair, in the query that reads it: whether another pairing is asked for, or a message was
shown to the coordinators, as far as its viewer may know; and whether somebody new has begun."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Subquery

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Rematch, Report
from banyan.mentoring.standings import (
    PAIR_REPORT_COORDINATOR,
    REMATCH_ASKER,
    REMATCH_COORDINATOR,
)
from banyan.mentoring.states import LIVE, MentorshipForm, RematchStatus, ReportStatus


def wishes(viewer: Viewer) -> dict[str, Exists | Subquery]:
    """For annotating a pair: `asked_by_oneself`, `asked_by_others` and `was_followed`; the id of
    the oldest `report` of a message that waits for this coordinator."""
    asked = Rematch.objects.filter(mentorship=OuterRef("pk"), status=RematchStatus.OPEN)
    after = Mentorship.objects.filter(
        cohort=OuterRef("cohort"),
        mentee=OuterRef("mentee"),
        form=MentorshipForm.PAIR,
        status__in=LIVE,
        starts_on__lte=viewer.today,
        pk__gt=OuterRef("pk"),
    )
    shown = Report.objects.filter(PAIR_REPORT_COORDINATOR.where(viewer), mentorship=OuterRef("pk"))
    shown = shown.filter(status=ReportStatus.OPEN).order_by("pk")
    return {
        "report": Subquery(shown.values("pk")[:1]),
        "asked_by_oneself": Exists(asked.filter(REMATCH_ASKER.where(viewer))),
        "asked_by_others": Exists(asked.filter(REMATCH_COORDINATOR.where(viewer))),
        "was_followed": Exists(after),
    }
