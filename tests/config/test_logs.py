from __future__ import annotations

import logging
import secrets

import pytest
from django.test import Client
from django.urls import reverse

from banyan.config.logs import WithoutSecrets
from tests.conftest import Cast


@pytest.mark.parametrize("name", ["people:invitation", "calendar:feed"])
def test_a_refused_request_leaves_no_secret_in_the_log(
    client: Client, cast: Cast, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    token = secrets.token_urlsafe(32)
    with caplog.filtering(WithoutSecrets()):
        client.delete(reverse(name, args=[token]))
    said = [record.getMessage() for record in caplog.records]
    assert [line for line in said if token in line] == []
    assert said == [f"Method Not Allowed (DELETE): {reverse(name, args=['-']).replace('-', '…')}"]


def test_other_lines_stay_as_they_are() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "at %s", ("/sessions/12/",), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == "at /sessions/12/"
