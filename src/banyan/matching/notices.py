"""Who is told what of matching, and how its timeline tells it.

Until a round is published nobody is told of anything. What follows for a pair (one says yes, both,
or no, and the coordinators who hear of a no) is told by mentoring.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.matching.queries.lots import who_waits
from banyan.matching.queries.proposals import proposal_behind
from banyan.mentoring.queries.mentorships import coordinators_over, waits_for
from banyan.mentoring.queries.rematches import still_asked, told_of_rematch
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.programmes.queries import design_of
from banyan.trail import registry as trail
from banyan.trail.models import Event
from banyan.trail.queries import id_of


def _still_asked(data: Mapping[str, Any]) -> bool:
    return waits_for(int(data["mentorship"]), int(data["reader"]))


notices.register(
    Kind(
        "matching.proposed",
        Category.PAIR,
        _("You and {other} could work together"),
        _("See why, and say yes or no by {answer_by_at}. Both answers are welcome."),
        pgettext_lazy("link", "See the proposal and answer"),
        _still_asked,
    )
)


notices.register(
    Kind(
        "matching.waits_by_lot",
        Category.PAIR,
        _("You are waiting for a mentor"),
        _(
            "More teachers wait than there are seats with mentors, so lots were drawn for who has"
            " a mentor first. Yours was not among the first. This says nothing about you or your"
            " work."
        ),
        pgettext_lazy("link", "See how the lots were drawn"),
    )
)


notices.register(
    Kind(
        "rematch.asked",
        Category.AREA,
        _("{mentor} and {teacher}: another pairing is asked for"),
        _("In confidence. See who would fit, and speak with them first if that helps."),
        pgettext_lazy("link", "See who would fit"),
        lambda data: still_asked(int(data["mentorship"])),
    )
)


def tell_of_wish(event: Event) -> None:
    """The coordinators of the school hear that another pairing is asked for: where who asked and
    why stands, not here. Whoever is of the pair herself is not told."""
    pair = told_of_rematch(id_of(event.subject)).mentorship
    coordinators = coordinators_over([pair.school], on=event.happened_at.date())
    tell(
        set(coordinators) - {pair.mentor_id, pair.mentee_id},
        "rematch.asked",
        key=f"{event.verb}:{event.pk}",
        now=event.happened_at,
        link=reverse("matching:rematch", args=[pair.pk]),
        mentorship=pair.pk,
        blueprint=design_of(pair),
        mentor=pair.mentor.name,
        teacher=pair.mentee.name,
    )


def tell_of_lots(event: Event) -> None:
    """Whoever waits by lot hears of it once the pairs of the round are proposed."""
    for person, lot in who_waits(id_of(event.subject)).items():
        tell(
            [person],
            "matching.waits_by_lot",
            key=f"lot:{lot}",
            now=event.happened_at,
            link=reverse("matching:lot", args=[lot]),
        )


def tell_of_pair(event: Event) -> None:
    """Both people of a pair that a round proposes hear of it, with the page that says why."""
    pair = proposal_behind(id_of(event.subject))
    if pair is None or pair.mentor is None or pair.mentorship is None:
        return
    answer_by = pair.mentorship.answer_by
    for person, other in ((pair.teacher, pair.mentor), (pair.mentor, pair.teacher)):
        tell(
            [person.pk],
            "matching.proposed",
            # The key under which mentoring tells of a proposal without a round: each of the two
            # is told once, whichever of the followers comes first.
            key=f"mentorship.propose:{event.pk}",
            now=event.happened_at,
            link=reverse("matching:proposal", args=[pair.pk]),
            other=other.name,
            reader=person.pk,
            mentorship=pair.mentorship.pk,
            blueprint=design_of(pair.mentorship),
            answer_by_at=answer_by.isoformat() if answer_by else "",
        )


trail.follow("matching.tell_of_pair", tell_of_pair, "mentorship.propose")
trail.follow("matching.tell_of_wish", tell_of_wish, "rematch.ask")
trail.follow("matching.tell_of_lots", tell_of_lots, "round.finish")
trail.tell(
    {
        "round.open": _("{actor} opened this round."),
        "round.aim": _("{actor} chose another aim for this round."),
        "round.compute": _("{actor} had the best pairs found."),
        "round.pin": _("{actor} put two people together."),
        "round.forbid": _("{actor} ruled a pair out."),
        "round.clear_wish": _("{actor} took a wish back."),
        "round.publish": _("{actor} published this round."),
        "round.rematch": _("{actor} found another mentor for one teacher."),
        "round.finish": _("Every pair of this round is proposed."),
        "round.discard": _("{actor} discarded this round."),
        "lottery.freeze": _("{actor} froze a list for drawing lots."),
        "lottery.draw": _("{actor} had the lots drawn."),
        "lottery.set_aside": _("{actor} set a list for drawing lots aside."),
        "lottery.take_out": _("{actor} took out both groups of a draw, with names."),
    }
)
