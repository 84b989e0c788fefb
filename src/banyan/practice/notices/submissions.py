"""Who is told what of work that was handed in. No notice tells a reader whose work it is, or the
pair who reads it."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.lifecycle import Lifecycle
from banyan.mentoring.queries.mentorships import coordinators_over
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.practice.models import Reading
from banyan.practice.queries.disputes import (
    Disputed,
    dispute_told_of,
    parties_among,
    still_disputed,
)
from banyan.practice.queries.submissions import (
    reading_told_of,
    still_to_read,
    still_waits,
    told_of,
)
from banyan.practice.queries.works import Handed, viewers_of
from banyan.practice.rules import DISPUTE, SUBMISSION
from banyan.practice.states import Waits
from banyan.programmes.queries import design_of
from banyan.trail import registry as trail
from banyan.trail.models import Event
from banyan.trail.queries import id_of

READ = pgettext_lazy("link", "Read it")
SEE = pgettext_lazy("link", "See the result")
LOOK = pgettext_lazy("link", "Look at it")


def _still_to_read(data: Mapping[str, Any]) -> bool:
    return still_to_read(int(data["reading"]))


def _needs_readers(data: Mapping[str, Any]) -> bool:
    pk = int(data["submission"])
    return still_waits(pk, Waits.ASSIGNING) or still_waits(pk, Waits.ANOTHER)


def _waits_for_mentor(data: Mapping[str, Any]) -> bool:
    return still_waits(int(data["submission"]), Waits.SIGNING_OFF)


def _still_disputed(data: Mapping[str, Any]) -> bool:
    return still_disputed(int(data["dispute"]))


notices.register(
    Kind(
        "reading.assigned",
        Category.PROGRAMME,
        _("There is work for you to read"),
        _("Please read it by {due_on}. Give it back if you cannot."),
        READ,
        _still_to_read,
    ),
    Kind(
        "reading.due",
        Category.PROGRAMME,
        _("Work waits to be read by you"),
        _("It was to be read by {due_on}. If you cannot, give it back: another will read it."),
        READ,
        _still_to_read,
    ),
    Kind(
        "reading.overdue",
        Category.AREA,
        _("A reader of {teacher}’s work is late"),
        _("It was to be read by {due_on}. You can ask somebody else."),
        LOOK,
        _still_to_read,
    ),
    Kind(
        "submission.handed_in",
        Category.AREA,
        _("{teacher}’s work waits for readers"),
        _("Choose who reads it."),
        LOOK,
        _needs_readers,
    ),
    Kind(
        "submission.to_sign_off",
        Category.PAIR,
        _("{teacher}’s work waits for you"),
        _("Say whether it is ready to be read."),
        LOOK,
        _waits_for_mentor,
    ),
    Kind(
        "submission.unsigned",
        Category.AREA,
        _("Nobody can say that {teacher}’s work is ready"),
        _("The mentor has power over the teacher now. The page says what you can do."),
        LOOK,
        _waits_for_mentor,
    ),
    Kind(
        "submission.returned",
        Category.PAIR,
        _("Your mentor gave your work back"),
        _("The page says what is missing. It does not count as an attempt."),
        LOOK,
    ),
    Kind(
        "submission.disagreed",
        Category.AREA,
        _("The readers of {teacher}’s work disagree"),
        _("The page says what the programme wants done now."),
        LOOK,
    ),
    Kind(
        "submission.given_back",
        Category.AREA,
        _("A reader has given {teacher}’s work back"),
        _("Choose somebody else to read it."),
        LOOK,
        _needs_readers,
    ),
    Kind(
        "submission.successful",
        Category.PAIR,
        _("Work that was handed in is successful"),
        _("The page shows what the readers say of it."),
        SEE,
    ),
    Kind(
        "submission.not_yet",
        Category.PAIR,
        _("Work that was handed in came back, with comments"),
        _("The page shows what is missing, and until when it can be handed in again."),
        SEE,
    ),
)


notices.register(
    Kind(
        "applicant.handed_in",
        Category.AREA,
        _("The application of {teacher} waits for readers"),
        _("Choose who reads it."),
        LOOK,
        _needs_readers,
    ),
    Kind(
        "applicant.disagreed",
        Category.AREA,
        _("The readers of the application of {teacher} disagree"),
        _("The page says what the programme wants done now."),
        LOOK,
    ),
    Kind(
        "applicant.given_back",
        Category.AREA,
        _("A reader has given the application of {teacher} back"),
        _("Choose somebody else to read it."),
        LOOK,
        _needs_readers,
    ),
    Kind(
        "applicant.overdue",
        Category.AREA,
        _("A reader of the application of {teacher} is late"),
        _("It was to be read by {due_on}. You can ask somebody else."),
        LOOK,
        _still_to_read,
    ),
)


notices.register(
    Kind(
        "dispute.raised",
        Category.PROGRAMME,
        _("{teacher} disagrees with the outcome of a review"),
        _("Read what is said and decide in writing by {decide_by_on}."),
        LOOK,
        _still_disputed,
    ),
    Kind(
        "dispute.overdue",
        Category.PROGRAMME,
        _("The dispute of {teacher} waits for a decision"),
        _("It was to be decided by {decide_by_on}."),
        LOOK,
        _still_disputed,
    ),
    Kind(
        "dispute.without_decider",
        Category.PROGRAMME,
        _("Nobody is left who may decide the dispute of {teacher}"),
        _("Whoever read it or decided on it does not. Ask for one more coordinator here."),
        LOOK,
        _still_disputed,
    ),
    Kind(
        "dispute.decided",
        Category.PAIR,
        _("A dispute about an outcome is decided"),
        _("The page says what was decided and why."),
        pgettext_lazy("link", "Read the decision"),
    ),
)


def tell_of_dispute(event: Event) -> None:
    """Whoever may decide hears of a dispute, the pair of the decision; of neither, who has power
    over the teacher: the page is closed to her."""
    found = dispute_told_of(id_of(event.subject))
    if event.verb == "dispute.raise":
        key = f"{event.verb}:{event.pk}"
        tell_deciders(found, "dispute.raised", key, now=event.happened_at)
        return
    tell(
        parties_among(found, found.handed.own - {event.actor}, now=event.happened_at),
        "dispute.decided",
        key=f"{event.verb}:{event.pk}",
        now=event.happened_at,
        link=reverse("practice:dispute", args=[found.dispute.pk]),
        teacher=found.handed.author.name,
    )


def tell_deciders(found: Disputed, kind: str, key: str, *, now: datetime) -> int:
    """Whoever may decide; where nobody may, the coordinators who read the dispute hear of that.
    Returns how many notices are new."""
    coordinators = set(coordinators_over([found.handed.place], on=now.date())) - found.handed.own
    deciders = _who_may(DISPUTE, "uphold", found, coordinators, now)
    if not deciders:
        deciders = parties_among(found, coordinators, now=now)
        kind, key = "dispute.without_decider", f"dispute.without_decider:{found.dispute.pk}"
    return tell(
        deciders,
        kind,
        key=key,
        now=now,
        link=reverse("practice:dispute", args=[found.dispute.pk]),
        dispute=found.dispute.pk,
        teacher=found.handed.author.name,
        decide_by_on=found.dispute.decide_by.isoformat(),
    )


def tell_of_submission(event: Event) -> None:
    """The pair hears of the result, coordinators of what waits for them."""
    handed = told_of(id_of(event.subject))
    if event.verb == "submission.hand_in" and handed.waits == Waits.SIGNING_OFF:
        _ask_to_sign(handed, event)
        return
    if event.verb == "submission.return":
        _tell({handed.author.pk}, "submission.returned", handed, event)
        return
    # An applicant hears of the outcome with the answer to her application.
    if (kind := TO_PAIR.get(event.verb)) and not handed.is_application:
        _tell(handed.own - {event.actor}, kind, handed, event)
    if kind := TO_ASSIGNERS.get(event.verb):
        _tell(assigners(handed, event), kind, handed, event)


def _ask_to_sign(handed: Handed, event: Event) -> None:
    """Whoever may say that it is ready; where nobody may, the coordinators hear what to do."""
    signers = _who_may(SUBMISSION, "sign_off", handed, handed.own, event.happened_at)
    if signers:
        _tell(signers, "submission.to_sign_off", handed, event)
    else:
        _tell(assigners(handed, event), "submission.unsigned", handed, event)


def _who_may(
    table: Lifecycle, verb: str, thing: Handed | Disputed, people: AbstractSet[int], now: datetime
) -> set[int]:
    """Of these people those to whom the rules give this verb now."""
    viewers = viewers_of(thing if isinstance(thing, Handed) else thing.handed, people, now=now)
    return {pk for pk, viewer in viewers.items() if table.decide(viewer, thing, verb)}


def tell_of_reading(event: Event) -> None:
    """A reader hears of what she is given, coordinators of what was given back."""
    reading = reading_told_of(id_of(event.subject))
    if event.verb == "reading.decline":
        if reading.submission_id is None:
            return
        handed = told_of(reading.submission_id)
        _tell(assigners(handed, event), "submission.given_back", handed, event)
        return
    tell_reader(reading, "reading.assigned", f"{event.verb}:{event.pk}", event)


def tell_reader(reading: Reading, kind: str, key: str, event: Event) -> None:
    tell(
        [reading.reader_id],
        kind,
        key=key,
        now=event.happened_at,
        link=reverse("practice:reading", args=[reading.pk]),
        reading=reading.pk,
        blueprint=design_of(reading),
        due_on=reading.due_on.isoformat(),
    )


def assigners(handed: Handed, event: Event) -> set[int]:
    """Who looks for readers: never one of the two."""
    found = set(coordinators_over([handed.place], on=event.happened_at.date()))
    return found - handed.own - {event.actor}


def _tell(people: AbstractSet[int], kind: str, handed: Handed, event: Event) -> None:
    if handed.is_application:
        kind = kind.replace("submission.", "applicant.")
    tell(
        people,
        kind,
        key=f"{event.verb}:{event.pk}",
        now=event.happened_at,
        link=reverse("practice:submission", args=[handed.submission.pk]),
        submission=handed.submission.pk,
        blueprint=design_of(handed),
        teacher=handed.author.name,
    )


TO_PAIR = {
    "submission.succeed": "submission.successful",
    "submission.decide_successful": "submission.successful",
    "submission.overturn": "submission.successful",
    "submission.send_back": "submission.not_yet",
    "submission.decide_not_yet": "submission.not_yet",
}
TO_ASSIGNERS = {
    "submission.hand_in": "submission.handed_in",
    "submission.sign_off": "submission.handed_in",
    "submission.disagree": "submission.disagreed",
}

trail.follow(
    "practice.tell_of_submission", tell_of_submission, *TO_PAIR, *TO_ASSIGNERS, "submission.return"
)
trail.follow("practice.tell_of_reading", tell_of_reading, "reading.assign", "reading.decline")
trail.follow(
    "practice.tell_of_dispute", tell_of_dispute, "dispute.raise", "dispute.uphold", "dispute.change"
)
trail.tell(
    {
        "submission.hand_in": _("It was handed in."),
        "submission.disagree": _("The readers came to different results."),
        "submission.succeed": _("The readers found it successful."),
        "submission.send_back": _("The readers sent it back with comments."),
        "submission.decide_successful": _("{actor} decided that it is successful."),
        "submission.decide_not_yet": _("{actor} decided that it is not yet there."),
        "submission.overturn": _("After a dispute it is successful."),
        "submission.lapse": _("The application was withdrawn: nobody reads it any more."),
        "submission.withdraw": _("{actor} withdrew it."),
        "submission.sign_off": _("{actor} said that it is ready to be read."),
        "submission.return": _("{actor} gave it back: it was not ready yet."),
        "anchor.write": _("{actor} added an anchor paper."),
        "anchor.retire": _("{actor} took the anchor paper out of use."),
        "dispute.raise": _("{actor} disagreed with the outcome."),
        "dispute.uphold": _("{actor} decided that the outcome stands."),
        "dispute.change": _("{actor} decided that the outcome is changed."),
        "dispute.withdraw": _("{actor} withdrew the dispute."),
        "reading.assign": _("{actor} gave it to a reader."),
        "reading.finish": _("A reader finished."),
        "reading.decline": _("A reader gave it back."),
        "reading.release": _("{actor} took it from a reader."),
        "reading.change": _("A reader looks at it again."),
    }
)
