"""Emergency access: two people, a reason, a limit in time, and the two are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring.actions import emergencies as actions
from banyan.mentoring.actions import messages, records, sessions
from banyan.mentoring.jobs import tell_of_emergencies
from banyan.mentoring.models import EmergencyAccess, Mentorship, Session
from banyan.mentoring.queries import emergencies as queries
from banyan.mentoring.states import EmergencyStatus, RecordKind, Tier
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people import actions as people
from banyan.people.models import Person
from tests.conftest import LONG_AGO, NOW, Cast

pytestmark = pytest.mark.django_db

GOAL, OWN = "What we two wrote", "What I keep for myself"
ALONE = "What I said of it while it was mine"


def at(person: Person, hours: float = 0) -> Viewer:
    return viewer_for(person, now=NOW + timedelta(hours=hours))


@pytest.fixture
def hema(pair: Mentorship, cast: Cast) -> Person:
    found = people.add_person("Hema", email="hema@example.org", by=system(NOW))
    role = Role.SAFEGUARDING
    organisations.give_role(found, cast.district, role, by=system(NOW), starts_on=LONG_AGO)
    return found


@pytest.fixture
def asked(pair: Mentorship, hema: Person, cast: Cast) -> EmergencyAccess:
    arun = at(cast.arun)
    goal = records.begin(RecordKind.GOAL, by=arun, pair=pair, tier=Tier.OWN, words={"goal": GOAL})
    records.comment(goal, ALONE, by=arun)
    records.set_tier(goal, Tier.PAIR, by=arun)
    records.begin(RecordKind.JOURNAL, by=arun, words={"text": OWN})
    return actions.ask_for_emergency_access(pair, "A message frightens us.", 24, by=at(hema))


def words_for(person: Person, found: EmergencyAccess, hours: float = 0) -> list[str]:
    """What this person reads by it; nothing where it is not open to her."""
    try:
        opened = actions.read_in_emergency(
            EmergencyAccess.objects.get(pk=found.pk), by=at(person, hours)
        )
    except Refused:
        return []
    return [text for one in opened for text in one.texts]


def test_nothing_opens_before_a_second_person_has_decided(
    asked: EmergencyAccess, hema: Person, cast: Cast
) -> None:
    assert words_for(hema, asked) == []
    with pytest.raises(Refused):
        actions.open_emergency(asked, by=at(hema))


def test_once_opened_only_the_officer_who_asked_reads_and_only_what_the_two_wrote(
    asked: EmergencyAccess, hema: Person, cast: Cast
) -> None:
    actions.open_emergency(asked, by=at(cast.asha))
    assert words_for(hema, asked) == [GOAL]
    for other in cast.everybody().values():
        assert words_for(other, asked) == []


def test_it_opens_what_was_taken_back_and_why_a_session_was_moved(
    asked: EmergencyAccess, hema: Person, cast: Cast
) -> None:
    pair = asked.mentorship
    made = messages.send(pair, "Read, then wiped", by=at(cast.meera), form="f")
    messages.take_back(made, by=at(cast.meera))
    session = sessions.propose_session(pair, NOW + timedelta(days=2), 60, by=at(cast.meera))
    Session.objects.filter(pk=session.pk).update(moved_reason="Why it was moved")
    actions.open_emergency(asked, by=at(cast.asha))
    assert {"Read, then wiped", "Why it was moved"} <= set(words_for(hema, asked))


def test_it_closes_by_itself_when_its_hours_are_over(
    asked: EmergencyAccess, hema: Person, cast: Cast
) -> None:
    actions.open_emergency(asked, by=at(cast.asha))
    assert words_for(hema, asked, 23.9) == [GOAL]
    assert words_for(hema, asked, 24) == []


def test_it_can_be_closed_before(asked: EmergencyAccess, hema: Person, cast: Cast) -> None:
    actions.open_emergency(asked, by=at(cast.asha))
    actions.close_emergency(asked, by=at(cast.asha, 1))
    assert words_for(hema, asked, 1) == []


def test_an_officer_whose_role_has_ended_reads_no_more(
    asked: EmergencyAccess, hema: Person, cast: Cast
) -> None:
    actions.open_emergency(asked, by=at(cast.asha))
    hema.memberships.update(ends_on=at(hema).today)
    assert words_for(hema, asked) == []


@pytest.mark.parametrize("who", ["asha", "kavita", "devi", "nandan", "meera", "omar"])
def test_nobody_but_a_safeguarding_officer_can_ask(pair: Mentorship, cast: Cast, who: str) -> None:
    with pytest.raises(Refused):
        actions.ask_for_emergency_access(pair, "Why", 24, by=at(getattr(cast, who)))


@pytest.mark.parametrize("who", ["kavita", "devi", "nandan", "meera", "arun", "omar"])
def test_nobody_of_the_pair_or_over_it_opens_it(
    asked: EmergencyAccess, cast: Cast, who: str
) -> None:
    with pytest.raises(Refused):
        actions.open_emergency(asked, by=at(getattr(cast, who)))


def test_an_officer_of_the_pair_cannot_look_at_her_own(
    pair: Mentorship, hema: Person, cast: Cast
) -> None:
    role = Role.SAFEGUARDING
    organisations.give_role(cast.meera, cast.district, role, by=system(NOW), starts_on=LONG_AGO)
    with pytest.raises(Refused):
        actions.ask_for_emergency_access(pair, "Why", 24, by=at(cast.meera))
    made = actions.ask_for_emergency_access(pair, "Why", 24, by=at(hema))
    with pytest.raises(Refused):
        actions.open_emergency(made, by=at(cast.meera))


def test_the_database_itself_wants_two_people(asked: EmergencyAccess) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.objects.update(decided_by=asked.asked_by)


def test_two_who_decide_at_once_decide_once(asked: EmergencyAccess, cast: Cast) -> None:
    again = EmergencyAccess.objects.select_related("mentorship__school").get(pk=asked.pk)
    actions.open_emergency(asked, by=at(cast.asha))
    with pytest.raises(Stale):
        actions.decline_emergency(again, by=at(cast.asha))


def told(person: Person) -> list[str]:
    found = Notice.objects.filter(person=person, kind__startswith="emergency.")
    return list(found.values_list("kind", flat=True))


def test_the_two_are_told_at_once(
    asked: EmergencyAccess, hema: Person, cast: Cast, worker: Callable[..., int]
) -> None:
    worker()
    assert told(cast.arun) == told(cast.meera) == []
    assert told(cast.asha) == ["emergency.asked"]
    actions.open_emergency(asked, by=at(cast.asha))
    worker()
    assert told(cast.arun) == told(cast.meera) == ["emergency.opened"]
    assert told(hema) == ["emergency.decided"]


def test_they_are_told_later_only_for_a_reason_and_then_they_are(
    asked: EmergencyAccess, cast: Cast, worker: Callable[..., int]
) -> None:
    by = at(cast.asha)
    later = by.today + timedelta(days=5)
    for because, day in (("", later), ("Danger", by.today + timedelta(days=31))):
        with pytest.raises(Refused):
            actions.open_emergency(asked, by=by, tell_on=day, because=because)
    actions.open_emergency(asked, by=by, tell_on=later, because="Danger")
    worker()
    assert told(cast.arun) == []
    assert queries.told_of_own(at(cast.arun)) == []
    assert [one.pk for one in queries.to_be_told(NOW + timedelta(days=4))] == []
    (due,) = queries.to_be_told(NOW + timedelta(days=5))
    assert actions.tell_the_pair(due, by=system(NOW + timedelta(days=5)))
    assert not actions.tell_the_pair(due, by=system(NOW + timedelta(days=5)))
    worker()
    assert told(cast.arun) == told(cast.meera) == ["emergency.opened"]
    assert [one.pk for one in queries.told_of_own(at(cast.arun))] == [asked.pk]


def test_the_job_tells_nobody_twice(asked: EmergencyAccess, cast: Cast) -> None:
    actions.open_emergency(asked, by=at(cast.asha))
    assert tell_of_emergencies() == 0


def test_every_reading_is_on_the_trail_and_shown_to_the_two(
    asked: EmergencyAccess, hema: Person, cast: Cast
) -> None:
    actions.open_emergency(asked, by=at(cast.asha))
    words_for(hema, asked, 1)
    words_for(hema, asked, 2)
    assert queries.readings(asked) == [NOW + timedelta(hours=1), NOW + timedelta(hours=2)]


def test_the_pages_of_it(
    asked: EmergencyAccess, hema: Person, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    url = f"/emergencies/{asked.pk}/"
    assert signed_in(cast.arun).get(url).status_code == 404
    asha = signed_in(cast.asha)
    assert b"A message frightens us." in asha.get(url).content
    assert asha.post(f"{url}open/", {"hours": "1"}).status_code == 302
    assert asha.get(f"{url}words/").status_code == 403
    assert GOAL.encode() in signed_in(hema).get(f"{url}words/").content
    seen = signed_in(cast.arun).get(url).content
    assert b"A message frightens us." not in seen
    assert b"Hema" in seen
    assert EmergencyAccess.objects.get().status == EmergencyStatus.OPEN


def test_an_officer_finds_a_pair_by_a_name_and_asks(
    pair: Mentorship, hema: Person, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(hema)
    url = "/emergencies/new/?name=arun"
    assert f'value="{pair.pk}"'.encode() in client.get(url).content
    assert f'value="{pair.pk}"'.encode() not in client.get("/emergencies/new/?name=a").content
    sent = {"pair": str(pair.pk), "reason": "We worry.", "hours": "0"}
    assert client.post(url, sent).status_code == 422
    assert client.post(url, {**sent, "hours": "5"}).status_code == 302
    assert EmergencyAccess.objects.get().reason == "We worry."


def test_what_is_asked_for_can_be_taken_back(asked: EmergencyAccess, hema: Person) -> None:
    later = replace(at(hema), now=NOW + timedelta(hours=1))
    assert actions.withdraw_emergency(asked, by=later).status == EmergencyStatus.CLOSED


def test_the_list_shows_it_to_those_who_know_of_it(
    asked: EmergencyAccess, hema: Person, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    link = f'href="/emergencies/{asked.pk}/"'
    shown = {
        person.name: link in signed_in(person).get("/emergencies/").content.decode()
        for person in (hema, cast.asha, cast.arun, cast.meera, cast.devi)
    }
    assert shown == {
        "Hema": True, "Asha Verma": True, "Arun Patel": False, "Meera Iyer": False,
        "Devi Nair": False,
    }  # fmt: skip
