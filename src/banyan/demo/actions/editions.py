"""A district makes the blueprint its own, as the library invites it to, and moves a cohort to it."""

from __future__ import annotations

from banyan.kernel.viewer import Viewer
from banyan.programmes import actions as programmes
from banyan.programmes.models import Cohort
from banyan.programmes.queries.designs import blueprint_named
from blueprint import Blueprint, editing

PART = ("reviews", "two_readers")
# What its committee wrote otherwise: where readers disagree its facilitator decides, and what they
# read has been found ready by the mentor.
CHANGED = {
    ("title", "en"): "TEAM in Laurel Hollow",
    (*PART, "title", "en"): "Two readers, and the facilitator if they disagree",
    (*PART, "on_disagreement"): "coordinator",
    ("steps", "review", "hint", "en"): (
        "Your mentor says first that it is ready. Each reader reads alone; if they disagree, the "
        "facilitator talks with them and decides. Not yet means: with feedback, and handed in again."
    ),
}
BEFORE = "    readers: 2\n"
ADDED = "    signed_off: true\n"


def own_edition(cohort: Cohort, base: Blueprint, code: str, *, by: Viewer) -> Cohort:
    """Copied, changed, published; and from now on the cohort runs by it."""
    draft = programmes.copy_blueprint(base, code, cohort.programme.organisation, by=by)
    text = editing.write(draft.text, CHANGED).replace(BEFORE, BEFORE + ADDED)
    draft = programmes.save_design(draft, text, draft.edition, by=by)
    made = programmes.publish_design(draft, draft.edition, by=by)
    pinned = "@".join(cohort.design)
    return programmes.move_cohort(cohort, blueprint_named(made.code, made.version), pinned, by=by)
