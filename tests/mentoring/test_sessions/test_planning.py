"""A time is proposed, answered, moved and called off; nobody is in two places at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from banyan.kernel.decision import Refused, Stale, Unfit
from banyan.mentoring import actions
from banyan.mentoring.models import Mentorship, Seat, Session
from banyan.mentoring.states import MentorshipStatus, SessionMode, SessionStatus
from banyan.trail.models import Event
from tests.mentoring.test_sessions.conftest import AFTER, SOON, World

NOON = datetime(2026, 1, 20, 6, 30, tzinfo=UTC)


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def test_either_of_the_pair_proposes_and_the_other_one_confirms(world: World) -> None:
    for proposer, other, hour in [("meera", "arun", 0), ("arun", "meera", 24)]:
        session = actions.propose_session(world.pair, at(hour), 45, by=getattr(world, proposer))
        assert session.status == SessionStatus.PROPOSED
        assert (session.starts_at, session.ends_at) == (at(hour), at(hour + 0.75))
        with pytest.raises(Refused, match="You proposed this time"):
            actions.confirm_session(session, by=getattr(world, proposer))
        actions.confirm_session(session, by=getattr(world, other))
        assert Session.objects.get(pk=session.pk).status == SessionStatus.CONFIRMED


def test_each_verb_leaves_one_event(world: World) -> None:
    session = world.confirmed()
    actions.reschedule(session, at(0), 60, by=world.arun)
    actions.cancel_session(session, "unwell", by=world.meera)
    verbs = Event.objects.filter(subject=f"session:{session.pk}").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "session.propose",
        "session.confirm",
        "session.reschedule",
        "session.cancel",
    ]
    assert {event.scope for event in verbs} == {world.cast.school.path}


def test_the_trail_holds_no_word_of_content(world: World) -> None:
    session = world.confirmed(topic="Fractions")
    actions.add_agenda_item(session, "The quiet ones", by=world.arun)
    actions.cancel_session(session, "My mother is unwell", by=world.arun)
    told = "".join(str(event.data) for event in Event.objects.all())
    for word in ("Fractions", "quiet", "mother"):
        assert word not in told


def test_a_rescheduled_session_waits_for_the_other_one(world: World) -> None:
    session = world.confirmed()
    actions.reschedule(session, at(0), 30, by=world.arun, mode="phone")
    session = Session.objects.get(pk=session.pk)
    assert (session.status, session.starts_at, session.ends_at, session.mode) == (
        SessionStatus.PROPOSED,
        at(0),
        at(0.5),
        "phone",
    )
    assert session.sequence == 1
    with pytest.raises(Refused, match="You proposed"):
        actions.confirm_session(session, by=world.arun)
    actions.confirm_session(session, by=world.meera)


def test_nobody_confirms_a_time_that_was_changed_meanwhile(world: World) -> None:
    in_aruns_tab = world.proposed()
    actions.reschedule(Session.objects.get(pk=in_aruns_tab.pk), at(0), 45, by=world.meera)
    with pytest.raises(Stale):
        actions.confirm_session(in_aruns_tab, by=world.arun)
    assert Session.objects.get().status == SessionStatus.PROPOSED


@pytest.mark.parametrize("verb", ["confirm", "reschedule", "cancel"])
def test_in_two_tabs_the_second_is_told_that_it_changed(world: World, verb: str) -> None:
    first = world.proposed()
    second = Session.objects.get(pk=first.pk)

    def press(session: Session) -> None:
        if verb == "confirm":
            actions.confirm_session(session, by=world.arun)
        elif verb == "reschedule":
            actions.reschedule(session, at(0), 45, by=world.arun)
        else:
            actions.cancel_session(session, "other", by=world.arun)

    press(first)
    with pytest.raises(Stale):
        press(second)
    assert Event.objects.filter(verb=f"session.{verb}").count() == 1


def test_a_cancelled_session_says_why_and_ends_there(world: World) -> None:
    session = world.confirmed()
    with pytest.raises(Unfit, match="Say why") as refusal:
        actions.cancel_session(session, "  ", by=world.arun)
    assert refusal.value.field == "reason"
    actions.cancel_session(session, "school_duty", by=world.arun)
    session = Session.objects.get(pk=session.pk)
    assert (session.status, session.cancel_reason, session.cancelled_by_id, session.sequence) == (
        SessionStatus.CANCELLED,
        "school_duty",
        world.cast.arun.pk,
        1,
    )
    with pytest.raises(Refused):
        actions.reschedule(session, at(0), 45, by=world.arun)


@pytest.mark.parametrize("who", ["devi", "kavita", "nandan", "omar", "asha", "somu"])
def test_only_the_pair_plans(world: World, who: str) -> None:
    outsider = world.by(getattr(world.cast, who))
    session = world.proposed()
    with pytest.raises(Refused, match="Only the mentor and the teacher"):
        actions.propose_session(world.pair, at(0), 45, by=outsider)
    with pytest.raises(Refused, match="Only the mentor and the teacher"):
        actions.confirm_session(session, by=outsider)
    with pytest.raises(Refused, match="Only the mentor and the teacher"):
        actions.reschedule(session, at(0), 45, by=outsider)
    with pytest.raises(Refused, match="Only the mentor and the teacher"):
        actions.cancel_session(session, "other", by=outsider)


def test_a_pair_that_rests_plans_nothing(world: World) -> None:
    Mentorship.objects.update(status=MentorshipStatus.PAUSED)
    world.pair.refresh_from_db()
    with pytest.raises(Refused, match="only while the pair is active"):
        world.proposed()


@pytest.mark.parametrize(
    ("field", "values", "sentence"),
    [
        ("day", {"starts_at": SOON - timedelta(days=9)}, "This time has passed"),
        ("day", {"starts_at": SOON + timedelta(days=400)}, "more than a year away"),
        ("minutes", {"minutes": 29}, "from 30 to 120 minutes"),
        ("minutes", {"minutes": 121}, "from 30 to 120 minutes"),
        ("mode", {"mode": "by_pigeon"}, "one of the ways to meet"),
        ("place", {"mode": "in_person", "place": " "}, "where you will meet"),
        ("meeting_url", {"meeting_url": "http://meet.example.org/x"}, "begins with https://"),
        ("meeting_url", {"meeting_url": "javascript:alert(1)"}, "begins with https://"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    world: World, field: str, values: dict[str, object], sentence: str
) -> None:
    given: dict[str, object] = {"starts_at": SOON, "minutes": 45, **values}
    with pytest.raises(Unfit, match=sentence) as refusal:
        actions.propose_session(world.pair, by=world.meera, **given)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert Session.objects.count() == 0


def test_an_online_session_has_a_room_that_nobody_can_guess(world: World) -> None:
    one, two = world.proposed(), world.proposed(at(0))
    assert one.meeting_url.startswith("https://meet.jit.si/banyan-")
    assert one.meeting_url != two.meeting_url
    assert len(one.meeting_url.rpartition("-")[2]) == 32


def test_a_pasted_link_is_kept_and_other_ways_have_none(world: World) -> None:
    pasted = world.proposed(meeting_url="https://meet.example.org/our-room")
    assert pasted.meeting_url == "https://meet.example.org/our-room"
    moved = actions.reschedule(pasted, at(0), 45, by=world.meera, mode="in_person", place="Library")
    assert (moved.mode, moved.place, moved.meeting_url) == (SessionMode.IN_PERSON, "Library", "")


# Busy is busy: a session that is there, and a new one, each with its minutes, by the clock of one
# place. Marked with a star is what the clock shows for the second time on that day. The clocks of
# New York go from two to three on 8 March 2026, and from two back to one on 1 November.
INDIA, NEW_YORK = ZoneInfo("Asia/Kolkata"), ZoneInfo("America/New_York")
CLASHES = [
    (INDIA, "2026-01-20 12:00", 60, [
        ("the same", "2026-01-20 12:00", 60, True),
        ("enclosed", "2026-01-20 12:15", 30, True),
        ("enclosing", "2026-01-20 11:30", 120, True),
        ("over its start", "2026-01-20 11:30", 60, True),
        ("over its end", "2026-01-20 12:45", 60, True),
        ("touching its start", "2026-01-20 11:00", 60, False),
        ("touching its end", "2026-01-20 13:00", 60, False),
        ("well before", "2026-01-20 07:00", 60, False),
        ("the next day", "2026-01-21 12:00", 60, False),
    ]),
    (INDIA, "2026-01-20 23:00", 120, [
        ("the same, across midnight", "2026-01-20 23:00", 120, True),
        ("from its start to before midnight", "2026-01-20 23:00", 45, True),
        ("enclosed, across midnight", "2026-01-20 23:45", 30, True),
        ("enclosed, until midnight", "2026-01-20 23:30", 30, True),
        ("enclosed, from midnight on", "2026-01-21 00:00", 30, True),
        ("over its start on the day before", "2026-01-20 22:30", 60, True),
        ("over its start and midnight", "2026-01-20 22:30", 120, True),
        ("over its end on the day after", "2026-01-21 00:30", 45, True),
        ("over its end and midnight", "2026-01-20 23:30", 120, True),
        ("touching its start on the day before", "2026-01-20 22:00", 60, False),
        ("touching its end on the day after", "2026-01-21 01:00", 45, False),
        ("the same clock a day later", "2026-01-21 23:00", 120, False),
    ]),
    (INDIA, "2026-01-20 23:30", 60, [
        ("enclosing, across midnight", "2026-01-20 23:00", 120, True),
    ]),
    (INDIA, "2026-01-20 23:00", 60, [
        ("touching at midnight", "2026-01-21 00:00", 60, False),
    ]),
    (NEW_YORK, "2026-03-08 01:30", 60, [  # until 03:30
        ("the same, across the hour that is left out", "2026-03-08 01:30", 60, True),
        ("enclosed, across the hour that is left out", "2026-03-08 01:45", 30, True),
        ("enclosed, after the hour that is left out", "2026-03-08 03:00", 30, True),
        ("enclosing, with the hour that is left out", "2026-03-08 01:00", 120, True),
        ("over its start, until the clock leaps", "2026-03-08 01:00", 60, True),
        ("over its end, after the clock leapt", "2026-03-08 03:15", 60, True),
        ("touching its start, before the clock leaps", "2026-03-08 00:30", 60, False),
        ("touching its end, after the clock leapt", "2026-03-08 03:30", 60, False),
    ]),
    (NEW_YORK, "2026-03-08 01:00", 60, [
        ("touching where the clock leaps", "2026-03-08 03:00", 60, False),
        ("over its end by a quarter of an hour", "2026-03-08 01:45", 60, True),
    ]),
    (NEW_YORK, "2026-11-01 01:30", 60, [  # until half past one for the second time
        ("the same, in the hour that comes twice", "2026-11-01 01:30", 60, True),
        ("enclosed, from the first hour into the second", "2026-11-01 01:45", 30, True),
        ("enclosed, in the second hour", "2026-11-01 01:00*", 30, True),
        ("enclosing, both hours", "2026-11-01 01:00", 120, True),
        ("over its start, in the first hour", "2026-11-01 01:00", 60, True),
        ("over its end, in the second hour", "2026-11-01 01:15*", 60, True),
        ("touching its start, in the first hour", "2026-11-01 01:00", 30, False),
        ("touching its end at the same clock", "2026-11-01 01:30*", 60, False),
        ("after both hours", "2026-11-01 02:00", 60, False),
    ]),
    (NEW_YORK, "2026-11-01 01:30*", 60, [  # until 02:30
        ("over its start, from the first hour on", "2026-11-01 01:45", 60, True),
        ("over its start, from the same clock on", "2026-11-01 01:30", 90, True),
        ("over its end, after both hours", "2026-11-01 02:00", 60, True),
        ("touching its end, after both hours", "2026-11-01 02:30", 60, False),
    ]),
    (NEW_YORK, "2026-11-01 00:30", 60, [  # until half past one for the first time
        ("touching its end, not an hour later", "2026-11-01 01:30", 60, False),
        ("over its end, by a quarter of an hour", "2026-11-01 01:15", 60, True),
        ("the same clock an hour after its end", "2026-11-01 01:30*", 60, False),
    ]),
]  # fmt: skip
EACH = [
    pytest.param((zone, there, long), (zone, new, minutes), clash, id=name)
    for zone, there, long, rows in CLASHES
    for name, new, minutes, clash in rows
]


def typed(zone: ZoneInfo, clock: str, minutes: int) -> tuple[datetime, int]:
    shown = datetime.fromisoformat(clock.rstrip("*")).replace(tzinfo=zone, fold="*" in clock)
    return shown.astimezone(UTC), minutes


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("there", "new", "clash"), EACH)
def test_overlap_is_refused_and_touching_is_not(
    world: World,
    there: tuple[ZoneInfo, str, int],
    new: tuple[ZoneInfo, str, int],
    clash: bool,
    turned: bool,
) -> None:
    """Whichever of the two is there first."""
    first, second = (new, there) if turned else (there, new)
    world.proposed(*typed(*first))
    if clash:
        with pytest.raises(Unfit, match=r"already ha(s|ve) a session"):
            world.proposed(*typed(*second))
    assert Session.objects.count() == 1
    if not clash:
        world.proposed(*typed(*second))


def test_each_of_the_two_may_be_the_busy_one(world: World) -> None:
    bina = world.others[0]
    with_bina = world.pair_of(world.cast.meera, bina)
    actions.propose_session(with_bina, NOON, 60, by=world.meera)
    with pytest.raises(Unfit, match="Meera Iyer already has a session"):
        actions.propose_session(world.pair, NOON, 45, by=world.arun)
    with pytest.raises(Unfit, match="You already have a session"):
        actions.propose_session(world.pair, NOON, 45, by=world.meera)


def test_a_cancelled_session_holds_no_time_and_one_does_not_clash_with_itself(
    world: World,
) -> None:
    session = world.proposed(NOON, 60)
    actions.reschedule(session, at(0.25), 60, by=world.meera)
    actions.cancel_session(session, "other", by=world.meera)
    world.proposed(NOON, 60)


def test_what_an_ended_pair_had_planned_holds_nobody(world: World) -> None:
    world.confirmed(NOON, 60)
    Mentorship.objects.update(status=MentorshipStatus.ENDED)
    with_bina = world.pair_of(world.cast.meera, world.others[0])
    actions.propose_session(with_bina, NOON, 60, by=world.meera)


def test_a_session_that_nobody_joined_blocks_nothing_later(world: World) -> None:
    world.confirmed()
    actions.propose_session(world.pair, at(0), 45, by=world.later(world.cast.meera))


def test_what_was_said_is_not_swept_away_by_another_time(world: World) -> None:
    session = world.confirmed()
    actions.say_attendance(session, world.cast.arun, 0, by=world.later(world.cast.meera))
    session = Session.objects.get(pk=session.pk)
    for refused in (
        lambda: actions.reschedule(session, at(0), 45, by=world.later(world.cast.arun)),
        lambda: actions.cancel_session(session, "other", by=world.later(world.cast.arun)),
    ):
        with pytest.raises(Refused, match="already said how long"):
            refused()


def test_the_teacher_has_the_seat(world: World) -> None:
    session = world.proposed()
    seat = Seat.objects.get(session=session)
    assert (seat.person_id, session.seats, session.seats_taken) == (world.cast.arun.pk, 1, 1)


def test_a_time_that_began_is_no_longer_confirmed(world: World) -> None:
    session = world.proposed()
    with pytest.raises(Refused, match="has already begun"):
        actions.confirm_session(session, by=world.by(world.cast.arun, AFTER))
