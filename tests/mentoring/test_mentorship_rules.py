"""The tables, walked: every verb, from every state, for every person of the cast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from banyan.kernel.lifecycle import Lifecycle
from banyan.kernel.rights import Rights
from banyan.kernel.viewer import Viewer, stranger, system
from banyan.mentoring.models import Mentorship, Request
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.rules import (
    EXTENDING_RIGHTS,
    MENTORSHIP,
    MENTORSHIP_RIGHTS,
    REQUEST,
    REQUEST_RIGHTS,
)
from banyan.mentoring.standings import (
    ASKED,
    ASKER,
    COORDINATOR,
    END_WORDS_READERS,
    INVOLVED,
    MENTEE,
    MENTOR,
    PAIR,
    REQUEST_PARTIES,
    readers,
)
from banyan.mentoring.states import MentorshipForm, MentorshipStatus, RequestStatus
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.trail.registry import sentence_of
from tests.conftest import NOW
from tests.mentoring.conftest import TODAY, World
from tests.mentoring.test_endings import run_by

Look = Callable[..., Viewer]

# Who may do it, and from which states. Whoever is not named here may not, from anywhere.
MENTORSHIP_TABLE = {
    "accept": ("meera arun", "proposed"),
    "confirm": ("arun", "half_accepted"),  # Meera said the first yes
    "decline": ("meera arun", "proposed half_accepted"),
    "withdraw": ("devi", "proposed half_accepted"),
    "pause": ("meera arun devi", "active"),
    "resume": ("meera arun devi", "paused"),
    "complete": ("devi", "active"),
    "end": ("meera arun devi", "active paused"),
    "rematch": ("devi", "active paused"),  # through the page that shows who would fit
    "part": ("", "active paused"),  # the clock alone, and only after the announced day
}
REQUEST_TABLE = {
    "accept": ("meera", "open"),
    "decline": ("meera", "open"),
    "withdraw": ("arun", "open"),
    "expire": ("", "open"),  # the clock alone, and only when the time is over
}


# What is no move: it leaves the status as it is.
EXTEND_TABLE = ("devi", "active paused")
CHANGE_FORM_TABLE = ("devi", "proposed half_accepted active paused")


def everybody(world: World, viewer: Look) -> dict[str, Viewer]:
    people = {name: viewer(person) for name, person in world.cast.everybody().items()}
    return {**people, "a stranger": stranger(NOW), "the platform": system(NOW)}


def allowed(
    table: Lifecycle, thing: Mentorship | Request, viewers: dict[str, Viewer]
) -> dict[str, tuple[set[str], set[str]]]:
    """For each verb: who may do it from some state, and from which states anybody may."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for move in table.moves:
        cells = {
            (name, state.value)
            for name, who in viewers.items()
            for state in table.states
            if table.decide(who, _in(thing, state.value), move.verb)
        }
        found[move.verb] = ({name for name, _ in cells}, {state for _, state in cells})
        assert cells == {
            (name, state) for name in found[move.verb][0] for state in found[move.verb][1]
        }
    return found


def _in(thing: Mentorship | Request, state: str) -> Mentorship | Request:
    thing.status = state
    return thing


def told(table: dict[str, tuple[str, str]]) -> dict[str, tuple[set[str], set[str]]]:
    return {
        verb: (set(who.split()), set(states.split()) if who else set())
        for verb, (who, states) in table.items()
    }


def test_who_may_do_what_to_a_pair(proposal: Mentorship, world: World, viewer: Look) -> None:
    proposal.first_accepted_by = world.cast.meera
    proposal.starts_on = TODAY
    assert allowed(MENTORSHIP, proposal, everybody(world, viewer)) == told(MENTORSHIP_TABLE)


def test_who_may_do_what_to_a_request(asked: Request, world: World, viewer: Look) -> None:
    assert allowed(REQUEST, asked, everybody(world, viewer)) == told(REQUEST_TABLE)


def walked(
    rights: Rights, verb: str, thing: Mentorship, viewers: dict[str, Viewer]
) -> tuple[set[str], set[str]]:
    """Who may do it in some status, and in which statuses anybody may: the same for each."""
    cells = {
        (name, state)
        for name, who in viewers.items()
        for state in MentorshipStatus.values
        if rights.decide(who, put_in(thing, state), verb)
    }
    who, states = {name for name, _ in cells}, {state for _, state in cells}
    assert cells == {(name, state) for name in who for state in states}
    return who, states


def put_in(thing: Mentorship, state: str) -> Mentorship:
    thing.status = state
    thing.ends_on = TODAY if state in ("completed", "ended") else None
    return thing


def test_who_may_extend_a_pair(pair: Mentorship, world: World, viewer: Look) -> None:
    found = run_by(world, pair, "cps_induction")
    viewers = everybody(world, viewer)
    assert {"extend": walked(EXTENDING_RIGHTS, "extend", found, viewers)} == told(
        {"extend": EXTEND_TABLE}
    )
    found.extensions = 1  # as often as the programme allows
    assert walked(EXTENDING_RIGHTS, "extend", found, viewers) == (set(), set())
    found.extensions, found.ends_early_on = 0, TODAY  # an end is announced
    assert walked(EXTENDING_RIGHTS, "extend", found, viewers) == (set(), set())


def test_who_may_extend_where_the_programme_knows_no_extension(
    pair: Mentorship, world: World, viewer: Look
) -> None:
    found = run_by(world, pair, "school_inhouse")
    assert blueprint_of(found.cohort).relationship.extension is None
    assert walked(EXTENDING_RIGHTS, "extend", found, everybody(world, viewer)) == (set(), set())


def test_who_may_change_the_form_of_a_pair(pair: Mentorship, world: World, viewer: Look) -> None:
    found = run_by(world, pair, "ru_target_model")
    viewers = everybody(world, viewer)
    assert {"change_form": walked(MENTORSHIP_RIGHTS, "change_form", found, viewers)} == told(
        {"change_form": CHANGE_FORM_TABLE}
    )
    found.form = MentorshipForm.GUIDANCE
    assert walked(MENTORSHIP_RIGHTS, "change_form", found, viewers) == (set(), set())


@pytest.mark.parametrize("verb", ["extend", "change_form"])
@pytest.mark.parametrize("who", ["meera", "arun"])
def test_one_of_the_pair_who_coordinates_may_neither(
    pair: Mentorship, world: World, viewer: Look, verb: str, who: str
) -> None:
    person: Person = getattr(world.cast, who)
    organisations.give_role(
        person, world.cast.nation, Role.COORDINATOR, by=system(NOW), starts_on=TODAY
    )
    rights = EXTENDING_RIGHTS if verb == "extend" else MENTORSHIP_RIGHTS
    found = run_by(world, pair, "cps_induction" if verb == "extend" else "ru_target_model")
    assert not rights.decide(viewer(person), found, verb)


def test_only_the_platform_expires_a_request_and_only_when_its_time_is_over(
    asked: Request, world: World, viewer: Look
) -> None:
    over = asked.expires_at
    people = {name: viewer(p, at=over) for name, p in world.cast.everybody().items()}
    viewers = {**people, "the platform": system(over)}
    assert {n for n, who in viewers.items() if REQUEST.decide(who, asked, "expire")} == {
        "the platform"
    }
    assert not REQUEST.decide(system(over - timedelta(seconds=1)), asked, "expire")


def test_a_pair_that_begins_tomorrow_cannot_be_completed_today(
    pair: Mentorship, world: World, viewer: Look
) -> None:
    pair.starts_on = TODAY + timedelta(days=1)
    refused = MENTORSHIP.decide(viewer(world.cast.devi), pair, "complete")
    assert str(refused) == "It has not begun yet."


def test_who_reads_what_of_a_pair_and_a_request(
    pair: Mentorship, asked: Request, world: World, viewer: Look
) -> None:
    pair.ended_by = world.cast.arun
    viewers = everybody(world, viewer)

    def may(verb: str) -> set[str]:
        return {n for n, who in viewers.items() if MENTORSHIP_RIGHTS.decide(who, pair, verb)}

    assert may("read_content") == {"meera", "arun"}
    assert may("propose_session") == {"meera", "arun"}
    assert may("read_end_words") == {"arun", "devi"}
    text = {n for n, who in viewers.items() if REQUEST_RIGHTS.decide(who, asked, "read_text")}
    assert text == {"meera", "arun"}


@pytest.mark.parametrize(
    "standing",
    [MENTOR, MENTEE, PAIR, COORDINATOR, INVOLVED, END_WORDS_READERS],
    ids=lambda s: s.name,
)
def test_the_two_spellings_of_a_standing_to_a_pair_agree(
    pair: Mentorship, world: World, viewer: Look, standing: object
) -> None:
    Mentorship.objects.update(ended_by=world.cast.arun)
    row = Mentorship.objects.select_related("school").get()
    for name, who in everybody(world, viewer).items():
        found = Mentorship.objects.filter(standing.where(who)).exists()  # type: ignore[attr-defined]
        assert found == standing.holds(who, row), name  # type: ignore[attr-defined]


@pytest.mark.parametrize("standing", [ASKER, ASKED, REQUEST_PARTIES], ids=lambda s: s.name)
def test_the_two_spellings_of_a_standing_to_a_request_agree(
    asked: Request, world: World, viewer: Look, standing: object
) -> None:
    for name, who in everybody(world, viewer).items():
        found = Request.objects.filter(standing.where(who)).exists()  # type: ignore[attr-defined]
        assert found == standing.holds(who, asked), name  # type: ignore[attr-defined]


def test_a_label_names_everybody_who_stands_so(
    pair: Mentorship, world: World, viewer: Look
) -> None:
    meera, devi = viewer(world.cast.meera), viewer(world.cast.devi)
    assert readers(PAIR, meera, pair) == "You and Arun Patel can read this."
    assert readers(PAIR, devi, pair) == "Meera Iyer and Arun Patel can read this."
    everyone = "You, Arun Patel and the coordinators of the school can read this."
    assert readers(INVOLVED, meera, pair) == everyone
    assert readers(COORDINATOR, devi, pair) == "The coordinators of the school can read this."


@pytest.mark.parametrize("table", [MENTORSHIP, REQUEST], ids=lambda t: t.kind)
def test_every_verb_has_a_sentence_in_the_timeline(table: Lifecycle) -> None:
    verbs = [f"{table.kind}.{move.verb}" for move in table.moves]
    verbs += ["mentorship.propose", "request.ask"]
    assert [verb for verb in verbs if sentence_of(verb) is None] == []


def test_finished_is_finished() -> None:
    assert MENTORSHIP.final == {
        MentorshipStatus.COMPLETED,
        MentorshipStatus.ENDED,
        MentorshipStatus.DECLINED,
    }
    assert REQUEST.final == set(RequestStatus) - {RequestStatus.OPEN}
