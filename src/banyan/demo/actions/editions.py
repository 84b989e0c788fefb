"""A place makes the blueprint its own, as the library invites it to, and moves a cohort to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from banyan.kernel.viewer import Viewer
from banyan.programmes import actions as programmes
from banyan.programmes.models import Cohort
from banyan.programmes.queries.designs import blueprint_named
from blueprint import Blueprint, editing


@dataclass(frozen=True, slots=True)
class Edition:
    """What a place writes otherwise: values, and lines of its own after the line `below`."""

    code: str
    changed: Mapping[tuple[str, ...], str]
    below: str
    added: str
    weights: str = ""  # further weights of matching


WEIGHTS = "\n  weights:\n"
PART = ("reviews", "two_readers")
# What the committee of Laurel Hollow wrote otherwise: where readers disagree its facilitator
# decides, and what they read has been found ready by the mentor.
LAUREL_HOLLOW = Edition(
    "team_laurel_hollow",
    {
        ("title", "en"): "TEAM in Laurel Hollow",
        (*PART, "title", "en"): "Two readers, and the facilitator if they disagree",
        (*PART, "on_disagreement"): "coordinator",
        ("steps", "review", "hint", "en"): (
            "Your mentor says first that it is ready. Each reader reads alone; if they disagree, "
            "the facilitator talks with them and decides. Not yet means: with feedback, and handed "
            "in again."
        ),
    },
    "    readers: 2\n",
    "    signed_off: true\n",
)
# A later intake of the pilot, whose teachers may ask a mentor themselves.
CHOOSING = Edition(
    "nmm_by_choice",
    {("title", "en"): "National Mission for Mentoring, by choice"},
    "\nmatching:\n",
    "  self_match:\n    expires_after_days: 10\n    most_open: 2\n",
)

# The intake after that, whose rounds let both sides rank short lists.
RANKING = Edition(
    "nmm_by_lists",
    {("title", "en"): "National Mission for Mentoring, with lists to rank"},
    "\nmatching:\n",
    "  lists:\n    suggested: 5\n    ranked: 3\n    open_days: 7\n",
    "    complement: 6\n    fluency: 4\n    formats: 2\n    school: 2\n    continuity: 3\n",
)


def own_edition(cohort: Cohort, base: Blueprint, own: Edition, *, by: Viewer) -> Cohort:
    """Copied, changed, published; and from now on the cohort runs by it."""
    draft = programmes.copy_blueprint(base, own.code, cohort.programme.organisation, by=by)
    text = editing.write(draft.text, own.changed).replace(own.below, own.below + own.added)
    text = text.replace(WEIGHTS, WEIGHTS + own.weights)
    draft = programmes.save_design(draft, text, draft.edition, by=by)
    made = programmes.publish_design(draft, draft.edition, by=by)
    pinned = "@".join(cohort.design)
    return programmes.move_cohort(cohort, blueprint_named(made.code, made.version), pinned, by=by)
