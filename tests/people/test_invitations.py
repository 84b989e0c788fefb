from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from banyan.kernel.viewer import Viewer, system
from banyan.people import actions, jobs
from banyan.people.models import Invitation, Person
from banyan.people.queries import has_login, unmailed_invitations
from banyan.trail.models import Event
from tests.conftest import NOW, Cast

Code = Callable[[], str]
Look = Callable[..., Viewer]


@pytest.fixture(autouse=True)
def at_now() -> object:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def lata(cast: Cast) -> Person:
    return actions.add_person("Lata Menon", by=system(NOW))


def link(token: str) -> str:
    return f"/invitations/{token}/"


def test_a_person_without_an_address_gives_one_and_proves_it(
    client: Client, cast: Cast, lata: Person, viewer: Look, code: Code
) -> None:
    _, token = actions.invite(lata, by=viewer(cast.devi))
    page = client.get(link(token)).content.decode()
    assert "Welcome, Lata Menon" in page
    assert "Devi Nair invites you to Banyan" in page
    answer = client.post(link(token), {"email": "Lata@Example.org"})
    assert answer.headers["Location"] == f"{link(token)}code/"
    assert mail.outbox[0].to == ["lata@example.org"]
    assert client.post(f"{link(token)}code/", {"code": code()}).headers["Location"] == "/"
    lata.refresh_from_db()
    assert lata.email == "lata@example.org"
    assert client.session["_auth_user_id"] == str(lata.pk)
    address = EmailAddress.objects.get(user=lata)
    assert (address.email, address.verified, address.primary) == ("lata@example.org", True, True)
    verbs = Event.objects.filter(subject=f"person:{lata.pk}").order_by("id")
    assert list(verbs.values_list("verb", "actor")) == [
        ("person.add", 0),
        ("person.invite", cast.devi.pk),
        ("person.accept_invitation", lata.pk),
    ]


def test_looking_at_an_invitation_changes_nothing(
    client: Client, cast: Cast, lata: Person, viewer: Look
) -> None:
    invitation, token = actions.invite(lata, by=viewer(cast.devi))
    before = Invitation.objects.filter(pk=invitation.pk).values().get()
    for _ in range(3):
        assert client.get(link(token)).status_code == 200
        assert client.head(link(token)).status_code == 200
    assert Invitation.objects.filter(pk=invitation.pk).values().get() == before
    assert mail.outbox == []


def test_the_code_goes_to_the_recorded_address_and_nowhere_else(
    client: Client, cast: Cast, viewer: Look, code: Code
) -> None:
    _, token = actions.invite(cast.arun, by=viewer(cast.devi))
    page = client.get(link(token)).content.decode()
    assert "arun@example.org" not in page
    client.post(link(token), {"email": "thief@example.org"})
    assert mail.outbox[0].to == ["arun@example.org"]
    assert has_login(cast.arun) is False
    client.post(f"{link(token)}code/", {"code": code()})
    assert has_login(cast.arun) is True


def test_used_old_revoked_and_wrong_links_are_one_calm_page(
    cast: Cast, viewer: Look, code: Code, client: Client
) -> None:
    by = viewer(cast.devi)
    _, replaced = actions.invite(cast.arun, by=by)
    taken, taken_token = actions.invite(cast.arun, by=by)
    actions.revoke_invitation(taken, by=by)
    _, used = actions.invite(cast.meera, by=by)
    client.post(link(used))
    client.post(f"{link(used)}code/", {"code": code()})
    old_row, old = actions.invite(cast.omar, by=by)
    Invitation.objects.filter(pk=old_row.pk).update(
        created_at=NOW - timedelta(days=8), expires_at=NOW
    )
    seen = set()
    for token in (replaced, taken_token, used, old, "wrong", "a" * 43):
        for method, address in (("get", ""), ("post", ""), ("get", "code/"), ("post", "code/")):
            answer = getattr(Client(), method)(f"{link(token)}{address}", {"code": "1"})
            text = re.sub(r'value="[^"]*"', "", answer.content.decode())
            seen.add((answer.status_code, text))
    assert len(seen) == 1
    status, text = seen.pop()
    assert status == 404
    assert "This invitation cannot be used" in text


def test_a_link_lasts_seven_days(cast: Cast, viewer: Look, client: Client) -> None:
    _, token = actions.invite(cast.arun, by=viewer(cast.devi))
    with time_machine.travel(NOW + timedelta(days=7, seconds=-1), tick=False):
        assert client.get(link(token)).status_code == 200
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        assert client.get(link(token)).status_code == 404


def test_five_wrong_codes_need_a_new_one(
    cast: Cast, viewer: Look, client: Client, code: Code
) -> None:
    _, token = actions.invite(cast.arun, by=viewer(cast.devi))
    client.post(link(token))
    good = code()
    for _ in range(5):
        client.post(f"{link(token)}code/", {"code": "00000000"})
    page = client.post(f"{link(token)}code/", {"code": good}).content.decode()
    assert "That code no longer counts" in page
    client.post(link(token))
    assert client.post(f"{link(token)}code/", {"code": code()}).headers["Location"] == "/"


def test_a_code_lasts_ten_minutes(cast: Cast, viewer: Look, client: Client, code: Code) -> None:
    _, token = actions.invite(cast.arun, by=viewer(cast.devi))
    client.post(link(token))
    with time_machine.travel(NOW + timedelta(minutes=10, seconds=1), tick=False):
        client.post(f"{link(token)}code/", {"code": code()})
    assert has_login(cast.arun) is False


def test_an_invitation_sends_ten_codes_at_most(cast: Cast, viewer: Look) -> None:
    invitation, _ = actions.invite(cast.arun, by=viewer(cast.devi))
    sent = [bool(actions.send_code(invitation, by=viewer(cast.arun))) for _ in range(11)]
    assert sent == [True] * 10 + [False]


def test_the_address_of_somebody_else_is_refused_only_after_it_was_proved(
    cast: Cast, lata: Person, viewer: Look, client: Client, code: Code
) -> None:
    _, token = actions.invite(lata, by=viewer(cast.devi))
    first = client.post(link(token), {"email": "arun@example.org"})
    assert first.headers["Location"] == f"{link(token)}code/"
    page = client.post(f"{link(token)}code/", {"code": code()}).content.decode()
    assert "Somebody signs in with this address already" in page
    assert has_login(lata) is False
    assert client.get(link(token)).status_code == 200


def test_two_tabs_use_a_link_once(cast: Cast, viewer: Look, client: Client, code: Code) -> None:
    _, token = actions.invite(cast.arun, by=viewer(cast.devi))
    client.post(link(token))
    code_words = {"code": code()}
    first, second = Client(), Client()
    assert first.post(f"{link(token)}code/", code_words).status_code == 302
    assert second.post(f"{link(token)}code/", code_words).status_code == 404
    assert Event.objects.filter(verb="person.accept_invitation").count() == 1


def test_the_token_is_kept_nowhere(cast: Cast, viewer: Look) -> None:
    invitation, token = actions.invite(cast.arun, by=viewer(cast.devi))
    row = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert token not in str(row)
    assert all(token not in str(event.data) for event in Event.objects.all())


def test_the_mail_with_the_link_goes_out_once(cast: Cast, viewer: Look, client: Client) -> None:
    actions.send_invitation(cast.arun, by=viewer(cast.devi))
    assert mail.outbox == []
    assert [jobs.mail_invitations(), jobs.mail_invitations()] == [1, 0]
    assert [message.to for message in mail.outbox] == [["arun@example.org"]]
    body = str(mail.outbox[0].body)
    assert "Devi Nair invites you to Banyan" in body
    found = re.search(r"http\S+/invitations/(\S+)/", body)
    assert found
    assert client.get(link(found[1])).status_code == 200


def test_two_workers_send_one_mail(cast: Cast, viewer: Look) -> None:
    actions.send_invitation(cast.arun, by=viewer(cast.devi))
    (first,) = unmailed_invitations(NOW)
    (second,) = unmailed_invitations(NOW)
    assert actions.mail_invitation(first, by=system(NOW)) is True
    assert actions.mail_invitation(second, by=system(NOW)) is False
    assert len(mail.outbox) == 1


def test_a_mail_that_failed_is_sent_later(cast: Cast, viewer: Look, settings: Settings) -> None:
    actions.send_invitation(cast.arun, by=viewer(cast.devi))
    settings.EMAIL_BACKEND = "tests.people.conftest.NoMail"
    with pytest.raises(OSError, match="no mail today"):
        jobs.mail_invitations()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert jobs.mail_invitations() == 1
    assert len(mail.outbox) == 1


def test_an_invitation_handed_over_is_never_mailed(cast: Cast, viewer: Look) -> None:
    actions.invite(cast.arun, by=viewer(cast.devi))
    assert jobs.mail_invitations() == 0


def test_a_link_without_an_address_is_handed_over_not_mailed(
    lata: Person, cast: Cast, viewer: Look
) -> None:
    with pytest.raises(ValueError, match="no address"):
        actions.send_invitation(lata, by=viewer(cast.devi))
    assert Invitation.objects.count() == 0
