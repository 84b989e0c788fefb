from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from banyan.kernel.viewer import Viewer
from banyan.notifications import actions, queries, registry
from banyan.notifications.models import Notice
from banyan.notifications.states import Category, MailChoice
from banyan.people.models import Person
from tests.conftest import NOW, Cast

Tell = Callable[..., None]
Look = Callable[..., Viewer]
NIGHT = datetime(2026, 1, 14, 18, tzinfo=UTC)  # half past eleven in India
MORNING = datetime(2026, 1, 15, 1, 30, tzinfo=UTC)  # seven
DIGEST = datetime(2026, 1, 15, 2, 30, tzinfo=UTC)  # eight
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


def choose(viewer: Viewer, choice: MailChoice, *categories: Category, digest_at: int = 8) -> None:
    actions.choose(
        by=viewer,
        mail={category.value: choice.value for category in categories},
        quiet_from=time(21),
        quiet_until=time(7),
        digest_at=time(digest_at),
    )


def test_a_notice_is_mailed_once_with_a_silent_subject_and_a_way_to_change(
    cast: Cast, told: Tell, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://banyan.example.org"
    told(cast.arun, "test.pair")
    assert [actions.mail_due(now=NOW), actions.mail_due(now=NOW)] == [1, 0]
    (message,) = mail.outbox
    notice = Notice.objects.get()
    assert message.to == ["arun@example.org"]
    assert message.subject == "Banyan: News about your mentor or teacher"
    assert message.body.splitlines() == [
        "Meera proposes",
        "",
        "Answer by Tue 20 Jan 2026.",
        "",
        f"See it: https://banyan.example.org/notices/{notice.pk}/",
        "",
        "--",
        "Banyan",
        "Choose what comes by mail, and when: https://banyan.example.org/me/notices/",
    ]


def test_times_are_told_in_the_readers_zone(cast: Cast, told: Tell) -> None:
    Person.objects.filter(pk=cast.arun.pk).update(time_zone="America/New_York")
    told(cast.arun, "test.soon")
    told(cast.meera, "test.soon")
    actions.mail_due(now=NOW + timedelta(hours=8))  # half past nine in New York
    by_name = {message.to[0]: message.body.splitlines()[2] for message in mail.outbox}
    assert by_name == {
        "arun@example.org": "It starts Wed 14 Jan 2026, 11:30\u00a0pm (Eastern Time).",
        "meera@example.org": "It starts Thu 15 Jan 2026, 10:00\u00a0am.",
    }


def test_quiet_hours_hold_mail_until_they_are_over(cast: Cast, told: Tell) -> None:
    told(cast.arun, "test.pair", at=NIGHT)
    assert actions.mail_due(now=NIGHT) == 0
    assert actions.mail_due(now=MORNING - timedelta(seconds=1)) == 0
    assert actions.mail_due(now=MORNING) == 1


def test_what_was_done_meanwhile_is_never_mailed(cast: Cast, told: Tell, kinds: set[int]) -> None:
    told(cast.arun, "test.soon", at=NIGHT)
    actions.mail_due(now=NIGHT)
    kinds.add(7)
    assert actions.mail_due(now=MORNING) == 0
    assert Notice.objects.get().dropped_at == MORNING
    kinds.clear()
    assert actions.mail_due(now=MORNING) == 0


def test_what_was_read_meanwhile_is_not_mailed(cast: Cast, told: Tell, viewer: Look) -> None:
    told(cast.arun, "test.pair", at=NIGHT)
    actions.read(Notice.objects.get(), by=viewer(cast.arun))
    assert actions.mail_due(now=MORNING) == 0


def test_never_means_never_even_when_it_presses(cast: Cast, told: Tell, viewer: Look) -> None:
    choose(viewer(cast.arun), MailChoice.OFF, Category.PAIR, Category.FEEDBACK)
    told(cast.arun, "test.pair")
    told(cast.arun, "test.press")
    assert actions.mail_due(now=NOW) == 0
    assert actions.mail_digests(now=DIGEST) == 0
    assert len(queries.notices_of(viewer(cast.arun))) == 2


def test_what_presses_does_not_wait_for_the_digest(cast: Cast, told: Tell) -> None:
    told(cast.arun, "test.press")
    told(cast.arun, "test.thanks")
    assert actions.mail_due(now=NOW) == 1
    assert mail.outbox[0].body.startswith("Last day")


def test_the_digest_is_one_mail_a_day_with_what_waited(
    cast: Cast, told: Tell, viewer: Look, kinds: set[int]
) -> None:
    choose(viewer(cast.arun), MailChoice.DIGEST, *Category)
    told(cast.arun, "test.thanks", key="one")
    told(cast.arun, "test.pair", key="two")
    told(cast.arun, "test.soon", key="three")
    kinds.add(7)
    assert actions.mail_due(now=NOW) == 0
    assert actions.mail_digests(now=DIGEST - timedelta(seconds=1)) == 0
    told(cast.arun, "test.thanks", at=DIGEST + timedelta(minutes=5), key="later")
    assert actions.mail_digests(now=DIGEST + timedelta(minutes=9)) == 1
    assert actions.mail_digests(now=DIGEST + timedelta(minutes=19)) == 0
    (message,) = mail.outbox
    assert message.subject == "Banyan: What is new for you"
    assert [line for line in message.body.splitlines() if line.startswith("•")] == [
        "• Thanks",
        "• Meera proposes",
    ]
    assert "1,23,456 answers." in message.body
    assert actions.mail_digests(now=DIGEST + timedelta(days=1)) == 1
    assert len(mail.outbox) == 2


def test_a_digest_that_is_late_waits_until_the_night_is_over(
    cast: Cast, told: Tell, viewer: Look
) -> None:
    choose(viewer(cast.arun), MailChoice.DIGEST, *Category, digest_at=20)
    told(cast.arun, "test.thanks")
    evening = NIGHT - timedelta(hours=3, minutes=30)
    assert actions.mail_digests(now=NIGHT) == 0  # nobody could send it at eight
    assert actions.mail_digests(now=MORNING - timedelta(minutes=1)) == 0
    assert actions.mail_digests(now=MORNING) == 1
    told(cast.arun, "test.thanks", key="next", at=evening + timedelta(hours=23))
    assert actions.mail_digests(now=evening + timedelta(hours=23, minutes=59)) == 0
    assert actions.mail_digests(now=evening + timedelta(hours=24, minutes=10)) == 1


def test_a_digest_wanted_at_night_comes_at_night(cast: Cast, told: Tell, viewer: Look) -> None:
    choose(viewer(cast.arun), MailChoice.DIGEST, *Category, digest_at=23)
    told(cast.arun, "test.thanks")
    assert actions.mail_digests(now=NIGHT + timedelta(hours=2)) == 1


def test_a_coordinator_of_many_pairs_gets_one_mail_a_day_of_bearable_length(
    cast: Cast, told: Tell
) -> None:
    for pair in range(27):
        told(cast.devi, "test.area", key=f"pair {pair}")
    assert actions.mail_due(now=NOW) == 0
    assert actions.mail_digests(now=NOW + timedelta(days=1)) == 1
    (message,) = mail.outbox
    assert message.subject == "Banyan: News of the pairs you answer for"
    assert message.body.count("• A pair") == 25
    assert "There are 2 more on your page of notices: " in message.body


def test_two_workers_send_one_mail(cast: Cast, told: Tell) -> None:
    told(cast.arun, "test.pair")
    (first,), (second,) = list(queries.unmailed()), list(queries.unmailed())
    sent = [actions._send([one], "notifications/mail.txt", NOW) for one in (first, second)]
    assert sent == [True, False]
    assert len(mail.outbox) == 1


def test_two_workers_send_one_digest(cast: Cast, told: Tell) -> None:
    told(cast.arun, "test.thanks")
    wish = queries.wishes_of({cast.arun.pk})[cast.arun.pk]
    first, second = list(queries.unmailed()), list(queries.unmailed())
    sent = [actions._send_digest(rows, wish, DIGEST) for rows in (first, second)]
    assert sent == [True, False]
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_loses_nothing(
    cast: Cast, told: Tell, settings: Settings
) -> None:
    told(cast.arun, "test.pair")
    told(cast.arun, "test.thanks")
    settings.EMAIL_BACKEND = "tests.notifications.conftest.NoMail"
    with pytest.raises(OSError, match="no mail today"):
        actions.mail_due(now=NOW)
    with pytest.raises(OSError, match="no mail today"):
        actions.mail_digests(now=DIGEST)
    settings.EMAIL_BACKEND = LOCMEM
    assert [actions.mail_due(now=DIGEST), actions.mail_digests(now=DIGEST)] == [1, 1]


def test_an_address_that_is_refused_does_not_hold_up_others(
    cast: Cast, told: Tell, settings: Settings
) -> None:
    told(cast.arun, "test.pair")
    told(cast.meera, "test.pair")
    settings.EMAIL_BACKEND = "tests.notifications.conftest.NoSuchArun"
    assert actions.mail_due(now=NOW) == 1
    assert mail.outbox[0].to == ["meera@example.org"]
    assert queries.unmailed().count() == 0


def test_waiting_notices_do_not_hold_up_later_ones(
    cast: Cast, told: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "LOT", 2)
    for number in range(5):
        told(cast.arun, "test.thanks", key=str(number))
    told(cast.arun, "test.pair")
    assert actions.mail_due(now=NOW) == 1


def test_what_waits_for_its_digest_is_not_looked_through_every_minute(
    cast: Cast, told: Tell, viewer: Look
) -> None:
    """Nor what was told to somebody who had hers today, or whose hour is still to come."""
    choose(viewer(cast.meera), MailChoice.DIGEST, *Category, digest_at=20)
    choose(viewer(cast.devi), MailChoice.DIGEST, *Category)
    for person in (cast.arun, cast.meera, cast.devi):
        for number in range(5):
            told(person, "test.thanks", key=str(number))

    def asked(job: Callable[..., int], moment: datetime) -> int:
        with CaptureQueriesContext(connection) as made:
            assert job(now=moment) == 0
        return len(made)

    assert asked(actions.mail_due, NOW) == 1
    assert asked(actions.mail_digests, NOW) == 1 + 3  # by hour: of eight, chosen and usual, and 20
    assert actions.mail_digests(now=NOW + timedelta(hours=8, minutes=30)) == 1
    told(cast.meera, "test.thanks", key="later", at=NOW + timedelta(hours=9))
    assert actions.mail_digests(now=DIGEST) == 2
    told(cast.arun, "test.thanks", key="later", at=DIGEST)
    assert asked(actions.mail_digests, DIGEST + timedelta(hours=1)) == 1 + 2
    assert actions.mail_digests(now=DIGEST + timedelta(hours=12)) == 1  # Meera's
    assert actions.mail_digests(now=DIGEST + timedelta(days=1)) == 1  # Arun's


@pytest.mark.parametrize("choice", [None, *MailChoice])
def test_the_database_leaves_to_a_digest_what_the_choice_does(
    cast: Cast, viewer: Look, choice: MailChoice | None
) -> None:
    """Of every kind that there is, with no choice made and with each."""
    if choice is not None:
        choose(viewer(cast.arun), choice, *Category)
    rows = [
        Notice(person=cast.arun, kind=kind.code, key=kind.code, category=kind.category,
               created_at=NOW)
        for kind in registry.kinds()
    ]  # fmt: skip
    Notice.objects.bulk_create(rows)
    wish = queries.wishes_of({cast.arun.pk})[cast.arun.pk]
    found = {one.kind for one in queries.without_digests()}
    expected = {
        one.kind
        for one in Notice.objects.all()
        if wish.choice(one) != MailChoice.DIGEST or registry.kind_of(one.kind).only_mailed
    }
    assert found == expected
    assert len(rows) > 100


def test_nobody_without_an_address_is_mailed_and_old_news_neither(cast: Cast, told: Tell) -> None:
    Person.objects.filter(pk=cast.arun.pk).update(email=None)
    told(cast.arun, "test.pair")
    told(cast.meera, "test.pair", at=NOW - timedelta(days=4))
    assert actions.mail_due(now=NOW) == 0
    assert queries.unmailed().count() == 0


def test_the_same_key_is_told_once(cast: Cast, told: Tell) -> None:
    told(cast.arun, "test.pair")
    told(cast.arun, "test.pair")
    assert Notice.objects.count() == 1


def test_a_notice_without_its_words_is_a_mistake_where_it_is_made(cast: Cast) -> None:
    with pytest.raises(ValueError, match="without \\['other'\\]"):
        actions.tell([cast.arun.pk], "test.pair", key="k", now=NOW, until_on="2026-01-20")
    with pytest.raises(ValueError, match="no zone"):
        actions.tell([cast.arun.pk], "test.soon", key="k", now=NOW, starts_at="2026-01-20T10:00")
