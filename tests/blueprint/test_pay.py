"""What a mentor is paid, and what it takes: two parts, each for more than 75 % of expectations."""

import datetime as dt
from typing import Any

import pytest

import blueprint
from blueprint import Facts, tranches
from blueprint.language import Pay, Step
from tests.blueprint.journeys import programme

START = dt.date(2026, 4, 1)
PAY = {
    "currency": "USD",
    "least": 1700,
    "most": 2300,
    "per": "mentor",
    "tranches": [
        {
            "code": "first",
            "title": "First",
            "percent": 50,
            "due": {"counted_from": "programme_start", "after": {"months": 6}},
            "expectations_over": 75,
        },
        {
            "code": "second",
            "title": "Second",
            "percent": 50,
            "due": {"counted_from": "programme_end"},
            "expectations_over": 75,
        },
    ],
    "otherwise": "The role ends early.",
}


def design(expectations: int) -> blueprint.Blueprint:
    """So many expectations, due a month after one another from 1 May."""
    steps: list[dict[str, Any]] = [
        {
            "code": f"e{number}",
            "kind": "expectation",
            "by": "mentor",
            "due": {"counted_from": "programme_start", "after": {"months": number}},
        }
        for number in range(1, expectations + 1)
    ]
    made = programme()
    parts = tuple(Step.model_validate({"title": step["code"], **step}) for step in steps)
    return made.model_copy(update={"steps": parts, "pay": Pay.model_validate(PAY)})


def facts(done: int) -> Facts:
    """So many done, each on its last day."""
    days = {f"e{n}": START.replace(month=3 + n) for n in range(1, done + 1)}
    return Facts(START, dt.date(2027, 4, 1), starts_on=START, done=days)


@pytest.mark.parametrize(
    ("done", "today", "first", "second"),
    [
        # done of 4 due by 1 October; the day of looking; earned?
        (4, dt.date(2026, 9, 30), None, None),
        (4, dt.date(2026, 10, 1), True, None),
        (3, dt.date(2026, 10, 1), False, None),  # 75 % is not more than 75 %
        (4, dt.date(2027, 3, 31), True, True),
        (0, dt.date(2027, 3, 31), False, False),
    ],
)
def test_each_part_is_earned_on_its_day(
    done: int, today: dt.date, first: bool | None, second: bool | None
) -> None:
    found = tranches(design(4), facts(done), today)
    assert [state.due_on for state in found] == [dt.date(2026, 10, 1), dt.date(2027, 3, 31)]
    assert [state.earned for state in found] == [first, second]


def test_what_is_done_after_the_day_does_not_earn_the_part() -> None:
    late = Facts(
        START,
        dt.date(2027, 4, 1),
        starts_on=START,
        done={f"e{n}": dt.date(2026, 12, 1) for n in range(1, 5)},
    )
    found = tranches(design(4), late, dt.date(2027, 3, 31))
    assert [(state.expectations_percent, state.earned) for state in found] == [
        (0, False),
        (100, True),
    ]


def test_no_pay_is_no_parts() -> None:
    assert tranches(programme(), facts(0), dt.date(2026, 10, 1)) == ()


def test_hours_can_be_what_a_part_asks_for() -> None:
    team = blueprint.get("ct_team")
    begun = dt.date(2026, 1, 5)

    def told(minutes: int) -> list[bool | None]:
        known = Facts(
            dt.date(2026, 1, 1),
            dt.date(2028, 1, 1),
            starts_on=begun,
            minutes=((dt.date(2026, 3, 2), minutes),),
        )
        found = tranches(team, known, dt.date(2027, 12, 31))
        return [state.earned for state in found]

    assert told(0) == [False, False]
    assert told(100_000) == [True, True]


def lived(first: str, until: str | None = None, *holds: tuple[str, str | None]) -> Facts:
    """A pair from one day to the day before another one, less these days of rest."""
    day = dt.date.fromisoformat
    return Facts(
        programme_starts_on=day("2026-01-01"),
        programme_ends_on=day("2026-12-31"),
        starts_on=day(first),
        ends_on=day(until) if until else None,
        holds=tuple(blueprint.Hold(day(a), day(b) if b else None) for a, b in holds),
    )


MONTHS = [
    # pairs, by, months
    ([], "2026-06-01", 0),
    ([lived("2026-01-15")], "2026-01-14", 0),
    ([lived("2026-01-15")], "2026-01-15", 1),
    ([lived("2026-01-15")], "2026-02-14", 1),
    ([lived("2026-01-15")], "2026-02-15", 2),
    ([lived("2026-01-31")], "2026-02-28", 2),
    ([lived("2026-01-31")], "2026-03-30", 2),
    # What is over adds nothing: the last day is the 14th of March.
    ([lived("2026-01-15", "2026-03-15")], "2026-12-01", 2),
    ([lived("2026-01-15", "2026-03-16")], "2026-12-01", 3),
    # A month wholly on hold, one day short of it, and one of two holds that touch.
    ([lived("2026-01-15", None, ("2026-02-15", "2026-03-15"))], "2026-04-14", 2),
    ([lived("2026-01-15", None, ("2026-02-15", "2026-03-14"))], "2026-04-14", 3),
    (
        [lived("2026-01-15", None, ("2026-02-15", "2026-03-01"), ("2026-03-01", "2026-03-15"))],
        "2026-04-14",
        2,
    ),
    ([lived("2026-01-15", None, ("2026-02-15", None))], "2026-12-01", 1),
    # She rests with one teacher and works with the other; and pairs with a gap between them.
    (
        [lived("2026-01-15", None, ("2026-02-15", "2026-03-15")), lived("2026-03-01")],
        "2026-04-14",
        3,
    ),
    ([lived("2026-01-15", "2026-02-01"), lived("2026-04-20")], "2026-05-14", 2),
]


@pytest.mark.parametrize(("role", "by", "months"), MONTHS)
def test_months_of_a_role_are_counted_from_its_first_day_and_not_while_it_rests(
    role: list[Facts], by: str, months: int
) -> None:
    assert blueprint.months_begun(role, dt.date.fromisoformat(by)) == months
