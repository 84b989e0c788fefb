"""Calendar files whose properties are something else than days: the event alone is left out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from time import process_time

import pytest
from django.test import Client

from banyan.organisations.snapshot.calendar import MOST_REPEATING, read_calendar
from banyan.organisations.states import DaysKind
from banyan.people.models import Person
from tests.conftest import Cast
from tests.organisations.test_calendar import TODAY, event, file, sent, spans

SignIn = Callable[[Person], Client]

# One value of each type of RFC 5545, 3.3.
VALUES = (
    "VALUE=TEXT:hello", "VALUE=BOOLEAN:TRUE", "VALUE=INTEGER:20260126", "VALUE=FLOAT:1.5",
    "VALUE=DATE:20260126", "VALUE=DATE-TIME:20260126T000000Z", "VALUE=TIME:101010",
    "VALUE=PERIOD:20260126T000000Z/PT5H", "VALUE=DURATION:P1D", "VALUE=UTC-OFFSET:+0530",
    "VALUE=RECUR:FREQ=WEEKLY", "VALUE=URI:https://x.example.org/", "VALUE=BINARY:aGVsbG8=",
    "VALUE=CAL-ADDRESS:mailto:x@example.org", "VALUE=UNKNOWN:x", "VALUE=DATE:99991231",
    "VALUE=DATE:00010101", "X=1:", "X=1:-P99999999999D", "X=1:FREQ=YEARLY;UNTIL=99991231",
    "X=1:FREQ=YEARLY;UNTIL=00010101", "X=1:FREQ=WEEKLY;UNTIL=P1D;INTERVAL=x;COUNT=x",
)  # fmt: skip
NAMES = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RRULE", "RDATE", "EXDATE", "STATUS")
NAMES += ("CATEGORIES", "SUMMARY", "UID", "X-OTHER")


@pytest.mark.parametrize("name", NAMES)
def test_whatever_type_a_property_is_the_other_events_stay(name: str) -> None:
    for value, times in product(VALUES, (1, 2)):
        lines = event("a", "20260103").splitlines()
        if times == 1:  # else it stands there beside the one that is right
            lines = [line for line in lines if not line.startswith(name)]
        odd = "\r\n".join([*lines[:-1], *[f"{name};{value}"] * times, lines[-1], ""])
        found = read_calendar(file(odd, event("ok", "20260815")), DaysKind.CLOSED, today=TODAY)
        assert "ok" in [one.uid for one in found.days], (value, times)


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ("DTEND;VALUE=TEXT:hello", "DTEND"),
        ("DTEND;VALUE=PERIOD:20260126T000000Z/PT5H", "DTEND"),
        ("DTEND;VALUE=TIME:101010", "DTEND"),
        ("DURATION;VALUE=TEXT:hello", "DURATION"),
        ("RECURRENCE-ID;VALUE=TEXT:hello", "RECURRENCE-ID"),
        ("RECURRENCE-ID;VALUE=DATE:20260103\r\nRECURRENCE-ID;VALUE=DATE:20260104", "RECURRENCE-ID"),
        ("RRULE;VALUE=TEXT:hello", "RRULE"),
    ],
)
def test_what_is_no_day_is_told_by_its_line(more: str, name: str) -> None:
    content = file(event("a", "20260103", "", more), event("ok", "20260815"))
    found = read_calendar(content, DaysKind.CLOSED, today=TODAY)
    assert [one.uid for one in found.days] == ["ok"]
    assert [(one.row, one.column) for one in found.problems] == [(8, name)]


def test_a_rule_until_the_last_day_of_all_is_followed_to_the_horizon() -> None:
    for until in ("99991231", "99991231T235959Z"):
        content = file(event("a", "20260126", "", f"RRULE:FREQ=YEARLY;UNTIL={until}"))
        assert [span[:4] for span in spans(content)] == ["2026", "2027", "2028"]
    found = read_calendar(file(event("a", "99991201", "99991202")), DaysKind.CLOSED, today=TODAY)
    assert (found.days, found.problems, found.distant) == ([], [], 1)


@pytest.mark.django_db
def test_such_a_file_is_looked_at_and_not_an_error(cast: Cast, signed_in: SignIn) -> None:
    odd = event("r", "20260126", "", "RRULE:FREQ=YEARLY;UNTIL=99991231")
    worse = event("x", "20260103", "", "DTEND;VALUE=TEXT:hello")
    answer = signed_in(cast.devi).post(
        f"/organisations/{cast.school.pk}/calendar/file/", sent(file(odd, worse)), follow=True
    )
    assert answer.status_code == 200
    assert "DTEND cannot be read." in answer.content.decode()


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=2",
        "FREQ=MONTHLY;BYDAY=1MO,1TU,1WE;BYSETPOS=4",
        "FREQ=MONTHLY;BYDAY=MO,1MO;BYSETPOS=-3",
        "FREQ=MONTHLY;BYDAY=5MO;INTERVAL=24",
        "FREQ=MONTHLY;BYDAY=5MO,-5TU;BYSETPOS=1;INTERVAL=48",
    ],
)
def test_a_rule_that_never_comes_true_costs_a_file_full_of_it_nothing(rule: str) -> None:
    events = [event(f"{n}", "20250203", "", f"RRULE:{rule}") for n in range(MOST_REPEATING)]
    began = process_time()
    found = read_calendar(file(*events), DaysKind.CLOSED, today=TODAY)
    assert process_time() - began < 3  # seconds; looked for to the year 9999 it is a minute
    assert {one.what for one in found.problems} == {"This rule of coming back is not understood."}


def test_the_second_monday_of_a_month_may_be_said_by_its_place() -> None:
    content = file(event("a", "20260112", "", "RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2;COUNT=2"))
    assert spans(content) == ["2026-01-12 2026-01-13", "2026-02-09 2026-02-10"]
