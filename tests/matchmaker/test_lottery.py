"""Lots: the same draw everywhere, from the list and the seed alone."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.lottery import Ballot, Lot, drawn, shares

SEED = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
PLAIN = Ballot(3, {str(number): "" for number in range(101, 109)})
MIXED = Ballot(
    4, {"11": "Pune", "12": "Pune", "13": "Pune", "21": "Kheda", "22": "Kheda", "31": "गोवा"}
)
LINES = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Z"]), max_size=6)


@st.composite
def ballots(draw: st.DrawFn) -> Ballot:
    tickets = draw(
        st.dictionaries(LINES.filter(bool), st.sampled_from(["", "a", "b", "c d"]), min_size=2)
    )
    return Ballot(draw(st.integers(1, len(tickets) - 1)), tickets)


def test_the_list_is_a_text_that_anybody_can_hash() -> None:
    assert MIXED.text == (
        "banyan lottery 1\nseats\t4\n11\tPune\n12\tPune\n13\tPune\n21\tKheda\n22\tKheda\n31\tगोवा\n"
    )
    assert MIXED.digest == hashlib.sha256(MIXED.text.encode()).hexdigest()


def test_this_list_and_this_seed_give_this_draw_for_ever() -> None:
    """If this ever fails, a draw that is on record cannot be repeated any more."""
    assert PLAIN.digest == "bec192c26668ae9bc654e4972ad2f3ef664a1ca11718b6a5bec2fa898820c8be"
    assert [(lot.ticket, lot.place) for lot in drawn(PLAIN, SEED) if lot.first] == [
        ("106", 1),
        ("105", 2),
        ("104", 3),
    ]
    assert MIXED.digest == "d1596cef089ac765855a3b6f5d5a66495d960c66fd7be963ecfcdb731d3f84b2"
    assert drawn(MIXED, SEED) == (
        Lot("22", "Kheda", 1, True),
        Lot("21", "Kheda", 2, False),
        Lot("13", "Pune", 1, True),
        Lot("12", "Pune", 2, True),
        Lot("11", "Pune", 3, False),
        Lot("31", "गोवा", 1, True),
    )


def test_the_draw_is_what_its_words_say() -> None:
    """Worked out as the documentation says it, without our code."""
    by_hash = sorted(
        PLAIN.tickets, key=lambda each: hashlib.sha256(f"{SEED}\n{each}".encode()).hexdigest()
    )
    assert [lot.ticket for lot in drawn(PLAIN, SEED)] == by_hash
    assert {lot.ticket for lot in drawn(PLAIN, SEED) if lot.first} == set(by_hash[:3])


def test_another_process_comes_to_the_same_draw() -> None:
    asked = (
        "from matchmaker.lottery import Ballot, drawn; import sys;"
        "print(*(l.ticket for l in drawn(Ballot.read(sys.stdin.read()), sys.argv[1]) if l.first))"
    )
    told = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", asked, SEED],
        input=MIXED.text,
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": "7"},
    )
    assert told.stdout.split() == [lot.ticket for lot in drawn(MIXED, SEED) if lot.first]


@given(ballots(), st.text(max_size=8))
def test_as_many_go_first_as_there_are_seats_and_each_group_has_its_share(
    ballot: Ballot, seed: str
) -> None:
    lots = drawn(ballot, seed)
    assert {lot.ticket: lot.group for lot in lots} == ballot.tickets
    assert len(lots) == len(ballot.tickets)
    assert sum(lot.first for lot in lots) == ballot.seats
    first = Counter(lot.group for lot in lots if lot.first)
    sizes = Counter(ballot.tickets.values())
    assert {group: first[group] for group in sizes} == shares(ballot, seed)
    for group, size in sizes.items():
        assert abs(first[group] * len(ballot.tickets) - ballot.seats * size) < len(ballot.tickets)
        places = [lot.place for lot in lots if lot.group == group]
        assert places == list(range(1, size + 1))
        assert [lot.first for lot in lots if lot.group == group] == [
            place <= first[group] for place in places
        ]


@given(ballots())
def test_the_order_in_which_people_were_listed_counts_for_nothing(ballot: Ballot) -> None:
    turned = Ballot(ballot.seats, dict(list(ballot.tickets.items())[::-1]))
    assert (turned.text, drawn(turned, SEED)) == (ballot.text, drawn(ballot, SEED))


@given(ballots())
def test_a_list_is_read_back_as_it_was_written(ballot: Ballot) -> None:
    again = Ballot.read(ballot.text)
    assert (again.seats, dict(again.tickets)) == (ballot.seats, dict(ballot.tickets))


@given(ballots(), st.integers(0), st.characters(blacklist_categories=["Cs"]))
def test_no_character_of_a_list_can_be_changed_unseen(
    ballot: Ballot, place: int, other: str
) -> None:
    at = place % len(ballot.text)
    changed = ballot.text[:at] + other + ballot.text[at + 1 :]
    if changed == ballot.text:
        return
    with suppress(ValueError):  # mostly it is a list no more
        assert Ballot.read(changed).digest != ballot.digest


def test_every_ticket_has_the_same_chance() -> None:
    """Of 20,000 seeds each of eight tickets goes first in three eighths, within five deviations."""
    draws = 20_000
    first = Counter(
        lot.ticket for seed in range(draws) for lot in drawn(PLAIN, str(seed)) if lot.first
    )
    expected, deviation = draws * 3 / 8, (draws * 3 / 8 * 5 / 8) ** 0.5
    assert set(first) == set(PLAIN.tickets)
    assert all(abs(count - expected) < 5 * deviation for count in first.values())


def test_a_small_group_is_no_disadvantage() -> None:
    """One of three goes first: the two of one district and the one of another have equal chances,
    within five deviations of 20,000 seeds."""
    draws = 20_000
    small = Ballot(1, {"1": "a", "2": "a", "3": "b"})
    first = Counter(lot.ticket for n in range(draws) for lot in drawn(small, str(n)) if lot.first)
    expected, deviation = draws / 3, (draws / 3 * 2 / 3) ** 0.5
    assert set(first) == set(small.tickets)
    assert all(abs(count - expected) < 5 * deviation for count in first.values())


@pytest.mark.parametrize(
    ("seats", "tickets"),
    [
        (0, {"1": "", "2": ""}),
        (2, {"1": "", "2": ""}),
        (1, {}),
        (1, {"": "", "2": ""}),
        (1, {"1\n": "", "2": ""}),
        (1, {"1": "a\tb", "2": ""}),
        (1, {"1": " a", "2": ""}),
    ],
)
def test_where_there_is_nothing_to_draw_nothing_is_drawn(
    seats: int, tickets: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        Ballot(seats, tickets)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "banyan lottery 1\n",
        PLAIN.text.replace("lottery 1", "lottery 2"),
        PLAIN.text.replace("seats\t3", "seats\t٣"),
        PLAIN.text.replace("seats\t3", "seats\t03"),
        PLAIN.text.replace("seats", "seat"),
        PLAIN.text + "\n",
        PLAIN.text.replace("\n", "\r\n"),
        PLAIN.text[:-1],
        PLAIN.text + "101\t\n",
        PLAIN.text.replace("102\t", "102"),
    ],
)
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="list"):
        Ballot.read(text)
