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

from banyan.matching.queries.choosing import status_of, told_of
from banyan.matching.queries.listing import lists_are_open, whose_lists
from banyan.matching.queries.lots import who_waits
from banyan.matching.queries.proposals import proposal_behind
from banyan.matching.states import ChoiceStatus
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


def _still_ranked(data: Mapping[str, Any]) -> bool:
    return lists_are_open(int(data["round"]), data["now"]) if "round" in data else False


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


READ = pgettext_lazy("link", "See the request")


def _still_open(data: Mapping[str, Any]) -> bool:
    return status_of(int(data["request"])) == ChoiceStatus.OPEN


def _still_agreed(data: Mapping[str, Any]) -> bool:
    return status_of(int(data["request"])) == ChoiceStatus.AGREED


notices.register(
    Kind(
        "matching.choice_asked",
        Category.PAIR,
        _("{teacher} would like you as a mentor"),
        _("Read why, and answer by {expires_at}. Both yes and no are a good answer."),
        pgettext_lazy("link", "Read and answer"),
        _still_open,
        presses=True,
    ),
    Kind(
        "matching.choice_agreed",
        Category.PAIR,
        _("{mentor} says yes to you"),
        _("Now a coordinator looks at it. You will be told."),
        READ,
    ),
    Kind(
        "matching.choice_to_decide",
        Category.PAIR,
        _("{teacher} and {mentor} have chosen each other"),
        _("Please decide by {expires_at}: the two wait for you."),
        READ,
        _still_agreed,
        presses=True,
    ),
    Kind(
        "matching.choice_declined",
        Category.PAIR,
        _("{mentor} cannot be your mentor now"),
        _("That says nothing about you or your work. Others on your list may fit as well."),
        READ,
    ),
    Kind(
        "matching.choice_withdrawn",
        Category.PAIR,
        _("{teacher} has taken the request back"),
        _("There is nothing left for you to do."),
        READ,
    ),
    Kind(
        "matching.choice_approved",
        Category.PAIR,
        _("Approved: {teacher} and {mentor}"),
        _("You two stay together when pairs are next proposed. Then each of you says yes."),
        READ,
    ),
    Kind(
        "matching.choice_refused",
        Category.PAIR,
        _("Not approved: {teacher} and {mentor}"),
        _("The coordinator says why. The search for a mentor goes on."),
        READ,
    ),
    Kind(
        "matching.choice_lapsed",
        Category.PAIR,
        _("The request of {teacher} has ended"),
        _("There is a mentor for {teacher} now. There is nothing left for you to do."),
        READ,
    ),
    Kind(
        "matching.choice_expired_for_teacher",
        Category.PAIR,
        _("Your request to {mentor} ended without an answer"),
        _("That is not about you. Ask somebody else, or ask again another time."),
        READ,
    ),
    Kind(
        "matching.choice_expired_for_mentor",
        Category.PAIR,
        _("The request of {teacher} has ended"),
        _("It waited for an answer and none came in time. {teacher} knows."),
        READ,
    ),
)
notices.register(
    Kind(
        "matching.list_open",
        Category.PAIR,
        _("Whom would you like to work with?"),
        _(
            "There is a short list for you. Rank whom you would like until {until_at}, in private:"
            " nobody ever sees how you rank."
        ),
        pgettext_lazy("link", "See your list"),
        _still_ranked,
    )
)


def tell_of_lists(event: Event) -> None:
    """Everybody who has a list hears of it, with the day on which it closes."""
    round_, people = whose_lists(id_of(event.subject))
    if round_ is None or round_.lists_until is None:
        return
    for side, persons in people.items():
        tell(
            persons,
            "matching.list_open",
            key=f"{event.verb}:{event.pk}:{side}",
            now=event.happened_at,
            link=reverse("matching:own_list", args=[round_.pk, side]),
            blueprint=design_of(round_),
            round=round_.pk,
            until_at=round_.lists_until.isoformat(),
        )


OF_CHOICE = {
    "choice.ask": (("mentor", "matching.choice_asked"),),
    "choice.agree": (
        ("teacher", "matching.choice_agreed"),
        ("coordinators", "matching.choice_to_decide"),
    ),
    "choice.decline": (("teacher", "matching.choice_declined"),),
    "choice.withdraw": (("mentor", "matching.choice_withdrawn"),),
    "choice.approve": (
        ("teacher", "matching.choice_approved"),
        ("mentor", "matching.choice_approved"),
    ),
    "choice.refuse": (
        ("teacher", "matching.choice_refused"),
        ("mentor", "matching.choice_refused"),
    ),
    "choice.lapse": (("mentor", "matching.choice_lapsed"),),
    "choice.expire": (
        ("teacher", "matching.choice_expired_for_teacher"),
        ("mentor", "matching.choice_expired_for_mentor"),
    ),
}


def tell_of_choice(event: Event) -> None:
    """The other one hears of it; both, when a coordinator or the clock did it; coordinators, when
    it is their turn. Nobody else learns that there is a request."""
    row = told_of(event.subject)
    place = row.cohort.programme.organisation
    for side, kind in OF_CHOICE[event.verb]:
        if side == "coordinators":
            people = set(coordinators_over([place], on=event.happened_at.date()))
            people -= {row.teacher_id, row.mentor_id}
        else:
            people = {row.mentor_id if side == "mentor" else row.teacher_id}
        tell(
            people,
            kind,
            key=f"{event.verb}:{event.pk}",
            now=event.happened_at,
            link=reverse("matching:pair_request", args=[row.pk]),
            request=row.pk,
            blueprint=design_of(row),
            mentor=row.mentor.name,
            teacher=row.teacher.name,
            expires_at=row.expires_at.isoformat(),
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
            mentorship=pair.mentorship.pk,
            blueprint=design_of(pair.mentorship),
            answer_by_at=answer_by.isoformat() if answer_by else "",
        )


trail.follow("matching.tell_of_pair", tell_of_pair, "mentorship.propose")
trail.follow("matching.tell_of_wish", tell_of_wish, "rematch.ask")
trail.follow("matching.tell_of_lots", tell_of_lots, "round.finish")
trail.follow("matching.tell_of_lists", tell_of_lists, "round.open_lists")
trail.follow("matching.tell_of_choice", tell_of_choice, *OF_CHOICE)
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
        "round.open_lists": _("{actor} opened the lists."),
        "round.close_lists": _("{actor} closed the lists."),
        "apart.keep": _("{actor} said in confidence with whom not to be paired."),
        "apart.read": _("{actor} read what people of this round asked for in confidence."),
        "gender.say": _("{actor} answered, for counts alone, what is asked of teachers."),
        "choice.ask": _("{actor} asked for this mentor."),
        "choice.agree": _("{actor} said yes."),
        "choice.decline": _("{actor} said no."),
        "choice.withdraw": _("{actor} took the request back."),
        "choice.approve": _("{actor} approved the pair."),
        "choice.refuse": _("{actor} did not approve the pair."),
        "choice.propose": _("The pair was proposed to the two."),
        "choice.lapse": _("The request is no longer needed."),
        "choice.expire": _("The request ended without an answer."),
        "lottery.freeze": _("{actor} froze a list for drawing lots."),
        "lottery.draw": _("{actor} had the lots drawn."),
        "lottery.set_aside": _("{actor} set a list for drawing lots aside."),
        "lottery.take_out": _("{actor} took out both groups of a draw, with names."),
    }
)
