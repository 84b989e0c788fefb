"""Who is told what of a pair, and how its timeline tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.conflicts import still_in_conflict
from banyan.mentoring.queries.doses import day_there
from banyan.mentoring.queries.endings import announced_end
from banyan.mentoring.queries.mentorships import (
    coordinators_over,
    status_of,
    told_of,
    waits_for,
)
from banyan.mentoring.states import MentorshipStatus
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.programmes.queries import design_of
from banyan.trail import registry as trail
from banyan.trail.models import Event

SEE = pgettext_lazy("link", "See the pair")


def _still_asked(data: Mapping[str, Any]) -> bool:
    return waits_for(int(data["mentorship"]), int(data["reader"]))


def _still_announced(data: Mapping[str, Any]) -> bool:
    return bool(announced_end(int(data["mentorship"])) == data["ends_on"])


def _still_in_conflict(data: Mapping[str, Any]) -> bool:
    return still_in_conflict(int(data["mentorship"]), data["now"].date())


def _still_paused(data: Mapping[str, Any]) -> bool:
    return status_of(int(data["mentorship"])) == MentorshipStatus.PAUSED


notices.register(
    Kind(
        "mentorship.proposed",
        Category.PAIR,
        _("You and {other} could work together"),
        _("See what it is for, and say yes or no by {answer_by_at}. Both answers are welcome."),
        pgettext_lazy("link", "See the proposal and answer"),
        _still_asked,
    ),
    Kind(
        "mentorship.accepted_by_one",
        Category.PAIR,
        _("{other} has said yes"),
        _("Now it is your turn: say yes or no by {answer_by_at}."),
        pgettext_lazy("link", "See the proposal and answer"),
        _still_asked,
    ),
    Kind(
        "mentorship.active",
        Category.PAIR,
        _("You and {other} work together from now on"),
        _("Begin with a session to get to know each other: propose a time that suits you."),
        SEE,
    ),
    Kind(
        "mentorship.active_from",
        Category.PAIR,
        _("You and {other} work together from {starts_on}"),
        _("Propose a time for a first session already now, so that nothing is lost on the way."),
        SEE,
    ),
    Kind(
        "mentorship.not_made",
        Category.PAIR,
        _("You and {other} will not be a pair this time"),
        _("That says nothing about you. The coordinator knows, and looks further."),
        SEE,
    ),
    Kind(
        "mentorship.declined",
        Category.AREA,
        _("{mentor} and {teacher} will not be a pair"),
        _("The proposal was declined. {teacher} waits for a mentor again."),
        SEE,
    ),
    Kind(
        "mentorship.paused",
        Category.PAIR,
        _("{mentor} and {teacher} pause"),
        _("They rest until {until_on}. Nothing is lost, and they can go on at any time."),
        SEE,
    ),
    Kind(
        "mentorship.resumed",
        Category.PAIR,
        _("{mentor} and {teacher} go on"),
        _("The pause is over."),
        SEE,
    ),
    Kind(
        "mentorship.pause_over",
        Category.PAIR,
        _("Your pause with {other} was meant to end today"),
        _("Go on when you are ready, or choose a later day together."),
        SEE,
        _still_paused,
    ),
    Kind(
        "mentorship.completed",
        Category.PAIR,
        _("You and {other} have completed your time together"),
        _("Thank you for the time you gave each other. Your page stays open to you both."),
        SEE,
    ),
    Kind(
        "mentorship.ended",
        Category.PAIR,
        _("Your work with {other} has come to an end"),
        _("Thank you for your time; an end is nobody’s fault. What was planned is called off."),
        SEE,
    ),
    Kind(
        "mentorship.ended_in_area",
        Category.AREA,
        _("{mentor} and {teacher} have ended early"),
        _("See the reason that was given, and whether another mentor is wanted."),
        SEE,
    ),
    Kind(
        "mentorship.notice_given",
        Category.PAIR,
        _("Your work with {other} ends on {ends_on}"),
        _("An early end is announced; it is nobody’s fault. Until that day you go on as before."),
        SEE,
        _still_announced,
    ),
    Kind(
        "mentorship.notice_in_area",
        Category.PAIR,
        _("{mentor} and {teacher} end early, on {ends_on}"),
        _("See the reason that was given, and whether another mentor is wanted. There is time."),
        SEE,
        _still_announced,
    ),
    Kind(
        "mentorship.notice_taken_back",
        Category.PAIR,
        _("{mentor} and {teacher} go on after all"),
        _("The end that was announced has been taken back."),
        SEE,
    ),
    Kind(
        "mentorship.extended",
        Category.PAIR,
        _("{mentor} and {teacher} go on longer, until {extended_on}"),
        _("The coordinator has extended the time of the pair. The days of the journey moved too."),
        SEE,
    ),
    Kind(
        "mentorship.form_changed",
        Category.PAIR,
        _("{mentor} and {teacher} go on in another form of mentoring"),
        _("What is done stays done. See on the page what is asked from now on."),
        SEE,
    ),
    Kind(
        "mentorship.conflict",
        Category.AREA,
        _("{mentor} has power over the school of {teacher} now"),
        _("Nobody should be mentored by somebody who may appraise them. Talk to both, and decide."),
        SEE,
        _still_in_conflict,
    ),
    Kind(
        "mentorship.unanswered",
        Category.AREA,
        _("Proposals without an answer: {count}"),
        _("The time to answer is over. Ask them, or withdraw the proposal and propose another."),
        pgettext_lazy("link", "See these proposals"),
    ),
)  # fmt: skip


def others_of_the_pair(pair: Mentorship, actor: int) -> list[tuple[int, str]]:
    """Whom of the two to tell, each with the name of the other: not the one who did it."""
    both = [(pair.mentor_id, pair.mentee.name), (pair.mentee_id, pair.mentor.name)]
    return [(person, other) for person, other in both if person != actor]


def tell_of_pair(event: Event) -> None:
    """Each of the two who did not do it hears of it; coordinators of an end or a refusal."""
    pair = told_of(event.subject)
    kind = OF_VERB[event.verb]
    day = day_there(event.happened_at, pair.mentee.time_zone)
    if kind == "mentorship.active" and pair.starts_on and pair.starts_on > day:
        kind = "mentorship.active_from"
    link = reverse("mentoring:mentorship", args=[pair.pk])
    facts = {
        "mentorship": pair.pk,
        "blueprint": design_of(pair),
        "mentor": pair.mentor.name,
        "teacher": pair.mentee.name,
        "starts_on": pair.starts_on.isoformat() if pair.starts_on else "",
        "answer_by_at": pair.answer_by.isoformat() if pair.answer_by else "",
        "extended_on": pair.extended_to.isoformat() if pair.extended_to else "",
        "ends_on": pair.ends_early_on.isoformat() if pair.ends_early_on else "",
        "until_on": pair.paused_until.isoformat() if pair.paused_until else "",
    }
    key = f"{event.verb}:{event.pk}"
    for person, other in others_of_the_pair(pair, event.actor):
        tell(
            [person],
            kind,
            key=key,
            now=event.happened_at,
            link=link,
            other=other,
            **facts,
        )
    if area_kind := OF_VERB_IN_AREA.get(event.verb):
        told = {pair.mentor_id, pair.mentee_id, event.actor}
        coordinators = coordinators_over([pair.school], on=event.happened_at.date())
        tell(
            set(coordinators) - told,
            area_kind,
            key=f"{key}:area",
            now=event.happened_at,
            link=link,
            **facts,
        )


OF_VERB = {
    "mentorship.propose": "mentorship.proposed",
    "mentorship.accept": "mentorship.accepted_by_one",
    "mentorship.confirm": "mentorship.active",
    "mentorship.begin_sooner": "mentorship.active_from",
    "mentorship.decline": "mentorship.not_made",
    "mentorship.withdraw": "mentorship.not_made",
    "mentorship.pause": "mentorship.paused",
    "mentorship.resume": "mentorship.resumed",
    "mentorship.complete": "mentorship.completed",
    "mentorship.change_form": "mentorship.form_changed",
    "mentorship.extend": "mentorship.extended",
    "mentorship.give_notice": "mentorship.notice_given",
    "mentorship.take_notice_back": "mentorship.notice_taken_back",
    "mentorship.end": "mentorship.ended",
    "mentorship.part": "mentorship.ended",
}
OF_VERB_IN_AREA = {
    "mentorship.decline": "mentorship.declined",
    "mentorship.pause": "mentorship.paused",
    "mentorship.give_notice": "mentorship.notice_in_area",
    "mentorship.take_notice_back": "mentorship.notice_taken_back",
    "mentorship.end": "mentorship.ended_in_area",
    "mentorship.part": "mentorship.ended_in_area",
}

trail.follow("mentoring.tell_of_pair", tell_of_pair, *OF_VERB)
trail.tell(
    {
        "step.draft": _("{actor} kept a draft of “{step}”."),
        "step.finish": _("{actor} finished “{step}”."),
        "step.conclude": _("{actor} finished “{step}”."),
        "step.reopen": _("{actor} opened “{step}” again."),
        "step.return": _("{actor} gave “{step}” back, to be done once more."),
        "step.waive": _("{actor} waived “{step}”."),
        "step.ask": _("{actor} asked for “{step}” after all."),
        "mentorship.propose": _("{actor} proposed this pair."),
        "mentorship.accept": _("{actor} said yes."),
        "mentorship.confirm": _("{actor} said yes too; the pair began."),
        "mentorship.begin_sooner": _("The pair begins sooner: the one before has ended."),
        "mentorship.decline": _("{actor} declined the proposal."),
        "mentorship.withdraw": _("{actor} withdrew the proposal."),
        "mentorship.pause": _("{actor} paused the pair."),
        "mentorship.resume": _("{actor} went on after the pause."),
        "mentorship.complete": _("{actor} completed the pair."),
        "mentorship.change_form": _("{actor} changed the form of mentoring."),
        "mentorship.extend": _("{actor} extended the time of the pair."),
        "mentorship.give_notice": _("{actor} announced an early end."),
        "mentorship.take_notice_back": _("{actor} took the announced end back."),
        "mentorship.part": _("{actor} ended the pair, as it was announced."),
        "mentorship.end": _("{actor} ended the pair early."),
        "mentorship.rematch": _("{actor} ended the pair, so that another one can begin."),
        "mentorship.make_way": _("{actor} announced an end, so that another pair can begin."),
    }
)
