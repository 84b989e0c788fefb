"""What `banyan doctor` says of the meeting server, and that it names no secret."""

from __future__ import annotations

import pytest

from banyan.config.health import meetings
from tests.conftest import NOW
from tests.interop.meetings.conftest import Use
from tests.interop.meetings.servers import BAD_DAYS, BigBlueButtonServer

pytestmark = pytest.mark.django_db


def test_links_alone_are_well(use: Use) -> None:
    use("link")
    assert meetings(NOW).well


def test_a_server_that_takes_our_credentials_is_well(bbb: BigBlueButtonServer) -> None:
    found = meetings(NOW)
    assert (found.well, bbb.calls) == (True, ["GET /bigbluebutton/api/getMeetings"])


def test_a_wrong_secret_is_told_and_not_shown(bbb: BigBlueButtonServer, settings: object) -> None:
    settings.MEETING_KEYS["BBB_SECRET"] = "a-wrong-secret"
    found = meetings(NOW)
    assert (found.well, "credentials" in found.seen) == (False, True)
    assert "a-wrong-secret" not in found.seen + found.cure


def test_a_server_that_is_down_is_told(bbb: BigBlueButtonServer) -> None:
    bbb.bad = BAD_DAYS["broken"]
    assert not meetings(NOW).well


def test_what_is_missing_is_named(use: Use) -> None:
    use("zoom", ZOOM_ACCOUNT_ID="x", ZOOM_HOSTS="host@example.org")
    found = meetings(NOW)
    assert (found.well, found.cure) == (
        False,
        "Set these rightly: BANYAN_ZOOM_CLIENT_ID, BANYAN_ZOOM_CLIENT_SECRET.",
    )


def test_a_server_that_we_do_not_know_is_told(use: Use) -> None:
    use("skype")
    found = meetings(NOW)
    assert (found.well, "skype" in found.seen, "bigbluebutton" in found.cure) == (False, True, True)
