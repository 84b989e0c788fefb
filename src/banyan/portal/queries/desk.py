"""What a coordinator looks at first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.credentials.standings import may_sign_at
from banyan.insights import queries as insights
from banyan.kernel.viewer import Viewer
from banyan.matching.queries.choosing import at_desk
from banyan.portal.queries.own import Next, next_to_sign
from banyan.programmes import queries as programmes
from banyan.programmes.standings import COHORT_COORDINATOR
from banyan.ui.addresses import reverse
from banyan.ui.paging import Page


@dataclass(frozen=True, slots=True)
class Desk:
    """What a coordinator looks at first."""

    funnel: insights.Funnel | None
    trouble: Page[insights.Trouble]
    rounds: list[Any]  # drafts, not published yet
    to_read: int  # applications that wait for a reader or a decision
    read_at: str  # where they are read
    matches: bool  # whether the rounds of this cohort are the viewer's to run
    choices: int  # two who chose each other, and wait for a coordinator
    choices_at: str  # where the first of them are looked at
    without_mentor: int  # enrolled teachers to whom no mentor was proposed yet
    may_sign: bool  # whether any paper of these programmes can be the viewer's to sign


def desk(viewer: Viewer) -> Desk:
    """At most five queries."""
    cohorts = programmes.cohorts_widest_first(viewer)
    programmes.in_shared_words(cohorts)
    cohort = cohorts[0] if cohorts else None
    funnel = None
    if cohort:
        with programmes.words_of(cohort):
            funnel = insights.funnel(viewer, cohort)
    runs = cohort if cohort and COHORT_COORDINATOR.holds(viewer, cohort) else None
    rounds, asking = at_desk(viewer)
    return Desk(
        funnel=funnel,
        trouble=insights.pairs_in_trouble(viewer, size=5),
        rounds=rounds,
        to_read=(cohort.to_read or 0)  # type: ignore[attr-defined]
        if cohort
        else programmes.applications_to_read(viewer),
        read_at=reverse("programmes:applications", args=[runs.programme.code])
        if runs
        else reverse("programmes:programmes"),
        matches=runs is not None,
        choices=sum(row.number for row in asking),
        choices_at=reverse("matching:cohort_requests", args=[asking[0].cohort_id])
        if asking
        else "",
        without_mentor=next(
            (s.stopped or 0 for s in funnel.stages if s.key == "proposed") if funnel else iter(()),
            0,
        ),
        may_sign=not cohorts
        or any(may_sign_at(viewer, c.programme.organisation.path or "") for c in cohorts),
    )


def next_at_desk(viewer: Viewer, seen: Desk) -> Next | None:
    """The first of what waits for a coordinator."""
    if seen.trouble.rows:
        first = seen.trouble.rows[0]
        return Next(
            _("%(teacher)s and %(mentor)s need you")
            % {"teacher": first.teacher, "mentor": first.mentor},
            " ".join(reason.sentence for reason in first.reasons),
            _("See all that need you"),
            reverse("insights:trouble"),
        )
    if seen.may_sign and (to_sign := next_to_sign(viewer)):
        return to_sign
    if seen.choices:
        return Next(
            _("Two who chose each other wait for you"),
            _("A teacher and a mentor have said yes. Look at it, and decide."),
            _("See the requests"),
            seen.choices_at,
        )
    if seen.to_read:
        return Next(
            ngettext(
                "%(count)d application waits to be read",
                "%(count)d applications wait to be read",
                seen.to_read,
            )
            % {"count": seen.to_read},
            _("Mentors who offer their time should hear soon."),
            _("Read applications"),
            seen.read_at,
        )
    if seen.rounds:
        return Next(
            _("A matching round is not published yet"),
            _("Nobody sees its proposals before you publish them."),
            _("Open the round"),
            reverse("matching:round", args=[seen.rounds[0].pk]),
        )
    return None
