"""Lots for who goes first: the list before the seed, once, on record, and told to nobody else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.decision import Refused, Stale
from banyan.matching import actions
from banyan.matching.models import Lot, Lottery, Round
from banyan.matching.queries import lots
from banyan.matching.queries.lots import Share
from banyan.matching.states import Grouping
from banyan.mentoring.models import Mentorship
from banyan.notifications.models import Notice
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.programmes.models import Application, Cohort, Enrolment
from banyan.trail.models import Event
from matchmaker.lottery import Ballot, drawn
from tests.conftest import NOW
from tests.matching.conftest import World
from tests.matching.test_pages import opened, text
from tests.races import at_once, threads_share

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def crowded(pairable: World) -> World:
    """Arun and two others wait, and Meera has one seat."""
    for name in ("Bela Roy", "Chitra Rao"):
        pairable.teacher(name)
    return pairable


@pytest.fixture
def round_(crowded: World) -> Round:
    return actions.open_round(crowded.cohort, by=crowded.devi)


@pytest.fixture
def frozen(round_: Round, crowded: World) -> Lottery:
    return actions.freeze(round_, by=crowded.devi, seats=1)


@pytest.fixture
def lottery(frozen: Lottery, crowded: World) -> Lottery:
    return actions.draw(frozen, by=crowded.devi)


def winners(lottery: Lottery) -> set[str]:
    first = lots.draw_of(lottery).first
    rows = Lot.objects.filter(lottery=lottery, number__in=first)
    return set(rows.values_list("teacher__name", flat=True))


def test_the_list_is_on_record_before_there_is_a_seed(frozen: Lottery, crowded: World) -> None:
    assert (frozen.status, frozen.seed, frozen.lots.count()) == ("frozen", "", 3)
    ballot = lots.ballot_of(frozen)
    assert frozen.digest == hashlib.sha256(ballot.text.encode()).hexdigest()
    event = Event.objects.get(verb="lottery.freeze")
    assert (event.actor, event.data) == (
        crowded.cast.devi.pk,
        {"digest": frozen.digest, "people": 3, "seats": 1},
    )
    assert not re.search("Arun|Bela|Chitra", ballot.text)


def test_the_draw_follows_from_the_list_and_the_seed_on_record(lottery: Lottery) -> None:
    event = Event.objects.get(verb="lottery.draw")
    assert event.data == {
        "before": "frozen",
        "after": "drawn",
        "digest": lottery.digest,
        "seed": lottery.seed,
    }
    assert re.fullmatch("[0-9a-f]{64}", lottery.seed)
    ballot = lots.ballot_of(lottery)
    told = drawn(Ballot.read(ballot.text), event.data["seed"])
    assert lots.draw_of(lottery).first == {int(each.ticket) for each in told if each.first}
    assert len(winners(lottery)) == 1


def test_another_draw_has_another_seed(lottery: Lottery, crowded: World) -> None:
    actions.set_aside(lottery, "One name was missing.", by=crowded.devi)
    again = actions.freeze(lottery.round, by=crowded.devi, seats=1)
    assert actions.draw(again, by=crowded.devi).seed != lottery.seed
    assert again.digest == lottery.digest  # the same teachers, the same seats


def test_only_those_who_go_first_have_a_part_in_the_round(lottery: Lottery, crowded: World) -> None:
    crowded.mentor("Nita Sen", capacity=3)  # there is room for everybody by now
    actions.compute(lottery.round, by=crowded.devi)
    pairs = crowded.pairs(lottery.round)
    assert {teacher for teacher, mentor in pairs.items() if mentor} == winners(lottery)
    waits = lottery.round.proposals.filter(mentor=None)
    assert [row.reasons for row in waits] == [
        [{"code": "waits_by_lot", "params": {}, "kind": "against"}]
    ] * 2
    assert lottery.round.summary["unmatched"] == 2


def test_whoever_comes_after_the_list_waits_too(lottery: Lottery, crowded: World) -> None:
    late = crowded.teacher("Dev Nair").person
    actions.compute(lottery.round, by=crowded.devi)
    row = lottery.round.proposals.get(teacher=late)
    assert row.reasons[0]["code"] == "after_the_list"
    with pytest.raises(Refused, match="came after the list"):
        actions.pin(lottery.round, late, crowded.cast.meera, by=crowded.devi)


def test_nobody_who_waits_by_lot_is_put_with_a_mentor_all_the_same(
    lottery: Lottery, crowded: World
) -> None:
    waits = Lot.objects.exclude(teacher__name__in=winners(lottery)).first()
    assert waits is not None
    with pytest.raises(Refused, match="Lots were drawn, and this teacher waits"):
        actions.pin(lottery.round, waits.teacher, crowded.cast.meera, by=crowded.devi)


def test_pairs_that_are_set_before_are_not_on_the_list_and_stay(
    round_: Round, crowded: World
) -> None:
    actions.pin(round_, crowded.cast.arun, crowded.cast.meera, by=crowded.devi)
    lottery = actions.draw(actions.freeze(round_, by=crowded.devi, seats=1), by=crowded.devi)
    assert crowded.cast.arun.name not in winners(lottery)
    actions.compute(lottery.round, by=crowded.devi)
    assert crowded.pairs(lottery.round)[crowded.cast.arun.name] == crowded.cast.meera.name
    assert lottery.lots.count() == 2


def test_while_a_list_is_frozen_no_pairs_are_sought(frozen: Lottery, crowded: World) -> None:
    with pytest.raises(Refused, match="Draw the lots first"):
        actions.compute(frozen.round, by=crowded.devi)
    actions.set_aside(frozen, "The seats were wrong.", by=crowded.devi)
    fresh = Round.objects.get()
    assert actions.compute(fresh, by=crowded.devi).computed_version == fresh.version


def test_pairs_found_before_the_draw_are_out_of_date(crowded: World, round_: Round) -> None:
    actions.compute(round_, by=crowded.devi)
    actions.draw(actions.freeze(round_, by=crowded.devi, seats=1), by=crowded.devi)
    with pytest.raises(Refused, match="have changed"):
        actions.publish(Round.objects.get(), by=crowded.devi)


def test_a_list_is_drawn_once(lottery: Lottery, crowded: World) -> None:
    seed = lottery.seed
    with pytest.raises((Refused, Stale)):
        actions.draw(lottery, by=crowded.devi)
    with pytest.raises(Refused, match=r"drawn in this cohort before"):
        actions.freeze(lottery.round, by=crowded.devi, seats=2)
    assert Lottery.objects.get().seed == seed
    assert Event.objects.filter(verb="lottery.draw").count() == 1


def test_two_tabs_draw_once(frozen: Lottery, crowded: World) -> None:
    other = Lottery.objects.select_related("round__cohort__programme__organisation").get()
    seed = actions.draw(frozen, by=crowded.devi).seed
    with pytest.raises(Stale):
        actions.draw(other, by=crowded.devi)
    assert Lottery.objects.get().seed == seed


def test_two_lists_cannot_be_frozen(frozen: Lottery, crowded: World) -> None:
    with pytest.raises(Refused, match="frozen already"):
        actions.freeze(Round.objects.get(), by=crowded.devi, seats=2)


def test_a_round_thrown_away_is_no_way_to_draw_again_unseen(
    lottery: Lottery, crowded: World
) -> None:
    actions.discard(Round.objects.get(), by=crowded.devi)
    again = actions.open_round(crowded.cohort, by=crowded.devi)
    with pytest.raises(Refused, match="Say why they are drawn again"):
        actions.freeze(again, by=crowded.devi, seats=1, because="  ")
    second = actions.freeze(again, by=crowded.devi, seats=1, because="A mentor left.")
    assert second.because == "A mentor left."
    assert lots.lotteries_beside(crowded.devi, again) == (second, [lottery])


@pytest.mark.parametrize("seats", [0, 3, 4])
def test_where_nobody_has_to_wait_there_is_nothing_to_draw(
    seats: int, round_: Round, crowded: World
) -> None:
    with pytest.raises(Refused, match="Lots are drawn only where"):
        actions.freeze(round_, by=crowded.devi, seats=seats)
    assert (Lottery.objects.count(), Round.objects.get().version) == (0, 0)


def test_a_list_that_was_changed_behind_our_back_is_not_drawn(
    frozen: Lottery, crowded: World
) -> None:
    Lot.objects.filter(lottery=frozen).first().delete()  # type: ignore[union-attr]
    with pytest.raises(Refused, match="not the one that was frozen"):
        actions.draw(frozen, by=crowded.devi)


def test_after_publication_nothing_of_a_draw_changes(lottery: Lottery, crowded: World) -> None:
    actions.publish(actions.compute(lottery.round, by=crowded.devi), by=crowded.devi)
    fresh = lots.lottery(crowded.devi, lottery.pk)
    with pytest.raises(Refused, match="closed"):
        actions.set_aside(fresh, "Too late.", by=crowded.devi)
    assert Lottery.objects.get().status == "drawn"


@pytest.mark.parametrize(
    ("grouping", "groups"),
    [
        (Grouping.ALL, {""}),
        (Grouping.DISTRICT, {"Ahmedabad, Gujarat", "Surat, Gujarat"}),
        (Grouping.SCHOOL_TYPE, {"kv"}),
    ],
)
def test_groups_have_their_own_seats(
    grouping: Grouping, groups: set[str], round_: Round, crowded: World
) -> None:
    crowded.teacher("Elsewhere", school=crowded.cast.other_school)
    lottery = actions.freeze(round_, by=crowded.devi, seats=2, grouping=grouping)
    assert set(lots.ballot_of(lottery).tickets.values()) == groups
    found = lots.draw_of(actions.draw(lottery, by=crowded.devi))
    assert sum(share.people for share in found.shares) == 4
    assert sum(share.first for share in found.shares) == 2


def test_who_waits_is_told_when_the_round_is_published_and_nobody_before(
    lottery: Lottery, crowded: World, worker: Callable[[], int], signed_in: SignIn
) -> None:
    computed = actions.compute(lottery.round, by=crowded.devi)
    worker()
    assert not Notice.objects.filter(kind="matching.waits_by_lot").exists()
    waiting = {each.teacher: each for each in lottery.lots.select_related("teacher")}
    for person, each in waiting.items():
        assert signed_in(person).get(f"/lots/{each.pk}/").status_code == 404
    actions.publish(computed, by=crowded.devi)
    worker()
    told = Notice.objects.filter(kind="matching.waits_by_lot")
    names = {notice.person.name for notice in told.select_related("person")}
    assert names == {person.name for person in waiting} - winners(lottery)
    for person, each in waiting.items():
        page = opened(signed_in(person), f"/lots/{each.pk}/")
        goes_first = person.name in winners(lottery)
        assert ("This lot goes first" in page, "This lot waits" in page) == (
            goes_first,
            not goes_first,
        )
        assert lottery.seed in page and lottery.digest in page
        assert not any(other.name in page for other in waiting if other != person)
        others = [lot.pk for other, lot in waiting.items() if other != person]
        assert {signed_in(person).get(f"/lots/{pk}/").status_code for pk in others} == {404}


def test_a_mentor_who_rests_takes_no_free_seat_of_another(crowded: World) -> None:
    nita = crowded.mentor("Nita Sen")
    before = lots.room_of(crowded.devi, crowded.cohort)
    Mentorship.objects.create(
        mentor=nita, mentee=crowded.person("Esha Jain"), cohort=crowded.cohort,
        school=crowded.cast.school, status="active", proposed_at=NOW, starts_on=NOW.date(),
    )  # fmt: skip
    Application.objects.filter(person=nita).update(status="resting")
    after = lots.room_of(crowded.devi, crowded.cohort)
    assert (before.seats, after.seats) == (2, 1)


def test_a_coordinator_draws_on_the_page(round_: Round, crowded: World, signed_in: SignIn) -> None:
    browser, url = signed_in(crowded.cast.devi), f"/rounds/{round_.pk}/lottery/"
    page = opened(browser, url)
    assert 'name="seats" value="1"' in page
    assert "Why lots are drawn again" not in page
    wrong = browser.post(f"{url}freeze/", {"seats": "0", "grouping": "all"})
    assert wrong.status_code == 422
    many = browser.post(f"{url}freeze/", {"seats": "9", "grouping": "district"})
    kept = many.content.decode()
    assert many.status_code == 422 and 'name="seats" value="9"' in kept
    assert "Lots are drawn only where some teachers go first" in kept
    assert re.search(r'value="district"[^>]* checked', kept)
    page = text(browser.post(f"{url}freeze/", {"seats": "1", "grouping": "all"}, follow=True))
    lottery = Lottery.objects.get()
    assert lottery.digest in page and "List frozen" in page
    page = text(browser.post(f"/lotteries/{lottery.pk}/draw/", follow=True))
    lottery.refresh_from_db()
    assert "The lots are drawn. The seed is on record." in page
    assert lottery.seed in page
    listed = browser.get(f"/lotteries/{lottery.pk}/list/")
    assert hashlib.sha256(listed.content).hexdigest() == lottery.digest
    assert "Set this list aside?" in opened(browser, f"/lotteries/{lottery.pk}/set-aside/")
    assert browser.post(f"/lotteries/{lottery.pk}/set-aside/", {"because": " "}).status_code == 422
    aside = browser.post(
        f"/lotteries/{lottery.pk}/set-aside/", {"because": "A mentor left."}, follow=True
    )
    page = text(aside)
    assert "Set aside because: A mentor left." in page
    assert lottery.seed in page


def test_both_groups_are_taken_out_as_they_were_drawn(
    lottery: Lottery, crowded: World, signed_in: SignIn
) -> None:
    actions.publish(actions.compute(lottery.round, by=crowded.devi), by=crowded.devi)
    for pair in Mentorship.objects.all():
        Mentorship.objects.filter(pk=pair.pk).update(starts_on=NOW.date() + timedelta(days=1))
    response = signed_in(crowded.cast.devi).post(f"/lotteries/{lottery.pk}/groups/")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Number of the lot,Name,School,Group,Place in the group,Drawn")
    cells = [line.split(",") for line in lines[1:]]
    assert {cell[1]: cell[5] for cell in cells} == {
        name: "goes first" if name in winners(lottery) else "waits"
        for name in ("Arun Patel", "Bela Roy", "Chitra Rao")
    }
    assert {cell[1]: bool(cell[6]) for cell in cells} == {
        name: name in winners(lottery) for name in ("Arun Patel", "Bela Roy", "Chitra Rao")
    }
    event = Event.objects.get(verb="lottery.take_out")
    assert event.actor == crowded.cast.devi.pk


@pytest.mark.parametrize("name", ["meera", "kavita", "omar", "somu"])
def test_nobody_else_can_tell_that_lots_are_drawn(
    name: str, lottery: Lottery, crowded: World, signed_in: SignIn
) -> None:
    browser = signed_in(crowded.cast.everybody()[name])
    for url in ("", "list/", "numbers/", "set-aside/"):
        found = browser.get(f"/lotteries/{lottery.pk}/{url}").status_code
        assert found == 404
    assert browser.post(f"/lotteries/{lottery.pk}/groups/").status_code == 404
    assert browser.post(f"/lotteries/{lottery.pk}/draw/").status_code == 404
    assert browser.get(f"/rounds/{lottery.round_id}/lottery/").status_code == 404
    assert browser.get(f"/lots/{lottery.lots.first().pk}/").status_code == 404  # type: ignore[union-attr]


def test_officials_are_told_no_small_numbers() -> None:
    many = [Share("A", 20, 8, 12), Share("B", 6, 2, 4), Share("C", 30, 15, 15)]
    assert lots.shares_told(many, 5) == [
        Share("C", 30, 15, 15),
        Share(lots.TOGETHER, 26, 10, 16),
    ]
    two = [Share("A", 10, 5, 5), Share("B", 5, 3, 2), Share("C", 7, 3, 4)]
    assert lots.shares_told(two, 5) == [
        Share("A", 10, 5, 5),
        Share(lots.TOGETHER, 12, 6, 6),
    ]
    assert lots.shares_told([Share("", 9, 4, 5)], 5) == []
    assert lots.shares_told([Share("A", 6, 5, 1), Share("B", 4, 1, 3)], 5) == []
    assert lots.shares_told([], 5) == []
    whole = [Share("", 40, 10, 30)]
    assert lots.shares_told(whole, 5) == whole


def test_a_blueprint_may_ask_for_more_people_behind_a_number(
    lottery: Lottery, crowded: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lots.fewest_of(lottery) == lots.FEWEST == 5  # as the blueprint asks, too
    Cohort.objects.filter(pk=crowded.cohort.pk).update(blueprint="peer", blueprint_version="1.0")
    asking = lots.lottery_to_count(crowded.devi, lottery.pk)
    assert lots.fewest_of(asking) == 8
    many = [Share("A", 20, 7, 13), Share("B", 30, 15, 15)]
    assert lots.shares_told(many, 5) == many
    assert lots.shares_told(many, 8) == [Share(lots.TOGETHER, 50, 22, 28)]
    monkeypatch.setattr(lots, "FEWEST", 12)  # nor can it ask for less than our own
    assert lots.fewest_of(asking) == 12


def test_where_everybody_can_have_a_place_no_lots_are_offered(
    round_: Round, crowded: World, signed_in: SignIn
) -> None:
    browser, url = signed_in(crowded.cast.devi), f"/rounds/{round_.pk}/lottery/"
    assert "How many teachers go first" in opened(browser, url)
    crowded.mentor("Nita Sen", capacity=2)
    page = opened(browser, url)
    assert "No lots are needed" in page
    assert "How many teachers go first" not in page
    Enrolment.objects.update(status="withdrawn")
    page = opened(browser, url)
    assert "Nobody waits for a mentor now" in page
    assert "How many teachers go first" not in page


def test_the_numbers_have_no_names(lottery: Lottery, crowded: World, signed_in: SignIn) -> None:
    page = opened(signed_in(crowded.cast.devi), f"/lotteries/{lottery.pk}/numbers/")
    assert "Too few people to say more" in page
    assert not re.search("Arun|Bela|Chitra", page)
    assert lottery.seed in page


def test_an_official_of_the_whole_area_is_told_numbers_and_nothing_else(
    lottery: Lottery, crowded: World, signed_in: SignIn
) -> None:
    browser = signed_in(crowded.cast.nandan)
    actions.publish(actions.compute(lottery.round, by=crowded.devi), by=crowded.devi)
    assert "Too few people to say more" in opened(browser, f"/lotteries/{lottery.pk}/numbers/")
    for url in (f"/lotteries/{lottery.pk}/list/", f"/rounds/{lottery.round_id}/lottery/"):
        assert browser.get(url).status_code == 404


def test_officials_are_told_nothing_of_lots_before_the_round_is_or_of_lots_set_aside(
    lottery: Lottery, crowded: World, signed_in: SignIn
) -> None:
    official, devi = signed_in(crowded.cast.nandan), signed_in(crowded.cast.devi)
    aside = actions.set_aside(lottery, "Somebody was forgotten.", by=crowded.devi)
    aside.round.refresh_from_db()
    again = actions.freeze(aside.round, by=crowded.devi, seats=1)
    actions.draw(again, by=crowded.devi)

    def told(browser: Client) -> list[int]:
        urls = (f"/lotteries/{each.pk}/numbers/" for each in (aside, again))
        return [browser.get(url).status_code for url in urls]

    assert (told(official), told(devi)) == ([404, 404], [200, 200])
    actions.publish(actions.compute(again.round, by=crowded.devi), by=crowded.devi)
    assert (told(official), told(devi)) == ([404, 200], [200, 200])


def test_an_official_finds_the_numbers_from_the_page_of_her_area(
    lottery: Lottery, crowded: World, signed_in: SignIn
) -> None:
    link = f'href="/lotteries/{lottery.pk}/numbers/"'
    browser = signed_in(crowded.cast.nandan)
    assert 'href="/lotteries/"' in opened(browser, "/insights/schools/")
    assert "No lots were drawn here" in opened(browser, "/lotteries/")  # not published yet
    actions.publish(actions.compute(lottery.round, by=crowded.devi), by=crowded.devi)
    page = opened(browser, "/lotteries/")
    assert link in page and "too few to show" in page  # one goes first
    assert link not in opened(signed_in(crowded.cast.omar), "/lotteries/")
    kavita = signed_in(crowded.cast.kavita)
    assert 'href="/lotteries/"' not in opened(kavita, "/insights/schools/")
    assert kavita.get("/lotteries/").status_code == 404


@pytest.mark.parametrize("rows", [3, 6])
@pytest.mark.parametrize(
    ("url", "count"),
    [
        ("/rounds/{round}/lottery/", 8),
        ("/rounds/{round}/lottery/?show=waits", 8),
        ("/lotteries/{lottery}/numbers/", 5),
        ("/lotteries/", 5),
    ],
)
def test_pages_of_lots_ask_as_often_for_six_as_for_three(
    url: str, count: int, rows: int, crowded: World, round_: Round, signed_in: SignIn
) -> None:
    for number in range(3, rows):
        crowded.teacher(f"Teacher {number}")
    lottery = actions.draw(actions.freeze(round_, by=crowded.devi, seats=1), by=crowded.devi)
    browser = signed_in(crowded.cast.devi)
    with CaptureQueriesContext(connection) as asked:
        opened(browser, url.format(round=round_.pk, lottery=lottery.pk))
    assert len(asked) == count, "\n".join(q["sql"][:160] for q in asked)


@pytest.fixture
def shared(
    transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[World]:
    """A world that threads share."""
    with threads_share(tmp_path):
        yield request.getfixturevalue("crowded")


def test_two_who_draw_at_once_draw_once(shared: World) -> None:
    round_ = actions.open_round(shared.cohort, by=shared.devi)
    lottery = actions.freeze(round_, by=shared.devi, seats=1)
    mine, hers = (lots.lottery(shared.devi, lottery.pk) for _ in range(2))
    said = at_once(
        lambda: actions.draw(mine, by=shared.devi), lambda: actions.draw(hers, by=shared.devi)
    )
    assert said.count("done") == 1
    assert Event.objects.filter(verb="lottery.draw").count() == 1
    assert Lottery.objects.get().seed in {mine.seed, hers.seed}


def test_only_coordinators_may(frozen: Lottery, crowded: World) -> None:
    for name in ("arun", "meera", "kavita", "omar"):
        viewer = viewer_for(crowded.cast.everybody()[name], now=NOW)
        for act in (
            lambda: actions.draw(frozen, by=viewer),  # noqa: B023 - done before the next
            lambda: actions.set_aside(frozen, "No.", by=viewer),  # noqa: B023
            lambda: actions.take_out(frozen, by=viewer),  # noqa: B023
            lambda: actions.freeze(frozen.round, by=viewer, seats=1),  # noqa: B023
        ):
            with pytest.raises(Refused, match="Only a coordinator"):
                act()
