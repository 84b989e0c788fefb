from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.conftest import Cast


@pytest.mark.parametrize(
    ("method", "url", "more", "status"),
    [
        ("GET", "/?q=%00", {}, 400),
        ("GET", f"/sessions/{2**63}/", {}, 404),
        ("GET", "/invitations/%00/", {}, 404),
        ("POST", "/account/login/", {"CONTENT_TYPE": "multipart/form-data; charset=utf-7"}, 400),
        ("POST", "/account/login/", {"CONTENT_LENGTH": str(30_000_000)}, 413),
    ],
)
def test_what_no_browser_sends_is_answered_at_the_door(
    client: Client, cast: Cast, method: str, url: str, more: dict[str, Any], status: int
) -> None:
    client.force_login(cast.arun)
    assert client.generic(method, url, **more).status_code == status
