"""Journeys of small programmes, told so that whoever runs a programme can check them."""

import datetime as dt
from typing import Any

import pytest

from blueprint import (
    REASONS,
    Blueprint,
    Facts,
    Hold,
    Journey,
    OtherPair,
    StageFacts,
    Status,
    StepState,
    journey,
    stages,
    trial_ends,
)
from blueprint.language import Span
from tests.blueprint.journeys import programme


def on(said: str) -> dt.date:
    """A day of 2026, or of the year that is said: `on("6 Apr")`, `on("6 Apr 2027")`."""
    if len(said.split()) == 2:
        said += " 2026"
    return dt.datetime.strptime(said, "%d %b %Y").replace(tzinfo=dt.UTC).date()


def facts(done: dict[str, str] | None = None, **known: Any) -> Facts:
    """A programme of a year from 1 April, and a pair that begins on Monday, 6 April."""
    days = {key: on(day) for key, day in (done or {}).items()}
    usual = {"starts_on": on("6 Apr")}
    return Facts(on("1 Apr"), on("1 Apr 2027"), done=days, **(usual | known))


def told(state: StepState) -> str:
    return REASONS[state.reason.code] % {
        name: f"{value.day} {value:%b}" if isinstance(value, dt.date) else value
        for name, value in state.reason.values.items()
    }


def step(found: Journey, key: str) -> StepState:
    return next(state for state in found.steps if state.key == key)


def due(anchor: str, **after: int) -> dict[str, Any]:
    return {"counted_from": anchor, "after": after}


PHASES = ("reflect", "plan", "act", "write", "submit")
FIVE_PHASES = programme(
    modules=[
        {"code": "m1", "weeks": 8},
        {"code": "m2", "weeks": 8, "after": ("m1",)},
        {"code": "m5", "weeks": 8, "after": ("m2",), "traits": ("new",)},
    ],
    steps=[
        {
            "code": phase,
            "modules": ("m1", "m2", "m5"),
            "after": PHASES[max(number - 1, 0) : number],
            "due": due("module_start", weeks=week),
        }
        for number, (phase, week) in enumerate(zip(PHASES, (1, 2, 5, 7, 8), strict=True))
    ]
    + [{"code": "close", "after": ("submit",)}],
    completion={"modules": "all"},
)

FIRST = {"m1/reflect": "8 Apr", "m1/plan": "17 Apr", "m1/act": "10 May", "m1/write": "20 May"}
FIRST_DONE = FIRST | {"m1/submit": "29 May"}


@pytest.mark.parametrize(
    ("today", "done", "key", "status", "because"),
    [
        ("1 Apr", {}, "m1/reflect", "not_yet", "Opens on 6 Apr."),
        ("6 Apr", {}, "m1/reflect", "due_soon", "Due on 13 Apr."),
        ("13 Apr", {}, "m1/reflect", "due_soon", "Due on 13 Apr."),
        ("14 Apr", {}, "m1/reflect", "overdue", "Overdue since 14 Apr."),
        ("14 Apr", {}, "m1/plan", "not_yet", "Opens when reflect is done."),
        ("14 Apr", FIRST, "m1/reflect", "done", "Done on 8 Apr."),
        ("12 Apr", FIRST, "m1/plan", "open", "Due on 20 Apr."),
        ("21 May", FIRST, "m1/submit", "open", "Due on 1 Jun."),
        ("25 May", FIRST, "m1/submit", "due_soon", "Due on 1 Jun."),
        ("25 May", FIRST, "m2/reflect", "not_yet", "Opens when m1 is complete."),
        ("30 May", FIRST_DONE, "m2/reflect", "due_soon", "Due on 5 Jun."),
        ("30 May", FIRST_DONE, "m2/plan", "not_yet", "Opens when reflect is done."),
        ("30 May", FIRST_DONE, "m5/reflect", "not_needed", "Not needed for this teacher."),
        ("30 May", FIRST_DONE, "close", "not_yet", "Opens when submit of m2 is done."),
    ],
)
def test_a_module_goes_through_five_phases(
    today: str, done: dict[str, str], key: str, status: str, because: str
) -> None:
    found = step(journey(FIVE_PHASES, facts(done), on(today)), key)
    assert (found.status, told(found)) == (status, because)


def test_a_module_begins_on_the_day_the_one_before_it_is_complete() -> None:
    first, second, fifth = journey(FIVE_PHASES, facts(FIRST_DONE), on("30 May")).modules
    assert (first.status, first.completed_on) == ("done", on("29 May"))
    assert (second.status, second.starts_on, second.due_on) == ("open", on("29 May"), on("24 Jul"))
    assert (fifth.status, fifth.starts_on) == ("not_needed", None)


def test_a_pair_is_complete_on_the_day_of_its_last_required_step() -> None:
    done = {f"{unit}/{phase}": "20 May" for unit in ("m1", "m2") for phase in PHASES}
    waiting = journey(FIVE_PHASES, facts(done), on("30 May"))
    assert (waiting.complete, waiting.next and waiting.next.key) == (False, "close")
    found = journey(FIVE_PHASES, facts(done | {"close": "28 May"}), on("30 May"))
    assert (found.complete, found.completed_on, found.next) == (True, on("28 May"), None)


def test_completion_that_somebody_confirms_waits_for_her() -> None:
    plan = programme([{"code": "close"}], completion={"confirmed_by": "coordinator"})
    ready = journey(plan, facts({"close": "8 Apr"}), on("9 Apr"))
    assert (ready.ready, ready.complete) == (True, False)
    confirmed = facts({"close": "8 Apr"}, confirmed_on=on("9 Apr"))
    found = journey(plan, confirmed, on("9 Apr"))
    assert (found.complete, found.completed_on) == (True, on("9 Apr"))
    early = journey(plan, facts(confirmed_on=on("9 Apr")), on("9 Apr"))
    assert (early.ready, early.complete) == (False, False)


WEEKLY = programme(
    [
        {"code": "meeting", "every": {"span": {"weeks": 1}}},
        {"code": "log", "every": {"span": {"weeks": 1}}, "after": ("meeting",)},
        {"code": "observation", "every": {"span": {"months": 1}, "times": 3}},
        {"code": "talk", "after": ("observation",)},
    ],
    due_soon_days=3,
)


@pytest.mark.parametrize(
    ("today", "done", "key", "status", "last"),
    [
        ("6 Apr", {}, "meeting", "open", "13 Apr"),
        ("6 Apr", {}, "meeting#2", "not_yet", "20 Apr"),
        ("14 Apr", {}, "meeting", "overdue", "13 Apr"),
        ("14 Apr", {}, "meeting#2", "open", "20 Apr"),
        ("17 Apr", {}, "meeting#2", "due_soon", "20 Apr"),
        ("17 Apr", {"meeting": "8 Apr"}, "log", "overdue", "13 Apr"),
        ("17 Apr", {"meeting": "8 Apr"}, "log#2", "not_yet", "20 Apr"),
        ("17 Apr", {"meeting#2": "16 Apr"}, "log#2", "due_soon", "20 Apr"),
        ("17 Apr", {}, "observation#3", "not_yet", "6 Jul"),
        ("17 Apr", {"observation": "9 Apr"}, "talk", "not_yet", None),
    ],
)
def test_what_comes_back_has_a_last_day_each_time(
    today: str, done: dict[str, str], key: str, status: str, last: str | None
) -> None:
    found = step(journey(WEEKLY, facts(done), on(today)), key)
    assert (found.status, found.due_on) == (status, last and on(last))


def test_a_rhythm_without_a_number_ends_with_the_pair() -> None:
    four_weeks = facts(ends_on=on("4 May"))
    found = journey(WEEKLY, four_weeks, on("6 Apr")).steps
    days = [state.due_on for state in found if state.step.code == "meeting"]
    assert days == [on("13 Apr"), on("20 Apr"), on("27 Apr"), on("3 May")]


def test_leave_lets_everything_wait_and_moves_later_days_by_its_length() -> None:
    plan = programme(
        [
            {"code": "goal", "due": due("pair_start", days=10)},
            {"code": "visit", "due": due("pair_start", months=2)},
        ]
    )
    leave = facts(holds=(Hold(on("20 Apr"), on("4 May")),))
    goal, visit = journey(plan, leave, on("21 Apr")).steps
    assert (goal.status, goal.due_on) == ("on_hold", on("16 Apr"))
    assert told(visit) == "Waits: the pair is on leave until 4 May."
    assert visit.due_on == on("20 Jun")
    goal, visit = journey(plan, leave, on("4 May")).steps
    assert (goal.status, visit.status) == ("overdue", "open")
    endless = journey(plan, facts(holds=(Hold(on("20 Apr"), None),)), on("21 Apr")).steps
    assert told(endless[1]) == "Waits: the pair is on leave, and nobody has said until when."
    assert endless[1].due_on == on("8 Jun")


MONTHLY = programme(
    doses=[
        {"code": "month", "minutes": 180, "per": "month", "contacts": 2},
    ],
    completion={"steps": "none", "doses": ("month",)},
)


@pytest.mark.parametrize(
    ("today", "minutes", "month", "wanted", "held", "status"),
    [
        ("20 Apr", [], 0, 150, 0, "open"),  # 25 of 30 days: the pair began on the 6th
        ("25 Apr", [], 0, 150, 0, "due_soon"),
        ("1 May", [("8 Apr", 90)], 0, 150, 90, "overdue"),
        ("1 May", [("8 Apr", 90), ("20 Apr", 60)], 0, 150, 150, "done"),
        ("1 May", [("8 Apr", 180)], 0, 150, 180, "overdue"),  # one long session is not two
        ("3 Jun", [], 1, 99, 0, "overdue"),  # 17 of 31 days: away for two weeks, rounded up
        ("10 May", [], 1, 99, 0, "on_hold"),
        ("3 Jun", [("2 May", 50), ("30 May", 49)], 1, 99, 99, "done"),
    ],
)
def test_minutes_of_a_month_are_fewer_with_leave(
    today: str, minutes: list[tuple[str, int]], month: int, wanted: int, held: int, status: str
) -> None:
    known = facts(
        minutes=tuple((on(day), length) for day, length in minutes),
        holds=(Hold(on("4 May"), on("18 May")),),
    )
    found = journey(MONTHLY, known, on(today)).doses[month]
    assert (found.wanted, found.held, found.status) == (wanted, held, status)


@pytest.mark.parametrize(
    ("dose", "wanted"),
    [
        ({"per": "week"}, [(on("6 Apr"), 60), (on("13 Apr"), 60)]),
        ({"per": "year"}, [(on("1 Jan"), 45)]),
        ({"per": "programme"}, [(on("6 Apr"), 60)]),
        ({"per": "week", "of": "mentor", "by_caseload": True}, [(on("6 Apr"), 180)] * 2),
    ],
)
def test_minutes_are_counted_in_the_time_that_the_programme_says(
    dose: dict[str, Any], wanted: list[tuple[dt.date, int]]
) -> None:
    plan = programme(doses=[{"code": "d", "minutes": 60, **dose}])
    others = (OtherPair(on("1 Jan"), on("31 Dec")),) * 2
    found = journey(plan, facts(others=others), on("14 Apr")).doses
    assert [state.wanted for state in found] == [minutes for _, minutes in wanted]
    assert found[0].period[0] == wanted[0][0]


# April has thirty days, and the pair begins on the 6th. An hour a month for each teacher of the
# mentor: what she owes follows the days on which she works with each, and all she does counts.
@pytest.mark.parametrize(
    ("dose", "others", "wanted", "held"),
    [
        ({}, [], 50, 30),
        ({}, [OtherPair(on("1 Jan"), on("31 Dec"))], 110, 30),
        ({}, [OtherPair(on("16 Apr"), on("31 Dec"), minutes=((on("17 Apr"), 20),))], 80, 50),
        ({}, [OtherPair(on("1 Jan"), on("1 Apr"), minutes=((on("31 Mar"), 20),))], 50, 30),
        ({}, [OtherPair(on("1 Apr"), on("1 May"), (Hold(on("11 Apr"), on("21 Apr")),))], 90, 30),
        (
            {"less_on_leave": False},
            [OtherPair(on("1 Apr"), on("1 May"), (Hold(on("11 Apr"), on("21 Apr")),))],
            110,
            30,
        ),
        ({"by_caseload": False}, [OtherPair(on("16 Apr"), on("31 Dec"))], 50, 30),
        ({"by_caseload": False}, [OtherPair(on("1 Jan"), on("31 Dec"))] * 3, 60, 30),
    ],
)
def test_a_mentor_owes_for_each_teacher_on_the_days_with_her(
    dose: dict[str, Any], others: list[OtherPair], wanted: int, held: int
) -> None:
    mentors = {"of": "mentor", "by_caseload": True, "per": "month", **dose}
    plan = programme(doses=[{"code": "d", "minutes": 60, **mentors}])
    known = facts(others=tuple(others), minutes=((on("8 Apr"), 30),))
    found = journey(plan, known, on("30 Apr")).doses
    assert [(state.wanted, state.held) for state in found] == [(wanted, held)]


# April has thirty days; the pair begins on the 6th, so it owes 25 of them: 50 of 60 minutes.
@pytest.mark.parametrize(
    ("dose", "known", "wanted"),
    [
        ({}, {"closed": (Hold(on("11 Apr"), on("21 Apr")),)}, 50),
        ({"less_on_holidays": True}, {}, 50),
        ({"less_on_holidays": True}, {"closed": (Hold(on("11 Apr"), on("21 Apr")),)}, 30),
        ({"less_on_holidays": True}, {"closed": (Hold(on("1 Mar"), on("1 Jun")),)}, 0),
        ({"less_on_holidays": True}, {"closed": (Hold(on("1 May"), on("1 Jun")),)}, 50),
        (  # what is closed while the pair is on leave is not taken off twice
            {"less_on_holidays": True},
            {
                "closed": (Hold(on("11 Apr"), on("21 Apr")),),
                "holds": (Hold(on("16 Apr"), on("26 Apr")),),
            },
            20,
        ),
        (
            {"less_on_holidays": True, "less_on_leave": False},
            {
                "closed": (Hold(on("11 Apr"), on("21 Apr")),),
                "holds": (Hold(on("16 Apr"), on("26 Apr")),),
            },
            30,
        ),
        (  # another school of the mentor's is open
            {"less_on_holidays": True, "of": "mentor", "by_caseload": True},
            {
                "closed": (Hold(on("11 Apr"), on("21 Apr")),),
                "others": (OtherPair(on("1 Apr"), on("1 May")),),
            },
            90,
        ),
        (
            {"less_on_holidays": True, "of": "mentor", "by_caseload": True},
            {
                "others": (
                    OtherPair(on("1 Apr"), on("1 May"), closed=(Hold(on("1 Apr"), on("16 Apr")),)),
                )
            },
            80,
        ),
    ],
)
def test_less_is_owed_on_holidays_where_the_programme_says_so(
    dose: dict[str, Any], known: dict[str, Any], wanted: int
) -> None:
    plan = programme(doses=[{"code": "d", "minutes": 60, "per": "month", **dose}])
    found = journey(plan, facts(**known), on("30 Apr")).doses
    assert [state.wanted for state in found] == [wanted]
    assert (found[0].status == "not_needed") == (wanted == 0)


@pytest.mark.parametrize(
    ("groups", "held", "contacts", "complete"),
    [(True, 90, 3, on("21 Apr")), (False, 60, 2, None)],
)
def test_a_group_counts_where_the_programme_says_so(
    groups: bool, held: int, contacts: int, complete: dt.date | None
) -> None:
    dose = {"code": "d", "minutes": 90, "per": "programme", "contacts": 3, "groups": groups}
    plan = programme(doses=[dose], completion={"doses": ("d",)})
    known = facts(
        minutes=((on("8 Apr"), 30), (on("21 Apr"), 30)), group_minutes=((on("9 Apr"), 30),)
    )
    found = journey(plan, known, on("30 Apr"))
    assert [(state.held, state.contacts) for state in found.doses] == [(held, contacts)]
    assert found.completed_on == complete


def test_minutes_of_a_module_are_counted_until_it_is_complete() -> None:
    plan = programme(
        [{"code": "submit", "modules": ("m1", "m2")}],
        [{"code": "m1", "weeks": 8}, {"code": "m2", "weeks": 8, "after": ("m1",)}],
        [{"code": "module", "minutes": 600, "per": "module"}],
        completion={"doses": ("module",)},
    )
    sessions = ((on("10 Apr"), 600), (on("1 May"), 30), (on("2 May"), 570))
    done = {"m1/submit": "1 May", "m2/submit": "3 May"}
    found = journey(plan, facts(done, minutes=sessions), on("5 May"))
    assert [(state.held, state.status) for state in found.doses] == [(630, "done"), (600, "done")]
    assert (found.complete, found.completed_on) == (True, on("3 May"))


def test_a_pair_that_owes_minutes_is_complete_when_they_are_enough_together() -> None:
    sessions = ((on("8 Apr"), 60), (on("9 Apr"), 60), (on("4 May"), 100), (on("5 May"), 110))
    found = journey(MONTHLY, facts(minutes=sessions), on("4 May"))
    assert (found.complete, found.doses[0].status) == (False, "overdue")
    found = journey(MONTHLY, facts(minutes=sessions), on("6 May"))
    assert (found.complete, found.completed_on) == (True, on("5 May"))


CHICAGO = programme(
    [
        {"code": code, "kind": "expectation", "due": due("programme_start", months=months)}
        for code, months in (("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5))
    ]
)


@pytest.mark.parametrize(
    ("today", "done", "percent"),
    [
        ("30 Apr", {}, None),
        ("1 May", {}, 0),
        ("2 Jun", {"a": "20 Apr"}, 50),
        ("2 Jun", {"a": "20 Apr", "e": "21 Apr"}, 50),  # what is early does not count yet
        ("2 Jul", {"a": "20 Apr", "b": "20 Apr"}, 67),  # two thirds, rounded up
        ("2 Aug", {"a": "20 Apr", "b": "20 Apr", "c": "20 Apr"}, 75),  # not more than 75
        ("2 Sep", {"a": "20 Apr", "b": "20 Apr", "c": "20 Apr", "d": "1 Aug"}, 80),
    ],
)
def test_expectations_are_a_percentage_of_those_due(
    today: str, done: dict[str, str], percent: int | None
) -> None:
    assert journey(CHICAGO, facts(done), on(today)).expectations_percent == percent


def test_a_waived_expectation_counts_as_met() -> None:
    waived = facts(waived={"a": on("20 Apr")})
    found = journey(CHICAGO, waived, on("2 May"))
    assert (found.expectations_percent, found.steps[0].status) == (100, "waived")


SEVEN = (
    "conditions", "mentees", "mentors", "training", "pairs", "work", "end",
)  # fmt: skip
SEVEN_STAGES = programme(
    stages=[
        {
            "code": code,
            "after": SEVEN[max(number - 1, 0) : number],
            "due": due("programme_start", months=number),
            "artefacts": ({"code": "order", "title": "Order"}, {"code": "list", "title": "List"})
            if code != "end"
            else (),
        }
        for number, code in enumerate(SEVEN)
    ]
)


@pytest.mark.parametrize(
    ("today", "artefacts", "expected"),
    [
        ("25 Mar", {}, "due_soon not_yet not_yet not_yet not_yet not_yet not_yet"),
        ("2 Apr", {}, "overdue not_yet not_yet not_yet not_yet not_yet not_yet"),
        ("2 Apr", {"conditions/order": "1 Apr"}, "overdue" + " not_yet" * 6),
        (
            "5 Apr",
            {"conditions/order": "1 Apr", "conditions/list": "4 Apr"},
            "done open" + " not_yet" * 5,
        ),
        (
            "5 Apr",
            {"conditions/order": "1 Apr", "conditions/list": "6 Apr"},  # tomorrow's order
            "overdue" + " not_yet" * 6,
        ),
        ("5 Apr", {"end": "4 Apr"}, "overdue" + " not_yet" * 5 + " done"),
    ],
)
def test_a_stage_opens_when_what_the_one_before_it_makes_exists(
    today: str, artefacts: dict[str, str], expected: str
) -> None:
    there = {key: on(day) for key, day in artefacts.items()}
    known = StageFacts(on("1 Apr"), on("1 Apr 2027"), there)
    found = stages(SEVEN_STAGES, known, on(today))
    assert " ".join(state.status for state in found) == expected


def test_a_stage_says_what_is_missing() -> None:
    there = {"conditions/order": on("1 Apr"), "unknown": on("1 Apr")}
    known = StageFacts(on("1 Apr"), on("1 Apr 2027"), there)
    first, second, *_ = stages(SEVEN_STAGES, known, on("2 Apr"))
    assert [artefact.code for artefact in first.missing] == ["list"]
    assert REASONS[second.reason.code] % second.reason.values == ("Begins when conditions is done.")


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ({}, "late"),
        ({"late": "7 Apr"}, "soon"),
        ({"late": "7 Apr", "soon": "7 Apr"}, "by_june"),
        ({"late": "7 Apr", "soon": "7 Apr", "by_june": "7 Apr"}, "any_day"),
    ],
)
def test_next_is_what_is_overdue_then_due_soon_then_open(
    done: dict[str, str], expected: str
) -> None:
    plan = programme(
        [
            {"code": "any_day"},
            {"code": "by_june", "due": due("pair_start", months=2)},
            {"code": "soon", "due": due("pair_start", days=20)},
            {"code": "late", "due": due("pair_start", days=3)},
            {"code": "final", "opens": due("pair_start", months=6)},
        ]
    )
    found = journey(plan, facts(done), on("20 Apr")).next
    assert found is not None and found.key == expected


def test_a_pair_that_has_not_begun_says_so() -> None:
    plan = programme(
        [{"code": "meeting"}, {"code": "consent", "opens": due("programme_start")}],
        completion={},
    )
    found = journey(plan, facts(starts_on=None), on("20 Apr"))
    assert [told(state) for state in found.steps] == [
        "Opens when the pair begins.",
        "Can be done now; there is no last day.",
    ]
    assert not found.complete


def test_a_step_may_be_needed_in_one_form_of_mentoring_only() -> None:
    plan = programme([{"code": "circle", "forms": ("group",)}])
    alone = journey(plan, facts(form="one_to_one"), on("20 Apr")).steps[0]
    assert (alone.status, told(alone)) == ("not_needed", "Not needed for this form of mentoring.")
    assert journey(plan, facts(form="group"), on("20 Apr")).steps[0].status == "open"


def test_working_days_leave_out_the_weekend() -> None:
    plan = programme([{"code": "notice", "due": due("pair_start", working_days=3)}])
    thursday = facts(starts_on=on("9 Apr"))
    assert journey(plan, thursday, on("10 Apr")).steps[0].due_on == on("14 Apr")


def test_months_end_on_the_last_day_of_a_shorter_month() -> None:
    plan = programme([{"code": "talk", "every": {"span": {"months": 1}, "times": 3}}])
    found = journey(plan, facts(starts_on=on("31 May")), on("1 Jun")).steps
    assert [state.due_on for state in found] == [on("30 Jun"), on("31 Jul"), on("31 Aug")]


def test_a_day_counted_from_a_step_is_known_when_it_is_done() -> None:
    plan = programme(
        [{"code": "visit"}, {"code": "talk", "due": {**due("step", days=5), "step": "visit"}}]
    )
    assert journey(plan, facts(), on("20 Apr")).steps[1].due_on is None
    assert journey(plan, facts({"visit": "18 Apr"}), on("20 Apr")).steps[1].due_on == on("23 Apr")


def test_what_is_dated_tomorrow_has_not_happened_yet() -> None:
    plan = programme([{"code": "visit"}])
    known = facts({"visit": "21 Apr"})
    assert journey(plan, known, on("20 Apr")).steps[0].status == Status.OPEN
    assert journey(plan, known, on("21 Apr")).steps[0].status == Status.DONE


def test_a_step_that_the_blueprint_does_not_know_is_ignored() -> None:
    plan = programme([{"code": "visit"}])
    known = facts({"of_an_older_version": "10 Apr", "m1/visit": "10 Apr", "visit#2": "10 Apr"})
    assert journey(plan, known, on("20 Apr")) == journey(plan, facts(), on("20 Apr"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            lambda: Facts(on("2 Apr"), on("1 Apr")),
            "The programme ends on 2026-04-01, before it starts on 2026-04-02.",
        ),
        (
            lambda: facts(ends_on=on("1 Apr")),
            "The pair ends on 2026-04-01, before it starts on 2026-04-06.",
        ),
        (
            lambda: Hold(on("2 Apr"), on("1 Apr")),
            "The leave ends on 2026-04-01, before it begins.",
        ),
        (
            lambda: facts(minutes=((on("7 Apr"), -5),)),
            "The session of 2026-04-07 cannot have lasted -5 minutes.",
        ),
        (
            lambda: facts(others=(OtherPair(on("2 Apr"), on("1 Apr")),)),
            "The other pair ends on 2026-04-01, before it starts on 2026-04-02.",
        ),
        (
            lambda: facts(group_minutes=((on("7 Apr"), -5),)),
            "The session of 2026-04-07 cannot have lasted -5 minutes.",
        ),
        (
            lambda: StageFacts(on("2 Apr"), on("1 Apr")),
            "The programme ends on 2026-04-01, before it starts on 2026-04-02.",
        ),
    ],
)
def test_facts_that_make_no_sense_are_refused(wrong: Any, sentence: str) -> None:
    with pytest.raises(ValueError) as refused:
        wrong()
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "plan",
    [
        programme([{"code": "a", "after": ("b",)}, {"code": "b", "after": ("a",)}]),
        programme([{"code": "a", "after": ("missing",)}]),
        programme(modules=[{"code": "m1", "weeks": 1, "after": ("missing",)}]),
    ],
    ids=["in a circle", "no such step", "no such module"],
)
def test_a_blueprint_that_cannot_be_gone_through_is_refused(plan: Blueprint) -> None:
    with pytest.raises(ValueError):
        journey(plan, facts(), on("20 Apr"))


@pytest.mark.parametrize(
    ("trial", "holds", "ends"),
    [
        ({"weeks": 2}, (), on("20 Apr")),
        ({"months": 1}, (), on("6 May")),
        ({"weeks": 2}, (Hold(on("10 Apr"), on("13 Apr")),), on("23 Apr")),
        ({"weeks": 2}, (Hold(on("21 Apr"), on("28 Apr")),), on("20 Apr")),
        ({"weeks": 2}, (Hold(on("1 Mar"), on("8 Apr")),), on("22 Apr")),
        (None, (), None),
    ],
)
def test_a_trial_is_over_after_its_time_and_leave_makes_it_longer(
    trial: dict[str, int] | None, holds: tuple[Hold, ...], ends: dt.date | None
) -> None:
    plan = programme()
    relationship = plan.relationship.model_copy(
        update={"trial": trial and Span.model_validate(trial)}
    )
    assert trial_ends(relationship, on("6 Apr"), holds, on("30 Apr")) == ends
