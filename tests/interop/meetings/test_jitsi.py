"""Meeting rooms, held against what mentoring asks for."""

from __future__ import annotations

import pytest
from django.test.utils import override_settings

from banyan.interop.meetings.jitsi import JitsiRoom


def test_the_same_session_has_the_same_room_and_no_other_has_it() -> None:
    room = JitsiRoom()
    assert room.address(session_uid="session-1") == room.address(session_uid="session-1")
    assert room.address(session_uid="session-1") != room.address(session_uid="session-2")


def test_a_room_is_https_and_unguessable() -> None:
    address = JitsiRoom().address(session_uid="session-1")
    server, _, name = address.rpartition("/banyan-")
    assert server == "https://meet.jit.si"
    assert len(name) == 32


@pytest.mark.parametrize("key", ["one" * 20, "two" * 20])
def test_a_room_depends_on_the_secret_of_the_installation(key: str) -> None:
    before = JitsiRoom().address(session_uid="session-1")
    with override_settings(SECRET_KEY=key):
        assert JitsiRoom().address(session_uid="session-1") != before


def test_the_server_is_a_setting() -> None:
    with override_settings(JITSI_URL="https://meet.school.example.org"):
        address = JitsiRoom().address(session_uid="session-1")
    assert address.startswith("https://meet.school.example.org/banyan-")
