"""Of a pair, in the query that reads it: whether another pairing is asked for, as far as its viewer
may know, and whether somebody new has begun with its teacher."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Rematch
from banyan.mentoring.standings import REMATCH_ASKER, REMATCH_COORDINATOR
from banyan.mentoring.states import LIVE, MentorshipForm, RematchStatus


def wishes(viewer: Viewer) -> dict[str, Exists]:
    """For annotating a pair: `asked_by_oneself`, `asked_by_others` and `was_followed`."""
    asked = Rematch.objects.filter(mentorship=OuterRef("pk"), status=RematchStatus.OPEN)
    after = Mentorship.objects.filter(
        cohort=OuterRef("cohort"),
        mentee=OuterRef("mentee"),
        form=MentorshipForm.PAIR,
        status__in=LIVE,
        starts_on__lte=viewer.today,
        pk__gt=OuterRef("pk"),
    )
    return {
        "asked_by_oneself": Exists(asked.filter(REMATCH_ASKER.where(viewer))),
        "asked_by_others": Exists(asked.filter(REMATCH_COORDINATOR.where(viewer))),
        "was_followed": Exists(after),
    }
