"""Who may look at a teacher's strengths and needs, and in whose name. The whole answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.rules.records import RECORD_RIGHTS, not_under_power
from banyan.mentoring.standings import MENTEE, MENTOR, RECORD_OWNER
from banyan.mentoring.states import LIVE
from banyan.practice.states import Source


@dataclass(frozen=True, slots=True)
class View:
    """A view of a teacher that somebody is about to begin; without a pair it is her own."""

    source: Source
    pair: Mentorship | None


def whose_view(viewer: Viewer, v: View) -> Decision:
    """She herself speaks for herself, her mentor for the mentor and for what was observed."""
    if v.source == Source.SELF:
        if v.pair is None or MENTEE.holds(viewer, v.pair):
            return ALLOWED
        return denied(_("Only the teacher herself can say how she sees it."))
    if v.pair is not None and MENTOR.holds(viewer, v.pair):
        return not_under_power(viewer, v.pair.mentee_id)
    return denied(_("Only the mentor can say how the mentor sees it."))


def pair_lives(viewer: Viewer, v: View) -> Decision:
    if v.pair is None or v.pair.status in LIVE:
        return ALLOWED
    return denied(_("This is possible only while the pair is active."))


def its_writer(viewer: Viewer, r: Record) -> Decision:
    """Whose source it is. What a teacher took on into a new pair of her earlier mentor's stays as
    that mentor wrote it."""
    hers = RECORD_OWNER.holds(viewer, r)
    if hers != (r.assessment.source == Source.SELF):
        return denied(_("Only the person who began it writes in it. You can comment on it."))
    return RECORD_RIGHTS.decide(viewer, r, "write")


def its_linker(viewer: Viewer, r: Record) -> Decision:
    return RECORD_RIGHTS.decide(viewer, r, "link")


VIEW_RIGHTS = Rights(
    "view",
    [Right("begin", whose_view, (pair_lives,), pgettext_lazy("button", "Begin"))],
)
ASSESSMENT_RIGHTS = Rights(
    "assessment",
    [
        Right("write",        its_writer, (), pgettext_lazy("button", "Keep")),
        Right("add_evidence", its_linker, (), pgettext_lazy("button", "Add the evidence")),
    ],
)  # fmt: skip
